"""Flows of least cost: as many units as can go, over arcs with capacities, at the least sum.

Solved by successive approximation (Goldberg 1997, An efficient implementation of a scaling
minimum-cost flow algorithm), whose flows are whole.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]


class Arcs(NamedTuple):
    """Arcs between numbered nodes; each array runs along the arcs."""

    starts: Whole
    ends: Whole
    capacities: Whole
    costs: Whole


def least_cost(supplies: Whole, arcs: Arcs) -> Whole:
    """Returns the units of each arc; a node's supply is positive, its demand negative.

    The greatest flow first, then the least cost; nodes without supply pass on what comes.
    """
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

    solver = SimpleMinCostFlow()
    places = solver.add_arcs_with_capacity_and_unit_cost(*arcs)
    solver.set_nodes_supplies(np.arange(len(supplies)), supplies)
    status = solver.solve_max_flow_with_min_cost()
    if status != solver.OPTIMAL:
        raise RuntimeError(f"flow not solved: {status.name}")
    units: Whole = np.asarray(solver.flows(places), dtype=np.int64)
    return units
