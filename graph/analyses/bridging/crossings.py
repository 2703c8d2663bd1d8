"""The pairs of a surplus and a need that people could cross, and those just out of reach."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from graph.analyses.bridging.market import Market, Stock, coordinates, meet
from graph.analyses.moves.moves import Moves, by_pair
from graph.analyses.moves.skills import veto
from graph.analyses.reasons import Reason
from graph.geography import neighbours

NEAR_MISS_KM = 10.0


@dataclass(frozen=True)
class Move:
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


@dataclass(frozen=True)
class Crossing:
    """People of a surplus who could fill a need, `km` away; `refused` says why not.

    `minutes` are by road, `None` where no travel time was loaded for the two communes.
    """

    surplus: Stock
    need: Stock
    move: Move
    km: float
    refused: Reason | None
    minutes: float | None = None

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
) -> list[Crossing]:
    """Returns every crossing up to NEAR_MISS_KM beyond the radius, by surplus, then by need.

    Two employers, days that meet, and one occupation, or two whose likeness reaches `min_score`
    or whose move is an official mobility. Of several occupations of one pair the best counts.
    """
    best: dict[tuple[int, int], Crossing] = {}
    supplies, demands = map(_by_occupation, sides)
    reach = radius_km + NEAR_MISS_KM
    for origin, destination in _linked(moves, sorted(supplies), sorted(demands), min_score):
        model = _model(moves, origin, destination)
        for found in _between(model, supplies[origin], demands[destination], reach):
            pair = (found.surplus.record, found.need.record)
            best[pair] = min(best.get(pair, found), found, key=_preference)
    vetoes = by_pair(market.snapshot, "Company-VETOED-Company")
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


def _between(move: Move, supply: list[Stock], demand: list[Stock], km: float) -> Iterator[Crossing]:
    near = neighbours(coordinates(supply), coordinates(demand), km)
    for i, j, distance in zip(*(part.tolist() for part in near), strict=True):
        surplus, need = supply[i], demand[j]
        if surplus.employer != need.employer and meet(surplus, need):
            yield Crossing(surplus, need, move, distance, move.refused)


def _preference(crossing: Crossing) -> tuple[bool, float, float, int, int]:
    move = crossing.move
    refused = crossing.refused is not None
    return refused, -move.score, -move.coverage, move.origin, move.destination


def _with_veto_of_employers(
    crossing: Crossing, vetoes: Mapping[tuple[int, int], Mapping[str, object]]
) -> Crossing:
    one, other = crossing.surplus.employer, crossing.need.employer
    values = vetoes.get((one.place, other.place))
    if values is None or {one.label, other.label} != {"Company"} or crossing.refused:
        return crossing
    return replace(crossing, refused=veto(values))
