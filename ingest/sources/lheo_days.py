"""Dates of LHEO: `aaaammjj`, noughts for an unknown part, `99999999` for an unknown end."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

DAY = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?!\d)")


def first_day(text: str) -> str | None:
    """Returns the first day of a date known at least to the month."""
    found = DAY.fullmatch(text)
    return _iso(found[1], found[2], "01" if found[3] == "00" else found[3]) if found else None


def last_day(text: str) -> str | None:
    """Returns the last day of a date known at least to the year."""
    found = DAY.fullmatch(text)
    if not found or found[1] in {"0000", "9999"}:
        return None
    year, month, day = found.groups()
    month = "12" if month == "00" else month
    if day == "00" and month <= "12":
        day = str(monthrange(int(year), int(month))[1])
    return _iso(year, month, day)


def stamped(text: str) -> str:
    """Returns the day of a stamp such as `2026-10-01T04:30:00`; empty where it is none."""
    found = DAY.match(text)
    return (_iso(*found.groups()) or "") if found else ""


def _iso(year: str, month: str, day: str) -> str | None:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None
