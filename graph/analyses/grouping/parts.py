"""One connected part of a plan: the best sets found so far, and a bound that is true."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from graph.analyses.grouping.annealing import Cooling, Groups, Set, annealed, grouped
from graph.analyses.grouping.hours import TOLERANCE, Flags, Floats, Indices, Rules, margin
from graph.analyses.grouping.judging import Worth, judged, market, numbers
from graph.analyses.grouping.minimal_sets import blocks_of, by_size, cliques_within, splits
from graph.analyses.grouping.packing import Columns, Packing, prices_of
from graph.analyses.grouping.pricing import Pricing
from graph.analyses.grouping.relaxing import most_jobs, relaxed

AT_ONCE = 50_000
RELAXED, PRICED = 300, 60
PRICING, PACKING = 0.75, 0.5
COOLED_WITHIN = 0.85
SHORT = 1e-3
MOVES_EACH = 5_000
MOVES_TO_TIDY = 1_000
SEEKING = Worth(way=1.0, power=6.0, member=0.0, km=0.0)
SEEKING_HEAT = 0.15, 0.01
TIDYING_HEAT = 0.05

Seconds = Callable[[], float]


def part_of(left: Seconds, share: float) -> Seconds:
    """Returns what tells the seconds left of a share of those left now."""
    kept = left() * (1 - share)
    return lambda: max(0.0, left() - kept)


class Part:
    """One connected part: the best plan found so far, in rows of the part, and its bound."""

    def __init__(
        self, rows: Indices, needs: Floats, near: Flags, km: Floats, rules: Rules, largest: int
    ) -> None:
        self.rows, self.needs, self.near, self.km = rows, np.ascontiguousarray(needs), near, km
        self.rules, self.largest = rules, min(largest, len(rows))
        self.numbers = numbers(rules)
        self.sets: list[Set] = []
        self.settled, self.pace = False, 0.0
        # A set may lack TOLERANCE in each month; at most half as many sets as employers.
        pooled = needs.sum(0) + len(rows) // 2 * TOLERANCE
        self.bound = int(np.floor(margin(pooled, rules)))
        self.cliques = sum(cliques_within(near, size) for size in range(2, self.largest + 1))

    @property
    def gap(self) -> int:
        """The jobs that a better plan could still have more."""
        return self.bound - sum(map(self.jobs, self.sets))

    def in_whole(self) -> Iterator[Set]:
        """Yields the sets of the plan in rows of the whole."""
        for members in self.sets:
            yield tuple(self.rows[list(members)].tolist())

    def jobs(self, members: Sequence[int]) -> int:
        """Returns g of a set."""
        rows = np.array(members)
        found, _ = judged(self.needs, rows, len(rows), self.needs[rows].sum(0), self.numbers)
        return int(found)

    def width(self, members: Sequence[int]) -> float:
        """Returns the greatest distance between two members."""
        return float(self.km[np.ix_(members, members)].max())

    def rank(self, sets: Sequence[Set]) -> tuple[int, int, float]:
        """Returns what makes a plan better: jobs, fewer employers, less travel."""
        travel = sum(self.width(each) for each in sets)
        return sum(map(self.jobs, sets)), -sum(map(len, sets)), -round(travel, 3)

    def improve(self, level: int, seed: int, left: Seconds) -> None:
        """Seeks a better plan and a closer bound, with four times the moves at each level."""
        if self.cliques <= AT_ONCE:
            self._choose(left)
            self.settled = True
            return
        if level == 1 and self.gap and len(self.rows) <= RELAXED:
            self._relax()
        if level == 1 and self.gap and len(self.rows) <= PRICED:
            self._price(left)
        if self.gap:
            self.anneal(level, seed, left)
        self.settled = not self.gap

    def _keep(self, sets: Sequence[Set]) -> None:
        if self.rank(sets) > self.rank(self.sets):
            self.sets = sorted(sets)

    def anneal(self, level: int, seed: int, left: Seconds) -> None:
        """Plans anew, then tidies the best plan: fewer employers, less travel."""
        size = len(self.rows)
        moves, begun = self._moves(level, left), left()
        alone = np.arange(size)
        self._walk(alone, SEEKING, Cooling(*SEEKING_HEAT, moves, seed + level), left)
        self.pace = moves / max(begun - left(), SHORT)
        member = 0.5 / (size + 1)
        tidying = Worth(0.0, 1.0, member, member / (size * max(1.0, float(self.km.max()))))
        cooling = Cooling(TIDYING_HEAT, member / 10, MOVES_TO_TIDY * size, seed + level)
        of = np.arange(size)
        for members in self.sets:
            of[list(members)] = members[0]
        self._walk(of, tidying, cooling, left)

    def _moves(self, level: int, left: Seconds) -> int:
        """Returns the moves of a level, fewer where they would not cool in the time left."""
        moves: int = MOVES_EACH * len(self.rows) * 4**level
        fitting = int(self.pace * left() * COOLED_WITHIN)
        return max(1, min(moves, fitting)) if self.pace else moves

    def _walk(self, of: Indices, worth: Worth, cooling: Cooling, left: Seconds) -> None:
        place = market(self.needs, self.near, self.km, self.rules)
        start: Groups = grouped(place, of, self.largest, worth)
        found = annealed(place, start, worth, cooling, lambda: left() > 0)
        self._keep(self._listable(found))

    def _listable(self, sets: Sequence[Set]) -> list[Set]:
        """Returns sets with as many jobs that are minimal and irreducible."""
        return [part for members in sets for part in self._parts(members)]

    def _parts(self, members: Set) -> list[Set]:
        jobs = self.jobs(members)
        if not jobs:
            return []
        smaller = [members[:place] + members[place + 1 :] for place in range(len(members))]
        enough = [each for each in smaller if len(each) > 1 and self.jobs(each) == jobs]
        if enough:
            return self._parts(min(enough, key=self.width))
        for one, other in splits(len(members)):
            both = [tuple(members[place] for place in half) for half in (one, other)]
            if sum(map(self.jobs, both)) >= jobs:
                return self._listable(both)
        return [members]

    def _relax(self) -> None:
        """Bounds the plan by what all its sets must meet together."""
        rows = by_size(self.needs)
        needs, near = self.needs[rows], self.near[np.ix_(rows, rows)]
        most = most_jobs(needs, near, self.rules, self.largest)
        self.bound = min(self.bound, int(relaxed(needs, self.rules, self.largest, most)))

    def _price(self, left: Seconds) -> None:
        """Bounds the plan by prices, and chooses among the sets that these brought up."""
        pricing = Pricing(self.needs, self.near, self.rules, self.largest)
        for bound in pricing.bounds(part_of(left, PRICING)):
            self.bound = min(self.bound, int(bound))
            if not self.gap:
                return
        sets = pricing.worthwhile(self.bound - self.gap + 1)
        chosen = Packing(sets, part_of(left, PACKING)).most_jobs()
        if chosen:
            self._keep(
                self._listable([tuple(row[row >= 0].tolist()) for row in sets.members[chosen]])
            )

    def _choose(self, left: Seconds) -> None:
        """Lists all sets and chooses among those that could be in a plan as good."""
        columns = self._columns(left)
        if columns is None:
            return
        prices = prices_of(columns)
        self.bound = min(self.bound, int(np.floor(prices.sum())))
        found = sum(map(self.jobs, self.sets))
        spare = columns.cost(prices) - columns.jobs
        equal = columns.only(spare <= prices.sum() - found)
        chosen = Packing(equal, left).best()
        if chosen is None:
            return
        best = [tuple(row[row >= 0].tolist()) for row in equal.members[chosen]]
        self.sets = max(best, self.sets, key=self.rank)
        self.bound = sum(map(self.jobs, self.sets))

    def _columns(self, left: Seconds) -> Columns | None:
        """Returns all minimal and irreducible sets; none where time runs out."""
        members, jobs = [np.zeros((0, self.largest), np.intp)], [np.zeros(0, np.int64)]
        for sets, worth in blocks_of(self.needs, self.near, self.rules, self.largest):
            if not left():
                return None
            members.append(sets)
            jobs.append(worth)
        every = np.concatenate(members)
        filled = np.where(every < 0, every[:, :1], every)
        km = self.km[filled[:, :, None], filled[:, None]].max((1, 2), initial=0.0)
        return Columns(every, np.concatenate(jobs), km, len(self.rows))
