"""The questions of the desk, answered by hand."""

from __future__ import annotations

from typing import Any

import pytest

from graph.store import Store
from graph.viewer import Visibility
from tests.queries.chapters import rows, tell

PETITS = ("gui-petits", "Petits", "mde", "Maison de l'emploi")
WELCOME = (*PETITS, "accueil", "Accueil", "02 00 00 00 01", None)
HEAD = (*PETITS, "direction", "Direction", "02 00 00 00 02", None)


@pytest.fixture
def desk(store: Store) -> Store:
    return tell(store, "desk")


def regional(key: str, name: str) -> tuple[Any, ...]:
    return (key, name, "opco", "OPCO régional", None, None, None, None)


FOOD = regional("gui-alimentaire", "Alimentaire")
METAL = regional("gui-mecanique", "Mécanique")
FORMS = regional("gui-sas", "Sociétés")
ALL = regional("gui-tous", "Tous")


def answering(
    desk: Store, visibility: Visibility = "cell", topic: str = "gui-former", **given: object
) -> list[tuple[Any, ...]]:
    return rows(desk, "desk", "who-can-answer", visibility, topic=topic, **given)


def test_a_service_answers_only_a_company_it_is_meant_for(desk: Store) -> None:
    assert answering(desk, company="gui-traiteur") == [FOOD, FORMS, ALL]
    assert rows(desk, "desk", "who-can-answer") == [METAL, WELCOME, HEAD, ALL]
    assert rows(desk, "desk", "who-can-answer", "partners") == [METAL, WELCOME, ALL]


def test_what_is_not_known_of_a_company_leaves_no_service_out(desk: Store) -> None:
    everything = [FOOD, METAL, WELCOME, HEAD, FORMS, ALL]
    assert answering(desk, company="gui-inconnu") == everything
    assert answering(desk) == everything


def test_a_headcount_said_stands_for_that_of_the_company(desk: Store) -> None:
    smaller = answering(desk, company="gui-traiteur", headcount="49")
    assert smaller == [FOOD, WELCOME, HEAD, FORMS, ALL]
    assert answering(desk, company="gui-atelier", headcount="50") == [METAL, ALL]
    assert answering(desk, company="gui-atelier", headcount="0") == [METAL, ALL]


def test_a_commune_said_stands_for_that_of_the_company(desk: Store) -> None:
    blois = ("accueil-blois", "Accueil à Blois", "mission", "Mission locale", *[None] * 4)
    advice = regional("conseil", "Conseil")
    local = ("diagnostic", "Diagnostic", "mde", "Maison de l'emploi")
    welcome = (*local, "accueil", "Accueil", "02 00 00 00 01", None)
    given = {"topic": "recruter", "company": "plats"}
    assert answering(desk, "partners", **given) == [advice, welcome]
    assert answering(desk, "partners", **given, commune="41018") == [blois, advice]
    assert answering(desk, "partners", topic="recruter") == [blois, advice, welcome]


def test_nobody_answers_where_nobody_serves(desk: Store) -> None:
    assert answering(desk, commune="com:75056") == []
    assert answering(desk, commune="75056", company="gui-traiteur") == []


WELDERS = ("gui-r1", "Former deux soudeurs", "plats", "Plats du Giennois", "gui-former", "Former")
LODGING = ("gui-r2", "Loger un apprenti", "mission", "Mission locale", None, None)
HIRING = ("gui-r3", "Recruter", "usinage", "Usinage de Briare", "recruter", "Recruter")
TO_ALL = ("gui-tous", "Tous", "opco", "OPCO régional", "accepted", "2026-09-15")
TO_SMALL = (*PETITS, "sent", "2026-08-31")
NOWHERE = (None, None, None, None, None, None)


def waiting(desk: Store, visibility: Visibility = "cell", **given: object) -> list[Any]:
    asked = {"on": "2026-09-07", **given}
    return rows(desk, "desk", "requests-waiting", visibility, **asked)


def test_a_request_lies_with_the_latest_referral_one_may_see(desk: Store) -> None:
    seen_by_all = (*WELDERS, "new", "2026-08-22", 16)
    lodging = (*LODGING, "in-progress", "2026-08-28", 10, 0, *NOWHERE)
    assert waiting(desk) == [(*seen_by_all, 3, *TO_ALL), lodging]
    assert waiting(desk, "partners") == [(*seen_by_all, 2, *TO_SMALL)]
    assert waiting(desk, "public") == []


def test_a_request_waits_once_more_days_have_passed_than_said(desk: Store) -> None:
    to_mde = ("diagnostic", "Diagnostic", "mde", "Maison de l'emploi", "accepted", None)
    hiring = (*HIRING, "new", "2026-08-29", 9, 2, *to_mde)
    assert waiting(desk, days="8")[2:] == [hiring]
    assert [row[0] for row in waiting(desk, days="9")] == ["gui-r1", "gui-r2"]
    assert [row[0] for row in waiting(desk, days="16")] == []
    assert [row[0] for row in waiting(desk, on="2026-09-08")] == ["gui-r1", "gui-r2", "gui-r3"]


def test_of_two_referrals_of_a_day_a_request_lies_with_the_later_key(desk: Store) -> None:
    to_blois = (
        "accueil-blois",
        "Accueil à Blois",
        "mission",
        "Mission locale",
        "sent",
        "2026-09-07",
    )
    hiring = (*HIRING, "new", "2026-08-29", 9)
    assert waiting(desk, "public", days="8") == [(*hiring, 1, *to_blois)]


MDE = ("mde", "Maison de l'emploi")
MISSION = ("mission", "Mission locale")
OPCO = ("opco", "OPCO régional")


def delays(desk: Store, visibility: Visibility = "cell", **given: object) -> list[Any]:
    asked = {"on": "2026-09-07", **given}
    return rows(desk, "desk", "delays-by-partner", visibility, **asked)


def test_referrals_are_counted_by_partner_and_by_answer(desk: Store) -> None:
    mde = (*MDE, 4, 1, 1, 7, 14, 1, 1, 1)
    mission = (*MISSION, 1, 1, 0, None, 6, 0, 0, 0)
    assert delays(desk) == [mde, mission, (*OPCO, 1, 0, 0, None, None, 1, 0, 0)]
    assert delays(desk, "partners") == [mde, mission]
    assert delays(desk, "public") == [mission, (*MDE, 1, 0, 0, None, None, 0, 0, 1)]


def test_an_answer_is_late_from_the_day_after_it_was_due(desk: Store) -> None:
    mde = (*MDE, 4, 1, 1, 8, 15, 1, 1, 1)
    mission = (*MISSION, 1, 1, 1, 1, 7, 0, 0, 0)
    assert delays(desk, "partners", on="2026-09-08") == [mde, mission]


def test_only_referrals_of_the_days_asked_about_count(desk: Store) -> None:
    recent = (1, 0, 0, None, None, 1, 0, 0)
    mission = (*MISSION, 1, 1, 0, None, 6, 0, 0, 0)
    assert delays(desk, since="2026-09-01") == [mission, (*MDE, *recent), (*OPCO, *recent)]
    assert delays(desk, since="2026-09-02") == []
    before = (*MDE, 2, 0, 0, None, None, 0, 1, 1)
    assert delays(desk, on="2026-08-23") == [before]
