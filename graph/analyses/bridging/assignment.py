"""Who goes where when nobody is counted twice: people over cells, jointly and at best.

A transport problem (Hitchcock 1941): its constraint matrix is totally unimodular, so a vertex of
the linear programme is whole. Solved by the dual simplex of HiGHS.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

KM_WEIGHT = 1e-4
RANK_WEIGHT = 1e-5


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
    from scipy.optimize import linprog
    from scipy.sparse import csr_matrix

    rows = [row for c in cells for row in (c.supply, len(supply) + c.demand)]
    columns = np.repeat(np.arange(len(cells)), 2)
    shape = (len(supply) + len(demand), len(cells))
    found = linprog(
        -_values(cells, min(sum(supply), sum(demand))),
        A_ub=csr_matrix((np.ones(len(rows)), (rows, columns)), shape=shape),
        b_ub=[*supply, *demand],
        method="highs-ds",
    )
    return [round(people) for people in found.x.tolist()]


def _values(cells: Sequence[Cell], most: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Returns what one person on each cell is worth.

    One person more is worth more than any scores. The logarithm of a cell's rank keeps apart the
    plans that swap two pairs of people, whose ranks have one sum.
    """
    scores = np.array([cell.score for cell in cells])
    km = np.array([cell.km for cell in cells])
    rank = np.log1p(np.arange(len(cells))) / np.log1p(len(cells))
    farthest = max(float(km.max()), 1.0)
    values = (most + 1) + scores - KM_WEIGHT * km / farthest - RANK_WEIGHT * rank
    return np.asarray(values, dtype=np.float64)
