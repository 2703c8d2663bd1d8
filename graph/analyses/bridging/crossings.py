"""Crossings: people of a surplus who could fill a need, one as it is told and many in arrays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import isnan
from typing import NamedTuple

from graph.analyses.bridging.stocks import Employer, Flags, Stock, Stocks
from graph.analyses.moves.skills import veto
from graph.analyses.reasons import Reason
from graph.geography import Indexes, Numbers

Vetoes = Mapping[tuple[Employer, Employer], Mapping[str, object]]


class Move(NamedTuple):
    """From one occupation to another, or to itself; `refused` says why not.

    `score` ranks, of `likeness` and `practice`: see `graph.analyses.moves.moves.Scores`.
    """

    origin: int
    destination: int
    score: float
    likeness: float
    practice: float
    coverage: float
    refused: Reason | None

    @property
    def same(self) -> bool:
        """Whether both occupations are one."""
        return self.origin == self.destination


class Crossing(NamedTuple):
    """People of a surplus who could fill a need, `km` away; `refused` says why not.

    `minutes` are by road, `None` where no travel time was loaded for the two communes. `beyond` is
    how far out of reach it is, in minutes where `timed`, else in kilometres; `None` within reach.
    """

    surplus: Stock
    need: Stock
    move: Move
    km: float
    refused: Reason | None
    minutes: float | None = None
    beyond: float | None = None
    timed: bool = False

    @property
    def possible(self) -> int:
        """People who could cross if this crossing stood alone."""
        return min(self.surplus.people, self.need.people)


class Pairs(NamedTuple):
    """The arrays of crossings: places of surpluses, needs and moves, and what each crossing has.

    `beyond` is how far out of reach it is, in minutes where `timed`, else in kilometres; 0 or less
    within reach. `minutes` is `nan` where no travel time was loaded.
    """

    surplus: Indexes
    need: Indexes
    move: Indexes
    score: Numbers
    km: Numbers
    minutes: Numbers
    beyond: Numbers
    timed: Flags
    refused: Flags


@dataclass(frozen=True, eq=False)
class Crossings:
    """Many crossings in arrays; each is made when it is asked for."""

    surpluses: Stocks
    needs: Stocks
    moves: Sequence[Move]
    vetoes: Vetoes
    pairs: Pairs

    def __len__(self) -> int:
        return len(self.pairs.km)

    def __getitem__(self, place: int) -> Crossing:
        surplus, need, move, _, km, minutes, beyond, timed, _ = (
            column[place].item() for column in self.pairs
        )
        releasing, seeking, going = self.surpluses[surplus], self.needs[need], self.moves[move]
        said = self.vetoes.get((releasing.employer, seeking.employer))
        return Crossing(
            surplus=releasing,
            need=seeking,
            move=going,
            km=km,
            refused=going.refused or (None if said is None else veto(said)),
            minutes=None if isnan(minutes) else minutes,
            beyond=beyond if beyond > 0 else None,
            timed=timed,
        )

    def __iter__(self) -> Iterator[Crossing]:
        return (self[place] for place in range(len(self)))

    def only(self, chosen: Flags | Indexes) -> Crossings:
        """Returns those that are chosen, in the order of their places where these are given."""
        return replace(self, pairs=Pairs._make(column[chosen] for column in self.pairs))
