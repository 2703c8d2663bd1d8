"""Who says what a record tells, and since when."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from graph.snapshot import NodeTable

DAYS_OF_MONTH = 30.44
STALE_MONTHS = 12  # what was observed longer ago is to be confirmed again


class Observed(NamedTuple):
    """The sources of a record, the first day it was observed and its age in whole months."""

    sources: tuple[str, ...]
    observed_on: str | None
    age_months: int | None


def observed(table: NodeTable, place: int, on: date, said_on: str | None = None) -> Observed:
    """Returns who says a record and since when; from `said_on` where that is given."""
    since = said_on or table.value(place, "observed_on")
    sources = tuple(texts_of(table.value(place, "sources")))
    if not since:
        return Observed(sources, None, None)
    return Observed(sources, str(since), age_in_months(str(since), on))


def age_in_months(since: str, on: date) -> int:
    """Returns the whole months from a day or an instant in ISO form to a day."""
    days = (on - date.fromisoformat(since[:10])).days
    return max(0, int(days / DAYS_OF_MONTH))


def texts_of(value: object) -> list[str]:
    """Returns the texts of a property that holds several."""
    return [str(text) for text in value] if isinstance(value, (list, tuple)) else []
