"""The questions of the watch, answered by hand."""

from __future__ import annotations

from typing import Any

import pytest

from graph.store import Store
from graph.viewer import Visibility
from tests.queries.chapters import rows, tell


@pytest.fixture
def watch(store: Store) -> Store:
    return tell(store, "watch")


MEALS = ("naf2:10.85Z", "Fabrication de plats préparés")
METAL = ("naf2:25.62B", "Mécanique industrielle")
THREE_KINDS = ["closure", "decline", "growth"]
TWO_KINDS = ["closure", "growth"]
HIRING = (*METAL, 1, 1, 0, "2026-06-01", ["hiring"])
GROWTH = (*MEALS, 1, 1, 1, "2026-05-01", ["growth"])
ELSEWHERE = (None, None, 2, 1, 1, "2026-06-03", ["social"])


def signals(watch: Store, visibility: Visibility = "cell", **given: object) -> list[Any]:
    asked = given or {"since": None}
    return rows(watch, "watch", "signals-by-sector", visibility, **asked)


def test_a_sector_has_the_signals_about_it_and_about_its_companies(watch: Store) -> None:
    meals = (*MEALS, 3, 1, 3, "2026-05-01", THREE_KINDS)
    assert signals(watch) == [meals, HIRING, ELSEWHERE]
    two_seen = (*MEALS, 2, 1, 3, "2026-05-01", TWO_KINDS)
    assert signals(watch, "partners") == [two_seen, HIRING, ELSEWHERE]
    bus: tuple[Any, ...] = (None, None, 1, 0, None, "2026-06-03", [])
    assert signals(watch, "public") == [HIRING, GROWTH, bus]


def test_a_signal_counts_from_the_day_it_was_seen(watch: Store) -> None:
    assert signals(watch, since="2026-03-02")[0] == (*MEALS, 2, 1, 3, "2026-05-01", TWO_KINDS)
    assert signals(watch, since="2026-03-01")[0] == (*MEALS, 3, 1, 3, "2026-05-01", THREE_KINDS)
    assert signals(watch, since="2026-05-01") == [HIRING, GROWTH, ELSEWHERE]
    assert signals(watch, since="2026-05-02") == [HIRING, ELSEWHERE]
    assert signals(watch, since="2026-06-04") == []


MEALS_CONCERN = ("vei-c1", "Plats cuisinés", "followed", "mde", "Maison de l'emploi")
PROJECTS = ["Accueil partagé", "Relève technique"]
DAYS = ("2026-04-10", "2026-12-31")
FRAGILE: tuple[Any, ...] = (
    "vei-c2",
    "Usinage fragile",
    "open",
    *[None] * 4,
    0,
    None,
    None,
    None,
    0,
    [],
)


def concerns(watch: Store, visibility: Visibility = "cell", **given: object) -> list[Any]:
    return rows(watch, "watch", "concerns-and-signals", visibility, **given)


def test_a_concern_rests_on_the_signals_one_may_see(watch: Store) -> None:
    resting = (*MEALS_CONCERN, *DAYS, 3, "2026-03-01", "2026-05-01", 3, 4, PROJECTS)
    assert concerns(watch) == [resting, FRAGILE]
    seen = (*MEALS_CONCERN, *DAYS, 2, "2026-04-01", "2026-05-01", 3, 3, PROJECTS)
    assert concerns(watch, "partners") == [seen]
    assert concerns(watch, "public") == []


def test_closed_concerns_are_listed_when_asked_for(watch: Store) -> None:
    closed = ("vei-c3", "Un recrutement difficile", "closed", "opco", "OPCO régional")
    day = "2026-06-01"
    counted: tuple[Any, ...] = (None, "2026-01-31", 1, day, day, 0, 0, [])
    assert concerns(watch, status="all")[0] == (*closed, *counted)
    assert [row[0] for row in concerns(watch, status="all")] == ["vei-c3", "vei-c1", "vei-c2"]
    assert concerns(watch, "public", status="toutes, closes comprises") == [(*closed, *counted)]


STRIKE = (1, 1, "2026-06-02", "Un préavis de grève", 1, 6.0, None)
NOTICES = (1, 0, "2026-06-01", "Une annonce chaque semaine", 1, 0.4, "2026-11-30")
BISCUITS = ("biscuits", "Biscuits d'Aurore & Fils", "Blois", *STRIKE)
MACHINING = ("usinage", "Usinage de Briare", "Briare", *NOTICES)
LINE = ("2026-05-01", "Une ligne de plus")
PLATS = ("plats", "Plats du Giennois", "Gien")


def talked_about(watch: Store, visibility: Visibility = "cell", **given: object) -> list[Any]:
    asked = given or {"basin": None}
    return rows(watch, "watch", "companies-with-signals-and-needs", visibility, **asked)


def test_a_company_is_named_when_both_a_signal_and_a_need_are_seen(watch: Store) -> None:
    plats = (*PLATS, 2, 2, *LINE, 2, 2.0, "2026-10-01")
    assert talked_about(watch) == [plats, BISCUITS, MACHINING]
    one_of_each = (*PLATS, 1, 1, *LINE, 1, 0.0, "2026-10-01")
    assert talked_about(watch, "partners") == [BISCUITS, one_of_each, MACHINING]
    assert talked_about(watch, "public") == [one_of_each]


def test_a_basin_holds_the_companies_of_its_communes(watch: Store) -> None:
    plats = (*PLATS, 2, 2, *LINE, 2, 2.0, "2026-10-01")
    assert talked_about(watch, basin="be:2415") == [plats, MACHINING]
    assert talked_about(watch, basin="be:2404") == [BISCUITS]
    assert talked_about(watch, basin="be:2404", since="2026-06-03") == []


def test_signals_before_the_day_asked_about_are_left_out(watch: Store) -> None:
    plats = (*PLATS, 1, 1, *LINE, 2, 2.0, "2026-10-01")
    assert talked_about(watch, since="2026-05-01") == [BISCUITS, plats, MACHINING]
    assert talked_about(watch, since="2026-05-02") == [BISCUITS, MACHINING]
