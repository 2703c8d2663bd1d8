"""A newer ROME loses nothing that people tied to the codes of an older one."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path

import pytest

from graph.analyses.transitions import TransitionsParameters, run
from graph.current import Current
from graph.errors import DataError
from graph.servers import Place
from graph.snapshot import read_snapshot
from graph.viewer import Viewer
from ingest.official.report import OfficialReport
from ingest.official.source import Asked, Delivery, Row
from ingest.sources import load_official
from ingest.sources.rome import SOURCE
from tests.graphs import edge, graph_of, node, opened, tell

pytestmark = pytest.mark.reference
Rows = list[dict[str, str]]
TITLES = "referentiel_appellation"
OPERATOR = Viewer("cell")


@pytest.fixture
def current(embedded_place: Place) -> Iterator[Current]:
    with opened(embedded_place) as found:
        yield found


def maintenance(rome: Path, folder: Path) -> Path:
    """Returns a copy of a published ROME that keeps the occupations of maintenance alone."""
    folder.mkdir()
    for path in rome.glob("*_utf8.csv"):
        head, *rows = path.read_bytes().splitlines(keepends=True)
        kept = rows if b"code_rome" not in head else [row for row in rows if b'"I13' in row]
        (folder / path.name).write_bytes(b"".join([head, *kept]))
    (folder / "version.txt").write_text("Date de publication : 18/09/2025\n", encoding="utf-8")
    return folder


def next_version(older: Path, folder: Path, changes: dict[str, Callable[[Rows], Rows]]) -> Path:
    """Returns version 461 of a ROME folder: its tables changed by parts of their names."""
    folder.mkdir()
    for path in older.glob("*_utf8.csv"):
        with path.open(encoding="cp1252" if "arborescence" in path.name else "utf-8") as stream:
            reader = csv.DictReader(stream)
            rows, names = list(reader), list(reader.fieldnames or ())
        for part, change in changes.items():
            rows = change(rows) if part in path.name else rows
        target = folder / path.name.replace("_v460_", "_v461_")
        with target.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, names, quoting=csv.QUOTE_ALL, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    (folder / "version.txt").write_text("Date de publication : 15/12/2025\n", encoding="utf-8")
    return folder


def without(*codes: str) -> Callable[[Rows], Rows]:
    def change(rows: Rows) -> Rows:
        return [
            row for row in rows if not {row["code_rome"], row.get("code_rome_cible")} & {*codes}
        ]

    return change


def register(rows: Rows) -> Rows:
    """I1304 is split, I1309 merged into I1310, I1302 gets another title, I1399 is new."""
    new = {**next(row for row in rows if row["code_rome"] == "I1304"), "code_rome": "I1399"}
    new["libelle_rome"] = "Technicien / Technicienne de maintenance robotique"
    kept = without("I1304", "I1309")([*rows, new])
    for row in kept:
        if row["code_rome"] == "I1302":
            row["libelle_rome"] = "Automaticien / Automaticienne"
    return kept


def job_titles(rows: Rows) -> Rows:
    """Every other title of I1304 goes to I1399, the others to I1310; all of I1309's to I1310."""
    place = 0
    for row in rows:
        if row["code_rome"] == "I1304":
            row["code_rome"] = ("I1310", "I1399")[place % 2]
            place += 1
        elif row["code_rome"] == "I1309":
            row["code_rome"] = "I1310"
    return rows


def skills_of_the_new(rows: Rows) -> Rows:
    """I1399 has the skills of I1304; nobody has 100007 any more."""
    kept = [row for row in rows if row["code_ogr"] != "100007"]
    renamed = [{**row, "code_rome": "I1399"} for row in kept if row["code_rome"] == "I1304"]
    return [*without("I1304", "I1309")(kept), *renamed]


CHANGES: dict[str, Callable[[Rows], Rows]] = {
    "referentiel_code_rome": register,
    TITLES: job_titles,
    "coherence_item": skills_of_the_new,
    "rubrique_mobilite": without("I1304", "I1309"),
    "cr_gd_dp": without("I1304", "I1309"),
    "referentiel_savoir": lambda rows: [r for r in rows if r["code_ogr_savoir"] != "100007"],
}


@pytest.fixture
def older(reference: Path, tmp_path: Path) -> Path:
    return maintenance(reference / "rome", tmp_path / "rome-460")


@pytest.fixture
def newer(older: Path, tmp_path: Path) -> Path:
    return next_version(older, tmp_path / "rome-461", CHANGES)


def needs(current: Current) -> None:
    """What people say of occupations and skills that the newer version no longer has."""
    tell(
        current,
        ("Need", [node("nuit", title="Technicien de nuit"), node("frigo", title="Frigoriste")]),
        ("Training", [node("souder", title="Souder")]),
        ("Company", [node("atelier", name="Atelier")]),
        ("Company-HAS_NEED-Need", [edge("Company-HAS_NEED-Need", "atelier", "nuit")]),
        ("Need-FOR_OCCUPATION-Occupation", [
            edge("Need-FOR_OCCUPATION-Occupation", "nuit", "I1304"),
            edge("Need-FOR_OCCUPATION-Occupation", "frigo", "I1309"),
        ]),
        ("Training-TEACHES-Skill", [edge("Training-TEACHES-Skill", "souder", "100007")]),
        ("Occupation-VETOED-Occupation", [edge("Occupation-VETOED-Occupation", "I1310", "I1304")]),
    )  # fmt: skip


def loaded(current: Current, folder: Path) -> OfficialReport:
    [report] = load_official(current, "rome", folder)
    return report


def pairs(current: Current, pattern: str) -> set[tuple[object, ...]]:
    return set(current.store.read(f"MATCH {pattern} RETURN a.key, b.key").rows)


@pytest.fixture
def migrated(current: Current, older: Path, newer: Path) -> tuple[Current, OfficialReport]:
    loaded(current, older)
    needs(current)
    return current, loaded(current, newer)


def share_of(folder: Path, code: str) -> tuple[int, int]:
    """Returns how many distinct job titles of I1304 go to I1310, and how many it has."""
    with next(folder.glob(f"*{TITLES}*")).open(encoding="utf-8") as stream:
        rows = [row for row in csv.DictReader(stream) if row["code_rome"] == code]
    titles = [row["libelle_appellation_court"] for row in rows]
    last = {title: place % 2 for place, title in enumerate(titles)}
    return sum(place == 0 for place in last.values()), len(last)


def test_a_newer_version_names_what_went_and_what_people_had_tied_to_it(
    migrated: tuple[Current, OfficialReport], older: Path
) -> None:
    _, report = migrated
    assert report.version == "461"
    change = {one.type: one for one in report.successions}
    occupations = {one.key: one for one in change["Occupation"].gone}
    assert occupations.keys() == {"I1304", "I1309"}
    assert occupations["I1304"].fate == "split"
    assert occupations["I1304"].pointed == {"Need": 1, "Occupation": 1}
    stayed, total = share_of(older, "I1304")
    assert {s.key: s.share for s in occupations["I1304"].successors} == {
        "I1310": round(stayed / total, 3),
        "I1399": round((total - stayed) / total, 3),
    }
    assert occupations["I1309"].fate == "merged"
    assert [s.key for s in occupations["I1309"].successors] == ["I1310"]
    assert change["Occupation"].new == ("I1399",)
    assert change["Occupation"].retitled == ("I1302",)
    [savoir] = change["Skill"].gone
    assert (savoir.key, savoir.pointed) == ("100007", {"Training": 1})
    told = "\n".join(report.sentences())
    assert re.search(r"I1304 « .+ » : 1 besoin, 1 métier y renvoient ; devient I1310", told)
    assert "métiers : 2 codes disparus, 1 nouveaux, 1 renommés" in told


def test_nothing_that_pointed_at_a_code_that_went_is_lost(
    migrated: tuple[Current, OfficialReport],
) -> None:
    current, _ = migrated
    assert pairs(current, "(a:Need)-[:FOR_OCCUPATION]->(b:Occupation)") == {
        ("nuit", "I1304"),
        ("frigo", "I1309"),
    }
    assert pairs(current, "(a:Training)-[:TEACHES]->(b:Skill)") == {("souder", "100007")}
    assert pairs(current, "(a:Occupation)-[:VETOED]->(b:Occupation)") == {("I1310", "I1304")}
    assert pairs(current, "(a:Occupation)-[:BECOMES]->(b:Occupation)") == {
        ("I1304", "I1310"), ("I1304", "I1399"), ("I1309", "I1310"),
    }  # fmt: skip
    rows = current.store.read(
        "MATCH (o:Occupation) WHERE o.retired IS NOT NULL RETURN o.key, o.retired, o.version"
    ).rows
    assert set(rows) == {("I1304", "461", "460"), ("I1309", "461", "460")}
    held = "MATCH (:Occupation {key: 'I1304'})-[:REQUIRES]->(s:Skill) RETURN count(s)"
    assert int(str(current.store.read(held).rows[0][0])) > 10


def test_a_code_that_went_is_proposed_to_nobody(migrated: tuple[Current, OfficialReport]) -> None:
    current, _ = migrated
    found = read_snapshot(current.store, OPERATOR)
    ranked = run(found, TransitionsParameters(occupation="I1310", top=50))
    proposed = {one.occupation.key for one in ranked.transitions}
    assert "I1399" in proposed
    assert "I1309" not in proposed
    assert ranked.ranked == len(proposed - {"I1304"})  # shown last, as refused
    backwards = run(found, TransitionsParameters(occupation="I1304", top=50))
    assert backwards.transitions[0].occupation.key == "I1399"


def test_undoing_the_newer_version_brings_the_older_back(
    current: Current, older: Path, newer: Path
) -> None:
    loaded(current, older)
    needs(current)
    before = graph_of(current)
    current.undo(loaded(current, newer).load, "test")
    assert graph_of(current) == before


def test_an_older_version_after_the_newer_is_refused_with_what_to_undo(
    current: Current, older: Path, newer: Path
) -> None:
    number = loaded(current, newer).load
    before = graph_of(current)
    with pytest.raises(DataError, match=f"annulez le chargement {number}, chargez celle-ci"):
        loaded(current, older)
    assert graph_of(current) == before
    current.undo(number, "test")
    loaded(current, older)
    needs(current)
    assert loaded(current, newer).successions


def test_a_code_that_went_stays_through_a_third_version(
    current: Current, older: Path, newer: Path, tmp_path: Path
) -> None:
    loaded(current, older)
    needs(current)
    loaded(current, newer)
    third = next_version(newer, tmp_path / "rome-462", {"code_rome": without("I1303")})
    for path in list(third.iterdir()):
        path.rename(third / path.name.replace("_v461_", "_v462_"))
    (third / "version.txt").write_text("Date de publication : 15/03/2026\n", encoding="utf-8")
    report = loaded(current, third)
    assert [one.key for one in report.successions[0].gone] == ["I1303"]
    assert pairs(current, "(a:Need)-[:FOR_OCCUPATION]->(b:Occupation)") == {
        ("nuit", "I1304"),
        ("frigo", "I1309"),
    }
    retired = "MATCH (o:Occupation) WHERE o.retired IS NOT NULL RETURN o.key, o.retired"
    assert set(current.store.read(retired).rows) == {
        ("I1303", "462"), ("I1304", "461"), ("I1309", "461"),
    }  # fmt: skip


def with_contexts(folder: Path, titles: dict[str, str]) -> None:
    """Writes the file of work contexts, with the columns that it is taken to have."""
    told = "".join(f'"{code}","{title}","x"\n' for code, title in titles.items())
    path = folder / "unix_referentiel_contexte_travail_v460_utf8.csv"
    path.write_text(f'"code_ogr","libelle_contexte","libelle_court"\n{told}', encoding="utf-8")


def contexts_of(folder: Path) -> set[str]:
    """Returns the codes of the skills of occupations that no other register holds."""
    found: dict[str, set[str]] = {}
    for part, column in (
        ("coherence_item", "code_ogr"),
        ("referentiel_competence", "code_ogr"),
        ("referentiel_savoir", "code_ogr_savoir"),
    ):
        with next(folder.glob(f"*{part}*")).open(encoding="utf-8") as stream:
            found[part] = {row[column] for row in csv.DictReader(stream)}
    return found["coherence_item"] - found["referentiel_competence"] - found["referentiel_savoir"]


def read_whole(folder: Path) -> tuple[Delivery, list[Row]]:
    [delivery] = SOURCE.read(Asked(folder))
    return delivery, list(delivery.rows)


def test_an_occupation_has_the_head_of_its_family_and_whether_it_is_regulated(
    reference: Path,
) -> None:
    rows = read_whole(reference / "rome")[1]
    told = {row.ends[0]: row.values for row in rows if row.record == "Occupation"}
    heads = {code: told[code]["parent"] for code in ("I1304", "I1335", "I1313", "J1508")}
    assert heads == {"I1304": "I1304", "I1335": "I1304", "I1313": "I1302", "J1508": "J1506"}
    assert told["J1506"]["regulated"] is True
    assert "regulated" not in told["I1304"]


def test_a_flag_that_is_blank_is_as_one_that_is_not_set(older: Path, tmp_path: Path) -> None:
    """Of regulated the register says O, N or nothing, of a core skill Principale or anything."""

    def flagged(column: str, *told: str) -> Callable[[Rows], Rows]:
        values = cycle(told)
        return lambda rows: [{**row, column: next(values)} for row in rows]

    changes = {
        "referentiel_code_rome": flagged("emploi_reglemente", "O", "N", ""),
        "coherence_item": flagged("coeur_metier", "", "Principale", "Secondaire"),
    }
    rows = read_whole(next_version(older, tmp_path / "rome-461", changes))[1]
    told = [row.values.get("regulated") for row in rows if row.record == "Occupation"]
    core = [row.values.get("core") for row in rows if row.record == "Occupation-REQUIRES-Skill"]
    assert told[:6] == [True, None, None] * 2
    assert [bool(each) for each in core[:6]] == [False, True, False] * 2


def test_a_code_in_no_register_is_left_where_the_contexts_are_there(older: Path) -> None:
    codes = contexts_of(older)
    without_file = {row.ends[0] for row in read_whole(older)[1] if row.record == "Skill"}
    assert codes <= without_file
    unknown = min(codes - {"23376"})
    with_contexts(older, {code: f"C {code}" for code in codes - {unknown}})
    with next(older.glob("*coherence_item*")).open(encoding="utf-8") as stream:
        count = sum(row["code_ogr"] == unknown for row in csv.DictReader(stream))
    delivery, rows = read_whole(older)
    assert delivery.left == {"source.left.rome_unknown": count}
    assert {row.ends[0] for row in rows if row.record == "Skill"} == without_file - {unknown}
    assert unknown not in {row.ends[-1] for row in rows}


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=tmp_path.name) as refused:
        read_whole(tmp_path)
    assert refused.value.code == "source.layout"


def test_the_day_of_publication_is_read_in_whatever_encoding(older: Path) -> None:
    text = "Numéro de version : 60\r\n\r\nDate de publication : 18/09/2025\r\n"
    (older / "version.txt").write_bytes(text.encode("cp1252"))
    assert read_whole(older)[0].published_on == "2025-09-18"


@pytest.mark.parametrize("rank", ["", "x", "-1", "1.5"])
def test_a_rank_that_is_no_number_is_refused_with_its_line(older: Path, rank: str) -> None:
    path = next(older.glob("*rubrique_mobilite*"))
    head, first, second, *rest = path.read_text(encoding="utf-8").splitlines()
    place = [name.strip('"') for name in head.split(",")].index("numero_ordre")
    cells = second.split(",")
    cells[place] = f'"{rank}"'
    path.write_text("\n".join([head, first, ",".join(cells), *rest]) + "\n", encoding="utf-8")
    with pytest.raises(DataError, match=path.name) as refused:
        read_whole(older)
    assert refused.value.code == "source.bad_cell"
    assert "ligne 3" in str(refused.value)


def test_contexts_have_their_titles_where_the_folder_has_them(
    current: Current, older: Path
) -> None:
    codes = contexts_of(older) - {"23376"}
    with_contexts(older, {"23376": "En plein air", **{code: f"C {code}" for code in codes}})
    report = loaded(current, older)
    said = "MATCH (s:Skill {kind: 'context'}) RETURN s.key, s.title"
    titles = {str(key): title for key, title in current.store.read(said).rows}
    assert titles.pop("23376") == "En plein air"
    assert titles == {code: f"C {code}" for code in codes}
    assert not report.left
    domain = "MATCH (o:Occupation {key: 'I1304'}) RETURN o.domain_title, o.broad_domain_title"
    assert current.store.read(domain).rows == [
        ("Equipements de production, équipements collectifs", "Installation et Maintenance")
    ]
