"""Answers written as files, or to standard output for another program."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import IO, TYPE_CHECKING

from api.commands.console import say
from api.exporting import exported
from api.wordings import titled
from graph.errors import DataError
from graph.wording import sentence

if TYPE_CHECKING:
    from api.exporting import Exported
    from viz.exports import Dialect


def write_answer(table: Exported, format: str, dialect: Dialect, output: Path | None) -> None:
    """Writes an answer in a format; a file's ending says it where the format is left to it.

    Raises:
        DataError: no file can be written there, or there is no such format.
    """
    if output is not None and format == "table":
        format = output.suffix.lower().lstrip(".")
    with exported(table, format, dialect) as made:
        if output is None:
            shutil.copyfileobj(made, sys.stdout.buffer)
            sys.stdout.buffer.flush()
            return
        write_whole(made, output)
    say(sentence("cli.answered", path=output, count=table.coming.row_count))
    if format == "csv" and dialect == "rfc4180":
        for label, value in table.about():
            say(titled(label, value))


def write_whole(made: IO[bytes], output: Path) -> None:
    """Writes a file whole: what was there before stays until then.

    Raises:
        DataError: no file can be written there.
    """
    part = output.with_name(f".{output.name}.part")
    try:
        with part.open("wb") as file:
            shutil.copyfileobj(made, file)
        part.replace(output)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise DataError("cli.unwritable", path=output, reason=error.strerror) from None
