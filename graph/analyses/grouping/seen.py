"""A set of employers as its reader may see it: named, or by letters until all of them agreed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from string import ascii_uppercase

import numpy as np

from graph.analyses.bridging.agreements import Agreements, AgreementSeen
from graph.analyses.grouping.family import Family
from graph.analyses.grouping.hours import Floats, margin
from graph.analyses.grouping.results import NeedSeen
from graph.analyses.sourcing import texts_of


@dataclass(frozen=True)
class Seen:
    """A set of `jobs`: its `members` are places in the family, in order of keys."""

    family: Family
    members: tuple[int, ...]
    jobs: int
    agreement: AgreementSeen | None
    blurred: bool

    @classmethod
    def by(
        cls, agreements: Agreements, family: Family, members: tuple[int, ...], jobs: int
    ) -> Seen:
        """Returns a set as the reader of its snapshot may see it."""
        named, agreement = agreements.seen([family.employers[m].party for m in members])
        return cls(family, members, jobs, agreement, not named)

    @cached_property
    def ranked(self) -> tuple[int, ...]:
        """The members, the largest share first, then by key."""
        hours = self.family.left.sum(1)
        keys = self.family.employers
        return tuple(sorted(self.members, key=lambda m: (-round(hours[m], 6), keys[m].key)))

    @cached_property
    def totals(self) -> Floats:
        """The months to share, (12,)."""
        return self.family.totals(self.members)

    @cached_property
    def margin(self) -> float:
        """κ of the whole set."""
        return float(margin(self.totals, self.family.rules))

    @property
    def km(self) -> Floats:
        """Kilometres between every two members, (size, size)."""
        return self.family.km[np.ix_(self.members, self.members)]

    @cached_property
    def _letters(self) -> Mapping[int, str]:
        return dict(zip(self.ranked, ascii_uppercase, strict=False))

    def name(self, member: int) -> str:
        """Returns the name of a member, or its letter: A for the largest share."""
        return self._letters[member] if self.blurred else self.family.employers[member].name

    @property
    def middle(self) -> tuple[float, float]:
        """The mean of where its members are, in degrees."""
        points = [self.family.employers[member].point for member in self.members]
        latitude, longitude = np.array(points, float).mean(0).tolist()
        return latitude, longitude

    def weekdays(self, member: int) -> tuple[str, ...]:
        """Returns the days of the week that a member asks for, in the order it says them."""
        table = self.family.source.snapshot.table("Need")
        told = (table.value(need.place, "weekdays") for need in self.family.needs[member])
        return tuple(dict.fromkeys(day for each in told for day in texts_of(each)))

    def needs(self, member: int) -> Iterator[NeedSeen]:
        """Yields the needs of a member, with who says them and since when."""
        source = self.family.source
        for need in self.family.needs[member]:
            yield source.seen(need)
