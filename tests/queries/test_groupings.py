"""What the questions of the theme `groupings` answer, worked out by hand."""

from __future__ import annotations

import pytest

from graph.store import Store
from tests.queries.chapters import rows, tell

GARDENING = ("A1416", "Maraîchage")
VINE = ("A1419", "Vigne")


@pytest.fixture
def told(store: Store) -> Store:
    return tell(store, "groupings")


def test_an_employer_is_told_when_it_is_in_more_than_one_grouping(told: Store) -> None:
    garden = ("grp-potager", "Potager du Val", "Gien")
    school = ("grp-lycee", "Lycée agricole", "Gien", 2, ["A14"], ["Maraîchage", "Vigne"])
    machining = ["Biscuits d'Aurore & Fils", "Plats du Giennois", "Potager du Val"]
    others = ["Lycée agricole", "Verger du Val"]
    both = ["Maraîchage", "Vigne"]
    assert rows(told, "groupings", "companies-in-several-groupings") == [
        (*garden, 3, ["A14", "I13"], both, [*others, "Usinage de Briare"]),
        ("usinage", "Usinage de Briare", "Briare", 3, ["H21", "I13"], [], machining),
        (*school, ["Potager du Val", "Verger du Val"]),
    ]
    assert rows(told, "groupings", "companies-in-several-groupings", "partners") == [
        (*school, ["Potager du Val", "Verger du Val"]),
        (*garden, 2, ["A14"], both, others),
    ]
    assert rows(told, "groupings", "companies-in-several-groupings", "public") == []


def test_seasons_complete_each_other_when_they_share_less_than_half(told: Store) -> None:
    orchard = ("grp-verger", "Verger du Val", "Briare", 10.2, *GARDENING, *VINE)
    cellar = ("grp-cave", "Cave de Briare", "Briare", 10.2, *GARDENING, *GARDENING)
    winter = [1, 2, 3, 10, 11, 12]
    assert rows(told, "groupings", "complementary-seasons") == [
        (*orchard, winter, 1.0, 0.0),
        (*cellar, [1, 2], 0.0, 0.0),
    ]
    assert rows(told, "groupings", "complementary-seasons", "partners") == [
        (*orchard, winter, 1.0, 0.0),
        (*cellar, [3], 0.0, 0.0),
    ]
    public = rows(told, "groupings", "complementary-seasons", "public")
    assert public == [(*orchard, winter, 1.0, 0.0)]


def test_a_season_is_what_is_above_the_year_round_need(told: Store) -> None:
    garden = ("grp-potager", "Potager du Val", "Gien", 10.2, *VINE, *GARDENING)
    school = ("grp-lycee", "Lycée agricole", "Gien", 10.2, *VINE, *GARDENING)
    assert rows(told, "groupings", "complementary-seasons", employer="grp-verger") == [
        (*garden, [4, 5, 6, 7, 8, 9], 1.0, 0.0),
        (*school, [4, 5, 6, 7, 8], 0.0, 0.17),
    ]
    assert rows(told, "groupings", "complementary-seasons", employer="grp-egal") == []


def test_a_season_completes_another_up_to_the_radius(told: Store) -> None:
    def names(km: str) -> list[str]:
        found = rows(told, "groupings", "complementary-seasons", employer="grp-potager", km=km)
        return [row[0] for row in found]

    assert names("10,1") == []
    assert names("97,5") == ["grp-verger", "grp-cave"]
    assert names("97,6") == ["grp-verger", "grp-cave", "grp-loin"]
