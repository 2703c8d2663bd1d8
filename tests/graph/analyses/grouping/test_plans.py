"""The plan of a territory, worked out by hand: disjoint groupings, family by family."""

from __future__ import annotations

from typing import Any

from graph.analyses.grouping.results import GroupingPlan
from tests.graph.analyses.land import HALF, OTHER_HALF, Land, pair, story


def plan(land: Land, **parameters: Any) -> GroupingPlan:
    found = land.result(plan=True, **parameters).plan
    assert found
    return found


def test_no_plan_is_made_unless_it_is_asked_for() -> None:
    assert pair().result().plan is None


def test_the_planted_groupings_are_the_plan_and_none_is_better() -> None:
    found = plan(story())
    assert (found.jobs, found.bound, found.proven) == (4, 4, True)
    assert {each.family for each in found.groupings} == {"A1419", "H3302", "H1303", "I1203"}
    assert [each.sentence for each in found.reasons[:2]] == [
        "Le plan réunit 4 emplois",
        "Aucun plan n'en a davantage, c'est prouvé",
    ]


def test_of_two_that_want_the_same_partner_one_is_planned_and_both_are_listed() -> None:
    land = pair()
    land.employer("Charlie", "com:37132")
    land.need("Charlie", "H3302", OTHER_HALF)
    assert len(land.result().list) == 2
    found = plan(land)
    assert [[m.key for m in each.members] for each in found.groupings] == [["alpha", "charlie"]]
    assert (found.jobs, found.bound) == (1, 1)


def test_needs_of_an_occupation_are_not_planned_again_in_its_domain() -> None:
    land = pair()
    land.employer("Charlie", "com:37132")
    land.need("Charlie", "H3301", OTHER_HALF)
    assert [each.family for each in plan(land).families] == ["H3302"]
    assert [each.family for each in plan(land, family="H33").families] == ["H33"]


def test_one_employer_may_be_in_groupings_of_two_families() -> None:
    land = pair()
    land.need("Alpha", "I1203", [0.6] * 12)
    land.need("Bravo", "I1203", [0.4] * 12)
    found = plan(land)
    assert [(each.family, each.jobs) for each in found.families] == [("H3302", 1), ("I1203", 1)]
    assert found.jobs == 2


def test_a_plan_of_nothing_is_empty_and_proven() -> None:
    land = Land()
    land.employer("Alpha", "com:37132")
    land.need("Alpha", "H3302", HALF)
    found = plan(land)
    assert (found.groupings, found.jobs, found.bound, found.proven) == ((), 0, 0, True)
    assert found.reasons[0].sentence == "Le plan ne réunit aucun emploi"


def test_partners_read_a_plan_without_names() -> None:
    found = pair().result("partners", plan=True).plan
    assert found
    assert [each.blurred for each in found.groupings] == [True]
    assert "Alpha" not in found.model_dump_json()


def test_what_the_list_does_not_show_is_kept_with_the_plan() -> None:
    result = story().result(plan=True, most=1)
    assert len(result.list) == 1
    assert len(result.all) == 4
