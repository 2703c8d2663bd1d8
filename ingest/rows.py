"""A table whatever its file was: named columns, and batches of cells column by column."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from graph.errors import DataError, Issue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

Record: TypeAlias = tuple[int, list[str]]  # the line a row begins on, from 1, and its cells

REJECT_COLUMNS = ("fichier", "ligne", "cause")  # the first ones of a file of refused rows
SPARE = "en trop "  # begins the name given to a cell that no column awaits
CELL_LIMIT = 131_072
PROTECTED = re.compile(r"'+[=+@-]")


@dataclass(frozen=True)
class Batch:
    """Rows of a table, column by column.

    Attributes:
        lines: for each row the line of the file it begins on, from 1.
        cells: column to texts, stripped, "" when empty; every list is as long as `lines`.
        issues: the lines that cannot be read as a row; these are in no other list.
        raw: line to cells of those lines, cells without a column named `en trop 1`, `en trop 2`.
    """

    lines: list[int]
    cells: dict[str, list[str]]
    issues: list[Issue] = field(default_factory=list)
    raw: dict[int, dict[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Heading:
    """What a first pass over a table learns.

    Attributes:
        names: the header's cells as written, stripped.
        filled: the positions of columns that hold a cell, among those asked for.
        rows: how many rows follow the header, the wholly empty ones left out.
    """

    names: tuple[str, ...]
    filled: frozenset[int]
    rows: int


@dataclass(frozen=True)
class Table:
    """One table: a text file, or one sheet of a workbook.

    Attributes:
        file: the name shown in messages, with the sheet's where there is one.
        name: the file's stem or the sheet's name, from which the type is found.
        columns: the header as written, stripped, in the file's order.
        fingerprint: a hash of the file's bytes and of the sheet's name.
        rows: how many rows there are, those that cannot be read included.
        width: how many cells a line has, cells of columns left out included.
        positions: for each column its place in a line, from 0.
        source: every record after the header, each time from the first one.
        encoding: how the text is encoded; `None` for a sheet.
        delimiter: what separates the cells; `None` for a sheet.
        notes: what a person should know of how the table was read.
    """

    file: str
    name: str
    columns: tuple[str, ...]
    fingerprint: str
    rows: int
    width: int
    positions: tuple[int, ...]
    source: Callable[[], Iterator[Record]] = field(repr=False, compare=False)
    encoding: str | None = None
    delimiter: str | None = None
    notes: tuple[Issue, ...] = ()

    def batches(self, size: int = 5000) -> Iterator[Batch]:
        """Yields the rows in the file's order, at most `size` lines a batch."""
        lines: list[int] = []
        rows: list[list[str]] = []
        ragged: list[Record] = []
        for line, row in self.source():
            if len(row) != self.width and not self._fits(row):
                ragged.append((line, row))
            elif any(map(str.strip, row)):
                lines.append(line)
                rows.append(row)
            if len(lines) + len(ragged) >= size:
                yield self._batch(lines, rows, ragged)
                lines, rows, ragged = [], [], []
        if lines or ragged:
            yield self._batch(lines, rows, ragged)

    def _fits(self, row: list[str]) -> bool:
        """Returns whether `row` can be a row, once cut or filled up to the width."""
        if any(map(str.strip, row[self.width :])):
            return False
        row[self.width :] = []
        row.extend([""] * (self.width - len(row)))
        return True

    def _batch(self, lines: list[int], rows: list[list[str]], ragged: list[Record]) -> Batch:
        columns = list(zip(*rows, strict=True)) or [()] * self.width
        cells = {
            name: self._texts(columns[position])
            for name, position in zip(self.columns, self.positions, strict=True)
        }
        issues = [self._too_many(line, row) for line, row in ragged]
        return Batch(lines, cells, issues, {line: self._laid_out(row) for line, row in ragged})

    def _texts(self, column: Sequence[str]) -> list[str]:
        texts = list(map(str.strip, column))
        if self.delimiter is not None and PROTECTED.search("\n".join(texts)):
            return list(map(unprotected, texts))
        return texts

    def _too_many(self, line: int, row: list[str]) -> Issue:
        values = {"found": len(row), "count": self.width}
        return Issue("table.too_many_cells", self.file, line, values=values)

    def _laid_out(self, row: list[str]) -> dict[str, str]:
        named = dict(zip(self.positions, self.columns, strict=True))
        spare = [place for place in range(len(row)) if place not in named and row[place].strip()]
        named |= {place: f"{SPARE}{count}" for count, place in enumerate(spare, start=1)}
        return {named[place]: row[place].strip() for place in sorted(named) if place < len(row)}


def heading(file: str, records: Iterable[Record]) -> Heading:
    """Returns the header, its first row that is not empty, having read every record.

    Raises:
        DataError: there is no row at all, or the names are not one for each column.
    """
    remaining = iter(records)
    first = next((row for _, row in remaining if any(map(str.strip, row))), None)
    if first is None:
        raise DataError("table.empty", file=file)
    names = tuple(map(str.strip, first))
    _refuse_twins(file, names)
    unnamed = [place for place, name in enumerate(names) if not name]
    filled: set[int] = set()
    count = 0
    for _, row in remaining:
        count += any(map(str.strip, row))
        if unnamed:
            filled.update(place for place in unnamed if "".join(row[place : place + 1]).strip())
    return Heading(names, frozenset(filled), count)


def after_header(records: Iterator[Record]) -> Iterator[Record]:
    """Returns the records that follow the header, of a table that `heading` has read."""
    next(row for _, row in records if any(map(str.strip, row)))
    return records


def positions(file: str, found: Heading, start: int = 0) -> tuple[int, ...]:
    """Returns the places of the columns to read, those that have a name.

    The first cell of a record stands in the file's column `start`, from 0.

    Raises:
        DataError: a column has cells and no name.
    """
    if found.filled:
        places = ", ".join(letter(start + place) for place in sorted(found.filled))
        raise DataError("table.unnamed_column", file=file, columns=places, count=len(found.filled))
    return tuple(place for place, name in enumerate(found.names) if name)


def unprotected(text: str) -> str:
    """Returns a cell of a text file without the apostrophe that keeps it from being a formula."""
    return text[1:] if PROTECTED.match(text) else text


def letter(place: int) -> str:
    """Returns what a spreadsheet calls the column at `place`, from 0: `A`, `Z`, `AA`."""
    head, rest = divmod(place, 26)
    return (letter(head - 1) if head else "") + chr(ord("A") + rest)


def too_long(file: str, line: int, column: str) -> DataError:
    """Returns the error for a cell of more than CELL_LIMIT characters."""
    place = {"file": file, "column": column}
    return DataError("table.cell_too_long", (), **place, line=str(line), limit=CELL_LIMIT)


def _refuse_twins(file: str, names: tuple[str, ...]) -> None:
    refused = names[: len(REJECT_COLUMNS)] == REJECT_COLUMNS
    own = names[len(REJECT_COLUMNS) :] if refused else names
    twins = [name for name, count in Counter(own).items() if name and count > 1]
    if twins:
        listed = ", ".join(f"« {name} »" for name in twins)
        raise DataError("table.duplicate_column", file=file, columns=listed, count=len(twins))
