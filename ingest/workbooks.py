"""Workbooks (XLSX, ODS, XLS): one table a sheet, typed cells as the text a person would write."""

from __future__ import annotations

import hashlib
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

from graph.errors import DataError, Issue
from graph.wording import sentence
from ingest.archives import readable
from ingest.framing import Merge, held
from ingest.rows import (
    CELL_LIMIT,
    Record,
    Table,
    body,
    columns,
    heading,
    letter,
    notes_on,
    shortened,
    too_long,
)
from ingest.sheets import is_aside

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from python_calamine import CalamineSheet

Value: TypeAlias = "int | float | str | bool | date | time | timedelta"

ZIPPED = b"PK"


def read(path: Path, file: str) -> list[Table]:
    """Returns one table for each visible sheet that holds anything, in the workbook's order.

    A sheet of help, or of what an export is, is left where it follows another.

    Raises:
        DataError: the workbook is broken, under a password, too large, or wholly empty.
    """
    digest = _digest(path)
    filled, hidden = _opened(path, file)
    untold = [name for name in hidden if not is_aside(name)]
    notes = tuple(Issue("table.hidden_sheet", file, values={"sheet": name}) for name in untold)
    if not filled:
        raise DataError("table.empty", file=file)
    asides = [sheet for sheet in filled[1:] if is_aside(sheet.name)]
    return [_table(file, digest, sheet, notes) for sheet in filled if sheet not in asides]


def _opened(path: Path, file: str) -> tuple[list[CalamineSheet], list[str]]:
    """Returns the visible sheets of a workbook that hold anything, and the hidden ones' names."""
    from python_calamine import (
        CalamineError,
        CalamineWorkbook,
        PasswordError,
        SheetTypeEnum,
        SheetVisibleEnum,
    )

    source = readable(path, file) if _zipped(path) else path
    try:
        workbook = CalamineWorkbook.from_object(source)
        kept = [one for one in workbook.sheets_metadata if one.typ is SheetTypeEnum.WorkSheet]
        shown = [one.name for one in kept if one.visible is SheetVisibleEnum.Visible]
        sheets = [workbook.get_sheet_by_name(name) for name in shown]
    except PasswordError:
        raise DataError("table.protected", file=file) from None
    except CalamineError as error:
        raise DataError("table.broken", file=file) from error
    return [sheet for sheet in sheets if _holds_text(sheet, file)], [
        one.name for one in kept if one.name not in shown
    ]


def _table(file: str, digest: str, sheet: CalamineSheet, notes: tuple[Issue, ...]) -> Table:
    label = _label(file, sheet)
    merges = _merges(sheet)
    found = heading(label, _records(sheet, label), merges)
    names = columns(found, _start(sheet))
    return Table(
        file=label,
        name=shortened(sheet.name),
        columns=tuple(names.values()),
        fingerprint=hashlib.sha256(f"{digest} {sheet.name}".encode()).hexdigest(),
        rows=found.rows,
        width=len(found.frame.names),
        positions=tuple(names),
        source=lambda: held(body(_records(sheet, label), found), merges),
        notes=(*notes, *notes_on(label, found, names)),
        header_lines=found.frame.lines,
    )


def _label(file: str, sheet: CalamineSheet) -> str:
    return sentence("table.sheet", file=file, sheet=shortened(sheet.name))


def _holds_text(sheet: CalamineSheet, file: str) -> bool:
    return any(any(map(str.strip, row)) for _, row in _records(sheet, _label(file, sheet)))


def _merges(sheet: CalamineSheet) -> list[Merge]:
    """Returns what is merged among the columns that hold anything; nothing is known of an ODS."""
    start, width = _start(sheet), sheet.width
    return [
        Merge(top + 1, bottom + 1, left - start, min(right - start, width - 1))
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
        if start <= left < start + width
    ]


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _zipped(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(len(ZIPPED)) == ZIPPED


def _records(sheet: CalamineSheet, label: str) -> Iterator[Record]:
    """Yields every row of the sheet that is not empty, with its number, from the first one on.

    Raises:
        DataError: a cell is too long.
    """
    empty: list[Value] = [""] * sheet.width
    for line, values in enumerate(sheet.iter_rows(), start=1):
        if values == empty:
            continue
        row = [value if type(value) is str else written(value) for value in values]
        if max(map(len, row), default=0) > CELL_LIMIT:
            place = next(place for place, text in enumerate(row) if len(text) > CELL_LIMIT)
            column = letter(_start(sheet) + place)
            raise too_long(label, line, column)
        yield line, row


def _start(sheet: CalamineSheet) -> int:
    return (sheet.start or (0, 0))[1]


def written(value: Value) -> str:
    """Returns a typed cell as text: `45000`, `0.1`, `2026-09-07`, `2026-09-07 10:30`, `oui`."""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else format(Decimal(repr(value)), "f")
    if isinstance(value, datetime):
        clock = value.time()
        return f"{value.date()} {written(clock)}" if clock != time() else str(value.date())
    if isinstance(value, time):
        return value.isoformat("seconds" if value.second else "minutes")
    if isinstance(value, timedelta):
        return _duration(value)
    return str(value)


def _duration(value: timedelta) -> str:
    """Returns hours and minutes, as a spreadsheet shows a duration: `35:00`."""
    minutes = round(value.total_seconds() / 60)
    return f"{minutes // 60}:{minutes % 60:02d}"
