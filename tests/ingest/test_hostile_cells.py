"""Whatever a cell or a header holds, a line is taken as it was typed or refused and given back."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, WriteOnlyCell

from api.loading import write_rejects
from graph.declare import NODES
from graph.errors import DataError
from ingest.claims import parse
from ingest.headers import mapped, vocabulary, words
from ingest.load import Orders, load
from ingest.recognition import propose
from ingest.tables import tables
from tests.graphs import BOOKKEEPING, opened

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from graph.current import Current
    from graph.servers import Place

    Rows = Sequence[Sequence[str]]

ORDERS = Orders(source="essai", observed_on="2026-09-07")
COMMUNES = "code;nom\n36044;Châteauroux\n"

UNSEEN = [
    "\ufeffA", "A\ufeff", "\u200b", "a\u200bb", "\u200d", "\u202eexe.tidua",
    "a\u202d\u202cb", "\u2066x\u2069", "\u200e", "\u200f\u200f", "\u00adcoupe", "\u2060",
    "\ufffd", "\uffff", "\ufdd0", "\U0010ffff", "\ue000", "\u0301", "e\u0301", "é",
    "a" + "\u0335" * 200, "ﬀ", "İ", "ı", "ẞ", "ß", "ﷺ", "👩\u200d👩\u200d👧\u200d👦",
    "🏳\ufe0f\u200d🌈", "🇫🇷", "👍🏽", "𝕬", "\u2028", "a\u2028b", "\u2029", "\u0085", "\u00a0",
    "a\u00a0b", "\u3000", "\t", "a\tb", "\n", "\n\n\n", "a\nb", "a\r\nb", " ", "   ",
    "\u1680", "\u180e", "中文", "العربية", "עברית", "ไทย", "\x7f", "\x80", "\x9f", "\x01",
    "\x07", "\x08", "\x0b", "\x0c", "\x1b[31mrouge", "\x1f", "_x0000_", "_x000D_",
    "a_x0041_b",
]  # fmt: skip
LONG = [
    "x" * 10_000,
    "x" * 10_001,
    "x" * 32_000,
    "é" * 16_000,
    "mot " * 5000,
    "9" * 5000,
    "=" * 9000,
]
SHOWN = (Path(__file__).parent / "hostile.txt").read_text("utf-8").removesuffix("\n").split("\n")
HOSTILE = list(dict.fromkeys([*SHOWN, *UNSEEN, *LONG]))
COMPANY = (
    "nom", "adresse", "effectif", "latitude", "assujetti à la TVA", "statut", "fermé le", "SIRET",
    "commune", "NAF", "emplois",
)  # fmt: skip
NEED = (
    "intitulé", "postes", "contrat", "ouvert le", "janvier", "récurrent", "jours", "difficulté",
    "métier", "compétences",
)  # fmt: skip
UNWRITABLE = re.compile(rf"{ILLEGAL_CHARACTERS_RE.pattern}|\uffff|_x[0-9A-F]{{4}}_|\r")  # in XML
TEXTS = {"nom": "name", "adresse": "address", "intitulé": "title"}


@pytest.fixture
def current(embedded_place: Place, tmp_path: Path) -> Iterator[Current]:
    """The graph of one commune."""
    (tmp_path / "communes.csv").write_text(COMMUNES, encoding="utf-8")
    with opened(embedded_place) as found:
        assert load(found, [tmp_path / "communes.csv"], ORDERS).clean
        yield found


def saved_csv(folder: Path, name: str, rows: Rows) -> Path:
    path = folder / f"{name}.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, delimiter=";").writerows(rows)
    return path


def saved_xlsx(folder: Path, name: str, rows: Rows) -> Path:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(name)
    for row in rows:
        cells = [WriteOnlyCell(sheet, text) for text in row]
        for cell in cells:
            cell.data_type = "s"
        sheet.append(cells)
    book.save(folder / f"{name}.xlsx")
    return folder / f"{name}.xlsx"


def of_text(text: str) -> str | None:
    """Returns what a text file's cell means: an apostrophe before a formula only protects it."""
    text = text.strip()
    return (text[1:] if text[:2] in {"'=", "'+", "'-", "'@"} else text) or None


def of_sheet(text: str) -> str | None:
    return text.strip() or None


FORMS = {
    "text": (saved_csv, HOSTILE, of_text),
    "workbook": (saved_xlsx, [text for text in HOSTILE if not UNWRITABLE.search(text)], of_sheet),
}


def crossed(columns: Sequence[str], texts: Sequence[str], full: dict[str, str]) -> list[list[str]]:
    """Returns a header, a good line, and a line for each text in each column, all else good."""
    header = ["clé", *full, *(name for name in columns if name not in full)]
    rows = [header, ["bonne", *full.values(), *[""] * (len(header) - len(full) - 1)]]
    for column in columns:
        for text in texts:
            row = {**dict.fromkeys(header, ""), **full, "clé": f"h{len(rows)}", column: text}
            rows.append([row[name] for name in header])
    return rows


def read_back(current: Current, label: str, names: Sequence[str]) -> dict[str, dict[str, object]]:
    told = ", ".join(f"n.{name}" for name in names)
    rows = current.store.read(f"MATCH (n:{label}) RETURN n.key, {told}").rows
    return {str(key): dict(zip(names, values, strict=True)) for key, *values in rows}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("name", "label", "columns", "full"),
    [
        ("etablissements", "Company", COMPANY, {"nom": "Forge", "commune": "36044"}),
        ("besoins", "Need", NEED, {"établissement": "bonne", "métier": "I1304"}),
    ],
)
def test_a_hostile_cell_is_taken_as_typed_or_its_line_refused(
    current: Current,
    tmp_path: Path,
    form: str,
    name: str,
    label: str,
    columns: Sequence[str],
    full: dict[str, str],
) -> None:
    saved, texts, meant = FORMS[form]
    before = saved_csv(tmp_path, "metiers", [["clé", "intitulé"], ["I1304", "Maintenance"]])
    good = saved_csv(
        tmp_path, "etablissement", crossed(COMPANY, [], {"nom": "A", "commune": "36044"})
    )
    assert load(current, [before, good], ORDERS).clean
    rows = crossed(columns, texts, full)
    path = saved(tmp_path, name, rows)
    report = load(current, [path], ORDERS)
    assert not report.unreadable
    (table,) = report.tables
    refused = {issue.line for issue in table.issues}
    kinds = [column for column in columns if column in TEXTS]
    found = read_back(current, label, [TEXTS[column] for column in kinds])
    (read,) = tables(path)
    keys = {
        key: line for b in read.batches() for key, line in zip(b.cells["clé"], b.lines, strict=True)
    }
    assert list(keys) == [row[0] for row in rows[1:]]
    assert "bonne" in found
    assert found.keys() == {key for key, line in keys.items() if line not in refused}
    assert all(len(str(issue)) < 1000 for issue in (*table.issues, *table.notes))
    typed = {row[0]: dict(zip(rows[0], row, strict=True)) for row in rows[1:]}
    for key, values in found.items():
        row = typed[key]
        for column in kinds:
            assert values[TEXTS[column]] == meant(row[column]), (key, column)
    assert write_rejects(report, tmp_path / "rejets.csv") == len(refused)
    (again,) = tables(tmp_path / "rejets.csv")
    assert {key for b in again.batches() for key in b.cells["clé"]} == keys.keys() - found.keys()


def refusal(path: Path) -> str:
    """Returns why a table of companies is refused, "" where its line is taken."""
    try:
        (table,) = tables(path)
        assert len(propose(table).columns) <= 3
        found = parse(mapped(table), "essai", "2026-09-07")
    except DataError as error:
        return str(error)
    return "\n".join(map(str, found.issues)) or ("" if found.given[0].claim.key == "k" else "?")


def test_a_hostile_header_is_left_or_told_of(tmp_path: Path) -> None:
    told = []
    for text in [*HOSTILE, "x" * 100_000]:
        rows = [["clé", "nom", text], ["k", "Forge", "x"]]
        told.append(refusal(saved_csv(tmp_path, "etablissements", rows)))
    assert all(message == "" or "etablissements" in message for message in told)
    assert max(map(len, told)) < 5000
    assert told.count("") > 250


@pytest.mark.parametrize("form", FORMS)
def test_no_header_reaches_what_the_graph_keeps_for_itself(
    current: Current, tmp_path: Path, form: str
) -> None:
    saved, texts, _ = FORMS[form]
    known = vocabulary(NODES["Company"])
    left = [text for text in texts if text.strip() and words(text) not in known]
    assert len(left) > 250
    wide = saved(tmp_path, "etablissements", [["clé", "nom", *left], ["bonne", "Forge", *left]])
    report = load(current, [wide], ORDERS)
    assert (report.unreadable, report.tables[0].issues) == ([], [])
    (row,) = current.store.read("MATCH (n:Company) RETURN n.key, n.name, keys(n)").rows
    key, name, kept = row
    assert (key, name) == ("bonne", "Forge")
    assert isinstance(kept, list)
    assert set(kept) - BOOKKEEPING == {"key", "name", "status"}


@pytest.mark.parametrize(
    ("cell", "code"),
    [(b"\0", "table.binary"), (b"\xed\xa0\x80", None), (b"\xff\xfe\x81", "table.encoding")],
)
def test_bytes_that_are_no_text_are_told(
    current: Current, tmp_path: Path, cell: bytes, code: str | None
) -> None:
    path = tmp_path / "etablissements.csv"
    path.write_bytes(b"nom;commune;adresse\nA;36044;" + cell + b"\nB;36044;rue\n")
    report = load(current, [path], ORDERS)
    assert [error.code for error in report.unreadable] == ([code] if code else [])
    notes = [note.code for table in report.tables for note in table.notes]
    assert notes == ([] if code else ["table.read_as_cp1252"])
    assert len(read_back(current, "Company", ["name"])) == (0 if code else 2)
