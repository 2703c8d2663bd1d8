"""The demonstration territory: plain tables, loaded by the ordinary loader."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent


def tables_of_the_territory() -> list[Path]:
    """Returns the files of its tables, in order of names."""
    return sorted(FOLDER.glob("*.csv"))
