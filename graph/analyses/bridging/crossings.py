"""The pairs of a surplus and a need that people could cross, and those just out of reach."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from graph.analyses.bridging.market import (
    EMPLOYERS,
    Employer,
    Market,
    Stock,
    coordinates,
    meet,
)
from graph.analyses.moves.moves import Moves, by_pair
from graph.analyses.moves.skills import veto
from graph.analyses.reasons import Reason
from graph.geography import neighbours
from graph.snapshot import Snapshot

NEAR_MISS_KM = 10.0
NEAR_MISS_MINUTES = 10.0
FASTEST = 130 / 60  # kilometres as the crow flies in a minute by road, at most


class Move(NamedTuple):
    """From one occupation to another, or to itself; `refused` says why not.

    `score` ranks, of `likeness` and `practice`: see `graph.analyses.moves.moves.Scores`.
    """

    origin: int
    destination: int
    score: float
    likeness: float
    practice: float
    coverage: float
    refused: Reason | None

    @property
    def same(self) -> bool:
        """Whether both occupations are one."""
        return self.origin == self.destination


class Crossing(NamedTuple):
    """People of a surplus who could fill a need, `km` away; `refused` says why not.

    `minutes` are by road, `None` where no travel time was loaded for the two communes. `beyond` is
    how far out of reach it is, in minutes where `timed`, else in kilometres; `None` within reach.
    """

    surplus: Stock
    need: Stock
    move: Move
    km: float
    refused: Reason | None
    minutes: float | None = None
    beyond: float | None = None
    timed: bool = False

    @property
    def possible(self) -> int:
        """People who could cross if this crossing stood alone."""
        return min(self.surplus.people, self.need.people)


def crossings(
    market: Market,
    moves: Moves,
    sides: tuple[Sequence[Stock], Sequence[Stock]],
    radius_km: float,
    min_score: float,
    minutes: float | None = None,
) -> list[Crossing]:
    """Returns every crossing within reach or just beyond it, by surplus, then by need.

    Two employers, days that meet, and one occupation, or two whose likeness reaches `min_score`
    or whose move is an official mobility. Of several occupations of one pair the best counts.
    Reach is the radius, or `minutes` by road where they are given and a travel time is known; just
    beyond are NEAR_MISS_KM or NEAR_MISS_MINUTES.
    """
    best: dict[tuple[str, int, int], Crossing] = {}
    supplies, demands = map(_by_occupation, sides)
    reach = _Reach(market, radius_km, minutes)
    for origin, destination in _linked(moves, sorted(supplies), sorted(demands), min_score):
        model = _model(moves, origin, destination)
        for found in _between(model, supplies[origin], demands[destination], reach):
            pair = (found.surplus.label, found.surplus.record, found.need.record)
            other = best.get(pair)
            if other is None or _preference(found) < _preference(other):
                best[pair] = found
    vetoes = _vetoes(market.snapshot)
    return [_with_veto_of_employers(best[pair], vetoes) for pair in sorted(best)]


def _by_occupation(stocks: Sequence[Stock]) -> dict[int, list[Stock]]:
    found: dict[int, list[Stock]] = defaultdict(list)
    for stock in stocks:
        for occupation in stock.occupations:
            found[occupation].append(stock)
    return found


def _linked(
    moves: Moves, origins: list[int], destinations: list[int], min_score: float
) -> Iterator[tuple[int, int]]:
    for origin in origins:
        score = moves.scores(origin).score
        for end in destinations:
            if end == origin or score[end] >= min_score or (origin, end) in moves.official:
                yield origin, end


def _model(moves: Moves, origin: int, destination: int) -> Move:
    values = moves.vetoes.get((origin, destination))
    refused = None if values is None else veto(values)
    if origin == destination:
        return Move(origin, destination, 1.0, 1.0, 1.0, 1.0, refused)
    score, likeness, practice, coverage = (
        float(along[destination]) for along in moves.scores(origin)
    )
    return Move(origin, destination, score, likeness, practice, coverage, refused)


class _Reach(NamedTuple):
    """How far one can go: a radius, or minutes by road where they are known."""

    market: Market
    radius_km: float
    minutes: float | None

    @property
    def searched_km(self) -> float:
        """How far as the crow flies anything within reach, or just beyond it, can lie."""
        tolerated = self.radius_km + NEAR_MISS_KM
        if self.minutes is None:
            return tolerated
        return max(tolerated, (self.minutes + NEAR_MISS_MINUTES) * FASTEST)

    def crossing(self, surplus: Stock, need: Stock, move: Move, km: float) -> Crossing | None:
        """Returns a crossing with how far beyond reach it is; `None` where that is too far."""
        taken = self.market.minutes(surplus.employer, need.employer)
        timed = self.minutes is not None and taken is not None
        if self.minutes is not None and taken is not None:
            beyond, tolerated = taken - self.minutes, NEAR_MISS_MINUTES
        else:
            beyond, tolerated = km - self.radius_km, NEAR_MISS_KM
        if beyond > tolerated:
            return None
        out = beyond if beyond > 0 else None
        return Crossing(surplus, need, move, km, move.refused, taken, out, timed)


def _between(
    move: Move, supply: list[Stock], demand: list[Stock], reach: _Reach
) -> Iterator[Crossing]:
    near = neighbours(coordinates(supply), coordinates(demand), reach.searched_km)
    for i, j, distance in zip(*(part.tolist() for part in near), strict=True):
        surplus, need = supply[i], demand[j]
        if surplus.employer != need.employer and meet(surplus, need):
            found = reach.crossing(surplus, need, move, distance)
            if found is not None:
                yield found


def _preference(crossing: Crossing) -> tuple[bool, float, float, int, int]:
    move = crossing.move
    refused = crossing.refused is not None
    return refused, -move.score, -move.coverage, move.origin, move.destination


Vetoes = Mapping[tuple[Employer, Employer], Mapping[str, object]]


def _vetoes(snapshot: Snapshot) -> Vetoes:
    """Returns what was said of refused bridges, by both employers."""
    return {
        (Employer(one, source), Employer(other, target)): values
        for one in EMPLOYERS
        for other in EMPLOYERS
        for (source, target), values in by_pair(snapshot, f"{one}-VETOED-{other}").items()
    }


def _with_veto_of_employers(crossing: Crossing, vetoes: Vetoes) -> Crossing:
    values = vetoes.get((crossing.surplus.employer, crossing.need.employer)) if vetoes else None
    if values is None or crossing.refused:
        return crossing
    return crossing._replace(refused=veto(values))
