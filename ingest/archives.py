"""Workbooks that are archives: whether opening one would take more than it may."""

from __future__ import annotations

import re
import zipfile
import zlib
from dataclasses import dataclass
from functools import partial
from typing import IO, TYPE_CHECKING

from graph.errors import DataError

if TYPE_CHECKING:
    from pathlib import Path

READ_SIZE = 1 << 20
SIZE_LIMIT = 1 << 30  # bytes, all parts unpacked
RATIO_LIMIT = 300  # of parts unpacked to the file, for files that unpack to more than RATIO_FROM
RATIO_FROM = 100 << 20
AREA_LIMIT = 25_000_000  # cells of one sheet, the empty ones between filled ones included
OVERLAP = 256
SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
FILLED = re.compile(rb'<(?:\w+:)?c\s[^<>]*?\br="([A-Z]{1,3})(\d{1,7})"[^<>]*(?<!/)>')


@dataclass
class _Corner:
    """The lower right corner of what a sheet holds: the reader takes memory for all up to it."""

    column: bytes = b"A"
    row: int = 1

    def reach(self, cells: list[tuple[bytes, bytes]]) -> None:
        if cells:
            columns, rows = zip(*cells, strict=True)
            self.column = max(self.column, *set(columns), key=lambda name: (len(name), name))
            self.row = max(self.row, *map(int, rows))

    def area(self) -> int:
        width = 0
        for figure in self.column:
            width = width * 26 + figure - ord("A") + 1
        return width * self.row


def refuse_bomb(path: Path, file: str) -> None:
    """Reads every part of the archive once, in bounded memory.

    Raises:
        DataError: unpacked it is too large, a cell stands too far out, or the archive is broken.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            _refuse_size(archive, path.stat().st_size, file)
            for part in archive.infolist():
                with archive.open(part) as stream:
                    _refuse_area(stream, part.filename, file)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise DataError("table.broken", file=file) from error


def _refuse_size(archive: zipfile.ZipFile, packed: int, file: str) -> None:
    """Trusts the declared sizes: reading a part that lies about its own fails its checksum."""
    size = sum(part.file_size for part in archive.infolist())
    if size > SIZE_LIMIT or (size > RATIO_FROM and size > RATIO_LIMIT * packed):
        raise DataError("table.too_large", file=file, size=size >> 20, limit=SIZE_LIMIT >> 20)


def _refuse_area(stream: IO[bytes], part: str, file: str) -> None:
    corner, rest = _Corner(), b""
    for chunk in iter(partial(stream.read, READ_SIZE), b""):
        if SHEET.fullmatch(part):
            corner.reach(FILLED.findall(rest + chunk))
            rest = chunk[-OVERLAP:]
    if corner.area() > AREA_LIMIT:
        cell = f"{corner.column.decode()}{corner.row}"
        raise DataError("table.too_far", file=file, cell=cell, limit=AREA_LIMIT)
