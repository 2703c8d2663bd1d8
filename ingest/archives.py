"""Workbooks that are archives: whether opening one would take more than it may.

The reader takes memory for all cells up to the lowest and rightmost one that holds anything, a
blank text included; a sheet that reaches far for few cells is given to it without its blanks.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from functools import partial
from typing import IO, TYPE_CHECKING

from graph.errors import DataError
from ingest import blanks
from ingest.reach import Corner, opendocument, refuse_placeless

if TYPE_CHECKING:
    from pathlib import Path

READ_SIZE = 1 << 20
SIZE_LIMIT = 1 << 30  # bytes, all parts unpacked
RATIO_LIMIT = 300  # of parts unpacked to the file, for files that unpack to more than RATIO_FROM
RATIO_FROM = 100 << 20
FAR_FROM = 1_000_000  # cells, from which a sheet is looked at cell by cell
SPARSE = 2  # times more cells than those that hold anything
OVERLAP = 256
SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
PLACELESS = re.compile(rb'<(?:\w+:)?c(?:\s+(?!r=)[^<>\s=]+="[^"<>]*")*\s*>')


def readable(path: Path, file: str) -> Path | IO[bytes]:
    """Returns what the reader can open: the workbook, or a copy without its far blank cells.

    Reads every part of the archive once, in bounded memory.

    Raises:
        DataError: unpacked it is too large, a cell stands too far out, or the archive is broken.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            _refuse_size(archive, path.stat().st_size, file)
            far = {part.filename for part in archive.infolist() if _is_far(archive, part, file)}
            return blanks.without(archive, far, file) if far else path
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise DataError("table.broken", file=file) from error


def _refuse_size(archive: zipfile.ZipFile, packed: int, file: str) -> None:
    """Trusts the declared sizes: reading a part that lies about its own fails its checksum."""
    size = sum(part.file_size for part in archive.infolist())
    if size > SIZE_LIMIT or (size > RATIO_FROM and size > RATIO_LIMIT * packed):
        raise DataError("table.too_large", file=file, size=size >> 20, limit=SIZE_LIMIT >> 20)


def _is_far(archive: zipfile.ZipFile, part: zipfile.ZipInfo, file: str) -> bool:
    """Returns whether a part is a sheet that reaches far for the cells it holds."""
    if part.filename == "content.xml":
        with archive.open(part) as stream:
            opendocument(stream, file).refuse(file)
    corner, cells, placeless, rest = Corner(), 0, False, b""
    with archive.open(part) as stream:
        for chunk in iter(partial(stream.read, READ_SIZE), b""):
            if SHEET.fullmatch(part.filename):
                cells += corner.look(rest + chunk)
                corner.refuse_width(file)
                placeless = placeless or PLACELESS.search(rest + chunk) is not None
                rest = chunk[-OVERLAP:]
    if placeless:
        with archive.open(part) as stream:
            refuse_placeless(stream, file)
    return not placeless and corner.area() > max(FAR_FROM, SPARSE * cells)
