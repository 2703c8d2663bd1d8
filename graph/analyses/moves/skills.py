"""The skills that occupations require, weighed by their rarity, and what a move asks.

The weight of a skill is ln((N + 1) / n): N occupations in the snapshot, n of them require it
(Spärck Jones 1972), all kinds of skill alike.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from graph.analyses.reasons import Described, Reason, reason
from graph.snapshot import Snapshot

Effort = Literal["same", "short", "long"]
Numbers = NDArray[np.float64]

SHORT = 1 / 4
DIGITS = 9

TYPES = ("Occupation", "Skill", "Training", "Certification")


class SkillWeight(Described):
    """A skill of the occupation of arrival, and what it weighs."""

    key: str = Field(description="Key of the skill.")
    title: str = Field(description="What one can do or knows.")
    kind: str = Field(description="Kind of skill.")
    weight: float = Field(ge=0, description="Rarity: ln((N + 1) / n).")
    core: bool = Field(default=False, description="Whether it is at the core of the destination.")


class Skills:
    """The skills of every occupation of a snapshot, weighed."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.occupations = snapshot.table("Occupation")
        self.skills = snapshot.table("Skill")
        self.links = snapshot.links("Occupation-REQUIRES-Skill")

    @cached_property
    def weights(self) -> Numbers:
        """The weight of each skill."""
        required_by = np.bincount(self.links.targets, minlength=len(self.skills))
        return np.log((len(self.occupations) + 1) / np.maximum(required_by, 1))

    @cached_property
    def core(self) -> frozenset[tuple[int, int]]:
        """The skills at the core of occupations: places of both."""
        said = self.links.columns.get("core", ())
        return frozenset(pair for pair, told in zip(self.links.pairs(), said, strict=False) if told)

    @cached_property
    def totals(self) -> Numbers:
        """The weight of all the skills of each occupation."""
        each = self.weights[self.links.targets]
        sums = np.bincount(self.links.sources, weights=each, minlength=len(self.occupations))
        return sums.astype(np.float64)  # whole numbers when there is no link at all

    @cached_property
    def domains(self) -> NDArray[np.str_]:
        """The professional domain of each occupation: said, else the head of its ROME code."""
        said = self.occupations.columns.get("domain", [None] * len(self.occupations))
        pairs = zip(self.occupations.keys, said, strict=True)
        return np.array([str(domain or key[:3]) for key, domain in pairs], dtype=np.str_)

    @cached_property
    def coverages(self) -> Numbers:
        """The coverage of every occupation, along the columns, by every other."""
        return np.round(_ratio(self.shared, self.totals[None]), DIGITS)

    @cached_property
    def shared(self) -> Numbers:
        """The weight of the skills that two occupations have in common, (N, N)."""
        return self.in_common(self.weights, np.ones(len(self.links), np.bool_))

    def in_common(self, weights: Numbers, kept: NDArray[np.bool_]) -> Numbers:
        """Returns the weight of what two occupations both require, by some links alone, (N, N)."""
        from scipy.sparse import csr_array

        rows, columns = self.links.sources[kept], self.links.targets[kept]
        shape = (len(self.occupations), max(1, len(self.skills)))
        root = csr_array((np.sqrt(weights[columns]), (rows, columns)), shape=shape)
        common: Numbers = (root @ root.T).toarray()
        return common

    def coverage(self, origin: int) -> Numbers:
        """Returns the weight of the skills of each that `origin` has over that of all, 0 to 1.

        Direction counts. It is 0 where the destination's skills are unknown.
        """
        along: Numbers = self.coverages[origin]
        return along

    def held(self, origin: int, destination: int) -> list[int]:
        """Returns the skills of `destination` that `origin` has, heaviest first, then by key."""
        return self._ordered(self.of(destination) & self.of(origin))

    def missing(self, origin: int, destination: int) -> list[int]:
        """Returns the skills of `destination` that `origin` lacks, heaviest first, then by key."""
        return self._ordered(self.of(destination) - self.of(origin))

    def of(self, occupation: int) -> frozenset[int]:
        """Returns the skills of an occupation."""
        return frozenset(self.links.by_source.get(occupation, ()))

    def of_kind(self, kind: str) -> list[int]:
        """Returns the skills of a kind."""
        kinds = self.skills.columns.get("kind", ())
        return [place for place, told in enumerate(kinds) if told == kind]

    def described(self, skills: Sequence[int], destination: int) -> tuple[SkillWeight, ...]:
        """Returns skills of a destination as a result shows them."""
        return tuple(
            SkillWeight(
                key=self.skills.keys[skill],
                title=self.title(skill),
                kind=str(self.skills.value(skill, "kind") or "competence"),
                weight=round(float(self.weights[skill]), 4),
                core=(destination, skill) in self.core,
            )
            for skill in skills
        )

    def title(self, skill: int) -> str:
        """Returns what a skill is called."""
        return str(self.skills.value(skill, "title") or self.skills.keys[skill])

    def same_domain(self, origin: int, destination: int) -> bool:
        """Returns whether two occupations are of one professional domain."""
        return bool(self.domains[origin] == self.domains[destination])

    def _ordered(self, skills: frozenset[int]) -> list[int]:
        return sorted(skills, key=lambda skill: (-self.weights[skill], skill))


def effort(coverage: float, likeness: float, regulated: bool = False, same: bool = False) -> Effort:
    """Returns what a move asks.

    `long`, a qualifying course first, when the destination is regulated, for its title is asked
    before its skills; else `short`, adaptation on the job, when a quarter of the weight of its
    skills is held or the likeness is a quarter. On ROME 4.0 v460 that is 2.4 destinations of an
    occupation on average, a ninth of the official mobilities.
    """
    if same:
        return "same"
    near = coverage >= SHORT or likeness >= SHORT
    return "short" if near and not regulated else "long"


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
