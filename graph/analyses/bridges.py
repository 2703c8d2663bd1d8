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

from graph.analyses.bridging.assignment import assign_crossings
from graph.analyses.bridging.crossings import NEAR_MISS_KM, Crossing
from graph.analyses.bridging.finding import Found, crossing_set, employers_named, nearest_misses
from graph.analyses.bridging.market import Stock
from graph.analyses.bridging.parameters import BridgesParameters
from graph.analyses.bridging.records import RECORDS, records
from graph.analyses.bridging.results import Bridge, BridgesResult, PoolCount
from graph.analyses.bridging.writing import Writer
from graph.analyses.moves.skills import TYPES
from graph.analyses.reasons import Reason, named, reason
from graph.analyses.registry import Analysis
from graph.errors import unknown
from graph.snapshot import Snapshot

__all__ = ["ANALYSIS", "BridgesParameters", "jointly", "one", "run"]


def run(snapshot: Snapshot, parameters: BridgesParameters) -> BridgesResult:
    """Returns the bridges of a territory, of an employer, or towards one.

    Raises:
        UnknownNameError: no employer, territory or sector has that key.
        DataError: both sides are named to a reader who may not know them.
    """
    found = crossing_set(snapshot, parameters)
    writer = Writer(found.market, found.moves, employers_named(parameters))
    ranked = _ranked(found.within, jointly(found.within))
    return BridgesResult(
        on=date.fromisoformat(found.market.on),
        basis=found.basis,
        bridges=tuple(writer.bridge(*pair) for pair in ranked[: parameters.top]),
        total=len(ranked),
        people=sum(people for _, people in ranked),
        near_misses=tuple(
            writer.near_miss(each) for each in nearest_misses(found.beyond)[: parameters.top]
        ),
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
    keys = {writer.key(crossing): place for place, crossing in enumerate(found.within)}
    if key not in keys:
        raise unknown("bridging.unknown", key, keys)
    place = keys[key]
    return writer.bridge(found.within[place], jointly(found.within)[place])


def jointly(found: list[Crossing]) -> list[int]:
    """Returns the people of each crossing when nobody is counted twice; none on a refused one."""
    open_ones = [crossing for crossing in found if crossing.refused is None]
    supply = {c.surplus.place: c.surplus.people for c in open_ones}
    demand = {c.need.place: c.need.people for c in open_ones}
    people = iter(assign_crossings(open_ones, supply, demand))
    return [next(people) if crossing.refused is None else 0 for crossing in found]


def _ranked(found: list[Crossing], people: list[int]) -> list[tuple[Crossing, int]]:
    """Returns the crossings in the order of the answer; they come in the order of their keys."""

    def rank(pair: tuple[Crossing, int]) -> tuple[bool, float, float, float]:
        crossing, count = pair
        score, refused = crossing.move.score, crossing.refused is not None
        return refused, -count * score, -score, round(crossing.km, 3)

    return sorted(zip(found, people, strict=True), key=rank)


def _pools(snapshot: Snapshot, needs: list[Stock]) -> tuple[PoolCount, ...]:
    """Returns the pools of the occupations sought, by key."""
    sought = {occupation for need in needs for occupation in need.occupations}
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
    declared = sum(stock.label == "Surplus" for stock in found.surpluses)
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
