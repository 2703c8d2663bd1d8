"""Basins: each commune's, by year, chosen by territory, with what merged since."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

import pytest
from openpyxl import Workbook

from graph.errors import DataError
from graph.servers import Place as Server
from ingest.official.choice import Choice, Place, wanted
from ingest.official.source import Asked, Delivery, Row
from ingest.sources import SOURCES, load_official
from tests.graphs import opened

HEADER = "CODE_COMMUNE_INSEE,REG_CREDOC,REG,DEP,CCOMMUNE,NOMCOM,BE19,NOMBE19"
PART_OF = "Territory-PART_OF-Territory"
ROWS = [
    "36044,D,24,36,36044,Châteauroux,2410,CHATEAUROUX",
    "36088,D,24,36,36088,Issoudun,2411,ISSOUDUN",
    "36003,D,24,36,36003,Ambrault,2411,ISSOUDUN",
    "49328,P,52,49,49328,Saumur,5217,SAUMUR",
]


def lexicon(path: Path, rows: list[str], header: str = HEADER) -> Path:
    path.write_text("\n".join([header, *rows, ""]), encoding="utf-8")
    return path


def delivered(
    path: Path, choice: Choice | None = None, became: Mapping[str, str] | None = None
) -> tuple[Delivery, list[Row]]:
    asked = Asked(path, choice or Choice(), became=lambda: became or {})
    [found] = SOURCES["bassins"].read(asked)
    return found, list(found.rows)


def known(*codes: str, asked: tuple[str, ...] = ()) -> Choice:
    places = tuple(
        Place(f"com:{code}", None, None, frozenset({f"dep:{code[:2]}"})) for code in codes
    )
    return Choice(wanted(asked, 0).codes, 0, places)


def told(rows: list[Row]) -> dict[str, str]:
    return dict(row.ends for row in rows if row.record == PART_OF)  # type: ignore[misc]


def names(rows: list[Row]) -> dict[str, object]:
    return {row.ends[0]: row.values["name"] for row in rows if row.record == "Territory"}


def test_every_basin_comes_with_its_communes_where_none_is_known(tmp_path: Path) -> None:
    found, rows = delivered(lexicon(tmp_path / "lexique.csv", ROWS))
    assert (found.version, found.published_on) == ("BE19", "2019-01-01")
    assert names(rows) == {"be:2410": "CHATEAUROUX", "be:2411": "ISSOUDUN", "be:5217": "SAUMUR"}
    assert rows[0].values == {"code": "2410", "kind": "basin", "name": "CHATEAUROUX"}
    assert told(rows)["com:49328"] == "be:5217"
    assert found.left == {}


def test_a_basin_is_chosen_before_it_was_ever_loaded(tmp_path: Path) -> None:
    file = lexicon(tmp_path / "lexique.csv", ROWS)
    choice = known("36044", "36088", "36003", "37072", asked=("be:2411",))
    found, rows = delivered(file, choice)
    assert told(rows) == {"com:36088": "be:2411", "com:36003": "be:2411"}
    assert found.left == {"source.left.far": 2}


def test_without_a_territory_the_known_communes_have_theirs(tmp_path: Path) -> None:
    file = lexicon(tmp_path / "lexique.csv", ROWS)
    found, rows = delivered(file, known("36044", "37072"))
    assert (names(rows), told(rows)) == ({"be:2410": "CHATEAUROUX"}, {"com:36044": "be:2410"})
    assert found.left == {"source.left.far": 3, "source.left.no_basin": 1}


def test_a_territory_asks_for_communes_first(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="chargez-les d'abord"):
        delivered(lexicon(tmp_path / "lexique.csv", ROWS), wanted(["be:2411"], 0))


def test_a_commune_that_merged_is_where_its_successor_is(tmp_path: Path) -> None:
    file = lexicon(tmp_path / "lexique.csv", ROWS)
    became = {"com:36003": "com:36044", "com:36002": "com:36044"}
    rows = told(delivered(file, became=became)[1])
    assert {rows[key] for key in ("com:36002", "com:36003", "com:36044")} == {"be:2410"}


@pytest.mark.parametrize(("parts", "expected"), [("2411", "be:2411"), ("2410", None)])
def test_a_new_commune_is_where_all_its_parts_are(
    tmp_path: Path, parts: str, expected: str | None
) -> None:
    other = f"36005,D,24,36,36005,Ardentes,{parts},NOM"
    file = lexicon(tmp_path / "lexique.csv", [*ROWS, other])
    became = {"com:36003": "com:36999", "com:36005": "com:36999"}
    assert told(delivered(file, became=became)[1]).get("com:36999") == expected


def test_the_newest_pair_of_columns_is_read_in_a_workbook_too(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["CODE_COMMUNE_INSEE", "BE19", "NOMBE19", "BE25", "NOMBE25"])
    sheet.append([1001, 8401, "BOURG EN BRESSE", 8402, "BOURG"])
    sheet.append(["97105", 101, "BASSE-TERRE", 101, "BASSE TERRE"])
    book.save(tmp_path / "bassins.xlsx")
    found, rows = delivered(tmp_path / "bassins.xlsx")
    assert found.published_on == "2025-01-01"
    assert names(rows) == {"be:8402": "BOURG", "be:0101": "BASSE TERRE"}
    assert told(rows) == {"com:01001": "be:8402", "com:97105": "be:0101"}


def test_a_name_written_in_two_ways_is_the_one_of_most_rows(tmp_path: Path) -> None:
    row = "36{:03},D,24,36,36001,Nom,7649,{}"
    called = ["AGDE-PEZENAS", "Agde-Pézenas", "Agde-Pézenas"]
    rows = [row.format(place, name) for place, name in enumerate(called)]
    found = delivered(lexicon(tmp_path / "lexique.csv", rows))[1]
    assert names(found) == {"be:7649": "Agde-Pézenas"}


@pytest.mark.parametrize(
    ("row", "shown"),
    [
        ("3604X,D,24,36,3604X,Châteauroux,2410,CHATEAUROUX", "« 3604X »"),
        ("36044,D,24,36,36044,Châteauroux,24-10,CHATEAUROUX", "« 24-10 »"),
        ("36044,D,24,36,36044,Châteauroux", "8 colonnes"),
    ],
)
def test_a_bad_line_is_refused_with_its_place(tmp_path: Path, row: str, shown: str) -> None:
    with pytest.raises(DataError, match=r"lexique\.csv, ligne 3") as refused:
        delivered(lexicon(tmp_path / "lexique.csv", [ROWS[0], row]))
    assert shown in str(refused.value)


@pytest.mark.parametrize(
    "header", ["CODE_COMMUNE_INSEE,BE19,NOMBE20", "COM,BE19,NOMBE19", "code_insee,nom"]
)
def test_a_file_of_another_layout_is_refused_by_name(tmp_path: Path, header: str) -> None:
    file = lexicon(tmp_path / "communes.csv", [], header)
    for path in (file, tmp_path):
        with pytest.raises(DataError, match="attendu CODE_COMMUNE_INSEE, BE25, NOMBE25 ; trouvé"):
            delivered(path)


def published(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.reference
def test_every_commune_of_the_region_has_one_basin(embedded_place: Server, reference: Path) -> None:
    lexique = published(reference / "bassins" / "lexique-bassins.csv")
    communes = published(reference / "cog" / "communes_centre_val_de_loire.csv")
    region = {row["code_insee"] for row in communes}
    expected = {f"be:{row['BE19']}" for row in lexique if row["CODE_COMMUNE_INSEE"] in region}
    with opened(embedded_place) as current:
        load_official(current, "communes", reference / "cog")
        [report] = load_official(current, "bassins", reference / "bassins")
        text = (
            "MATCH (c:Territory {kind: 'commune'}) "
            "OPTIONAL MATCH (c)-[:PART_OF]->(b:Territory {kind: 'basin'}) "
            "RETURN c.key AS key, collect(b.key) AS basins"
        )
        found = {str(key): basins for key, basins in current.store.read(text).rows}
        [again] = load_official(current, "bassins", reference / "bassins")
    assert len(found) == 1754
    assert {len(basins) for basins in found.values()} == {1}  # type: ignore[arg-type]
    assert {basins[0] for basins in found.values()} == expected  # type: ignore[index]
    assert dict(report.outcome.created) == {"Territory": 22, PART_OF: 1754}
    assert report.left == {"source.left.far": 35357 - 1754}
    assert again.known_already


@pytest.mark.reference
def test_the_whole_table_comes_where_no_commune_is_known(reference: Path) -> None:
    rows = delivered(reference / "bassins")[1]
    communes: dict[str, set[str]] = defaultdict(set)
    for row in published(reference / "bassins" / "lexique-bassins.csv"):
        communes[f"be:{row['BE19']}"].add(f"com:{row['CODE_COMMUNE_INSEE']}")
    given: dict[str, set[str]] = defaultdict(set)
    for commune, basin in told(rows).items():
        given[basin].add(commune)
    assert given == communes
    assert (len(given), sum(map(len, given.values()))) == (403, 35357)
    assert set(names(rows)) == set(communes)


def test_a_newer_edition_takes_its_place(embedded_place: Server, tmp_path: Path) -> None:
    moved = ROWS[1].replace("2411,ISSOUDUN", "2410,CHATEAUROUX METROPOLE")
    first = lexicon(tmp_path / "un.csv", ROWS)
    second = lexicon(tmp_path / "deux.csv", [moved], HEADER.replace("BE19", "BE25"))
    with opened(embedded_place) as current:
        load_official(current, "bassins", first)
        [report] = load_official(current, "bassins", second)
        found = current.store.read("MATCH (b:Territory) RETURN b.key, b.name").rows
    assert not report.partial
    assert found == [("be:2410", "CHATEAUROUX METROPOLE")]
    assert dict(report.outcome.removed) == {"Territory": 2, PART_OF: 4}
    assert dict(report.waiting) == {PART_OF: 1}
