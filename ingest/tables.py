"""The tables of a file: text with separators, or a workbook, whatever its name pretends."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from graph.errors import DataError, Issue
from ingest import delimited
from ingest.keyed import returned
from ingest.rejects import restored
from ingest.rows import Batch, Table

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Batch", "Table", "tables"]

TEXTS = {".csv", ".tsv", ".txt"}
WORKBOOKS = {".xlsx", ".xlsm", ".ods", ".xls"}
ZIPPED = b"PK\x03\x04"
COMPOUND = b"\xd0\xcf\x11\xe0"  # the container of XLS, and of workbooks under a password
MARKUP = (b"<html", b"<!doctype", b"<table", b"<?xml")


def tables(path: Path) -> list[Table]:
    """Returns the tables of a file: one of a text file, one a filled sheet of a workbook.

    A file of refused rows gives each table they came from, without the columns about refusal; one
    that was given back, the table without the keys of its records.
    The whole file is read once to check it; its rows are read again by `Table.batches`.

    Raises:
        DataError: the file cannot be read as a table; it says what would be right.
    """
    file = path.name
    try:
        found = _tables(path, file, _head(path, file))
        return [returned(part) for table in found for part in restored(table)]
    except FileNotFoundError:
        raise DataError("table.missing", file=str(path)) from None
    except PermissionError:
        raise DataError("table.forbidden", file=str(path)) from None
    except OSError as error:
        raise DataError("table.unreadable", file=str(path), reason=error.strerror) from error


def _tables(path: Path, file: str, head: bytes) -> list[Table]:
    from ingest import workbooks

    pretended = path.suffix.lower() in WORKBOOKS
    if head.startswith((ZIPPED, COMPOUND)):
        found = workbooks.read(path, file)
        return found if pretended else _noted(found, "table.read_as_workbook", file)
    if pretended and b"\0" in head:
        raise DataError("table.broken", file=file)
    found = [delimited.read(path, file)]
    return _noted(found, "table.read_as_text", file) if pretended else found


def _head(path: Path, file: str) -> bytes:
    """Returns the first bytes of a file that may be a table."""
    if path.is_dir():
        raise DataError("table.folder", file=str(path))
    if path.exists() and not path.is_file():
        raise DataError("table.no_file", file=str(path))
    with path.open("rb") as stream:
        head = stream.read(1024)
    if path.suffix.lower() not in TEXTS | WORKBOOKS:
        raise DataError("table.unknown_kind", file=file, kind=path.suffix or "—")
    if not head:
        raise DataError("table.empty", file=file)
    if head.lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith(MARKUP):
        raise DataError("table.markup", file=file)
    return head


def _noted(found: list[Table], code: str, file: str) -> list[Table]:
    return [replace(table, notes=(*table.notes, Issue(code, file))) for table in found]
