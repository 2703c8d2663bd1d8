"""Likeness of occupations by the skills they require, and what a move asks.

The weight of a skill is ln((N + 1) / n): N occupations in the snapshot, n of them require it
(Spärck Jones 1972). The overlap of two occupations is the weight of the skills of both over the
weight of the skills of either (weighted Jaccard), all kinds of skill alike: other weights by kind
rank the official mobilities of ROME 4.0 no better. A common domain adds DOMAIN_WEIGHT, and the
sum is scaled to 0..1. On ROME 4.0 v460: recall@10 0.300, MRR 0.667 against official mobilities.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from graph.analyses.reasons import Described, Reason, reason
from graph.snapshot import Snapshot

Effort = Literal["same", "short", "long"]
Numbers = NDArray[np.float64]

DOMAIN_WEIGHT = 0.02
SHORT_COVERAGE = 1 / 3
DIGITS = 9

TYPES = ("Occupation", "Skill", "Training", "Certification")


class SkillWeight(Described):
    """A skill of the occupation of arrival, and what it weighs."""

    key: str = Field(description="Key of the skill.")
    title: str = Field(description="What one can do or knows.")
    kind: str = Field(description="Kind of skill.")
    weight: float = Field(ge=0, description="Rarity: ln((N + 1) / n).")


class Likeness(NamedTuple):
    """One occupation against all, along the occupations of the snapshot.

    `coverage` is the weight of the destination's skills already held over that of all of them:
    direction counts. It is 0 where the destination's skills are unknown.
    """

    score: Numbers
    overlap: Numbers
    coverage: Numbers


class Skills:
    """The skills of every occupation of a snapshot, weighed."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.occupations = snapshot.table("Occupation")
        self.skills = snapshot.table("Skill")
        self.links = snapshot.links("Occupation-REQUIRES-Skill")
        self._likeness: dict[int, Likeness] = {}

    @cached_property
    def weights(self) -> Numbers:
        """The weight of each skill."""
        required_by = np.bincount(self.links.targets, minlength=len(self.skills))
        return np.log((len(self.occupations) + 1) / np.maximum(required_by, 1))

    @cached_property
    def totals(self) -> Numbers:
        """The weight of all the skills of each occupation."""
        return self._weighed(self.weights)

    @cached_property
    def domains(self) -> NDArray[np.str_]:
        """The professional domain of each occupation: said, else the head of its ROME code."""
        said = self.occupations.columns.get("domain", [None] * len(self.occupations))
        pairs = zip(self.occupations.keys, said, strict=True)
        return np.array([str(domain or key[:3]) for key, domain in pairs], dtype=np.str_)

    def likeness(self, origin: int) -> Likeness:
        """Returns the likeness of an occupation to every other; computed once."""
        if origin not in self._likeness:
            self._likeness[origin] = self._compute(origin)
        return self._likeness[origin]

    def held(self, origin: int, destination: int) -> list[int]:
        """Returns the skills of `destination` that `origin` has, heaviest first, then by key."""
        return self._ordered(self.of(destination) & self.of(origin))

    def missing(self, origin: int, destination: int) -> list[int]:
        """Returns the skills of `destination` that `origin` lacks, heaviest first, then by key."""
        return self._ordered(self.of(destination) - self.of(origin))

    def of(self, occupation: int) -> frozenset[int]:
        """Returns the skills of an occupation."""
        return frozenset(self.links.by_source.get(occupation, ()))

    def described(self, skills: Sequence[int]) -> tuple[SkillWeight, ...]:
        """Returns the skills as a result shows them."""
        return tuple(
            SkillWeight(
                key=self.skills.keys[skill],
                title=self.title(skill),
                kind=str(self.skills.value(skill, "kind") or "competence"),
                weight=round(float(self.weights[skill]), 4),
            )
            for skill in skills
        )

    def title(self, skill: int) -> str:
        """Returns what a skill is called."""
        return str(self.skills.value(skill, "title") or self.skills.keys[skill])

    def same_domain(self, origin: int, destination: int) -> bool:
        """Returns whether two occupations are of one professional domain."""
        return bool(self.domains[origin] == self.domains[destination])

    def _compute(self, origin: int) -> Likeness:
        mine = np.zeros(len(self.skills))
        mine[list(self.of(origin))] = 1
        shared = self._weighed(self.weights * mine)
        overlap = _ratio(shared, self.totals + self.totals[origin] - shared)
        alike = overlap + DOMAIN_WEIGHT * (self.domains == self.domains[origin])
        score = np.round(alike / (1 + DOMAIN_WEIGHT), DIGITS)
        return Likeness(score, overlap, np.round(_ratio(shared, self.totals), DIGITS))

    def _weighed(self, weights: Numbers) -> Numbers:
        each = weights[self.links.targets]
        sums = np.bincount(self.links.sources, weights=each, minlength=len(self.occupations))
        return sums.astype(np.float64)  # whole numbers when there is no link at all

    def _ordered(self, skills: frozenset[int]) -> list[int]:
        return sorted(skills, key=lambda skill: (-self.weights[skill], skill))


def effort(coverage: float, same: bool = False) -> Effort:
    """Returns what a move asks.

    `short`, adaptation on the job, when at least a third of the weight of the destination's
    skills is held; else `long`, a qualifying course first. On ROME 4.0 a third is reached by one
    destination in a thousand, 5 % of the official mobilities.
    """
    if same:
        return "same"
    return "short" if coverage >= SHORT_COVERAGE else "long"


def veto(values: Mapping[str, object]) -> Reason:
    """Returns why a transition or a bridge was refused, from the properties of a `VETOED`."""
    why, who = values.get("reason"), values.get("said_by")
    if not why:
        return reason("veto.unexplained")
    return (
        reason("veto.signed", reason=str(why), said_by=str(who))
        if who
        else reason("veto.unsigned", reason=str(why))
    )


def _ratio(part: Numbers, whole: Numbers) -> Numbers:
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)
