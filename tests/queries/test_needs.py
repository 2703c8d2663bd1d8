"""What the questions of the theme `needs` answer, worked out by hand."""

from __future__ import annotations

import pytest

from graph.store import Store
from tests.queries.chapters import rows, tell

SADDLERY = ("B1802", "Sellerie")
SEWING = ("B1803", "Couture")
SELLES = ("bes-selles", "Sellerie du Val")
CAPOTES = ("bes-capotes", "Capotes de Briare")
LOIN = ("bes-loin", "Tapisserie de Blois")
ATELIER = ("bes-atelier", "Atelier d'insertion")
GIEN = ("be:2415", "Gien")
BLOIS = ("be:2404", "Blois")
NOTED = "2026-09-01"
OF_GIEN = ("BMO", 2025, 2, 40, True, 25, True)
OF_BLOIS = ("BMO", 2025, 2, 21, False, 5, True)
WITHHELD = ("BMO", 2025, 1, None, True, None, True)


@pytest.fixture
def told(store: Store) -> Store:
    return tell(store, "needs")


def test_needs_add_up_month_by_month(told: Store) -> None:
    spring, winter = (2.0, 2.0, 2.0, 2.0), (2.0, 2.0, 2.0)
    sewing = (*SEWING, 1, *[0.0] * 11, 1.0, 1.0)
    summer = (3.5, 4.0, 3.5)
    assert rows(told, "needs", "needs-by-month") == [
        (*SADDLERY, 4, 2.5, *spring, *summer, *winter, 2.25, 29.75),
        sewing,
    ]
    assert rows(told, "needs", "needs-by-month", "partners") == [
        (*SADDLERY, 3, 2.5, *spring, *summer, *winter, 2.25, 29.75),
        sewing,
    ]
    assert rows(told, "needs", "needs-by-month", "public") == [
        (*SADDLERY, 2, 2.5, *spring, 2.0, 2.0, 2.0, *winter, 2.25, 24.75),
        sewing,
    ]


def test_the_months_are_those_of_a_basin_and_of_some_occupations(told: Store) -> None:
    blois = (*SADDLERY, 1, 0.5, *[0.0] * 10, 0.25, 0.75)
    assert rows(told, "needs", "needs-by-month", basin="be:2404") == [blois]
    assert rows(told, "needs", "needs-by-month", occupations="b1803; I1304") == [
        (*SEWING, 1, *[0.0] * 11, 1.0, 1.0)
    ]
    both = rows(told, "needs", "needs-by-month", basin="be:2404", occupations=["B1803"])
    assert both == []


def test_a_need_is_late_from_the_day_after_its_due_day(told: Store) -> None:
    blois = ("bes-4", None, *SADDLERY, *LOIN, 1.0, "urgent", "2026-02-28")
    summer = ("bes-2", "Renfort d'été", *SADDLERY, *CAPOTES, None, "medium", "2026-08-31")
    hidden = ("bes-3", None, *SEWING, *CAPOTES, 3.0, "anticipation", "2026-09-01")
    saddler = ("bes-1", "Sellier", *SADDLERY, *SELLES, 2.0, "urgent", "2026-09-07")
    assert rows(told, "needs", "needs-past-horizon") == [
        (*blois, 191),
        (*summer, 7),
        (*hidden, 6),
    ]
    assert rows(told, "needs", "needs-past-horizon", on="2026-09-08") == [
        (*blois, 192),
        (*summer, 8),
        (*hidden, 7),
        (*saddler, 1),
    ]
    assert rows(told, "needs", "needs-past-horizon", "partners") == [(*blois, 191), (*summer, 7)]
    assert rows(told, "needs", "needs-past-horizon", on="2026-02-28") == []


def test_a_skill_counts_once_for_a_need_that_names_it_and_whose_occupation_requires_it(
    told: Store,
) -> None:
    sew = ("bes-coudre", "Coudre une pièce", "competence")
    read = ("bes-lire", "Lire un patron", "savoir")
    night = ("bes-nuit", "Travailler de nuit", "context")
    assert rows(told, "needs", "skills-called-for") == [
        (*sew, 6, 6.0, 1),
        (*read, 1, 2.0, 1),
        (*night, 1, 3.0, 1),
    ]
    assert rows(told, "needs", "skills-called-for", "partners") == [
        (*sew, 4, 3.0, 1),
        (*read, 1, 2.0, 1),
    ]
    assert rows(told, "needs", "skills-called-for", secondary="oui") == [
        (*sew, 6, 6.0, 1),
        (*read, 4, 3.0, 1),
        (*night, 1, 3.0, 1),
    ]
    assert rows(told, "needs", "skills-called-for", basin="be:2404") == [(*sew, 1, 1.0, 0)]


def test_employers_nearby_look_for_what_one_looks_for_or_employs(told: Store) -> None:
    atelier, capotes = (*ATELIER, "Briare", 0.0), (*CAPOTES, "Briare", 10.2)
    assert rows(told, "needs", "same-occupation-nearby") == [
        (*atelier, *SADDLERY, 1, None, 1, None),
        (*atelier, *SEWING, 1, None, 0, 5),
        (*capotes, *SADDLERY, 1, None, 1, None),
        (*capotes, *SEWING, 1, 3.0, 0, 5),
    ]
    assert rows(told, "needs", "same-occupation-nearby", "partners") == [
        (*atelier, *SEWING, 1, None, 0, 5),
        (*capotes, *SADDLERY, 1, None, 1, None),
    ]


def test_an_employer_is_near_up_to_the_radius(told: Store) -> None:
    def names(km: str) -> list[str]:
        found = rows(told, "needs", "same-occupation-nearby", employer="bes-selles", km=km)
        return [row[0] for row in found]

    assert names("10,1") == ["bes-atelier", "bes-atelier"]
    assert names("10,2") == ["bes-atelier", "bes-atelier", "bes-capotes", "bes-capotes"]
    assert names("98")[4:] == ["bes-loin"]
    alone = rows(told, "needs", "same-occupation-nearby", employer="bes-loin", km="35")
    assert alone == []


def test_published_figures_are_those_of_the_last_year_of_the_survey(told: Store) -> None:
    gien = [
        (*GIEN, 2025, "B4X43", "Selliers", 40, 25, None, True),
        (*GIEN, 2025, "B4X44", "Couturiers", None, None, None, True),
    ]
    assert rows(told, "needs", "outlook-by-basin") == [
        (*BLOIS, 2025, "B4X43", None, 12, 5, 3, False),
        (*BLOIS, 2025, "S2X61", None, 9, None, None, True),
        *gien,
    ]
    assert rows(told, "needs", "outlook-by-basin", basin="be:2415") == gien
    assert rows(told, "needs", "outlook-by-basin", year="2024") == [
        (*GIEN, 2024, "B4X43", None, 99, 98, 97, False)
    ]
    assert rows(told, "needs", "outlook-by-basin", year="2023") == []


def test_what_is_declared_stands_beside_what_is_published_and_is_never_added(told: Store) -> None:
    assert rows(told, "needs", "needs-beside-outlook") == [
        (*BLOIS, None, None, 2, 7.0, NOTED, *OF_BLOIS),
        (*BLOIS, *SADDLERY, 1, 1.0, NOTED, "BMO", 2025, 1, 12, False, 5, False),
        (*GIEN, None, None, 7, 7.4, NOTED, *OF_GIEN),
        (*GIEN, *SADDLERY, 3, 2.0, NOTED, "BMO", 2025, 1, 40, False, 25, False),
        (*GIEN, *SEWING, 2, 3.0, NOTED, *WITHHELD),
    ]
    assert rows(told, "needs", "needs-beside-outlook", "partners", basin="be:2415") == [
        (*GIEN, None, None, 4, 2.4, NOTED, *OF_GIEN),
        (*GIEN, *SADDLERY, 2, 2.0, NOTED, "BMO", 2025, 1, 40, False, 25, False),
        (*GIEN, *SEWING, 1, None, NOTED, *WITHHELD),
    ]


def test_needs_stand_alone_where_nothing_is_published_and_figures_where_no_need_is(
    told: Store,
) -> None:
    nothing = (None, None, 0, None, None, None, None)
    assert rows(told, "needs", "needs-beside-outlook", year="2024", basin="be:2404") == [
        (*BLOIS, None, None, 2, 7.0, NOTED, *nothing)
    ]
    told.write("MATCH (n:Need) DETACH DELETE n", [])
    assert rows(told, "needs", "needs-beside-outlook", basin="be:2415") == [
        (*GIEN, None, None, 0, None, None, *OF_GIEN)
    ]
    told.write("MATCH (p:Outlook) DETACH DELETE p", [])
    assert rows(told, "needs", "needs-beside-outlook", basin="be:2415") == []
