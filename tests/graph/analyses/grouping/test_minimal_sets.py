"""The complete list, against the definition read word by word."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from graph.analyses.grouping.hours import Flags, Floats, Rules, residual
from graph.analyses.grouping.minimal_sets import groupings_of, size_within

RULES = Rules()
FIRST = np.array([1.0] * 6 + [0.0] * 6)
LAST = 1 - FIRST
APRIL = np.array([0.0] * 3 + [0.5] + [0.0] * 8)

Listed = dict[tuple[int, ...], int]


def listed(needs: Floats, near: Flags, largest: int = 5) -> Listed:
    found = groupings_of(needs, near, RULES, largest)
    rows = zip(found.members.tolist(), found.jobs.tolist(), strict=True)
    return {tuple(m for m in members if m >= 0): jobs for members, jobs in rows}


def together(*needs: Floats) -> Listed:
    rows = np.array(needs).reshape(-1, 12)
    return listed(residual(rows, RULES), np.ones((len(rows), len(rows)), np.bool_))


def sustained(totals: Floats, rules: Rules) -> int:
    """Returns the jobs of totals by trying 1, 2, 3…, as rule 2 is written."""
    jobs = 0
    while (
        sum(min(month, (1 + rules.alpha) * (jobs + 1)) for month in totals)
        >= 12 * rules.tau * (jobs + 1) - 1e-7
        and min(totals) >= rules.beta * (jobs + 1) - 1e-7
    ):
        jobs += 1
    return jobs


def defined(needs: Floats, members: tuple[int, ...]) -> int:
    """Returns g of a set, rules 2 to 4 as they are written, by trying every k."""
    totals = needs[list(members)].sum(0)
    others = [totals - needs[member] for member in members]
    jobs = sustained(totals, RULES)
    for member in others:
        robust = 2 * sustained(member, RULES) + 1
        jobs = min(jobs, robust)
        while jobs and (
            sum(min(month, (1 + RULES.alpha) * jobs) for month in member)
            < 12 * (RULES.tau - RULES.rho) * jobs - 1e-7
        ):
            jobs -= 1
    return jobs


def by_definition(needs: Floats, near: Flags, largest: int) -> Listed:
    """Returns the list by looking at every set, every part of it and every split."""
    worth: Listed = {(member,): 0 for member in range(len(needs))}
    found: Listed = {}
    for size in range(2, largest + 1):
        for members in combinations(range(len(needs)), size):
            if not all(near[one, other] for one, other in combinations(members, 2)):
                continue
            worth[members] = jobs = defined(needs, members)
            parts = [p for part in range(1, size) for p in combinations(members, part)]
            split = [
                worth[part] + worth[tuple(m for m in members if m not in part)] for part in parts
            ]
            if jobs and all(jobs > value for value in split):
                found[members] = jobs
    return found


def drawn(seed: int, count: int) -> tuple[Floats, Flags]:
    """Returns flat, seasonal and occasional needs, and who is near whom."""
    random = np.random.default_rng(seed)
    needs = np.zeros((count, 12))
    for row in needs:
        kind, start = random.integers(3), random.integers(12)
        if kind == 0:
            row[:] = random.uniform(0.2, 1.4)
        else:
            row[(start + np.arange(random.integers(2, 9))) % 12] = random.uniform(0.3, 2.2)
    near = random.random((count, count)) < 0.85
    near = (near & near.T) | np.eye(count, dtype=np.bool_)
    return residual(needs.round(2), RULES), near


@pytest.mark.parametrize("seed", range(12))
def test_the_list_is_what_the_definition_says(seed: int) -> None:
    needs, near = drawn(seed, 11)
    expected = by_definition(needs, near, 5)
    assert listed(needs, near) == expected
    assert expected


def test_the_list_of_larger_sets_is_what_the_definition_says() -> None:
    needs, near = drawn(40, 9)
    assert listed(needs, near, 8) == by_definition(needs, near, 8)


def test_four_opposite_half_years_are_listed_as_pairs() -> None:
    found = together(FIRST, LAST, FIRST, LAST)
    assert found == {(0, 1): 1, (0, 3): 1, (1, 2): 1, (2, 3): 1}


def test_a_useless_third_is_dropped() -> None:
    assert together(FIRST, LAST, APRIL) == {(0, 1): 1}


def test_two_who_are_too_far_apart_make_nothing() -> None:
    near = np.array([[1, 0, 1], [0, 1, 1], [1, 1, 1]], np.bool_)
    assert listed(np.array([FIRST, LAST, APRIL]), near) == {}


def test_none_one_and_empty_needs_make_nothing() -> None:
    assert together() == {}
    assert together(np.full(12, 0.5)) == {}
    assert together(np.zeros(12), np.zeros(12)) == {}


def test_equal_needs_make_every_pair() -> None:
    half = np.full(12, 0.5)
    assert together(half, half, half) == {(0, 1): 1, (0, 2): 1, (1, 2): 1}


def test_reordering_renames_the_members_and_changes_nothing_else() -> None:
    needs, near = drawn(3, 14)
    order = np.random.default_rng(0).permutation(14)
    moved = listed(needs[order], near[np.ix_(order, order)])
    back = {tuple(sorted(order[list(members)].tolist())): jobs for members, jobs in moved.items()}
    assert back == listed(needs, near)


def test_a_list_that_would_be_too_long_states_a_smaller_size() -> None:
    near = np.ones((10, 10), np.bool_)
    # 10 employers all near one another: 45 pairs, 120 threes, 210 fours, 252 fives
    assert [size_within(near, 5, budget) for budget in (252, 251, 210, 209, 120, 119, 1)] == [
        5, 4, 4, 3, 3, 2, 2,
    ]  # fmt: skip
    assert groupings_of(np.full((10, 12), 0.5), near, RULES, 5, 100).complete_to == 2
