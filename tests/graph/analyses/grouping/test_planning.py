"""The plan, against every choice of disjoint sets and cases worked out by hand."""

from __future__ import annotations

from functools import cache
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from graph.analyses.grouping.baseline import baseline_of
from graph.analyses.grouping.hours import Flags, Floats, Rules, gain, residual
from graph.analyses.grouping.minimal_sets import groupings_of
from graph.analyses.grouping.packing import Columns, prices_of
from graph.analyses.grouping.planning import Plan, plan_of
from graph.analyses.grouping.pricing import Pricing
from graph.analyses.grouping.relaxing import most_jobs, relaxed
from graph.progress import Cancelled, heard_by

RULES = Rules()
FIRST = np.array([1.0] * 6 + [0.0] * 6)
LAST = 1 - FIRST
APRIL = np.array([0.0] * 3 + [0.5] + [0.0] * 8)
HALF = np.full(12, 0.5)


def drawn(seed: int, count: int, spread: float = 22.0) -> tuple[Floats, Flags, Floats]:
    """Returns flat, seasonal and occasional needs, who is within 30 km of whom, and distances."""
    random = np.random.default_rng(seed)
    needs = np.zeros((count, 12))
    for row in needs:
        kind, start = random.integers(3), random.integers(12)
        if kind == 0:
            row[:] = random.uniform(0.2, 0.9)
        else:
            row[(start + np.arange(random.integers(2, 9))) % 12] = random.uniform(0.3, 2.2)
    places = random.uniform(0, spread, (count, 2))
    km = np.hypot(*(places[:, None] - places[None]).transpose(2, 0, 1))
    return residual(needs.round(2), RULES), km <= 30, km


def together(*needs: Floats, km: Floats | None = None, seconds: float = 60) -> Plan:
    rows = np.array(needs).reshape(-1, 12)
    between = np.zeros((len(rows), len(rows))) if km is None else km
    return plan_of(residual(rows, RULES), between <= 30, between, RULES, seconds=seconds)


def by_enumeration(needs: Floats, near: Flags) -> int:
    """Returns the most jobs of disjoint sets: of all ways to part all the employers."""
    count = len(needs)
    worth = {}
    for size in range(2, 9):
        sets = np.array(list(combinations(range(count), size)))
        inside = np.array([near[np.ix_(members, members)].all() for members in sets], np.bool_)
        found = gain(needs, sets[inside], RULES)
        masks = (1 << sets[inside]).sum(1)
        worth.update({int(m): int(jobs) for m, jobs in zip(masks, found, strict=True) if jobs})

    @cache
    def most(left: int) -> int:
        if not left:
            return 0
        rest = left & (left - 1)
        first, part, best = left ^ rest, rest, most(rest)
        while part:
            if first | part in worth:
                best = max(best, worth[first | part] + most(rest ^ part))
            part = (part - 1) & rest
        return best

    return most((1 << count) - 1)


def check(plan: Plan, needs: Floats, near: Flags) -> None:
    """Checks that a plan is one: disjoint, near, counted, minimal, and within its bound."""
    members = [member for each in plan.sets for member in each]
    assert len(members) == len(set(members))
    assert list(plan.sets) == sorted(plan.sets)
    for each, jobs in zip(plan.sets, plan.jobs, strict=True):
        assert list(each) == sorted(each)
        assert 2 <= len(each) <= 8
        assert near[np.ix_(each, each)].all()
        assert jobs == gain(needs, np.array([each]), RULES)[0] > 0
        smaller = [np.array([[m for m in each if m != gone]]) for gone in each]
        assert all(gain(needs, rest, RULES)[0] < jobs for rest in smaller if rest.size > 1)
    assert plan.bound >= sum(plan.jobs)
    assert plan.proven == (plan.bound == sum(plan.jobs))


def test_four_opposite_half_years_are_planned_as_pairs() -> None:
    plan = together(FIRST, LAST, FIRST, LAST)
    assert (plan.sets, plan.jobs, plan.bound, plan.proven) == (((0, 1), (2, 3)), (1, 1), 2, True)


def test_two_who_are_too_far_apart_make_nothing() -> None:
    plan = together(FIRST, LAST, km=np.array([[0, 30.1], [30.1, 0]]))
    assert (plan.sets, plan.jobs, plan.bound, plan.proven) == ((), (), 0, True)


@pytest.mark.parametrize("needs", [[], [HALF], [np.zeros(12), np.zeros(12)]])
def test_none_one_and_empty_needs_make_nothing(needs: list[Floats]) -> None:
    plan = together(*needs)
    assert (plan.sets, plan.bound, plan.proven) == ((), 0, True)


def test_of_equal_needs_the_lower_rows_are_planned() -> None:
    assert together(HALF, HALF, HALF).sets == ((0, 1),)


def test_a_tie_goes_to_fewer_employers_before_less_travel() -> None:
    # 0 and 1 make the job that 0, 2 and 3 make as well, nearer to one another
    quarter = np.full(12, 0.25)
    km = np.array([[0, 9, 1, 1], [9, 0, 9, 9], [1, 9, 0, 1], [1, 9, 1, 0]], float)
    assert together(HALF, HALF, quarter, quarter, km=km).sets == ((0, 1),)


def test_a_tie_goes_to_less_travel_before_lower_rows() -> None:
    km = np.array([[0, 5, 7], [5, 0, 3], [7, 3, 0]], float)
    assert together(HALF, HALF, HALF, km=km).sets == ((1, 2),)


def test_parts_that_never_meet_are_planned_each() -> None:
    km = np.full((4, 4), 99.0)
    km[0, 1] = km[1, 0] = km[2, 3] = km[3, 2] = 5
    np.fill_diagonal(km, 0)
    plan = together(FIRST, LAST, LAST, FIRST, km=km)
    assert (plan.sets, plan.bound, plan.proven) == (((0, 1), (2, 3)), 2, True)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(50))
def test_the_plan_has_as_many_jobs_as_the_best_of_every_choice(seed: int) -> None:
    needs, near, km = drawn(seed, 13)
    plan = plan_of(needs, near, km, RULES)
    check(plan, needs, near)
    assert plan.proven
    assert sum(plan.jobs) == plan.bound == by_enumeration(needs, near)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 999), st.permutations(range(9)))
def test_reordering_renames_the_members_and_changes_nothing_else(
    seed: int, order: list[int]
) -> None:
    needs, near, km = drawn(seed, 9)
    plan = plan_of(needs, near, km, RULES)
    moved = plan_of(needs[order], near[np.ix_(order, order)], km[np.ix_(order, order)], RULES)
    back = sorted(tuple(sorted(order[m] for m in each)) for each in moved.sets)
    assert rank(moved.bound, back, km) == rank(plan.bound, plan.sets, km)
    assert sum(moved.jobs) == sum(plan.jobs)


def rank(bound: int, sets: object, km: Floats) -> tuple[int, int, float]:
    """Returns what decides between plans: the jobs, the employers, the metres."""
    told = [list(each) for each in sets]  # type: ignore[attr-defined]
    travel = sum(round(float(km[np.ix_(each, each)].max()), 3) for each in told)
    return bound, sum(map(len, told)), round(travel, 3)


def test_a_large_family_is_planned_within_its_bound_and_well_above_the_baseline() -> None:
    needs, near, km = drawn(5, 60, spread=35)
    plan = plan_of(needs, near, km, RULES, seconds=3)
    check(plan, needs, near)
    assert sum(plan.jobs) >= baseline_of(needs, near, RULES) > 0


@pytest.mark.parametrize("seed", range(3))
def test_the_bound_is_true_with_almost_no_time(seed: int) -> None:
    needs, near, km = drawn(seed, 13)
    plan = plan_of(needs, near, km, RULES, seconds=1e-9)
    check(plan, needs, near)
    assert plan.bound >= by_enumeration(needs, near)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6))
def test_prices_bound_every_plan_as_closely_as_the_list_of_all_sets(seed: int) -> None:
    needs, near, _ = drawn(seed, 13)
    needing = np.flatnonzero(needs.sum(1) > 0)
    needs, near = needs[needing], near[np.ix_(needing, needing)]
    bounds = list(Pricing(needs, near, RULES, 8).bounds(lambda: 60.0))
    listed = groupings_of(needs, near, RULES, 8)
    prices = prices_of(Columns(listed.members, listed.jobs, np.zeros(len(listed.jobs)), len(needs)))
    assert min(bounds) >= by_enumeration(needs, near)
    most = most_jobs(needs, near, RULES, 8)
    assert most == listed.jobs.max(initial=0)
    assert relaxed(needs, RULES, 8, most) >= prices.sum() - 1e-6
    assert min(bounds) == pytest.approx(prices.sum(), rel=1e-3)


def test_the_same_seed_gives_the_same_plan() -> None:
    needs, near, km = drawn(2, 22)
    one, other = (plan_of(needs, near, km, RULES, seed=4) for _ in range(2))
    assert one.proven
    assert (one.sets, one.bound) == (other.sets, other.bound)


def test_a_stop_ends_the_plan() -> None:
    def stop(done: int, total: int) -> None:
        if total == 60:
            raise Cancelled

    needs, near, km = drawn(2, 60)
    with heard_by(stop), pytest.raises(Cancelled):
        plan_of(needs, near, km, RULES)


def test_the_baseline_cuts_communities_into_sets_that_are_near() -> None:
    near = np.ones((4, 4), np.bool_)
    needs = np.array([FIRST, LAST, FIRST, LAST])
    assert baseline_of(needs, near, RULES) == 2
    assert baseline_of(needs, near, RULES, largest=1) == 0
    assert baseline_of(needs[:0], near[:0, :0], RULES) == 0
    assert baseline_of(needs[:2], np.eye(2, dtype=np.bool_), RULES) == 0
