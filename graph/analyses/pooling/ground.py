"""Where those who could share are, and who is within reach of whom."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np

from graph.analyses.bridging.blurring import step
from graph.analyses.bridging.stocks import Flags
from graph.analyses.bridging.travel import Travel
from graph.analyses.pooling.parameters import SharingParameters
from graph.analyses.reasons import Named, named
from graph.geography import Numbers, haversine, positions
from graph.snapshot import Snapshot

STEPS = (10, 20, 30, 40, 50, 100, 200, 500)  # kilometres told of who is blurred
STEP_MINUTES = 10


class Spot(NamedTuple):
    """A point in degrees and the places of the communes it is in."""

    where: tuple[float, float]
    communes: tuple[int, ...]


class Reach(NamedTuple):
    """Kilometres, minutes by road (`nan` where unknown) and who is in reach, centres × members."""

    km: Numbers
    minutes: Numbers
    within: Flags


class Ground:
    """The places of a snapshot and how far one may go.

    For a reader below the cell both limits are rounded up to steps: one that could be moved by
    metres would tell where a blurred employer is.
    """

    def __init__(self, snapshot: Snapshot, asked: SharingParameters) -> None:
        self.snapshot = snapshot
        self.radius_km, self.minutes = asked.radius_km, asked.minutes
        if snapshot.viewer.visibility != "cell":
            self.radius_km = float(step(asked.radius_km, STEPS))
            self.minutes = float(np.ceil(asked.minutes / STEP_MINUTES) * STEP_MINUTES)
        self.travel = Travel(snapshot)
        self._positions = cache(lambda label: positions(snapshot, label))

    def spot(self, label: str, place: int) -> Spot | None:
        """Returns where a node is; None when neither it nor its commune has coordinates."""
        latitude, longitude = self._positions(label)[place].tolist()
        communes = self.snapshot.links(f"{label}-LOCATED_IN-Territory").by_source
        found = Spot((latitude, longitude), communes.get(place, ()))
        return None if np.isnan(found.where).any() else found

    def reach(self, centres: Sequence[Spot], members: Sequence[Spot]) -> Reach:
        """Returns how far each member is from each centre: by road where known, else by radius."""
        ones, others = (
            np.array([spot.where for spot in spots], np.float64).reshape(-1, 2)
            for spots in (centres, members)
        )
        km = haversine(ones[:, None, :], others[None, :, :])
        minutes = np.full(km.shape, np.nan)
        if self.travel:
            road = self.travel.of_communes
            told = [[road(a.communes, b.communes) for b in members] for a in centres]
            minutes = np.array(told, np.float64).reshape(km.shape)
        known = ~np.isnan(minutes)
        within = np.where(known, minutes <= self.minutes, km <= self.radius_km)
        return Reach(km, minutes, within)

    def commune(self, spot: Spot) -> Named | None:
        """Returns the first commune of a spot."""
        return self._territory(spot.communes[0]) if spot.communes else None

    def basins(self, spots: Sequence[Spot]) -> tuple[Named, ...]:
        """Returns the employment basins of several spots, each once, by key."""
        communes = {place for spot in spots for place in spot.communes}
        found = {basin for place in communes for basin in self._basins(place)}
        return tuple(self._territory(place) for place in sorted(found))

    def _basins(self, commune: int) -> set[int]:
        """Returns the basins that a commune is part of, at any depth."""
        parents = self.snapshot.links("Territory-PART_OF-Territory").by_source
        table = self.snapshot.table("Territory")
        found, waiting = set[int](), [commune]
        while waiting:
            if (place := waiting.pop()) not in found:
                found.add(place)
                waiting.extend(parents.get(place, ()))
        return {place for place in found if table.value(place, "kind") == "basin"}

    def _territory(self, place: int) -> Named:
        return named(self.snapshot.table("Territory"), place)
