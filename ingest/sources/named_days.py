"""The day of an edition as the names of its files tell it."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from graph.errors import DataError

DAY = re.compile(r"(?<!\d)(20\d\d)([-_.]?)(\d\d)\2(\d\d)(?!\d)")


def named_day(file: Path) -> str:
    """Returns the first ISO day in a file's name, "" where there is none.

    Raises:
        DataError: what is written as a day, such as 2026-99-99, is none; eight figures in one
            may be any number.
    """
    told = list(DAY.finditer(file.name))
    for found in told:
        try:
            return date(*map(int, found.group(1, 3, 4))).isoformat()
        except ValueError:
            continue
    if any(found[2] for found in told):
        raise DataError("source.date", file=file.name)
    return ""
