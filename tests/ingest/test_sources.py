"""Official tables load as they are published, with the counts that other means give."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.current import Current
from graph.errors import DataError, UnknownNameError
from graph.servers import Place
from ingest.load import Orders, load
from ingest.sources import SOURCES, OfficialReport, load_official
from tests.graphs import node, opened, tell

pytestmark = pytest.mark.reference


@pytest.fixture
def current(place: Place) -> Iterator[Current]:
    with opened(place) as found:
        yield found


@pytest.fixture
def small(embedded_place: Place) -> Iterator[Current]:
    with opened(embedded_place) as found:
        yield found


def lines(path: Path, delimiter: str = ",") -> list[dict[str, str]]:
    """Returns the rows of a published file, read by other means than the program's."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=delimiter))


def count(current: Current, text: str) -> int:
    found: object = current.store.read(f"{text} RETURN count(*) AS n").rows[0][0]
    return int(str(found))


def test_communes_come_with_what_they_are_part_of(current: Current, reference: Path) -> None:
    [report] = load_official(current, "communes", reference / "cog")
    published = lines(reference / "cog" / "communes_centre_val_de_loire.csv")
    assert len(published) == 1754
    above = [{row[name] for row in published} for name in ("code_epci", "code_departement")]
    assert dict(report.outcome.created) == {
        "Territory": 1754 + len(above[0]) + len(above[1]) + 1,
        "Territory-PART_OF-Territory": 2 * 1754 + len(above[1]),
    }
    assert count(current, "MATCH (t:Territory {kind: 'commune'})") == 1754
    rows = current.store.read(
        "MATCH (:Territory {key: 'com:36044'})-[:PART_OF]->(t:Territory) "
        "RETURN t.key AS key ORDER BY key"
    ).rows
    assert rows == [("dep:36",), ("epci:243600327",)]


def test_naf_comes_with_its_dot_and_the_levels_above(current: Current, reference: Path) -> None:
    [report] = load_official(current, "naf", reference / "naf" / "naf_labels.csv")
    published = lines(reference / "naf" / "naf_labels.csv", "|")
    assert len(published) == 732
    classes = {row["naf_id"][:4] for row in published}
    groups = {code[:3] for code in classes}
    divisions = {code[:2] for code in groups}
    below = 732 + len(classes) + len(groups) + len(divisions)
    assert dict(report.outcome.created) == {"Sector": below + 21, "Sector-PART_OF-Sector": below}
    assert count(current, "MATCH (s:Sector {level: 5})") == 732
    assert count(current, "MATCH (s:Sector {level: 1})") == 21
    assert current.store.read("MATCH (s:Sector {key: 'naf2:25.62B'}) RETURN s.code").rows == [
        ("25.62B",)
    ]
    above = "MATCH (:Sector {key: 'naf2:25.62B'})-[:PART_OF*1..4]->(s:Sector) RETURN s.key AS key"
    assert {key for (key,) in current.store.read(above).rows} == {
        "naf2:25.62",
        "naf2:25.6",
        "naf2:25",
        "naf2:C",
    }


def test_rome_comes_whole(small: Current, reference: Path) -> None:
    [report] = load_official(small, "rome", reference / "rome")
    assert report.version == "460"
    assert dict(report.outcome.created) == {
        "Occupation": 1584,
        "Skill": 18317 + 15354 + 178,
        "Occupation-REQUIRES-Skill": 104219,
        "Occupation-MOVES_TO-Occupation": 14912,
    }
    titles = defaultdict(set)
    for row in lines(reference / "rome" / "unix_referentiel_appellation_v460_utf8.csv"):
        titles[row["code_rome"]].add(row["libelle_appellation_court"])
    told = small.store.read("MATCH (o:Occupation) RETURN o.key, size(o.job_titles)").rows
    assert {str(key): int(str(size)) for key, size in told} == {
        code: len(names) for code, names in titles.items()
    }
    assert sum(map(len, titles.values())) > 13000
    [again] = load_official(small, "rome", reference / "rome")
    assert again.known_already
    assert again.load == report.load


def maintenance(rome: Path, folder: Path) -> Path:
    """Returns a copy of a ROME folder that keeps the occupations of maintenance alone."""
    folder.mkdir()
    for path in rome.glob("*_utf8.csv"):
        head, *rows = path.read_bytes().splitlines(keepends=True)
        kept = rows if b"code_rome" not in head else [row for row in rows if b'"I13' in row]
        (folder / path.name).write_bytes(b"".join([head, *kept]))
    return folder


def test_the_demonstrations_own_skills_give_way_to_rome(
    small: Current, reference: Path, tmp_path: Path
) -> None:
    skill = node("souder", "2026-01-01", "demonstration", title="Souder")
    own = tell(small, ("Skill", [skill]))
    [report] = load_official(small, "rome", maintenance(reference / "rome", tmp_path / "rome"))
    assert report.withdrawn == [own]
    assert count(small, "MATCH (s:Skill {key: 'souder'})") == 0
    assert count(small, "MATCH (o:Occupation {key: 'I1304'})") == 1


@pytest.mark.parametrize(("name", "folder"), [("rome", "cog"), ("communes", "naf"), ("naf", "cog")])
def test_a_file_of_another_source_is_refused_with_what_was_expected_and_found(
    small: Current, reference: Path, name: str, folder: str
) -> None:
    with pytest.raises(DataError) as refused:
        load_official(small, name, reference / folder)
    assert refused.value.code == "source.layout"
    assert "attendu" in str(refused.value)
    assert "trouvé" in str(refused.value)
    assert small.ledger.loads() == []


def test_a_source_that_is_none_is_named_with_the_nearest(small: Current, tmp_path: Path) -> None:
    with pytest.raises(UnknownNameError, match="communes"):
        load_official(small, "comunes", tmp_path)
    with pytest.raises(DataError, match="n'existe pas"):
        load_official(small, "naf", tmp_path / "nothing.csv")


def test_what_people_load_stands_beside_the_official_table(
    small: Current, reference: Path, tmp_path: Path
) -> None:
    load_official(small, "communes", reference / "cog")
    table = tmp_path / "etablissements.csv"
    table.write_text("nom;commune\nAtelier;36044\n", encoding="utf-8")
    assert load(small, [table], Orders()).clean
    wrong = tmp_path / "etablissements-2.csv"
    wrong.write_text("nom;commune\nAtelier;75056\n", encoding="utf-8")
    assert not load(small, [wrong], Orders()).clean


def test_every_source_says_who_publishes_it_and_under_which_licence() -> None:
    for source in SOURCES.values():
        assert all(source.described().values())


def test_a_file_in_another_encoding_is_refused_by_name(small: Current, reference: Path) -> None:
    table = reference / "rome" / "unix_arborescence_secteur_naf_v460_utf8.csv"
    with pytest.raises(DataError, match=r"unix_arborescence_secteur_naf"):
        load_official(small, "naf", table)
    assert small.ledger.loads() == []


def test_what_is_left_is_told_only_where_there_is_any() -> None:
    left = Counter({"source.left.closed": 0, "source.left.sole_traders": 2})
    report = OfficialReport(SOURCES["sirene"], "2026-09-01", 1, left=left)
    told = "\n".join(report.sentences())
    assert "2 entrepreneurs individuels laissés" in told
    assert "fermé" not in told
    assert report.document()["left"] == {"source.left.sole_traders": 2}


def test_a_table_that_concerns_no_territory_chosen_says_so() -> None:
    told = list(OfficialReport(SOURCES["sirene"], "2026-09-01", 1).sentences())
    assert told[1:] == ["  rien de la table ne concerne les territoires retenus"]
