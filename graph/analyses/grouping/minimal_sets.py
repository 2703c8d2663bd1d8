"""The complete list of employer groupings up to a size, by depth-first enumeration in blocks.

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
    holds,
    picked,
    supports,
    total,
)
from graph.progress import progress

CELLS = 1_000_000
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
    members = np.full((sum(len(sets) for sets, _ in found), largest), -1, np.intp)
    row = 0
    for sets, _ in found:
        members[row : row + len(sets), : sets.shape[1]] = sets
        row += len(sets)
    jobs = np.concatenate([jobs for _, jobs in found]) if found else np.zeros(0, np.int64)
    return Sets(members, jobs, size)


def blocks_of(
    needs: Floats, near: Flags, rules: Rules, largest: int
) -> Iterator[tuple[Indices, Jobs]]:
    """Yields the same sets block by block: members ascending, all of one size, and their jobs."""
    order = by_size(needs)
    search = _Search(needs[order], near[np.ix_(order, order)], rules, largest)
    for sets, jobs in search.listed():
        yield np.sort(order[sets], 1), jobs


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


class _Search:
    """One enumeration. A block is sets of one size, rows of ascending indices."""

    def __init__(self, needs: Floats, near: Flags, rules: Rules, largest: int) -> None:
        self.needs = np.asfortranarray(needs)
        self.later = np.triu(near, 1)
        self.rules, self.largest = rules, largest
        self.pairs = self._pairs()
        self.most = [self._most(more) for more in range(largest - 1)]

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

    def listed(self) -> Iterator[tuple[Indices, Jobs]]:
        """Yields the listed sets, block by block."""
        alone = np.arange(len(self.needs))[:, None]
        yield from self._grown(alone, np.zeros(len(alone), np.int64), self.later)

    def _grown(self, block: Indices, jobs: Jobs, common: Flags) -> Iterator[tuple[Indices, Jobs]]:
        step = max(1, CELLS // max(1, len(self.needs)))
        for start in range(0, len(block), step):
            part = slice(start, start + step)
            yield from self._extended(block[part], jobs[part], common[part])

    def _extended(
        self, block: Indices, jobs: Jobs, common: Flags
    ) -> Iterator[tuple[Indices, Jobs]]:
        progress()
        rows, added, asked = self._promising(block, jobs, common)
        sets = np.c_[block[rows], added]
        last = sets.shape[1] == self.largest
        reached = holds(self.needs, sets, asked, self.rules)
        better = np.flatnonzero(reached)
        found = gain(self.needs, sets[better], self.rules, asked[better])
        kept = self._worth(sets[better], found)
        if kept.any():
            yield sets[better][kept], found[kept]
        if not last and len(sets):
            known = asked - 1
            known[better] = found
            yield from self._grown(sets, known, common[rows] & self.later[added])

    def _promising(
        self, block: Indices, jobs: Jobs, common: Flags
    ) -> tuple[Indices, Indices, Jobs]:
        """Returns the extensions that may lead to a listed set: row, member, jobs it must reach."""
        asked = np.broadcast_to(jobs[:, None] + 1, common.shape)
        for place in range(block.shape[1] if block.shape[1] > 1 else 0):
            asked = np.maximum(asked, self.pairs[block[:, place]] + 1)
        most = self.most[self.largest - block.shape[1] - 1]
        held = total(self.needs, block)
        year = held.sum(1)[:, None] + most[:, MONTHS]
        enough = year >= MONTHS * self.rules.tau * asked - TOLERANCE
        rows, added = np.nonzero(common & enough)
        asked = asked[rows, added]
        highest = picked(held, rows) + picked(most, added)[:, :MONTHS]
        possible = supports(highest, asked, self.rules)
        return rows[possible], added[possible], asked[possible]

    def _worth(self, sets: Indices, jobs: Jobs) -> Flags:
        """Returns which sets no member can leave and no split replaces without losing a job."""
        kept = np.ones(len(sets), np.bool_)
        size = sets.shape[1]
        for place in range(size if size > 2 else 0):
            rows = np.flatnonzero(kept)
            smaller = np.delete(sets[rows], place, 1)
            kept[rows] = ~holds(self.needs, smaller, jobs[rows], self.rules)
        for one, other in splits(size):
            rows = np.flatnonzero(kept & (jobs > 1))
            kept[rows] = ~self._split(sets[rows], jobs[rows], one, other)
        return kept

    def _split(
        self, sets: Indices, jobs: Jobs, one: tuple[int, ...], other: tuple[int, ...]
    ) -> Flags:
        """Returns which minimal sets have as many jobs in two parts; each must then have one."""
        first = gain(self.needs, sets[:, one], self.rules)
        equal = np.zeros(len(sets), np.bool_)
        rows = np.flatnonzero(first)
        equal[rows] = holds(self.needs, sets[rows][:, other], jobs[rows] - first[rows], self.rules)
        return equal


def splits(size: int) -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Yields the ways to part a set into two of two or more, each once, the smaller first."""
    for small in range(2, size // 2 + 1):
        for one in combinations(range(size), small):
            if 2 * small < size or one[0] == 0:
                yield one, tuple(place for place in range(size) if place not in one)
