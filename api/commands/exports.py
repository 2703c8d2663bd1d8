"""Answers written as files, or to standard output for another program."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from api.commands.console import say
from api.exporting import exported
from graph.errors import DataError
from graph.wording import sentence

if TYPE_CHECKING:
    from api.settings import Settings
    from queries.answer import Answer
    from viz.exports import Dialect


def write_answer(
    found: Answer, format: str, dialect: Dialect, output: Path | None, settings: Settings
) -> None:
    """Writes an answer in a format; a file's ending says it where the format is left to it.

    Raises:
        DataError: no file can be written there, or a workbook has no file to go to.
    """
    if output is not None and format == "table":
        format = output.suffix.lower().lstrip(".")
    made = exported(found, format, dialect, settings)
    if output is None:
        sys.stdout.buffer.write(made)
        sys.stdout.buffer.flush()
        return
    try:
        output.write_bytes(made)
    except OSError as error:
        raise DataError("cli.unwritable", path=output, reason=error.strerror) from None
    say(sentence("cli.answered", path=output, count=found.row_count))
