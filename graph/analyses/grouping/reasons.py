"""Why a grouping holds, what would break it and what to settle; why a family has none.

What the law asks is said with "à vérifier avec un juriste": this is no legal advice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from graph.analyses.grouping.details import Family
from graph.analyses.grouping.hours import TOLERANCE, Flags, Floats, margin, missing
from graph.analyses.grouping.monthly_needs import Employer, MonthlyNeeds
from graph.analyses.reasons import Named, Reason, named, reason
from graph.geography import haversine, inside, positions

FEW_MEMBERS, FEW_JOBS = 5, 3
NEAR_RHO = 0.05
SAME_PLACE_KM = 0.05


def reasons_of(
    family: Family, members: Sequence[int], jobs: int, existing: Sequence[Named]
) -> tuple[Reason, ...]:
    """Returns the reasons of a set: what it sustains, then obstacles, then whom to propose it to.

    Members come in order of keys.
    """
    kappa = float(margin(family.totals(members), family.rules))
    return (
        reason("grouping.sustains", count=jobs, members=len(members), margin=round(kappa, 2)),
        _distance(family, members),
        *_share(family, members),
        *_occupations(family, members),
        reason("grouping.liability"),
        *_legal(family, members),
        *_proposed(len(members), jobs, existing),
    )


def _distance(family: Family, members: Sequence[int]) -> Reason:
    between = family.km[np.ix_(members, members)]
    if between.max() < SAME_PLACE_KM:
        return reason("grouping.same_place")
    one, other = divmod(int(between.argmax()), len(members))
    names = [family.employers[members[place]].name for place in sorted((one, other))]
    km = round(float(between.max()), 1)
    return reason("grouping.distance", km=km, one=names[0], other=names[1])


def _share(family: Family, members: Sequence[int]) -> Iterator[Reason]:
    hours = family.left[list(members)].sum(1)
    largest, rho = float(hours.max() / hours.sum()), family.rules.rho
    if largest >= rho - NEAR_RHO:
        name = family.employers[members[int(hours.argmax())]].name
        code = "grouping.share_near" if largest <= rho else "grouping.share_over"
        yield reason(code, name=name, percent=round(100 * largest), most=round(100 * rho))


def _occupations(family: Family, members: Sequence[int]) -> Iterator[Reason]:
    found = family.occupations(members)
    if len(found) > 1:
        yield reason("grouping.occupations", titles=", ".join(one.name for one in found))


def _legal(family: Family, members: Sequence[int]) -> Iterator[Reason]:
    employers = [family.employers[member] for member in members]
    exempt = [e.name for e in employers if _said(family, e, "subject_to_vat") is False]
    if exempt:
        yield reason("grouping.vat", count=len(exempt), names=", ".join(exempt))
    agreements = sorted({str(idcc) for e in employers if (idcc := _said(family, e, "idcc"))})
    if len(agreements) > 1:
        yield reason("grouping.agreements", idcc=", ".join(agreements))
    public = [e.name for e in employers if _said(family, e, "kind") == "authority"]
    if public:
        yield reason("grouping.authorities", count=len(public), names=", ".join(public))


def _said(family: Family, employer: Employer, column: str) -> object:
    return family.source.snapshot.table(employer.label).value(employer.place, column)


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


def why_none(family: Family, km: float, largest: int) -> Reason:
    """Returns what the set nearest to a job lacks, in a family that has no grouping.

    The set is grown greedily from each employer, by who lessens the lack most: it is a fair
    example, not proven the nearest.
    """
    near = family.near(km)
    grown = [_grown(family, start, near, largest) for start in range(len(family.employers))]
    members = min(grown, key=lambda one: (_lack(family, one), len(one), one))
    lack, names = _lack(family, members), family.names(members)
    if len(members) == 1:
        return reason("grouping.none_near", km=km)
    if lack < TOLERANCE:
        return reason("grouping.none_shared", names=names, most=round(100 * family.rules.rho))
    return reason("grouping.none_lacking", names=names, count=max(0.01, round(lack, 2)))


def _grown(family: Family, start: int, near: Flags, largest: int) -> list[int]:
    """Returns the best of the sets grown from an employer; alone only when nobody is near."""
    members, grown = [start], list[list[int]]()
    while len(members) < largest:
        able = np.flatnonzero(near[members].all(0)).tolist()
        further = [sorted([*members, one]) for one in able if one not in members]
        if not further:
            break
        members = min(further, key=lambda one: (_lack(family, one), one))
        grown.append(members)
    return min(grown, key=lambda one: (_lack(family, one), len(one)), default=[start])


def _lack(family: Family, members: Sequence[int]) -> float:
    return round(float(missing(family.totals(members), 1, family.rules)), 6)
