"""Why a grouping holds, what would break it and what to settle; why a family has none.

What the law asks is said with "à vérifier avec un juriste": this is no legal advice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

import numpy as np

from graph.analyses.bridging.blurring import step
from graph.analyses.grouping.family import Family
from graph.analyses.grouping.hours import TOLERANCE, Floats, missing
from graph.analyses.grouping.monthly_needs import Employer, MonthlyNeeds
from graph.analyses.grouping.seen import Seen
from graph.analyses.reasons import Named, Reason, named, reason
from graph.analyses.sourcing import STALE_MONTHS
from graph.geography import haversine, inside, positions

FEW_MEMBERS, FEW_JOBS = 5, 3
NEAR_RHO = 0.05
SAME_PLACE_KM = 0.05


def reasons_of(seen: Seen, existing: Sequence[Named]) -> tuple[Reason, ...]:
    """Returns the reasons of a set: what it sustains, then obstacles, then whom to propose it to.

    What would name a member is left out for who may not know it.
    """
    count = len(seen.members)
    return (
        reason("grouping.sustains", count=seen.jobs, members=count, margin=round(seen.margin, 2)),
        _distance(seen),
        *_share(seen),
        *_occupations(seen),
        reason("grouping.liability"),
        *([] if seen.blurred else _of_members(seen)),
        *_of_agreement(seen),
        *_proposed(count, seen.jobs, existing),
    )


def _distance(seen: Seen) -> Reason:
    between = seen.km
    if seen.blurred:
        return reason("grouping.distance_blurred", km=step(float(between.max())))
    if between.max() < SAME_PLACE_KM:
        return reason("grouping.same_place")
    one, other = divmod(int(between.argmax()), len(seen.members))
    names = [seen.name(seen.members[place]) for place in sorted((one, other))]
    km = round(float(between.max()), 1)
    return reason("grouping.distance", km=km, one=names[0], other=names[1])


def _share(seen: Seen) -> Iterator[Reason]:
    hours = seen.family.left[list(seen.members)].sum(1)
    largest, rho = float(hours.max() / hours.sum()), seen.family.rules.rho
    if largest >= rho - NEAR_RHO:
        name = seen.name(seen.members[int(hours.argmax())])
        code = "grouping.share_near" if largest <= rho else "grouping.share_over"
        yield reason(code, name=name, percent=round(100 * largest), most=round(100 * rho))


def _occupations(seen: Seen) -> Iterator[Reason]:
    found = seen.family.occupations(seen.members)
    if len(found) > 1:
        yield reason("grouping.occupations", titles=", ".join(one.name for one in found))


def _of_members(seen: Seen) -> Iterator[Reason]:
    """Yields what is to settle with some members by name."""
    yield from _weekdays(seen)
    exempt = [name for name, _ in _saying(seen, "subject_to_vat", [False])]
    if exempt:
        yield reason("grouping.vat", count=len(exempt), names=", ".join(exempt))
    agreements = sorted({str(idcc) for _, idcc in _saying(seen, "idcc")})
    if len(agreements) > 1:
        yield reason("grouping.agreements", idcc=", ".join(agreements))
    public = [name for name, _ in _saying(seen, "kind", ["authority"])]
    if public:
        yield reason("grouping.authorities", count=len(public), names=", ".join(public))
    oldest = max((need.age_months or 0 for m in seen.members for need in seen.needs(m)), default=0)
    if oldest > STALE_MONTHS:
        yield reason("grouping.stale", count=oldest)


def _saying(
    seen: Seen, column: str, values: Sequence[object] | None = None
) -> Iterator[tuple[str, object]]:
    """Yields the name of each member that says something, one of some values if given."""
    snapshot = seen.family.source.snapshot
    for member in seen.members:
        employer = seen.family.employers[member]
        told = snapshot.table(employer.label).value(employer.place, column)
        if told is not None and (values is None or told in values):
            yield seen.name(member), told


def _weekdays(seen: Seen) -> Iterator[Reason]:
    """Yields each day of the week that several members ask for in a month of both."""
    wanting: dict[str, list[int]] = defaultdict(list)
    for member in seen.members:
        for day in seen.weekdays(member):
            wanting[day].append(member)
    for day, members in wanting.items():
        at_once = (seen.family.left[members] > TOLERANCE).sum(0).max() > 1
        if len(members) > 1 and at_once:
            names = ", ".join(seen.name(member) for member in members)
            yield reason("grouping.weekday", day=day, names=names)


def _of_agreement(seen: Seen) -> Iterator[Reason]:
    if found := seen.agreement:
        day = date.fromisoformat(found.agreed_on)
        waiting = ", ".join(each.name for each in found.missing)
        code = "grouping.agreed" if found.complete else "grouping.half_agreed"
        yield reason(code, day=day, **({} if found.complete else {"names": waiting}))


def _proposed(members: int, jobs: int, existing: Sequence[Named]) -> Iterator[Reason]:
    if members < FEW_MEMBERS or jobs < FEW_JOBS:
        names = ", ".join(one.name for one in existing)
        yield reason("grouping.existing", count=len(existing), names=names)


class Existing:
    """The groupings already in the network: where they are and what they cover."""

    def __init__(self, source: MonthlyNeeds) -> None:
        snapshot = source.snapshot
        self.actors = snapshot.table("Actor")
        covers = snapshot.links("Actor-COVERS-Territory").by_source
        self.covered = {
            place: inside(snapshot, covers.get(place, ()))
            for place in range(len(self.actors))
            if self.actors.value(place, "kind") == "grouping"
        }
        self.points = positions(snapshot, "Actor")

    def around(self, employers: Sequence[Employer], km: float) -> tuple[Named, ...]:
        """Returns those that cover the commune of one of them, or stand within `km` of all."""
        communes = {employer.commune for employer in employers}
        points = np.array([employer.point for employer in employers], float)
        return tuple(
            named(self.actors, place)
            for place, covered in self.covered.items()
            if communes & covered or self._near(place, points, km)
        )

    def _near(self, place: int, points: Floats, km: float) -> bool:
        return bool((haversine(self.points[place], points) <= km).all())


def why_none(family: Family) -> Reason:
    """Returns what the set nearest to a job lacks, in a family that has no grouping.

    The set is grown greedily from each employer, by who lessens the lack most: it is a fair
    example, not proven the nearest. It is named to the cell alone.
    """
    grown = [_grown(family, start) for start in range(len(family.employers))]
    members = min(grown, key=lambda one: (_lack(family, one), len(one), one))
    if len(members) == 1:
        return reason("grouping.none_near", km=family.rules.distance_km)
    lack, values = _lack(family, members), {"names": _names(family, members)}
    blurred = "" if values["names"] else "_blurred"
    if lack < TOLERANCE:
        most = round(100 * family.rules.rho)
        return reason(f"grouping.none_shared{blurred}", most=most, **values)
    return reason(f"grouping.none_lacking{blurred}", count=max(0.01, round(lack, 2)), **values)


def _names(family: Family, members: Iterable[int]) -> str:
    """Returns the names of some members for the cell, none for others."""
    reads_all = family.source.snapshot.viewer.visibility == "cell"
    return ", ".join(family.employers[m].name for m in members) if reads_all else ""


def _grown(family: Family, start: int) -> list[int]:
    """Returns the best of the sets grown from an employer; alone only when nobody is near."""
    members, grown = [start], list[list[int]]()
    while len(members) < family.rules.largest:
        able = np.flatnonzero(family.near[members].all(0)).tolist()
        further = [sorted([*members, one]) for one in able if one not in members]
        if not further:
            break
        members = min(further, key=lambda one: (_lack(family, one), one))
        grown.append(members)
    return min(grown, key=lambda one: (_lack(family, one), len(one)), default=[start])


def _lack(family: Family, members: Sequence[int]) -> float:
    return round(float(missing(family.totals(members), 1, family.rules)), 6)
