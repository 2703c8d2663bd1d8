"""What the questions of the theme `network` answer, worked out by hand."""

from __future__ import annotations

import pytest

from graph.store import Store
from tests.queries.chapters import rows, tell

AGENCY = ("net-a", "Agence du Nord", "public-employment")
BRANCH = ("net-b", "Branche du cuir", "branch")
CLUB = ("net-c", "Club du canal", "association")
SPACE = ("net-e", "Espace emploi", "employment")
HOME = ("net-f", "Foyer", "association")
HUB = ("net-hub", "Chambre de l'Est", "chamber")


@pytest.fixture
def told(store: Store) -> Store:
    return tell(store, "network")


def test_an_actor_covers_by_its_service_else_by_itself(told: Store) -> None:
    assert rows(told, "network", "partners-for-topic") == [
        (*AGENCY, ["Atelier", "Bilan"], ["Briare", "Gien"]),
    ]
    at_gien = rows(told, "network", "partners-for-topic", topic="net-former", commune="45155")
    assert at_gien == [(*AGENCY, ["Bilan"], ["Gien"])]
    at_blois = rows(told, "network", "partners-for-topic", topic="net-former", commune="41018")
    assert at_blois == [(*HOME, ["Entraide"], ["Blois"])]


def test_a_topic_without_a_service_has_no_partner(told: Store) -> None:
    found = rows(told, "network", "partners-for-topic", topic="net-preter", commune="45155")
    assert found == []


def test_an_actor_held_by_one_link_is_told_with_it(told: Store) -> None:
    space = (*SPACE, *HUB[:2], "1", "2024-03-01", 5)
    assert rows(told, "network", "single-link-actors") == [
        space,
        ("mission", "Mission locale", None, "cfa", "CFA de l'Est", "1", None, 2),
        ("opco", "OPCO régional", None, "mde", "Maison de l'emploi", "2", None, 2),
    ]
    assert rows(told, "network", "single-link-actors", territory="be:2415") == [space]
    assert rows(told, "network", "single-link-actors", territory="com:45053") == []


def test_a_pair_is_held_by_one_when_it_has_no_other_common_partner(told: Store) -> None:
    branch = (*BRANCH, 3, 1, ["Agence du Nord ↔ Dispositif d'appui"])
    club = (*CLUB, 3, 1, ["Dispositif d'appui ↔ Foyer"])
    first = [
        "Agence du Nord ↔ Foyer",
        "Agence du Nord ↔ Espace emploi",
        "Agence du Nord ↔ Club du canal",
        "Branche du cuir ↔ Foyer",
        "Branche du cuir ↔ Espace emploi",
    ]
    assert rows(told, "network", "links-held-by-one") == [
        (*HUB, 5, 7, first),
        branch,
        ("cfa", "CFA de l'Est", None, 2, 1, ["Maison de l'emploi ↔ Mission locale"]),
        club,
        ("mde", "Maison de l'emploi", None, 2, 1, ["CFA de l'Est ↔ OPCO régional"]),
    ]
    assert rows(told, "network", "links-held-by-one", territory="be:2404") == [club]
    assert rows(told, "network", "links-held-by-one", territory="com:45053") == [branch]


def test_a_project_lists_its_lead_first_and_each_role_apart(told: Store) -> None:
    assert rows(told, "network", "partners-of-project") == [
        ("lead", *HUB[:2], "Gien", "2026-01-05"),
        ("partner", *AGENCY[:2], None, None),
        ("partner", "mde", "Maison de l'emploi", None, None),
        ("funder", *HUB[:2], "Gien", None),
        ("host", "usinage", "Usinage de Briare", "Briare", "2026-02-01"),
        ("trainer", "cfa", "CFA de l'Est", "Gien", None),
    ]
    assert rows(told, "network", "partners-of-project", project="releve") == [
        ("lead", "mission", "Mission locale", "Blois", None),
    ]
    assert rows(told, "network", "partners-of-project", project="net-idee") == []


def test_levels_are_counted_between_the_actors_of_each_territory(told: Store) -> None:
    assert rows(told, "network", "partnership-levels") == [
        ("be:2404", "Blois", 3, 1, 0, 0, 0, 0, 0, 0.33),
        ("be:2415", "Gien", 6, 5, 1, 1, 1, 1, 1, 0.33),
    ]
    assert rows(told, "network", "partnership-levels", kind="epci") == []


def test_an_actor_alone_on_its_territory_has_no_density(told: Store) -> None:
    told.write("MATCH (a:Actor)-[l:LOCATED_IN]->(:Territory {key: 'com:41018'}) DELETE l", [{}])
    found = rows(told, "network", "partnership-levels")[0]
    assert found == ("be:2404", "Blois", 1, 0, 0, 0, 0, 0, 0, None)
