"""Distances over the ground: who is where, and who is near whom.

Coordinates are degrees, WGS 84; distances are kilometres as the crow flies on a sphere of the
Earth's mean radius (IUGG), which is within 0.6 % of the ellipsoid.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from graph.snapshot import Snapshot

EARTH_KM = 6371.0088

Numbers = NDArray[np.float64]
Indexes = NDArray[np.int64]


def haversine(a: Numbers, b: Numbers) -> Numbers:
    """Returns the kilometres between points `(…, 2)` of latitude and longitude, in pairs."""
    one, other = np.radians(a), np.radians(b)
    half = np.sin((other - one) / 2) ** 2
    across = np.cos(one[..., 0]) * np.cos(other[..., 0])
    root = np.sqrt(half[..., 0] + across * half[..., 1])
    distance: Numbers = 2 * EARTH_KM * np.arcsin(np.minimum(root, 1))
    return distance


def positions(snapshot: Snapshot, label: str) -> Numbers:
    """Returns the latitude and longitude of each node of a type, `nan` where it has none.

    A node's own coordinates come before those of the first territory it is located in.
    """
    own = _coordinates(snapshot, label)
    territories = _coordinates(snapshot, "Territory")
    for place, where in snapshot.links(f"{label}-LOCATED_IN-Territory").by_source.items():
        if np.isnan(own[place]).any():
            own[place] = _first_known(territories[list(where)])
    return own


def inside(snapshot: Snapshot, places: Iterable[int], label: str = "Territory") -> frozenset[int]:
    """Returns places of territories, or sectors, and of all that is part of them, at any depth."""
    parts = snapshot.links(f"{label}-PART_OF-{label}").by_target
    found, waiting = set[int](), list(places)
    while waiting:
        if (place := waiting.pop()) not in found:
            found.add(place)
            waiting.extend(parts.get(place, ()))
    return frozenset(found)


def neighbours(
    a: Numbers, b: Numbers, km: float, kinds: tuple[Indexes, Indexes] | None = None
) -> tuple[Indexes, Indexes, Numbers]:
    """Returns the pairs of points of `a` and `b` within `km` of each other, and their distance.

    In the order of `a`, then of `b`. A point without coordinates has no neighbour. Where `kinds`
    of both are given, only points of one kind are neighbours.
    """
    from scipy.spatial import cKDTree

    placed_a, placed_b = _placed(a), _placed(b)
    chord = 2 * np.sin(min(km / EARTH_KM, np.pi) / 2) * (1 + 1e-9) + 1e-9
    ones, others = _sphere(a[placed_a]), _sphere(b[placed_b])
    if kinds is not None:
        ones, others = _apart(ones, kinds[0][placed_a]), _apart(others, kinds[1][placed_b])
    near = cKDTree(ones).sparse_distance_matrix(cKDTree(others), chord, output_type="ndarray")
    near = near[np.lexsort((near["j"], near["i"]))]
    left, right = placed_a[near["i"]], placed_b[near["j"]]
    distance = haversine(a[left], b[right])
    within = distance <= km
    return left[within], right[within], distance[within]


def _coordinates(snapshot: Snapshot, label: str) -> Numbers:
    table = snapshot.table(label)
    return np.stack([table.numbers("latitude"), table.numbers("longitude")], axis=1)


def _first_known(points: Numbers) -> Numbers:
    known = points[~np.isnan(points).any(axis=1)]
    return known[0] if len(known) else np.full(2, np.nan)


def _placed(points: Numbers) -> Indexes:
    return np.flatnonzero(~np.isnan(points).any(axis=1)).astype(np.int64)


def _sphere(points: Numbers) -> Numbers:
    latitude, longitude = np.radians(points).T
    flat = np.cos(latitude)
    return np.stack([flat * np.cos(longitude), flat * np.sin(longitude), np.sin(latitude)], axis=1)


def _apart(sphere: Numbers, kinds: Indexes) -> Numbers:
    """Returns points with a fourth coordinate, which keeps kinds farther apart than the sphere."""
    return np.concatenate([sphere, 4.0 * kinds[:, None]], axis=1)
