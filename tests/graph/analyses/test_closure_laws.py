"""Laws of closures, on territories drawn at random where courses have seats and dates."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any

from hypothesis import assume, given, settings, strategies as st

from graph.analyses.closing.results import ClosureResult
from graph.analyses.closure import ClosureParameters, run
from graph.errors import DataError
from graph.snapshot import NodeRecord
from tests.graph.analyses.comparing import limits, said_to_agree
from tests.graph.analyses.territories import EMPLOYERS, OCCUPATIONS, SKILLS, Land, lands

NAMES = re.compile(r"(emp|rec|com|agr)-|(Emp|Rec|Com) ")
LAW = settings(max_examples=60, deadline=None)
Case = tuple[Land, dict[str, Any]]
TRAININGS = ("tra-1", "tra-2")
SESSIONS = {"ses-1": "tra-1", "ses-2": "tra-1", "ses-3": "tra-2"}


@st.composite
def schooled(draw: st.DrawFn) -> Land:
    """Draws a territory whose occupations are mostly regulated, and trainings for some of them."""
    land = draw(lands())
    nodes = land.nodes | {
        "Occupation": [
            {"key": key, "regulated": draw(st.sampled_from([True, True, True, None]))}
            for key in OCCUPATIONS
        ],
        "Training": [{"key": key, "title": key} for key in TRAININGS],
        "Session": [
            {
                "key": key,
                "starts_on": draw(st.sampled_from(["2026-10-01", "2026-09-07", "2026-09-01"])),
                "seats": draw(st.sampled_from([1, 2, 0, None])),
                "seats_taken": 0,
            }
            for key in SESSIONS
        ],
    }
    skills = draw(st.lists(st.sampled_from(SKILLS), unique=True, min_size=2))
    edges = land.edges | {
        "Occupation-REQUIRES-Skill": list(zip(OCCUPATIONS, SKILLS, [{}] * 4, strict=True)),
        "Training-HAS_SESSION-Session": [(t, s, {}) for s, t in SESSIONS.items()],
        "Training-TEACHES-Skill": [("tra-1", skill, {}) for skill in skills],
        "Training-PREPARES_FOR-Occupation": [
            ("tra-2", end, {})
            for end in draw(st.lists(st.sampled_from(OCCUPATIONS), unique=True, min_size=2))
        ],
    }
    return Land(nodes, edges)


@st.composite
def closures(draw: st.DrawFn) -> tuple[Land, dict[str, Any]]:
    """Draws a territory, and which closure is asked about: of who releases people, if any does."""
    land = draw(schooled())
    releasing = {
        owner
        for kind in ("Company", "Actor")
        for owner, _ in land.ends(f"{kind}-HAS_SURPLUS-Surplus")
    }
    asked = {
        "radius_km": draw(st.sampled_from([70, 35, 10])),
        "minutes": draw(st.sampled_from([None, None, 50])),
        "min_score": draw(st.sampled_from([0.0, 0.0, 0.18])),
        "only_short": draw(st.sampled_from([False, False, False, True])),
        "company": draw(st.sampled_from(sorted(releasing or EMPLOYERS))),
    }
    return land, asked


def closed(land: Land, asked: dict[str, Any], visibility: str = "cell") -> ClosureResult:
    """Returns the closure of an employer of whom something is known, and where it is."""
    try:
        return run(land.snapshot(visibility), ClosureParameters.model_validate(asked))
    except DataError as refused:
        assume(refused.code not in {"closure.nothing_known", "closure.not_placed"})
        raise


def with_more_seats(land: Land, more: tuple[int, int, int]) -> Land:
    sessions: list[NodeRecord] = [
        {**told, "seats": None if told["seats"] is None else int(str(told["seats"])) + added}
        for told, added in zip(land.nodes["Session"], more, strict=True)
    ]
    return Land(land.nodes | {"Session": sessions}, land.edges)


@LAW
@given(closures())
def test_everyone_who_leaves_lands_once_or_is_told_to_be_without(case: Case) -> None:
    land, asked = case
    found = closed(land, asked)
    assert found.landing + found.without == found.people
    assert found.landing == sum(way.bridge.people for way in found.ways)
    assert found.landing == found.same + found.short + found.long
    assert sum(group.people for group in found.leaving) == found.people
    for group in found.leaving:
        assert group.landing + group.without == group.people
        assert (group.why is not None) == (group.without > 0)


@LAW
@given(closures())
def test_people_never_exceed_what_is_released_what_is_sought_or_the_seats(case: Case) -> None:
    land, asked = case
    found = closed(land, asked)
    posts: Counter[str] = Counter()
    attending: Counter[str] = Counter()
    for way in found.ways:
        assert 1 <= way.bridge.people <= way.bridge.people_possible
        assert not way.bridge.vetoed
        assert way.bridge.target.record is not None
        posts[way.bridge.target.record.key] += way.bridge.people
        if way.session is not None:
            attending[way.session.key] += way.bridge.people
        assert (way.session is not None) == (way.bridge.effort == "long")
    most = {record: people for (_, record), people in limits(land, 1.0).items()}
    assert all(people <= most[record] for record, people in posts.items())
    told = {str(each["key"]): each["seats"] for each in land.nodes["Session"]}
    limited = {key: people for key, people in attending.items() if told[key] is not None}
    assert all(people <= int(str(told[key])) for key, people in limited.items())


@LAW
@given(closures(), st.tuples(*[st.integers(0, 3)] * 3))
def test_more_seats_never_leave_more_without(case: Case, more: tuple[int, int, int]) -> None:
    land, asked = case
    assert closed(with_more_seats(land, more), asked).without <= closed(land, asked).without


@LAW
@given(closures())
def test_what_opens_posts_opens_one_at_least_and_the_first_the_most(case: Case) -> None:
    land, asked = case
    posts = [each.posts for each in closed(land, asked).unlocking]
    assert posts == sorted(posts, reverse=True)
    assert all(each >= 1 for each in posts)
    assert len(posts) <= 3


@LAW
@given(closures(), st.sampled_from(["cell", "partners"]))
def test_renaming_changes_nothing_but_names(case: Case, visibility: str) -> None:
    land, asked = case

    def renamed(text: str) -> str:
        return re.sub(f"{NAMES.pattern}|(ski|tra|ses)-", lambda found: f"{found[0]}z", text)

    nodes, edges, other = (
        json.loads(renamed(json.dumps(p))) for p in (land.nodes, land.edges, asked)
    )
    again = Land(nodes, {sign: [tuple(edge) for edge in found] for sign, found in edges.items()})
    first, second = (
        re.sub("p-[0-9a-f]{12}", "", closed(of, told, visibility).model_dump_json())
        for of, told in ((land, asked), (again, other))
    )
    assert renamed(first) == second


@LAW
@given(closures(), st.sampled_from(["partners", "public"]))
def test_below_the_cell_only_who_closes_is_named_before_both_agreed(
    case: Case, visibility: str
) -> None:
    land, asked = case
    found = closed(land, asked, visibility)
    agreed = {other for one, other in said_to_agree(land, visibility) if one == asked["company"]}
    told = found.model_dump(mode="json", exclude={"employer", "commune"})
    for each in (*(way["bridge"] for way in told["ways"]), *told["near_misses"]):
        assert each["source"]["employer"]["key"] == asked["company"]
        each["source"] = None
        if each["target"]["employer"] and each["target"]["employer"]["key"] in agreed:
            each.clear()
    assert NAMES.findall(json.dumps(told, ensure_ascii=False)) == []
