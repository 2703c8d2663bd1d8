"""Recall, MRR and what they are measured beside, worked out by hand on five occupations.

    0 leads to 1 and 2    1 leads to 0    2 leads to 0, 1, 3 and 4    3 and 4 lead nowhere

Destinations are official for: 0 two, 1 two, 2 one, 3 one, 4 one; so all are rare.
"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from graph.analyses.moves.evaluation import Orders, Trial, mixed
from graph.analyses.moves.learning import folds
from graph.analyses.moves.texts import Floats
from tests.graph.analyses.moves.small import closeness, table
from tests.graph.analyses.moves.test_learning import CLOSENESS, SIZE, drawn

FIVE = closeness({"A1101": "pq", "A1102": "pq", "B1101": "p", "C1101": "q", "D1101": ""})
OFFICIAL = table(5, (0, 1), (0, 2), (1, 0), (2, 0), (2, 1), (2, 3), (2, 4))
WHOLE = np.array([[3, 1, 2, 4], [0, 2, 3, 4], [4, 3, 1, 0]])


def test_recall_and_mrr_of_lists_cut_at_two() -> None:
    """Found are one of two, one of one and two of four; at the places 2, 1 and 1."""
    found = Trial(FIVE, OFFICIAL).figures(WHOLE[:, :2])
    assert found.recall_at_10 == pytest.approx((0.5 + 1 + 0.5) / 3, abs=1e-4)
    assert found.mrr == pytest.approx((1 / 2 + 1 + 1) / 3, abs=1e-4)
    assert found.rare_recall_at_10 == pytest.approx(4 / 7, abs=1e-4)
    assert found.distinct_destinations == 5


def test_whole_lists_find_all() -> None:
    found = Trial(FIVE, OFFICIAL).figures(WHOLE)
    assert (found.recall_at_10, found.recall_at_20, found.rare_recall_at_10) == (1, 1, 1)


def test_a_list_that_finds_nothing_counts_for_nothing() -> None:
    nothing = np.array([[3, 4], [2, 3], [2, 2]])
    found = Trial(FIVE, OFFICIAL).figures(nothing)
    assert (found.recall_at_10, found.mrr, found.rare_recall_at_10) == (0, 0, 0)


def test_figures_of_some_sources_are_theirs_alone() -> None:
    found = Trial(FIVE, OFFICIAL).figures(WHOLE[:, :2], np.array([False, True, False]))
    assert (found.recall_at_10, found.mrr, found.distinct_destinations) == (1, 1, 2)


def test_the_tenth_counts_among_ten_and_the_eleventh_among_twenty() -> None:
    """Of five official destinations two are in the first ten and two more in the first twenty."""
    many = closeness({f"A11{n:02}": "p" for n in range(30)})
    ranks = (4, 10, 11, 20, 21)
    trial = Trial(many, table(30, *((0, rank) for rank in ranks)))
    found = trial.figures(np.arange(1, 30)[None])
    assert (found.recall_at_10, found.recall_at_20, found.mrr) == (0.4, 0.8, 0.25)
    assert found.distinct_destinations == 10


def test_destinations_official_for_more_than_three_are_not_rare() -> None:
    """All five lead to 5, which is found by none; of 6, official for one, all is found."""
    many = closeness({f"A11{n:02}": "p" for n in range(8)})
    official = table(8, *((n, 5) for n in range(4)), (0, 6))
    found = Trial(many, official).figures(np.array([[6, 1], [2, 3], [3, 4], [4, 6]]))
    assert found.rare_recall_at_10 == 1
    assert found.recall_at_10 == pytest.approx(0.5 / 4)


def test_the_best_that_recall_could_be_is_bound_by_the_ten_places() -> None:
    """Twelve official destinations can be found by ten twelfths, one wholly."""
    many = closeness({f"A11{n:02}": "p" for n in range(14)})
    trial = Trial(many, table(14, *((0, n) for n in range(1, 13)), (1, 0)))
    assert trial.best_recall() == pytest.approx((10 / 12 + 1) / 2, abs=1e-4)
    assert trial.best_recall(most=6) == 0.75


def test_baselines_rank_by_what_is_common() -> None:
    """A1101 has all in common with A1102, half with B1101 and C1101, nothing with D1101."""
    found = Trial(FIVE, OFFICIAL).baselines()
    assert found["overlap"][0].tolist() == [1, 2, 3, 4]
    assert found["idf_overlap_with_domain"][2].tolist() == [0, 1, 3, 4]


def test_a_mix_takes_so_many_of_each_in_turn() -> None:
    orders = Orders(close=np.array([[3, 2, 1, 0]]), frequent=np.array([[0, 1, 2, 3]]))
    assert mixed(orders, 2, 1).tolist() == [[0, 1, 3, 2]]
    assert mixed(orders, 1, 2).tolist() == [[0, 3, 2, 1]]
    assert mixed(orders, 1, 0).tolist() == orders.frequent.tolist()
    assert mixed(orders, 0, 1).tolist() == orders.close.tolist()


@given(st.integers(0, 1000), st.integers(0, 1000), st.integers(0, 4), st.booleans())
@settings(deadline=None, max_examples=6)
def test_no_list_of_what_is_held_out_changes_with_its_own_mobilities(
    one: int, other: int, fold: int, strict: bool
) -> None:
    held = list(folds(SIZE))[fold][1]
    official, another = drawn(one), drawn(other)
    changed = official.copy()
    changed[held] = another[held]
    if strict:
        changed[:, held] = another[:, held]
        hidden = np.where(np.arange(SIZE) == held[0], held[1], held[0])
        changed[np.arange(SIZE), hidden] += ~changed.any(axis=1)  # a source stays one
    told, again = (lists(each, strict) for each in (official, changed))
    for first, second in zip(told, again, strict=True):
        assert first[held].tolist() == second[held].tolist()


def lists(official: Floats, strict: bool) -> tuple[np.ndarray, np.ndarray]:
    found = Trial(CLOSENESS, official).orders(strict)
    return found.close, found.frequent


def test_the_lists_of_a_trial_are_the_same_at_every_run() -> None:
    first, again = (lists(drawn(5), strict=False) for _ in range(2))
    assert all(np.array_equal(one, other) for one, other in zip(first, again, strict=True))
    assert all(
        sorted(row) == [n for n in range(SIZE) if n != place]
        for each in first
        for place, row in enumerate(each.tolist())
    )
