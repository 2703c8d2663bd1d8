"""Refused rows, in one CSV file that a person corrects and loads again as it is.

The newest run that refuses something replaces the file of the run before, and says so.
"""

from __future__ import annotations

import csv
import hashlib
import re
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Self, TextIO, cast
from uuid import uuid4

from graph.errors import DataError
from graph.wording import sentence
from ingest.rows import REJECT_COLUMNS, SPARE, Record, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["REJECT_COLUMNS", "Rejects", "protected", "restored"]

FORMULA = re.compile(r"'*[=+@-]")
NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
SHEET = re.compile(r".+\.\w+, \w+ (.+)", re.DOTALL)  # a table's name in messages, with its sheet


class Rejects:
    """Gathers refused rows of any table; the file appears, whole, when the block ends.

    Its columns are REJECT_COLUMNS, then those of all the tables, in order of appearance.
    Nothing is written when nothing was refused.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.count = 0
        self.replaced = False
        self._places: dict[str, int] = {}
        self._body: TextIO | None = None

    def __enter__(self) -> Self:
        """Returns itself.

        Raises:
            DataError: no file can be written at that path.
        """
        if self.path.is_dir() or not self.path.parent.is_dir():
            raise DataError("rejects.unwritable", file=str(self.path))
        self._body = cast("TextIO", TemporaryFile("w+", encoding="utf-8", newline=""))
        self._writer = csv.writer(self._body)
        return self

    def __exit__(self, *_: object) -> None:
        """Writes what was refused, whether the block failed or not."""
        if self._body is None:
            return
        with self._body as body:
            if self.count:
                self._write(body)

    def add(self, file: str, line: int, cause: str, cells: Mapping[str, str]) -> None:
        """Adds a row with its table's name in messages, its first line and why it was refused."""
        for column in cells:
            self._places.setdefault(column, len(self._places))
        row = [""] * len(self._places)
        for column, text in cells.items():
            row[self._places[column]] = text
        self._writer.writerow(map(protected, [file, str(line), cause, *row]))
        self.count += 1

    def summary(self) -> str:
        """Returns where the refused rows stand, or "" when there are none."""
        if not self.count:
            return ""
        code = "rejects.replaced" if self.replaced else "rejects.written"
        return sentence(code, file=str(self.path), count=self.count)

    def _write(self, body: TextIO) -> None:
        scratch = self.path.with_name(f".{self.path.name}.{uuid4().hex}")
        try:
            with scratch.open("x", encoding="utf-8-sig", newline="") as stream:
                self._fill(stream, body)
            self.replaced = self.path.exists()
            scratch.replace(self.path)
        except OSError as error:
            raise DataError("rejects.unwritable", file=str(self.path)) from error
        finally:
            scratch.unlink(missing_ok=True)

    def _fill(self, stream: TextIO, body: TextIO) -> None:
        """Copies the rows under the header, each now as wide as the widest."""
        header = [*REJECT_COLUMNS, *self._places]
        body.seek(0)
        writer = csv.writer(stream, delimiter=";")
        writer.writerow(map(protected, header))
        writer.writerows(row + [""] * (len(header) - len(row)) for row in csv.reader(body))


def protected(text: str) -> str:
    """Returns `text` as a spreadsheet takes it for text: `'=1+1`, while `-5,2` stays a number."""
    if FORMULA.match(text) and not NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def restored(table: Table) -> list[Table]:
    """Returns the tables whose rows a file of refused rows holds; any other table alone.

    Each has the name of the table its rows came from, and lines numbered as in `table`.
    """
    if table.columns[: len(REJECT_COLUMNS)] != REJECT_COLUMNS:
        return [table]
    filled: dict[str, set[int]] = {}
    counts: dict[str, int] = {}
    for _, row in table.source():
        if any(map(str.strip, row)):
            origin = _origin(table, row)
            places = (place for place, text in enumerate(row) if text.strip())
            filled.setdefault(origin, set()).update(places)
            counts[origin] = counts.get(origin, 0) + 1
    if len(filled) < 2:
        named = zip(table.columns, table.positions, strict=True)
        kept = {place for name, place in named if not name.startswith(SPARE)}
        filled = {origin: places | kept for origin, places in (filled or {"": set()}).items()}
    return [_part(table, name, places, counts.get(name, 0)) for name, places in filled.items()]


def _origin(table: Table, row: list[str]) -> str:
    return "".join(row[table.positions[0] : table.positions[0] + 1]).strip()


def _part(table: Table, origin: str, filled: set[int], rows: int) -> Table:
    """Returns the rows of `table` that came from `origin`, with the columns these fill."""
    named = list(zip(table.columns, table.positions, strict=True))[len(REJECT_COLUMNS) :]
    kept = [(name, place) for name, place in named if place in filled]
    sheet = SHEET.fullmatch(origin)

    def source() -> Iterator[Record]:
        return (record for record in table.source() if _origin(table, record[1]) == origin)

    return replace(
        table,
        name=sheet[1] if sheet else Path(origin).stem or table.name,
        columns=tuple(name for name, _ in kept),
        positions=tuple(place for _, place in kept),
        fingerprint=hashlib.sha256(f"{table.fingerprint} {origin}".encode()).hexdigest(),
        rows=rows,
        source=source,
    )
