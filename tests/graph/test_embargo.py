"""A closure is in no count below the cell until its public day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from graph.current import Current
from graph.embargo import lift, withheld
from graph.servers import Place
from tests.graphs import node, opened, tell

EVE, DAY = date(2026, 9, 6), date(2026, 9, 7)
CLOSURE = {"headcount": 35, "public_on": "2026-09-07", "visibility": "partners"}
LEVEL = "MATCH (s:Surplus {key: 'fin'}) RETURN s.visibility"


@pytest.fixture
def current(place: Place) -> Iterator[Current]:
    with opened(place) as found:
        yield found


def test_before_its_day_a_closure_is_kept_at_the_cell() -> None:
    assert withheld(CLOSURE, EVE) == {
        "headcount": 35,
        "public_on": "2026-09-07",
        "visibility": "cell",
        "intended_visibility": "partners",
    }


def test_from_its_day_on_a_closure_is_as_it_was_told() -> None:
    assert withheld(CLOSURE, DAY) == CLOSURE


def test_what_has_no_day_or_stays_in_the_cell_is_as_it_was_told() -> None:
    for values in ({"visibility": "public"}, {"public_on": "2030-01-01"}, {}):
        assert withheld(values, EVE) == values


def test_the_first_start_on_its_day_raises_it_by_a_load_of_its_own(current: Current) -> None:
    told = node("fin", "2026-08-01", "opco", **withheld(CLOSURE, EVE))
    tell(current, ("Surplus", [told]))
    lift(current, EVE)
    assert current.store.read(LEVEL).rows == [("cell",)]
    lift(current, DAY)
    assert current.store.read(LEVEL).rows == [("partners",)]
    assert [row.source for row in current.ledger.loads()] == ["embargo", "opco"]
    lift(current, DAY)
    assert len(current.ledger.loads()) == 2
