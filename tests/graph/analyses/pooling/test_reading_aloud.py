"""What could be shared, as it is read aloud: right for one and for many."""

from __future__ import annotations

from typing import Any

import pytest

from graph.wording import spoken
from tests.graph.analyses.pooling.basin import Basin, one_function, one_resource, one_session


def test_a_session_that_many_fill(basin: Basin) -> None:
    basin.session("2026-11-02", seats=10, taken=5)
    basin.wish("alpha", 3)
    basin.wish("colin", 1)
    basin.need("bravo", posts=4)
    assert basin.shared().sessions[0].paragraph == (
        "Session « Soudage » du 2 novembre 2026, à Bief. "
        "Qui : Alpha (3) ; Colin (1) ; Bravo (1). "
        "Organisme : Greta. "
        "5 personnes prendraient une place. "
        "3 employeurs sont concernés. "
        "5 places sur 10 sont déjà prises. "
        "Ses 10 places sont alors toutes prises. "
        "3 personnes n'y trouvent plus de place. "
        "4 personnes viennent d'un souhait dit par leur employeur. "
        "1 place préparerait à un poste à pourvoir. "
        "Le plus loin est à 22,2 km à vol d'oiseau. "
        "2 bassins se partagent : Be-1, Be-2."
    )


def test_a_session_of_one_person_that_lacks_one(basin: Basin) -> None:
    basin.session("2026-11-01", seats=8, taken=6)
    basin.wish("bravo", 1)
    assert one_session(basin.shared()).paragraph == (
        "Session « Soudage » du 1er novembre 2026, à Bief. "
        "Qui : Bravo (1). "
        "Organisme : Greta. "
        "1 personne prendrait une place. "
        "Un seul employeur est concerné. "
        "6 places sur 8 sont déjà prises. "
        "Il reste 1 place libre. "
        "Il manque 1 personne pour que la session se tienne. "
        "1 personne vient d'un souhait dit par son employeur. "
        "Sur place. "
        "Un seul bassin : Be-1."
    )


def test_a_session_that_nobody_had_joined_and_no_body_is_known_to_give(basin: Basin) -> None:
    basin.training("plan", occupation=None, giver=None)
    basin.session("2026-11-01", seats=8, taken=0, training="plan", commune="bief")
    basin.wish("bravo", 2, "plan")
    told = one_session(basin.shared()).paragraph
    assert "Aucune des 8 places n'est encore prise. Il reste 6 places libres." in told
    assert "Organisme" not in told


def test_a_session_to_ask_for(basin: Basin) -> None:
    basin.wish("alpha", None, before="2027-01-31", since="2025-03-01")
    basin.wish("bravo", 2)
    assert one_session(basin.shared()).paragraph == (
        "Session « Soudage » à demander, qui commence le 31 janvier 2027 au plus tard : "
        "aucune session connue n'a de place à temps et à portée. "
        "Qui : Alpha (1) ; Bravo (2). "
        "Organisme : Greta. "
        "3 personnes prendraient une place. "
        "2 employeurs sont concernés. "
        "Il reste 9 places libres. "
        "Il manque 5 personnes pour que la session se tienne. "
        "3 personnes viennent d'un souhait dit par leur employeur. "
        "1 souhait ne dit pas combien de personnes : une est comptée, à demander. "
        "Le plus loin est à 11,1 km à vol d'oiseau. "
        "Ce que dit l'un d'eux date de 18 mois : à reconfirmer. "
        "Un seul bassin : Be-1."
    )


def test_a_session_by_road(basin: Basin) -> None:
    basin.session("2026-11-02", taken=6)
    basin.wish("alpha", 1)
    basin.edge("Territory-REACHES-Territory", "bief", "amont", minutes=17.4)
    assert "À 17 minutes par la route (11,1 km à vol d'oiseau)." in (
        one_session(basin.shared()).paragraph
    )
    basin.wish("bravo", 1)
    assert "Le plus loin est à 17 minutes par la route (11,1 km à vol d'oiseau)." in (
        one_session(basin.shared()).paragraph
    )


def test_partners_hear_nobody_by_name(basin: Basin) -> None:
    basin.session("2026-11-02", taken=6)
    basin.wish("alpha", 1)
    told = one_session(basin.shared("partners")).paragraph
    assert "Qui : un employeur du territoire (1)." in told
    assert "À moins de 20 km à vol d'oiseau." in told


def test_a_resource(basin: Basin) -> None:
    basin.resource("bravo", available="mardi")
    basin.wish("alpha", 4, "salle")
    assert one_resource(basin.shared()).paragraph == (
        "Salle. Disponibilité dite : mardi. Qui l'a : Bravo. Qui la souhaite : Alpha (4). "
        "1 employeur la souhaite. À 11,1 km à vol d'oiseau. Un seul bassin : Be-1."
    )
    basin.wish("colin", 1, "salle")
    assert (
        "2 employeurs la souhaitent. Plus d'employeurs la souhaitent qu'elle n'a de jours (1) : "
        "un calendrier est à convenir. Le plus loin est à 22,2 km à vol d'oiseau."
    ) in one_resource(basin.shared()).paragraph


def test_a_resource_that_says_no_days(basin: Basin) -> None:
    basin.resource("bravo")
    basin.wish("alpha", 4, "salle")
    assert one_resource(basin.shared()).paragraph.startswith(
        "Salle. Sa disponibilité n'est pas dite : à demander."
    )


def test_a_function(basin: Basin) -> None:
    basin.need("alpha", "M1501", posts=0.2, weekdays=["lundi"])
    basin.need("bravo", "M1501", posts=0.5, weekdays=["lundi", "mardi"])
    assert one_function(basin.shared()).paragraph == (
        "Ressources humaines, quelques jours par semaine chez chacun. "
        "Qui : Alpha (1 jour par semaine) ; Bravo (2,5 jours par semaine). "
        "3,5 jours par semaine en tout. "
        "Jour voulu par plusieurs : lundi. "
        "Le plus loin est à 11,1 km à vol d'oiseau. "
        "Un seul bassin : Be-1."
    )


def test_it_is_said_in_english_too(basin: Basin) -> None:
    basin.session("2026-11-02", seats=8, taken=7)
    basin.wish("bravo", 1)
    with spoken("en"):
        told = one_session(basin.shared()).paragraph
    assert told.startswith("Session “Soudage” of 2 November 2026, in Bief. Who: Bravo (1).")


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"notice_days": 0}, "Une session à demander peut commencer aussitôt."),
        ({"notice_days": 1}, "Une session à demander ne commence pas avant 1 jour."),
        ({}, "Une session à demander ne commence pas avant 30 jours."),
        ({}, "Aucun souhait de formation ou de compétence n'est retenu."),
        ({}, "La portée est de 40 km à vol d'oiseau."),
    ],
)
def test_what_the_whole_rests_on(basin: Basin, asked: dict[str, Any], told: str) -> None:
    assert told in [each.sentence for each in basin.shared(**asked).reasons]
