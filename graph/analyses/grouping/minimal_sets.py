"""The complete list of employer groupings up to a size, by depth-first enumeration, compiled.

Candidates are the cliques of "near". They are grown in one order, the largest needs first, and a
set is left as soon as no set that contains it can be listed: a listed set must beat every subset,
so it must have at least one job more than any part of it already known, and its months are at
most those of the part plus, month by month, the largest needs still to come. Nothing is sampled.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from math import comb
from typing import TYPE_CHECKING

import numpy as np

from graph.analyses.grouping.hours import (
    MONTHS,
    TOLERANCE,
    Flags,
    Floats,
    Indices,
    Jobs,
    Rules,
    gain,
)
from graph.progress import progress

if TYPE_CHECKING:
    from graph.analyses.grouping.growing import Price

BLOCK = 20_000
STEPS = 500_000
BUDGET = 150_000_000


@dataclass(frozen=True)
class Sets:
    """Sets of one list: `members` (sets, largest) ascending, padded with -1; `jobs` is g."""

    members: Indices
    jobs: Jobs
    complete_to: int


def groupings_of(
    needs: Floats, near: Flags, rules: Rules, largest: int = 5, budget: int = BUDGET
) -> Sets:
    """Returns every minimal and irreducible set of 2 to `largest` that has a job, in no order.

    Args:
        needs: residual months, (n, 12).
        near: who may share with whom, (n, n), symmetric.
        rules: what a shared job must meet.
        largest: size of the largest sets.
        budget: candidate sets at most; where there could be more the list is complete to a
            smaller size, which it states. The sets of two are always listed.
    """
    order = by_size(needs)
    size = size_within(near[np.ix_(order, order)], largest, budget)
    found = list(blocks_of(needs, near, rules, size))
    listed = np.concatenate([np.full((0, size), -1, np.intp), *(sets for sets, _ in found)])
    members = np.pad(listed, ((0, 0), (0, largest - size)), constant_values=-1)
    jobs = np.concatenate([np.zeros(0, np.int64), *(jobs for _, jobs in found)])
    return Sets(members, jobs, size)


def blocks_of(
    needs: Floats, near: Flags, rules: Rules, largest: int
) -> Iterator[tuple[Indices, Jobs]]:
    """Yields the same sets block by block: members (sets, largest) as above, and their jobs."""
    order = by_size(needs)
    search = Search(needs[order], near[np.ix_(order, order)], rules, largest)
    name = np.r_[order, len(needs)]
    for sets, jobs in search.blocks():
        members = np.sort(name[sets], 1)
        yield np.where(members == len(needs), -1, members), jobs


def by_size(needs: Floats) -> Indices:
    """Returns who needs something, the largest needs first."""
    order = np.lexsort((np.arange(len(needs)), -needs.sum(1)))
    needing: Indices = order[needs[order].sum(1) > TOLERANCE]
    return needing


def size_within(near: Flags, largest: int, budget: int) -> int:
    """Returns the largest size whose cliques are surely no more than `budget`, at least 2."""
    for size in range(largest, 2, -1):
        if cliques_within(near, size) <= budget:
            return size
    return 2


def cliques_within(near: Flags, size: int) -> int:
    """Returns a number that the cliques of a size do not exceed.

    A clique is counted at its first member, among that member's later neighbours.
    """
    return sum(comb(later, size - 1) for later in np.triu(near, 1).sum(1).tolist())


class Search:
    """One enumeration of employers in order of needs."""

    def __init__(self, needs: Floats, near: Flags, rules: Rules, largest: int) -> None:
        self.needs = np.ascontiguousarray(needs)
        self.later = np.triu(near, 1)
        self.rules, self.largest = rules, largest

    def blocks(self, price: Price | None = None) -> Iterator[tuple[Indices, Jobs]]:
        """Yields the listed sets, a block after every so many steps; a block may be empty.

        With prices it yields sets with more jobs than they cost instead, all that no subset beats.
        """
        from graph.analyses.grouping.growing import first_steps, grow, unpriced

        most = np.array([self._most(more) for more in range(self.largest)])
        price = price or unpriced(self.largest, len(self.needs))
        trail = first_steps(self.needs, self.later, self._pairs(), most, self.rules, price)
        members = np.empty((BLOCK, self.largest), np.intp)
        jobs = np.empty(BLOCK, np.int64)
        while trail.depth[0] >= 0:
            progress()
            count = grow(trail, members, jobs, STEPS)
            yield members[:count].copy(), jobs[:count].copy()

    def _pairs(self) -> Jobs:
        """Returns g of every pair of neighbours, 0 for the others, (n, n)."""
        sets = np.argwhere(self.later)
        found = np.zeros(self.later.shape, np.int64)
        found[sets[:, 0], sets[:, 1]] = found[sets[:, 1], sets[:, 0]] = (
            gain(self.needs, sets, self.rules) if len(sets) else 0
        )
        return found

    def _most(self, more: int) -> Floats:
        """Returns for each member the most that it and `more` later ones bring, (n, 13).

        Twelve months each for itself, then the year.
        """
        yearly: Floats = np.c_[self.needs, self.needs.sum(1)]
        if more == 0:
            return yearly
        after = [np.sort(yearly[row], 0)[::-1][:more].sum(0) for row in self.later]
        most: Floats = yearly + np.array(after).reshape(-1, MONTHS + 1)
        return most


def splits(size: int) -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Yields the ways to part a set into two of two or more, each once, the smaller first."""
    for small in range(2, size // 2 + 1):
        for one in combinations(range(size), small):
            if 2 * small < size or one[0] == 0:
                yield one, tuple(place for place in range(size) if place not in one)
