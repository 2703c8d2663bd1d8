"""The nearest of each row of a sparse matrix, in exact order, without the whole product.

Of many rows, columns that most share cost most and tell least: a first search leaves them out and
keeps some candidates a row, which are then scored with every column. A row is settled when no row
outside its candidates can reach its last nearest (Bayardo, Ma and Srikant 2007 bound such parts
alike): what the search left out is at most the row's own part in those columns times the largest
value of each. The other rows are searched again with every column, with ever more candidates.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.progress import progress

Numbers = NDArray[np.float64]
Places = NDArray[np.int64]
Joins = Callable[[Places, Places], NDArray[np.bool_]]

COMMON = 0.03
CANDIDATES = 40
CELLS = 400_000  # candidates held at once
DIGITS = 9
MANY = 20_000  # rows from which on leaving columns out saves more than it costs
NOBODY = -1
SLACK = 10.0**-DIGITS  # products of floats that are equal by hand may differ by less


@dataclass(frozen=True)
class Nearest:
    """Of each row its nearest, by likeness, then place; `places` is -1 where there are no more."""

    places: Places
    likeness: Numbers


def nearest(profiles: Any, k: int, least: float = 0, joins: Joins | None = None) -> Nearest:
    """Returns the `k` nearest other rows of each row of a CSR matrix of values 0 or more.

    Likeness is the product of two rows to nine decimals; rows that share nothing are not near, and
    those less alike than `least` may be missing. Where `joins` is given only rows count of which it
    is true: it is asked a column of rows against their candidates, an array (rows, candidates).
    """
    found = Nearest(
        np.full((profiles.shape[0], k), NOBODY, np.int64), np.zeros((profiles.shape[0], k))
    )
    left = np.arange(profiles.shape[0])
    if len(left) >= MANY:
        first = _Search(profiles, _common(profiles), max(CANDIDATES, 4 * k), least, joins)
        left = first.settle(found, left)
    none, kept = np.zeros(profiles.shape[1], np.bool_), 4 * k
    while len(left):
        search = _Search(profiles, none, min(kept, profiles.shape[0]), least, joins)
        left = search.settle(found, left)
        kept *= 8
    return found


def _common(profiles: Any) -> NDArray[np.bool_]:
    counts = np.bincount(profiles.indices, minlength=profiles.shape[1])
    found: NDArray[np.bool_] = counts > max(COMMON * profiles.shape[0], CANDIDATES)
    return found


class _Search:
    """One search: what it compares first, what it leaves out, how many candidates it keeps."""

    def __init__(
        self,
        profiles: Any,
        common: NDArray[np.bool_],
        kept: int,
        least: float,
        joins: Joins | None,
    ) -> None:
        self.kept = kept
        self.least, self.joins = least, joins
        self.rare = profiles[:, ~common]
        self.across = self.rare.T.tocsr()
        self.common = np.asarray(profiles[:, common].todense())
        most = self.common.max(axis=0, initial=0)
        self.unseen = self.common @ most

    def settle(self, found: Nearest, rows: Places) -> Places:
        """Fills the rows that it proves; returns the others."""
        size = max(1, CELLS // self.kept)
        blocks = [rows[start : start + size] for start in range(0, len(rows), size)]
        left = []
        for done, block in enumerate(blocks):
            progress(done, len(blocks))
            left.append(self._block(found, block))
        return np.concatenate(left) if left else rows

    def _block(self, found: Nearest, rows: Places) -> Places:
        k = found.places.shape[1]
        places, scores, reach = self._candidates(rows)
        likeness = np.where(places == NOBODY, 0, scores + self._left_out(rows, places))
        likeness = np.where(self._apart(rows[:, None], places), 0, likeness).round(DIGITS)
        order = np.lexsort((places, -likeness))[:, :k]
        best = np.take_along_axis(likeness, order, 1)
        enough = np.maximum(_last(best, k), self.least) - SLACK
        settled = reach + self.unseen[rows] < enough
        settled |= (reach == 0) & (self.unseen[rows] == 0)
        chosen = np.where(best > 0, np.take_along_axis(places, order, 1), NOBODY)
        width = best.shape[1]
        found.places[rows[settled], :width] = chosen[settled]
        found.likeness[rows[settled], :width] = best[settled]
        left: Places = rows[~settled]
        return left

    def _apart(self, rows: Places, places: Places) -> NDArray[np.bool_]:
        """Returns which candidates do not count: the row itself, and what is not joined to it."""
        itself: NDArray[np.bool_] = places == rows
        return itself if self.joins is None else itself | ~self.joins(rows, places)

    def _candidates(self, rows: Places) -> tuple[Places, Numbers, Numbers]:
        """Returns candidates with their products, and the most that any other row could have."""
        from sparse_dot_topn import sp_matmul_topn

        product = sp_matmul_topn(self.rare[rows], self.across, top_n=self.kept, n_threads=2)
        counts = np.diff(product.indptr)
        filled = np.arange(self.kept) < counts[:, None]
        places = np.full(filled.shape, NOBODY, np.int64)
        scores = np.zeros(filled.shape)
        places[filled], scores[filled] = product.indices, product.data
        full = (counts == self.kept) & (self.kept < self.rare.shape[0])
        least = np.where(filled, scores, np.inf).min(axis=1, initial=np.inf)
        return places, scores, np.where(full, least, 0)

    def _left_out(self, rows: Places, places: Places) -> Numbers | float:
        if not self.common.shape[1]:
            return 0.0
        added: Numbers = np.empty(places.shape)
        own = self.common[rows]
        for column, others in enumerate(places.T):
            added[:, column] = np.einsum("ij,ij->i", own, self.common[others])
        return added


def _last(best: Numbers, k: int) -> Numbers:
    """Returns the likeness of the last of `k`, 0 where there are fewer."""
    return best[:, -1] if best.shape[1] == k else np.zeros(len(best))
