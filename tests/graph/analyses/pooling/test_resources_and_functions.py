"""Resources that some have and others want, and functions by the day, worked out by hand."""

from __future__ import annotations

import pytest

from graph.analyses.pooling.resources import weekdays
from tests.graph.analyses.pooling.basin import Basin, left, one_function, one_resource, said


@pytest.fixture
def basin() -> Basin:
    """Alpha at Amont, Bravo at Bief, Colin at Colline, Loic at Loin."""
    made = Basin()
    made.employers(alpha="amont", bravo="bief", colin="colline", loic="loin")
    return made


def test_a_resource_is_lent_to_who_wants_it_within_reach(basin: Basin) -> None:
    basin.resource("bravo", available="mardi et jeudi")
    basin.wish("colin", 3, "salle", since="2026-06-01")
    basin.wish("alpha", 2, "salle", before="2026-12-31")
    basin.wish("loic", 1, "salle")
    found = one_resource(basin.shared())
    assert (found.title, found.owner.name, found.weekdays) == ("Salle", "Bravo", ("mardi", "jeudi"))
    assert [(p.name, p.people, round(p.km, 1)) for p in found.participants] == [
        ("Alpha", 2, 11.1),
        ("Colin", 3, 22.2),
    ]
    assert found.participants[1].observed_on == "2026-06-01"
    assert found.participants[1].age_months == 3
    assert left(basin.shared()) == [("Resource", "Loic", "too_far")]


def test_more_who_want_it_than_days_is_told(basin: Basin) -> None:
    basin.resource("bravo", available="le samedi matin")
    basin.wish("alpha", 2, "salle")
    assert "resource.clash" not in said(one_resource(basin.shared()))
    basin.wish("colin", 2, "salle")
    assert "resource.clash" in said(one_resource(basin.shared()))


def test_a_resource_is_where_it_says_before_where_its_owner_is(basin: Basin) -> None:
    basin.resource("bravo")
    basin.edge("Resource-LOCATED_IN-Territory", "salle", "colline")
    basin.wish("loic", 2, "salle")
    assert round(one_resource(basin.shared()).km, 1) == 33.4


def test_who_wants_what_nobody_has_or_what_it_has_is_left_out(basin: Basin) -> None:
    basin.node("Resource", "pont")
    basin.resource("bravo")
    basin.wish("alpha", 1, "pont")
    basin.wish("bravo", 1, "salle")
    result = basin.shared()
    assert result.resources == ()
    assert left(result) == [("Resource", "Alpha", "no_owner"), ("Resource", "Bravo", "own")]


def test_who_is_closed_lends_nothing(basin: Basin) -> None:
    basin.employer("Fermée", "bief", status="closed")
    basin.resource("fermée")
    basin.wish("alpha", 1, "salle")
    assert left(basin.shared()) == [("Resource", "Alpha", "no_owner")]


def test_a_resource_that_is_nowhere_is_left_out(basin: Basin) -> None:
    basin.employers(perdu="nulle-part")
    basin.resource("perdu")
    basin.wish("alpha", 1, "salle")
    assert left(basin.shared()) == [("Resource", "Alpha", "resource_not_placed")]


def test_what_most_want_comes_first(basin: Basin) -> None:
    basin.resource("bravo", "atelier")
    basin.resource("bravo", "salle")
    basin.wish("alpha", 1, "atelier")
    basin.wish("alpha", 1, "salle")
    basin.wish("colin", 1, "salle")
    assert [each.title for each in basin.shared().resources] == ["Salle", "Atelier"]


def test_lending_people_has_more_to_settle_than_lending_a_room(basin: Basin) -> None:
    basin.resource("bravo", "salle")
    basin.resource("bravo", "tuteur", kind="tutor")
    basin.wish("alpha", 1, "salle")
    basin.wish("alpha", 1, "tuteur")
    room, tutor = basin.shared().resources
    assert [why.code for why in room.questions][-1] == "sharing.ask.insurance"
    assert "bridge.loan.convention" in [why.code for why in tutor.questions]
    assert all(any("juriste" in q.sentence for q in each.questions) for each in (room, tutor))


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("mardi et jeudi", ("mardi", "jeudi")),
        ("les Vendredis, sauf août", ("vendredi",)),
        ("jeudi; lundi", ("lundi", "jeudi")),
        ("sur demande", ()),
        (None, ()),
    ],
)
def test_days_of_the_week_are_read_from_words(text: str | None, days: tuple[str, ...]) -> None:
    assert weekdays(text) == days


def test_days_of_one_function_add_up_across_sectors(basin: Basin) -> None:
    for who, sector in (("alpha", "naf2:25.62B"), ("bravo", "naf2:10.85Z")):
        basin.node("Sector", sector, title=sector)
        basin.edge("Company-IN_SECTOR-Sector", who, sector)
    basin.need("alpha", "H1303", posts=0.4)
    basin.need("bravo", "H1303", posts=0.3)
    basin.need("colin", "M1501", posts=0.4)
    found = one_function(basin.shared())
    assert (found.function, found.days, found.divisions) == ("quality", 3.5, 2)
    assert [(p.name, p.days) for p in found.participants] == [("Alpha", 2.0), ("Bravo", 1.5)]
    assert [each.key for each in found.occupations] == ["H1303"]
    assert "function.over" not in said(found)


def test_more_than_a_week_is_told_and_so_are_days_that_two_want(basin: Basin) -> None:
    for who in ("alpha", "bravo", "colin"):
        basin.need(who, "I1203", posts=0.4, weekdays=["lundi", "mardi"])
    found = one_function(basin.shared())
    assert "function.over" in said(found)
    clash = next(why for why in found.reasons if why.code == "sharing.function.clash")
    assert clash.sentence == "Jours voulus par plusieurs : lundi, mardi."


def test_months_of_work_stand_for_posts_that_are_not_told(basin: Basin) -> None:
    basin.need("alpha", "M1501", posts=None, m01=0.2, m02=0.4, m03=0)
    basin.need("bravo", "M1501", posts=0.2)
    assert one_function(basin.shared()).days == 2.5


@pytest.mark.parametrize(
    "other",
    [
        {"posts": 1},
        {"posts": 0},
        {"status": "filled"},
        {"by": "2026-09-06"},
        {"posts": None},
    ],
)
def test_whole_posts_past_days_and_filled_needs_are_not_shared(
    basin: Basin, other: dict[str, object]
) -> None:
    basin.need("alpha", "M1501", posts=0.4)
    basin.need("bravo", "M1501", **{"posts": 0.4, **other})
    assert basin.shared().functions == ()


def test_one_employer_alone_or_two_out_of_reach_share_nothing(basin: Basin) -> None:
    basin.need("alpha", "M1501", posts=0.4)
    basin.need("alpha", "M1501", posts=0.4)
    basin.need("loic", "M1501", posts=0.4)
    assert basin.shared().functions == ()


def test_a_need_that_shares_a_function_is_not_left_out(basin: Basin) -> None:
    basin.need("alpha", "M1501", posts=0.4)
    basin.need("bravo", "M1501", posts=0.4)
    basin.need("colin", "H2102", posts=0.4)
    assert [each.record.key for each in basin.shared().left_out] == ["besoin-3"]


def test_one_kind_alone_can_be_asked_for(basin: Basin) -> None:
    basin.resource("bravo")
    basin.wish("alpha", 2, "salle")
    basin.need("alpha", "M1501", posts=0.4)
    basin.need("bravo", "M1501", posts=0.4)
    assert [each.kind for each in basin.shared().all] == ["resource", "function"]
    assert [each.kind for each in basin.shared(kind="function").all] == ["function"]
    assert [each.kind for each in basin.shared(kind="resource").all] == ["resource"]
    assert basin.shared(kind="session").all == ()
