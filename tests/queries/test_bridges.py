"""The questions of the bridges, answered by hand."""

from __future__ import annotations

from typing import Any

import pytest

from graph.store import Store
from graph.viewer import Visibility
from tests.queries.chapters import rows, tell


@pytest.fixture
def bridges(store: Store) -> Store:
    return tell(store, "bridges")


LINE = ("H2102", "Conduite de ligne alimentaire")
MAINTENANCE = ("I1304", "Maintenance d'équipements")
SETTER = ("B1605", "Régleur")
GLASS = ("pas-verre", "Verrerie du Val")
MEALS = ("plats", "Plats du Giennois")
METAL = ("usinage", "Usinage de Briare")
BISCUITS = ("biscuits", "Biscuits d'Aurore & Fils")
SCHOOL = ("cfa", "CFA de l'Est")


def to_employer(bridges: Store, visibility: Visibility = "cell", **given: object) -> list[Any]:
    return rows(bridges, "bridges", "bridges-to-employer", visibility, **given)


def test_bridges_to_an_employer_are_listed_the_largest_first(bridges: Store) -> None:
    glass = ("pas-b1", *GLASS, *LINE, *MAINTENANCE, 3, "short", 0.6, 20.0)
    school = ("pas-b4", *SCHOOL, *LINE, *MAINTENANCE, 3, "short", 0.6, 10.2)
    assert to_employer(bridges) == [
        ("pas-b2", *GLASS, *LINE, *LINE, 5, "same", 1.0, 20.0),
        glass,
        school,
        ("b2", *BISCUITS, *LINE, *MAINTENANCE, 1, "long", 0.4, 97.7),
    ]
    assert to_employer(bridges, "partners") == [glass, school]
    assert to_employer(bridges, "public") == [school]
    assert to_employer(bridges, employer="mde") == []


def between(bridges: Store, source: str, target: str, visibility: Visibility = "cell") -> list[Any]:
    asked: dict[str, object] = {"from_sector": source, "to_sector": target}
    return rows(bridges, "bridges", "bridges-between-sectors", visibility, **asked)


def test_a_sector_holds_the_employers_of_its_subdivisions(bridges: Store) -> None:
    same = ("pas-b2", *GLASS, *METAL, *LINE, *LINE, 5, "same", 1.0, 20.0)
    short = ("pas-b1", *GLASS, *METAL, *LINE, *MAINTENANCE, 3, "short", 0.6, 20.0)
    assert between(bridges, "naf2:23", "naf2:25.62B") == [same, short]
    assert between(bridges, "naf2:23", "naf2:25.62B", "partners") == [short]
    assert between(bridges, "naf2:23", "naf2:25.62B", "public") == []
    assert between(bridges, "naf2:23.13Z", "naf2:25.62B") == [same, short]


def test_bridges_between_sectors_go_one_way(bridges: Store) -> None:
    meals = ("pas-b3", *GLASS, *MEALS, *LINE, *SETTER, 3, "short", 0.7, 97.7)
    assert between(bridges, "naf2:23.1", "naf2:10.85Z", "public") == [meals]
    assert between(bridges, "naf2:10.85Z", "naf2:23.1") == []
    assert between(bridges, "naf2:25.62B", "naf2:10.85Z") == []


def short(bridges: Store, visibility: Visibility = "cell", **given: object) -> list[Any]:
    asked = given or {"basin": None}
    return rows(bridges, "bridges", "bridges-with-short-training", visibility, **asked)


def test_a_short_bridge_names_the_trainings_that_prepare_for_it_once(bridges: Store) -> None:
    trainings = ["Premier niveau", "Technicien", "Alternance"]
    setting: tuple[Any, ...] = ("pas-b3", *GLASS, *MEALS, *LINE, *SETTER, 3, 0.7, 97.7, [])
    glass = ("pas-b1", *GLASS, *METAL, *LINE, *MAINTENANCE, 3, 0.6, 20.0, trainings)
    school = ("pas-b4", *SCHOOL, *METAL, *LINE, *MAINTENANCE, 3, 0.6, 10.2, trainings)
    assert short(bridges) == [setting, glass, school]
    assert short(bridges, "public") == [setting, school]
    assert short(bridges, basin="be:2404") == [setting, glass]
    assert short(bridges, "public", basin="be:2404") == [setting]
    assert short(bridges, basin="be:2415") == [school]


def steps(bridges: Store, source: str, target: str) -> list[Any]:
    asked: dict[str, object] = {"from_occupation": source, "to_occupation": target}
    return rows(bridges, "bridges", "occupation-steps", "cell", **asked)


def test_steps_are_ordered_by_moves_then_by_their_ranks(bridges: Store) -> None:
    first, last = "Verrier", "Régleur"
    oven, control = "Conducteur de four", "Contrôleur"
    assert steps(bridges, "B1602", "B1605") == [
        (1, [first, last], [9], 9, "B1602 → B1605"),
        (2, [first, oven, last], [1, 2], 3, "B1602 → B1603 → B1605"),
        (2, [first, control, last], [3, 4], 7, "B1602 → B1604 → B1605"),
        (3, [first, oven, control, last], [1, 1, 4], 6, "B1602 → B1603 → B1604 → B1605"),
        (3, [first, control, oven, last], [3, 1, 2], 6, "B1602 → B1604 → B1603 → B1605"),
    ]


def test_a_vetoed_move_is_no_step_and_its_reverse_may_be(bridges: Store) -> None:
    assert steps(bridges, "B1606", "B1605") == []
    assert [row[4] for row in steps(bridges, "B1603", "B1605")] == [
        "B1603 → B1605",
        "B1603 → B1604 → B1605",
        "B1603 → B1602 → B1605",
        "B1603 → B1602 → B1604 → B1605",
    ]


def test_steps_stop_at_three_moves(bridges: Store) -> None:
    chemist = ["Conducteur de four", "Régleur", "Chimiste", "Maintenance d'équipements"]
    codes = "B1603 → B1605 → B1607 → I1304"
    assert steps(bridges, "B1603", "I1304") == [(3, chemist, [2, None, 1], None, codes)]
    assert [row[4] for row in steps(bridges, "B1604", "I1304")] == ["B1604 → B1605 → B1607 → I1304"]
    assert steps(bridges, "B1606", "I1304") == []
    assert steps(bridges, "I1304", "B1602") == []


def test_a_skill_opens_the_moves_that_require_it(bridges: Store) -> None:
    measuring = ["Conducteur de four", "Contrôleur", "Mouleur"]
    assert rows(bridges, "bridges", "skills-that-open-moves") == [
        ("pas-mesurer", "Mesurer", "savoir", 3, 1, measuring, 2),
        ("pas-regler", "Régler", "competence", 1, 1, ["Régleur"], 0),
    ]
    assert rows(bridges, "bridges", "skills-that-open-moves", occupation="I1304") == []
