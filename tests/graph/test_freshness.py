"""Freshness: full under six months, nothing at two years, never more for having waited."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from graph.freshness import freshness, in_force, level

TODAY = date(2026, 9, 7)
DAYS = st.integers(-2000, 5000)


def days_ago(days: int) -> str:
    return (TODAY - timedelta(days=days)).isoformat()


@pytest.mark.parametrize(
    ("confirmed_on", "expected", "word"),
    [
        ("2026-09-07", 1.0, "fresh"),
        ("2026-03-08", 1.0, "fresh"),
        ("2026-03-07", 546 / 547, "to_confirm"),
        ("2025-09-07", 365 / 547, "to_confirm"),
        ("2024-09-08", 1 / 547, "to_confirm"),
        ("2024-09-07", 0.0, "stale"),
        ("2008-01-01", 0.0, "stale"),
        ("2027-01-01", 1.0, "fresh"),
        ("2024-09-08T23:59:59.999+00:00", 1 / 547, "to_confirm"),
        (None, 0.0, "stale"),
    ],
)
def test_it_is_full_for_183_days_and_nothing_from_730(
    confirmed_on: str | None, expected: float, word: str
) -> None:
    assert freshness(confirmed_on, TODAY) == pytest.approx(expected, abs=1e-12)
    assert level(confirmed_on, ["opco"], TODAY) == word


@given(DAYS, st.integers(0, 2000))
def test_it_stays_in_range_and_never_rises_with_age(age: int, more: int) -> None:
    younger, older = freshness(days_ago(age), TODAY), freshness(days_ago(age + more), TODAY)
    assert 0 <= older <= younger <= 1


@given(DAYS, st.lists(st.text(max_size=9)))
def test_what_an_official_table_says_is_in_force_whatever_its_day(
    age: int, others: list[str]
) -> None:
    assert level(days_ago(age), [*others, "official:naf"], TODAY) == "in_force"


def test_a_source_that_only_mentions_an_official_one_puts_nothing_in_force() -> None:
    assert not in_force(["relevé official:naf", "demonstration", ""])
    assert not in_force([])
