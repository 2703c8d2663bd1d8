"""Nothing that is held out is seen: neither in a weight nor in a term."""

from __future__ import annotations

from dataclasses import astuple

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from graph.analyses.moves.learning import Learned, Lesson, folds
from graph.analyses.moves.ranking import weighed
from graph.analyses.moves.texts import Floats
from tests.graph.analyses.moves.small import closeness

SIZE = 15
LETTERS = ("pq", "pr", "qr", "ps", "q", "rs", "pqs", "st", "t", "pt", "qt", "u", "pu", "su", "rtu")
CLOSENESS = closeness(
    {f"{'ABC'[n % 3]}11{n:02}": letters for n, letters in enumerate(LETTERS)},
)


def drawn(seed: int) -> Floats:
    """Returns mobilities at random, at least one from every occupation."""
    chance = np.random.default_rng(seed)
    official = (chance.random((SIZE, SIZE)) < 0.2).astype(np.float32)
    np.fill_diagonal(official, 0)
    official[np.arange(SIZE), (np.arange(SIZE) + 1 + seed % (SIZE - 1)) % SIZE] = 1
    return official


def taught(official: Floats, fold: int, strict: bool) -> tuple[Learned, dict[str, Floats]]:
    """Returns the weights and the terms of the occupations that a fold holds out."""
    kept, held = list(folds(SIZE))[fold]
    lesson = Lesson(CLOSENESS, official, strict)
    told = lesson.learn(kept)
    return told, lesson.terms(kept, held, weighed(lesson.static, told.likeness))


def assert_same(one: Floats, other: Floats, fold: int, strict: bool) -> None:
    (weights, terms), (again, others) = (taught(each, fold, strict) for each in (one, other))
    assert astuple(weights) == astuple(again)
    for name, term in terms.items():
        assert np.array_equal(term, others[name]), name


seeds = st.integers(0, 1000)


@given(seeds, seeds, st.integers(0, 4))
@settings(deadline=None, max_examples=8)
def test_mobilities_from_what_is_held_out_change_no_weight_and_no_term(
    one: int, other: int, fold: int
) -> None:
    official = drawn(one)
    changed = official.copy()
    held = list(folds(SIZE))[fold][1]
    changed[held] = drawn(other)[held]
    assert_same(official, changed, fold, strict=False)


@given(seeds, seeds, st.integers(0, 4))
@settings(deadline=None, max_examples=8)
def test_strictly_nor_do_mobilities_towards_it(one: int, other: int, fold: int) -> None:
    official = drawn(one)
    changed = official.copy()
    held = list(folds(SIZE))[fold][1]
    changed[held], changed[:, held] = drawn(other)[held], drawn(other)[:, held]
    assert_same(official, changed, fold, strict=True)


def test_what_is_kept_does_change_them() -> None:
    """The two laws above could not fail if terms held nothing."""
    official, other = drawn(1), drawn(2)
    (_, terms), (_, others) = (taught(each, 0, strict=False) for each in (official, other))
    assert any(not np.array_equal(term, others[name]) for name, term in terms.items())
    kept, held = next(folds(SIZE))
    towards = official.copy()
    towards[np.ix_(kept, held)] = 1 - towards[np.ix_(kept, held)]
    assert not np.array_equal(taught(towards, 0, strict=False)[1]["popular"], terms["popular"])


def test_popularity_is_counted_without_what_is_held_out() -> None:
    """Every occupation leads to the last; of fifteen the twelve kept count, as if for all 15."""
    official = np.zeros((SIZE, SIZE), np.float32)
    official[:, SIZE - 1] = 1
    official[SIZE - 1] = 0
    kept, held = next(folds(SIZE))
    terms = Lesson(CLOSENESS, official).terms(kept, held, np.zeros((SIZE, SIZE), np.float32))
    leading = len(set(kept.tolist()) - {SIZE - 1})
    expected = np.log(SIZE * leading / len(kept) + 0.5)
    assert terms["popular"][0, SIZE - 1] == pytest.approx(expected, abs=1e-5)
    assert terms["unseen"][0].tolist() == [1] * (SIZE - 1) + [0]


@given(st.integers(5, 60), seeds)
def test_folds_hold_each_place_out_once_and_are_the_same_at_every_run(size: int, seed: int) -> None:
    found = [(kept.tolist(), held.tolist()) for kept, held in folds(size, seed)]
    assert found == [(kept.tolist(), held.tolist()) for kept, held in folds(size, seed)]
    assert sorted(place for _, held in found for place in held) == list(range(size))
    for kept, held in found:
        assert sorted([*kept, *held]) == list(range(size))
    sizes = [len(held) for _, held in found]
    assert (len(sizes), max(sizes) - min(sizes) <= 1) == (5, True)


def test_folds_of_ten_are_these_and_another_seed_gives_others() -> None:
    ten = [[4, 6], [2, 7], [3, 5], [0, 9], [1, 8]]
    assert [held.tolist() for _, held in folds(10)] == ten
    assert [held.tolist() for _, held in folds(10, 1)] != ten


def test_the_same_mobilities_teach_the_same_weights() -> None:
    every = np.arange(SIZE)
    first, again = (Lesson(CLOSENESS, drawn(3)).learn(every) for _ in range(2))
    assert astuple(first) == astuple(again)


def test_what_tells_official_destinations_apart_weighs_more_than_nothing() -> None:
    """Every occupation officially leads to its nearest: nearness has a weight above zero."""
    official = np.zeros((SIZE, SIZE), np.float32)
    official[np.arange(SIZE), CLOSENESS.likeness.argmax(axis=1)] = 1
    assert Lesson(CLOSENESS, official).learn(np.arange(SIZE)).likeness["nearness"] > 0.5
