"""How far the cells of a sheet reach, and how far they may."""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass
from functools import partial
from typing import IO, TYPE_CHECKING

from graph.errors import DataError
from ingest.rows import COLUMN_LIMIT, letter

if TYPE_CHECKING:
    from collections.abc import Iterator

READ_SIZE = 1 << 20
AREA_LIMIT = 25_000_000  # cells of one sheet, the empty ones between filled ones included
ROW_LIMIT = 1 << 20  # as many as a spreadsheet has
BLOCK_LIMIT = 64 << 20
OVERLAP = 256
FILLED = re.compile(rb'<(?:\w+:)?c\s[^<>]*?\br="([A-Z]{1,8})(\d{1,12})"[^<>]*(?<!/)>')
ROW = re.compile(rb"<(?:\w+:)?row\b")
ROW_OR_CELL = re.compile(rb"<(?:\w+:)?(row|c)\b([^<>]*)>")
ROW_PLACE = re.compile(rb'\sr="(\d{1,12})"')
CELL_PLACE = re.compile(rb'\sr="([A-Z]{1,8})(\d{1,12})"')
ODS_ROW = re.compile(rb"<table:table-row\b")
ODS_TAG = re.compile(rb"<table:(table|table-row|table-cell|covered-table-cell)(\s[^<>]*)?>")
ODS_TIMES = re.compile(rb'table:number-(?:rows|columns)-repeated="(\d{1,12})"')


@dataclass
class Corner:
    """The lower right corner of what a sheet holds, its column and row from 1."""

    column: int = 1
    row: int = 1

    def look(self, text: bytes) -> int:
        """Takes in the cells of a sheet that say where they stand; returns how many."""
        found = FILLED.findall(text)
        if found:
            columns, rows = zip(*found, strict=True)
            self.take(max(map(number, set(columns))), max(map(int, rows)))
        return len(found)

    def take(self, column: int, row: int) -> None:
        """Takes in one cell."""
        self.column = max(self.column, column)
        self.row = max(self.row, row)

    def area(self) -> int:
        """Returns how many cells stand up to the corner."""
        return self.column * self.row

    def refuse(self, file: str) -> None:
        """Passes when the reader may take all cells up to the corner.

        Raises:
            DataError: it may not.
        """
        self.refuse_width(file)
        if self.row > ROW_LIMIT or self.area() > AREA_LIMIT:
            cell = f"{letter(self.column - 1)}{self.row}"
            raise DataError("table.too_far", file=file, cell=cell, limit=AREA_LIMIT)

    def refuse_width(self, file: str) -> None:
        """Passes when the corner stands in a column that a spreadsheet has.

        Raises:
            DataError: it does not.
        """
        if self.column > COLUMN_LIMIT:
            raise DataError("table.too_wide", file=file, count=self.column, limit=COLUMN_LIMIT)


def number(letters: bytes) -> int:
    """Returns the place of a column from 1: 1 for `A`, 27 for `AA`."""
    place = 0
    for figure in letters:
        place = place * 26 + figure - ord("A") + 1
    return place


def blocks(stream: IO[bytes], mark: re.Pattern[bytes], file: str) -> Iterator[bytes]:
    """Yields a part in blocks that each end right before a mark, such as the start of a row.

    Raises:
        DataError: two marks stand more than BLOCK_LIMIT apart.
    """
    rest = b""
    for chunk in iter(partial(stream.read, READ_SIZE), b""):
        text = rest + chunk
        marks = deque(mark.finditer(text, len(rest) - OVERLAP), maxlen=1)
        last = marks[0].start() if marks else 0
        if last:
            yield text[:last]
        rest = text[last:]
        if len(rest) > BLOCK_LIMIT:
            size = len(rest) >> 20
            raise DataError("table.too_large", file=file, size=size, limit=BLOCK_LIMIT >> 20)
    yield rest


def refuse_placeless(stream: IO[bytes], file: str) -> None:
    """Passes when the reader may take a sheet whose cells may leave out where they stand.

    Raises:
        DataError: it may not.
    """
    corner, row, column = Corner(), 0, 0
    for block in blocks(stream, ROW, file):
        for tag, attributes in ROW_OR_CELL.findall(block):
            if tag == b"row":
                place = ROW_PLACE.search(attributes)
                row, column = int(place[1]) if place else row + 1, 0
                continue
            place = CELL_PLACE.search(attributes)
            column = number(place[1]) if place else column + 1
            if not attributes.endswith(b"/"):
                corner.take(column, int(place[2]) if place else row)
        corner.refuse(file)


def opendocument(stream: IO[bytes], file: str) -> Corner:
    """Returns how far the sheets of an OpenDocument reach, repeated cells and rows counted."""
    furthest, sheet = Corner(), Corner()
    row = column = times = 0
    for block in blocks(stream, ODS_ROW, file):
        for tag, attributes in ODS_TAG.findall(block):
            found = ODS_TIMES.search(attributes)
            count = int(found[1]) if found else 1
            if tag == b"table":
                sheet, row = Corner(), 0
            elif tag == b"table-row":
                row, times, column = row + times, count, 0
            else:
                column += count
                if b"value-type" in attributes or not attributes.endswith(b"/"):
                    sheet.take(column, row + times)
            furthest = max(furthest, sheet, key=Corner.area)
    return furthest
