"""Who can gather in one place, by what each brings: the best gathering first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from graph.analyses.bridging.stocks import Flags
from graph.geography import Indexes, Numbers

TOGETHER = 2  # owners
METRES = 3  # decimals of a kilometre that count


class Crowd(NamedTuple):
    """What could gather, in the order in which it is served, and who reaches which centre.

    `owners` and `brought` run along the members; `km` and `within` are centres × members. `given`
    are the centres to prefer.
    """

    owners: Indexes
    brought: Numbers
    km: Numbers
    within: Flags
    given: Flags


class Gathering(NamedTuple):
    """A centre, the members that gather there and how much of what they bring is taken."""

    centre: int
    members: Indexes
    taken: Numbers


def gatherings(crowd: Crowd, enough: float, most: float = np.inf) -> Iterator[Gathering]:
    """Yields gatherings until no two owners are left within reach of a centre, the best first.

    Best is: enough is brought, then a given centre, the most brought (`most` at most), fewest
    kilometres in all, the first centre. Nothing is taken twice.
    """
    left = crowd.brought.astype(np.float64)
    numbers = np.unique(crowd.owners, return_inverse=True)[1]
    owned = np.eye(numbers.max(initial=0) + 1)[numbers]
    while True:
        here = crowd.within & (left > 0)
        together = ((here @ owned) > 0).sum(axis=1) >= TOGETHER
        if not together.any():
            return
        brought = np.minimum(here @ left, most)
        away = np.round(np.where(here, crowd.km, 0).sum(axis=1), METRES)
        order = np.lexsort((away, -brought, ~crowd.given, brought < enough, ~together))
        members = np.flatnonzero(here[order[0]])
        taken = served(left[members], most)
        left[members] -= taken
        yield Gathering(int(order[0]), members[taken > 0], taken[taken > 0])


def served(brought: Numbers, most: float) -> Numbers:
    """Returns how much of each is taken, in order, until `most` is."""
    before = np.cumsum(brought) - brought
    return np.clip(most - before, 0, brought)
