"""The best disjoint sets of a list: prices that bound them, and the plan itself by CP-SAT.

The linear relaxation (Balas and Padberg 1976, Set partitioning: a survey) gives each employer a
price such that no set of the list has more jobs than its members' prices: any plan then has at most
the sum of all prices. A set that falls short of its members' prices by more than the plan may lose
is in no better plan, and is left out before the search.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csc_matrix

from graph.analyses.grouping.hours import Flags, Floats, Indices, Jobs
from graph.progress import progress

NEW_COLUMNS = 2_000
METRES = 1000
POLL = 0.1
EXACT = 1e-9


@dataclass(frozen=True)
class Columns:
    """Sets to choose from: `members` (sets, largest) padded with -1, jobs, greatest distance."""

    members: Indices
    jobs: Jobs
    km: Floats
    employers: int

    def only(self, kept: Flags | Indices) -> Columns:
        """Returns some of the sets."""
        return Columns(self.members[kept], self.jobs[kept], self.km[kept], self.employers)

    def joined(self, other: Columns) -> Columns:
        """Returns the sets of both."""
        members = np.concatenate([self.members, other.members])
        jobs, km = np.r_[self.jobs, other.jobs], np.r_[self.km, other.km]
        return Columns(members, jobs, km, self.employers)

    @cached_property
    def size(self) -> Jobs:
        """The members of each set."""
        counted: Jobs = (self.members >= 0).sum(1)
        return counted

    def cost(self, prices: Floats) -> Floats:
        """Returns the sum of the prices of each set's members."""
        summed: Floats = np.r_[prices, 0.0][self.members].sum(1)
        return summed


def prices_of(columns: Columns) -> Floats:
    """Returns a price for each employer, (n,), so that no set has more jobs than its members cost.

    By column generation: the relaxation of some sets, then of those that cost too little with it.
    What rounding leaves is added to every price.
    """
    prices = np.zeros(columns.employers)
    chosen = np.zeros(len(columns.jobs), np.bool_)
    while True:
        progress()
        lacking = columns.jobs - columns.cost(prices)
        fresh = np.flatnonzero((lacking > 1e-7) & ~chosen)
        if not len(fresh):
            return prices + max(0.0, float(lacking.max(initial=0.0))) / 2 + EXACT
        chosen[fresh[np.argsort(-lacking[fresh], kind="stable")[:NEW_COLUMNS]]] = True
        prices = dual(columns.only(chosen))


def dual(columns: Columns) -> Floats:
    """Returns the dual prices of the relaxation of all the sets given."""
    if not len(columns.jobs):
        return np.zeros(columns.employers)
    rows, places = np.nonzero(columns.members >= 0)
    at = columns.members[rows, places]
    shape = columns.employers, len(columns.jobs)
    matrix = csc_matrix((np.ones(len(at)), (at, rows)), shape)
    ones = np.ones(columns.employers)
    found = linprog(-columns.jobs.astype(float), matrix, ones, method="highs")
    prices: Floats = np.maximum(-found.ineqlin.marginals, 0.0)
    return prices


class Packing:
    """A choice of disjoint sets, sought by CP-SAT on one thread; `seconds` tells what is left."""

    def __init__(self, columns: Columns, seconds: Callable[[], float]) -> None:
        from ortools.sat.python import cp_model

        self.columns, self.seconds, self.sure = columns, seconds, False
        self.model = cp_model.CpModel()
        self.taken = [self.model.new_bool_var("") for _ in columns.jobs]
        at: list[list[Any]] = [[] for _ in range(columns.employers)]
        for row, place in np.argwhere(columns.members >= 0).tolist():
            at[columns.members[row, place]].append(self.taken[row])
        for sets in at:
            self.model.add_at_most_one(sets)

    def most_jobs(self) -> list[int] | None:
        """Returns the rows of the sets with the most jobs, none where none was found in time.

        `sure` says then whether no choice has more.
        """
        return self._least(-self.columns.jobs)

    def best(self) -> list[int] | None:
        """Returns the rows of the best plan; none where time ran out before its jobs are sure.

        Ties go to fewer employers, then to the least sum of greatest distances in metres, then to
        sets that stand earlier in ascending order, as far as time allows.
        """
        metres = np.rint(self.columns.km * METRES).astype(np.int64)
        places = np.argsort(np.lexsort(self.columns.members.T[::-1]))
        lower = np.rint(METRES * np.log2(1 + places)).astype(np.int64)
        chosen = self.most_jobs()
        if not self.sure:
            return None
        for aim in (self.columns.size, metres, lower):
            better = self._least(aim) if chosen else None
            if better is None:
                break
            chosen = better
        return chosen

    def _least(self, aim: Jobs) -> list[int] | None:
        """Returns the rows of the choice that costs least, and keeps it to that cost from now."""
        from ortools.sat.python import cp_model

        told = cp_model.LinearExpr.weighted_sum(self.taken, aim.tolist())
        self.model.minimize(told)
        solver = cp_model.CpSolver()
        solver.parameters.max_time_in_seconds = max(self.seconds(), POLL)
        solver.parameters.num_workers = 1
        status = self._solved(solver)
        self.sure = status == cp_model.OPTIMAL
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None
        chosen = [bool(solver.value(variable)) for variable in self.taken]
        self.model.add(told <= round(solver.objective_value))
        self.model.clear_hints()  # type: ignore[no-untyped-call]
        for variable, value in zip(self.taken, chosen, strict=True):
            self.model.add_hint(variable, value)
        return np.flatnonzero(chosen).tolist()

    def _solved(self, solver: Any) -> Any:
        """Returns how the solver ends in a thread of its own: this one hears when to stop."""
        with ThreadPoolExecutor(1) as pool:
            work = pool.submit(solver.solve, self.model)
            try:
                while not wait([work], POLL).done:
                    progress()
            finally:
                solver.stop_search()
        return work.result()
