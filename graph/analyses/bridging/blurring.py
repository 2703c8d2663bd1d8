"""What may be told of an employer to who was not part of a bridge: words that fit five or more.

The description is widened until at least FEWEST employers of the snapshot fit it: first the size
goes, then the activity, then the distance grows; where nothing fits so many, only the territory is
left (k-anonymity, Sweeney 2002; the employer itself is one of those that fit).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import numpy as np
from numpy.typing import NDArray

from graph.analyses.bridging.stocks import EMPLOYERS, Employer
from graph.analyses.reasons import Reason, reason
from graph.geography import Numbers, haversine, positions
from graph.snapshot import Snapshot

FEWEST = 5
STEPS = (10, 20, 35, 50, 100, 200, 500)
SIZES = (("tiny", 0), ("small", 10), ("medium", 50), ("large", 250))
# The first headcount of each INSEE band, from 00 to 53.
BANDS = {"00": 0, "01": 1, "02": 3, "03": 6, "11": 10, "12": 20, "21": 50, "22": 100, "31": 200}
BANDS |= {"32": 250, "41": 500, "42": 1000, "51": 2000, "52": 5000, "53": 10000}
# The first NAF division of each kind of activity, the same in revision 2 and in NAF 2025.
ACTIVITIES = (
    ("farming", 1),
    ("industry", 5),
    ("building", 41),
    ("trade", 45),
    ("transport", 49),
    ("services", 55),
)
Flags = NDArray[np.bool_]
Texts = NDArray[np.str_]


def names_few(snapshot: Snapshot, within: frozenset[int]) -> bool:
    """Returns whether a territory has so few employers that it names them below the cell.

    `within` are the places of the territory and of all in it.
    """
    if snapshot.viewer.visibility == "cell":
        return False
    located = (snapshot.links(f"{label}-LOCATED_IN-Territory") for label in EMPLOYERS)
    communes = (each for links in located for each in links.by_source.values())
    return sum(not within.isdisjoint(each) for each in communes) < FEWEST


def step(km: float, steps: tuple[int, ...] = STEPS) -> int:
    """Returns the least of the distances told that holds `km`."""
    return next((each for each in steps if km <= each), steps[-1])


class Blur:
    """Describes the employers of a snapshot; `steps` are the distances it tells."""

    def __init__(self, snapshot: Snapshot, steps: tuple[int, ...] = STEPS) -> None:
        self.snapshot = snapshot
        self.steps = steps
        self._crowd = cache(self._crowd_of)
        self.told = cache(self._told)

    def _told(self, employer: Employer, seen_from: tuple[float, float]) -> tuple[Reason, ...]:
        """Returns an employer in words, whose distance is counted from a point in degrees."""
        crowd = self._crowd(employer.label)
        away = haversine(crowd.where, np.array(seen_from))
        for km in self.steps:
            if not away[employer.place] <= km:
                continue
            for size, activity in crowd.widened(employer.place):
                if crowd.fitting(size, activity, away <= km) >= FEWEST:
                    return _words(employer.label, size, activity, km)
        return (reason("blurred.territory"),)

    def _crowd_of(self, label: str) -> _Crowd:
        return _Crowd(self.snapshot, label)


class _Crowd:
    """The open employers of one type, by what a description may say of them."""

    def __init__(self, snapshot: Snapshot, label: str) -> None:
        table = snapshot.table(label)
        places = range(len(table))
        self.where: Numbers = positions(snapshot, label)
        self.open = np.array([table.value(p, "status") != "closed" for p in places], np.bool_)
        self.sizes = np.array(
            [_size(table.value(p, "headcount"), table.value(p, "band")) for p in places], np.str_
        )
        self.activities: Texts = np.array([""] * len(table), dtype="<U12")
        codes = snapshot.table("Sector").keys
        for place, sectors in snapshot.links(f"{label}-IN_SECTOR-Sector").by_source.items():
            self.activities[place] = _activity(codes[sectors[0]])

    def widened(self, place: int) -> Iterator[tuple[str, str]]:
        """Yields the size and the activity to tell, the most telling first."""
        size, activity = str(self.sizes[place]), str(self.activities[place])
        told = [(size, activity), ("", activity), ("", "")]
        yield from dict.fromkeys(told)

    def fitting(self, size: str, activity: str, near: Flags) -> int:
        """Returns how many fit."""
        fits = near & self.open
        if size:
            fits = fits & (self.sizes == size)
        if activity:
            fits = fits & (self.activities == activity)
        return int(fits.sum())


def _size(headcount: object, band: object) -> str:
    people = headcount if isinstance(headcount, (int, float)) else BANDS.get(str(band))
    return (
        "" if people is None else next(name for name, least in reversed(SIZES) if people >= least)
    )


def _activity(sector: str) -> str:
    figures = sector.partition(":")[2][:2]
    if not figures.isdigit():
        return ""
    return next((name for name, first in reversed(ACTIVITIES) if int(figures) >= first), "")


def _words(label: str, size: str, activity: str, km: int) -> tuple[Reason, ...]:
    told = [reason(f"blurred.{label.lower()}.{size or 'any'}")]
    told += [reason(f"blurred.activity.{activity}")] if activity else []
    return (*told, reason("blurred.km", km=km))
