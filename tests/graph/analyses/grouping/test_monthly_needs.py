"""Which needs count, in which family, of whom."""

from __future__ import annotations

from typing import Any

import pytest

from graph.analyses.grouping.parameters import GroupingsParameters
from graph.analyses.groupings import run
from graph.errors import DataError, UnknownNameError
from tests.graph.analyses.land import (
    HALF,
    OTHER_HALF,
    Land,
    codes,
    members,
    only,
    pair,
    story,
)


def test_the_needs_of_one_employer_in_one_family_add_up() -> None:
    land = pair()
    land.nodes["Need"] = []
    land.edges = {k: v for k, v in land.edges.items() if "Need" not in k}
    for months in ([0.5] * 6 + [0.0] * 6,) * 2:
        land.need("Alpha", "H3302", months)
    land.need("Bravo", "H3302", OTHER_HALF)
    assert members(land.result()) == [("H3302", ["alpha", "bravo"], 1)]


def test_own_jobs_come_off_before_sharing() -> None:
    land = Land()
    for name, part in (("Alpha", 1.6), ("Bravo", 0.4)):
        land.employer(name, "com:37132")
        land.need(name, "I1203", [part] * 12)
    largest, other = only(land.result()).members
    assert (largest.key, largest.own_jobs, largest.months, largest.share) == (
        "alpha", 1, (0.6,) * 12, 0.6,
    )  # fmt: skip
    assert (other.own_jobs, other.months) == (0, (0.4,) * 12)


def test_a_domain_lists_only_what_no_occupation_makes() -> None:
    land = pair()
    land.employer("Charlie", "com:37132")
    land.need("Charlie", "H3301", OTHER_HALF)
    result = land.result()
    assert members(result) == [("H33", ["alpha", "charlie"], 1), ("H3302", ["alpha", "bravo"], 1)]
    (mixed, alone) = result.list
    assert [o.key for o in mixed.occupations] == ["H3301", "H3302"]
    assert "grouping.occupations" in [why.code for why in mixed.reasons]
    assert [o.key for o in alone.occupations] == ["H3302"]
    assert members(land.result(family="H33")) == [
        ("H33", ["alpha", "charlie"], 1),
        ("H33", ["alpha", "bravo"], 1),
    ]


def test_an_actor_shares_as_a_company_does() -> None:
    land = Land()
    land.employer("Alpha", "com:37132", "Actor", kind="authority")
    land.employer("Bravo", "com:37132")
    land.need("Alpha", "H3302", HALF, "Actor")
    land.need("Bravo", "H3302", OTHER_HALF)
    result = land.result()
    assert [(m.type, m.key) for m in only(result).members] == [
        ("Actor", "alpha"),
        ("Company", "bravo"),
    ]
    assert "grouping.authorities" in codes(result)


@pytest.mark.parametrize(
    ("months", "values", "code"),
    [
        ([None] * 12, {}, "grouping.no_month"),
        ([None] * 12, {"posts": 2}, "grouping.posts_without_months"),
        ([*HALF[:11], None], {}, "grouping.some_months"),
        (HALF, {"recurring": False}, "grouping.met_once"),
    ],
)
def test_a_need_that_does_not_count_is_told(
    months: list[float | None], values: dict[str, Any], code: str
) -> None:
    land = Land()
    for name in ("Alpha", "Bravo"):
        land.employer(name, "com:37132")
    land.need("Alpha", "H3302", months, **values)
    land.need("Bravo", "H3302", OTHER_HALF)
    result = land.result()
    assert result.list == ()
    assert [(out.employer.key, out.reason.code) for out in result.left_out] == [("alpha", code)]
    assert f"groupings.{code.removeprefix('grouping.')}" in [why.code for why in result.reasons]


def test_months_at_zero_are_counted_and_not_told() -> None:
    assert pair().result().left_out == ()


def test_a_need_that_is_filled_is_neither_counted_nor_told() -> None:
    land = pair()
    land.need("Bravo", "H3302", HALF, status="filled")
    assert members(land.result()) == [("H3302", ["alpha", "bravo"], 1)]
    assert land.result().left_out == ()


def test_an_employer_without_a_place_is_told() -> None:
    land = Land()
    land.employer("Alpha", None)
    land.need("Alpha", "H3302", HALF)
    assert [out.reason.code for out in land.result().left_out] == ["grouping.no_place"]


def test_own_coordinates_come_before_those_of_the_commune() -> None:
    # Alpha is registered in Loches and stands at Bourgueil, 65 km away from Bravo
    assert pair(latitude=47.2817, longitude=0.1686).result().list == ()
    assert pair().result().found == 1


def test_a_basin_keeps_its_own_employers() -> None:
    land = story()
    found = {family for family, _, _ in members(land.result(basin="be:2411"))}
    assert found == {"H3302", "I1203"}
    assert members(land.result(basin="com:36044"))[0][0] == "H1303"


def test_the_lowest_visibility_of_the_needs_is_taken() -> None:
    land = pair()
    assert only(land.result()).visibility == "partners"
    land.need("Bravo", "H3302", [0.0] * 12, visibility="cell")
    assert only(land.result()).visibility == "cell"
    seen = run(land.snapshot("partners"), GroupingsParameters())
    assert only(seen).visibility == "partners"


def test_a_negative_month_is_refused_by_name() -> None:
    land = pair()
    land.need("Bravo", "H3302", [-1.0] * 12)
    with pytest.raises(DataError, match=r"Bravo, mois 1 : « -1\.0 »"):
        land.result()


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ({"family": "H3303"}, "aucune famille de métiers ne s'appelle « H3303 »"),
        ({"basin": "be:9999"}, "aucun territoire ne s'appelle « be:9999 »"),
    ],
)
def test_an_unknown_name_says_what_there_is(parameters: dict[str, Any], sentence: str) -> None:
    with pytest.raises(UnknownNameError, match=sentence):
        pair().result(**parameters)


def test_a_named_family_is_a_list_of_occupations() -> None:
    land = pair()
    assert land.result(family="maintenance").list == ()
    assert [f.family for f in land.result(family="maintenance").families] == []


def test_an_employer_without_a_commune_is_told_where_a_basin_is_asked() -> None:
    land = pair()
    land.employer("Charlie", None, latitude=47.13, longitude=1.0)
    land.need("Charlie", "H3302", OTHER_HALF)
    assert land.result().left_out == ()
    assert [out.reason.code for out in land.result(basin="be:2411").left_out] == [
        "grouping.no_commune"
    ]
    assert members(land.result(basin="be:2411")) == [("H3302", ["alpha", "bravo"], 1)]
