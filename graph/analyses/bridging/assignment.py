"""Who goes where when nobody is counted twice: people over cells, jointly and at best.

A transport problem (Hitchcock 1941), solved as a flow of least cost by successive approximation
(Goldberg 1997), whose flows are whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

KM_WEIGHT = 1e-4
RANK_WEIGHT = 1e-5
UNIT = 10**9  # of cost: a score of 1


class Cell(NamedTuple):
    """A supply that may fill a demand; `score` is 0 to 1."""

    supply: int
    demand: int
    score: float
    km: float


def assign(supply: Sequence[int], demand: Sequence[int], cells: Sequence[Cell]) -> list[int]:
    """Returns how many people each cell takes, none above its supply or its demand.

    As many people as can be first, then the greatest sum of their scores. Between equals the
    fewest kilometres, then the first cells of the list, decide.
    """
    if not cells:
        return []
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

    starts = np.array([cell.supply for cell in cells])
    ends = len(supply) + np.array([cell.demand for cell in cells])
    people = np.array([min(supply[c.supply], demand[c.demand]) for c in cells])
    flow = SimpleMinCostFlow()
    arcs = flow.add_arcs_with_capacity_and_unit_cost(starts, ends, people, _costs(cells))
    flow.set_nodes_supplies(
        np.arange(len(supply) + len(demand)), np.array([*supply, *(-each for each in demand)])
    )
    status = flow.solve_max_flow_with_min_cost()
    if status != flow.OPTIMAL:
        raise RuntimeError(f"flow not solved: {status.name}")
    return [int(people) for people in flow.flows(arcs)]


def _costs(cells: Sequence[Cell]) -> NDArray[np.int64]:
    """Returns what one person on each cell costs.

    The logarithm of a cell's rank keeps apart the plans that swap two pairs of people, whose ranks
    have one sum.
    """
    scores = np.array([cell.score for cell in cells])
    km = np.array([cell.km for cell in cells])
    rank = np.log1p(np.arange(len(cells))) / np.log1p(len(cells))
    farthest = max(float(km.max()), 1.0)
    costs = (1 - scores) + KM_WEIGHT * km / farthest + RANK_WEIGHT * rank
    whole: NDArray[np.int64] = np.round(UNIT * costs).astype(np.int64)
    return whole
