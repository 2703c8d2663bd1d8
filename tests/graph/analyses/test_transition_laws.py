"""Laws of transitions, on territories drawn at random."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from graph.analyses.transitions import Transition, TransitionsParameters, TransitionsResult, run
from tests.graph.analyses.territories import OCCUPATIONS, Land, lands

LAW = settings(max_examples=80, deadline=None)
origins = st.sampled_from(OCCUPATIONS)


def answer(land: Land, origin: str, **asked: Any) -> TransitionsResult:
    return run(land.snapshot(), TransitionsParameters(occupation=origin, **asked))


def move(land: Land, origin: str, end: str) -> Transition | None:
    found = answer(land, origin).transitions
    return next((each for each in found if each.occupation.key == end), None)


def required(land: Land, occupation: str) -> set[str]:
    return {s for o, s in land.ends("Occupation-REQUIRES-Skill") if o == occupation}


@LAW
@given(lands(), origins)
def test_each_other_occupation_stands_once_and_the_refused_last(land: Land, origin: str) -> None:
    found = answer(land, origin)
    keys = [each.occupation.key for each in found.transitions]
    assert len(set(keys)) == len(keys)
    assert origin not in keys
    refused = {b for a, b in land.ends("Occupation-VETOED-Occupation") if a == origin}
    assert set(keys[found.ranked :]) == refused
    assert [each.vetoed for each in found.transitions] == [
        place >= found.ranked for place in range(len(keys))
    ]


@LAW
@given(lands(), origins)
def test_official_mobilities_count_one_way(land: Land, origin: str) -> None:
    official = {b for a, b in land.ends("Occupation-MOVES_TO-Occupation") if a == origin}
    for each in answer(land, origin).transitions:
        assert (each.official is not None) == (each.occupation.key in official)
    refused = {b for a, b in land.ends("Occupation-VETOED-Occupation") if a == origin}
    shown = {each.occupation.key for each in answer(land, origin).transitions}
    assert official | refused <= shown


@LAW
@given(lands(), origins)
def test_a_move_opens_into_what_it_is_made_of(land: Land, origin: str) -> None:
    for each in answer(land, origin).transitions:
        held, missing = ({skill.key for skill in part} for part in (each.held, each.missing))
        assert held == required(land, origin) & required(land, each.occupation.key)
        assert missing == required(land, each.occupation.key) - required(land, origin)
        weight = sum(skill.weight for skill in each.held)
        whole = weight + sum(skill.weight for skill in each.missing)
        assert each.coverage == pytest.approx(weight / whole if whole else 0, abs=1e-3)
        told = sum(part.contribution for part in each.likeness_parts)
        assert each.likeness == pytest.approx(told, abs=1e-3)
        assert 1 - each.score == pytest.approx((1 - each.likeness) * (1 - each.practice), abs=1e-5)


@LAW
@given(lands(), origins, origins)
def test_a_skill_less_that_is_lacking_never_lowers_coverage(
    land: Land, origin: str, end: str
) -> None:
    before = move(land, origin, end)
    if before is None:
        return
    requires = land.edges["Occupation-REQUIRES-Skill"]
    for lacking in before.missing:
        fewer = [edge for edge in requires if edge[:2] != (end, lacking.key)]
        after = move(
            Land(land.nodes, land.edges | {"Occupation-REQUIRES-Skill": fewer}), origin, end
        )
        assert after is None or after.coverage >= before.coverage


@LAW
@given(lands(), origins, st.integers(1, 3))
def test_top_shows_the_first_and_hides_no_refusal(land: Land, origin: str, top: int) -> None:
    whole, some = answer(land, origin), answer(land, origin, top=top)
    assert some.ranked == whole.ranked
    assert some.transitions == (
        *whole.transitions[: min(top, whole.ranked)],
        *whole.transitions[whole.ranked :],
    )


@LAW
@given(lands(), origins)
def test_renaming_changes_nothing_but_names(land: Land, origin: str) -> None:
    def renamed(text: str) -> str:
        return re.sub("(ski|emp|Emp)[- ]", lambda found: f"{found[0]}z", text)

    nodes, edges = (json.loads(renamed(json.dumps(part))) for part in (land.nodes, land.edges))
    again = Land(nodes, {sign: [tuple(edge) for edge in found] for sign, found in edges.items()})
    first = answer(land, origin).model_dump_json()
    assert renamed(first) == answer(again, origin).model_dump_json()
