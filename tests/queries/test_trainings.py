"""What the questions of the theme `trainings` answer, worked out by hand."""

from __future__ import annotations

import pytest

from graph.store import Store
from tests.queries.chapters import rows, tell

SCHOOL = ("for-ecole", "École du cuir")
DYE = ("for-teindre", "Teindre le cuir", "savoir")
GLUE = ("for-coller", "Coller le cuir", None)
TECHNICIAN = ("technicien", "Technicien", "cfa", "CFA de l'Est", "Gien", 1100)
LEATHER = ("for-cuir", "Travail du cuir", *SCHOOL)
NOVEMBER = ("novembre", "2026-11-02", *TECHNICIAN, 12, 5)
JANUARY = ("janvier", "2027-01-10", *TECHNICIAN, 10, 10)
FULL = ("for-1", "2026-11-02", *LEATHER, "Briare", 35, 8, 0)
OPEN = ("for-2", "2026-09-07", *LEATHER, "Blois", 35, None, None)


@pytest.fixture
def told(store: Store) -> Store:
    return tell(store, "trainings")


def test_sessions_come_from_the_day_said(told: Store) -> None:
    assert rows(told, "trainings", "next-sessions") == [OPEN, NOVEMBER, FULL, JANUARY]
    after = rows(told, "trainings", "next-sessions", since="2026-09-08")
    assert after == [NOVEMBER, FULL, JANUARY]
    assert rows(told, "trainings", "next-sessions", since="2028-01-01") == []


def test_a_session_is_where_it_says_else_where_its_training_is(told: Store) -> None:
    def held(territory: str) -> list[tuple[object, ...]]:
        since = "2026-09-07"
        return rows(told, "trainings", "next-sessions", since=since, territory=territory)

    assert held("be:2415") == [NOVEMBER, FULL, JANUARY]
    assert held("be:2404") == [OPEN]
    assert held("com:45053") == [FULL]
    assert held("reg:24") == [OPEN, NOVEMBER, FULL, JANUARY]


def test_a_skill_without_training_is_called_for_and_taught_by_none(told: Store) -> None:
    both = ["Cordonnerie", "Maroquinerie"]
    assert rows(told, "trainings", "skills-without-training") == [
        (*DYE, 2, 3.5, both),
        (*GLUE, 1, None, ["Maroquinerie"]),
    ]
    partners = rows(told, "trainings", "skills-without-training", "partners")
    assert partners == [(*DYE, 2, 3.5, both)]
    public = rows(told, "trainings", "skills-without-training", "public")
    assert public == [(*DYE, 1, 2.0, ["Cordonnerie"])]


def test_skills_without_training_are_those_of_the_needs_of_a_basin(told: Store) -> None:
    assert rows(told, "trainings", "skills-without-training", basin="be:2404") == [
        (*GLUE, 1, None, ["Maroquinerie"]),
        (*DYE, 1, 1.5, ["Maroquinerie"]),
    ]
    assert rows(told, "trainings", "skills-without-training", basin="be:2415") == [
        (*DYE, 1, 2.0, ["Cordonnerie"])
    ]


def test_a_resource_is_where_it_says_else_where_its_holder_is(told: Store) -> None:
    press = ("for-presse", "Presse", "equipment", None, *SCHOOL, "Blois", 0.0)
    hall = ("for-salle", "Salle", "premises", "mardi", "for-cordo", "Cordonnerie de Gien")
    tutor = ("for-tuteur", "Tuteur", "tutor", None, "for-maro", "Maroquinerie de Blois")
    assert rows(told, "trainings", "resources-nearby") == [press, (*hall, "Briare", 10.2)]

    def near(km: str, kind: str = "") -> list[tuple[object, ...]]:
        return rows(told, "trainings", "resources-nearby", commune="com:45155", km=km, kind=kind)

    assert near("10,1") == [press]
    assert near("97,5", "tutor") == []
    assert near("97,6", "tutor") == [(*tutor, "Blois", 97.6)]


def test_a_sector_is_trained_for_through_what_it_employs_or_looks_for(told: Store) -> None:
    school = (*SCHOOL, ["Travail du cuir"])
    assert rows(told, "trainings", "actors-for-sector") == [
        (*school, ["Cordonnerie", "Maroquinerie"], 2, 3),
        ("cfa", "CFA de l'Est", ["Titre de maroquinier"], ["Maroquinerie"], 1, 2),
    ]
    partners = rows(told, "trainings", "actors-for-sector", "partners")
    assert [row[-2:] for row in partners] == [(2, 2), (1, 1)]
    alone = [(*school, ["Cordonnerie"], 1, 1)]
    assert rows(told, "trainings", "actors-for-sector", "public") == alone
    assert rows(told, "trainings", "actors-for-sector", sector="naf2:15.12Z") == alone
    maintenance = ("cfa", "CFA de l'Est", ["Technicien"], ["Maintenance d'équipements"], 1, 1)
    meals = rows(told, "trainings", "actors-for-sector", sector="naf2:10.85Z")
    assert meals == [maintenance]
    below = rows(told, "trainings", "actors-for-sector", "partners", sector="naf2:10.85Z")
    assert below == []
