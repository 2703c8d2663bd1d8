"""Which trainings are within reach of a place."""

from __future__ import annotations

import numpy as np

from graph.errors import unknown
from graph.geography import Numbers, haversine, positions
from graph.snapshot import Snapshot

PLACES = ("Territory", "Actor")
TYPES = (*PLACES, "Session")


def trainings_within(snapshot: Snapshot, near: str, radius_km: float) -> frozenset[str]:
    """Returns the keys of the trainings within a radius of a territory or a partner.

    A training is where it says, where one of its sessions is held or where a body that gives it
    is. One of which no place is known is not near.

    Raises:
        UnknownNameError: no territory or partner has that key.
    """
    here, keys = _position(snapshot, near), snapshot.table("Training").keys
    return frozenset(
        keys[training]
        for training, where in _places(snapshot)
        if haversine(here, where) <= radius_km
    )


def _position(snapshot: Snapshot, key: str) -> Numbers:
    tables = {label: snapshot.table(label) for label in PLACES}
    for label, table in tables.items():
        if key in table.index:
            found: Numbers = positions(snapshot, label)[table.index[key]]
            return found
    raise unknown("move.unknown_place", key, [k for table in tables.values() for k in table.keys])


def _places(snapshot: Snapshot) -> list[tuple[int, Numbers]]:
    """Returns where each training is, was or can be held; a training may stand several times."""
    own = positions(snapshot, "Training")
    held, given = positions(snapshot, "Session"), positions(snapshot, "Actor")
    sessions = snapshot.links("Training-HAS_SESSION-Session").pairs()
    givers = snapshot.links("Actor-DELIVERS-Training").pairs()
    found = [
        *enumerate(own),
        *((training, held[session]) for training, session in sessions),
        *((training, given[giver]) for giver, training in givers),
    ]
    return [(training, where) for training, where in found if not np.isnan(where).any()]
