"""What if: a grouping with a member more or less, a season moved, another rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import numpy as np
from pydantic import Field

from graph.analyses.grouping.family import Family
from graph.analyses.grouping.hours import MONTHS, gain, margin, missing
from graph.analyses.grouping.monthly_needs import Employer, MonthlyNeeds
from graph.analyses.grouping.parameters import GroupingsParameters
from graph.analyses.grouping.results import EmployerGrouping
from graph.analyses.grouping.writing import Writer
from graph.analyses.reasons import Described, Named, Reason, reason
from graph.errors import DataError
from graph.snapshot import Snapshot

FEWEST, MOST = 2, 8


@dataclass(frozen=True)
class Change:
    """What is tried: who leaves and who joins, by key, and by how many months seasons move."""

    without: frozenset[str] = frozenset()
    joining: tuple[str, ...] = ()
    shifts: Mapping[str, int] | None = None

    def members(self, base: EmployerGrouping) -> list[str]:
        """Returns the keys of the members once it is done.

        Raises:
            DataError: fewer than two are left, or more than eight would be.
        """
        staying = [member.key for member in base.members if member.key not in self.without]
        found = list(dict.fromkeys([*staying, *self.joining]))
        if not FEWEST <= len(found) <= MOST:
            raise DataError("grouping.trial.size", count=len(found), fewest=FEWEST, most=MOST)
        return found


class Trial(Described):
    """A grouping before and after a change; `after` may have no job."""

    before: EmployerGrouping = Field(description="As it was found.")
    after: EmployerGrouping = Field(description="As it would be.")
    others: tuple[Named, ...] = Field(description="Who else needs the same, by name.")
    reasons: tuple[Reason, ...] = Field(description="What appeared and went, in sentences.")


def tried(
    snapshot: Snapshot, base: EmployerGrouping, change: Change, rules: GroupingsParameters
) -> Trial:
    """Returns what becomes of a grouping, whose members are named, under a change and rules.

    Raises:
        DataError: an employer has no need of the family, or there are too few or too many members.
    """
    on = rules.on or date.fromisoformat(snapshot.as_of[:10])
    source = MonthlyNeeds(snapshot, None, on)
    codes = source.families(base.family)[base.family]
    family = _shifted(Family.of(base.family, codes, source, rules), change.shifts or {})
    members = _places(family, change.members(base))
    found = _Tried(family, members)
    writer = Writer(source)
    return Trial(
        before=base,
        after=writer.grouping(family, members, found.jobs),
        others=tuple(
            Named(key=each.key, name=each.name)
            for each in sorted(_others(family, members), key=lambda e: (e.name, e.key))
        ),
        reasons=tuple(_told(base, found)),
    )


def _others(family: Family, members: tuple[int, ...]) -> list[Employer]:
    return [each for row, each in enumerate(family.employers) if row not in members]


def _places(family: Family, keys: list[str]) -> tuple[int, ...]:
    """Returns the places of employers in a family, in order of keys."""
    known = {each.key: row for row, each in enumerate(family.employers)}
    for key in keys:
        if key not in known:
            raise DataError("grouping.trial.no_need", name=key, family=family.name)
    return tuple(sorted(known[key] for key in keys))


def _shifted(family: Family, shifts: Mapping[str, int]) -> Family:
    """Returns a family in which some seasons come so many months later."""
    left = family.left.copy()
    for row, employer in enumerate(family.employers):
        left[row] = np.roll(left[row], shifts.get(employer.key, 0) % MONTHS)
    return replace(family, left=left)


class _Tried:
    """A set of employers that no search proposed, and which rules it breaks."""

    def __init__(self, family: Family, members: tuple[int, ...]) -> None:
        self.family, self.members = family, members
        self.near = family.near[np.ix_(members, members)]
        self.totals = family.totals(members)

    @cached_property
    def together(self) -> int:
        """The jobs of all, however far they are from one another."""
        return self.of(self.members)

    @property
    def jobs(self) -> int:
        """The jobs that all the rules allow."""
        return self.together if self.near.all() else 0

    def of(self, members: tuple[int, ...]) -> int:
        """Returns g of some of them."""
        return int(gain(self.family.left, np.array([members]), self.family.rules)[0])

    def name(self, member: int) -> str:
        """Returns the name of a member."""
        return self.family.employers[member].name

    @property
    def useless(self) -> list[int]:
        """Those without whom the others have as many jobs."""
        if len(self.members) <= FEWEST or not self.jobs:
            return []
        return [
            one
            for one in self.members
            if self.of(tuple(other for other in self.members if other != one)) >= self.jobs
        ]


def _told(base: EmployerGrouping, found: _Tried) -> Iterator[Reason]:
    yield reason("grouping.trial.before", count=base.jobs, margin=round(base.margin, 2))
    kappa = float(margin(found.totals, found.family.rules))
    yield reason("grouping.trial.after", count=found.jobs, margin=round(kappa, 2))
    yield from _far(found)
    if found.together < base.jobs:
        yield _why_less(found, base.jobs)
    if found.useless:
        names = ", ".join(found.name(member) for member in found.useless)
        yield reason("grouping.trial.useless", count=len(found.useless), names=names)


def _far(found: _Tried) -> Iterator[Reason]:
    for row, column in np.argwhere(np.triu(~found.near, 1)).tolist():
        one, other = found.members[row], found.members[column]
        km = round(float(found.family.km[one, other]), 1)
        yield reason("grouping.trial.far", one=found.name(one), other=found.name(other), km=km)


def _why_less(found: _Tried, jobs: int) -> Reason:
    """Returns which rule keeps a set from so many jobs."""
    lack = float(missing(found.totals, jobs, found.family.rules))
    if lack > 0.005:
        return reason("grouping.trial.lacking", count=round(lack, 2))
    hours = found.family.left[list(found.members)].sum(1)
    if hours.max() / hours.sum() > found.family.rules.rho:
        name = found.name(found.members[int(hours.argmax())])
        percent = round(100 * float(hours.max() / hours.sum()))
        return reason("grouping.trial.share", name=name, percent=percent)
    return reason("grouping.trial.fragile")
