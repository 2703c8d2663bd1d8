"""The text of a field reads as the value it was made of, in either language."""

from __future__ import annotations

from typing import Literal

import pytest
from hypothesis import given, strategies as st

from api.editing import text_of
from graph.kinds import Choice, Flag, Number, Texts, Whole
from graph.wording import spoken
from ingest.returning import plain

LANGUAGES = pytest.mark.parametrize("language", ["fr", "en"])
Language = Literal["fr", "en"]


@LANGUAGES
@given(value=st.floats(-1e12, 1e12, allow_nan=False))
def test_a_number_is_read_back_to_its_last_digit(language: Language, value: float) -> None:
    kind = Number("a", "b", "c", least=None)
    with spoken(language):
        assert kind.read(text_of(kind, value)) == value


@LANGUAGES
@given(value=st.integers(-(2**53) + 1, 2**53 - 1))
def test_a_whole_number_is_read_back(language: Language, value: int) -> None:
    kind = Whole("a", "b", "c", least=None)
    with spoken(language):
        assert kind.read(text_of(kind, value)) == value


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1)))
def test_texts_are_read_back_each_as_it_was(values: list[str]) -> None:
    kind = Texts("a", "b", "c")
    kept = list(dict.fromkeys(filter(None, map(plain, values))))
    assert kind.read(text_of(kind, kept)) == kept


@LANGUAGES
def test_a_choice_and_a_flag_are_read_back_by_codes(language: Language) -> None:
    choice = Choice("a", "b", "c", choices={"open": ("ouvert", "free"), "shut": ("fermé", "open")})
    flag = Flag("a", "b", "c")
    with spoken(language):
        assert [choice.read(text_of(choice, code)) for code in ("open", "shut")] == ["open", "shut"]
        assert [flag.read(text_of(flag, value)) for value in (True, False)] == [True, False]
