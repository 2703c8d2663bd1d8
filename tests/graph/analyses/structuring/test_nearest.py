"""The nearest rows are those that comparing all with all gives, in the same order."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from scipy.sparse import csr_matrix

from graph.analyses.structuring import nearest as kernel
from graph.analyses.structuring.nearest import Joins, Nearest, nearest

ROWS = st.lists(st.lists(st.sampled_from([0.0, 0.5, 1.0]), min_size=5, max_size=5), max_size=30)


def told(found: Nearest) -> list[list[int]]:
    return [[place for place in row if place >= 0] for row in found.places.tolist()]


def in_groups(size: int) -> Joins:
    return lambda a, b: a // size == b // size


def by_hand(rows: list[list[float]], k: int, group: int | None = None) -> list[list[int]]:
    """Returns the same by comparing every two rows, of one group of so many in a row if given."""
    table = np.array(rows, dtype=float).reshape(-1, 5)
    product = (table @ table.T).round(9)
    return [
        [
            j
            for j in np.argsort(-line, kind="stable").tolist()
            if j != i and line[j] > 0 and (group is None or i // group == j // group)
        ][:k]
        for i, line in enumerate(product)
    ]


@given(ROWS, st.integers(1, 4))
@settings(deadline=None, max_examples=60)
def test_nearest_is_what_comparing_all_with_all_gives(rows: list[list[float]], k: int) -> None:
    profiles = csr_matrix(np.array(rows, dtype=float).reshape(-1, 5))
    assert told(nearest(profiles, k)) == by_hand(rows, k)


@given(ROWS, st.integers(1, 4), st.integers(1, 8))
@settings(deadline=None, max_examples=60)
def test_rows_that_are_not_joined_never_crowd_out_those_that_are(
    rows: list[list[float]], k: int, group: int
) -> None:
    profiles = csr_matrix(np.array(rows, dtype=float).reshape(-1, 5))
    found = nearest(profiles, k, joins=in_groups(group))
    assert told(found) == by_hand(rows, k, group)


@given(ROWS, st.integers(1, 4), st.sampled_from([0.25, 0.5, 1.0, 2.0]))
@settings(deadline=None, max_examples=60)
def test_none_of_the_least_likeness_asked_is_missing(
    rows: list[list[float]], k: int, least: float
) -> None:
    profiles = csr_matrix(np.array(rows, dtype=float).reshape(-1, 5))
    every, found = nearest(profiles, k), nearest(profiles, k, least)
    enough = every.likeness >= least
    assert (found.places[enough] == every.places[enough]).all()


@pytest.mark.parametrize("group", [None, 24])
@pytest.mark.parametrize("candidates", [1, 3, 8])
def test_what_is_left_out_of_the_first_search_never_changes_the_order(
    monkeypatch: pytest.MonkeyPatch, candidates: int, group: int | None
) -> None:
    monkeypatch.setattr(kernel, "CANDIDATES", candidates)
    monkeypatch.setattr(kernel, "COMMON", 0.2)
    monkeypatch.setattr(kernel, "MANY", 0)
    chance = np.random.default_rng(7)
    table = (chance.random((120, 5)) < [0.6, 0.4, 0.1, 0.1, 0.05]) * chance.random((120, 5))
    joins = None if group is None else in_groups(group)
    assert told(nearest(csr_matrix(table), 2, joins=joins)) == by_hand(table.tolist(), 2, group)


def test_of_rows_that_are_all_alike_the_first_are_nearest() -> None:
    found = nearest(csr_matrix(np.ones((60, 1))), 2)
    assert told(found)[:3] == [[1, 2], [0, 2], [0, 1]]
    assert told(found)[59] == [0, 1]


def test_a_row_that_shares_nothing_has_no_nearest() -> None:
    found = nearest(csr_matrix([[1.0, 0], [0, 1.0], [0, 0]]), 2)
    assert told(found) == [[], [], []]
    assert found.likeness.tolist() == [[0, 0], [0, 0], [0, 0]]
