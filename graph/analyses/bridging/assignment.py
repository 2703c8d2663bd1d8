"""Who goes where when nobody is counted twice: people over cells, jointly and at best.

A transport problem (Hitchcock 1941), solved as a flow of least cost.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from graph.analyses.flows import Arcs, Whole, least_cost
from graph.geography import Numbers

KM_WEIGHT = 1e-4
RANK_WEIGHT = 1e-5
UNIT = 10**9  # of cost: a score of 1


class Cells(NamedTuple):
    """Supplies that may fill demands, in arrays that run along; `score` is 0 to 1."""

    supply: Whole
    demand: Whole
    score: Numbers
    km: Numbers


def assign(supply: Whole, demand: Whole, cells: Cells) -> Whole:
    """Returns how many people each cell takes, none above its supply or its demand.

    As many people as can be first, then the greatest sum of their scores. Between equals the
    fewest kilometres, then the first cells, decide.
    """
    if not len(cells.km):
        return np.zeros(0, np.int64)
    people = np.minimum(supply[cells.supply], demand[cells.demand])
    costs = unit_costs(1 - cells.score, cells.km)
    arcs = Arcs(cells.supply, len(supply) + cells.demand, people, costs)
    return least_cost(np.concatenate([supply, -demand]), arcs)


def unit_costs(worse: Numbers, km: Numbers) -> Whole:
    """Returns what one person costs on each arc: first how much worse it is, then kilometres.

    The logarithm of an arc's rank keeps apart the plans that swap two pairs of people, whose ranks
    have one sum.
    """
    rank = np.log1p(np.arange(len(km))) / np.log1p(len(km))
    farthest = max(km.max(), 1.0)
    costs = worse + KM_WEIGHT * km / farthest + RANK_WEIGHT * rank
    whole: Whole = np.round(UNIT * costs).astype(np.int64)
    return whole
