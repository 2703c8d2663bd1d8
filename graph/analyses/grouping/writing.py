"""How a set of employers becomes a grouping, for its reader: named, or blurred until all agreed."""

from __future__ import annotations

from itertools import combinations

import numpy as np

from graph.analyses.bridging.agreements import Agreements
from graph.analyses.bridging.blurring import Blur, step
from graph.analyses.bridging.introductions import Introductions
from graph.analyses.grouping.family import Family
from graph.analyses.grouping.hours import HOURS_A_MONTH, Floats, gain, margin, whole
from graph.analyses.grouping.monthly_needs import Employer, MonthlyNeeds
from graph.analyses.grouping.reasons import Existing, reasons_of
from graph.analyses.grouping.results import EmployerGrouping, Member, Way
from graph.analyses.grouping.seen import Seen
from graph.analyses.marks import mark
from graph.analyses.reasons import Named, Reason, named, reason
from graph.viewer import lowest


class Writer:
    """Writes sets out in full."""

    def __init__(self, source: MonthlyNeeds) -> None:
        self.source = source
        self.snapshot = source.snapshot
        self.agreements = Agreements(self.snapshot, source.on)
        self.introductions = Introductions(self.snapshot)
        self.existing = Existing(source)
        self._blur = Blur(self.snapshot)

    def key(self, family: Family, members: tuple[int, ...]) -> str:
        """Returns the key of a grouping: a mark that names nobody, the same in every run."""
        keys = (family.employers[member].key for member in members)
        return mark(self.snapshot, "g", family.name, *keys)

    def grouping(self, family: Family, members: tuple[int, ...], jobs: int) -> EmployerGrouping:
        """Returns a set, its members in order of keys, as a grouping of `jobs`."""
        seen = Seen.by(self.agreements, family, members, jobs)
        shown = tuple(self._member(seen, member) for member in seen.ranked)
        around = self.existing.around(
            [family.employers[m] for m in members], family.rules.distance_km
        )
        greatest = float(seen.km.max())
        return EmployerGrouping(
            key=self.key(family, members),
            family=family.name,
            occupations=family.occupations(members),
            members=shown,
            jobs=jobs,
            margin=round(seen.margin, 4),
            share=shown[0].share,
            km=float(step(greatest)) if seen.blurred else round(greatest, 1),
            ways=() if seen.blurred else tuple(_ways(seen)),
            months=rounded(seen.totals),
            existing=around,
            agreement=seen.agreement,
            introducer=None if seen.blurred else self._introducer(seen),
            visibility=self._visibility(seen),
            reasons=reasons_of(seen, around),
        )

    def _visibility(self, seen: Seen) -> str:
        levels = [seen.family.visibility(seen.members)]
        if seen.agreement and seen.agreement.complete:
            levels.append(seen.agreement.visibility)
        return lowest(*levels)

    def _introducer(self, seen: Seen) -> Reason | None:
        return self.introductions.among([seen.family.employers[m].party for m in seen.members])

    def _member(self, seen: Seen, member: int) -> Member:
        family, blurred = seen.family, seen.blurred
        employer, left = family.employers[member], family.left[member]
        others = [one for one in seen.members if one != member]
        without = margin(family.totals(others), family.rules)
        stepping = _replacements(family, others, member) if seen.jobs == 1 else []
        return Member(
            type=employer.label,
            blurred=blurred,
            key=seen.name(member) if blurred else employer.key,
            name=seen.name(member),
            description=self._blur.told(employer.party, seen.middle) if blurred else (),
            commune=None if blurred else self._commune(employer),
            occupations=family.occupations([member]),
            own_jobs=family.own_jobs[member],
            months=rounded(left),
            weekdays=() if blurred else seen.weekdays(member),
            hours=round(left.sum() * HOURS_A_MONTH),
            share=round(float(left.sum() / seen.totals.sum()), 4),
            margin_without=round(float(without), 4),
            jobs_without=(kept := int(whole(without))),
            replaceable=len(stepping),
            replacements=() if blurred else tuple(Named(key=e.key, name=e.name) for e in stepping),
            needs=() if blurred else tuple(seen.needs(member)),
            reasons=_leaving(seen.name(member), kept, seen.jobs, len(stepping)),
        )

    def _commune(self, employer: Employer) -> Named | None:
        table = self.snapshot.table("Territory")
        return None if employer.commune is None else named(table, employer.commune)


def _ways(seen: Seen) -> list[Way]:
    """Returns how far every two members are, the farthest first, in the order of shares."""
    family = seen.family
    found = [
        Way(
            one=seen.name(one),
            other=seen.name(other),
            km=round(float(family.km[one, other]), 1),
            minutes=None if np.isnan(taken := family.minutes[one, other]) else float(taken),
        )
        for one, other in combinations(seen.ranked, 2)
    ]
    return sorted(found, key=lambda way: -way.km)


def _replacements(family: Family, others: list[int], member: int) -> list[Employer]:
    """Returns who, each alone, makes one job with the others, in order of keys."""
    rows = np.setdiff1d(np.flatnonzero(family.near[others].all(0)), [*others, member])
    sets = np.c_[np.tile(others, (len(rows), 1)), rows].astype(np.intp)
    found = rows[gain(family.left, sets, family.rules) > 0]
    return [family.employers[row] for row in found.tolist()]


def _leaving(name: str, kept: int, jobs: int, stepping: int) -> tuple[Reason, ...]:
    left = reason("grouping.without", name=name, count=kept)
    return (left, reason("grouping.replaceable", count=stepping)) if jobs == 1 else (left,)


def rounded(months: Floats) -> tuple[float, ...]:
    """Returns months to the thousandth, for people to read."""
    return tuple(round(float(month), 3) for month in months)
