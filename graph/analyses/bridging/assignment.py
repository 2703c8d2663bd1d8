"""Who goes where when nobody is counted twice: people over cells, jointly and at best.

A transport problem (Hitchcock 1941), solved as a flow of least cost.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from graph.analyses.bridging.crossings import Crossing
from graph.analyses.flows import Arcs, Whole, least_cost

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
    starts = np.array([cell.supply for cell in cells])
    ends = len(supply) + np.array([cell.demand for cell in cells])
    people = np.array([min(supply[c.supply], demand[c.demand]) for c in cells])
    costs = unit_costs([1 - cell.score for cell in cells], [cell.km for cell in cells])
    nodes = np.array([*supply, *(-each for each in demand)])
    found: list[int] = least_cost(nodes, Arcs(starts, ends, people, costs)).tolist()
    return found


def assign_crossings(
    crossings: Sequence[Crossing],
    supply: Mapping[tuple[str, int], int],
    demand: Mapping[tuple[str, int], int],
) -> list[int]:
    """Returns how many people each crossing takes; people by the places of surplus and need."""
    rows = {place: row for row, place in enumerate(supply)}
    columns = {place: column for column, place in enumerate(demand)}
    cells = [
        Cell(rows[c.surplus.place], columns[c.need.place], c.move.score, c.km) for c in crossings
    ]
    return assign(list(supply.values()), list(demand.values()), cells)


def unit_costs(worse: Sequence[float], km: Sequence[float]) -> Whole:
    """Returns what one person costs on each arc: first how much worse it is, then kilometres.

    The logarithm of an arc's rank keeps apart the plans that swap two pairs of people, whose ranks
    have one sum.
    """
    rank = np.log1p(np.arange(len(km))) / np.log1p(len(km))
    farthest = max(max(km), 1.0)
    costs = np.array(worse) + KM_WEIGHT * np.array(km) / farthest + RANK_WEIGHT * rank
    whole: Whole = np.round(UNIT * costs).astype(np.int64)
    return whole
