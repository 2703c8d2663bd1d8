"""Retention: what nobody confirmed for longer than its type may be kept, and no day sooner."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import example, given, strategies as st

from api.settings import from_environment
from graph.current import Current
from graph.declare import NODES
from graph.errors import DataError
from graph.retention import Overdue, after, overdue, periods, read_periods
from graph.servers import Place
from graph.viewer import Viewer, Visibility
from tests.graphs import node, opened, tell

TODAY = date(2026, 9, 7)


@pytest.fixture
def current(embedded_place: Place) -> Iterator[Current]:
    with opened(embedded_place) as found:
        yield found


def past(
    current: Current, on: date = TODAY, level: Visibility = "cell", **settled: int
) -> list[Overdue]:
    return list(overdue(current.store, Viewer(visibility=level), settled, on))


def test_what_types_declare_holds_unless_a_setting_says_otherwise() -> None:
    declared = {
        "Contact": 36,
        "Need": 60,
        "Surplus": 60,
        "Request": 60,
        "Referral": 60,
        "Visit": 60,
        "Signal": 60,
        "Response": 60,
    }
    assert periods({}) == declared
    assert periods({"Visit": 12, "Company": 120}) == declared | {"Visit": 12, "Company": 120}
    assert {label for label, kind in NODES.items() if kind.retention} == set(declared)


def test_the_setting_is_types_with_their_months() -> None:
    given = {"MAILLAGE_DATA": "data", "MAILLAGE_RETENTION": "Contact=24, Visit = 60,"}
    assert from_environment(given).retention == {"Contact": 24, "Visit": 60}
    assert from_environment({"MAILLAGE_DATA": "data"}).retention == {}
    assert read_periods("") == {}


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ("24", "retention.type"),
        ("=24", "retention.type"),
        ("Persons=24", "retention.type"),
        ("Contact", "retention.months"),
        ("Contact=", "retention.months"),
        ("Contact=0", "retention.months"),
        ("Contact=-3", "retention.months"),
        ("Contact=1.5", "retention.months"),
        ("Contact=1201", "retention.months"),
        ("Contact=²", "retention.months"),
        ("Contact=24=36", "retention.months"),
        ("Contact=24,Contact=36", "retention.twice"),
    ],
)
def test_nonsense_in_the_setting_is_refused(asked: str, code: str) -> None:
    with pytest.raises(DataError) as caught:
        read_periods(asked)
    assert caught.value.code == code
    assert asked in str(caught.value)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        ("2023-01-31", 1, "2023-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2026-12-15", 1, "2027-01-15"),
        ("2026-09-07", -36, "2023-09-07"),
        ("2026-03-31", -1, "2026-02-28"),
        ("2026-01-01", -1, "2025-12-01"),
    ],
)
def test_months_end_on_the_same_day_or_the_last_of_theirs(
    day: str, months: int, later: str
) -> None:
    assert after(date.fromisoformat(day), months).isoformat() == later


DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))


@given(DAYS, DAYS, st.integers(1, 120))
@example(date(2023, 2, 28), date(2023, 3, 31), 1)
def test_what_is_past_lies_before_the_day_that_the_store_is_asked_for(
    confirmed: date, on: date, months: int
) -> None:
    assert after(confirmed, months) >= on or confirmed <= after(on, -months)


def test_a_record_is_past_on_the_day_after_its_months_are_over(current: Current) -> None:
    contacts = [
        node("ancien", "2020-05-01", function="Accueil"),
        node("veille", "2023-09-06", function="Direction"),
        node("juste", "2023-09-07", function="Atelier"),
    ]
    tell(current, ("Contact", contacts), ("Company", [node("usine", "2001-01-01", name="Usine")]))
    first = Overdue("Contact", "ancien", "Accueil", "2020-05-01", 36, "2023-05-01")
    second = Overdue("Contact", "veille", "Direction", "2023-09-06", 36, "2026-09-06")
    third = Overdue("Contact", "juste", "Atelier", "2023-09-07", 36, "2026-09-07")
    assert past(current) == [first, second]
    assert past(current, date(2026, 9, 8)) == [first, second, third]
    assert [each.key for each in past(current, Contact=240)] == []
    assert [each.key for each in past(current, Contact=240, Company=12)] == ["usine"]


def test_a_confirmation_starts_it_anew_and_what_is_hidden_stays_so(current: Current) -> None:
    visit = node("v", "2020-01-01", held_on="2020-01-01", purpose="Point", visibility="partners")
    tell(current, ("Visit", [visit]))
    assert [each.headline for each in past(current)] == ["2020-01-01"]
    assert past(current, level="public") == []
    tell(current, ("Visit", [node("v", "2026-01-01", held_on="2020-01-01")]))
    assert past(current) == []
