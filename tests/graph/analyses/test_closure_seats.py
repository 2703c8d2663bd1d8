"""Closures where every move is long: seats of courses bound who lands."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given, settings, strategies as st

from graph.analyses.closing.results import ClosureResult
from graph.analyses.closure import ClosureParameters, run
from graph.snapshot import EdgeRecord, NodeRecord, Snapshot
from tests.village import CELL


@dataclass(frozen=True)
class Basin:
    """People of one plant, posts north of it, and courses; no occupation has another's skill."""

    people: tuple[int, ...]
    posts: tuple[tuple[int, int, int], ...]
    seats: tuple[int, ...]


ORIGINS, ENDS = ("A1101", "B1101"), ("C1101", "D1101")


def snapshot(basin: Basin) -> Snapshot:
    """Every move is official, long, and taught by the course of its end."""
    nodes: dict[str, list[NodeRecord]] = {
        "Occupation": [{"key": key} for key in (*ORIGINS, *ENDS)],
        "Skill": [{"key": key, "kind": "competence"} for key in "pqrs"],
        "Company": [
            {"key": "plant", "latitude": 47.0, "longitude": 2.0},
            *(
                {"key": f"c{n}", "latitude": 47 + up / 100, "longitude": 2.0}
                for n, (_, _, up) in enumerate(basin.posts)
            ),
        ],
        "Surplus": [{"key": f"s{n}", "headcount": of} for n, of in enumerate(basin.people)],
        "Need": [{"key": f"n{n}", "posts": of} for n, (_, of, _) in enumerate(basin.posts)],
        "Training": [{"key": f"t{end}", "title": end} for end in ENDS],
        "Session": [
            {"key": f"d{end}", "starts_on": "2026-10-01", "seats": seats, "seats_taken": 0}
            for end, seats in zip(ENDS, basin.seats, strict=True)
        ],
    }
    pairs = [(origin, end, {"rank": 1}) for origin in ORIGINS for end in ENDS]
    edges: dict[str, list[EdgeRecord]] = {
        "Occupation-REQUIRES-Skill": [
            (key, skill, {}) for key, skill in zip((*ORIGINS, *ENDS), "pqrs", strict=True)
        ],
        "Occupation-MOVES_TO-Occupation": [*pairs],
        "Company-HAS_SURPLUS-Surplus": [("plant", f"s{n}", {}) for n in range(len(basin.people))],
        "Surplus-OF_OCCUPATION-Occupation": [
            (f"s{n}", ORIGINS[n], {}) for n in range(len(basin.people))
        ],
        "Company-HAS_NEED-Need": [(f"c{n}", f"n{n}", {}) for n in range(len(basin.posts))],
        "Need-FOR_OCCUPATION-Occupation": [
            (f"n{n}", ENDS[end], {}) for n, (end, _, _) in enumerate(basin.posts)
        ],
        "Training-TEACHES-Skill": [("tC1101", "r", {}), ("tD1101", "s", {})],
        "Training-HAS_SESSION-Session": [(f"t{end}", f"d{end}", {}) for end in ENDS],
    }
    return Snapshot.build(nodes, edges, CELL, as_of="2026-09-07")


def closed(basin: Basin, **asked: object) -> ClosureResult:
    return run(snapshot(basin), ClosureParameters.model_validate({"company": "plant"} | asked))


def test_seats_bound_who_lands_after_a_long_course() -> None:
    result = closed(Basin((4, 2), ((0, 3, 10), (1, 5, 20)), (2, 1)))
    assert (result.people, result.landing, result.long, result.without) == (6, 3, 3, 3)
    assert sorted((way.training.key, way.bridge.people) for way in result.ways if way.training) == [
        ("tC1101", 2),
        ("tD1101", 1),
    ]
    assert [(each.training.key, each.posts) for each in result.unlocking] == [
        ("tC1101", 2),
        ("tD1101", 1),
    ]


def test_a_course_that_starts_after_the_need_must_be_filled_leads_nowhere() -> None:
    basin = snapshot(Basin((2,), ((0, 2, 10),), (5, 5)))
    nodes = {label: [t.record(p) for p in range(len(t))] for label, t in basin.nodes.items()}
    nodes["Need"] = [need | {"by": "2026-09-30"} for need in nodes["Need"]]
    edges = {signature: list(basin.edge_records(signature)) for signature in basin.edges}
    late = Snapshot.build(nodes, edges, CELL, as_of="2026-09-07")
    result = run(late, ClosureParameters(company="plant"))
    assert (result.landing, result.without) == (0, 2)


basins = st.builds(
    Basin,
    st.lists(st.integers(1, 4), min_size=1, max_size=2).map(tuple),
    st.lists(st.tuples(st.integers(0, 1), st.integers(1, 3), st.integers(0, 40)), max_size=4).map(
        tuple
    ),
    st.tuples(st.integers(0, 4), st.integers(0, 4)),
)


@settings(max_examples=60, deadline=None)
@given(basins)
def test_people_never_exceed_who_leaves_the_posts_or_the_seats(basin: Basin) -> None:
    result = closed(basin)
    assert result.landing + result.without == result.people == sum(basin.people)
    assert result.landing <= min(sum(of for _, of, _ in basin.posts), sum(basin.seats))
    for n, (_, posts, _) in enumerate(basin.posts):
        taken = [
            way.bridge.people
            for way in result.ways
            if way.bridge.target.record and way.bridge.target.record.key == f"n{n}"
        ]
        assert sum(taken) <= posts


@settings(max_examples=60, deadline=None)
@given(basins, st.integers(0, 3), st.integers(0, 3))
def test_more_seats_never_leave_more_without(basin: Basin, one: int, other: int) -> None:
    more = Basin(basin.people, basin.posts, (basin.seats[0] + one, basin.seats[1] + other))
    assert closed(more).without <= closed(basin).without


@settings(max_examples=60, deadline=None)
@given(basins, st.integers(0, 60), st.integers(0, 60))
def test_a_smaller_radius_never_lands_more(basin: Basin, one: int, other: int) -> None:
    near, far = closed(basin, radius_km=min(one, other)), closed(basin, radius_km=max(one, other))
    assert near.landing <= far.landing
