"""Bridges between employers: who could move from where to where, when, and what they lack.

Dated surpluses meet open needs within a radius as the crow flies, or within minutes by road where
travel times were loaded; where no surplus is declared, usual turnover does. Direction counts. A
reader below the cell reads of both sides only what fits several employers, until both agreed to be
named. People are assigned jointly over all bridges of the answer, so that nobody is counted twice;
beside it stands what each bridge could carry alone. Order: people × score, score, kilometres, then
the keys of the surplus and the need; refused bridges last. Cost: likeness of each occupation
released, a search of neighbours for each pair of linked occupations, one flow of least cost. There
is no randomness.
"""

from __future__ import annotations

from datetime import date
from itertools import islice

import numpy as np

from graph.analyses.bridging.assignment import Cells, assign
from graph.analyses.bridging.crossings import Crossings, Pairs
from graph.analyses.bridging.finding import Found, crossing_set, employers_named, nearest_misses
from graph.analyses.bridging.joining import NEAR_MISS_KM
from graph.analyses.bridging.parameters import BridgesParameters
from graph.analyses.bridging.records import RECORDS, records
from graph.analyses.bridging.results import Bridge, BridgesResult, PoolCount
from graph.analyses.bridging.stocks import Stocks
from graph.analyses.bridging.writing import Writer
from graph.analyses.flows import Whole
from graph.analyses.moves.skills import TYPES
from graph.analyses.reasons import Reason, named, reason
from graph.analyses.registry import Analysis
from graph.errors import unknown
from graph.progress import progress
from graph.snapshot import Snapshot

STAGES = 3  # what meets, who crosses, what is written out
__all__ = ["ANALYSIS", "BridgesParameters", "jointly", "one", "run"]


def run(snapshot: Snapshot, parameters: BridgesParameters) -> BridgesResult:
    """Returns the bridges of a territory, of an employer, or towards one.

    Raises:
        UnknownNameError: no employer, territory or sector has that key.
        DataError: both sides are named to a reader who may not know them.
    """
    progress(0, STAGES)
    found = crossing_set(snapshot, parameters)
    progress(1, STAGES)
    writer = Writer(found.market, found.moves, employers_named(parameters))
    people = jointly(found.within)
    progress(2, STAGES)
    shown = _ranked(found.within.pairs, people)[: parameters.top].tolist()
    misses = nearest_misses(found.beyond)
    return BridgesResult(
        on=date.fromisoformat(found.market.on),
        basis=found.basis,
        bridges=tuple(writer.bridge(found.within[n], int(people[n])) for n in shown),
        total=len(found.within),
        people=int(people.sum()),
        near_misses=tuple(map(writer.near_miss, islice(misses, parameters.top))),
        left_out=tuple(found.market.left_out),
        pools=_pools(snapshot, found.needs),
        reasons=_basis(found, parameters),
    )


def one(snapshot: Snapshot, parameters: BridgesParameters, key: str) -> Bridge:
    """Returns the bridge of a key as it stands in an answer, writing out no other.

    Raises:
        UnknownNameError: it is not in that answer, or no employer, territory or sector has its key.
        DataError: both sides are named to a reader who may not know them.
    """
    found = crossing_set(snapshot, parameters)
    writer = Writer(found.market, found.moves, employers_named(parameters))
    keys = {key: place for place, key in enumerate(writer.keys(found.within))}
    if key not in keys:
        raise unknown("bridging.unknown", key, keys)
    place = keys[key]
    return writer.bridge(found.within[place], int(jointly(found.within)[place]))


def jointly(found: Crossings) -> Whole:
    """Returns the people of each crossing when nobody is counted twice; none on a refused one."""
    open_ones = ~found.pairs.refused
    pairs = found.only(open_ones).pairs
    (released, supply), (sought, demand) = map(_numbered, (pairs.surplus, pairs.need))
    cells = Cells(supply, demand, pairs.score, pairs.km)
    people = np.zeros(len(found), np.int64)
    people[open_ones] = assign(found.surpluses.people[released], found.needs.people[sought], cells)
    return people


def _numbered(places: Whole) -> tuple[Whole, Whole]:
    """Returns each place once, in the order in which they are met, and the number of each."""
    each, first, numbers = np.unique(places, return_index=True, return_inverse=True)
    order = np.argsort(first)
    return each[order], np.argsort(order)[numbers]


def _ranked(pairs: Pairs, people: Whole) -> Whole:
    """Returns the places of crossings in the order of the answer; they come in that of keys."""
    worth = people * pairs.score
    return np.lexsort((np.round(pairs.km, 3), -pairs.score, -worth, pairs.refused))


def _pools(snapshot: Snapshot, needs: Stocks) -> tuple[PoolCount, ...]:
    """Returns the pools of the occupations sought, by key."""
    sought = set(needs.by_occupation()[1].tolist())
    table, occupations = snapshot.table("Pool"), snapshot.table("Occupation")
    located = snapshot.links("Pool-LOCATED_IN-Territory").by_source
    return tuple(
        PoolCount(
            pool=named(table, place, "title"),
            kind=table.value(place, "kind"),
            headcount=table.value(place, "headcount"),
            counted_on=table.value(place, "counted_on"),
            occupation=named(occupations, occupation, "title"),
            territories=tuple(
                named(snapshot.table("Territory"), where) for where in located.get(place, ())
            ),
        )
        for place, occupation in snapshot.links("Pool-OF_OCCUPATION-Occupation").pairs()
        if occupation in sought
    )


def _basis(found: Found, parameters: BridgesParameters) -> tuple[Reason, ...]:
    causes = [left.reason.code for left in found.market.left_out]
    declared = int((found.surpluses.labels == "Surplus").sum())
    return (
        reason("bridge.basis.surpluses", count=declared),
        *_of_staff(found, declared, parameters.turnover),
        reason("bridge.basis.needs", count=len(found.needs)),
        _of_reach(found, parameters.minutes),
        *(
            reason(code.replace(".left.", ".left_count."), count=causes.count(code))
            for code in sorted(set(causes))
        ),
    )


def _of_staff(found: Found, declared: int, turnover: float) -> tuple[Reason, ...]:
    if found.basis == "declared":
        return ()
    percent, usual = round(100 * turnover), len(found.surpluses) - declared
    return (reason("bridge.basis.usual", count=usual, percent=percent),)


def _of_reach(found: Found, minutes: float | None) -> Reason:
    if minutes is None:
        return reason("bridge.basis.radius", km=found.radius_km, beyond=NEAR_MISS_KM)
    return reason("bridge.basis.minutes", minutes=minutes, km=found.radius_km)


ANALYSIS = Analysis(
    name="bridges",
    title="bridges.title",
    help="bridges.help",
    parameters=BridgesParameters,
    result=BridgesResult,
    types=(
        *TYPES,
        "Company",
        "Actor",
        "Need",
        "Surplus",
        "Session",
        "Territory",
        "Pool",
        "Sector",
        "Agreement",
        "Project",
        "Visit",
    ),
    run=run,
    write=records,
    writes=RECORDS,
)
