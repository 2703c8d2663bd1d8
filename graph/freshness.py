"""How fresh what is said of a record is: from the day it was last confirmed, or by an edition.

Full under six months, then falling evenly to nothing at two years. What an official table says is
in force for as long as its edition is the one that counts, whatever its day: a source of that kind
stands among a record's sources only then.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Literal

from graph.claims import OFFICIAL

FULL_DAYS = 183
GONE_DAYS = 730
Level = Literal["in_force", "fresh", "to_confirm", "stale"]


def freshness(confirmed_on: str | None, on: date) -> float:
    """Returns how fresh what was confirmed on a day is on another, 0 to 1; 0 if it never was.

    What is computed is confirmed at an instant, which counts as its day.
    """
    if not confirmed_on:
        return 0.0
    age = (on - date.fromisoformat(confirmed_on[:10])).days
    return min(1.0, max(0.0, (GONE_DAYS - age) / (GONE_DAYS - FULL_DAYS)))


def in_force(sources: Iterable[str]) -> bool:
    """Returns whether an official table is among those that say it."""
    return any(source.startswith(OFFICIAL) for source in sources)


def level(confirmed_on: str | None, sources: Iterable[str], on: date) -> Level:
    """Returns in a word how fresh it is: in force, fresh (1), to confirm, or stale (0)."""
    if in_force(sources):
        return "in_force"
    found = freshness(confirmed_on, on)
    if found == 1.0:
        return "fresh"
    return "to_confirm" if found > 0 else "stale"
