"""The view of a record is a pure function of the set of what is said of it."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings, strategies as st

import graph.schema  # noqa: F401  the registry holds what it declares
from graph.claims import (
    GONE,
    Moment,
    Said,
    View,
    current_view,
    digest_of,
    dumped,
    edge_key,
    priority,
)
from graph.declare import NODES, SIGNATURES

if TYPE_CHECKING:
    from collections.abc import Mapping

COMPANY = NODES["Company"]
DAYS = ("2026-01-01", "2026-02-01", "2026-03-01")
SOURCES = ("form", "official:sirene", "opco", "chambre", "demonstration")


def said(
    values: Mapping[str, object],
    on: str = DAYS[0],
    source: str = "opco",
    load: int = 1,
    *,
    alive: bool = True,
) -> Said:
    text = dumped(values)
    return Said(load, "a", None, None, source, on, digest_of(text), text, alive)


NAMES = st.sampled_from(["name", "headcount", "legal_form"])
VALUES = st.one_of(st.integers(0, 12), st.sampled_from(["A", "B", "É"]))
forms = st.builds(
    said,
    st.dictionaries(NAMES, st.none() | VALUES, min_size=1),
    st.sampled_from(DAYS),
    st.just("form"),
    st.integers(1, 4),
    alive=st.booleans(),
)
rows = st.lists(
    forms
    | st.builds(
        said,
        st.dictionaries(
            NAMES,
            VALUES,
            min_size=1,
        ),
        st.sampled_from(DAYS),
        st.sampled_from(SOURCES),
        st.integers(1, 4),
        alive=st.booleans(),
    ),
    max_size=8,
)
floors = st.dictionaries(
    st.sampled_from(SOURCES), st.tuples(st.sampled_from(DAYS), st.integers(0, 4)), max_size=2
)


def values_of(view: View | None) -> dict[str, object]:
    assert view is not None
    return view.values


@given(rows, floors, st.randoms(use_true_random=False))
def test_order_does_not_matter(
    told: list[Said], bounds: dict[str, Moment], shuffler: random.Random
) -> None:
    shuffled = list(told)
    shuffler.shuffle(shuffled)
    assert current_view(COMPANY, shuffled, bounds) == current_view(COMPANY, told, bounds)


@given(rows, floors)
def test_what_is_said_twice_counts_once(told: list[Said], bounds: dict[str, Moment]) -> None:
    assert current_view(COMPANY, told + told, bounds) == current_view(COMPANY, told, bounds)


@given(rows, floors)
def test_what_is_undone_was_never_said(told: list[Said], bounds: dict[str, Moment]) -> None:
    alive = [row for row in told if row.alive]
    assert current_view(COMPANY, told, bounds) == current_view(COMPANY, alive, bounds)


@given(rows)
@settings(max_examples=50)
def test_every_value_is_one_that_a_live_source_gave(told: list[Said]) -> None:
    view = current_view(COMPANY, told)
    live = [row for row in told if row.alive]
    if not live:
        assert view is None
        return
    spoken = [(r.observed_on, r.load) for r in live if r.source == "official:sirene"]
    newest = max(spoken, default=None)
    given_names = {
        name
        for row in live
        if row.source != "official:sirene" or (row.observed_on, row.load) == newest
        for name in ("name", "headcount", "legal_form")
        if f'"{name}"' in row.text
    }
    emptied = {name for row in live for name in given_names if f'"{name}":null' in row.text}
    kept = values_of(view)
    assert given_names - emptied <= kept.keys()
    assert kept["sources"] == sorted({row.source for row in live})


def test_nobody_says_it_so_nothing_holds() -> None:
    assert current_view(COMPANY, []) is None
    assert current_view(COMPANY, [said({"name": "A"}, alive=False)]) is None


@pytest.mark.parametrize(
    ("one", "other", "name"),
    [
        (said({"name": "A"}, DAYS[0], "form"), said({"name": "B"}, DAYS[2], "official:x"), "A"),
        (said({"name": "A"}, DAYS[0], "official:x"), said({"name": "B"}, DAYS[2], "opco"), "A"),
        (said({"name": "A"}, DAYS[0], "opco"), said({"name": "B"}, DAYS[2], "demonstration"), "A"),
        (said({"name": "A"}, DAYS[1]), said({"name": "B"}, DAYS[0], "chambre"), "A"),
        (said({"name": "A"}), said({"name": "B"}, source="chambre"), "B"),
    ],
    ids=["forms first", "official before partners", "demo last", "newest", "greatest value"],
)
def test_the_greatest_of_priority_day_and_value_holds(one: Said, other: Said, name: str) -> None:
    assert values_of(current_view(COMPANY, [one, other]))["name"] == name
    assert values_of(current_view(COMPANY, [other, one]))["name"] == name


def test_each_property_has_its_own_best_source() -> None:
    view = current_view(
        COMPANY,
        [
            said({"name": "A", "headcount": 4}, DAYS[0], "opco", 1),
            said({"headcount": 5}, DAYS[1], "chambre", 2),
        ],
    )
    kept = values_of(view)
    assert (kept["name"], kept["headcount"]) == ("A", 5)
    assert (kept["observed_on"], kept["confirmed_on"], kept["load"]) == (DAYS[0], DAYS[1], 2)
    assert kept["sources"] == ["chambre", "opco"]


def test_defaults_hold_until_somebody_speaks() -> None:
    assert values_of(current_view(COMPANY, [said({"name": "A"})]))["status"] == "open"
    told = said({"name": "A", "status": "closed"})
    assert values_of(current_view(COMPANY, [told]))["status"] == "closed"


def test_the_revision_is_of_the_values_alone() -> None:
    once = values_of(current_view(COMPANY, [said({"name": "A"})]))
    again = values_of(current_view(COMPANY, [said({"name": "A"}, DAYS[2], "chambre", 9)]))
    merged = values_of(current_view(COMPANY, [said({"name": "A"}), said({"headcount": 4})]))
    whole = values_of(current_view(COMPANY, [said({"name": "A", "headcount": 4})]))
    assert once["revision"] == again["revision"]
    assert merged["revision"] == whole["revision"] != once["revision"]


@pytest.mark.parametrize(
    ("floor", "names"),
    [
        ({}, {"name", "headcount"}),
        ({"opco": (DAYS[1], 0)}, {"headcount"}),
        ({"opco": (DAYS[0], 0)}, {"name", "headcount"}),
        ({"chambre": (DAYS[2], 0)}, {"name"}),
    ],
)
def test_a_claim_counts_unless_its_source_delivered_all_since(
    floor: dict[str, Moment], names: set[str]
) -> None:
    told = [said({"name": "A"}, DAYS[0]), said({"headcount": 4}, DAYS[1], "chambre")]
    kept = values_of(current_view(COMPANY, told, floor))
    assert kept.keys() & {"name", "headcount"} == names


def test_an_older_claim_counts_while_its_source_still_speaks_of_the_record() -> None:
    told = [said({"name": "A"}, DAYS[0]), said({"headcount": 4}, DAYS[1])]
    kept = values_of(current_view(COMPANY, told, {"opco": (DAYS[1], 0)}))
    assert (kept["name"], kept["headcount"]) == ("A", 4)


def test_an_edge_is_told_from_another_by_its_identity() -> None:
    wants = SIGNATURES["Company-WANTS-Resource"]
    first = edge_key(wants, "a", "salle", {"since": "2026-01-01", "people": 3})
    second = edge_key(wants, "a", "salle", {"since": "2026-02-01", "people": 3})
    assert first == "a\x1fsalle\x1f2026-01-01"
    assert first != second


def test_priorities_are_in_the_order_of_trust() -> None:
    assert [priority(source) for source in SOURCES] == [90, 50, 40, 40, 10]


def test_what_a_newer_official_edition_leaves_out_no_longer_holds() -> None:
    older = said({"name": "CHEZ CAMILLE", "headcount": 3}, DAYS[0], "official:sirene")
    newer = said({"name": "Établissement 1"}, DAYS[1], "official:sirene", 2)
    partner = said({"legal_form": "SARL"}, DAYS[0], "opco")
    held = values_of(current_view(COMPANY, [older, partner]))
    assert (held["name"], held["headcount"]) == ("CHEZ CAMILLE", 3)
    held = values_of(current_view(COMPANY, [newer, older, partner]))
    assert (held["name"], held["legal_form"]) == ("Établissement 1", "SARL")
    assert "headcount" not in held
    assert held["observed_on"] == DAYS[0]
    undone = values_of(current_view(COMPANY, [newer._replace(alive=False), older, partner]))
    assert undone["headcount"] == 3


def test_an_empty_cell_of_a_partner_never_erases() -> None:
    older, newer = said({"headcount": 3}, DAYS[0]), said({"name": "A"}, DAYS[1], load=2)
    assert values_of(current_view(COMPANY, [older, newer]))["headcount"] == 3


def test_of_two_official_loads_of_one_day_the_later_alone_speaks() -> None:
    first = said({"name": "SOCIETE", "headcount": 3}, DAYS[0], "official:sirene", 1)
    later = said({"name": "Établissement 1"}, DAYS[0], "official:sirene", 2)
    held = values_of(current_view(COMPANY, [later, first]))
    assert held["name"] == "Établissement 1"
    assert "headcount" not in held
    assert current_view(COMPANY, [first], {"official:sirene": (DAYS[0], 2)}) is None
    assert current_view(COMPANY, [later], {"official:sirene": (DAYS[0], 2)}) is not None


def test_of_two_forms_of_a_day_the_later_holds_and_of_two_tables_the_greater_value() -> None:
    filled = [
        said({"headcount": 12}, source="form", load=1),
        said({"headcount": 9}, source="form", load=2),
    ]
    tables = [said({"headcount": 12}, load=1), said({"headcount": 9}, load=2)]
    assert values_of(current_view(COMPANY, filled))["headcount"] == 9
    assert values_of(current_view(COMPANY, tables))["headcount"] == 12


def test_what_a_form_empties_is_empty_though_a_table_says_it_again() -> None:
    emptied = said({"headcount": None}, DAYS[1], "form", 2)
    rows = [said({"name": "A", "headcount": 12}), emptied, said({"headcount": 14}, DAYS[2], load=3)]
    assert "headcount" not in values_of(current_view(COMPANY, rows))
    assert values_of(current_view(COMPANY, [rows[0], rows[2]]))["headcount"] == 14


def test_what_a_form_takes_away_is_gone_until_a_form_confirms_it() -> None:
    first = said({"name": "A"})
    away = said({GONE: True}, DAYS[1], "form", 2)
    back = said({GONE: False}, DAYS[1], "form", 3)
    again = said({"name": "A", "headcount": 3}, DAYS[2], load=4)
    assert current_view(COMPANY, [first, away, again]) is None
    assert values_of(current_view(COMPANY, [first, away, back, again]))["headcount"] == 3
    assert values_of(current_view(COMPANY, [first, back]))["confirmed_on"] == DAYS[1]


def test_a_confirmation_alone_makes_no_record() -> None:
    back = said({GONE: False}, DAYS[1], "form", 3)
    assert current_view(COMPANY, [back]) is None
    assert current_view(COMPANY, [said({"name": "A"}, alive=False), back]) is None


def test_a_record_taken_away_and_back_has_the_revision_it_had() -> None:
    first = said({"name": "A"})
    away, back = said({GONE: True}, source="form"), said({GONE: False}, source="form", load=2)
    before, after = (
        values_of(current_view(COMPANY, [first])),
        values_of(current_view(COMPANY, [first, away, back])),
    )
    assert before["revision"] == after["revision"]
