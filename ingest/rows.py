"""A table whatever its file was: named columns, and batches of cells column by column."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import chain, dropwhile, islice
from typing import TYPE_CHECKING, TypeAlias

from graph.errors import DataError, Issue
from ingest.framing import SAMPLE, TOTAL, Frame, framed, is_bare_sum, is_total

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from ingest.framing import Merge

Record: TypeAlias = tuple[int, list[str]]  # the line a row begins on, from 1, and its cells

REJECT_COLUMNS = ("fichier", "ligne", "cause")  # the first ones of a file of refused rows
SPARE = "en trop "  # begins the name given to a cell that no column awaits
LETTERED = "colonne "  # begins the name given to a column that has cells and no name
CELL_LIMIT = 131_072
COLUMN_LIMIT = 16_384  # as many as a spreadsheet has
BATCH_CELLS = 1_000_000
NAME_LIMIT = 500
QUOTED = 80
LISTED = 10
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
        frame: where the table begins.
        filled: the positions of columns without a name that hold a cell.
        rows: how many rows follow the header, the wholly empty ones and the totals left out.
        totals: the lines that sum up others.
    """

    frame: Frame
    filled: frozenset[int]
    rows: int
    totals: frozenset[int] = frozenset()


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
        header_lines: the lines of the header, from 1.
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
    header_lines: tuple[int, ...] = (1,)

    def batches(self, size: int = 5000) -> Iterator[Batch]:
        """Yields the rows in the file's order, at most `size` lines a batch, fewer of a wide table.

        A batch has few enough cells to be held in memory whatever they are.
        """
        size = max(1, min(size, BATCH_CELLS // max(1, self.width)))
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


def heading(
    file: str,
    records: Iterable[Record],
    merges: Sequence[Merge] = (),
    plain: Callable[[str], str] = str,
) -> Heading:
    """Returns where a table begins and what its rows are, having read every record.

    A name is what `plain` makes of its cell, without the spaces around it.

    Raises:
        DataError: there is no row at all, or the header has more than COLUMN_LIMIT columns.
    """
    remaining = iter(records)
    sample = list(islice(_filled(remaining), SAMPLE))
    if not sample:
        raise DataError("table.empty", file=file)
    frame = framed([(line, _names(row, plain)) for line, row in sample], merges)
    if (width := _width(frame.names)) > COLUMN_LIMIT:
        raise DataError("table.too_wide", file=file, count=width, limit=COLUMN_LIMIT)
    body = (record for record in sample if record[0] > frame.lines[-1])
    return _read_through(frame, chain(body, remaining))


def _filled(records: Iterable[Record]) -> Iterator[Record]:
    return ((line, row) for line, row in records if any(map(str.strip, row)))


def _names(row: Sequence[str], plain: Callable[[str], str]) -> list[str]:
    """Returns cells as names, those of a row wider than any spreadsheet up to its last one."""
    names = [plain(cell.strip())[:NAME_LIMIT] for cell in row]
    return names if len(names) <= COLUMN_LIMIT else names[: _width(names)]


def _width(names: Sequence[str]) -> int:
    return max((place for place, name in enumerate(names, start=1) if name), default=0)


def _read_through(frame: Frame, records: Iterable[Record]) -> Heading:
    unnamed = {place for place, name in enumerate(frame.names) if not name}
    filled: set[int] = set()
    totals: dict[int, bool] = {}
    count = last = 0
    for line, row in records:
        first = next(filter(None, map(str.strip, row)), "")
        if not first:
            continue
        count, last = count + 1, line
        if TOTAL.match(first) and is_total(row, frame.names):
            totals[line] = is_bare_sum(row)
        elif unnamed:
            filled |= {n for n in unnamed if n < len(row) and row[n].strip()}
            unnamed -= filled
    left = frozenset(line for line, bare in totals.items() if not bare or line == last)
    return Heading(frame, frozenset(filled), count - len(left), left)


def body(records: Iterator[Record], found: Heading) -> Iterator[Record]:
    """Returns the records that are rows, of a table that `heading` has read."""
    last, totals = found.frame.lines[-1], found.totals
    rows = dropwhile(lambda record: record[0] <= last, records)
    return (record for record in rows if record[0] not in totals) if totals else rows


def columns(found: Heading, start: int = 0) -> dict[int, str]:
    """Returns the names of the columns to read by their place, each name once.

    A column without a name that holds cells is called by its letter; the first cell of a record
    stands in the file's column `start`, from 0. Columns about refusal may recur among the others.
    """
    own = {place: name for place, name in enumerate(found.frame.names) if name}
    named = own | {place: f"{LETTERED}{letter(start + place)}" for place in found.filled}
    ordered = [(place, named[place]) for place in sorted(named)]
    refused = tuple(name for _, name in ordered[: len(REJECT_COLUMNS)]) == REJECT_COLUMNS
    free = len(REJECT_COLUMNS) if refused else 0
    return dict(ordered[:free]) | distinct(dict(ordered[free:]))


def distinct(named: dict[int, str]) -> dict[int, str]:
    """Returns names with ` (2)`, ` (3)` after those that an earlier column has already."""
    taken, counts = set(named.values()), Counter[str]()
    told = {}
    for place, name in named.items():
        counts[name] += 1
        free = name
        while counts[name] > 1 and (free := f"{name} ({counts[name]})") in taken:
            counts[name] += 1
        told[place] = free
        taken.add(free)
    return told


def notes_on(file: str, found: Heading, names: dict[int, str]) -> tuple[Issue, ...]:
    """Returns what a person should know of how a table was framed and its columns named."""
    frame, line = found.frame, found.frame.lines[-1]
    above = [quoted(next(filter(None, row))) for _, row in frame.above]
    lettered = [names[place] for place in sorted(found.filled)]
    again = [
        n for place, n in names.items() if n != frame.names[place] and place not in found.filled
    ]
    told = (
        ("table.above", frame.above[0][0] if above else None, above),
        ("table.lettered", line, lettered),
        ("table.twins", line, list(map(quoted, again))),
        ("table.totals", None, list(map(str, sorted(found.totals)))),
    )
    return tuple(
        Issue(code, file, place, values={"count": len(texts), "listed": listed(texts)})
        for code, place, texts in told
        if texts
    )


def quoted(text: str) -> str:
    """Returns a text between French quotes, cut where it is long."""
    return f"« {shortened(text)} »"


def shortened(text: str) -> str:
    """Returns a text, cut where it is long."""
    return text if len(text) <= QUOTED else f"{text[: QUOTED - 1]}…"


def listed(texts: Sequence[str]) -> str:
    """Returns the first texts of a list, with an ellipsis where there are more."""
    return ", ".join([*texts[:LISTED], *(["…"] if len(texts) > LISTED else [])])


def shown(names: Sequence[str]) -> str:
    """Returns the first names of a list, long ones cut, and how many there are where some lack."""
    first = listed(list(map(shortened, names[: LISTED + 1])))
    return first if len(names) <= LISTED else f"{first} ({len(names)})"


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
