"""How close every two occupations of a snapshot are: what a person can already do, part by part.

Each part is 0 to 1 and has a weight of its own; their weighed mean is the likeness. Both ways are
equal. Chosen on ROME 4.0 v460: marks of core skills, savoirs alone and economic sectors rank the
official mobilities no better beside these. Cost on 1,584 occupations: 2 s and 90 MB, once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.analyses.moves.skills import Numbers, Skills
from graph.analyses.moves.texts import Floats, cosine, counted, every_word, grams, phrases
from graph.snapshot import Column

WEIGHTS: Mapping[str, float] = {
    "skills": 1.0,
    "words": 1.0,
    "titles": 0.5,
    "family": 0.1,
    "domain": 0.05,
}


class Closeness:
    """The likeness of all occupations of a snapshot, each with each, in arrays of (N, N)."""

    def __init__(self, skills: Skills) -> None:
        self.skills = skills

    @cached_property
    def parts(self) -> Mapping[str, Floats]:
        """How alike two occupations are in one respect, 0 to 1."""
        made: Mapping[str, Callable[[], Floats]] = {
            "skills": self.overlap,
            "words": self._words,
            "titles": self._titles,
            "family": lambda: same(self.families),
            "domain": lambda: same(self.skills.domains),
        }
        return {name: made[name]() for name in WEIGHTS}

    @cached_property
    def likeness(self) -> Floats:
        """The weighed mean of the parts, 0 to 1; of an occupation with itself 0."""
        total = sum(np.float32(weight) * self.parts[name] for name, weight in WEIGHTS.items())
        mean = np.asarray(total / np.float32(sum(WEIGHTS.values())), dtype=np.float32)
        np.fill_diagonal(mean, 0)
        return mean

    @cached_property
    def contexts(self) -> Floats:
        """The overlap of work contexts alone."""
        return self.overlap(self.skills.of_kind("context"))

    @cached_property
    def families(self) -> NDArray[np.str_]:
        """The code at the head of each occupation's family; its own where none is said."""
        pairs = zip(self.skills.occupations.keys, self._parents, strict=True)
        return np.array([str(parent or key) for key, parent in pairs], dtype=np.str_)

    @cached_property
    def heads(self) -> NDArray[np.bool_]:
        """Whether an occupation is at the head of its family; none is where families are unsaid."""
        pairs = zip(self.skills.occupations.keys, self._parents, strict=True)
        return np.array([parent == key for key, parent in pairs], dtype=np.bool_)

    @cached_property
    def broad_domains(self) -> NDArray[np.str_]:
        """The first letter of each code: its broad domain."""
        return np.array([key[:1] for key in self.skills.occupations.keys], dtype=np.str_)

    def overlap(self, only: Sequence[int] | None = None, weights: Numbers | None = None) -> Floats:
        """Returns the weight of common skills over that of all (weighted Jaccard), 0 to 1.

        Of some skills where `only` are given; by rarity unless other `weights` of skills are.
        """
        shared = self.skills.shared
        if only is not None or weights is not None:
            targets = self.skills.links.targets
            kept = np.ones(len(targets), bool) if only is None else np.isin(targets, only)
            shared = self.skills.in_common(
                self.skills.weights if weights is None else weights, kept
            )
        own = shared.diagonal()
        either = own[:, None] + own[None] - shared
        share = np.divide(shared, either, out=np.zeros_like(shared), where=either > 0)
        return np.asarray(share, dtype=np.float32)

    @property
    def _parents(self) -> Sequence[object]:
        occupations = self.skills.occupations
        return occupations.columns.get("parent") or [None] * len(occupations)

    def _words(self) -> Floats:
        """Returns how alike the words of the skills are; a skill without a title has none."""
        said = list(map(self.skills.title, range(len(self.skills.skills))))
        named = [
            "" if title == key else title
            for title, key in zip(said, self.skills.skills.keys, strict=True)
        ]
        of_skills = counted(map(phrases, named)).counts
        return cosine(self._holding() @ of_skills) if len(named) else self._nothing()

    def _titles(self) -> Floats:
        """Returns how alike the pieces of the words of titles are."""
        occupations = self.skills.occupations
        named = [occupations.columns.get(name, ()) for name in ("title", "job_titles")]
        told = counted(
            [word for text in _texts(place, named) for word in every_word(text)]
            for place in range(len(occupations))
        )
        if not told.terms:
            return self._nothing()
        return cosine(told.counts @ counted(map(grams, told.terms)).counts)

    def _holding(self) -> Any:
        """Returns which occupation requires which skill, a sparse matrix of ones."""
        from scipy.sparse import csr_array

        links = self.skills.links
        shape = (len(self.skills.occupations), len(self.skills.skills))
        return csr_array((np.ones(len(links)), (links.sources, links.targets)), shape=shape)

    def _nothing(self) -> Floats:
        size = len(self.skills.occupations)
        return np.zeros((size, size), np.float32)


def _texts(place: int, columns: Sequence[Column]) -> list[str]:
    """Returns what an occupation is called."""
    title, titles = (column[place] if column else None for column in columns)
    named = titles if isinstance(titles, (list, tuple)) else ()
    return [*([str(title)] if title else []), *map(str, named)]


def same(along: NDArray[np.str_]) -> Floats:
    """Returns 1 where two occupations have one value, else 0, each with each."""
    return np.asarray(along[:, None] == along[None], dtype=np.float32)
