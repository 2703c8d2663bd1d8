"""Transitions: from one occupation, all others by how feasible the move is.

Direction counts: the score does not depend on it, coverage does. An official ROME mobility is
evidence of its own and adds nothing to the score. Cost: one pass over the links from occupations
to skills, 3 ms on ROME 4.0; explaining a destination costs its skills. There is no randomness.
"""

from __future__ import annotations

import numpy as np
from pydantic import Field

from graph.analyses.moves.likeness import TYPES, Effort, Skills, SkillWeight, effort, veto
from graph.analyses.moves.moves import Moves, move_reasons
from graph.analyses.moves.trainings import TrainingOffer
from graph.analyses.reasons import Described, Named, Reason, named, reason
from graph.analyses.registry import Analysis
from graph.errors import unknown
from graph.snapshot import NodeTable, Snapshot


class TransitionsParameters(Described):
    """What to rank from, and how much to show."""

    occupation: str = Field(description="ROME code of the occupation one leaves.")
    top: int = Field(default=20, ge=1, le=2000, description="How many destinations to show.")


class Transition(Described):
    """A move to another occupation, with all that it can be checked by."""

    occupation: Named = Field(description="Occupation of arrival.")
    score: float = Field(ge=0, le=1, description="Likeness: overlap of skills, and domain.")
    overlap: float = Field(ge=0, le=1, description="Weight of common skills over that of all.")
    by_kind: dict[str, float] = Field(description="Overlap by kind of skill; sums to it.")
    same_domain: bool = Field(description="Whether both are of one professional domain.")
    coverage: float = Field(ge=0, le=1, description="Weight of its skills already held.")
    official: int | None = Field(description="Rank as an official ROME mobility; none if not one.")
    effort: Effort = Field(description="What the move asks.")
    held: tuple[SkillWeight, ...] = Field(description="Skills already held, heaviest first.")
    missing: tuple[SkillWeight, ...] = Field(description="Skills to acquire, heaviest first.")
    trainings: tuple[TrainingOffer, ...] = Field(description="What teaches the missing skills.")
    vetoed: bool = Field(description="Whether someone refused it; the reasons say why.")
    reasons: tuple[Reason, ...] = Field(description="Why, in sentences.")


class TransitionsResult(Described):
    """The destinations of one occupation, best first, those refused last."""

    occupation: Named = Field(description="Occupation one leaves.")
    ranked: int = Field(ge=0, description="Destinations with a likeness above zero.")
    transitions: tuple[Transition, ...] = Field(description="Score, coverage, then key.")
    reasons: tuple[Reason, ...] = Field(description="What the whole rests on.")


def run(snapshot: Snapshot, parameters: TransitionsParameters) -> TransitionsResult:
    """Returns the destinations of an occupation, ranked and explained.

    Raises:
        UnknownNameError: the snapshot has no such occupation.
    """
    moves = Moves(snapshot)
    occupations = moves.skills.occupations
    origin = place_of(occupations, parameters.occupation)
    refused = sorted(end for start, end in moves.vetoes if start == origin)
    ranking = moves.ranking(origin)
    shown = [*ranking[: parameters.top], *refused]
    return TransitionsResult(
        occupation=named(occupations, origin, "title"),
        ranked=_ranked(moves, origin),
        transitions=tuple(_transition(moves, origin, place) for place in shown),
        reasons=_basis(moves, origin),
    )


def place_of(occupations: NodeTable, code: str) -> int:
    """Returns the place of an occupation by its ROME code.

    Raises:
        UnknownNameError: there is none; it names the nearest codes and titles.
    """
    if (place := occupations.index.get(code.strip().upper())) is not None:
        return place
    titles = (str(title) for title in occupations.columns.get("title", ()))
    raise unknown("transition.unknown_occupation", code, [*occupations.keys, *titles])


def _transition(moves: Moves, origin: int, place: int) -> Transition:
    skills, likeness = moves.skills, moves.skills.likeness(origin)
    held, missing = skills.held(origin, place), skills.missing(origin, place)
    coverage = float(likeness.coverage[place])
    return Transition(
        occupation=named(skills.occupations, place, "title"),
        score=float(likeness.score[place]),
        overlap=round(float(likeness.overlap[place]), 6),
        by_kind=_by_kind(skills, origin, place, held),
        same_domain=skills.same_domain(origin, place),
        coverage=coverage,
        official=moves.rank(origin, place),
        effort=effort(coverage),
        held=skills.described(held),
        missing=skills.described(missing),
        trainings=(offers := moves.trainings.offers(missing, place)),
        vetoed=(origin, place) in moves.vetoes,
        reasons=(
            *move_reasons(moves, origin, place),
            reason("move.trainings", count=len(offers)) if missing else reason("move.complete"),
            *_veto(moves, origin, place),
        ),
    )


def _by_kind(skills: Skills, origin: int, place: int, held: list[int]) -> dict[str, float]:
    missed = skills.totals[origin] + skills.totals[place]
    union = missed - skills.weights[held].sum()
    parts: dict[str, float] = {}
    for skill in skills.described(held):
        parts[skill.kind] = parts.get(skill.kind, 0.0) + skill.weight / union
    return {kind: round(part, 4) for kind, part in sorted(parts.items())}


def _veto(moves: Moves, origin: int, place: int) -> tuple[Reason, ...]:
    values = moves.vetoes.get((origin, place))
    return () if values is None else (veto(values),)


def _basis(moves: Moves, origin: int) -> tuple[Reason, ...]:
    count = len(moves.skills.of(origin))
    official = sum(start == origin for start, _ in moves.official)
    return (reason("move.basis", count=count), reason("move.official_known", count=official))


def _ranked(moves: Moves, origin: int) -> int:
    """Returns how many other occupations of the register are alike at all."""
    alike = np.flatnonzero(moves.skills.likeness(origin).score > 0).tolist()
    return len(set(alike) - moves.retired - {origin})


ANALYSIS = Analysis(
    name="transitions",
    title="transitions.title",
    help="transitions.help",
    parameters=TransitionsParameters,
    result=TransitionsResult,
    types=TYPES,
    run=run,
)
