"""A table that names a commune which merged means the one that it became."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.current import Current
from graph.servers import Place
from ingest.followed import followed_end, successors
from ingest.load import Orders, Report, load
from ingest.official.following import following
from ingest.official.loading import load_source, places_of
from ingest.official.source import Asked, Delivery, Row, Source
from tests.graphs import edge, node, opened, tell

BECOMES = "Territory-BECOMES-Territory"
PART_OF = "Territory-PART_OF-Territory"
SHARED = ["com:36158", "com:36044"]
OLD = {
    "com:36003": ["com:36158"],
    "com:36002": ["com:36003"],
    "com:36001": ["com:36158", "com:36044"],
}


@pytest.fixture
def current(place: Place) -> Iterator[Current]:
    """Parnac took in 36003, which took in 36002; 36001 was shared out."""
    codes = ("36001", "36002", "36003", "36044", "36158")
    with opened(place) as found:
        tell(
            found,
            ("Territory", [node(f"com:{code}", name=code, kind="commune") for code in codes]),
            ("Territory", [node("be:2410", name="CHATEAUROUX", kind="basin")]),
            (
                "Territory",
                [node("com:36158", name="P", kind="commune", latitude=46.5, longitude=1.5)],
            ),
            (BECOMES, [edge(BECOMES, old, new) for old, became in OLD.items() for new in became]),
            (PART_OF, [edge(PART_OF, "com:36158", "be:2410")]),
        )
        yield found


def loaded(current: Current, folder: Path, name: str, text: str, **orders: object) -> Report:
    table = folder / name
    table.write_text(text, encoding="utf-8")
    return load(current, [table], Orders(**orders))  # type: ignore[arg-type]


def ends(current: Current, type: str) -> list[tuple[object, ...]]:
    text = f"MATCH (a)-[:{type}]->(t:Territory) RETURN a.name AS name, t.key AS key"
    return sorted(tuple(row) for row in current.store.read(text).rows)


def notes(report: Report) -> list[str]:
    told = (note for table in report.tables for note in table.notes)
    return [str(note) for note in told if note.code == "load.followed"]


def test_only_what_became_one_other_is_followed_to_the_end(current: Current) -> None:
    assert successors(current) == {"com:36003": "com:36158", "com:36002": "com:36158"}


def test_an_old_code_in_a_table_means_the_new_one_and_is_told_once(
    current: Current, tmp_path: Path
) -> None:
    text = "nom;commune\nA;36003\nB;36003\nC;36002\nD;36001\nE;36158\n"
    report = loaded(current, tmp_path, "etablissements.csv", text)
    assert report.clean
    assert ends(current, "LOCATED_IN") == [
        ("A", "com:36158"),
        ("B", "com:36158"),
        ("C", "com:36158"),
        ("D", "com:36001"),
        ("E", "com:36158"),
    ]
    assert notes(report) == [
        "etablissements.csv, ligne 2, commune : « 36003 » est devenue 36158, comprise ainsi",
        "etablissements.csv, ligne 4, commune : « 36002 » est devenue 36158, comprise ainsi",
    ]


def test_a_dry_run_tells_it_too_and_writes_nothing(current: Current, tmp_path: Path) -> None:
    report = loaded(current, tmp_path, "etablissements.csv", "nom;commune\nA;36003\n", dry_run=True)
    assert len(notes(report)) == 1
    assert ends(current, "LOCATED_IN") == []


def test_several_codes_of_a_cell_that_became_one_make_one_edge(
    current: Current, tmp_path: Path
) -> None:
    text = 'nom;nature;territoires couverts\nMairie;collectivité;"36002; 36003; 36158"\n'
    report = loaded(current, tmp_path, "partenaires.csv", text)
    assert [str(issue) for table in report.tables for issue in table.issues] == []
    assert ends(current, "COVERS") == [("Mairie", "com:36158")]


def test_what_is_said_between_territories_stays_with_the_old_one() -> None:
    between = [BECOMES, PART_OF, "Territory-REACHES-Territory"]
    assert [followed_end(name) for name in between] == [None, None, None]
    assert followed_end("Company-LOCATED_IN-Territory") == 1
    assert followed_end("Company") is None


def test_official_rows_are_followed_at_their_territory_alone() -> None:
    rows = [
        Row("Company", ("com:36003",), {"name": "A"}),
        Row("Company-LOCATED_IN-Territory", ("com:36003", "com:36003"), {}),
        Row(PART_OF, ("com:36003", "be:2410"), {}),
        Row("Company-LOCATED_IN-Territory", ("b", "com:36044"), {}),
    ]
    told = [row.ends for row in following(rows, {"com:36003": "com:36158"})]
    assert told == [
        ("com:36003",),
        ("com:36003", "com:36158"),
        ("com:36003", "be:2410"),
        ("b", "com:36044"),
    ]


def test_an_old_commune_is_a_place_in_all_that_its_successor_lies_in(current: Current) -> None:
    places = {place.key: place for place in places_of(current)}
    for key in ("com:36002", "com:36003"):
        assert {"com:36158", "be:2410"} <= places[key].above
        assert (places[key].latitude, places[key].longitude) == (46.5, 1.5)
    assert places["com:36044"].latitude is None


def test_a_local_source_that_names_an_old_commune_is_followed(
    current: Current, tmp_path: Path
) -> None:
    located = "Company-LOCATED_IN-Territory"
    rows = [Row("Company", ("a",), {"name": "A"}), Row(located, ("a", "com:36002"), {})]

    def read(asked: Asked) -> Iterator[Delivery]:
        yield Delivery("1", "2026-01-01", iter(rows))

    told = ("a register", "its publisher", "its licence", "source.communes", ("Company", located))
    source = Source(*told, read, local=True)
    [report] = load_source({"register": source})(current, "register", tmp_path)
    assert ends(current, "LOCATED_IN") == [("A", "com:36158")]
    assert dict(report.waiting) == {}
