"""What a grouping shows: its members, months, shares, what a leaver ends, who could step in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from pydantic import Field

from graph.analyses.grouping.hours import (
    HOURS_A_MONTH,
    Flags,
    Floats,
    Rules,
    gain,
    margin,
    residual,
    whole,
)
from graph.analyses.grouping.monthly_needs import (
    Employer,
    MonthlyNeed,
    MonthlyNeeds,
    by_employer,
    distances,
)
from graph.analyses.reasons import Described, Named, Reason, named, reason
from graph.viewer import Visibility, lowest


class Member(Described):
    """An employer in a grouping, with the hours it would share."""

    type: str = Field(description="`Company` or `Actor`.")
    key: str = Field(description="Key of the employer.")
    name: str = Field(description="Name of the employer.")
    commune: Named | None = Field(description="Where it is, if known.")
    occupations: tuple[Named, ...] = Field(description="Occupations it needs, by key.")
    own_jobs: int = Field(description="Full-time jobs it sustains alone; they are not shared.")
    months: tuple[float, ...] = Field(description="Full-time equivalents to share, each month.")
    hours: int = Field(description="Hours to share in a year.")
    share: float = Field(ge=0, le=1, description="Its share of the grouping's hours.")
    margin_without: float = Field(description="κ of the others, should it leave.")
    jobs_without: int = Field(description="Jobs that the others still sustain.")
    replacements: tuple[Named, ...] = Field(
        description="Who could take its place, each alone; looked for when there is one job."
    )
    reasons: tuple[Reason, ...] = Field(description="What its leaving means, in sentences.")


class EmployerGrouping(Described):
    """Employers whose needs sustain jobs together that none sustains alone."""

    key: str = Field(description="Its key: family and members, whatever their order.")
    family: str = Field(description="Occupation or family of occupations.")
    occupations: tuple[Named, ...] = Field(description="Occupations needed, by key.")
    members: tuple[Member, ...] = Field(description="Its members, the largest share first.")
    jobs: int = Field(ge=1, description="Full-time jobs that all the rules allow.")
    margin: float = Field(description="κ: jobs the hours sustain, as a real number.")
    largest_share: float = Field(ge=0, le=1, description="Share of the largest member.")
    km: float = Field(description="Greatest distance between two members.")
    months: tuple[float, ...] = Field(description="Full-time equivalents in all, each month.")
    existing: tuple[Named, ...] = Field(description="Groupings already there to propose it to.")
    visibility: Visibility = Field(description="The lowest of the needs it rests on.")
    reasons: tuple[Reason, ...] = Field(description="What holds it and what to settle.")


@dataclass(frozen=True)
class Family:
    """The employers who need one family of occupations, in order of keys."""

    name: str
    codes: frozenset[str]
    source: MonthlyNeeds
    employers: tuple[Employer, ...]
    needs: tuple[tuple[MonthlyNeed, ...], ...]
    months: Floats
    left: Floats
    km: Floats
    rules: Rules

    @classmethod
    def of(cls, name: str, codes: frozenset[str], source: MonthlyNeeds, rules: Rules) -> Family:
        """Returns the family of those occupations; an employer's needs add up."""
        found = list(by_employer(source.counted, codes))
        months = [np.sum([need.months for need in needs], 0) for _, needs in found]
        rows = np.array(months, float).reshape(-1, 12)
        km = distances(employer.point for employer, _ in found if employer.point)
        employers, needs = (employer for employer, _ in found), (tuple(n) for _, n in found)
        left = residual(rows, rules)
        return cls(name, codes, source, tuple(employers), tuple(needs), rows, left, km, rules)

    def near(self, km: float) -> Flags:
        """Returns who is within so many kilometres of whom."""
        return self.km <= km

    def totals(self, members: Sequence[int]) -> Floats:
        """Returns the months to share of some members, (12,)."""
        summed: Floats = self.left[list(members)].sum(0)
        return summed

    def names(self, members: Iterable[int]) -> str:
        """Returns the names of some members, with commas."""
        return ", ".join(self.employers[member].name for member in members)

    @cached_property
    def own_jobs(self) -> list[int]:
        """The jobs each employer sustains alone."""
        found: list[int] = whole(margin(self.months, self.rules)).tolist()
        return found

    def occupations(self, members: Iterable[int]) -> tuple[Named, ...]:
        """Returns the occupations that some members need in this family."""
        table = self.source.snapshot.table("Occupation")
        codes = {code for m in members for need in self.needs[m] for code in need.occupations}
        concerned = sorted(codes & self.codes)
        return tuple(named(table, table.index[code], "title") for code in concerned)

    def visibility(self, members: Iterable[int]) -> Visibility:
        """Returns the lowest level of the needs of some members."""
        return lowest(*(need.visibility for m in members for need in self.needs[m]))


def members_of(family: Family, members: Sequence[int], jobs: int, near: Flags) -> list[Member]:
    """Returns the members of a set, the largest share first, then by key."""
    found = [_member(family, members, member, jobs, near) for member in members]
    return sorted(found, key=lambda one: (-one.share, one.key))


def _member(family: Family, members: Sequence[int], member: int, jobs: int, near: Flags) -> Member:
    employer, left = family.employers[member], family.left[member]
    others = [one for one in members if one != member]
    without = margin(family.totals(others), family.rules)
    stepping = _replacements(family, others, member, near) if jobs == 1 else []
    territories = family.source.snapshot.table("Territory")
    commune = employer.commune
    return Member(
        type=employer.label,
        key=employer.key,
        name=employer.name,
        commune=None if commune is None else named(territories, commune),
        occupations=family.occupations([member]),
        own_jobs=family.own_jobs[member],
        months=rounded(left),
        hours=round(left.sum() * HOURS_A_MONTH),
        share=round(float(left.sum() / family.totals(members).sum()), 4),
        margin_without=round(float(without), 4),
        jobs_without=(kept := int(whole(without))),
        replacements=tuple(Named(key=e.key, name=e.name) for e in stepping),
        reasons=_leaving(employer.name, kept, jobs, len(stepping)),
    )


def _replacements(family: Family, others: list[int], member: int, near: Flags) -> list[Employer]:
    """Returns who, each alone, makes one job with the others, in order of keys."""
    rows = np.setdiff1d(np.flatnonzero(near[others].all(0)), [*others, member])
    sets = np.c_[np.tile(others, (len(rows), 1)), rows].astype(np.intp)
    found = rows[gain(family.left, sets, family.rules) > 0]
    return [family.employers[row] for row in found.tolist()]


def _leaving(name: str, kept: int, jobs: int, stepping: int) -> tuple[Reason, ...]:
    left = reason("grouping.without", name=name, count=kept)
    return (left, reason("grouping.replaceable", count=stepping)) if jobs == 1 else (left,)


def rounded(months: Floats) -> tuple[float, ...]:
    """Returns months to the thousandth, for people to read."""
    return tuple(round(float(month), 3) for month in months)
