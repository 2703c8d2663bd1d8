"""What who reads below the cell is told of a grouping, until all its members agreed."""

from __future__ import annotations

from typing import Any

import pytest

from graph.analyses.grouping.results import GroupingsResult
from graph.errors import DataError
from tests.graph.analyses.land import Land, codes, only, pair


def crowded(**values: Any) -> Land:
    """Returns the two of the pair among others of the same kind."""
    land = pair(**values)
    for number in range(5):
        land.employer(f"Autre {number}", "com:37132")
    return land


def sentences(result: GroupingsResult) -> list[str]:
    grouping = only(result)
    told = [*grouping.reasons, *(each for m in grouping.members for each in m.reasons)]
    return [each.sentence for each in told]


def test_partners_read_letters_and_words_that_fit_several() -> None:
    found = only(crowded().result("partners"))
    assert [(m.key, m.name, m.commune, m.needs) for m in found.members] == [
        ("A", "A", None, ()),
        ("B", "B", None, ()),
    ]
    assert found.members[0].title == "A (une entreprise, à moins de 10 km)"
    assert (found.km, found.ways, found.introducer) == (10, (), None)


def test_no_name_no_commune_and_no_source_is_left_anywhere_in_what_partners_read() -> None:
    land = crowded(idcc="3248", subject_to_vat=False)
    land.tell("Need", 0, sources=["visite"], weekdays=["lundi"])
    text = land.result("partners").model_dump_json()
    for word in ("Alpha", "alpha", "Bravo", "bravo", "3248", "visite", "lundi", "Loches"):
        assert word not in text


def test_the_cell_reads_names_whatever_was_agreed() -> None:
    assert [member.name for member in only(crowded().result()).members] == ["Alpha", "Bravo"]


def test_partners_read_names_once_all_members_agreed() -> None:
    land = crowded()
    land.agreed("alpha", "bravo")
    found = only(land.result("partners"))
    assert [member.name for member in found.members] == ["Alpha", "Bravo"]
    assert "Tous les membres ont accepté d'être nommés, le 1er septembre 2026" in sentences(
        land.result("partners")
    )


@pytest.mark.parametrize(
    ("givers", "values"),
    [
        (("alpha",), {}),
        (("alpha", "bravo"), {"visibility": "cell"}),
        (("alpha", "bravo"), {"until": "2026-09-06"}),
        (("alpha", "bravo"), {"agreed_on": "2026-09-08"}),
        (("alpha", "autre-0"), {}),
    ],
)
def test_any_other_agreement_names_nobody_to_partners(
    givers: tuple[str, ...], values: dict[str, object]
) -> None:
    land = crowded()
    land.agreed(*givers, **values)
    assert only(land.result("partners")).blurred


def test_the_cell_reads_who_has_not_agreed_yet() -> None:
    land = crowded()
    land.agreed("alpha")
    assert "Accord d'une partie des membres le 1er septembre 2026, pas encore de : Bravo" in (
        sentences(land.result())
    )
    assert "accord" not in str(land.result("partners").model_dump())


def test_a_territory_of_few_employers_is_refused_to_partners() -> None:
    land = pair()
    with pytest.raises(DataError, match="moins de 5 employeurs"):
        land.result("partners", basin="be:2411")
    assert only(land.result(basin="be:2411")).jobs == 1
    assert only(crowded().result("partners", basin="be:2411")).blurred


def test_what_lacks_is_told_to_partners_without_names() -> None:
    land = Land()
    for name, part in (("Alpha", 0.4), ("Bravo", 0.3)):
        land.employer(name, "com:37132")
        land.need(name, "I1203", [part] * 12)
    (family,) = land.result("partners").families
    assert [why.sentence for why in family.reasons] == [
        "Pas d'emploi à partager : il manque au mieux 0,25 équivalent temps plein sur l'année"
    ]


def test_a_day_that_two_want_in_one_month_is_told() -> None:
    land = Land()
    for name, months in (("Alpha", [0.5] * 12), ("Bravo", [0.5] * 12)):
        land.employer(name, "com:37132")
        land.need(name, "I1203", months, weekdays=["lundi", "mardi"][: 1 + (name == "Bravo")])
    assert "Alpha, Bravo veulent le même jour (lundi) : à répartir" in sentences(land.result())
    turns = pair()
    for place in range(2):
        turns.tell("Need", place, weekdays=["lundi"])
    assert "grouping.weekday" not in codes(turns.result())


def test_ways_are_told_the_farthest_first_with_minutes_where_they_are_known() -> None:
    land = pair()
    land.edges["Territory-REACHES-Territory"] = [("com:37132", "com:37183", {"minutes": 9})]
    (way,) = only(land.result()).ways
    assert (way.one, way.other, way.km, way.minutes) == ("Alpha", "Bravo", 3.5, 9)


def test_minutes_stand_for_kilometres_where_they_are_known() -> None:
    land = pair()
    land.edges["Territory-REACHES-Territory"] = [
        ("com:37132", "com:37183", {"minutes": 9}),
        ("com:37183", "com:37132", {"minutes": 12}),
    ]
    assert only(land.result(minutes=12)).jobs == 1
    assert land.result(minutes=11).list == ()
    assert only(pair().result(minutes=1)).jobs == 1


def test_old_needs_are_to_be_confirmed_again() -> None:
    land = pair()
    for place, day in enumerate(("2025-01-15", "2026-09-01")):
        land.tell("Need", place, observed_on=day)
    assert "Le plus ancien des besoins date de 19 mois : à reconfirmer" in sentences(land.result())
    assert [m.needs[0].age_months for m in only(land.result()).members] == [19, 0]


def test_whoever_visited_all_can_introduce_them() -> None:
    land = Land()
    thirds = ([1.0] * 4 + [0.0] * 8, [0.0] * 4 + [1.0] * 4 + [0.0] * 4, [0.0] * 8 + [1.0] * 4)
    for name, months in zip(("Alpha", "Bravo", "Charlie"), thirds, strict=True):
        land.employer(name, "com:37132")
        land.need(name, "H3302", months)
    land.employer("Mission", "com:37132", "Actor")
    land.nodes["Visit"] = [{"key": f"visite-{n}"} for n in range(3)]
    for number, name in enumerate(("alpha", "bravo", "charlie")):
        land.link("Actor-MADE-Visit", "mission", f"visite-{number}")
        land.link("Visit-AT-Company", f"visite-{number}", name)
    told = only(land.result()).introducer
    assert told
    assert told.sentence.startswith("Mission les connaît tous")
    land.edges["Visit-AT-Company"].pop()
    assert only(land.result()).introducer is None
