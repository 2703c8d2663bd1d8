"""A table given back in the columns it came in with changes nothing when it comes again."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

import openpyxl
import pytest

from graph.declare import NODES, SIGNATURES, record_type
from graph.loads import keys_spoken_of
from graph.mappings import Mappings
from graph.viewer import Viewer
from graph.views import Outcome
from ingest.giving import write_given
from ingest.likewise import Likewise
from ingest.load import Orders, Report, load
from ingest.mapping import TableMapping, read
from ingest.reading import Reading
from ingest.tables import tables
from tests.graphs import graph_of, opened
from tests.ingest.messy import BOOKS, KNOWN
from tests.ingest.test_messy import EXPECTED
from viz.exports import write_csv

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from graph.current import Current
    from graph.servers import Place
    from ingest.likewise import Headed

DAY = "2026-09-07"
MILL, FORGE = "atelier-du-lavoir-36044", "99990002000010"
NEED = "besoin-99990001200017-soudeur"


class Rows:
    """A table given back, as the writer of CSV takes it."""

    def __init__(self, table: Likewise) -> None:
        self.table = table

    @property
    def columns(self) -> Sequence[Headed]:
        return self.table.columns

    def batches(self) -> Iterator[list[list[str | int | float | None]]]:
        return self.table.batches()

    def head(self) -> dict[str, object]:
        return {}

    def about(self) -> list[tuple[str, object]]:
        return []


@pytest.fixture
def current(embedded_place: Place, tmp_path: Path) -> Iterator[Current]:
    with opened(embedded_place) as found:
        known = []
        for name, text in KNOWN.items():
            known.append(tmp_path / f"{name}.csv")
            known[-1].write_text(text, encoding="utf-8")
        assert load(found, known, Orders(source="base", observed_on="2026-01-01")).clean
        yield found


def brought(current: Current, path: Path) -> TableMapping:
    """Loads a messy workbook with its correction; returns how it was read."""
    BOOKS[path.name](path)
    mappings = []
    if correct := EXPECTED[path.name].correct:
        (table,) = tables(path)
        mappings = [correct(Reading(current).proposal(table).mapping)]
    orders = Orders(source="carnet", observed_on=DAY, mappings=tuple(mappings))
    report = load(current, [path], orders)
    assert report.clean
    return noted(current, report)


def noted(current: Current, report: Report) -> TableMapping:
    number = report.tables[0].load
    assert number is not None
    text = Mappings(current.ledger.engine).of_load(number)
    assert text is not None
    return read(text, "lecture.yaml")


def give(current: Current, mapping: TableMapping, path: Path) -> Path:
    """Writes what loads of a reading speak of, as the ending of its file says."""
    loads = Mappings(current.ledger.engine).loads(mapping.shape)
    among = {
        record.type: dict.fromkeys(keys_spoken_of(current.ledger, loads, record.type))
        for record in mapping.records
        if record.type in NODES
    }
    table = Likewise(current.store, Viewer(), mapping, "retour", among)
    with path.open("wb") as target:
        _write(target, table, path.suffix)
    return path


def _write(target: IO[bytes], table: Likewise, ending: str) -> None:
    if ending == ".csv":
        write_csv(target, Rows(table), about=False)
    else:
        write_given(target, table, lambda: [("Titre", "retour")])


def again(current: Current, path: Path) -> Report:
    return load(current, [path], Orders(source="partenaire", observed_on="2026-10-01"))


def rows(path: Path) -> list[list[object]]:
    return [list(row) for row in openpyxl.load_workbook(path).worksheets[0].values]


@pytest.mark.parametrize("ending", [".xlsx", ".csv"])
@pytest.mark.parametrize("name", BOOKS)
def test_a_workbook_given_back_changes_nothing(
    current: Current, tmp_path: Path, name: str, ending: str
) -> None:
    mapping = brought(current, tmp_path / name)
    before, loads = graph_of(current, bookkeeping=True), len(current.ledger.loads())
    report = again(current, give(current, mapping, tmp_path / f"retour{ending}"))
    assert report.unreadable == []
    (table,) = report.tables
    assert ([str(each) for each in table.issues], table.notes, table.load) == ([], [], None)
    assert table.lines > 0
    assert table.outcome == Outcome(unchanged=table.outcome.unchanged)
    assert graph_of(current, bookkeeping=True) == before
    assert len(current.ledger.loads()) == loads


def test_it_stands_in_its_own_columns_and_order(current: Current, tmp_path: Path) -> None:
    mapping = brought(current, tmp_path / "interlocuteurs.xlsx")
    forge, lavoir = "forge-et-fils-36063", ["Atelier du Lavoir", "36044"]
    assert rows(give(current, mapping, tmp_path / "retour.xlsx")) == [
        [
            *("Société", "Commune", "Fonction du contact", "Téléphone", "Mail"),
            *("clé : établissement", "clé : contact"),
        ],
        [*lavoir, "Accueil", "02 54 00 00 01", "a@example.org", MILL, f"accueil-{MILL}"],
        [*lavoir, "Direction", "02 54 00 00 02", None, MILL, f"direction-{MILL}"],
        [*lavoir, "Atelier", None, "atelier@example.org", MILL, f"atelier-{MILL}"],
        ["Forge & Fils", "36063", "Gérance", "02 54 00 00 03", None, forge, f"gerance-{forge}"],
    ]


def changed(path: Path, line: int, **cells: str | int) -> Path:
    """Writes other cells into a line, as a partner would: by header, `_` for a space."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    places = {str(cell.value): place for place, cell in enumerate(sheet[1], 1)}
    for header, value in cells.items():
        sheet.cell(line, places[header.replace("_", " ")]).value = value
    book.save(path)
    return path


def said(current: Current) -> list[tuple[str, str, str]]:
    """Returns what a partner says: type, key, values."""
    found = []
    for name in (*NODES, *SIGNATURES):
        record = record_type(name)
        for key, _ in current.said_by(record, "partenaire"):
            (row,) = (r for r in current.ledger.said(record, [key])[key] if r.source != "carnet")
            found.append((name, key.replace("\x1f", " → "), row.text or ""))
    return found


@pytest.mark.parametrize(
    ("name", "line", "cells", "told"),
    [
        ("visites.xlsx", 2, {"Effectif": 13}, [("Company", MILL, '{"headcount":13}')]),
        (
            "interlocuteurs.xlsx",
            3,
            {"Mail": "d@example.org"},
            [("Contact", f"direction-{MILL}", '{"email":"d@example.org"}')],
        ),
        ("interlocuteurs.xlsx", 3, {"Société": "Lavoir"}, [("Company", MILL, '{"name":"Lavoir"}')]),
        (
            "portefeuille.xlsx",
            2,
            {"Besoin_Métier": "magasinier"},
            [
                ("Need", NEED, '{"title":"magasinier"}'),
                ("Need-FOR_OCCUPATION-Occupation", f"{NEED} → N1103", "{}"),
            ],
        ),
        (
            "portefeuille.xlsx",
            3,
            {"Contact_Nom": "Luc Bel"},
            [("Contact", f"contact-{FORGE}-64a6fc", '{"name":"Luc Bel"}')],
        ),
    ],
)
def test_a_partner_says_what_he_changed_and_no_more(
    current: Current,
    tmp_path: Path,
    name: str,
    line: int,
    cells: Mapping[str, str | int],
    told: list[tuple[str, str, str]],
) -> None:
    path = give(current, brought(current, tmp_path / name), tmp_path / "retour.xlsx")
    report = again(current, changed(path, line, **cells))
    assert [str(each) for table in report.tables for each in table.issues] == []
    assert said(current) == told


def test_a_line_without_keys_is_new(current: Current, tmp_path: Path) -> None:
    path = give(current, brought(current, tmp_path / "interlocuteurs.xlsx"), tmp_path / "r.xlsx")
    book = openpyxl.load_workbook(path)
    book.worksheets[0].append(["Atelier du Lavoir", "36044", "Direction", "02 54 00 00 09"])
    book.worksheets[0].append(["Laiterie", "36063", "Gérance"])
    book.save(path)
    (table,) = again(current, path).tables
    assert [str(each) for each in table.issues] == []
    assert said(current) == [
        ("Company", MILL, '{"name":"Atelier du Lavoir"}'),
        ("Company", "laiterie-36063", '{"name":"Laiterie"}'),
        ("Contact", f"direction-{MILL}-2", '{"function":"Direction","telephone":"02 54 00 00 09"}'),
        ("Contact", "gerance-laiterie-36063", '{"function":"Gérance"}'),
        ("Company-LOCATED_IN-Territory", f"{MILL} → com:36044", "{}"),
        ("Company-LOCATED_IN-Territory", "laiterie-36063 → com:36063", "{}"),
        ("Company-HAS_CONTACT-Contact", f"{MILL} → direction-{MILL}-2", "{}"),
        ("Company-HAS_CONTACT-Contact", "laiterie-36063 → gerance-laiterie-36063", "{}"),
    ]


@pytest.mark.parametrize(
    ("name", "text", "own", "line"),
    [
        (
            "etablissements",
            "nom;effectif;sources;commune\nLaiterie;12;moi;36063\n",
            ["nom", "effectif", "sources", "commune", "clé : établissement"],
            ["Laiterie", 12, None, "36063", "laiterie-36063"],
        ),
        (
            "rejoint",
            "territoire;territoire lié;minutes\n36044;36063;9,5\n",
            ["territoire", "territoire lié", "minutes", "clé : rejoint"],
            ["com:36044", "com:36063", 9.5, "com:36044 → com:36063"],
        ),
    ],
)
def test_a_table_in_the_words_of_its_type_is_given_back_too(
    current: Current, tmp_path: Path, name: str, text: str, own: list[str], line: list[object]
) -> None:
    path = tmp_path / f"{name}.csv"
    path.write_text(text, encoding="utf-8")
    report = load(current, [path], Orders(source="carnet", observed_on=DAY))
    assert report.clean
    mapping, before = noted(current, report), graph_of(current, bookkeeping=True)
    path = give(current, mapping, tmp_path / "retour.xlsx")
    assert rows(path) == [own, line]
    (table,) = again(current, path).tables
    assert ([str(i) for i in table.issues], table.notes, table.load) == ([], [], None)
    assert graph_of(current, bookkeeping=True) == before
    assert Mappings(current.ledger.engine).all() == []
    place = own.index("effectif" if "effectif" in own else "minutes")
    again(current, changed(path, 2, **{own[place]: 8}))
    assert len(said(current)) == 1
