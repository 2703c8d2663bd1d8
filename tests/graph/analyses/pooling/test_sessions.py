"""Sessions that employers fill together, worked out by hand."""

from __future__ import annotations

import pytest

from graph.errors import DataError, UnknownNameError
from tests.graph.analyses.pooling.basin import Basin, left, one_session, said, seats

NOVEMBER, DECEMBER = "2026-11-02", "2026-12-07"


def test_wishes_fill_the_seats_that_are_left(basin: Basin) -> None:
    basin.session(NOVEMBER, seats=10, taken=2)
    basin.wish("alpha", 5)
    basin.wish("colin", 3)
    found = one_session(basin.shared())
    assert seats(basin.shared()) == [(NOVEMBER, "full", [("Alpha", 5), ("Colin", 3)])]
    assert (found.people, found.left, found.lacking, found.beyond) == (8, 0, 0, 0)
    assert [body.actor.name for body in found.bodies] == ["Greta"]
    assert [round(party.km, 2) for party in found.participants] == [11.12, 22.24]


@pytest.mark.parametrize(
    ("taken", "state", "lacking", "free"),
    [(1, "short", 1, 3), (2, "held", 0, 2), (4, "full", 0, 0)],
)
def test_a_session_is_held_from_eight_people_on(
    basin: Basin, taken: int, state: str, lacking: int, free: int
) -> None:
    basin.session(NOVEMBER, seats=10, taken=taken)
    basin.wish("alpha", 3)
    basin.wish("colin", 3)
    found = one_session(basin.shared())
    assert (found.state, found.lacking, found.left) == (state, lacking, free)


def test_a_session_of_fewer_seats_is_held_when_it_is_full(basin: Basin) -> None:
    basin.session(NOVEMBER, seats=6)
    basin.wish("alpha", 3)
    basin.wish("colin", 3)
    assert seats(basin.shared()) == [(NOVEMBER, "full", [("Alpha", 3), ("Colin", 3)])]


def test_between_equal_wishes_the_key_decides_and_the_last_gets_what_is_left(basin: Basin) -> None:
    basin.session(NOVEMBER, seats=10, taken=5)
    for who in ("colin", "bravo", "alpha"):
        basin.wish(who, 3)
    found, _ = basin.shared().sessions
    assert seats(basin.shared())[0] == (NOVEMBER, "full", [("Alpha", 3), ("Bravo", 2)])
    assert found.beyond == 4


def test_wishes_are_served_before_needs_and_the_soonest_day_first(basin: Basin) -> None:
    basin.session(NOVEMBER, seats=10, taken=4)
    basin.need("alpha")
    basin.wish("bravo", 2, before="2027-01-01")
    basin.wish("colin", 2, before="2026-12-01")
    assert seats(basin.shared()) == [(NOVEMBER, "full", [("Colin", 2), ("Bravo", 2), ("Alpha", 2)])]


@pytest.mark.parametrize(("before", "taking"), [("2026-11-01", 0), (NOVEMBER, 8), (None, 8)])
def test_a_session_begins_by_the_day_of_a_wish(
    basin: Basin, before: str | None, taking: int
) -> None:
    basin.session(NOVEMBER, seats=12)
    basin.wish("alpha", 4, before=before)
    basin.wish("colin", 4, before=before)
    result = basin.shared(notice_days=365)
    assert result.people == taking


def test_a_need_is_met_by_its_day_and_counts_whole_posts(basin: Basin) -> None:
    basin.session(NOVEMBER, seats=10, taken=6)
    basin.need("alpha", posts=1.8, by="2026-11-30")
    basin.need("bravo", posts=3, by="2026-10-30")
    assert seats(basin.shared()) == [(NOVEMBER, "short", [("Alpha", 1)])]


def test_a_session_of_the_past_or_beyond_the_horizon_is_none(basin: Basin) -> None:
    basin.session("2026-09-01", taken=6)
    basin.session(DECEMBER, taken=6)
    basin.wish("alpha", 2)
    basin.wish("colin", 2)
    assert [each.starts_on for each in basin.shared(horizon="2026-12-01").sessions] == [None]
    assert seats(basin.shared())[0][0] == DECEMBER


def test_reach_is_forty_kilometres_where_no_time_is_known(basin: Basin) -> None:
    basin.session(NOVEMBER, taken=6)
    basin.employers(loic="loin")
    basin.wish("loic", 2)
    basin.wish("alpha", 2)
    assert seats(basin.shared()) == [(NOVEMBER, "held", [("Alpha", 2)])]
    both = basin.shared(radius_km=60)
    assert seats(both) == [(NOVEMBER, "full", [("Alpha", 2), ("Loic", 2)])]


def test_minutes_by_road_come_before_kilometres(basin: Basin) -> None:
    basin.session(NOVEMBER, taken=6)
    basin.employers(loic="loin")
    for who in ("alpha", "colin", "loic"):
        basin.wish(who, 2)
    basin.edge("Territory-REACHES-Territory", "bief", "loin", minutes=38)
    basin.edge("Territory-REACHES-Territory", "colline", "bief", minutes=41)
    found = one_session(basin.shared(kind="session"))
    assert [(party.name, party.minutes) for party in found.participants] == [
        ("Alpha", None),
        ("Loic", 38.0),
    ]


def test_a_session_is_held_where_it_says_before_where_the_training_is_given(basin: Basin) -> None:
    basin.employers(loic="loin")
    basin.session(NOVEMBER, taken=6, commune="loin")
    basin.wish("alpha", 2)
    basin.wish("loic", 2)
    found = one_session(basin.shared())
    assert [party.name for party in found.participants] == ["Loic"]
    assert found.place is not None
    assert found.place.name == "Loin"


def test_one_basin_alone_or_two_that_share(basin: Basin) -> None:
    basin.session(NOVEMBER, taken=2)
    basin.wish("alpha", 4)
    basin.wish("bravo", 2)
    assert [each.key for each in one_session(basin.shared()).basins] == ["be-1"]
    basin.wish("colin", 2)
    found = one_session(basin.shared())
    assert [each.key for each in found.basins] == ["be-1", "be-2"]
    assert found.reasons[-1].sentence == "2 bassins se partagent : Be-1, Be-2."


def test_without_a_session_one_is_to_ask_of_the_body_where_it_gives_the_training(
    basin: Basin,
) -> None:
    basin.wish("alpha", 5, before="2027-03-31")
    basin.wish("colin", 4, before="2027-02-28")
    found = one_session(basin.shared())
    assert seats(basin.shared()) == [("to ask", "held", [("Colin", 4), ("Alpha", 5)])]
    assert (found.seats, found.left, str(found.last)) == (12, 3, "2027-02-28")
    assert found.place is not None
    assert found.place.name == "Bief"
    assert found.session is None
    assert "near_one" not in said(found)


def test_where_the_body_is_too_far_the_session_is_near_one_of_them(basin: Basin) -> None:
    basin.employers(loic="loin", lola="loin")
    basin.wish("loic", 4)
    basin.wish("lola", 4)
    found = one_session(basin.shared())
    assert found.place is not None
    assert (found.place.name, found.km) == ("Loin", 0.0)
    assert "near_one" in said(found)


def test_who_finds_no_seat_asks_for_another_session(basin: Basin) -> None:
    basin.session(NOVEMBER, seats=12, taken=6)
    for who in ("alpha", "bravo", "colin"):
        basin.wish(who, 5)
    assert seats(basin.shared()) == [
        (NOVEMBER, "full", [("Alpha", 5), ("Bravo", 1)]),
        ("to ask", "held", [("Bravo", 4), ("Colin", 5)]),
    ]


def test_a_full_session_is_passed_over(basin: Basin) -> None:
    basin.session(NOVEMBER, seats=10, taken=10)
    basin.session(DECEMBER, seats=10, taken=4)
    basin.wish("alpha", 2)
    basin.wish("bravo", 2)
    assert seats(basin.shared()) == [(DECEMBER, "held", [("Alpha", 2), ("Bravo", 2)])]


def test_a_session_that_can_be_held_comes_before_a_sooner_one_that_cannot(basin: Basin) -> None:
    basin.session(NOVEMBER, seats=10, taken=0)
    basin.session(DECEMBER, seats=10, taken=5)
    basin.wish("alpha", 2)
    basin.wish("bravo", 2)
    assert seats(basin.shared()) == [(DECEMBER, "held", [("Alpha", 2), ("Bravo", 2)])]


def test_more_people_than_seats_make_two_sessions_to_ask_for(basin: Basin) -> None:
    for who in ("alpha", "bravo", "colin"):
        basin.wish(who, 8)
    found = basin.shared().sessions
    assert [each.people for each in found] == [12, 12]
    assert len({each.key for each in found}) == 2


def test_a_wish_covers_the_needs_of_the_same_employer(basin: Basin) -> None:
    basin.session(NOVEMBER, taken=4)
    basin.wish("alpha", 2)
    basin.need("alpha", posts=5)
    basin.need("colin", posts=2)
    result = basin.shared()
    assert seats(result) == [(NOVEMBER, "held", [("Alpha", 2), ("Colin", 2)])]
    assert left(result) == [("Need", "Alpha", "covered")]


def test_a_skill_is_taught_by_a_training_and_a_module_answers_a_need_that_names_it(
    basin: Basin,
) -> None:
    basin.training("plan", occupation=None)
    basin.node("Skill", "lire", title="Lire un plan")
    basin.edge("Training-TEACHES-Skill", "plan", "lire")
    basin.edge("Training-TEACHES-Skill", "soudage", "lire")
    basin.session(NOVEMBER, taken=6, training="plan")
    basin.wish("alpha", 1, what="lire")
    machinist = basin.need("bravo", "H2102", posts=1)
    basin.edge("Need-CALLS_FOR-Skill", machinist, "lire")
    assert seats(basin.shared()) == [(NOVEMBER, "held", [("Alpha", 1), ("Bravo", 1)])]


def test_a_training_that_leads_to_another_occupation_answers_no_need_by_one_skill(
    basin: Basin,
) -> None:
    basin.node("Skill", "lire", title="Lire un plan")
    basin.edge("Training-TEACHES-Skill", "soudage", "lire")
    basin.session(NOVEMBER, taken=6)
    machinist = basin.need("bravo", "H2102", posts=1)
    basin.edge("Need-CALLS_FOR-Skill", machinist, "lire")
    assert basin.shared().sessions == ()


def test_a_certification_opens_occupations(basin: Basin) -> None:
    basin.training("hygiene", occupation=None)
    basin.node("Certification", "RNCP1", title="Titre")
    basin.edge("Training-PREPARES_FOR-Certification", "hygiene", "RNCP1")
    basin.edge("Certification-OPENS-Occupation", "RNCP1", "H2102")
    basin.session(NOVEMBER, taken=6, training="hygiene")
    basin.need("bravo", "H2102")
    assert seats(basin.shared()) == [(NOVEMBER, "held", [("Bravo", 2)])]


def test_an_actor_that_employs_takes_seats_too(basin: Basin) -> None:
    basin.employer("Hospice", "amont", "Actor")
    basin.session(NOVEMBER, taken=6)
    basin.wish("hospice", 1)
    basin.wish("alpha", 1)
    found = one_session(basin.shared())
    assert [(party.type, party.name) for party in found.participants] == [
        ("Actor", "Hospice"),
        ("Company", "Alpha"),
    ]


def test_a_wish_without_a_number_counts_one_and_says_so(basin: Basin) -> None:
    basin.session(NOVEMBER, taken=6)
    basin.wish("alpha", None)
    found = one_session(basin.shared())
    assert [party.people for party in found.participants] == [1]
    assert "uncounted" in said(found)


def test_seats_that_nobody_told_are_supposed(basin: Basin) -> None:
    basin.session(NOVEMBER, seats=None, taken=None)
    basin.wish("alpha", 4)
    found = one_session(basin.shared(most_seats=9))
    assert (found.seats, found.taken, "seats_untold" in said(found)) == (9, 0, True)


def test_what_was_said_last_stands(basin: Basin) -> None:
    basin.session(NOVEMBER, taken=6)
    basin.wish("alpha", 4, since="2026-01-10")
    basin.wish("alpha", 2, since="2026-06-10")
    result = basin.shared()
    assert seats(result) == [(NOVEMBER, "held", [("Alpha", 2)])]
    assert left(result) == [("Training", "Alpha", "said_again")]


def test_what_is_not_counted_says_why(basin: Basin) -> None:
    basin.employer("Fermée", "bief", status="closed")
    basin.employer("Perdue", "nulle-part")
    basin.training("plan", occupation=None, giver=None)
    basin.node("Skill", "tourner", title="Tourner")
    basin.wish("fermée")
    basin.wish("perdue")
    basin.wish("alpha", 0)
    basin.wish("bravo", 2, before="2026-09-06")
    basin.wish("bravo", 2, what="tourner")
    basin.wish("colin", 2, what="plan")
    basin.wish("colin", 2, before="2026-09-20")
    assert left(basin.shared()) == [
        ("Training", "Alpha", "nobody"),
        ("Training", "Bravo", "expired"),
        ("Training", "Fermée", "closed"),
        ("Training", "Perdue", "not_placed"),
        ("Skill", "Bravo", "no_training"),
        ("Training", "Colin", "too_soon"),
        ("Training", "Colin", "no_body"),
    ]


def test_who_is_alone_is_told_and_needs_of_one_employer_are_not_together(basin: Basin) -> None:
    basin.need("alpha", posts=3)
    basin.need("alpha", posts=4)
    result = basin.shared()
    assert result.sessions == ()
    assert left(result) == [("Need", "Alpha", "alone")] * 2


def test_a_session_that_is_nowhere_is_told(basin: Basin) -> None:
    basin.employer("Ailleurs", "nulle-part", "Actor")
    basin.training("plan", occupation=None, giver="ailleurs")
    basin.session(NOVEMBER, training="plan")
    basin.wish("alpha", 2, what="plan")
    assert left(basin.shared()) == [
        ("Session", "", "session_not_placed"),
        ("Training", "Alpha", "alone"),
    ]


def test_sessions_of_several_employers_come_first_then_those_that_lack_least(basin: Basin) -> None:
    basin.training("plan", occupation=None)
    basin.training("hygiene", occupation=None)
    basin.session(NOVEMBER, taken=8, training="plan")
    basin.session(NOVEMBER, taken=1, training="soudage")
    basin.session(NOVEMBER, taken=3, training="hygiene")
    basin.wish("alpha", 2, what="plan")
    for what in ("soudage", "hygiene"):
        basin.wish("bravo", 2, what=what)
        basin.wish("colin", 2, what=what)
    assert [each.title for each in basin.shared().sessions] == [
        "Hygiène",
        "Soudage",
        "Lecture de plan",
    ]


def test_a_territory_keeps_what_touches_it(basin: Basin) -> None:
    basin.session(NOVEMBER, taken=2)
    basin.wish("alpha", 4)
    basin.wish("bravo", 2)
    assert len(basin.shared(territory="be-1").sessions) == 1
    assert len(basin.shared(territory="be-2").sessions) == 0
    basin.wish("colin", 2)
    assert len(basin.shared(territory="be-2").sessions) == 1
    with pytest.raises(UnknownNameError, match="aucun territoire n'a la clé « be-3 »"):
        basin.shared(territory="be-3")


def test_a_session_smaller_than_what_holds_it_is_refused(basin: Basin) -> None:
    with pytest.raises(DataError, match="augmentez most_seats ou baissez least_seats"):
        basin.shared(least_seats=13)


def test_nothing_known_is_nothing_shared() -> None:
    result = Basin().shared()
    assert (result.all, result.total, result.people, result.left_out) == ((), 0, 0, ())
