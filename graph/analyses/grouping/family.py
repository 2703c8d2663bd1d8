"""The employers who need one family of occupations, with what each has to share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from graph.analyses.grouping.hours import Flags, Floats, margin, residual, whole
from graph.analyses.grouping.monthly_needs import (
    Employer,
    MonthlyNeed,
    MonthlyNeeds,
    by_employer,
    distances,
)
from graph.analyses.grouping.parameters import GroupingsParameters
from graph.analyses.reasons import Named, named
from graph.viewer import Visibility, lowest


@dataclass(frozen=True)
class Family:
    """The employers who need one family of occupations, in order of keys.

    `months` (n, 12) is what each needs, `left` what its own jobs leave of it; `km` and `minutes`
    (n, n) are between every two, minutes `nan` where no travel time was loaded.
    """

    name: str
    codes: frozenset[str]
    source: MonthlyNeeds
    employers: tuple[Employer, ...]
    needs: tuple[tuple[MonthlyNeed, ...], ...]
    months: Floats
    left: Floats
    km: Floats
    rules: GroupingsParameters

    @classmethod
    def of(
        cls, name: str, codes: frozenset[str], source: MonthlyNeeds, rules: GroupingsParameters
    ) -> Family:
        """Returns the family of those occupations; an employer's needs add up."""
        found = list(by_employer(source.counted, codes))
        months = [np.sum([need.months for need in needs], 0) for _, needs in found]
        rows = np.array(months, float).reshape(-1, 12)
        km = distances(employer.point for employer, _ in found if employer.point)
        employers, needs = (employer for employer, _ in found), (tuple(n) for _, n in found)
        left = residual(rows, rules)
        return cls(name, codes, source, tuple(employers), tuple(needs), rows, left, km, rules)

    @cached_property
    def near(self) -> Flags:
        """Who is within reach of whom, (n, n): in minutes by road where asked and known."""
        within: Flags = self.km <= self.rules.distance_km
        if self.rules.minutes is None:
            return within
        return np.where(np.isnan(self.minutes), within, self.minutes <= self.rules.minutes)

    @cached_property
    def minutes(self) -> Floats:
        """The minutes by road between every two, (n, n), the longer of the way there and back."""
        found = self.source.travel.between_all([each.party for each in self.employers])
        longer: Floats = np.fmax(found, found.T)
        return longer

    def totals(self, members: Sequence[int]) -> Floats:
        """Returns the months to share of some members, (12,)."""
        summed: Floats = self.left[list(members)].sum(0)
        return summed

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
