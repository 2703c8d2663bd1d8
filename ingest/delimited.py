"""Text files whose cells a separator divides: what they are written in, and their records."""

from __future__ import annotations

import csv
import hashlib
import re
from collections import Counter
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, TextIO

from graph.errors import DataError, Issue
from ingest.rows import (
    CELL_LIMIT,
    Record,
    Table,
    body,
    columns,
    heading,
    letter,
    notes_on,
    too_long,
    unprotected,
)

if TYPE_CHECKING:
    import _csv
    from collections.abc import Iterable, Iterator
    from pathlib import Path

READ_SIZE = 1 << 16
SAMPLE = 100  # lines on which the separator is judged
LINE_LIMIT = 1 << 20
REGULAR = 0.5  # of the records, as wide as the header
TITLE_CELLS = 2  # a line above the header may have so many
SEPARATORS = (";", "\t", ",")
DECLARED = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)  # a first line that spreadsheets write
WIDE = (b"\xff\xfe", b"\xfe\xff")
END = "\0"
MIXED = re.compile(rb"\xc3[\xa0-\xaf]")  # an accented letter in UTF-8, improbable in cp1252


class _LongLineError(Exception):
    """A line is longer than LINE_LIMIT."""


@dataclass(frozen=True)
class Text:
    """A text file, its encoding and its separator."""

    path: Path
    file: str
    encoding: str
    delimiter: str

    def records(self) -> Iterator[Record]:
        """Yields every record with the line it begins on; the file has been checked before."""
        with self._opened() as stream:
            reader = self._reader(_undeclared(stream, stream))
            line = 1
            for row in reader:
                yield line, row
                line = reader.line_num + 1

    def checked(self) -> Iterator[Record]:
        """Yields every record as `records` does, in bounded memory whatever the file holds.

        Raises:
            DataError: a cell or a line is too long, or a quote is never closed.
        """
        start = line = 1
        csv.field_size_limit(CELL_LIMIT)
        try:
            with self._opened() as stream:
                reader = self._reader(chain(_undeclared(stream, _limited(stream)), [END]))
                for row in reader:
                    if row == [END]:
                        return
                    yield line, row
                    start, line = line, reader.line_num + 1
        except (csv.Error, _LongLineError):
            raise self._too_long(line) from None
        raise DataError("table.quote_open", file=self.file, line=str(start))

    def _opened(self) -> TextIO:
        return self.path.open(encoding=self.encoding, newline="")

    def _reader(self, lines: Iterable[str]) -> _csv.Reader:
        return csv.reader(lines, delimiter=self.delimiter)

    def _too_long(self, line: int) -> DataError:
        """Returns the error for the record that begins on `line`; the lines before are short."""
        with self._opened() as stream:
            for _ in range(line - 1):
                stream.readline()
            place = _long_cell(stream, self.delimiter)
        if place is not None:
            return too_long(self.file, line, self._column(place, line))
        return DataError("table.line_too_long", file=self.file, line=str(line), limit=LINE_LIMIT)

    def _column(self, place: int, line: int) -> str:
        """Returns the header's name for the column at `place`, or its letter where it has none."""
        for start, row in self.records() if line > 1 else ():
            if start >= line:
                break
            if any(map(str.strip, row)):
                return "".join(row[place : place + 1]).strip() or letter(place)
        return letter(place)


def read(path: Path, file: str) -> Table:
    """Returns the table of a text file; `file` is its name in messages.

    Raises:
        DataError: the file is no text, or its lines are no table.
    """
    fingerprint, encoding = _fingerprint(path, file), encoding_of(path, file)
    text = Text(path, file, encoding, _delimiter(path, encoding))
    found = heading(file, text.checked(), plain=unprotected)
    names = columns(found)
    return Table(
        file=file,
        name=path.stem,
        columns=tuple(names.values()),
        fingerprint=fingerprint,
        rows=found.rows,
        width=len(found.frame.names),
        positions=tuple(names),
        source=lambda: body(text.records(), found),
        encoding=encoding,
        delimiter=text.delimiter,
        notes=(*_notes(path, file, encoding), *notes_on(file, found, names)),
        header_lines=found.frame.lines,
    )


def _undeclared(stream: TextIO, lines: Iterable[str]) -> Iterator[str]:
    """Returns `lines` of `stream` with a first line such as `sep=;` made blank."""
    first = stream.readline(LINE_LIMIT)
    if len(first) == LINE_LIMIT:
        stream.seek(0)
        return iter(lines)
    return chain(["\n" if DECLARED.fullmatch(first) else first], lines)


def _limited(stream: TextIO) -> Iterator[str]:
    for line in iter(partial(stream.readline, LINE_LIMIT), ""):
        if len(line) == LINE_LIMIT and not line.endswith(("\n", "\r")):
            raise _LongLineError
        yield line


def _long_cell(stream: TextIO, delimiter: str) -> int | None:
    """Returns the place of the first cell over the limit in the record that begins here."""
    quoted, place, length = False, 0, 0
    pieces = iter(partial(stream.read, READ_SIZE), "")
    for piece in chain.from_iterable(re.split(f'(["{delimiter}\n])', text) for text in pieces):
        if piece == '"':
            quoted = not quoted
        elif piece == delimiter and not quoted:
            place, length = place + 1, 0
        elif piece == "\n" and not quoted:
            return None
        length += len(piece)
        if length > CELL_LIMIT:
            return place
    return None


def _fingerprint(path: Path, file: str) -> str:
    """Returns a hash of the bytes.

    Raises:
        DataError: the bytes are no text.
    """
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        wide = stream.read(2) in WIDE
        stream.seek(0)
        for chunk in iter(partial(stream.read, READ_SIZE), b""):
            if b"\0" in chunk and not wide:
                raise DataError("table.binary", file=file)
            digest.update(chunk)
    return digest.hexdigest()


def encoding_of(path: Path, file: str) -> str:
    """Returns the first encoding in which the whole file reads.

    Raises:
        DataError: it reads in none.
    """
    with path.open("rb") as stream:
        wide = stream.read(2) in WIDE
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "cp1252"):
        if _decodes(path, encoding):
            return encoding
    raise DataError("table.encoding", file=file)


def _decodes(path: Path, encoding: str) -> bool:
    try:
        with path.open(encoding=encoding, newline="") as stream:
            while stream.read(READ_SIZE):
                pass
    except UnicodeError:
        return False
    return True


def _delimiter(path: Path, encoding: str) -> str:
    """Returns the separator on which header and first records agree best; ties in their order.

    Where the first line agrees with none, as a title, that of the most regular lines below it.
    """
    with path.open(encoding=encoding, newline="") as stream:
        start = stream.read(READ_SIZE)
    declared = DECLARED.match(start)
    if declared and declared[1] in SEPARATORS:
        return declared[1]
    rows = {separator: _rows(start, separator) for separator in SEPARATORS}
    best = max(SEPARATORS, key=lambda separator: _agreement(rows[separator]))
    if _agreement(rows[best])[0] < REGULAR:
        below = {separator: _below_title(rows[separator], separator) for separator in SEPARATORS}
        other = max(SEPARATORS, key=lambda separator: _agreement(below[separator])[0])
        best = other if _agreement(below[other])[0] >= REGULAR else best
    return best


def _rows(start: str, separator: str) -> list[list[str]]:
    lines = start.splitlines(keepends=True)
    reader = csv.reader(lines[: SAMPLE - 1] or lines, delimiter=separator)
    return [row for row in reader if any(row)]


def _agreement(rows: list[list[str]]) -> tuple[float, int]:
    """Returns the share of records as wide as the header, when wider than one, and its width."""
    width = len(rows[0]) if rows else 0
    if width < 2:
        return -float(sum(len(row) > 1 for row in rows)), 0
    return sum(len(row) == width for row in rows[1:]) / max(1, len(rows) - 1), width


def _below_title(rows: list[list[str]], separator: str) -> list[list[str]]:
    """Returns the records from the first one of the usual width on, none where few have three.

    A comma before a space divides no cells.
    """
    if separator == "," and any(cell.startswith(" ") for row in rows for cell in row[1:]):
        return []
    widths = Counter(len(row) for row in rows if len(row) > TITLE_CELLS)
    if not widths or (usual := widths.most_common(1)[0])[1] < 2:
        return []
    return rows[next(place for place, row in enumerate(rows) if len(row) == usual[0]) :]


def _notes(path: Path, file: str, encoding: str) -> tuple[Issue, ...]:
    if encoding != "cp1252":
        return ()
    with path.open("rb") as stream:
        mixed = any(MIXED.search(chunk) for chunk in iter(partial(stream.read, READ_SIZE), b""))
    return (Issue("table.mixed_encodings" if mixed else "table.read_as_cp1252", file),)
