"""Workbooks to fill in: one sheet of rows with typed columns and drop-down lists, and its asides.

Rows pass once to the file. An aside (help, what an export is) and the hidden sheet of lists are
known by their names: the loader leaves them (`ingest.workbooks`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from typing import IO, TYPE_CHECKING, Any

from graph.codes import folded
from graph.kinds import Choice, Day, Flag, Number, Property, Whole
from graph.wording import language, sentence, spoken

if TYPE_CHECKING:
    from openpyxl.worksheet.datavalidation import DataValidation

Cells = Sequence[str | int | float | None]
TEXT, DAY = "@", "DD/MM/YYYY"
REQUIRED, OPTIONAL = "FFFCE4D6", "FFEAEFF5"
FIRST_DAY = date(1900, 3, 1)  # spreadsheets count the days before it wrongly, or not at all
LAST_ROW = 1_048_576
WIDEST = 60
LONGEST_NAME, LONGEST_TITLE, LONGEST_PROMPT = 31, 32, 255
READ_AS_SIGN = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
IN_NAME = re.compile(r"[\\/*?:\[\]]")


@dataclass(frozen=True)
class SheetColumn:
    """A column to write: `kind` says what its cells are, text where it is None."""

    title: str
    help: str = ""
    required: bool = False
    kind: Property | None = None

    @property
    def format(self) -> str:
        """How a spreadsheet shows its cells; a code is a text, or it would lose its zeros."""
        if isinstance(self.kind, Day):
            return DAY
        return "General" if isinstance(self.kind, (Whole, Number)) else TEXT

    @property
    def choices(self) -> list[str]:
        """What its drop-down list offers, empty where it has none."""
        if isinstance(self.kind, Flag):
            return [sentence("word.yes"), sentence("word.no")]
        if isinstance(self.kind, Choice):
            return [labels[language() == "en"] for labels in self.kind.choices.values()]
        return []


@dataclass(frozen=True)
class Aside:
    """A sheet for people beside the rows: its name, its head, its rows of texts."""

    name: str
    rows: Sequence[Sequence[object]]
    widths: Sequence[int] = (28, WIDEST)


def is_aside(name: str) -> bool:
    """Returns whether a sheet of that name holds no rows, in either language."""
    return folded(name) in _aside_names()


def _aside_names() -> set[str]:
    found = set()
    for each in ("fr", "en"):
        with spoken(each):
            names = ("giving.sheet_help", "giving.sheet_lists", "export.sheet_about")
            found |= {folded(sentence(name)) for name in names}
    return found


def write_workbook(
    target: IO[bytes],
    name: str,
    columns: Sequence[SheetColumn],
    batches: Iterable[Iterable[Cells]] = (),
    asides: Callable[[], Sequence[Aside]] = lambda: (),
) -> None:
    """Writes a workbook; `asides` is asked once the rows have passed."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet(IN_NAME.sub(" ", name)[:LONGEST_NAME])
    sheet.freeze_panes = "A2"
    _lay_out(sheet, columns)
    sheet.append([_head(sheet, column) for column in columns])
    for rows in batches:
        for row in rows:
            sheet.append([_cell(sheet, c, v) for c, v in zip(columns, row, strict=True)])
    for aside in asides():
        _append(book, aside)
    _list(book, columns)
    book.save(target)


def _lay_out(sheet: Any, columns: Sequence[SheetColumn]) -> None:
    from openpyxl.utils import get_column_letter

    lists = 0
    for place, column in enumerate(columns, 1):
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].number_format = column.format
        sheet.column_dimensions[letter].width = min(max(12, len(column.title) + 2), WIDEST)
        lists += bool(column.choices)
        if column.help:
            rule = _rule(column, get_column_letter(lists or 1))
            rule.add(f"{letter}2:{letter}{LAST_ROW}")
            sheet.data_validations.append(rule)


def _rule(column: SheetColumn, list_letter: str) -> DataValidation:
    """Returns what a spreadsheet checks in a column, with the help it shows in its cells."""
    from openpyxl.worksheet.datavalidation import DataValidation

    limits: dict[str, Any] = {}
    if column.choices:
        end = len(column.choices)
        place = f"${list_letter}$1:${list_letter}${end}"
        limits = {"type": "list", "formula1": f"'{sentence('giving.sheet_lists')}'!{place}"}
    elif isinstance(column.kind, Day):
        limits = {"type": "date", "operator": "greaterThanOrEqual", "formula1": "1"}
    elif isinstance(column.kind, (Whole, Number)):
        limits = _bounds(column.kind)
    rule = DataValidation(**limits, allow_blank=True, showInputMessage=True)
    rule.promptTitle = column.title[:LONGEST_TITLE]
    rule.prompt = column.help[:LONGEST_PROMPT]
    if limits:
        rule.showErrorMessage = True
        rule.errorTitle, rule.error = rule.promptTitle, rule.prompt[:225]
    return rule


def _bounds(kind: Whole | Number) -> dict[str, Any]:
    least = -1e15 if kind.least is None else kind.least
    most = 1e15 if kind.most is None else kind.most
    between = {"operator": "between", "formula1": f"{least:.0f}", "formula2": f"{most:.0f}"}
    return {"type": "whole" if isinstance(kind, Whole) else "decimal", **between}


def _head(sheet: Any, column: SheetColumn) -> Any:
    from openpyxl.comments import Comment
    from openpyxl.styles import Font, PatternFill

    cell = _text(sheet, column.title)
    cell.font = Font(bold=True)
    cell.fill = PatternFill("solid", start_color=REQUIRED if column.required else OPTIONAL)
    if column.help:
        cell.comment = Comment(column.help, "maillage", height=120, width=320)
    return cell


def _cell(sheet: Any, column: SheetColumn, value: str | float | None) -> Any:
    if value is None or not isinstance(value, str):
        return value
    day = _day(value) if isinstance(column.kind, Day) else None
    cell = _text(sheet, value) if day is None else _typed(sheet, day)
    cell.number_format = column.format
    return cell


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day >= FIRST_DAY else None


def _text(sheet: Any, text: str) -> Any:
    """Returns a cell of text, also where the text looks like a formula or like an escaped sign."""
    cell = _typed(sheet, READ_AS_SIGN.sub("_x005F_", text))
    cell.data_type = "s"
    return cell


def _typed(sheet: Any, value: Any) -> Any:
    from openpyxl.cell import WriteOnlyCell

    return WriteOnlyCell(sheet, value=value)


def _append(book: Any, aside: Aside) -> None:
    from openpyxl.styles import Alignment, Font

    sheet = book.create_sheet(aside.name)
    for letter, width in zip("ABCDEFGH", aside.widths, strict=False):
        sheet.column_dimensions[letter].width = width
    for place, row in enumerate(aside.rows):
        cells = [_text(sheet, str(value)) for value in row]
        for each in cells:
            each.alignment = Alignment(wrap_text=True, vertical="top")
            each.font = Font(bold=place == 0)
        sheet.append(cells)


def _list(book: Any, columns: Sequence[SheetColumn]) -> None:
    """Writes what the drop-down lists offer, a column each: a list in a cell holds 255 signs."""
    offered = [column.choices for column in columns if column.choices]
    if offered:
        sheet = book.create_sheet(sentence("giving.sheet_lists"))
        sheet.sheet_state = "hidden"
        for row in _side_by_side(offered):
            sheet.append([_text(sheet, text) if text else None for text in row])


def _side_by_side(columns: Sequence[Sequence[str]]) -> Iterator[tuple[str, ...]]:
    return zip_longest(*columns, fillvalue="")
