"""Who can gather in one place, by what each brings: the best gathering first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from graph.analyses.bridging.stocks import Flags
from graph.geography import Indexes, Numbers

TOGETHER = 2  # owners
DECIMALS = 3  # of a kilometre, and of what is brought


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
    sums = _Sums(crowd)
    while sums.together.any():
        centre = sums.best(enough, most)
        members = np.flatnonzero(crowd.within[centre] & (sums.left > 0))
        taken = served(sums.left[members], most)
        sums.take(members, taken)
        yield Gathering(centre, members[taken > 0], taken[taken > 0])


class _Sums:
    """What is left of each member, and what each centre would gather of it."""

    def __init__(self, crowd: Crowd) -> None:
        self.crowd = crowd
        self.left = crowd.brought.astype(np.float64)
        self.brought = crowd.within @ self.left
        self.away = np.where(crowd.within, crowd.km, 0).sum(axis=1)
        self.owners = np.unique(crowd.owners, return_inverse=True)[1]
        shape = len(crowd.within), self.owners.max(initial=-1) + 1
        self.members = np.zeros(shape, np.int32)  # of each owner, by centre
        for member, owner in enumerate(self.owners.tolist()):
            self.members[:, owner] += crowd.within[:, member]
        self.present = (self.members > 0).sum(axis=1)

    @property
    def together(self) -> Flags:
        """Which centres two owners reach."""
        found: Flags = self.present >= TOGETHER
        return found

    def best(self, enough: float, most: float) -> int:
        """Returns the centre of the best gathering; see `gatherings`."""
        brought = np.minimum(np.round(self.brought, DECIMALS), most)
        away = np.round(self.away, DECIMALS)
        given = self.crowd.given
        order = np.lexsort((away, -brought, ~given, brought < enough, ~self.together))
        return int(order[0])

    def take(self, members: Indexes, taken: Numbers) -> None:
        """Takes of some members; who has nothing left is nowhere any more."""
        within, km = self.crowd.within, self.crowd.km
        self.left[members] -= taken
        self.brought -= within[:, members] @ taken
        for member in members[self.left[members] <= 0].tolist():
            here, owner = within[:, member], self.owners[member]
            self.away -= np.where(here, km[:, member], 0)
            self.members[:, owner] -= here
            self.present -= here & (self.members[:, owner] == 0)


def served(brought: Numbers, most: float) -> Numbers:
    """Returns how much of each is taken, in order, until `most` is."""
    before = np.cumsum(brought) - brought
    return np.clip(most - before, 0, brought)
