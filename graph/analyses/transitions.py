"""Transitions: from one occupation, all others by how feasible the move is.

Two lists, kept apart: *close* destinations, by what one can already do, and *frequent* ones, which
the official mobilities of other occupations speak for too. The default order takes from both in
turn, so that rare destinations are not hidden by popular ones. The official ROME mobility of the
very move is evidence of its own. Direction counts: in coverage, in practice and in both orders.
Cost: the arrays of all occupations, made once for a snapshot, 5 s on ROME 4.0; then some
milliseconds. There is no randomness. Its own quality: `transitions-quality`.
"""

from __future__ import annotations

from collections.abc import Mapping, Set

from pydantic import Field, computed_field

from graph.analyses.moves.closeness import WEIGHTS
from graph.analyses.moves.moves import Moves, Order, Track, move_reasons, moves_of
from graph.analyses.moves.nearby import TYPES as PLACES, trainings_within
from graph.analyses.moves.ranking import Weights, shipped
from graph.analyses.moves.skills import TYPES, Effort, SkillWeight, veto
from graph.analyses.moves.texts import Floats
from graph.analyses.moves.trainings import TrainingOffer
from graph.analyses.reasons import Described, Named, Reason, named, reason
from graph.analyses.registry import Analysis
from graph.errors import unknown
from graph.snapshot import NodeTable, Snapshot
from graph.wording import sentence

DIGITS = 4


class TransitionsParameters(Described):
    """What to rank from, and how much to show."""

    occupation: str = Field(description="ROME code of the occupation one leaves.")
    near: str | None = Field(
        default=None, description="Key of a territory or partner that trainings are near to."
    )
    radius_km: float = Field(
        default=40, ge=0, le=500, description="How far trainings may be from there, kilometres."
    )
    order: Order = Field(default="default", description="Both lists in turn, or by one score.")
    top: int = Field(default=20, ge=1, le=2000, description="How many destinations to show.")


class Part(Described):
    """A part of a sum: what was found, times what it weighs."""

    name: str = Field(description="Name of the part.")
    value: float = Field(description="What was found.")
    weight: float = Field(description="What it weighs.")
    contribution: float = Field(description="Value times weight.")

    @computed_field(description="The part in the reader's language.")  # type: ignore[prop-decorator]
    @property
    def title(self) -> str:
        """The part in the current language."""
        return sentence(f"move.part.{self.name}")


class Transition(Described):
    """A move to another occupation, with all that it can be checked by."""

    occupation: Named = Field(description="Occupation of arrival.")
    track: Track | None = Field(description="List that put it here; none of a refused one.")
    score: float = Field(ge=0, le=1, description="Likeness or practice: 1 - (1 - l)(1 - p).")
    likeness: float = Field(ge=0, le=1, description="What one can already do.")
    likeness_parts: tuple[Part, ...] = Field(description="What the likeness is the sum of.")
    practice: float = Field(
        ge=0, le=1, description="Weighed share of the nearest occupations that lead there."
    )
    by_kind: dict[str, float] = Field(description="Overlap of skills by kind of skill.")
    close_parts: tuple[Part, ...] = Field(description="What ranks it among the close ones.")
    frequent_parts: tuple[Part, ...] = Field(
        description="What ranks it among the frequent ones; empty where no practice is known."
    )
    same_domain: bool = Field(description="Whether both are of one professional domain.")
    coverage: float = Field(ge=0, le=1, description="Weight of its skills already held.")
    official: int | None = Field(description="Rank as an official ROME mobility; none if not one.")
    regulated: bool = Field(description="Whether its exercise asks for a title or diploma.")
    effort: Effort = Field(description="What the move asks.")
    held: tuple[SkillWeight, ...] = Field(description="Skills already held, heaviest first.")
    missing: tuple[SkillWeight, ...] = Field(description="Skills to acquire, heaviest first.")
    trainings: tuple[TrainingOffer, ...] = Field(description="What teaches the missing skills.")
    vetoed: bool = Field(description="Whether someone refused it; the reasons say why.")
    reasons: tuple[Reason, ...] = Field(description="Why, in sentences.")


class TransitionsResult(Described):
    """The destinations of one occupation, best first, those refused last."""

    occupation: Named = Field(description="Occupation one leaves.")
    ranked: int = Field(ge=0, description="Destinations that anything speaks for.")
    transitions: tuple[Transition, ...] = Field(description="In the order asked; ties by key.")
    reasons: tuple[Reason, ...] = Field(description="What the whole rests on.")


def run(snapshot: Snapshot, parameters: TransitionsParameters) -> TransitionsResult:
    """Returns the destinations of an occupation, ranked and explained.

    Raises:
        UnknownNameError: the snapshot has no such occupation.
    """
    moves = moves_of(snapshot)
    occupations = moves.skills.occupations
    origin = place_of(occupations, parameters.occupation)
    refused = sorted(end for start, end in moves.vetoes if start == origin)
    ranking = moves.ranking(origin, parameters.order)
    shown: list[tuple[int, Track | None]] = [*ranking[: parameters.top]]
    shown += [(place, None) for place in refused]
    near = None
    if parameters.near is not None:
        near = trainings_within(snapshot, parameters.near, parameters.radius_km)
    return TransitionsResult(
        occupation=named(occupations, origin, "title"),
        ranked=len(ranking),
        transitions=tuple(transition(moves, origin, place, track, near) for place, track in shown),
        reasons=(*_basis(moves, origin), *_reach(parameters, near)),
    )


def between(snapshot: Snapshot, origin: str, destination: str) -> Transition:
    """Returns the move from one occupation to another, by their codes, opened into its parts.

    Raises:
        UnknownNameError: the snapshot has no such occupation.
    """
    moves = moves_of(snapshot)
    occupations = moves.skills.occupations
    return transition(moves, place_of(occupations, origin), place_of(occupations, destination))


def place_of(occupations: NodeTable, code: str) -> int:
    """Returns the place of an occupation by its ROME code.

    Raises:
        UnknownNameError: there is none; it names the nearest codes and titles.
    """
    if (place := occupations.index.get(code.strip().upper())) is not None:
        return place
    titles = (str(title) for title in occupations.columns.get("title", ()))
    raise unknown("transition.unknown_occupation", code, [*occupations.keys, *titles])


def transition(
    moves: Moves,
    origin: int,
    place: int,
    track: Track | None = None,
    near: Set[str] | None = None,
) -> Transition:
    """Returns a move from one occupation to another, opened into its parts.

    Its trainings are those `near` alone where that is given.
    """
    skills, scores = moves.skills, moves.scores(origin)
    held, missing = skills.held(origin, place), skills.missing(origin, place)
    return Transition(
        occupation=named(skills.occupations, place, "title"),
        track=track,
        score=float(scores.score[place]),
        likeness=float(scores.likeness[place]),
        likeness_parts=_likeness_parts(moves, origin, place),
        practice=float(scores.practice[place]),
        by_kind=_by_kind(moves, origin, place, held),
        close_parts=_parts(moves.likeness_terms, shipped().likeness, origin, place),
        frequent_parts=_frequent_parts(moves, origin, place),
        same_domain=skills.same_domain(origin, place),
        coverage=float(scores.coverage[place]),
        official=moves.rank(origin, place),
        regulated=place in moves.regulated,
        effort=moves.effort(origin, place),
        held=skills.described(held, place),
        missing=skills.described(missing, place),
        trainings=(offers := _offers(moves, missing, place, near)),
        vetoed=(origin, place) in moves.vetoes,
        reasons=(
            *move_reasons(moves, origin, place),
            reason("move.trainings", count=len(offers)) if missing else reason("move.complete"),
            *_veto(moves, origin, place),
        ),
    )


def _offers(
    moves: Moves, missing: list[int], place: int, near: Set[str] | None
) -> tuple[TrainingOffer, ...]:
    offers = moves.trainings.offers(missing, place)
    return tuple(offer for offer in offers if near is None or offer.key in near)


def _reach(parameters: TransitionsParameters, near: Set[str] | None) -> list[Reason]:
    if near is None:
        return []
    place, km = str(parameters.near), parameters.radius_km
    return [reason("move.trainings_near", count=len(near), place=place, km=km)]


def _likeness_parts(moves: Moves, origin: int, place: int) -> tuple[Part, ...]:
    whole = sum(WEIGHTS.values())
    weights = {name: weight / whole for name, weight in WEIGHTS.items()}
    return _parts(moves.closeness.parts, weights, origin, place)


def _frequent_parts(moves: Moves, origin: int, place: int) -> tuple[Part, ...]:
    if not moves.practised:
        return ()
    return _parts(moves.combined_terms, shipped().combined, origin, place)


def _parts(
    terms: Mapping[str, Floats], weights: Mapping[str, float], origin: int, place: int
) -> tuple[Part, ...]:
    """Returns the parts of a sum, the greatest contribution first."""
    values = {name: float(terms[name][origin, place]) for name in weights}
    parts = [
        Part(
            name=name,
            value=round(values[name], DIGITS),
            weight=round(weight, DIGITS),
            contribution=round(values[name] * weight, DIGITS),
        )
        for name, weight in weights.items()
    ]
    return tuple(sorted(parts, key=lambda part: (-part.contribution, part.name)))


def _by_kind(moves: Moves, origin: int, place: int, held: list[int]) -> dict[str, float]:
    skills = moves.skills
    union = skills.totals[origin] + skills.totals[place] - skills.weights[held].sum()
    parts: dict[str, float] = {}
    for skill in skills.described(held, place):
        parts[skill.kind] = parts.get(skill.kind, 0.0) + skill.weight / union
    return {kind: round(part, DIGITS) for kind, part in sorted(parts.items())}


def _veto(moves: Moves, origin: int, place: int) -> tuple[Reason, ...]:
    values = moves.vetoes.get((origin, place))
    return () if values is None else (veto(values),)


def _basis(moves: Moves, origin: int) -> tuple[Reason, ...]:
    count = len(moves.skills.of(origin))
    official = sum(start == origin for start, _ in moves.official)
    known = [reason("move.official_known", count=official)] if moves.official else []
    order = reason("move.order.both" if moves.practised else "move.order.close")
    return (reason("move.basis", count=count), *known, order, _learned(moves, shipped()))


def _learned(moves: Moves, weights: Weights) -> Reason:
    """Returns where the weights come from, and whether the graph's ROME is another version."""
    versions = set(moves.skills.occupations.columns.get("version", ())) - {None}
    other = versions and versions != {weights.version}
    return reason(
        "move.learned_other" if other else "move.learned",
        version=weights.version,
        day=weights.learned_on,
        count=weights.moves,
    )


ANALYSIS = Analysis(
    name="transitions",
    title="transitions.title",
    help="transitions.help",
    parameters=TransitionsParameters,
    result=TransitionsResult,
    types=(*TYPES, *PLACES),
    run=run,
    quality="transitions-quality",
)
