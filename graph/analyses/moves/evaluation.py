"""How often the engine is right: its lists against the official mobilities that it did not see.

Each occupation is ranked once, by weights and mobilities of the other folds' occupations. *Strict*
hides as well every mobility towards an occupation of its fold. Recall@k is the share of an
occupation's official mobilities among its first k destinations; MRR the mean of 1 / rank of the
first of them. *Rare* are mobilities towards destinations that are official for one to three.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from graph.analyses.moves.closeness import Closeness
from graph.analyses.moves.learning import FOLDS, SEED, Learned, Lesson, folds
from graph.analyses.moves.practice import Places, sources_of
from graph.analyses.moves.ranking import TURNS, in_turn, ranked, weighed
from graph.analyses.moves.texts import Floats
from graph.analyses.reasons import Described
from graph.progress import progress

SHOWN = (10, 20)
RARE = 3
ROUNDS = 3  # as the lists are ranked: plainly, strictly, on other folds
DOMAIN_WEIGHT = 0.02
DEFAULT = (TURNS.count(0), TURNS.count(1))
MIXES = ((1, 0), (3, 1), (2, 1), (1, 1), (1, 2), (0, 1))


class Figures(Described):
    """How well a list does; recall and MRR are means over occupations."""

    recall_at_10: float = Field(ge=0, le=1, description="Share found among the first ten.")
    recall_at_20: float = Field(ge=0, le=1, description="Share found among the first twenty.")
    mrr: float = Field(ge=0, le=1, description="Mean of 1 / rank of the first found.")
    rare_recall_at_10: float = Field(
        ge=0, le=1, description="Of destinations official for one to three, the share found."
    )
    distinct_destinations: int = Field(ge=0, description="Different destinations in first tens.")


@dataclass(frozen=True, eq=False)
class Orders:
    """The destinations of every source, best first, an array (sources, N - 1) a list."""

    close: Places
    frequent: Places


class Trial:
    """The engine on the official mobilities of a graph."""

    def __init__(self, closeness: Closeness, official: Floats) -> None:
        self._done = 0
        self.closeness = closeness
        self.official = official > 0
        self.sources = sources_of(official)
        self.popular = self.official.sum(axis=0)

    def orders(self, strict: bool, seed: int = SEED) -> Orders:
        """Returns the lists of every source, each made without its fold's mobilities.

        Folds are drawn by the seed.
        """
        size = len(self.official)
        made = {name: np.zeros((len(self.sources), size - 1), np.int64) for name in ("c", "f")}
        lesson = Lesson(self.closeness, self.official.astype(np.float32), strict)
        for kept, held in folds(len(self.sources), seed):
            told = lesson.learn(self.sources[kept])
            likeness = weighed(lesson.static, told.likeness)
            terms = lesson.terms(self.sources[kept], self.sources[held], likeness)
            made["c"][held] = self._without_self(likeness[self.sources[held]], held)
            made["f"][held] = self._without_self(weighed(terms, told.combined), held)
            self._done += 1
            progress(self._done, ROUNDS * FOLDS)
        return Orders(made["c"], made["f"])

    def learned(self) -> Learned:
        """Returns the weights that all the mobilities teach."""
        return Lesson(self.closeness, self.official.astype(np.float32)).learn(self.sources)

    def baselines(self) -> dict[str, Places]:
        """Returns the lists of plain overlap of savoir-faire, and of all by rarity with domain."""
        by_rarity = self.closeness.parts["skills"].astype(np.float64)
        domain = self.closeness.parts["domain"]
        every = np.arange(len(self.sources))
        rows = self.sources
        return {
            "overlap": self._without_self(self._plain_overlap()[rows], every),
            "idf_overlap_with_domain": self._without_self(
                (by_rarity + DOMAIN_WEIGHT * domain)[rows], every
            ),
        }

    def _plain_overlap(self) -> Floats:
        """Returns the number of common savoir-faire over that of all (Jaccard 1901)."""
        skills = self.closeness.skills
        return self.closeness.overlap(skills.of_kind("competence"), np.ones(len(skills.skills)))

    def figures(self, order: Places, rows: NDArray[np.bool_] | None = None) -> Figures:
        """Returns how well lists do; over some of the sources where `rows` are given."""
        kept = np.arange(len(self.sources)) if rows is None else np.flatnonzero(rows)
        sources, lists = self.sources[kept], order[kept]
        hits = self.official[sources[:, None], lists]
        count = self.official[sources].sum(axis=1)
        first = np.where(hits.any(axis=1), 1 / (1 + hits.argmax(axis=1)), 0)
        recall = {most: float((hits[:, :most].sum(axis=1) / count).mean()) for most in SHOWN}
        rare = (self.popular >= 1) & (self.popular <= RARE)
        asked = int((self.official[sources] & rare[None]).sum())
        found = int((hits[:, :10] & rare[lists[:, :10]]).sum())
        return Figures(
            recall_at_10=round(recall[10], 4),
            recall_at_20=round(recall[20], 4),
            mrr=round(float(first.mean()), 4),
            rare_recall_at_10=round(found / asked, 4) if asked else 0.0,
            distinct_destinations=len(np.unique(lists[:, :10])),
        )

    def best_recall(self, most: int = 10) -> float:
        """Returns the best that recall could be, given how many mobilities each source has."""
        count = self.official[self.sources].sum(axis=1)
        return round(float((np.minimum(count, most) / count).mean()), 4)

    def by_broad_domain(self, order: Places) -> dict[str, Figures]:
        """Returns how well lists do from each broad domain."""
        letters = self.closeness.broad_domains[self.sources]
        return {str(each): self.figures(order, letters == each) for each in np.unique(letters)}

    def _without_self(self, sums: NDArray[np.floating], rows: Places) -> Places:
        """Returns the places of each row of sums, greatest first, the source itself left out."""
        found = np.empty((len(sums), sums.shape[1] - 1), np.int64)
        for at, source in enumerate(self.sources[rows]):
            order = ranked(sums[at])
            found[at] = order[order != source]
        return found


def mixed(orders: Orders, frequent: int, close: int) -> Places:
    """Returns the lists that take so many of each in turn, the frequent first."""
    if not close:
        return orders.frequent
    if not frequent:
        return orders.close
    pattern = [0] * frequent + [1] * close
    lists = zip(orders.frequent, orders.close, strict=True)
    return np.array([[place for place, _ in in_turn(f, c, pattern)] for f, c in lists])
