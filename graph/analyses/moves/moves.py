"""What a snapshot says of moves between occupations: scores, official mobilities, refusals."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Literal, NamedTuple
from weakref import WeakKeyDictionary

import numpy as np

from graph.analyses.moves.closeness import Closeness
from graph.analyses.moves.practice import NEAREST, Practice, practice, sources_of
from graph.analyses.moves.ranking import (
    in_turn,
    likeness_terms,
    practice_terms,
    ranked,
    shipped,
    weighed,
)
from graph.analyses.moves.skills import Effort, Numbers, Skills, effort
from graph.analyses.moves.texts import Floats
from graph.analyses.moves.trainings import Trainings
from graph.analyses.reasons import Reason, reason
from graph.snapshot import NodeTable, Snapshot

Order = Literal["default", "likeness", "practice", "combined"]
Track = Literal["close", "frequent"]
MIN_SCORE = 0.18
DIGITS = 6


class Scores(NamedTuple):
    """One occupation against all, along the occupations of the snapshot; each 0 to 1.

    `likeness` is what one can already do, `practice` the share of the nearest occupations that
    officially lead there, and `score` either: 1 - (1 - likeness)(1 - practice). `coverage` is the
    weight of the destination's skills already held.
    """

    score: Numbers
    likeness: Numbers
    practice: Numbers
    coverage: Numbers


class Ranked(NamedTuple):
    """A destination in the order of an answer, and the list that put it there."""

    place: int
    track: Track


class Moves:
    """The moves of a snapshot; `moves_of` keeps one for each."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.skills = Skills(snapshot)
        self.closeness = Closeness(self.skills)
        self.trainings = Trainings(snapshot, self.skills)
        self.vetoes = by_pair(snapshot, "Occupation-VETOED-Occupation")
        self.official = by_pair(snapshot, "Occupation-MOVES_TO-Occupation")
        self.retired = _flagged(self.skills.occupations, "retired")
        self.regulated = _flagged(self.skills.occupations, "regulated")
        self._scores: dict[int, Scores] = {}

    @cached_property
    def known(self) -> Floats:
        """The official mobilities, 1 from a row to a column, else 0."""
        size = len(self.skills.occupations)
        known = np.zeros((size, size), np.float32)
        for origin, end in self.official:
            known[origin, end] = origin != end
        return known

    @cached_property
    def practised(self) -> bool:
        """Whether enough occupations have official mobilities for practice to mean anything."""
        return len(sources_of(self.known)) >= NEAREST

    @cached_property
    def practice(self) -> Practice:
        """What the official mobilities say."""
        return practice(self.closeness, self.known)

    @cached_property
    def likeness_terms(self) -> Mapping[str, Floats]:
        """What the list of close destinations is ranked by, unweighed."""
        return likeness_terms(self.closeness, shipped().occupations)

    @cached_property
    def likeness_sums(self) -> Floats:
        """What the list of close destinations is ranked by."""
        return weighed(self.likeness_terms, shipped().likeness)

    @cached_property
    def combined_terms(self) -> Mapping[str, Floats]:
        """What the list of frequent destinations is ranked by, unweighed."""
        found, sums = self.practice, self.likeness_sums
        return practice_terms(found, sums, self.likeness_terms, shipped().occupations)

    @cached_property
    def combined_sums(self) -> Floats:
        """What the list of frequent destinations is ranked by."""
        return weighed(self.combined_terms, shipped().combined)

    def rank(self, origin: int, destination: int) -> int | None:
        """Returns the rank of a move as an official mobility; 0 where it is not said."""
        move = self.official.get((origin, destination))
        if move is None:
            return None
        said = move.get("rank")
        return said if isinstance(said, int) else 0

    def scores(self, origin: int) -> Scores:
        """Returns how feasible the moves from an occupation to every other are; computed once."""
        if origin not in self._scores:
            self._scores[origin] = self._scored(origin)
        return self._scores[origin]

    def _scored(self, origin: int) -> Scores:
        likeness = self.closeness.likeness[origin].astype(np.float64)
        found = np.zeros_like(likeness)
        if self.practised:
            found = self.practice.neighbours[origin].astype(np.float64)
        score = 1 - (1 - likeness) * (1 - found)
        score, likeness, found = (
            np.clip(np.round(each, DIGITS), 0, 1) for each in (score, likeness, found)
        )
        return Scores(score, likeness, found, self.skills.coverage(origin))

    def effort(self, origin: int, destination: int) -> Effort:
        """Returns what a move asks: see `graph.analyses.moves.skills.effort`."""
        coverage = float(self.skills.coverage(origin)[destination])
        likeness = float(self.closeness.likeness[origin, destination])
        regulated = destination in self.regulated
        return effort(coverage, likeness, regulated, origin == destination)

    def ranking(self, origin: int, order: Order = "default") -> list[Ranked]:
        """Returns the destinations that anything speaks for, best first, without the refused.

        By default from both lists in turn, the frequent first; where the graph has too few official
        mobilities the list of the close ones is the whole. Ties go by place.
        """
        close = ranked(self.likeness_sums[origin])
        if order == "likeness" or not self.practised:
            found = [Ranked(place, "close") for place in close.tolist()]
        else:
            by_practice = self.practice.neighbours if order == "practice" else self.combined_sums
            frequent = ranked(by_practice[origin])
            if order != "default":
                found = [Ranked(place, "frequent") for place in frequent.tolist()]
            else:
                turns = in_turn(frequent, close)
                found = [Ranked(place, "close" if turn else "frequent") for place, turn in turns]
        open_ones = self._open(origin)
        return [each for each in found if open_ones[each.place]]

    def _open(self, origin: int) -> list[bool]:
        """Returns which destinations may be proposed: alike or official, in force, not refused."""
        told = (self.scores(origin).score > 0) | (self.known[origin] > 0)
        for place in (origin, *self.retired):
            told[place] = False
        for start, end in self.vetoes:
            if start == origin:
                told[end] = False
        found: list[bool] = told.tolist()
        return found


_KEPT: WeakKeyDictionary[Snapshot, Moves] = WeakKeyDictionary()


def moves_of(snapshot: Snapshot) -> Moves:
    """Returns the moves of a snapshot, made once for as long as it lives."""
    found = _KEPT.get(snapshot)
    if found is None:
        found = _KEPT[snapshot] = Moves(snapshot)
    return found


def move_reasons(moves: Moves, origin: int, place: int) -> tuple[Reason, ...]:
    """Returns why a move is near or far: skills held, domain, mobilities, practice, effort."""
    skills = moves.skills
    total, held = len(skills.of(place)), len(skills.held(origin, place))
    found = [reason("move.held", count=held, total=total)]
    if not total:
        found = [reason("move.skills_unknown")]
    if skills.same_domain(origin, place):
        found.append(reason("move.domain", domain=str(skills.domains[place])))
    return (
        *found,
        *_official(moves, origin, place),
        *_practice(moves, origin, place),
        _effort(moves, origin, place),
    )


def _effort(moves: Moves, origin: int, place: int) -> Reason:
    percent = round(100 * float(moves.skills.coverage(origin)[place]))
    if place in moves.regulated:
        return reason("move.effort.regulated", percent=percent)
    return reason(f"move.effort.{moves.effort(origin, place)}", percent=percent)


def _official(moves: Moves, origin: int, place: int) -> tuple[Reason, ...]:
    rank = moves.rank(origin, place)
    if rank is None:
        return ()
    return (reason("move.official", rank=rank) if rank else reason("move.official_unranked"),)


def _practice(moves: Moves, origin: int, place: int) -> tuple[Reason, ...]:
    percent = round(100 * float(moves.scores(origin).practice[place]))
    return (reason("move.practice", percent=percent),) if percent else ()


def by_pair(snapshot: Snapshot, signature: str) -> dict[tuple[int, int], Mapping[str, object]]:
    """Returns the properties of the edges of a signature by their two ends."""
    links = snapshot.links(signature)
    return {
        pair: {name: column[place] for name, column in links.columns.items()}
        for place, pair in enumerate(links.pairs())
    }


def _flagged(occupations: NodeTable, column: str) -> frozenset[int]:
    """Returns the places of the occupations of which a column says anything true."""
    return frozenset(
        place for place, told in enumerate(occupations.columns.get(column, ())) if told
    )
