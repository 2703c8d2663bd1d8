"""Prices of employers that no set outdoes, where the sets are too many to list.

By column generation: prices from the relaxation of some sets, then a search for sets that have more
jobs than their members cost. The search leaves a set as soon as its months cannot bear the jobs
that its price asks, or by weights of the months: κ is the least of what totals weigh, over all
weights of its dual, so a set has no more jobs than it weighs by any one of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from scipy.optimize import linprog

from graph.analyses.grouping.growing import Price
from graph.analyses.grouping.hours import MONTHS, Flags, Floats, Indices, Jobs, Rules
from graph.analyses.grouping.minimal_sets import Search, by_size
from graph.analyses.grouping.packing import Columns, dual

SLACKS = (0.2, 0.05, 0.01, 0.0001)
BEGUN = 4
ROUNDING = 1e-5
MOST_WEIGHT = 50.0
WEIGHTS = 10
MOST_NEW = 3_000

Seconds = Callable[[], float]


class Pricing:
    """The search for prices in one connected part, all of whom need something.

    It begins with the small sets; inside, employers stand in order of needs.
    """

    def __init__(self, needs: Floats, near: Flags, rules: Rules, largest: int) -> None:
        self.order = by_size(needs)
        self.needs, self.rules, self.largest = needs[self.order], rules, largest
        self.near = near[np.ix_(self.order, self.order)]
        self.search = Search(self.needs, self.near, rules, largest)
        small = Search(self.needs, self.near, rules, min(largest, BEGUN))
        sets, jobs = map(np.concatenate, zip(*small.blocks(), strict=True))
        padded = np.pad(sets, ((0, 0), (0, largest - sets.shape[1])), constant_values=-1)
        self.pool = Columns(padded, jobs, np.zeros(len(jobs)), len(needs))
        self.prices = np.zeros(len(needs))

    def bounds(self, left: Seconds) -> Iterator[float]:
        """Yields bounds on the jobs of any plan, each surely true, until time runs out.

        With every set within `slack` of its price π, g ≤ π + slack; as g ≥ 1 where it counts,
        g ≤ π / (1 − slack), and the jobs of disjoint sets are at most Σ π / (1 − slack). What
        the tolerance of a month may weigh, and the solver's own, is far less than ROUNDING.
        """
        for slack in SLACKS:
            while left():
                self.prices = dual(self.pool)
                found = self._outdone(slack, left)
                if found is None:
                    return
                if not len(found.jobs):
                    yield float(self.prices.sum()) / (1 - slack - ROUNDING)
                    break
                self.pool = self.pool.joined(found)

    def worthwhile(self, least: int) -> Columns:
        """Returns the sets looked at that a plan of so many jobs could have, in rows of the part.

        Those that fall short of their price by more than all prices exceed it are left out.
        """
        spare = self.pool.cost(self.prices) - self.pool.jobs
        kept = self.pool.only(spare <= self.prices.sum() - least + ROUNDING)
        rows = np.where(kept.members < 0, kept.members, self.order[kept.members])
        return Columns(rows, kept.jobs, kept.km, kept.employers)

    def _outdone(self, slack: float, left: Seconds) -> Columns | None:
        """Returns sets with more jobs than they cost and slack; none where time ran out."""
        found: list[tuple[Indices, Jobs]] = []
        for members, jobs in self.search.blocks(self._price(self.prices, slack)):
            if not left():
                return None
            found.append((members, jobs))
            if sum(len(each) for _, each in found) > MOST_NEW:
                break
        sets = np.concatenate([members for members, _ in found])
        jobs = np.concatenate([jobs for _, jobs in found])
        return Columns(sets, jobs, np.zeros(len(jobs)), len(self.prices))

    def _price(self, prices: Floats, slack: float) -> Price:
        """Returns the prices with weights by which a set is left early."""
        weights = np.array([w for w in self._weights(prices) if w.sum() <= MOST_WEIGHT])
        weights = weights.reshape(-1, MONTHS)
        lifts = np.ascontiguousarray(self.needs @ weights.T - prices[:, None])
        above, later = np.maximum(lifts, 0.0), np.triu(self.near, 1)
        rests = np.zeros((self.largest, *lifts.shape))
        for member, others in enumerate(later):
            best = np.sort(above[others], 0)[::-1][: self.largest - 1].cumsum(0)
            for more in range(1, self.largest):
                if len(best):
                    rests[more, member] = best[min(more, len(best)) - 1]
        paid, sums = np.zeros(self.largest + 1), np.zeros((self.largest + 1, len(weights)))
        return Price(prices, slack, lifts, rests, paid, sums)

    def _weights(self, prices: Floats) -> Iterator[Floats]:
        """Yields weights of months: each month alone, then what suits those after a member."""
        yield from np.eye(MONTHS) / self.rules.beta
        for first in np.linspace(0, len(prices) - 1, WEIGHTS + 1).astype(int)[:-1]:
            yield self._least_lift(self.needs[first:], prices[first:])

    def _least_lift(self, needs: Floats, prices: Floats) -> Floats:
        """Returns the weights of κ's dual by which members exceed their prices least, in all.

        A weight is a lean part a, Σ βa = θ, and a part b of the year, 0 ≤ b ≤ v, with
        12τv − (1+α) Σ (v − b) = 1 − θ.
        """
        tau, alpha, beta = self.rules.tau, self.rules.alpha, self.rules.beta
        size, year = len(needs), MONTHS * (tau - 1 - alpha)
        none, ones, each = np.zeros(MONTHS), np.ones(MONTHS), np.eye(MONTHS)
        apart, free = np.zeros((MONTHS, 1 + size)), np.zeros(size)
        exceed = np.c_[needs, needs, np.zeros((size, 2)), -np.eye(size)]
        below = np.c_[0 * each, each, -ones, apart]
        equal = [
            np.r_[beta * ones, none, 0, -1, free],
            np.r_[none, (1 + alpha) * ones, year, 1, free],
        ]
        cost, limits = np.r_[none, none, 0, 0, free + 1], np.r_[prices, none]
        found = linprog(cost, np.r_[exceed, below], limits, np.array(equal), [0, 1])
        weights: Floats = found.x[:MONTHS] + found.x[MONTHS : 2 * MONTHS]
        return weights
