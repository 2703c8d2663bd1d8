"""Distances: one degree of latitude is 2 π 6371.0088 / 360 = 111.195 km."""

from __future__ import annotations

import numpy as np
import pytest

from graph.geography import haversine, neighbours, positions
from graph.snapshot import EdgeRecord, NodeRecord, Snapshot
from graph.viewer import Viewer

NAN = float("nan")


def test_a_degree_of_latitude_is_111_km() -> None:
    assert haversine(np.array([47.0, 2.0]), np.array([48.0, 2.0])) == pytest.approx(
        111.1951, abs=1e-4
    )


def test_vineuil_to_romorantin_is_out_of_reach() -> None:
    vineuil, romorantin = np.array([47.5846, 1.3744]), np.array([47.3559, 1.7437])
    assert haversine(vineuil, romorantin) == pytest.approx(37.6, abs=0.2)


def test_neighbours_are_the_pairs_within_the_radius_and_no_other() -> None:
    a = np.array([[47.0, 2.0], [NAN, NAN], [47.3, 2.0]])
    b = np.array([[47.3, 2.0], [47.0, 2.0], [48.0, 2.0]])
    left, right, km = neighbours(a, b, 33.4)
    assert list(zip(left.tolist(), right.tolist(), strict=True)) == [(0, 0), (0, 1), (2, 0), (2, 1)]
    assert km.tolist() == pytest.approx([33.3585, 0, 0, 33.3585], abs=1e-3)


def test_only_points_of_one_kind_are_neighbours_where_kinds_are_given() -> None:
    a = np.array([[47.0, 2.0], [47.0, 2.0], [NAN, NAN]])
    b = np.array([[47.1, 2.0], [47.0, 2.0], [47.0, 2.0]])
    left, right, _ = neighbours(a, b, 20, (np.array([5, 6, 7]), np.array([6, 5, 7])))
    assert list(zip(left.tolist(), right.tolist(), strict=True)) == [(0, 1), (1, 0)]


def test_where_nothing_has_coordinates_nothing_is_near() -> None:
    nowhere, here = np.array([[NAN, NAN]]), np.array([[47.0, 2.0]])
    assert [len(part) for part in neighbours(nowhere, here, 20)] == [0, 0, 0]
    assert [len(part) for part in neighbours(here, here[:0], 20)] == [0, 0, 0]


def test_the_radius_is_part_of_the_reach() -> None:
    a, b = np.array([[47.0, 2.0]]), np.array([[47.1, 2.0]])
    exact = float(haversine(a[0], b[0]))
    assert len(neighbours(a, b, exact)[0]) == 1
    assert len(neighbours(a, b, exact - 1e-6)[0]) == 0


def test_nobody_is_near_the_unplaced() -> None:
    nowhere = np.array([[NAN, NAN]])
    assert [len(part) for part in neighbours(nowhere, np.array([[47.0, 2.0]]), 500)] == [0, 0, 0]


def test_own_coordinates_come_before_those_of_the_commune() -> None:
    nodes: dict[str, list[NodeRecord]] = {
        "Company": [
            {"key": "a", "latitude": 47.5, "longitude": 1.5},
            {"key": "b"},
            {"key": "c"},
            {"key": "d", "latitude": 47.5},
        ],
        "Territory": [{"key": "com:99001", "latitude": 47.0, "longitude": 2.0}],
    }
    where: list[EdgeRecord] = [(key, "com:99001", {}) for key in "abd"]
    found = positions(
        Snapshot.build(nodes, {"Company-LOCATED_IN-Territory": where}, Viewer()), "Company"
    )
    assert found[[0, 1, 3]].tolist() == [[47.5, 1.5], [47.0, 2.0], [47.0, 2.0]]
    assert np.isnan(found[2]).all()
