"""Travel: minutes and kilometres between territories, whatever the columns are called."""

from __future__ import annotations

from os import utime
from pathlib import Path

import pytest
from openpyxl import Workbook

from graph.errors import DataError
from graph.servers import Place as Server
from ingest.official.choice import Choice, Place
from ingest.official.layouts import modified_on
from ingest.official.source import Asked, Delivery, Row
from ingest.sources import SOURCES, load_official
from tests.graphs import node, opened, tell

REACHES = "Territory-REACHES-Territory"


def table(path: Path, *lines: str, encoding: str = "utf-8") -> Path:
    path.write_text("\r\n".join([*lines, ""]), encoding=encoding, newline="")
    return path


def delivered(path: Path, *known: str) -> tuple[Delivery, list[Row]]:
    places = tuple(Place(f"com:{code}", None, None, frozenset({"be:2410"})) for code in known)
    [found] = SOURCES["travel"].read(Asked(path, Choice(places=places)))
    return found, list(found.rows)


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("origine;destination;minutes;km", "36044;36088;31;28,5"),
        (
            "Commune d'origine;Commune de destination;Durée (min);Distance (km)",
            "36044;36088;31;28,5",
        ),
        ("distance_km,temps_minutes,code_arrivee,code_depart", '"28,5",31,36088,36044'),
        ("from,to,duration,km", "36044,36088,31.0,28.5"),
        ("origin\tdestination\tminutes\tkm", "com:36044\tcom:36088\t31\t28.5"),
        ("nom origine;code origine;destination;minutes;km", "Châteauroux;36044;36088;31;28,5"),
    ],
)
def test_columns_are_known_in_both_languages(tmp_path: Path, header: str, row: str) -> None:
    file = table(tmp_path / "trajets.csv", header, row)
    found, rows = delivered(file)
    assert rows == [Row(REACHES, ("com:36044", "com:36088"), {"minutes": 31.0, "km": 28.5})]
    assert found.published_on == found.version == modified_on(file)


def test_a_spreadsheets_code_page_and_lost_zeros_are_read(tmp_path: Path) -> None:
    header = "départ;arrivée;durée;kilomètres"
    file = table(tmp_path / "trajets.csv", header, "1004;01053;25;", encoding="cp1252")
    assert delivered(file)[1] == [Row(REACHES, ("com:01004", "com:01053"), {"minutes": 25.0})]


def test_kilometres_may_be_missing_and_a_workbook_will_do(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["Temps de trajet"], ["Origine", "Destination", "Minutes"], [36044, "be:2411", 31]):
        sheet.append(row)
    book.save(tmp_path / "trajets.xlsx")
    rows = delivered(tmp_path / "trajets.xlsx")[1]
    assert rows == [Row(REACHES, ("com:36044", "be:2411"), {"minutes": 31.0})]


def test_only_journeys_with_both_ends_taken_are_kept_and_the_way_back_is_its_own(
    tmp_path: Path,
) -> None:
    lines = ["36044;36088;31;28", "36088;36044;30;28", "36044;49328;120;140", "36044;36044;0;0"]
    file = table(tmp_path / "trajets.csv", "origine;destination;minutes;km", *lines)
    found, rows = delivered(file, "36044", "36088")
    assert [(row.ends, row.values["minutes"]) for row in rows] == [
        (("com:36044", "com:36088"), 31),
        (("com:36088", "com:36044"), 30),
    ]
    assert found.left == {"source.left.far": 1, "source.left.same_place": 1}


def test_basins_reach_each_other_too(tmp_path: Path) -> None:
    file = table(tmp_path / "t.csv", "origine;destination;minutes", "36044;be:2410;12", "be:9;1;2")
    with pytest.raises(DataError, match="ligne 3"):
        delivered(file, "36044")
    file = table(tmp_path / "t.csv", "origine;destination;minutes", "36044;be:2410;12")
    assert [row.ends for row in delivered(file, "36044")[1]] == [("com:36044", "be:2410")]


@pytest.mark.parametrize(
    ("row", "shown"),
    [
        ("36044;36088;-5;28", "« -5 »"),
        ("36044;36088;1500;28", "« 1500 »"),
        ("36044;36088;;28", "«  »"),
        ("36044;36088;une heure;28", "« une heure »"),
        ("36044;36088;nan;28", "« nan »"),
        ("36044;36088;31;-1", "« -1 »"),
        ("36044;36088;31;28500", "« 28500 »"),
        ("36044;36088;3;850", "« 3 min, 850 km »"),
        ("Châteauroux;36088;31;28", "« Châteauroux »"),
        ("36044;;31;28", "«  »"),
        ("36088;36044;32;28", "com:36088 → com:36044"),
        ("36044;36088;31", "4 colonnes"),
    ],
)
def test_what_cannot_be_is_refused_with_its_line(tmp_path: Path, row: str, shown: str) -> None:
    first = "36088;36044;31;28"
    file = table(tmp_path / "trajets.csv", "origine;destination;minutes;km", first, row)
    with pytest.raises(DataError, match=r"trajets\.csv, ligne 3") as refused:
        delivered(file)
    assert shown in str(refused.value)


def test_the_same_journey_told_twice_alike_comes_once(tmp_path: Path) -> None:
    rows = ["36088;36044;31;28"] * 2
    file = table(tmp_path / "trajets.csv", "origine;destination;minutes;km", *rows)
    assert len(delivered(file)[1]) == 1


@pytest.mark.parametrize("header", ["origine;destination;km", "code_insee,nom", "a;b;c"])
def test_a_file_of_another_layout_is_refused_by_name(tmp_path: Path, header: str) -> None:
    file = table(tmp_path / "communes.csv", header)
    for path in (file, tmp_path):
        with pytest.raises(DataError, match="attendu origine, destination, minutes, km ; trouvé"):
            delivered(path)


def test_a_later_table_replaces_the_earlier_and_a_bad_one_writes_nothing(
    embedded_place: Server, tmp_path: Path
) -> None:
    header = "origine;destination;minutes;km"
    first = table(tmp_path / "un.csv", header, "36044;36088;31;28", "36088;36044;31;28")
    second = table(tmp_path / "deux.csv", header, "36044;36088;29;27,5")
    bad = table(tmp_path / "trois.csv", header, "36044;36088;29;27,5", "36088;36044;-1;28")
    for day, file in enumerate((first, second, bad), 1):
        utime(file, (day * 86400, day * 86400))
    with opened(embedded_place) as current:
        communes = [node(f"com:{code}", name=code, kind="commune") for code in ("36044", "36088")]
        tell(current, ("Territory", communes))
        load_official(current, "travel", first)
        load_official(current, "travel", second)
        before = len(current.ledger.loads())
        with pytest.raises(DataError):
            load_official(current, "travel", bad)
        counted = [row for row in current.ledger.loads() if row.state == "applied"]
        rows = current.store.read(
            "MATCH (a)-[e:REACHES]->(b) RETURN a.key, b.key, e.minutes, e.km"
        ).rows
    assert len(counted) == before
    assert rows == [("com:36044", "com:36088", 29.0, 27.5)]
