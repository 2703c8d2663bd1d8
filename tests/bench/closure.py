"""Closures: the flow of 5,000 surpluses over 5,000 needs, and the answer in a basin of companies.

The peer of the flow is `ortools` alone on arrays that are ready; ours begins with cells and ends
with people. The peer of a basin's closure is the same solver on the ways of that closure alone: no
crossing, no likeness, no reasons; the second column is what a page waits for, once the graph is
read. A basin is made from a seed: companies within 40 km, occupations of 6 skills out of 60.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median

import numpy as np

from graph.analyses.bridges import jointly
from graph.analyses.bridging.assignment import Cells, assign, unit_costs
from graph.analyses.bridging.finding import crossing_set
from graph.analyses.bridging.parameters import BridgesParameters
from graph.analyses.closure import ClosureParameters, run
from graph.analyses.flows import Arcs, Whole, least_cost
from tests.bench._land import land
from tests.bench._race import interleaved, print_head, print_row

STOCKS, ARCS_EACH, PEOPLE, SEED = (50, 500, 5_000), 20, 12, 20260907
BASINS = (25, 100, 400)


def main() -> None:
    """Prints the figures of the flow at each size, then those of a closure in each basin."""
    print_head("ortools", "maillage / peer")
    for size in STOCKS:
        supply, demand, cells = market(size)
        _flow(supply, demand, cells)
    for companies in BASINS:
        _basin(companies)


def _flow(supply: Whole, demand: Whole, cells: Cells) -> None:
    arcs, nodes = _ready(supply, demand, cells)
    seconds = interleaved(
        {
            "ours": lambda: _timed(lambda: assign(supply, demand, cells)),
            "peer": lambda: _timed(lambda: least_cost(nodes, arcs)),
        }
    )
    ratio = median(seconds["ours"]) / median(seconds["peer"])
    name = f"{len(supply)} x {len(demand)}, {len(cells.km)} arcs"
    print_row(name, seconds["ours"], seconds["peer"], ratio, "1.5 or less")


def _basin(companies: int) -> None:
    snapshot = land(companies)
    asked = ClosureParameters(company="c00000")
    run(snapshot, asked)
    found = crossing_set(snapshot, BridgesParameters(company="c00000", basis="declared"))
    seconds = interleaved(
        {
            "ours": lambda: _timed(lambda: run(snapshot, asked)),
            "peer": lambda: _timed(lambda: jointly(found.within)),
        }
    )
    ratio = median(seconds["ours"]) / median(seconds["peer"])
    print_row(f"closure among {companies}", seconds["ours"], seconds["peer"], ratio, "reported")


def _timed(what: Callable[[], object]) -> float:
    begun = time.perf_counter()
    what()
    return time.perf_counter() - begun


def market(size: int) -> tuple[Whole, Whole, Cells]:
    """Returns stocks of both sides, each surplus with some twenty needs."""
    chance = np.random.default_rng(SEED)
    supply, demand = (chance.integers(1, PEOPLE, size) for _ in range(2))
    rows = np.repeat(np.arange(size), min(ARCS_EACH, size))
    pairs = np.unique(np.stack([rows, chance.integers(0, size, len(rows))], 1), axis=0)
    scores, km = chance.random(len(pairs)), 35 * chance.random(len(pairs))
    return supply, demand, Cells(pairs[:, 0], pairs[:, 1], scores, km)


def _ready(supply: Whole, demand: Whole, cells: Cells) -> tuple[Arcs, Whole]:
    people = np.minimum(supply[cells.supply], demand[cells.demand])
    costs = unit_costs(1 - cells.score, cells.km)
    arcs = Arcs(cells.supply, len(supply) + cells.demand, people, costs)
    return arcs, np.concatenate([supply, -demand])
