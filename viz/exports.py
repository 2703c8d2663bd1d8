"""Tables out as files: CSV for French spreadsheets or for machines, workbooks, JSON.

Every function writes one file to its end, row by row as they come: none holds the whole table.
"""

from __future__ import annotations

import csv
import io
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import chain
from math import isfinite
from tempfile import SpooledTemporaryFile
from typing import IO, Any, Literal, Protocol

from graph.wording import sentence

Dialect = Literal["french", "rfc4180"]
Rows = Sequence[Sequence[object]]
FORMULA = re.compile(r"'*[=+@-]")  # with the apostrophes of one that was guarded before
BOM = "\ufeff"
ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LONGEST_CELL = 32_767
WIDEST = 60
LOOKED_AT = 200
IN_MEMORY = 4_000_000  # bytes; what is longer goes through a temporary file


class Titled(Protocol):
    """A column of an answer: the name programs use, the title people read."""

    @property
    def name(self) -> str:
        """Its name."""

    @property
    def title(self) -> str:
        """Its title."""


class Table(Protocol):
    """A table on its way out: its rows pass once, then it can say how many they were."""

    @property
    def columns(self) -> Sequence[Titled]:
        """Its columns, in order."""

    def batches(self) -> Iterator[Rows]:
        """Yields its rows."""

    def head(self) -> Mapping[str, Any]:
        """Returns what a document says before columns and rows; whole once the rows have passed."""

    def about(self) -> Sequence[tuple[str, object]]:
        """Returns what a reader must know of it, each with its label; likewise."""


def write_csv(
    target: IO[bytes], table: Table, dialect: Dialect = "french", *, about: bool = True
) -> None:
    """Writes a CSV file.

    `french`: titles, `;`, a byte-order mark, decimal commas, `oui` and `non`; after the rows and an
    empty line, what the table is, a line each, but where `about` is refused. `rfc4180`: names,
    commas, no mark, decimal points, `true` and `false`, and rows only. In both a text that begins
    like a formula gets an apostrophe, which the loader strips; an unknown value is an empty cell.
    """
    french = dialect == "french"
    written = io.TextIOWrapper(target, encoding="utf-8", newline="", write_through=True)
    if french:
        written.write(BOM)
    writer = csv.writer(written, delimiter=";" if french else ",", lineterminator="\r\n")
    writer.writerow([_guarded(each.title if french else each.name) for each in table.columns])
    for batch in table.batches():
        writer.writerows([_text(value, french=french) for value in row] for row in batch)
    if french and about:
        writer.writerow([])
        writer.writerows((label, _text(value, french=True)) for label, value in table.about())
    written.detach()


def _text(value: object, *, french: bool) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _truth(value, french=french)
    if isinstance(value, (int, float, Decimal)):
        text = _plain(value)
        return text.replace(".", ",") if french else text
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return _guarded(_joined(value, french=french))


def _truth(value: bool, *, french: bool) -> str:
    if french:
        return sentence("word.yes" if value else "word.no")
    return "true" if value else "false"


def _plain(value: float | Decimal) -> str:
    """Returns a number with every figure and without an exponent; what is no number is empty."""
    if isinstance(value, int):
        return str(value)
    if not isfinite(value):
        return ""
    text = format(Decimal(repr(value)) if isinstance(value, float) else value, "f")
    return text.removesuffix(".0")


def _guarded(text: str) -> str:
    return f"'{text}" if FORMULA.match(text) else text


def _joined(value: object, *, french: bool) -> str:
    if isinstance(value, (list, tuple)):
        return "; ".join(_inner(each, french=french) for each in value)
    if isinstance(value, Mapping):
        return "; ".join(f"{name}: {_inner(each, french=french)}" for name, each in value.items())
    return str(value)


def _inner(value: object, *, french: bool) -> str:
    if value is None or isinstance(value, (bool, int, float, Decimal, date)):
        return _text(value, french=french)
    return _joined(value, french=french)


def write_json(target: IO[bytes], table: Table) -> None:
    """Writes one JSON document: the head, the columns, then the rows, a line each."""
    with SpooledTemporaryFile(max_size=IN_MEMORY) as rows:
        _write_rows(rows, table)
        columns = [{"name": each.name, "title": each.title} for each in table.columns]
        document = _dumped({**table.head(), "columns": columns}, indented=True)
        target.write(document.removesuffix(b"\n}"))
        target.write(b',\n  "rows": [')
        rows.seek(0)
        shutil.copyfileobj(rows, target)
        target.write(b"\n  ]\n}\n" if rows.tell() else b"]\n}\n")


def _write_rows(target: IO[bytes], table: Table) -> None:
    names = [column.name for column in table.columns]
    before = b"\n    "
    for batch in table.batches():
        lines = [_dumped(dict(zip(names, row, strict=True))) for row in batch]
        target.write(before + b",\n    ".join(lines))
        before = b",\n    "


def _dumped(document: Mapping[str, Any], *, indented: bool = False) -> bytes:
    import orjson

    return orjson.dumps(document, option=orjson.OPT_INDENT_2 if indented else None)


def write_xlsx(target: IO[bytes], table: Table) -> None:
    """Writes a workbook: the rows with typed cells, then a sheet that says what they are."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet(sentence("export.sheet_answer"))
    sheet.freeze_panes = "A2"
    batches = table.batches()
    first = next(batches, [])
    for letter, width in _widths(table.columns, first):
        sheet.column_dimensions[letter].width = width
    sheet.append([_cell(sheet, each.title, bold=True) for each in table.columns])
    for row in chain(first, chain.from_iterable(batches)):
        sheet.append([_cell(sheet, value) for value in row])
    about = book.create_sheet(sentence("export.sheet_about"))
    about.column_dimensions["A"].width, about.column_dimensions["B"].width = 28, WIDEST
    for label, value in table.about():
        about.append([_cell(about, label, bold=True), _cell(about, value)])
    book.save(target)


def _cell(sheet: Any, value: object, *, bold: bool = False) -> Any:
    """Returns a cell of the value's own type; a text is a text also when it looks like a formula.

    openpyxl makes a formula of every text that begins with `=`.
    """
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    typed: Any = _typed(value)
    cell = WriteOnlyCell(sheet, value=typed)
    if isinstance(cell.value, str):
        cell.data_type = "s"
    if isinstance(cell.value, date):
        cell.number_format = "DD/MM/YYYY"
    if bold:
        cell.font = Font(bold=True)
    return cell


def _typed(value: object) -> bool | int | float | Decimal | date | str | None:
    if isinstance(value, str) and ISO_DAY.fullmatch(value):
        return _day_or_text(value)
    if isinstance(value, float) and not isfinite(value):
        return None
    if value is None or isinstance(value, (bool, int, float, Decimal, date)):
        return value
    return UNWRITABLE.sub("", _joined(value, french=True))[:LONGEST_CELL]


def _day_or_text(text: str) -> date | str:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text


def _widths(columns: Sequence[Titled], rows: Rows) -> list[tuple[str, int]]:
    from openpyxl.utils import get_column_letter

    found = []
    for place, column in enumerate(columns):
        texts = [column.title, *(_text(row[place], french=True) for row in rows[:LOOKED_AT])]
        widest = min(max(map(len, texts)) + 2, WIDEST)
        found.append((get_column_letter(place + 1), widest))
    return found
