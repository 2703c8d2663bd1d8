"""Duplicates: pairs of companies, or of actors, that may be one, each with what speaks for it.

Two valid SIRET that differ are two establishments, whatever else is alike; so are two SIREN. One
SIRET under two keys is one establishment: its score is 1. `graph.analyses.duplicate.evidence` holds
the score of all others. A record without SIRET is at most one of several establishments: those
more than 0.05 below the best are left out. A company and an actor are proposed only for one
SIRET: most actors that employ are both. Direction does not count. Cost: `duplicate_blocks` says
which pairs are compared. There is no randomness; ties go by types and keys.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Literal, NamedTuple

from pydantic import Field

from graph.analyses.duplicate.blocks import nearby_names, same_siret
from graph.analyses.duplicate.entries import EMPLOYERS, Entry, entries
from graph.analyses.duplicate.evidence import Comparison, Facts
from graph.analyses.reasons import Described, Named, Reason, reason
from graph.progress import progress
from graph.snapshot import Snapshot

RIVAL_MARGIN = 0.05
STEP = 1000  # pairs compared between two words of progress

Refused = Collection[tuple[str, str, str]]


class DuplicatesParameters(Described):
    """From what score on a pair is proposed, and how many are shown."""

    threshold: float = Field(default=0.75, ge=0, le=1, description="Least score of a pair.")
    type: Literal["Company", "Actor"] | None = Field(
        default=None, description="The type of both records; any when it is not given."
    )
    top: int = Field(default=200, ge=1, le=100_000, description="How many pairs to show.")


class Listed(Named):
    """A company or an actor that may be the other of its pair."""

    type: str = Field(description="Company or Actor.")
    siret: str | None = Field(description="Its SIRET, where it is known.")
    commune: str | None = Field(description="Name of its commune, where it is known.")


class Candidate(Described):
    """Two records that may be one; `a` before `b` in the order of types, then of keys."""

    a: Listed = Field(description="One record.")
    b: Listed = Field(description="The other.")
    score: float = Field(ge=0, le=1, description="How much speaks for one establishment.")
    evidence: tuple[Reason, ...] = Field(description="What speaks for it, and against it.")


class DuplicatesResult(Described):
    """The pairs that may be one, best first."""

    compared: int = Field(ge=0, description="Companies and actors that were compared.")
    found: int = Field(ge=0, description="Pairs at the least score or above, not refused.")
    candidates: tuple[Candidate, ...] = Field(description="Score, then types and keys.")
    reasons: tuple[Reason, ...] = Field(description="What the whole rests on.")


class Found(NamedTuple):
    """A pair of places with its score and what it rests on."""

    score: float
    a: int
    b: int
    facts: Facts


def duplicates(
    snapshot: Snapshot, parameters: DuplicatesParameters, refused: Refused = ()
) -> DuplicatesResult:
    """Returns the pairs of a snapshot that may be one, without those `refused`.

    A refused pair is its type and its two keys in order, as the state keeps them.
    """
    listed = entries(snapshot)
    return proposals(listed, likely_pairs(listed, parameters.threshold), parameters, refused)


def proposals(
    listed: Sequence[Entry],
    likely: Sequence[Found],
    parameters: DuplicatesParameters,
    refused: Refused = (),
) -> DuplicatesResult:
    """Returns what is proposed of the likely pairs, which may hold some below the least score."""
    enough = [found for found in likely if found.score >= parameters.threshold]
    left = remaining(listed, enough, refused)
    pairs = [found for found in left if _of(listed, found, parameters)]
    return DuplicatesResult(
        compared=len(listed),
        found=len(pairs),
        candidates=tuple(_candidate(listed, pair) for pair in pairs[: parameters.top]),
        reasons=(
            reason("duplicate.compared", count=len(listed)),
            reason("duplicate.two_sirets"),
            reason("duplicate.refused", count=len(refused)),
        ),
    )


def _of(listed: Sequence[Entry], found: Found, parameters: DuplicatesParameters) -> bool:
    types = {listed[found.a].type, listed[found.b].type}
    return parameters.type is None or types == {parameters.type}


def found_pairs(listed: Sequence[Entry], threshold: float, refused: Refused = ()) -> list[Found]:
    """Returns the pairs of at least that score, best first; places are those of `listed`."""
    return remaining(listed, likely_pairs(listed, threshold), refused)


def likely_pairs(listed: Sequence[Entry], threshold: float) -> list[Found]:
    """Returns every pair of at least that score, in no order: those that others rule out too."""
    comparison = Comparison(listed)
    pairs = same_siret(listed)
    for label in EMPLOYERS:
        places = [place for place, entry in enumerate(listed) if entry.type == label]
        pairs |= nearby_names(listed, comparison.names, places)
    likely = []
    for done, (a, b) in enumerate(pairs):
        if done % STEP == 0:
            progress(done, len(pairs))
        facts = comparison.facts(a, b)
        if facts and facts.score >= threshold:
            likely.append(Found(facts.score, a, b, facts))
    return likely


def remaining(
    listed: Sequence[Entry], likely: Sequence[Found], refused: Refused = ()
) -> list[Found]:
    """Returns the likely pairs, best first, that are not refused nor ruled out by better ones."""
    kept = [found for found in likely if not _refused(listed, found, refused)]
    return sorted(_without_rivals(listed, kept), key=lambda found: (-found.score, *found[1:3]))


def _refused(listed: Sequence[Entry], found: Found, refused: Refused) -> bool:
    one, other = listed[found.a], listed[found.b]
    return one.type == other.type and (one.type, *sorted((one.key, other.key))) in refused


def _without_rivals(listed: Sequence[Entry], likely: Sequence[Found]) -> list[Found]:
    """Returns the pairs without those that better ones rule out.

    A record without SIRET is at most one of the establishments that have one: the best fitting
    stays, with those near it. Two records without are not one where other establishments fit each
    of them at least as well.
    """
    fitting: dict[int, dict[int, float]] = defaultdict(dict)
    for found in likely:
        for lacking, having in _one_siret(listed, found):
            fitting[lacking][having] = found.score
    best = {
        lacking: {h: s for h, s in fits.items() if s >= max(fits.values()) - RIVAL_MARGIN}
        for lacking, fits in fitting.items()
    }
    return [found for found in likely if not _ruled_out(listed, found, best)]


def _ruled_out(
    listed: Sequence[Entry], found: Found, best: Mapping[int, Mapping[int, float]]
) -> bool:
    for lacking, having in _one_siret(listed, found):
        return having not in best[lacking]
    if listed[found.a].siret:
        return False
    one, other = best.get(found.a, {}), best.get(found.b, {})
    fit = min(max(one.values(), default=0), max(other.values(), default=0))
    return fit >= found.score and not one.keys() & other.keys()


def _one_siret(listed: Sequence[Entry], found: Found) -> list[tuple[int, int]]:
    """Returns the place that lacks a SIRET with the one that has it, where one of them does."""
    a, b = found.a, found.b
    if bool(listed[a].siret) == bool(listed[b].siret):
        return []
    return [(b, a)] if listed[a].siret else [(a, b)]


def _candidate(listed: Sequence[Entry], found: Found) -> Candidate:
    one, other = listed[found.a], listed[found.b]
    return Candidate(
        a=_listed(one), b=_listed(other), score=found.score, evidence=found.facts.evidence
    )


def _listed(entry: Entry) -> Listed:
    return Listed(
        key=entry.key,
        name=entry.name or entry.key,
        type=entry.type,
        siret=entry.siret or None,
        commune=entry.commune_name or None,
    )
