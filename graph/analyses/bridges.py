"""Bridges between employers: who could move from where to where, when, and what they lack.

Dated surpluses meet open needs within a radius, as the crow flies. Direction counts. People are
assigned jointly over all bridges of the answer, so that nobody is counted twice; beside it stands
what each bridge could carry alone. Order: people × score, score, kilometres, then the keys of the
surplus and the need; refused bridges last. Cost: likeness of each occupation released, a search of
neighbours for each pair of linked occupations, one linear programme: 20,000 employers with 30,000
surpluses and needs take 20 s, of which the programme 14 s. There is no randomness.
"""

from __future__ import annotations

from datetime import date

from pydantic import Field

from graph.analyses.bridging.assignment import Cell, assign
from graph.analyses.bridging.crossings import NEAR_MISS_KM, Crossing, crossings
from graph.analyses.bridging.market import Market, Stock
from graph.analyses.bridging.records import RECORDS, records
from graph.analyses.bridging.results import (
    BridgesResult,
    NearMiss,
    PoolCount,
    Writer,
)
from graph.analyses.moves.moves import MIN_SCORE, moves_of
from graph.analyses.moves.skills import TYPES
from graph.analyses.reasons import Described, Reason, named, reason
from graph.analyses.registry import Analysis
from graph.errors import unknown
from graph.snapshot import Snapshot


class BridgesParameters(Described):
    """Which bridges to look for."""

    company: str | None = Field(
        default=None, description="Key of the employer whose people leave; all when not given."
    )
    towards: str | None = Field(
        default=None, description="Key of the employer that seeks people; all when not given."
    )
    radius_km: float = Field(
        default=35, ge=0, le=500, description="Greatest distance, kilometres as the crow flies."
    )
    on: date | None = Field(
        default=None, description="Day of the analysis; the snapshot's when not given."
    )
    horizon: date | None = Field(
        default=None, description="Last day by which a surplus or a need must begin."
    )
    min_score: float = Field(
        default=MIN_SCORE, ge=0, le=1, description="Smallest likeness of two occupations."
    )
    top: int = Field(
        default=200, ge=1, le=100_000, description="How many bridges and near misses to show."
    )


def run(snapshot: Snapshot, parameters: BridgesParameters) -> BridgesResult:
    """Returns the bridges of a territory, of an employer, or towards one.

    Raises:
        UnknownNameError: no company or actor has that key.
    """
    for employer in (parameters.company, parameters.towards):
        _check_employer(snapshot, employer)
    on = parameters.on or date.fromisoformat(snapshot.as_of[:10])
    market, moves = Market(snapshot, on, parameters.horizon), moves_of(snapshot)
    surpluses = market.stocks("Surplus", parameters.company)
    needs = market.stocks("Need", parameters.towards)
    sides = (surpluses, needs)
    found = crossings(market, moves, sides, parameters.radius_km, parameters.min_score)
    writer = Writer(market, moves)
    within = [crossing for crossing in found if crossing.km <= parameters.radius_km]
    beyond = [crossing for crossing in found if crossing.km > parameters.radius_km]
    ranked = _ranked(within, _jointly(within))
    return BridgesResult(
        on=on,
        bridges=tuple(writer.bridge(*pair) for pair in ranked[: parameters.top]),
        total=len(ranked),
        people=sum(people for _, people in ranked),
        near_misses=_near_misses(writer, beyond, parameters),
        left_out=tuple(market.left_out),
        pools=_pools(snapshot, needs),
        reasons=_basis(market, parameters, surpluses, needs),
    )


def _check_employer(snapshot: Snapshot, key: str | None) -> None:
    tables = [snapshot.table(label) for label in ("Company", "Actor")]
    if key is None or any(key in table.index for table in tables):
        return
    keys = [known for table in tables for known in table.keys]
    raise unknown("bridge.unknown_employer", key, keys)


def _jointly(found: list[Crossing]) -> list[int]:
    """Returns the people of each crossing when nobody is counted twice; none on a refused one."""
    open_ones = [crossing for crossing in found if crossing.refused is None]
    supply = {c.surplus.record: c.surplus.people for c in open_ones}
    demand = {c.need.record: c.need.people for c in open_ones}
    rows = {record: row for row, record in enumerate(supply)}
    columns = {record: column for column, record in enumerate(demand)}
    cells = [
        Cell(rows[c.surplus.record], columns[c.need.record], c.move.score, c.km) for c in open_ones
    ]
    people = iter(assign(list(supply.values()), list(demand.values()), cells))
    return [next(people) if crossing.refused is None else 0 for crossing in found]


def _ranked(found: list[Crossing], people: list[int]) -> list[tuple[Crossing, int]]:
    """Returns the crossings in the order of the answer; they come in the order of their keys."""

    def rank(pair: tuple[Crossing, int]) -> tuple[bool, float, float, float]:
        crossing, count = pair
        score, refused = crossing.move.score, crossing.refused is not None
        return refused, -count * score, -score, round(crossing.km, 3)

    return sorted(zip(found, people, strict=True), key=rank)


def _near_misses(
    writer: Writer, beyond: list[Crossing], parameters: BridgesParameters
) -> tuple[NearMiss, ...]:
    def rank(crossing: Crossing) -> tuple[float, float]:
        return round(crossing.km, 3), -crossing.move.score

    nearest = sorted((c for c in beyond if c.refused is None), key=rank)
    return tuple(writer.near_miss(c, parameters.radius_km) for c in nearest[: parameters.top])


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


def _basis(
    market: Market, parameters: BridgesParameters, surpluses: list[Stock], needs: list[Stock]
) -> tuple[Reason, ...]:
    causes = [left.reason.code for left in market.left_out]
    return (
        reason("bridge.basis.surpluses", count=len(surpluses)),
        reason("bridge.basis.needs", count=len(needs)),
        reason("bridge.basis.radius", km=parameters.radius_km, beyond=NEAR_MISS_KM),
        *(
            reason(code.replace(".left.", ".left_count."), count=causes.count(code))
            for code in sorted(set(causes))
        ),
    )


ANALYSIS = Analysis(
    name="bridges",
    title="bridges.title",
    help="bridges.help",
    parameters=BridgesParameters,
    result=BridgesResult,
    types=(*TYPES, "Company", "Actor", "Need", "Surplus", "Session", "Territory", "Pool"),
    run=run,
    write=records,
    writes=RECORDS,
)
