"""Texts alike by their terms, worked out by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from graph.analyses.moves.texts import cosine, counted, every_word, grams, phrases, words

documents = st.lists(st.lists(st.sampled_from("abcde"), max_size=6), min_size=1, max_size=6)


def test_words_have_three_letters_or_more_and_no_accents() -> None:
    assert words("Régler l'une à l'ŒUVRE, 24 h") == ["regler", "une", "oeuvre"]
    assert every_word("Régler à 24 h") == ["regler", "a", "24", "h"]


def test_phrases_are_words_then_pairs_in_a_row() -> None:
    assert list(phrases("Lire un plan coté")) == [
        "lire", "plan", "cote", "lire plan", "plan cote",
    ]  # fmt: skip


def test_pieces_of_a_word_hold_its_two_ends() -> None:
    assert list(grams("pli")) == [" pl", "pli", "li ", " pli", "pli ", " pli "]


def test_terms_are_counted_in_the_order_in_which_they_are_met() -> None:
    found = counted([["b", "a", "b"], [], ["a"]])
    assert found.terms == ("b", "a")
    assert found.counts.toarray().tolist() == [[2, 1], [0, 0], [0, 1]]


def test_the_cosine_weighs_terms_by_how_often_and_how_rare() -> None:
    """Of three documents `a` stands in two: 1 + ln(4 / 3); `b` in one, twice: (1 + ln 2)(1 + ln 2).

    The second has `a` alone, so that the cosine is the share of `a` in the length of the first.
    """
    a, b = 1 + math.log(4 / 3), (1 + math.log(2)) * (1 + math.log(2))
    found = cosine(counted([["a", "b", "b"], ["a"], []]).counts)
    assert found[0, 1] == pytest.approx(a / math.hypot(a, b), abs=1e-6)
    assert found[2].tolist() == [0, 0, 0]


@given(documents)
@settings(deadline=None, max_examples=40)
def test_the_cosine_goes_both_ways_and_is_one_with_itself(told: list[list[str]]) -> None:
    found = cosine(counted(told).counts)
    assert np.allclose(found, found.T)
    assert found.min() >= 0
    assert found.max() <= 1 + 1e-5
    for row, document in enumerate(told):
        assert found[row, row] == pytest.approx(1 if document else 0, abs=1e-5)
