"""The plan: disjoint groupings with the most jobs in all, a bound, and whether none is better.

Employers who are not near one another, even through others, never meet: each connected part of
"near" is planned alone, and jobs and bounds add up. A part is first planned by annealing. Its
bound is the margin of all its needs together: a set has no more jobs than its margin, and by
superadditivity the margins of disjoint sets add up to no more than the margin of all. Prices of
employers bound a part of moderate size closer (`pricing`); of a small one all sets are listed, and
CP-SAT settles what is best and every tie.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
from scipy.sparse.csgraph import connected_components

from graph.analyses.grouping.hours import MONTHS, TOLERANCE, Flags, Floats, Indices, Rules, gain
from graph.progress import progress

LEVELS = 8


@dataclass(frozen=True)
class Plan:
    """Disjoint sets of employers, ascending, each with its jobs; no plan has more than `bound`."""

    sets: tuple[tuple[int, ...], ...]
    jobs: tuple[int, ...]
    bound: int
    proven: bool
    seconds: float


class Clock:
    """The seconds given and gone; asking how many are left is where work hears it is to stop."""

    def __init__(self, seconds: float) -> None:
        self.given, self.begun = seconds, time.monotonic()

    @property
    def gone(self) -> float:
        """The seconds gone."""
        return time.monotonic() - self.begun

    def left(self) -> float:
        """Returns the seconds left, 0 once they are gone."""
        progress(min(int(self.gone), int(self.given)), int(self.given))
        return max(0.0, self.given - self.gone)


def plan_of(  # noqa: PLR0913
    needs: Floats,
    near: Flags,
    km: Floats,
    rules: Rules,
    largest: int = 8,
    seconds: float = 60.0,
    seed: int = 0,
) -> Plan:
    """Returns the disjoint sets with the most jobs found, each minimal and irreducible.

    Ties go to fewer employers, then to less travel, the sum of the sets' greatest distances, then
    to the lower rows: surely where a part's sets are few, else among those found. The same data,
    seed and enough seconds give the same plan.

    Args:
        needs: residual months, (n, 12).
        near: who may share with whom, (n, n), symmetric.
        km: distances, (n, n).
        rules: what a shared job must meet.
        largest: members of a set at most.
        seconds: after which the best found is returned.
        seed: of the annealing.

    Raises:
        Cancelled: the work was to stop.
    """
    from graph.analyses.grouping.parts import Part

    _compile()
    clock = Clock(seconds)
    parts = [
        Part(rows, needs[rows], near[np.ix_(rows, rows)], km[np.ix_(rows, rows)], rules, largest)
        for rows in _connected(needs, near)
    ]
    for level in range(LEVELS):
        for part in parts:
            if not part.settled and clock.left():
                part.improve(level, seed, clock.left)
    sets = sorted(each for part in parts for each in part.in_whole())
    jobs = tuple(int(gain(needs, np.array([each]), rules)[0]) for each in sets)
    bound = sum(part.bound for part in parts)
    return Plan(tuple(sets), jobs, bound, bound == sum(jobs), clock.gone)


@cache
def _compile() -> None:
    """Has compiled what anneals: the first process after an install would lose its time to it."""
    from graph.analyses.grouping.parts import Part

    needs, near = np.full((2, MONTHS), 0.5), ~np.eye(2, dtype=np.bool_)
    part = Part(np.arange(2), needs, near, np.zeros((2, 2)), Rules(), 2)
    part.anneal(0, 0, lambda: 1.0)


def _connected(needs: Floats, near: Flags) -> Iterator[Indices]:
    """Yields the connected parts of those who need something, of two or more."""
    rows = np.flatnonzero(needs.sum(1) > TOLERANCE)
    _, labels = connected_components(near[np.ix_(rows, rows)], directed=False)
    for label in range(labels.max(initial=-1) + 1):
        part = rows[labels == label]
        if len(part) > 1:
            yield part
