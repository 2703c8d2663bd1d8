"""What known mobilities say of others, worked out by hand.

    A1101 p q    A1102 p q    B1101 p    C1101 q    D1101 none

p and q are required by three of five each, so they weigh the same: A1101 is like A1102 by
(1 + 0.05) / 2.65 and like B1101 and C1101 by 0.5 / 2.65. Squared that is 1.1025 to 0.25 to 0.25.
"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from graph.analyses.moves.practice import Practice, practice, sources_of
from graph.analyses.moves.texts import Floats
from tests.graph.analyses.moves.small import closeness, table

FIVE = {"A1101": "pq", "A1102": "pq", "B1101": "p", "C1101": "q", "D1101": ""}
A, A2, B, C, D = range(5)
known = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=12).map(
    lambda pairs: table(5, *((a, b) for a, b in pairs if a != b))
)


def of(official: Floats, sources: list[int], asked: list[int], absent: list[int]) -> Practice:
    places = [np.array(each, np.int64) for each in (sources, asked, absent)]
    return Practice(closeness(FIVE), official[sources], *places)


def test_the_nearest_lead_by_the_square_of_their_likeness() -> None:
    official = table(5, (A2, D), (B, D), (B, C), (C, A2))
    found = practice(closeness(FIVE), official).neighbours[A]
    whole = 1.1025 + 0.25 + 0.25
    expected = [0, 0.25 / whole, 0, 0.25 / whole, 1.3525 / whole]
    assert found.tolist() == pytest.approx(expected, abs=1e-5)


def test_what_is_like_nothing_is_led_nowhere() -> None:
    assert not practice(closeness(FIVE), table(5, (A, B), (B, C))).neighbours[D].any()


def test_popularity_counts_the_known_sources_alone_as_if_they_were_all() -> None:
    """A1101 and B1101 of three known sources lead to D1101: 5 × 2 / 3; one leads to C1101."""
    official = table(5, (A, D), (B, D), (B, C), (A2, B), (C, D), (C, A))
    found = of(official, [A, A2, B], [C], []).popular
    assert found.tolist() == pytest.approx([0, 0, 5 / 3, 5 / 3, 10 / 3])
    assert of(official, [], [C], []).popular.tolist() == [0] * 5


def test_how_often_a_domain_leads_to_another() -> None:
    """A11 has two mobilities into D11, its only destination: (2 + 2 / 40) / ((2 + 1) × 1)."""
    found = of(table(5, (A, D), (A2, D)), [A, A2], [A, B], []).domains
    assert found[0].tolist() == pytest.approx([0, 0, 0, 0, 2.05 / 3], abs=1e-6)
    assert not found[1].any()


def test_absent_destinations_are_not_among_those_that_a_domain_could_lead_to() -> None:
    """B11 has one mobility into A11: of two destinations, or of the one that is not absent."""
    official = table(5, (B, A))
    rates = [of(official, [B], [B], absent).domains[0, A] for absent in ([], [A2])]
    assert rates == pytest.approx([1.025 / (2 * 2), 1.025 / (2 * 1)], abs=1e-6)


def test_sources_are_those_that_lead_somewhere() -> None:
    assert sources_of(table(5, (A, D), (C, D))).tolist() == [A, C]


@given(known, known, st.integers(0, 4))
@settings(deadline=None, max_examples=40)
def test_own_mobilities_are_in_no_share(official: Floats, other: Floats, place: int) -> None:
    changed = official.copy()
    changed[place] = other[place]
    every = list(range(5))
    told, again = (of(each, every, [place], []).neighbours for each in (official, changed))
    assert np.array_equal(told, again)


@given(known)
@settings(deadline=None, max_examples=40)
def test_shares_are_between_nothing_and_all(official: Floats) -> None:
    found = practice(closeness(FIVE), official).neighbours
    assert found.min(initial=0) >= 0
    assert found.max(initial=0) <= 1 + 1e-6
