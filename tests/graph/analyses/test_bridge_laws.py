"""Laws of bridges and likeness, on small territories drawn at random."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date

from hypothesis import given, settings, strategies as st

from graph.analyses.bridges import BridgesParameters, run
from graph.analyses.bridging.results import BridgesResult
from graph.analyses.moves.skills import Skills
from graph.analyses.reasons import Named
from graph.snapshot import EdgeRecord, NodeRecord, Snapshot
from graph.viewer import Viewer

OCCUPATIONS, SKILLS, COMPANIES = ("A1101", "B1101", "C1101"), tuple("pqrs"), tuple("uvw")
DAY = date(2026, 9, 7)
Territory = tuple[dict[str, list[NodeRecord]], dict[str, list[EdgeRecord]]]

days = st.one_of(st.none(), st.dates(date(2026, 6, 1), date(2027, 6, 1)).map(date.isoformat))
required = st.lists(
    st.tuples(st.sampled_from(OCCUPATIONS), st.sampled_from(SKILLS)), unique=True, max_size=10
)


@st.composite
def territories(draw: st.DrawFn) -> Territory:
    latitudes = st.one_of(st.none(), st.integers(0, 60).map(lambda n: 47 + n / 100))
    nodes: dict[str, list[NodeRecord]] = {
        "Occupation": [{"key": key} for key in OCCUPATIONS],
        "Skill": [{"key": key} for key in SKILLS],
        "Company": [{"key": k, "latitude": draw(latitudes), "longitude": 2.0} for k in COMPANIES],
    }
    edges: dict[str, list[EdgeRecord]] = {
        "Occupation-REQUIRES-Skill": [(a, b, {}) for a, b in draw(required)]
    }
    for label, has, of, count in (
        ("Surplus", "HAS_SURPLUS", "OF_OCCUPATION", "headcount"),
        ("Need", "HAS_NEED", "FOR_OCCUPATION", "posts"),
    ):
        keys = [f"{label.lower()}-{n}" for n in range(draw(st.integers(0, 4)))]
        nodes[label] = [
            {"key": key, count: draw(st.integers(1, 4)), "starts_on": draw(days)} for key in keys
        ]
        owners, occupations = st.sampled_from(COMPANIES), st.sampled_from(OCCUPATIONS)
        edges[f"Company-{has}-{label}"] = [(draw(owners), key, {}) for key in keys]
        edges[f"{label}-{of}-Occupation"] = [(key, draw(occupations), {}) for key in keys]
    return nodes, edges


def answer(territory: Territory, radius_km: float = 35) -> BridgesResult:
    nodes, edges = territory
    parameters = BridgesParameters(radius_km=radius_km, on=DAY, min_score=0)
    return run(Snapshot.build(nodes, edges, Viewer()), parameters)


def key_of(told: Named | None) -> str:
    assert told is not None
    return told.key


def renamed(territory: Territory, name: Callable[[str], str]) -> Territory:
    nodes, edges = territory
    return (
        {
            label: [{**r, "key": name(str(r["key"]))} for r in found]
            for label, found in nodes.items()
        },
        {sign: [(name(a), name(b), v) for a, b, v in found] for sign, found in edges.items()},
    )


@settings(max_examples=30, deadline=None)
@given(territories())
def test_renaming_changes_nothing_but_names(territory: Territory) -> None:
    found, other = answer(territory), answer(renamed(territory, lambda key: f"{key}x"))
    assert [
        (f"{key_of(b.source.record)}x", f"{key_of(b.target.record)}x", b.people, b.score, b.km)
        for b in found.bridges
    ] == [
        (key_of(b.source.record), key_of(b.target.record), b.people, b.score, b.km)
        for b in other.bridges
    ]


@settings(max_examples=30, deadline=None)
@given(territories())
def test_names_in_another_order_permute_the_bridges(territory: Territory) -> None:
    backwards = dict(zip(COMPANIES, reversed(COMPANIES), strict=True))
    found = answer(territory)
    other = answer(renamed(territory, lambda key: backwards.get(key, key)))
    assert found.people == other.people
    assert {
        (backwards[key_of(b.source.employer)], key_of(b.target.record)) for b in found.bridges
    } == {(key_of(b.source.employer), key_of(b.target.record)) for b in other.bridges}


@settings(max_examples=30, deadline=None)
@given(territories(), st.integers(0, 60), st.integers(0, 60))
def test_a_smaller_radius_never_adds_a_bridge(territory: Territory, one: int, other: int) -> None:
    near = {b.key for b in answer(territory, min(one, other)).bridges}
    far = {b.key for b in answer(territory, max(one, other)).bridges}
    assert near <= far


@settings(max_examples=30, deadline=None)
@given(territories())
def test_people_never_exceed_what_is_released_or_sought(territory: Territory) -> None:
    found = answer(territory)
    released: Counter[str] = Counter()
    sought: Counter[str] = Counter()
    for bridge in found.bridges:
        assert bridge.people <= bridge.people_possible
        assert 0 <= bridge.score <= 1
        assert 0 <= bridge.coverage <= 1
        assert bridge.source.employer != bridge.target.employer
        released[key_of(bridge.source.record)] += bridge.people
        sought[key_of(bridge.target.record)] += bridge.people
    for label, count, people in (("Surplus", "headcount", released), ("Need", "posts", sought)):
        assert all(people[str(r["key"])] <= int(str(r[count])) for r in territory[0][label])


@settings(max_examples=50, deadline=None)
@given(required)
def test_a_skill_less_to_acquire_never_lowers_coverage(links: list[tuple[str, str]]) -> None:
    origin, destination = OCCUPATIONS[:2]
    held = {skill for occupation, skill in links if occupation == origin}
    before = coverage(links)
    for occupation, skill in links:
        if occupation == destination and skill not in held:
            assert coverage([link for link in links if link != (occupation, skill)]) >= before


def coverage(links: list[tuple[str, str]]) -> float:
    nodes: dict[str, list[NodeRecord]] = {
        "Occupation": [{"key": key} for key in OCCUPATIONS],
        "Skill": [{"key": key} for key in SKILLS],
    }
    edges: dict[str, list[EdgeRecord]] = {
        "Occupation-REQUIRES-Skill": [(a, b, {}) for a, b in links]
    }
    return float(Skills(Snapshot.build(nodes, edges, Viewer())).coverage(0)[1])
