"""Orders and the sums they rest on, worked out by hand."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given, strategies as st

from graph.analyses.moves.practice import practice
from graph.analyses.moves.ranking import (
    COMBINED,
    LIKENESS,
    in_turn,
    likeness_terms,
    practice_terms,
    ranked,
    shipped,
    weighed,
)
from tests.graph.analyses.moves.small import closeness, table

THREE = {"A1101": "pq", "A1102": "pq", "B1101": "p"}


def test_two_of_the_first_list_come_before_one_of_the_second() -> None:
    one, other = np.array([0, 1, 2, 3, 4]), np.array([1, 4, 3, 2, 0])
    assert in_turn(one, other) == [(0, 0), (1, 0), (4, 1), (2, 0), (3, 0)]
    assert in_turn(one, other, [1]) == [(place, 1) for place in (1, 4, 3, 2, 0)]


@given(
    st.integers(0, 8).flatmap(
        lambda n: st.tuples(st.permutations(range(n)), st.permutations(range(n)))
    ),
    st.lists(st.integers(0, 1), min_size=1, max_size=4),
)
def test_in_turn_gives_each_place_once(
    orders: tuple[list[int], list[int]], pattern: list[int]
) -> None:
    one, other = (np.array(order, np.int64) for order in orders)
    found = in_turn(one, other, pattern)
    assert sorted(place for place, _ in found) == sorted(orders[0])
    for turn, order in enumerate(orders):
        places = [place for place, of in found if of == turn]
        assert places == sorted(places, key=order.index)


def test_the_greatest_sum_comes_first_and_ties_by_place() -> None:
    assert ranked(np.array([0.5, 2, 0.5, 2, 1], np.float32)).tolist() == [1, 3, 4, 0, 2]


def test_a_sum_is_each_term_times_its_weight() -> None:
    terms = {"a": np.array([[1.0, 2]], np.float32), "b": np.array([[10.0, 0]], np.float32)}
    assert weighed(terms, {"a": 2, "b": 0.5}).tolist() == [[7, 4]]


def test_nearness_is_minus_the_logarithm_of_the_rank() -> None:
    """Nearest to A1101 is A1102, then B1101; both are as near to B1101, A1101 is the first."""
    found = likeness_terms(closeness(THREE), 3)
    assert found["nearness"][0, 1:].tolist() == pytest.approx([0, -np.log(2)], abs=1e-6)
    assert found["nearness"][2, :2].tolist() == pytest.approx([0, -np.log(2)], abs=1e-6)
    assert found["nearness_back"][:2, 2].tolist() == pytest.approx([0, -np.log(2)], abs=1e-6)
    assert found["broad_domain"].tolist() == [[1, 1, 0], [1, 1, 0], [0, 0, 1]]


def test_a_small_graph_counts_as_a_sample_of_a_large_one() -> None:
    """The second of two others stands for the fifth of ten: rank 1 of 2 is rank 5 of 10."""
    found = likeness_terms(closeness(THREE), 11)
    assert found["nearness"][0, 2] == pytest.approx(-np.log(1 + 5), abs=1e-6)


def test_what_practice_adds_to_likeness() -> None:
    """Of three sources two lead to B1101: popular counts as 2 of 3, or as 200 of 300."""
    near = closeness(THREE)
    found = practice(near, table(3, (0, 2), (1, 2), (2, 0)))
    static, sums = likeness_terms(near, 300), np.zeros((3, 3), np.float32)
    terms = practice_terms(found, sums, static, 300)
    expected = [np.log(100.5), np.log(0.5), np.log(200.5)]
    assert terms["popular"][1].tolist() == pytest.approx(expected, abs=1e-5)
    assert terms["unseen"][0].tolist() == [0, 1, 0]


def test_the_shipped_weights_are_those_of_the_terms() -> None:
    told = shipped()
    assert tuple(told.likeness) == LIKENESS
    assert tuple(told.combined) == COMBINED
    assert (told.publisher, told.version, told.occupations, told.moves) == (
        "France Travail",
        "460",
        1584,
        14912,
    )
    assert told.learned_on <= date(2026, 11, 26)
