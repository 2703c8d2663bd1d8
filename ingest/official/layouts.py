"""Reading published tables as they are, and refusing those of another layout.

A layout is the names of the columns that a source cannot do without. A CSV may be separated by
commas, semicolons, tabs or bars; a workbook may have title rows above its header.
"""

from __future__ import annotations

import csv
import gzip
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, cast

from graph.codes import folded
from graph.errors import DataError

if TYPE_CHECKING:
    import _csv

DELIMITERS = (",", ";", "\t", "|")
WORKBOOKS = {".xlsx", ".xls", ".ods", ".xlsm"}
TEXTS = {".csv", ".txt", ".tsv"}
HEADER_WITHIN = 30  # rows of a workbook above which its header stands
SHOWN = 12
UTF8 = "utf-8-sig"
csv.field_size_limit(1 << 24)

Named = dict[str, str]


def published(path: Path, columns: Sequence[str], encoding: str = UTF8) -> Iterator[Named]:
    """Yields the rows of a published table as mappings of texts, streamed; an empty cell is "".

    A CSV (also `.gz`) is read in one encoding; of a workbook the first sheet with these columns.

    Raises:
        DataError: no header has these columns, or the file cannot be read as such a table.
    """
    return (row for _, row in numbered(path, columns, encoding))


def numbered(
    path: Path, columns: Sequence[str], encoding: str = UTF8
) -> Iterator[tuple[int, Named]]:
    """Yields the rows of a published table as `published` does, each with its line from 1 on."""
    if _suffix(path) in WORKBOOKS:
        yield from _of_workbook(path, columns)
        return
    try:
        with _opened(path, encoding) as stream:
            names, reader = _reader(stream, path, columns)
            for cells in reader:
                if len(cells) == len(names):
                    yield reader.line_num + 1, dict(zip(names, cells, strict=True))
                elif cells:
                    raise _ragged(path, reader.line_num + 1, len(names))
    except (csv.Error, UnicodeDecodeError, EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise DataError("table.unreadable", file=path.name, reason=str(error)) from None


def columns_of(path: Path, encoding: str = UTF8) -> list[str]:
    """Returns the header of a published file: of a workbook, all that its first rows hold."""
    if _suffix(path) in WORKBOOKS:
        return [name for row in _first_rows(path) for name in row if name]
    try:
        with _opened(path, encoding) as stream:
            line = stream.readline(1 << 16)
    except (UnicodeDecodeError, EOFError, zlib.error, gzip.BadGzipFile):
        return []
    return _widest(line)


def matching(path: Path, patterns: Mapping[str, str], encoding: str = UTF8) -> Named | None:
    """Returns the name of the column of each role, where one row of a file's head has them all.

    A role is known by a pattern of the column's name, accents, case and underscores aside.
    """
    rows = _first_rows(path) if _suffix(path) in WORKBOOKS else [columns_of(path, encoding)]
    for row in rows:
        plain = {folded(name.replace("_", " ")): name for name in row}
        found = {role: _first(plain, pattern) for role, pattern in patterns.items()}
        if all(found.values()):
            return {role: plain[name] for role, name in found.items()}
    return None


def _first(names: Iterable[str], pattern: str) -> str:
    return next((name for name in names if re.fullmatch(pattern, name)), "")


def encoding_of(path: Path) -> str:
    """Returns UTF-8 where all of a text file is, else the code page of French spreadsheets."""
    if _suffix(path) in WORKBOOKS:
        return UTF8
    try:
        with _opened(path, UTF8) as stream:
            while stream.read(1 << 20):
                pass
    except (UnicodeDecodeError, EOFError, zlib.error, gzip.BadGzipFile):
        return "cp1252"
    return UTF8


def delimiter_of(path: Path, encoding: str = UTF8) -> str:
    """Returns what separates the columns of a published CSV."""
    with _opened(path, encoding) as stream:
        line = stream.readline(1 << 16)
    return max(DELIMITERS, key=lambda delimiter: len(_split(line, delimiter)))


def by_layout(
    path: Path,
    layouts: Mapping[str, Sequence[str]],
    needed: Sequence[str],
    encoding: str = UTF8,
) -> dict[str, list[Path]]:
    """Returns the tables of a file or folder by the first layout whose columns each has, by name.

    Other files are left alone.

    Raises:
        DataError: a layout that is needed has no file.
    """
    found: dict[str, list[Path]] = {name: [] for name in layouts}
    for file in tables_of(path):
        header = set(columns_of(file, encoding))
        fitting = (name for name, columns in layouts.items() if set(columns) <= header)
        if name := next(fitting, None):
            found[name].append(file)
    for name in needed:
        if not found[name]:
            raise _no_such(path, layouts[name], encoding)
    return found


def tables_of(path: Path) -> list[Path]:
    """Returns a file itself, or the tables of a folder by name."""
    if not path.is_dir():
        return [path]
    files = sorted(filter(Path.is_file, path.iterdir()))
    return [file for file in files if _suffix(file) in TEXTS | WORKBOOKS]


def layout(path: Path, expected: Iterable[str], found: Iterable[str]) -> DataError:
    """Returns the error for a file of another layout."""
    shown = ", ".join(list(found)[:SHOWN]) or "—"
    return DataError("source.layout", file=path.name, expected=", ".join(expected), found=shown)


def modified_on(path: Path) -> str:
    """Returns the day a file was last written, where its publisher gives no date."""
    return date.fromtimestamp(path.stat().st_mtime).isoformat()


def _no_such(path: Path, columns: Sequence[str], encoding: str) -> DataError:
    files = tables_of(path)
    if len(files) == 1:
        return layout(files[0], columns, columns_of(files[0], encoding))
    names = [file.name for file in path.iterdir()] if path.is_dir() else [path.name]
    return layout(path, columns, sorted(names))


def _suffix(path: Path) -> str:
    return Path(path.stem if path.suffix.lower() == ".gz" else path).suffix.lower()


def _opened(path: Path, encoding: str) -> TextIO:
    if path.suffix.lower() == ".gz":
        return cast("TextIO", gzip.open(path, "rt", encoding=encoding, newline=""))
    return path.open(encoding=encoding, newline="")


def _reader(stream: TextIO, path: Path, columns: Sequence[str]) -> tuple[list[str], _csv.Reader]:
    """Returns the header of an open file, and what reads the rows below it."""
    line = stream.readline()
    for delimiter in DELIMITERS:
        names = _split(line, delimiter)
        if set(columns) <= set(names):
            return names, csv.reader(stream, delimiter=delimiter, strict=True)
    raise layout(path, columns, _widest(line))


def _widest(line: str) -> list[str]:
    return max((_split(line, delimiter) for delimiter in DELIMITERS), key=lambda names: len(names))


def _split(line: str, delimiter: str) -> list[str]:
    return [name.strip() for name in next(csv.reader([line], delimiter=delimiter), [])]


def _ragged(path: Path, line: int, width: int) -> DataError:
    return DataError("source.ragged", file=path.name, line=str(line), width=width)


def _of_workbook(path: Path, columns: Sequence[str]) -> Iterator[tuple[int, Named]]:
    for sheet in _sheets(path):
        header: list[str] | None = None
        for place, row in enumerate(sheet):
            if header is not None:
                if any(row):
                    named = zip(header, row, strict=False)
                    yield place + 1, {name: text for name, text in named if name}
            elif set(columns) <= set(row):
                header = row
            elif place == HEADER_WITHIN:
                break
        if header is not None:
            return
    raise layout(path, columns, columns_of(path))


def _first_rows(path: Path) -> Iterator[list[str]]:
    for sheet in _sheets(path):
        for place, row in enumerate(sheet):
            if place > HEADER_WITHIN:
                break
            yield row


def _sheets(path: Path) -> Iterator[Iterator[list[str]]]:
    from python_calamine import CalamineError, CalamineWorkbook

    from ingest.archives import readable
    from ingest.workbooks import written

    try:
        source = path if path.suffix.lower() == ".xls" else readable(path, path.name)
        with CalamineWorkbook.from_object(source) as workbook:
            for name in workbook.sheet_names:
                rows = workbook.get_sheet_by_name(name).iter_rows()
                yield ([written(cell).strip() for cell in row] for row in rows)
    except CalamineError as error:
        raise DataError("table.broken", file=path.name) from error
