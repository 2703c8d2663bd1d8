"""What a snapshot says of moves between occupations: scores, official mobilities, refusals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from graph.analyses.moves.likeness import Numbers, Skills, effort
from graph.analyses.moves.trainings import Trainings
from graph.analyses.reasons import Reason, reason
from graph.snapshot import NodeTable, Snapshot


class Scores(NamedTuple):
    """One occupation against all, along the occupations of the snapshot; each 0 to 1.

    `score` ranks: it is made of `likeness`, what one can already do, and of `practice`, where such
    occupations officially lead. `coverage` is the weight of the destination's skills already held.
    """

    score: Numbers
    likeness: Numbers
    practice: Numbers
    coverage: Numbers


class Moves:
    """What a snapshot says of moves between occupations."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.skills = Skills(snapshot)
        self.trainings = Trainings(snapshot, self.skills)
        self.vetoes = by_pair(snapshot, "Occupation-VETOED-Occupation")
        self.official = by_pair(snapshot, "Occupation-MOVES_TO-Occupation")
        self.retired = _retired(self.skills.occupations)

    def rank(self, origin: int, destination: int) -> int | None:
        """Returns the rank of a move as an official mobility; 0 where it is not said."""
        move = self.official.get((origin, destination))
        if move is None:
            return None
        said = move.get("rank")
        return said if isinstance(said, int) else 0

    def scores(self, origin: int) -> Scores:
        """Returns how feasible the moves from an occupation to every other are."""
        score, _, coverage = self.skills.likeness(origin)
        return Scores(score, score, np.zeros_like(score), coverage)

    def ranking(self, origin: int) -> list[int]:
        """Returns the destinations that are alike or official, best first, without the refused."""
        score, _, coverage = self.skills.likeness(origin)
        order = np.lexsort((np.arange(len(score)), -coverage, -score)).tolist()
        return [
            place
            for place in order
            if place != origin
            and (score[place] > 0 or (origin, place) in self.official)
            and (origin, place) not in self.vetoes
            and place not in self.retired
        ]


def _retired(occupations: NodeTable) -> frozenset[int]:
    """Returns the places of the occupations that the register no longer has."""
    told = occupations.columns.get("retired", ())
    return frozenset(place for place, edition in enumerate(told) if edition)


def move_reasons(moves: Moves, origin: int, place: int) -> tuple[Reason, ...]:
    """Returns why a move is near or far: skills held, domain, official mobility, effort."""
    skills = moves.skills
    total, held = len(skills.of(place)), len(skills.held(origin, place))
    coverage = float(skills.likeness(origin).coverage[place])
    found = [reason("move.held", count=held, total=total)]
    if not total:
        found = [reason("move.skills_unknown")]
    if skills.same_domain(origin, place):
        found.append(reason("move.domain", domain=str(skills.domains[place])))
    percent = round(100 * coverage)
    last = reason(f"move.effort.{effort(coverage)}", percent=percent)
    return (*found, *_official(moves, origin, place), last)


def _official(moves: Moves, origin: int, place: int) -> tuple[Reason, ...]:
    rank = moves.rank(origin, place)
    if rank is None:
        return ()
    return (reason("move.official", rank=rank) if rank else reason("move.official_unranked"),)


def by_pair(snapshot: Snapshot, signature: str) -> dict[tuple[int, int], Mapping[str, object]]:
    """Returns the properties of the edges of a signature by their two ends."""
    links = snapshot.links(signature)
    return {
        pair: {name: column[place] for name, column in links.columns.items()}
        for place, pair in enumerate(links.pairs())
    }
