"""What a reader below the cell may know of those who share."""

from __future__ import annotations

import pytest

from graph.errors import DataError
from tests.graph.analyses.pooling.basin import Basin, one_function, one_resource, one_session, seats

NAMES = ("Alpha", "Bravo", "Colin", "alpha", "bravo", "colin", "besoin-1", "Amont", "Colline")


@pytest.fixture
def basin() -> Basin:
    """Three firms that want a session at Bief, among five others; contacts of two levels."""
    made = Basin()
    made.employers(alpha="amont", bravo="bief", colin="colline")
    made.employers(**{f"autre{n}": "bief" for n in range(5)})
    made.training()
    made.session("2026-11-02", seats=10, taken=2)
    made.wish("alpha", 3)
    made.wish("bravo", 2)
    made.need("colin", posts=2)
    made.node("Contact", "rh", function="Ressources humaines", telephone="0", visibility="partners")
    made.node("Contact", "chef", function="Chef d'atelier", visibility="cell")
    made.edge("Company-HAS_CONTACT-Contact", "alpha", "rh")
    made.edge("Company-HAS_CONTACT-Contact", "alpha", "chef")
    return made


def test_the_cell_reads_names_sources_ages_and_whom_to_call(basin: Basin) -> None:
    alpha, _, colin = one_session(basin.shared()).participants
    assert (alpha.name, alpha.commune, alpha.said) == ("Alpha", "Amont", "Training")
    assert [caller.function for caller in alpha.callers] == [
        "Chef d'atelier",
        "Ressources humaines",
    ]
    assert (colin.sources, colin.observed_on, colin.age_months) == (("basin",), "2026-08-01", 1)
    assert colin.record is not None
    assert (colin.said, colin.record.name) == ("Need", "besoin-1")


def test_partners_read_the_same_session_without_who(basin: Basin) -> None:
    told = basin.shared("partners")
    found, whole = one_session(told), one_session(basin.shared())
    assert (found.key, found.state, found.people) == (whole.key, "held", 7)
    assert all(party.blurred for party in found.participants)
    assert [name for name in NAMES if name in told.model_dump_json()] == []
    assert {party.km for party in found.participants} == {10.0, 20.0, 30.0}
    assert found.basins == ()
    assert [body.actor.name for body in found.bodies] == ["Greta"]


def test_words_for_who_is_blurred_fit_five_or_more(basin: Basin) -> None:
    found = one_session(basin.shared("partners"))
    assert [party.name for party in found.participants] == [
        "une entreprise, à moins de 20 km",
        "une entreprise, à moins de 10 km",
        "une entreprise, à moins de 30 km",
    ]


def test_they_are_named_once_all_of_them_agreed(basin: Basin) -> None:
    basin.agree("alpha", "colin")
    assert one_session(basin.shared("partners")).blurred
    half = one_session(basin.shared()).agreement
    assert half is not None
    assert (half.complete, [each.name for each in half.missing]) == (False, ["Bravo"])
    basin.agree("alpha", "bravo", "colin")
    found = one_session(basin.shared("partners"))
    assert [party.name for party in found.participants] == ["Alpha", "Bravo", "Colin"]
    assert [caller.function for caller in found.participants[0].callers] == ["Ressources humaines"]
    assert found.visibility == "partners"


def test_three_agreements_of_one_alone_name_nobody(basin: Basin) -> None:
    for who in ("alpha", "bravo", "colin"):
        basin.agree(who)
    assert one_session(basin.shared("partners")).blurred


def test_what_one_agreed_for_something_else_does_not_name_it_where_it_is_alone() -> None:
    basin = Basin()
    basin.employers(bravo="bief", autre="bief")
    basin.training()
    basin.session("2026-11-02", seats=10, taken=6)
    basin.wish("bravo", 1)
    basin.agree("autre", "bravo")
    basin.agree("bravo")
    assert one_session(basin.shared("partners")).blurred


def test_who_could_introduce_them_is_told_to_who_reads_their_names(basin: Basin) -> None:
    basin.node("Project", "club", name="Club des soudeurs")
    for who in ("alpha", "bravo", "colin"):
        basin.edge("Company-TAKES_PART_IN-Project", who, "club")
    told = one_session(basin.shared()).introducer
    assert told is not None
    assert "Club des soudeurs" in told.sentence
    assert one_session(basin.shared("partners")).introducer is None


def test_the_public_reads_no_need_of_partners(basin: Basin) -> None:
    assert one_session(basin.shared("public")).people == 5


def test_what_is_left_out_names_no_employer_below_the_cell(basin: Basin) -> None:
    basin.wish("alpha", 1, before="2026-01-01", since="2026-09-01")
    assert [each.employer for each in basin.shared("partners").left_out] == [None, None]
    cell = [each.employer.name for each in basin.shared().left_out if each.employer]
    assert cell == ["Alpha", "Alpha"]


def test_a_radius_moved_by_metres_tells_nothing_below_the_cell(basin: Basin) -> None:
    """Colin is 22.24 km away: from 20 km on, up to 30, partners read the same."""
    assert len(one_session(basin.shared("partners", radius_km=20)).participants) == 2
    for km in (20.1, 22.23, 22.25, 30):
        assert len(one_session(basin.shared("partners", radius_km=km)).participants) == 3
    assert len(one_session(basin.shared(radius_km=22.23)).participants) == 2


def test_the_usual_reach_is_the_same_for_all() -> None:
    basin = Basin()
    basin.employers(colin="colline", loic="loin")
    basin.training()
    basin.session("2026-11-02", seats=10, taken=6)
    basin.wish("colin", 1)
    basin.wish("loic", 1)
    for level in ("cell", "partners", "public"):
        assert one_session(basin.shared(level)).people == 1


def test_minutes_moved_by_one_tell_nothing_below_the_cell(basin: Basin) -> None:
    basin.edge("Territory-REACHES-Territory", "bief", "colline", minutes=34)
    for minutes in (31, 33, 34, 40):
        assert len(one_session(basin.shared("partners", minutes=minutes)).participants) == 3
    assert len(one_session(basin.shared(minutes=33)).participants) == 2


def test_a_territory_of_few_employers_is_refused_below_the_cell(basin: Basin) -> None:
    assert len(basin.shared(territory="amont").sessions) == 1
    with pytest.raises(DataError, match="moins de 5 employeurs"):
        basin.shared("partners", territory="amont")
    assert len(basin.shared("partners", territory="bief").sessions) == 1


def test_a_session_near_one_who_is_blurred_says_no_place() -> None:
    basin = Basin()
    basin.employers(loic="loin", lola="loin")
    basin.training()
    basin.wish("loic", 4)
    basin.wish("lola", 4)
    found = one_session(basin.shared("partners"))
    assert (found.place, "Loin" in found.model_dump_json()) == (None, False)
    assert seats(basin.shared("partners"))[0][:2] == ("to ask", "held")


def test_a_resource_names_neither_itself_nor_its_owner_until_both_agreed(basin: Basin) -> None:
    basin.resource("alpha", "presse", kind="equipment", available="lundi")
    basin.wish("bravo", 1, "presse")
    found = one_resource(basin.shared("partners"))
    assert (found.title, found.what, found.owner.blurred) == ("Équipement", None, True)
    assert [name for name in (*NAMES, "resse") if name in found.model_dump_json()] == []
    basin.agree("alpha", "bravo")
    found = one_resource(basin.shared("partners"))
    assert (found.title, found.owner.name, found.blurred) == ("Presse", "Alpha", False)


def test_a_function_names_nobody_and_tells_no_days_of_the_week(basin: Basin) -> None:
    basin.need("alpha", "M1501", posts=0.4, weekdays=["lundi"])
    basin.need("bravo", "M1501", posts=0.4, weekdays=["lundi"])
    found = one_function(basin.shared("partners"))
    assert [name for name in (*NAMES, "lundi") if name in found.model_dump_json()] == []
    assert found.days == 4.0


def test_keys_tell_sharings_apart_and_name_nobody(basin: Basin) -> None:
    basin.resource("alpha", "presse")
    basin.wish("bravo", 1, "presse")
    basin.need("alpha", "M1501", posts=0.4)
    basin.need("bravo", "M1501", posts=0.4)
    keys = [each.key for each in basin.shared().all]
    assert len(set(keys)) == 3
    assert all(len(key) == 14 and key.startswith("m-") for key in keys)
    assert keys == [each.key for each in basin.shared("partners").all]
