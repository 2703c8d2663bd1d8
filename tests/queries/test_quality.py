"""The questions on what the graph knows, answered by hand."""

from __future__ import annotations

from typing import Any

import pytest

from graph.store import Store
from graph.viewer import Visibility
from tests.queries.chapters import rows, tell

AUDIT = ("qua-audit", "Audit RH")
BRIARE = (*AUDIT, "com:45053", "Briare", 1, 0, 1, 0)
UNPLACED = (*AUDIT, None, None, 1, 0, 1, 0)
GIEN = (*AUDIT, "com:45155", "Gien")
BAROMETER = ("qua-barometre", "Baromètre", "com:41018", "Blois", 1, 0, 1, 0)


@pytest.fixture
def quality(store: Store) -> Store:
    return tell(store, "quality")


def silent(quality: Store, visibility: Visibility = "cell", **given: object) -> list[Any]:
    return rows(quality, "quality", "silent-companies", visibility, **given)


def test_an_answer_one_may_not_see_is_none(quality: Store) -> None:
    assert silent(quality) == [BRIARE, UNPLACED, (*GIEN, 2, 2, 0, 100)]
    assert silent(quality, "partners") == [BRIARE, UNPLACED, (*GIEN, 2, 1, 1, 50)]
    assert silent(quality, "public") == [(*GIEN, 2, 0, 2, 0), BRIARE, UNPLACED]


def test_each_survey_counts_its_own_answers(quality: Store) -> None:
    each = silent(quality, survey=None)
    assert each == [BRIARE, UNPLACED, (*GIEN, 2, 2, 0, 100), BAROMETER]
    assert silent(quality, survey="qua-barometre") == [BAROMETER]
    assert silent(quality, survey="qua-vide") == []


def test_surveys_are_listed_by_name(quality: Store) -> None:
    assert rows(quality, "quality", "surveys") == [
        (*AUDIT, "2026-05-18"),
        ("qua-barometre", "Baromètre", "2026-06-01"),
        ("qua-vide", "Enquête à venir", "2027-01-04"),
    ]


def old(
    kind: str,
    key: str,
    name: str,
    confirmed_on: str,
    months: int,
    fresh: float,
    source: str = "relevé",
) -> tuple[Any, ...]:
    return (kind, key, name, [source], confirmed_on, months, fresh)


ACTOR = old("Actor", "qua-asso", "Association", "2024-02-29", 30, 0.0, "Registre")
CONTACT = old("Contact", "qua-contact", "Direction", "2025-01-31", 19, 0.27)
SERVICE = old("Service", "qua-service", "Bilan", "2025-02-01", 19, 0.27)
RESOURCE = old("Resource", "qua-salle", "Salle", "2025-03-01", 18, 0.32)
TRAINING = old("Training", "qua-soudage", "Soudage", "2025-04-01", 17, 0.38)
POOL = old("Pool", "qua-vivier", "Demandeurs", "2025-05-01", 16, 0.43)
NEED = old("Need", "qua-n1", "qua-n1", "2025-06-30", 14, 0.54)
CONCERN = old("Concern", "qua-c1", "Bois", "2025-08-07", 13, 0.61)
SURPLUS = old("Surplus", "qua-s1", "Fin de ligne", "2025-09-01", 12, 0.66)
ACTION = old("Action", "qua-action", "Rappeler", "2025-09-06", 12, 0.67)
COMPANY = old("Company", "qua-scierie", "Scierie", "2025-09-07", 12, 0.67, "registre")


def to_confirm(quality: Store, visibility: Visibility = "cell", **given: object) -> list[Any]:
    asked = {"on": "2026-09-07", **given}
    return rows(quality, "quality", "records-to-confirm", visibility, **asked)


def test_what_nobody_confirms_for_a_year_is_listed_while_it_is_current(quality: Store) -> None:
    open_to_all = [RESOURCE, TRAINING, POOL]
    late = [SURPLUS, ACTION, COMPANY]
    assert to_confirm(quality) == [ACTOR, CONTACT, SERVICE, *open_to_all, NEED, CONCERN, *late]
    assert to_confirm(quality, "partners") == [ACTOR, SERVICE, *open_to_all, NEED, *late]
    assert to_confirm(quality, "public") == [ACTOR, SERVICE, *open_to_all, *late]


def test_what_was_confirmed_within_six_months_is_wholly_fresh(quality: Store) -> None:
    asked = to_confirm(quality, type="company", months="0", on="2026-03-10")
    assert [(row[1], row[-1]) for row in asked] == [("qua-scierie", 1.0), ("qua-fonte", 1.0)]


def test_what_an_official_table_says_is_in_force_and_waits_for_nobody(quality: Store) -> None:
    assert to_confirm(quality, type="service") == [SERVICE]


def test_a_month_has_passed_on_the_day_of_the_month(quality: Store) -> None:
    assert to_confirm(quality, type="company") == [COMPANY]
    foundry = old("Company", "qua-fonte", "Fonderie", "2025-09-08", 12, 0.67, "registre")
    assert to_confirm(quality, type="company", on="2026-09-08") == [COMPANY, foundry]
    assert to_confirm(quality, type="établissements", on="2026-09-06") == []


def test_records_wait_at_least_the_months_asked_about(quality: Store) -> None:
    assert to_confirm(quality, months="19") == [ACTOR, CONTACT, SERVICE]
    assert to_confirm(quality, months="30") == [ACTOR]
    assert to_confirm(quality, months="31") == []
    before = old("Actor", "qua-asso", "Association", "2024-02-29", 12, 0.67, "Registre")
    assert to_confirm(quality, on="2025-02-28") == []
    assert to_confirm(quality, on="2025-03-01") == [before]


def test_a_company_without_siret_or_commune_says_which_it_lacks(quality: Store) -> None:
    told = ["relevé"]
    assert rows(quality, "quality", "companies-without-siret-or-commune") == [
        ("qua-fonte", "Fonderie", False, True, "99990000400006", None, 30, ["registre"]),
        ("biscuits", "Biscuits d'Aurore & Fils", True, False, None, "Blois", None, told),
        ("qua-nulle", "Nulle part", True, True, None, None, None, ["registre", "enquête"]),
        ("plats", "Plats du Giennois", True, False, None, "Gien", None, told),
        ("qua-scierie", "Scierie", True, False, None, "Gien", None, ["registre"]),
        ("usinage", "Usinage de Briare", True, False, None, "Briare", None, ["relevé", "enquête"]),
    ]


def alone(quality: Store, **given: object) -> list[Any]:
    return rows(quality, "quality", "said-by-one-source", "cell", **given)


def test_what_one_source_alone_says_is_listed_the_largest_first(quality: Store) -> None:
    association = ("qua-asso", "Association", "Actor", None, 30, "Registre", "2024-02-29")
    foundry = ("qua-fonte", "Fonderie", "Company", None, 30, "registre", "2025-09-08")
    sawmill = ("qua-scierie", "Scierie", "Company", "Gien", None, "registre", "2025-09-07")
    assert alone(quality, source="REGISTRE") == [association, foundry, sawmill]
    assert alone(quality, source="registre", type="actor") == [association]
    assert alone(quality, source="enquête") == []
    assert [row[1] for row in alone(quality, type="company")] == [
        "Fonderie",
        "Entière",
        "Biscuits d'Aurore & Fils",
        "Plats du Giennois",
        "Scierie",
    ]
