"""Companies likened by the skills of the occupations they employ, seek and release.

An occupation whose skills are unknown stands for itself. A company's row holds ln((N + 1) / n)
for each skill, N companies with a skill at all, n of them with this one (Spärck Jones 1972), and
has length 1: the product of two rows is their likeness, from 0 to 1. Headcounts do not count.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.analyses.bridging.market import SIDES
from graph.analyses.structuring.communities import Links
from graph.analyses.structuring.nearest import Joins, Nearest, Places
from graph.geography import haversine, positions
from graph.snapshot import Snapshot

TYPES = ("Company", "Occupation", "Skill", "Need", "Surplus", "Sector", "Territory")
CLOSED = "closed"


@dataclass(frozen=True)
class Companies:
    """The companies of a snapshot that are open, in the order of their keys."""

    snapshot: Snapshot
    places: tuple[int, ...]

    @classmethod
    def of(cls, snapshot: Snapshot, sectors: frozenset[int] | None) -> Companies:
        """Returns those of some sectors, or all."""
        table = snapshot.table("Company")
        of_sector = snapshot.links("Company-IN_SECTOR-Sector").by_source
        return cls(
            snapshot,
            tuple(
                place
                for place in range(len(table))
                if table.value(place, "status") != CLOSED
                and (sectors is None or not sectors.isdisjoint(of_sector.get(place, ())))
            ),
        )

    def __len__(self) -> int:
        return len(self.places)

    @cached_property
    def occupations(self) -> tuple[tuple[int, ...], ...]:
        """The occupations that each employs, seeks or releases, in the order of their keys."""
        found: dict[int, set[int]] = defaultdict(set)
        for company, occupation in self._related():
            found[company].add(occupation)
        return tuple(tuple(sorted(found.get(place, ()))) for place in self.places)

    @cached_property
    def sectors(self) -> tuple[int | None, ...]:
        """The sector of each, the first by key where it has several."""
        of_sector = self.snapshot.links("Company-IN_SECTOR-Sector").by_source
        return tuple(min(of_sector.get(place, ()), default=None) for place in self.places)

    def profiles(self) -> Any:
        """Returns a CSR matrix: a row a company, a column a skill, then one an occupation."""
        from scipy.sparse import csr_matrix

        rows, columns = self._held()
        shape = (len(self), len(self.snapshot.table("Skill")) + len(self._occupation_table()))
        held = csr_matrix((np.ones(len(rows)), (rows, columns)), shape)
        held.data[:] = 1
        known = int((np.diff(held.indptr) > 0).sum())
        having = np.bincount(held.indices, minlength=shape[1])
        held.data = np.log((known + 1) / having[held.indices])
        lengths = np.sqrt(np.asarray(held.multiply(held).sum(axis=1)).ravel())
        held.data /= np.repeat(lengths, np.diff(held.indptr))
        return held

    def within(self, km: float) -> Joins:
        """Returns what tells whether companies are within `km`; one without coordinates is not."""
        points = positions(self.snapshot, "Company")[list(self.places)]

        def joins(a: Places, b: Places) -> NDArray[np.bool_]:
            found: NDArray[np.bool_] = haversine(points[a], points[b]) <= km
            return found

        return joins

    def _related(self) -> Iterator[tuple[int, int]]:
        yield from self.snapshot.links("Company-EMPLOYS-Occupation").pairs()
        for label, (has, of) in SIDES.items():
            table = self.snapshot.table(label)
            occupations = self.snapshot.links(f"{label}-{of}-Occupation").by_source
            for company, record in self.snapshot.links(f"Company-{has}-{label}").pairs():
                if table.value(record, "status") == "open":
                    yield from ((company, each) for each in occupations.get(record, ()))

    def _held(self) -> tuple[list[int], list[int]]:
        required = self.snapshot.links("Occupation-REQUIRES-Skill").by_source
        skills = len(self.snapshot.table("Skill"))
        pairs = [
            (row, column)
            for row, occupations in enumerate(self.occupations)
            for each in occupations
            for column in required.get(each, (skills + each,))
        ]
        return [row for row, _ in pairs], [column for _, column in pairs]

    def _occupation_table(self) -> tuple[str, ...]:
        return self.snapshot.table("Occupation").keys


def mutual(found: Nearest, least: float) -> Links:
    """Returns the links of rows each among the nearest of the other, of that likeness at least."""
    rows, k = found.places.shape
    sources = np.repeat(np.arange(rows), k)
    targets, likeness = found.places.ravel(), found.likeness.ravel()
    good = (targets >= 0) & (likeness >= least)
    sources, targets, likeness = sources[good], targets[good], likeness[good]
    codes = np.minimum(sources, targets) * max(rows, 1) + np.maximum(sources, targets)
    pairs, first, counts = np.unique(codes, return_index=True, return_counts=True)
    twice = counts == 2
    a, b = np.divmod(pairs[twice], max(rows, 1))
    return Links(rows, a, b, likeness[first[twice]])
