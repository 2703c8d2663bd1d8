"""Tables out as files: CSV for French spreadsheets or for machines, workbooks, JSON.

Every function is pure: from columns, rows and the head of an answer to the bytes of one file.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from math import isfinite
from typing import Any, Literal, Protocol

from graph.wording import sentence

Dialect = Literal["french", "rfc4180"]
Rows = Sequence[Sequence[object]]
FORMULA = ("=", "+", "-", "@")
BOM = "\ufeff"
ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
LONGEST_CELL = 32_767
WIDEST = 60


class Titled(Protocol):
    """A column of an answer: the name programs use, the title people read."""

    @property
    def name(self) -> str:
        """Its name."""

    @property
    def title(self) -> str:
        """Its title."""


def csv_bytes(columns: Sequence[Titled], rows: Rows, dialect: Dialect = "french") -> bytes:
    """Returns a CSV file.

    `french`: titles, `;`, a byte-order mark, decimal commas, `oui` and `non`. `rfc4180`: names,
    commas, no mark, decimal points, `true` and `false`. In both a text that begins like a formula
    gets an apostrophe, which the loader strips; an unknown value is an empty cell.
    """
    french = dialect == "french"
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=";" if french else ",", lineterminator="\r\n")
    writer.writerow([_guarded(each.title if french else each.name) for each in columns])
    writer.writerows([_text(value, french=french) for value in row] for row in rows)
    text = written.getvalue()
    return (BOM + text if french else text).encode("utf-8")


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
    return f"'{text}" if text.startswith(FORMULA) else text


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


def json_bytes(document: Mapping[str, Any]) -> bytes:
    """Returns one JSON document, indented, ended by a line feed."""
    import orjson

    return orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def xlsx_bytes(
    columns: Sequence[Titled],
    rows: Rows,
    head: Mapping[str, object],
    notes: Sequence[tuple[str, str]] = (),
) -> bytes:
    """Returns a workbook: the answer with typed cells, then a sheet that says what it is.

    `head` has the title, the parameters and the date of the answer; `notes` are further lines.
    """
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet(sentence("export.sheet_answer"))
    sheet.freeze_panes = "A2"
    for letter, width in _widths(columns, rows):
        sheet.column_dimensions[letter].width = width
    sheet.append([_cell(sheet, each.title, bold=True) for each in columns])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    about = book.create_sheet(sentence("export.sheet_about"))
    about.column_dimensions["A"].width, about.column_dimensions["B"].width = 28, WIDEST
    for label, value in (*_about(head, len(rows)), *notes):
        about.append([_cell(about, label, bold=True), _cell(about, value)])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _about(head: Mapping[str, object], count: int) -> list[tuple[str, object]]:
    parameters = head.get("parameters")
    asked = parameters.items() if isinstance(parameters, Mapping) else ()
    shown = "; ".join(f"{name} = {_inner(value, french=True)}" for name, value in asked)
    truncated = sentence("word.yes" if head.get("truncated") else "word.no")
    return [
        (sentence("export.title"), head.get("title")),
        (sentence("export.parameters"), shown or sentence("export.none")),
        (sentence("export.as_of"), head.get("as_of")),
        (sentence("export.rows"), count),
        (sentence("export.truncated"), truncated),
    ]


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
        texts = [column.title, *(_text(row[place], french=True) for row in rows[:200])]
        widest = min(max(map(len, texts)) + 2, WIDEST)
        found.append((get_column_letter(place + 1), widest))
    return found
