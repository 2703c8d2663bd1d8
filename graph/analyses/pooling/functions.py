"""Functions that employers need a few days a week each, and could share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from graph.analyses.bridging.market import MONTHS
from graph.analyses.bridging.stocks import NEVER, Employer, employer_numbers
from graph.analyses.pooling.gathering import Crowd, gatherings
from graph.analyses.pooling.ground import Spot
from graph.analyses.pooling.resources import weekdays
from graph.analyses.pooling.wishes import Wishes, owners
from graph.analyses.sourcing import texts_of
from graph.snapshot import NodeTable
from graph.viewer import Visibility

WEEK = 5.0  # working days
# The beginnings of the ROME 4.0 codes of each function.
FUNCTIONS = {
    "quality": ("H1302", "H1303", "H1308", "H15", "M1416", "M1428"),
    "hr": ("M15",),
    "web": ("E1101", "E1210", "E1405", "M1825", "M1834", "M1855", "M1886"),
    "maintenance": ("I1302", "I1304", "I1309", "I1310", "I1326", "I1332", "I1335"),
    "buildings": ("I1203",),
}


class PartNeed(NamedTuple):
    """A need of less than a post: days a week of a function, and the weekdays it names."""

    employer: Employer
    spot: Spot
    need: int
    function: str
    days: float
    weekdays: tuple[str, ...]
    by: str
    visibility: Visibility


class Timeshare(NamedTuple):
    """Needs of one function that one or several people could fill, around an employer of them.

    `km` and `minutes` are from that employer.
    """

    function: str
    centre: PartNeed
    needs: tuple[PartNeed, ...]
    km: tuple[float, ...]
    minutes: tuple[float | None, ...]

    @property
    def days(self) -> float:
        """Days a week over all needs."""
        return sum(need.days for need in self.needs)


def timeshares(wishes: Wishes) -> Iterator[Timeshare]:
    """Yields for each function the employers that could share it, each need once."""
    found: dict[str, list[PartNeed]] = defaultdict(list)
    for need in part_needs(wishes):
        found[need.function].append(need)
    for function, needs in sorted(found.items()):
        spots = [need.spot for need in needs]
        reach = wishes.ground.reach(spots, spots)
        crowd = Crowd(
            owners=np.array([int(employer_numbers(*need.employer)) for need in needs]),
            brought=np.array([need.days for need in needs]),
            km=reach.km,
            within=reach.within,
            given=np.zeros(len(needs), np.bool_),
        )
        for centre, members, _ in gatherings(crowd, enough=0):
            yield Timeshare(
                function,
                needs[centre],
                tuple(needs[member] for member in members.tolist()),
                tuple(reach.km[centre, members].tolist()),
                tuple(None if np.isnan(m) else m for m in reach.minutes[centre, members].tolist()),
            )


def part_needs(wishes: Wishes) -> Iterator[PartNeed]:
    """Yields the open needs of a known function and of less than a post, by key."""
    snapshot, table = wishes.snapshot, wishes.snapshot.table("Need")
    occupations = snapshot.table("Occupation").keys
    sought = snapshot.links("Need-FOR_OCCUPATION-Occupation").by_source
    for need, employer in sorted(owners(snapshot, "HAS_NEED-Need").items()):
        function = _function([occupations[place] for place in sought.get(need, ())])
        posts, by = share_of(table, need), str(table.value(need, "by") or NEVER)
        spot = wishes.ground.spot(*employer)
        if function and spot and 0 < posts < 1 and by >= wishes.on and _open(wishes, need):
            named = weekdays(" ".join(texts_of(table.value(need, "weekdays"))))
            level: Visibility = str(table.value(need, "visibility"))  # type: ignore[assignment]
            days = round(WEEK * posts, 2)
            yield PartNeed(employer, spot, need, function, days, named, by, level)


def share_of(needs: NodeTable, place: int) -> float:
    """Returns the posts of a need: those it says, else the mean of the months that have work."""
    posts = needs.value(place, "posts")
    if isinstance(posts, (int, float)):
        return float(posts)
    told = [needs.value(place, month) for month in MONTHS]
    worked = [float(month) for month in told if isinstance(month, (int, float)) and month > 0]
    return sum(worked) / len(worked) if worked else 0.0


def _open(wishes: Wishes, need: int) -> bool:
    return wishes.snapshot.table("Need").value(need, "status") == "open"


def _function(codes: list[str]) -> str:
    """Returns the function of an occupation, the first that one of several has."""
    for name, heads in FUNCTIONS.items():
        if any(code.startswith(heads) for code in codes):
            return name
    return ""
