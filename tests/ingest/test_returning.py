"""A table given back and loaded again changes nothing; a changed cell is its partner's."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

import openpyxl
import pytest
from hypothesis import HealthCheck, Phase, example, given, settings, strategies as st

from graph.claims import Claim
from graph.declare import EDGES, NODES, SIGNATURES
from graph.servers import Place
from graph.viewer import Viewer
from graph.views import Outcome
from graph.wording import spoken
from ingest.demonstration import tables_of_the_territory
from ingest.giving import GivenBack, write_given
from ingest.headers import Tabled
from ingest.load import Orders, Report, load
from ingest.returning import plain
from tests.conftest import emptied
from tests.graphs import edge, graph_of, opened
from viz.exports import write_csv

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from graph.current import Current
    from graph.ledger import Staging
    from graph.wording import Language
    from ingest.giving import Column

DAY = "2026-09-07"
TYPES: dict[str, Tabled] = {**NODES, **EDGES}
ORDERS = Orders(source="opco", observed_on=DAY)
HOSTILE = [
    "=1+1",
    "'=1+1",
    "a;b:c\\",
    'dit "oui"\r\nou non',
    "😀 _x0041_ \x00\x0b",
    "x" * 120,
    "Total",
    "2026-09-07",
    "0036",
    "\u2028a\x85b\ufeff",
]


@dataclass
class Rows:
    """A table given back, as the writer of CSV takes it."""

    table: GivenBack

    @property
    def columns(self) -> Sequence[Column]:
        return self.table.columns

    def batches(self) -> Iterator[list[list[str | int | float | None]]]:
        return self.table.batches()

    def head(self) -> dict[str, object]:
        return {}

    def about(self) -> list[tuple[str, object]]:
        return []


def give(current: Current, of: Tabled, path: Path, keys: Sequence[str] | None = None) -> Path:
    """Writes a type as its file's ending says; returns where."""
    table = GivenBack(current.store, Viewer(), of, keys)
    with path.open("wb") as target:
        _write(target, table, path.suffix)
    return path


def _write(target: IO[bytes], table: GivenBack, ending: str) -> None:
    if ending == ".csv":
        write_csv(target, Rows(table), about=False)
    else:
        write_given(target, table, lambda: [("Titre", "Établissements"), ("Lignes", 3)])


def again(current: Current, path: Path, name: str | None = None) -> Report:
    return load(current, [path], Orders(source="partenaire", observed_on="2026-10-01", type=name))


@pytest.fixture(scope="module")
def territory(embedded_server: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Current]:
    """The demonstration territory, loaded once."""
    folder = tmp_path_factory.mktemp("territory")
    (folder / "server").symlink_to(embedded_server, target_is_directory=True)
    with opened(emptied(Place(folder))) as current:
        assert load(current, tables_of_the_territory(), ORDERS).clean
        yield current


@pytest.mark.parametrize(("ending", "language"), [(".csv", "fr"), (".xlsx", "fr"), (".csv", "en")])
def test_every_type_of_the_territory_given_back_changes_nothing(
    territory: Current, tmp_path: Path, ending: str, language: Language
) -> None:
    before, loads = graph_of(territory, bookkeeping=True), len(territory.ledger.loads())
    rows = 0
    with spoken(language):
        for name, of in TYPES.items():
            report = again(territory, give(territory, of, tmp_path / f"{name}{ending}"), name)
            (table,) = report.tables
            assert (name, table.issues, table.notes, table.load) == (name, [], [], None)
            assert table.outcome == Outcome(unchanged=table.outcome.unchanged)
            rows += table.lines
    assert rows > 3000
    assert graph_of(territory, bookkeeping=True) == before
    assert len(territory.ledger.loads()) == loads


TEXTS = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=40)).filter(plain)


@settings(
    max_examples=15,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(names=st.lists(TEXTS, min_size=2, max_size=4), steps=st.lists(TEXTS, max_size=4))
@example(names=HOSTILE, steps=HOSTILE)
def test_any_texts_given_back_change_nothing(
    territory: Current, tmp_path: Path, names: list[str], steps: list[str]
) -> None:
    company, method = NODES["Company"], NODES["Method"]
    keys = [f"c{place}" for place, _ in enumerate(names)]
    told = [Claim(key, {"name": name}, DAY, "opco") for key, name in zip(keys, names, strict=True)]
    values = {"name": names[0], "steps": list(dict.fromkeys(steps))}
    vetoed = edge("Company-VETOED-Company", "c0", "c1", reason=names[1])
    with told_of(territory) as loading:
        loading.say(company, told)
        loading.say(method, [Claim("m", values, DAY, "opco")])
        loading.say(SIGNATURES["Company-VETOED-Company"], [vetoed])
    before, loads = graph_of(territory, bookkeeping=True), len(territory.ledger.loads())
    for ending in (".csv", ".xlsx"):
        for name, asked in (("Company", keys), ("Method", ["m"]), ("VETOED", None)):
            path = give(territory, TYPES[name], tmp_path / f"x{ending}", asked)
            report = again(territory, path, name)
            assert [(t.lines > 0, t.issues, t.load) for t in report.tables] == [(True, [], None)]
            assert report.unreadable == []
    assert len(territory.ledger.loads()) == loads
    assert graph_of(territory, bookkeeping=True) == before
    territory.undo(loads, "operator")


@contextmanager
def told_of(current: Current) -> Iterator[Staging]:
    with current.staging("test", "opco", "test") as loading:
        yield loading
        loading.acknowledge()
        current.carry(loading.number)


COMPANIES = (
    "clé;nom;effectif;adresse;emplois\na;A;12;rue du Lavoir;I1304:3\nb;B;5;quai Sud;I1304:1\n"
)
OCCUPATIONS = "clé;intitulé\nI1304;Maintenance\nH2902;Chaudronnerie\n"


@pytest.fixture
def current(embedded_place: Place, tmp_path: Path) -> Iterator[Current]:
    paths = []
    for name, text in (("metiers", OCCUPATIONS), ("etablissements", COMPANIES)):
        paths.append(tmp_path / f"{name}.csv")
        paths[-1].write_text(text, encoding="utf-8")
    with opened(embedded_place) as found:
        assert load(found, paths, ORDERS).clean
        yield found


def changed(path: Path, **cells: str | int | None) -> Path:
    """Writes other cells into the first row, as a partner would: by header."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    places = {str(cell.value): place for place, cell in enumerate(sheet[1], 1)}
    for header, value in cells.items():
        sheet.cell(2, places[header]).value = value
    book.save(path)
    return path


def test_a_partner_is_the_source_of_what_he_changed_alone(current: Current, tmp_path: Path) -> None:
    path = give(current, NODES["Company"], tmp_path / "retour.xlsx")
    report = again(current, changed(path, effectif=14, emplois="I1304:3; H2902:1"))
    (table,) = report.tables
    assert (table.issues, table.notes) == ([], [])
    assert dict(table.outcome.updated) == {"Company": 1}
    assert dict(table.outcome.created) == {"Company-EMPLOYS-Occupation": 1}
    assert dict(table.outcome.unchanged) == {"Company": 1, "Company-EMPLOYS-Occupation": 2}
    said = current.ledger.said(NODES["Company"], ["a", "b"])
    assert [(row.source, row.text) for row in said["a"] if row.source != "opco"] == [
        ("partenaire", '{"headcount":14}')
    ]
    assert [row.source for row in said["b"]] == ["opco"]


def test_a_dry_run_foretells_what_a_returned_table_does(current: Current, tmp_path: Path) -> None:
    path = changed(give(current, NODES["Company"], tmp_path / "retour.xlsx"), effectif=14)
    orders = Orders(source="partenaire", observed_on="2026-10-01", dry_run=True)
    (foretold,), (done,) = load(current, [path], orders).tables, again(current, path).tables
    assert foretold.outcome == done.outcome
    assert dict(done.outcome.unchanged) == {"Company": 1, "Company-EMPLOYS-Occupation": 2}


def test_a_row_without_its_revision_confirms_what_it_says(current: Current, tmp_path: Path) -> None:
    path = give(current, NODES["Company"], tmp_path / "retour.xlsx")
    again(current, changed(path, révision=None))
    said = current.ledger.said(NODES["Company"], ["a", "b"])
    assert sorted({row.source for row in said["a"]}) == ["opco", "partenaire"]
    assert [row.source for row in said["b"]] == ["opco"]


def test_a_complete_delivery_says_all_of_its_lines(current: Current, tmp_path: Path) -> None:
    path = give(current, NODES["Company"], tmp_path / "retour.xlsx")
    load(current, [path], Orders(source="opco", observed_on="2026-10-01", complete=True))
    view = current.view(NODES["Company"], "a")
    assert view is not None
    assert view.values["confirmed_on"] == "2026-10-01"


def test_a_record_removed_meanwhile_comes_back_whole(current: Current, tmp_path: Path) -> None:
    path = give(current, NODES["Company"], tmp_path / "retour.xlsx")
    current.undo(2, "operator")
    (table,) = again(current, path).tables
    assert dict(table.outcome.created) == {"Company": 2, "Company-EMPLOYS-Occupation": 2}
    view = current.view(NODES["Company"], "a")
    assert view is not None
    assert (view.values["name"], view.values["headcount"]) == ("A", 12)
