"""Which crossings an answer keeps: by territory, sector and what the move asks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, partial

import numpy as np

from graph.analyses.bridging.blurring import FEWEST
from graph.analyses.bridging.crossings import Crossings, Move
from graph.analyses.bridging.market import Market
from graph.analyses.bridging.parameters import BridgesParameters
from graph.analyses.bridging.stocks import EMPLOYERS, Employer, Flags, employer_of
from graph.analyses.moves.moves import Moves
from graph.errors import DataError, unknown
from graph.geography import Indexes, inside
from graph.snapshot import Snapshot

DIVISION = 2  # figures of a NAF division


class Filters:
    """The filters of an answer; see `BridgesParameters`."""

    def __init__(self, market: Market, moves: Moves, parameters: BridgesParameters) -> None:
        self.market = market
        self.moves = moves
        self.parameters = parameters
        self.snapshot = market.snapshot
        self._within = territories_in(self.snapshot, parameters.territory)
        self._sectors = cache(self._sectors_of)
        asked = (parameters.from_sector, parameters.to_sector)
        self._chosen = [sectors_under(self.snapshot, head) for head in asked]
        if self.snapshot.viewer.visibility != "cell":
            for chosen in self._chosen:
                self._check_wide(chosen)

    def kept(self, crossings: Crossings) -> Crossings:
        """Returns the crossings that pass all that was asked for."""
        asked, pairs = self.parameters, crossings.pairs
        ones = crossings.surpluses.employers[pairs.surplus]
        others = crossings.needs.employers[pairs.need]
        kept = np.ones(len(crossings), np.bool_)
        if asked.territory is not None:
            kept &= _each(ones, self._inside) | _each(others, self._inside)
        for employers, chosen in zip((ones, others), self._chosen, strict=True):
            if chosen is not None:
                kept &= _each(employers, partial(self._of, chosen=chosen))
        if asked.across_sectors:
            kept &= self._across(ones, others)
        if asked.only_short or asked.only_without_training:
            easy = np.array(list(map(self._easy, crossings.moves)), np.bool_)
            kept &= easy[pairs.move]
        return crossings.only(kept)

    def _check_wide(self, chosen: frozenset[int] | None) -> None:
        """Refuses a side that too few employers fit: whom the filters name need not be told."""
        if chosen is None and self.parameters.territory is None:
            return
        employers = (
            Employer(label, place)
            for label in EMPLOYERS
            for place in range(len(self.snapshot.table(label)))
        )
        fitting = (
            (self.parameters.territory is None or self._inside(each)) and self._of(each, chosen)
            for each in employers
        )
        if sum(fitting) < FEWEST:
            raise DataError("bridge.too_narrow", count=FEWEST)

    def _inside(self, employer: Employer) -> bool:
        return not self._within.isdisjoint(self.market.communes_of(employer))

    def _of(self, employer: Employer, chosen: frozenset[int] | None) -> bool:
        return chosen is None or not chosen.isdisjoint(self._sectors(employer))

    def _across(self, ones: Indexes, others: Indexes) -> Flags:
        pairs = zip(map(employer_of, ones.tolist()), map(employer_of, others.tolist()), strict=True)
        return np.array([not self._one_division(*pair) for pair in pairs], np.bool_)

    def _one_division(self, one: Employer, other: Employer) -> bool:
        """Returns whether both are known to be of one division; an unknown sector crosses none."""
        keys = self.snapshot.table("Sector").keys
        ours, theirs = ({_division(keys[s]) for s in self._sectors(e)} for e in (one, other))
        return not ours or not theirs or not ours.isdisjoint(theirs)

    def _easy(self, move: Move) -> bool:
        if move.same:
            return True
        if self.parameters.only_without_training and self._lacks(move.origin, move.destination):
            return False
        effort = self.moves.effort(move.origin, move.destination)
        return not self.parameters.only_short or effort == "short"

    def _lacks(self, origin: int, destination: int) -> bool:
        skills = self.moves.skills
        told = bool(len(skills.of(destination)))
        return not told or bool(len(skills.missing(origin, destination)))

    def _sectors_of(self, employer: Employer) -> Sequence[int]:
        links = self.snapshot.links(f"{employer.label}-IN_SECTOR-Sector").by_source
        return links.get(employer.place, ())


def _each(employers: Indexes, holds: Callable[[Employer], bool]) -> Flags:
    """Returns what holds of employers told by their numbers, asked once of each."""
    numbers, places = np.unique(employers, return_inverse=True)
    told = [holds(employer_of(number)) for number in numbers.tolist()]
    return np.array(told, np.bool_)[places]


def _division(sector: str) -> str:
    nomenclature, _, code = sector.partition(":")
    return f"{nomenclature}:{code[:DIVISION]}"


def territories_in(snapshot: Snapshot, key: str | None) -> frozenset[int]:
    """Returns a territory and all that is part of it, at any depth; nothing without a key.

    Raises:
        UnknownNameError: no territory has that key.
    """
    if key is None:
        return frozenset()
    table = snapshot.table("Territory")
    if key not in table.index:
        raise unknown("bridge.unknown_territory", key, table.keys)
    return inside(snapshot, [table.index[key]])


def sectors_under(snapshot: Snapshot, head: str | None) -> frozenset[int] | None:
    """Returns the sectors whose key begins so and all that is part of them; None asked, None.

    Raises:
        UnknownNameError: no sector's key begins so.
    """
    if head is None:
        return None
    keys = snapshot.table("Sector").keys
    begun = [place for place, key in enumerate(keys) if key.startswith(head)]
    if not begun:
        raise unknown("structure.unknown_sector", head, keys)
    return inside(snapshot, begun, "Sector")
