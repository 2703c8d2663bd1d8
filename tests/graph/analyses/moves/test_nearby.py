"""Which trainings are near, on one meridian: 0.1 degree of latitude is 11.119 km."""

from __future__ import annotations

import pytest

from graph.analyses.moves.nearby import trainings_within
from graph.errors import UnknownNameError
from graph.snapshot import EdgeRecord, NodeRecord, Snapshot
from graph.viewer import Viewer


def country() -> Snapshot:
    towns = {"com:1": 47.0, "com:2": 47.1, "com:3": 47.5}
    nodes: dict[str, list[NodeRecord]] = {
        "Territory": [
            *({"key": key, "latitude": up, "longitude": 2.0} for key, up in towns.items()),
            {"key": "com:9"},
        ],
        "Actor": [{"key": "school"}, {"key": "far-school"}, {"key": "nowhere"}],
        "Training": [{"key": key} for key in ("by-giver", "by-session", "far", "lost", "own")],
        "Session": [{"key": "s"}],
    }
    edges: dict[str, list[EdgeRecord]] = {
        "Actor-LOCATED_IN-Territory": [("school", "com:2", {}), ("far-school", "com:3", {})],
        "Actor-DELIVERS-Training": [
            ("school", "by-giver", {}), ("far-school", "far", {}), ("nowhere", "lost", {}),
            ("far-school", "by-session", {}),
        ],
        "Training-HAS_SESSION-Session": [("by-session", "s", {})],
        "Session-LOCATED_IN-Territory": [("s", "com:2", {})],
        "Training-LOCATED_IN-Territory": [("own", "com:1", {})],
    }  # fmt: skip
    return Snapshot.build(nodes, edges, Viewer())


@pytest.mark.parametrize(
    ("near", "km", "found"),
    [
        ("com:1", 0, {"own"}),
        ("com:1", 11, {"own"}),
        ("com:1", 11.2, {"own", "by-giver", "by-session"}),
        ("com:3", 45, {"by-giver", "by-session", "far"}),
        ("school", 1, {"by-giver", "by-session"}),
        ("com:9", 500, set()),
        ("nowhere", 500, set()),
    ],
)
def test_a_training_is_where_it_is_held_or_given(near: str, km: float, found: set[str]) -> None:
    assert trainings_within(country(), near, km) == found


def test_an_unknown_place_is_told_with_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match="com:1"):
        trainings_within(country(), "com:11", 10)
