"""How the weights are learned from the official mobilities, without a source seeing its own.

A conditional logit (McFadden 1974): of each source, every official destination against the sampled
others, so that a term counts by how it tells destinations of one source apart. No source sees its
own mobilities in a term: its fold of the sources is left out where the terms are made.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.analyses.moves.closeness import Closeness
from graph.analyses.moves.practice import Places, Practice
from graph.analyses.moves.ranking import COMBINED, LIKENESS, likeness_terms, practice_terms, weighed
from graph.analyses.moves.texts import Floats

FOLDS = 5
NEAR, FAR = 200, 60
RIDGE = 1e-4
SEED = 0


@dataclass(frozen=True)
class Learned:
    """The weights of both sums."""

    likeness: Mapping[str, float]
    combined: Mapping[str, float]


@dataclass(frozen=True, eq=False)
class Choices:
    """Sampled destinations of some sources: the row of the source among them, the destination.

    `weight` makes up for what was not sampled; `sizes` count the destinations of each source.
    """

    rows: Places
    ends: Places
    official: NDArray[np.bool_]
    weight: NDArray[np.float64]
    sizes: Places

    def of(self, terms: Mapping[str, Floats]) -> NDArray[np.float64]:
        """Returns the terms of each choice, a column a term."""
        return np.stack([term[self.rows, self.ends] for term in terms.values()], axis=1)


class Lesson:
    """What is learned from: the closeness of occupations and their official mobilities (N, N)."""

    def __init__(self, closeness: Closeness, official: Floats, strict: bool = False) -> None:
        self.closeness = closeness
        self.official = official
        self.strict = strict
        self.static = likeness_terms(closeness, len(official))

    def learn(self, sources: Places) -> Learned:
        """Returns the weights learned from the mobilities of these sources alone."""
        choices = self._choices(sources)
        known = {name: self.static[name][sources] for name in LIKENESS}
        likeness = dict(zip(LIKENESS, _fit(choices.of(known), choices).tolist(), strict=True))
        terms = self._inner(sources, weighed(self.static, likeness))
        combined = dict(zip(COMBINED, _fit(choices.of(terms), choices).tolist(), strict=True))
        return Learned(likeness, combined)

    def terms(self, sources: Places, asked: Places, likeness: Floats) -> dict[str, Floats]:
        """Returns the terms of the combined sum of the asked, by the mobilities of the sources."""
        every = np.arange(len(self.official))
        absent = np.setdiff1d(every, sources) if self.strict else every[:0]
        known = self.official[sources].copy()
        known[:, absent] = 0
        found = Practice(self.closeness, known, sources, asked, absent)
        return practice_terms(found, likeness, self.static, len(self.official))

    def _inner(self, sources: Places, likeness: Floats) -> dict[str, Floats]:
        """Returns the terms of the sources, each by the mobilities of the other folds' sources."""
        size = len(self.official)
        made = {name: np.zeros((len(sources), size), np.float32) for name in COMBINED}
        for kept, held in folds(len(sources), SEED + 1):
            for name, term in self.terms(sources[kept], sources[held], likeness).items():
                made[name][held] = term
        return made

    def _choices(self, sources: Places) -> Choices:
        """Samples for each source the official, the nearest and some other destinations.

        Only destinations that are sources themselves: the others are held out.
        """
        chance = np.random.default_rng(SEED)
        parts = [self._sampled(row, source, sources, chance) for row, source in enumerate(sources)]
        rows, ends, official, weight = (np.concatenate(part) for part in zip(*parts, strict=True))
        sizes = np.array([len(part[0]) for part in parts])
        return Choices(rows, ends, official, weight, sizes)

    def _sampled(
        self, row: int, source: int, sources: Places, chance: np.random.Generator
    ) -> tuple[Places, Places, NDArray[np.bool_], NDArray[np.float64]]:
        others = sources[sources != source]
        by_nearness = np.argsort(-self.closeness.likeness[source, others], kind="stable")
        near, far = others[by_nearness[:NEAR]], others[by_nearness[NEAR:]]
        told = far[self.official[source, far] > 0]
        rest = np.setdiff1d(far, told)
        some = chance.choice(rest, min(FAR, len(rest)), replace=False)
        ends = np.concatenate([near, told, some])
        weight = np.ones(len(ends))
        weight[len(near) + len(told) :] = len(rest) / max(len(some), 1)
        return np.full(len(ends), row), ends, self.official[source, ends] > 0, weight


def folds(size: int, seed: int = SEED, count: int = FOLDS) -> Iterator[tuple[Places, Places]]:
    """Yields the places kept and held out of each fold; each place is held out once."""
    mixed = np.random.default_rng(seed).permutation(size)
    for part in np.array_split(mixed, count):
        held = np.sort(part)
        yield np.setdiff1d(np.arange(size), held), held


def _fit(terms: NDArray[np.float64], choices: Choices) -> NDArray[np.float64]:
    """Returns the weights under which the official choices are the most likely."""
    from scipy.optimize import minimize

    spread = terms.std(axis=0) + 1e-6
    scaled = ((terms - terms.mean(axis=0)) / spread).astype(np.float32)
    found = minimize(
        _Loss(scaled, choices),
        np.zeros(terms.shape[1]),
        jac=True,
        method="L-BFGS-B",
        options={"maxiter": 100},
    )
    return np.asarray(found.x / spread, dtype=np.float64)


class _Loss:
    """The mean loss of the official choices, each against others of its source, and its slope."""

    def __init__(self, scaled: Floats, choices: Choices) -> None:
        self.scaled = scaled
        self.first = np.concatenate([[0], np.cumsum(choices.sizes)[:-1]])
        self.source = np.repeat(np.arange(len(choices.sizes)), choices.sizes)
        self.official = choices.official.astype(np.float64)
        self.other = (1 - self.official) * choices.weight

    def __call__(self, weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        score = (self.scaled @ weights.astype(np.float32)).astype(np.float64)
        score -= np.maximum.reduceat(score, self.first)[self.source]
        odds = np.exp(score)
        against = np.add.reduceat(odds * self.other, self.first)[self.source]
        whole = odds + against + 1e-12
        count = self.official.sum()
        shared = np.add.reduceat(self.official / whole, self.first)[self.source]
        slope = np.where(self.official > 0, odds / whole - 1, odds * self.other * shared)
        loss = float((self.official * (np.log(whole) - score)).sum() / count)
        gradient = (slope.astype(np.float32) @ self.scaled / count).astype(np.float64)
        return loss + RIDGE * float(weights @ weights), gradient + 2 * RIDGE * weights
