"""Each property says who told it when, and which word holds, and why."""

from __future__ import annotations

from typing import Any

import pytest

import graph.schema  # noqa: F401  the registry holds what it declares
from graph.claims import GONE, Said, current_view, digest_of, dumped
from graph.declare import NODES
from graph.provenance import Why, Word, provenance, taken_away

COMPANY = NODES["Company"]
JANUARY, FEBRUARY = "2026-01-01", "2026-02-01"


def said(source: str, on: str = JANUARY, load: int = 1, **values: Any) -> Said:
    text = dumped(values)
    return Said(load, "a", None, None, source, on, digest_of(text), text, True)


def form(load: int, *, gone: bool) -> Said:
    text = dumped({GONE: gone})
    return Said(load, "a", None, None, "form", JANUARY, digest_of(text), text, True)


@pytest.mark.parametrize(
    ("rows", "values", "why"),
    [
        ([said("opco", headcount=4)], [4], "alone"),
        ([said("opco", headcount=4), said("opco", FEBRUARY, 2, headcount=5)], [5], "alone"),
        ([said("opco", headcount=4), said("chambre", headcount=4)], [4, 4], "agreed"),
        ([said("opco", FEBRUARY, headcount=4), said("form", headcount=5)], [5, 4], "priority"),
        ([said("opco", headcount=9), said("chambre", FEBRUARY, headcount=4)], [4, 9], "day"),
        ([said("opco", headcount=4), said("chambre", headcount=5)], [5, 4], "value"),
        ([said("opco", headcount=4), said("form", headcount=None)], [None, 4], "priority"),
    ],
)
def test_the_word_that_holds_comes_first_with_its_reason(
    rows: list[Said], values: list[object], why: Why
) -> None:
    told = provenance(COMPANY, rows)["headcount"]
    assert [word.value for word in told.words] == values
    assert told.why == why
    assert told.contested == (why not in {"alone", "agreed"})
    view = current_view(COMPANY, rows)
    assert view is None or view.values.get("headcount") == values[0]


def test_a_word_keeps_its_day_and_its_load() -> None:
    told = provenance(COMPANY, [said("opco", FEBRUARY, 7, name="A"), said("cma", load=2, name="B")])
    assert told["name"].words == (
        Word("A", "opco", FEBRUARY, 7, holds=True),
        Word("B", "cma", JANUARY, 2, holds=False),
    )


def test_undone_words_and_those_swept_by_a_delivery_are_not_told() -> None:
    rows = [said("opco", headcount=4), said("cma", FEBRUARY, headcount=5)._replace(alive=False)]
    assert [word.source for word in provenance(COMPANY, rows)["headcount"].words] == ["opco"]
    assert provenance(COMPANY, rows, {"opco": (FEBRUARY, 0)}) == {}


def test_properties_come_in_the_order_of_the_model() -> None:
    told = provenance(COMPANY, [said("opco", headcount=4, name="A", address="1 rue X")])
    assert list(told) == ["name", "headcount", "address"]


def test_the_latest_form_says_whether_a_record_was_taken_away() -> None:
    away, back = form(2, gone=True), form(3, gone=False)
    assert taken_away([said("opco", name="A")]) is None
    assert taken_away([said("opco", name="A"), away]) == 2
    assert taken_away([back, away]) is None
    assert taken_away([back._replace(alive=False), away]) == 2
