"""Monthly needs: who needs how many people each month, by family of occupations.

A need counts when it is open, comes back every year (or does not say that it is met once) and has
all its twelve months: a month without data is unknown, never zero. What does not count is told
with its reason. The needs of one employer in one family add up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import numpy as np

from graph.analyses.bridging.stocks import Employer as Party
from graph.analyses.bridging.travel import Travel
from graph.analyses.grouping.hours import MONTHS, Floats, checked
from graph.analyses.grouping.results import LeftOut, NeedSeen
from graph.analyses.reasons import Reason, named, reason
from graph.analyses.sourcing import observed
from graph.errors import unknown
from graph.geography import Numbers, haversine, inside, positions
from graph.snapshot import NodeTable, Snapshot
from graph.viewer import Visibility

EMPLOYERS = ("Actor", "Company")
TYPES = (
    *EMPLOYERS,
    *("Need", "Occupation", "Territory", "Sector", "Agreement", "Project", "Visit"),
)
COLUMNS = tuple(f"m{month:02}" for month in range(1, MONTHS + 1))
NAMED_FAMILIES: Mapping[str, tuple[str, ...]] = {
    "maintenance": ("I1302", "I1304", "I1309", "I1310", "I1335"),
}


@dataclass(frozen=True, order=True)
class Employer:
    """A company or an actor, found at `place` of the table of its type."""

    key: str
    label: str
    place: int = field(compare=False)
    name: str = field(compare=False)
    commune: int | None = field(compare=False)
    point: tuple[float, float] | None = field(compare=False)

    @property
    def party(self) -> Party:
        """The same, as analyses of both sides tell it."""
        return Party(self.label, self.place)


@dataclass(frozen=True)
class MonthlyNeed:
    """A need that counts, with the levels it can be read at."""

    employer: Employer
    key: str
    place: int
    months: tuple[float, ...]
    occupations: frozenset[str]
    visibility: Visibility


class MonthlyNeeds:
    """The needs of a snapshot, within a territory if one is given."""

    def __init__(self, snapshot: Snapshot, basin: str | None, on: date) -> None:
        self.snapshot = snapshot
        self.on = on
        self.within = None if basin is None else inside(snapshot, [self._territory(basin)])
        self.counted: list[MonthlyNeed] = []
        self._left_out: list[tuple[frozenset[str], LeftOut]] = []
        for label in EMPLOYERS:
            self._read(label)
        self.counted.sort(key=lambda need: (need.employer, need.key))
        self._left_out.sort(key=lambda out: (out[1].employer.key, out[1].need.key))

    def left_out(self, wanted: str | None) -> tuple[LeftOut, ...]:
        """Returns the needs of a family that do not count, or of all; those of no family too."""
        codes = None if wanted is None else self._family(wanted)
        return tuple(
            out for asked, out in self._left_out if codes is None or not asked or asked & codes
        )

    @cached_property
    def travel(self) -> Travel:
        """The minutes by road of the snapshot."""
        return Travel(self.snapshot)

    def seen(self, need: MonthlyNeed) -> NeedSeen:
        """Returns a need with who says it and since when."""
        table = self.snapshot.table("Need")
        told = observed(table, need.place, self.on)
        return NeedSeen(need=named(table, need.place, "title"), **told._asdict())

    def employer(self, label: str, place: int) -> Employer:
        """Returns an employer with its commune and its own coordinates, else the commune's."""
        table = self.snapshot.table(label)
        located = self.snapshot.links(f"{label}-LOCATED_IN-Territory").by_source.get(place, ())
        latitude, longitude = self._positions[label][place].tolist()
        point = None if np.isnan([latitude, longitude]).any() else (latitude, longitude)
        name, commune = named(table, place).name, min(located, default=None)
        return Employer(table.keys[place], label, place, name, commune, point)

    def families(self, wanted: str | None) -> dict[str, frozenset[str]]:
        """Returns the occupations of the families to look at, by family.

        Wanted is a ROME code, a domain of three characters or a named family; without it every
        occupation is one, and so is every domain in which two or more occupations are needed.

        Raises:
            UnknownNameError: no family is called that.
        """
        if wanted is not None:
            return {wanted: self._family(wanted)}
        needed = frozenset(code for need in self.counted for code in need.occupations)
        alone = {code: frozenset({code}) for code in sorted(needed)}
        domains = {name: codes & needed for name, codes in sorted(self._domains.items())}
        return alone | {name: codes for name, codes in domains.items() if len(codes) > 1}

    def _territory(self, basin: str) -> int:
        territories = self.snapshot.table("Territory")
        if basin not in territories.index:
            raise unknown("grouping.unknown_basin", basin, territories.keys)
        return territories.index[basin]

    @cached_property
    def _positions(self) -> dict[str, Numbers]:
        return {label: positions(self.snapshot, label) for label in EMPLOYERS}

    @cached_property
    def _domains(self) -> dict[str, frozenset[str]]:
        occupations = self.snapshot.table("Occupation")
        found: dict[str, set[str]] = {}
        for place, code in enumerate(occupations.keys):
            found.setdefault(str(occupations.value(place, "domain") or code[:3]), set()).add(code)
        return {name: frozenset(codes) for name, codes in found.items()}

    def _family(self, wanted: str) -> frozenset[str]:
        if wanted in self.snapshot.table("Occupation").index:
            return frozenset({wanted})
        known = {name: frozenset(codes) for name, codes in NAMED_FAMILIES.items()} | self._domains
        if wanted not in known:
            names = [*known, *self.snapshot.table("Occupation").keys]
            raise unknown("grouping.unknown_family", wanted, names)
        return known[wanted]

    def _read(self, label: str) -> None:
        table, needs = self.snapshot.table(label), self.snapshot.table("Need")
        occupations = self.snapshot.links("Need-FOR_OCCUPATION-Occupation").by_source
        codes = self.snapshot.table("Occupation").keys
        for place, need in self.snapshot.links(f"{label}-HAS_NEED-Need").pairs():
            employer = self.employer(label, place)
            if needs.value(need, "status") != "open" or not self._concerned(employer):
                continue
            wanted = frozenset(codes[code] for code in occupations.get(need, ()))
            why = _uncounted(needs, need, employer, table, wanted) or self._nowhere(employer)
            if why is None:
                self.counted.append(self._need(employer, need, wanted))
            else:
                who = named(table, place)
                out = LeftOut(employer=who, need=named(needs, need, "title"), reason=why)
                self._left_out.append((wanted, out))

    def _concerned(self, employer: Employer) -> bool:
        return self.within is None or employer.commune is None or employer.commune in self.within

    def _nowhere(self, employer: Employer) -> Reason | None:
        if employer.point is None:
            return reason("grouping.no_place")
        unsaid = self.within is not None and employer.commune is None
        return reason("grouping.no_commune") if unsaid else None

    def _need(self, employer: Employer, need: int, wanted: frozenset[str]) -> MonthlyNeed:
        needs = self.snapshot.table("Need")
        months = checked([[_number(needs, need, name) for name in COLUMNS]], [employer.name])
        visibility: Visibility = needs.value(need, "visibility")  # type: ignore[assignment]
        return MonthlyNeed(employer, needs.keys[need], need, tuple(months[0]), wanted, visibility)


def _uncounted(
    needs: NodeTable, need: int, employer: Employer, table: NodeTable, wanted: frozenset[str]
) -> Reason | None:
    """Returns why a need is not counted; `None` when it is."""
    unsaid = sum(needs.value(need, name) is None for name in COLUMNS)
    posts = needs.value(need, "posts")
    if unsaid == MONTHS and isinstance(posts, (int, float)):
        return reason("grouping.posts_without_months", count=posts)
    if unsaid:
        code = "grouping.no_month" if unsaid == MONTHS else "grouping.some_months"
        return reason(code, count=unsaid)
    refused = {
        "grouping.met_once": needs.value(need, "recurring") is False,
        "grouping.closed_employer": table.value(employer.place, "status") == "closed",
        "grouping.no_occupation": not wanted,
    }
    return next((reason(code) for code, so in refused.items() if so), None)


def _number(table: NodeTable, place: int, column: str) -> float:
    value = table.value(place, column)
    return float(value) if isinstance(value, (int, float)) else np.nan


def distances(points: Iterable[tuple[float, float]]) -> Floats:
    """Returns the kilometres between every two points, (n, n)."""
    placed = np.array(list(points), float).reshape(-1, 2)
    return haversine(placed[:, None], placed[None])


def by_employer(
    needs: Iterable[MonthlyNeed], codes: frozenset[str]
) -> Iterator[tuple[Employer, list[MonthlyNeed]]]:
    """Yields each employer, in order of keys, with its needs in a family of occupations."""
    found: dict[Employer, list[MonthlyNeed]] = {}
    for need in needs:
        if need.occupations & codes:
            found.setdefault(need.employer, []).append(need)
    yield from sorted(found.items())
