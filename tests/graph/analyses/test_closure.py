"""Closures of the village, worked out by hand, on 7 September 2026, 35 km.

Plasturgie du Bief lets 5 press operators (H3201) go from 1 January 2027. In reach and in time are
    01 Bief    H2102 x 3 (0.5851, short)      06 Amont   H2102 x 1, at 11.1 km
    02 Colline H2102 x 2, at 22.2 km          04 Dune    H3301 x 2 (0.2218, short), at 26.7 km
    03 Colline I1304 x 1 (0.1964, long)       10 has to be filled before
so three land at 01, and one each at 06 and 02, the nearest of the same score.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import given, settings, strategies as st

from graph.analyses.closing.results import ClosureResult
from graph.analyses.closure import ClosureParameters, run
from graph.errors import DataError, UnknownNameError
from graph.snapshot import EdgeRecord, NodeRecord, Snapshot
from graph.viewer import Viewer
from graph.wording import spoken
from tests.village import CELL, PARTNERS, Edges, village

Landing = tuple[str, int, str]


def answer(
    company: str, viewer: Viewer = CELL, more: Edges | None = None, **asked: object
) -> ClosureResult:
    parameters = ClosureParameters.model_validate({"company": company} | asked)
    return run(village(viewer, more), parameters)


def landed(result: ClosureResult) -> list[Landing]:
    """The need, the people and the effort of each way."""
    return [
        (way.bridge.target.record.key[-2:], way.bridge.people, way.bridge.effort)
        for way in result.ways
        if way.bridge.target.record
    ]


def figures(result: ClosureResult) -> tuple[int, int, int]:
    return result.people, result.landing, result.without


def test_everyone_of_the_presses_has_a_way_out() -> None:
    result = answer("plasturgie-bief")
    assert landed(result) == [("01", 3, "short"), ("06", 1, "short"), ("02", 1, "short")]
    assert figures(result) == (5, 5, 0)
    assert (result.same, result.short, result.long) == (0, 5, 0)
    assert (result.closes_on, result.basis) == (date(2027, 1, 1), "declared")


def test_a_post_that_opened_before_the_closing_day_supposes_an_early_departure() -> None:
    """02 has been open since 1 September 2026; of 01 and 06 nobody said since when."""
    assert answer("plasturgie-bief").early == 1


def test_the_answer_is_one_paragraph() -> None:
    assert answer("plasturgie-bief").paragraph == (
        "5 personnes perdent leur poste. À moins de 35 km à vol d'oiseau : 5 postes compatibles au "
        "plus leur sont ouverts ensemble. Même métier : 0 ; adaptation courte : 5 ; formation "
        "longue avec des places à temps : 0. Personne ne reste sans piste. 1 de ces "
        "postes s'ouvre avant le 1er janvier 2027 : il suppose un départ anticipé, à "
        "demander à l'employeur."
    )
    assert answer("soudure-dune").paragraph == (
        "1 personne perd son poste. À moins de 35 km à vol d'oiseau : aucun poste compatible n'est "
        "connu. Pour 1 personne, aucune piste n'est connue."
    )
    with spoken("en"):
        assert answer("soudure-dune").paragraph.startswith("1 person loses a post.")


def test_a_smaller_radius_leaves_some_without_and_says_what_lies_just_beyond() -> None:
    """At 15 km 01 and 06 are left, and 02 lies 7.2 km out of reach; 04 is too far to be told."""
    result = answer("plasturgie-bief", radius_km=15)
    assert (landed(result), figures(result)) == (
        [("01", 3, "short"), ("06", 1, "short")],
        (5, 4, 1),
    )
    assert result.leaving[0].why is not None
    assert result.leaving[0].why.code == "closure.why.taken"
    assert [(m.target.name, m.reason.sentence) for m in result.near_misses] == [
        ("Plats cuisinés de la Colline", "Hors rayon de 7,2 km."),
        ("Plats cuisinés de la Colline", "Hors rayon de 7,2 km."),
    ]


def test_nothing_is_said_of_near_misses_when_everyone_has_a_way_out() -> None:
    assert answer("biscuits-amont").near_misses == ()


def test_without_a_declared_surplus_all_the_staff_leaves_and_that_is_said() -> None:
    """40 conductors: three posts at 01, one each at 06 and 10, two at 04; none at their own."""
    result = answer("plats-colline")
    assert (result.basis, figures(result)) == ("staff", (40, 7, 33))
    assert sorted(landed(result)) == [
        ("01", 3, "same"),
        ("04", 2, "short"),
        ("06", 1, "same"),
        ("10", 1, "same"),
    ]
    assert result.reasons[0].code == "closure.basis.staff"


def test_a_closure_kept_to_the_cell_is_no_closure_to_partners() -> None:
    """Partners know the staff of the plant, and nothing of the surplus that it declared."""
    result = answer("plasturgie-bief", PARTNERS)
    assert (result.basis, result.people) == ("staff", 25)
    text = result.model_dump_json()
    assert "mobilisable-01" not in text
    assert all(way.bridge.target.blurred for way in result.ways)


def test_why_someone_has_no_way_out() -> None:
    """The welder: nothing alike at 0.18; at 0.15 a long move, whose course comes too late."""
    causes = {
        least: answer("soudure-dune", min_score=least).leaving[0].why for least in (0.18, 0.15)
    }
    assert {least: why and why.code for least, why in causes.items()} == {
        0.18: "closure.why.no_need",
        0.15: "closure.why.no_course",
    }
    refused: Edges = {"Occupation-VETOED-Occupation": [("H2913", "I1304", {})]}
    result = answer("soudure-dune", more=refused, min_score=0.15)
    assert result.leaving[0].why is not None
    assert result.leaving[0].why.code == "closure.why.refused"


def test_the_training_that_opens_most_posts_stands_with_its_seats() -> None:
    """The two packers need the line course, which has two seats left."""
    (opened,) = answer("biscuits-amont").unlocking
    assert (opened.training.key, opened.posts) == ("conduite-de-ligne", 2)
    assert (opened.session.starts_on, opened.session.seats_left) == ("2026-10-05", 2)
    assert opened.provider is not None
    assert opened.provider.key == "formation-bief"


def test_what_to_ask_depends_on_the_size() -> None:
    assert [each.code for each in answer("plasturgie-bief").to_ask] == [
        "closure.ask.csp",
        "closure.ask.collective",
        "closure.ask.lawyer",
    ]


def test_an_unknown_employer_and_one_of_whom_nothing_is_known_are_told() -> None:
    with pytest.raises(UnknownNameError, match="plasturgie-bief"):
        answer("plasturgie-du-bief")
    with pytest.raises(DataError, match="saisissez un effectif mobilisable"):
        answer("maison")


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
