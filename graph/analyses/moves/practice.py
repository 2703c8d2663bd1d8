"""Where such occupations officially lead: what known official mobilities say of other moves.

Nothing here reads a mobility that is not in `known`: so one that is held out is in no figure.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from graph.analyses.moves.closeness import Closeness
from graph.analyses.moves.texts import Floats

Places = NDArray[np.int64]
NEAREST = 60
SMOOTHED = 40


@dataclass(frozen=True, eq=False)
class Practice:
    """What the official mobilities of some sources say, for some occupations that one leaves.

    `known` is (sources, N), true where a mobility is official; `of` are the places of its rows, and
    `asked` those of the occupations one leaves, which may be among them: own mobilities are left
    out. `absent` are destinations of which nothing may be known.
    """

    closeness: Closeness
    known: Floats
    of: Places
    asked: Places
    absent: Places

    @cached_property
    def neighbours(self) -> Floats:
        """The weighed share of the nearest sources that officially lead there, 0 to 1."""
        near = self.closeness.likeness[np.ix_(self.asked, self.of)].copy()
        near[self.asked[:, None] == self.of[None]] = 0
        return _nearest(near, NEAREST) @ self.known

    @cached_property
    def popular(self) -> NDArray[np.float64]:
        """How many of all occupations a destination would be official for, by these sources."""
        sources, size = self.known.shape
        leading = self.known.sum(axis=0, dtype=np.float64)
        share: NDArray[np.float64] = leading * size / max(sources, 1)
        return share

    @cached_property
    def domains(self) -> Floats:
        """How often a mobility leads from the one domain to the other, per destination of it.

        Domains with few mobilities take a fortieth of what their broad domain's sources say.
        """
        found, place = np.unique(self.closeness.skills.domains, return_inverse=True)
        member = np.eye(len(found), dtype=np.float32)[place]
        leaving, arriving = member[self.of], member.copy()
        arriving[self.absent] = 0
        broad = _same_first(found, self.closeness.broad_domains[self.of])
        ways = (leaving.T + broad / SMOOTHED) @ self.known @ member
        each = (leaving.sum(axis=0) + 1)[:, None] * np.maximum(arriving.sum(axis=0), 1e-9)[None]
        rate: Floats = (member[self.asked] @ (ways / each) @ member.T).astype(np.float32)
        return rate


def practice(closeness: Closeness, official: Floats) -> Practice:
    """Returns what all official mobilities say for every occupation, its own left out."""
    every, sources = np.arange(len(official)), sources_of(official)
    return Practice(closeness, official[sources], sources, every, every[:0])


def sources_of(official: Floats) -> Places:
    """Returns the places of the occupations that have official mobilities."""
    return np.flatnonzero(official.any(axis=1)).astype(np.int64)


def _nearest(near: Floats, count: int) -> Floats:
    """Returns weights that sum to 1 along each row, by the square, of its greatest `count`."""
    if near.shape[1] > count:
        least = np.partition(near, -count, axis=1)[:, -count][:, None]
        near = np.where(near >= least, near, 0)
    weights = np.square(np.maximum(near, 0))
    whole = weights.sum(axis=1, keepdims=True)
    shares: Floats = np.divide(weights, whole, out=np.zeros_like(weights), where=whole > 0)
    return shares


def _same_first(domains: NDArray[np.str_], broad: NDArray[np.str_]) -> Floats:
    first = np.array([domain[:1] for domain in domains])
    return np.asarray(first[:, None] == broad[None], dtype=np.float32)
