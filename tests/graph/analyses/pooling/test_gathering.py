"""Who gathers where, worked out by hand and beside a plain reading of the rule."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from graph.analyses.pooling.gathering import Crowd, gatherings, served

Found = list[tuple[int, list[tuple[int, float]]]]


def crowd(
    owners: list[int], brought: list[float], km: list[list[float]], given: int = 0, reach: float = 9
) -> Crowd:
    """Returns a crowd of centres × members; the first centres are given."""
    away = np.array(km, np.float64).reshape(len(km), len(owners))
    return Crowd(
        owners=np.array(owners),
        brought=np.array(brought, np.float64),
        km=away,
        within=away <= reach,
        given=np.arange(len(km)) < given,
    )


def found(made: Crowd, enough: float, most: float = np.inf) -> Found:
    return [
        (each.centre, list(zip(each.members.tolist(), each.taken.tolist(), strict=True)))
        for each in gatherings(made, enough, most)
    ]


def plain(made: Crowd, enough: float, most: float) -> Found:
    """Returns the gatherings by reading the whole rule anew each time."""
    left: list[float] = made.brought.tolist()
    told: Found = []
    while True:
        ranks = []
        for centre, row in enumerate(made.within.tolist()):
            here = [m for m, near in enumerate(row) if near and left[m] > 0]
            if len({int(made.owners[m]) for m in here}) > 1:
                brought = min(sum(left[m] for m in here), most)
                away = round(sum(float(made.km[centre, m]) for m in here), 3)
                first = brought < enough, not made.given[centre], -brought, away
                ranks.append((*first, centre, here))
        if not ranks:
            return told
        *_, centre, here = min(ranks)
        taken, room = [], most
        for member in here:
            seats = min(left[member], room)
            if seats:
                taken.append((member, seats))
                left[member] -= seats
                room -= seats
        told.append((centre, taken))


def test_the_first_are_served_until_nothing_is_left() -> None:
    assert served(np.array([3.0, 4.0, 2.0]), 5).tolist() == [3, 2, 0]
    assert served(np.array([3.0, 4.0]), np.inf).tolist() == [3, 4]
    assert served(np.array([]), 5).tolist() == []


def test_a_given_centre_comes_before_one_that_gathers_more() -> None:
    made = crowd([1, 2, 3], [4, 4, 4], [[1, 1, 99], [1, 1, 1]], given=1)
    assert found(made, enough=8) == [(0, [(0, 4.0), (1, 4.0)])]


def test_enough_comes_before_a_given_centre() -> None:
    made = crowd([1, 2, 3], [3, 3, 3], [[1, 1, 99], [1, 1, 1]], given=1)
    assert found(made, enough=8) == [(1, [(0, 3.0), (1, 3.0), (2, 3.0)])]


@pytest.mark.parametrize(("km", "centre"), [([[2, 2], [1, 2]], 1), ([[2, 2], [2, 2]], 0)])
def test_the_nearest_then_the_first_centre_decides(km: list[list[float]], centre: int) -> None:
    assert found(crowd([1, 2], [1, 1], km), enough=0) == [(centre, [(0, 1.0), (1, 1.0)])]


def test_two_needs_of_one_owner_do_not_gather() -> None:
    assert found(crowd([1, 1], [4, 4], [[0, 0]]), enough=0) == []


def test_what_is_above_the_most_gathers_again() -> None:
    made = crowd([1, 2], [9, 9], [[0, 0]])
    assert found(made, 8, 12) == [(0, [(0, 9.0), (1, 3.0)])]
    made = crowd([1, 2, 3], [9, 9, 9], [[0, 0, 0]])
    assert found(made, 8, 12) == [(0, [(0, 9.0), (1, 3.0)]), (0, [(1, 6.0), (2, 6.0)])]


def test_nobody_gathers_nowhere() -> None:
    assert found(crowd([], [], [[]]), enough=0) == []
    assert found(crowd([], [], []), enough=0) == []


@st.composite
def crowds(draw: st.DrawFn) -> Crowd:
    size, centres = draw(st.integers(0, 7)), draw(st.integers(0, 5))
    km = st.lists(st.sampled_from([0.0, 2.5, 8.0, 12.0]), min_size=size, max_size=size)
    return crowd(
        draw(st.lists(st.integers(0, 3), min_size=size, max_size=size)),
        draw(st.lists(st.sampled_from([1.0, 2.0, 5.0, 1.5]), min_size=size, max_size=size)),
        draw(st.lists(km, min_size=centres, max_size=centres)),
        given=draw(st.integers(0, 3)),
    )


@settings(max_examples=300, deadline=None)
@given(crowds(), st.sampled_from([0.0, 4.0, 8.0]), st.sampled_from([5.0, 12.0, np.inf]))
def test_running_sums_tell_the_same_as_the_plain_rule(
    made: Crowd, enough: float, most: float
) -> None:
    assert found(made, enough, most) == plain(made, enough, most)
