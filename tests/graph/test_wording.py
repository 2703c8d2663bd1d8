"""Sentences as French and English write them."""

from __future__ import annotations

from datetime import date

import pytest

from graph.wording import Language, day, number, sentence, spoken, written


@pytest.mark.parametrize(
    ("language", "value", "text"),
    [
        ("fr", 1284, "1\u202f284"),
        ("fr", 1284.5, "1\u202f284,5"),
        ("fr", 0.25, "0,25"),
        ("fr", 100, "100"),
        ("fr", 2.0, "2"),
        ("en", 1284.5, "1,284.5"),
        ("en", 100, "100"),
    ],
)
def test_numbers_are_written_as_the_language_does(
    language: Language, value: float, text: str
) -> None:
    with spoken(language):
        assert number(value) == text


def test_the_first_of_a_month_is_premier_in_french_alone() -> None:
    assert day(date(2026, 10, 1)) == "1er octobre 2026"
    assert day(date(2026, 10, 11)) == "11 octobre 2026"
    with spoken("en"):
        assert day(date(2026, 10, 1)) == "1 October 2026"


def test_french_takes_the_plural_from_two_on_and_has_a_word_for_none() -> None:
    said = [sentence("load.refused", count=count) for count in (1, 2)]
    assert said == ["1 ligne refusée", "2 lignes refusées"]
    assert sentence("answer.rows", count=0) == "aucune ligne"
    assert sentence("answer.rows", count=1.5) == "1,5 ligne"


def test_english_takes_the_plural_for_all_but_one() -> None:
    with spoken("en"):
        said = [sentence("load.refused", count=count) for count in (1, 2)]
    assert said == ["1 line refused", "2 lines refused"]


def test_truth_and_the_unknown_have_words() -> None:
    assert [written(value) for value in (True, False, None)] == ["oui", "non", "inconnu"]


def test_a_code_without_sentence_is_our_fault() -> None:
    with pytest.raises(LookupError, match=r"nothing\.of\.the\.kind"):
        sentence("nothing.of.the.kind")
