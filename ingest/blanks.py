"""A workbook without the cells that hold blank text, which a stray key leaves far below a table."""

from __future__ import annotations

import re
import zipfile
from html import unescape
from io import BytesIO
from itertools import chain
from typing import IO, TYPE_CHECKING

from ingest.reach import Corner, blocks

if TYPE_CHECKING:
    from collections.abc import Collection

ROW = re.compile(rb"<(?:\w+:)?row\b")
TEXT = re.compile(rb"<(?:\w+:)?si\b")
TEXTS = re.compile(rb"<((?:\w+:)?)si\s*(?:/>|>(.*?)</\1si>)", re.DOTALL)
VALUE = re.compile(rb"<(?:\w+:)?t(?:\s[^<>]*)?>([^<]+)<")
CELL = rb"<((?:\w+:)?)c\s[^<>]*(?<!/)>"
FORMULA = rb"(?:<(?:\w+:)?f\b[^<>]*(?:/>|>[^<]*</(?:\w+:)?f>))?"
NOTHING = rb"(?:<(?!/\1c>)[^<>]*>|\s|\xc2\xa0|&#(?:32|160|9|10|13);)*"
BLANK = re.compile(CELL + FORMULA + NOTHING + rb"</\1c>")
SHARED = rb'<((?:\w+:)?)c\s(?=[^<>]*\bt="s")[^<>]*>\s*<(?:\w+:)?v>(?:%b)</(?:\w+:)?v>\s*</\1c>'
EMPTY_ROW = re.compile(rb"<((?:\w+:)?)row\b[^<>]*(?<!/)>\s*</\1row>")
STRINGS = "xl/sharedStrings.xml"
UNREAD = "xl/media/"
MOST_TEXTS = 50  # blank ones that differ, of which more are left


def without(archive: zipfile.ZipFile, sheets: Collection[str], file: str) -> IO[bytes]:
    """Returns a copy of a workbook whose `sheets` hold no blank text.

    Raises:
        DataError: without blanks a sheet still reaches too far.
    """
    shared = re.compile(SHARED % b"|".join(_blank_texts(archive, file) or [b"-"]))
    copy = BytesIO()
    with zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made:
        for part in archive.infolist():
            if part.filename in sheets:
                with archive.open(part) as stream, made.open(part.filename, "w") as target:
                    _copy(stream, target, shared, file)
            elif not part.filename.startswith(UNREAD):
                made.writestr(part.filename, archive.read(part))
    copy.seek(0)
    return copy


def _blank_texts(archive: zipfile.ZipFile, file: str) -> list[bytes]:
    """Returns the numbers of the first shared texts that are blank."""
    if STRINGS not in archive.namelist():
        return []
    with archive.open(STRINGS) as stream:
        found = chain.from_iterable(map(TEXTS.findall, blocks(stream, TEXT, file)))
        return [b"%d" % n for n, (_, text) in enumerate(found) if _is_blank(text)][:MOST_TEXTS]


def _is_blank(content: bytes) -> bool:
    text = b"".join(VALUE.findall(content))
    return not unescape(text.decode("utf-8", "replace")).strip()


def _copy(stream: IO[bytes], target: IO[bytes], shared: re.Pattern[bytes], file: str) -> None:
    corner = Corner()
    for block in blocks(stream, ROW, file):
        filled = shared.sub(b"", BLANK.sub(b"", block))
        corner.look(filled)
        target.write(EMPTY_ROW.sub(b"", filled))
    corner.refuse(file)
