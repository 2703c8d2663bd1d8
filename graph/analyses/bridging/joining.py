"""The pairs of a surplus and a need that people could cross, and those just out of reach."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from graph.analyses.bridging.crossings import Crossings, Move, Pairs, Vetoes
from graph.analyses.bridging.market import Market
from graph.analyses.bridging.stocks import (
    EMPLOYERS,
    Employer,
    Flags,
    Stocks,
    employer_numbers,
)
from graph.analyses.moves.moves import Moves, by_pair
from graph.analyses.moves.skills import veto
from graph.geography import Indexes, Numbers, neighbours
from graph.progress import progress
from graph.snapshot import Snapshot

NEAR_MISS_KM = 10.0
NEAR_MISS_MINUTES = 10.0
FASTEST = 130 / 60  # kilometres as the crow flies in a minute by road, at most


def crossings(
    market: Market,
    moves: Moves,
    sides: tuple[Stocks, Stocks],
    radius_km: float,
    min_score: float,
    minutes: float | None,
) -> Crossings:
    """Returns the crossings between surpluses and needs within reach or just beyond it, in order.

    One of a surplus and a need: of their occupations those that nobody refused and that are most
    alike. Official mobilities are crossings whatever their likeness, refused ones say so. Both
    sides must have a day in common, and no employer crosses to itself. In the order of surpluses,
    then of needs. Reach is the radius, or `minutes` by road where they are given and a travel time
    is known; just beyond are NEAR_MISS_KM or NEAR_MISS_MINUTES.
    """
    surpluses, needs = sides
    reach = _Reach(market, radius_km, minutes)
    taken = sorted(_linked(moves, surpluses, needs, min_score), key=_preference)
    met = _best(_near(taken, surpluses, needs, reach.searched_km))
    employers = surpluses.employers[met.surplus], needs.employers[met.need]
    vetoes = _vetoes(market.snapshot)
    refused = np.array([move.refused is not None for move in taken], np.bool_)[met.move]
    refused |= _among(vetoes, *employers)
    score = np.array([move.score for move in taken], np.float64)[met.move]
    measured = reach.measured(*employers, met.km)
    found = Pairs(met.surplus, met.need, met.move, score, met.km, *measured, refused)
    tolerated = np.where(found.timed, NEAR_MISS_MINUTES, NEAR_MISS_KM)
    return Crossings(surpluses, needs, taken, vetoes, found).only(found.beyond <= tolerated)


def _linked(moves: Moves, surpluses: Stocks, needs: Stocks, min_score: float) -> Iterator[Move]:
    """Yields the moves between the occupations of both sides that people may take."""
    sought = np.unique(needs.by_occupation()[1])
    for origin in np.unique(surpluses.by_occupation()[1]).tolist():
        progress()
        alike = moves.scores(origin).score[sought] >= min_score
        linked = alike | (moves.known[origin, sought] > 0) | (sought == origin)
        for destination in sought[linked].tolist():
            yield _model(moves, origin, destination)


def _model(moves: Moves, origin: int, destination: int) -> Move:
    values = moves.vetoes.get((origin, destination))
    refused = None if values is None else veto(values)
    if origin == destination:
        return Move(origin, destination, 1.0, 1.0, 1.0, 1.0, refused)
    score, likeness, practice, coverage = (
        float(along[destination]) for along in moves.scores(origin)
    )
    return Move(origin, destination, score, likeness, practice, coverage, refused)


def _preference(move: Move) -> tuple[bool, float, float, int, int]:
    refused = move.refused is not None
    return refused, -move.score, -move.coverage, move.origin, move.destination


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

    def measured(
        self, ones: Indexes, others: Indexes, km: Numbers
    ) -> tuple[Numbers, Numbers, Flags]:
        """Returns the minutes by road, how far beyond reach that is, and whether in minutes."""
        taken = self.market.minutes(ones, others)
        if self.minutes is None:
            return taken, km - self.radius_km, np.zeros(len(km), np.bool_)
        timed = ~np.isnan(taken)
        return taken, np.where(timed, taken - self.minutes, km - self.radius_km), timed


class _Met(NamedTuple):
    """Surpluses, needs and moves from one to the other: their places, and kilometres."""

    surplus: Indexes
    need: Indexes
    move: Indexes
    km: Numbers

    def only(self, chosen: Flags | Indexes) -> _Met:
        return _Met._make(column[chosen] for column in self)


def _near(moves: Sequence[Move], surpluses: Stocks, needs: Stocks, km: float) -> _Met:
    """Returns what meets: two employers within `km` of each other, with a day in common."""
    holders, held = surpluses.by_occupation()
    seekers, sought = needs.by_occupation()
    leaving = {origin: holders[held == origin] for origin in np.unique(held).tolist()}
    sizes = np.array([len(leaving[move.origin]) for move in moves], np.int64)
    move = np.repeat(np.arange(len(moves)), sizes)
    surplus = np.concatenate([holders[:0], *(leaving[move.origin] for move in moves)])
    coming = np.array([move.destination for move in moves], np.int64)[move]
    places = surpluses.where[surplus], needs.where[seekers]
    left, right, away = neighbours(*places, km, (coming, sought))
    found = _Met(surplus[left], seekers[right], move[left], away)
    return found.only(_meet(surpluses, needs, found))


def _meet(surpluses: Stocks, needs: Stocks, found: _Met) -> Flags:
    """Returns whether two employers meet, and their days have one in common."""
    one, other = found.surplus, found.need
    met: Flags = surpluses.employers[one] != needs.employers[other]
    met &= surpluses.starts_on[one] <= needs.until[other]
    met &= needs.starts_on[other] <= surpluses.until[one]
    return met


def _best(met: _Met) -> _Met:
    """Returns one move of each surplus and need, the first, in their order."""
    ordered = met.only(np.lexsort((met.move, met.need, met.surplus)))
    first = np.ones(len(ordered.km), np.bool_)
    first[1:] = (np.diff(ordered.surplus) != 0) | (np.diff(ordered.need) != 0)
    return ordered.only(first)


def _vetoes(snapshot: Snapshot) -> Vetoes:
    """Returns what was said of refused bridges, by both employers."""
    return {
        (Employer(one, source), Employer(other, target)): values
        for one in EMPLOYERS
        for other in EMPLOYERS
        for (source, target), values in by_pair(snapshot, f"{one}-VETOED-{other}").items()
    }


def _among(vetoes: Vetoes, ones: Indexes, others: Indexes) -> Flags:
    """Returns which pairs of employers, told by their numbers, are refused."""
    refused = {tuple(employer_numbers(*each).item() for each in pair) for pair in vetoes}
    if not refused:
        return np.zeros(len(ones), np.bool_)
    pairs = zip(ones.tolist(), others.tolist(), strict=True)
    return np.array([pair in refused for pair in pairs], np.bool_)
