"""Groupings of the village as their pages and files tell them."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from playwright.sync_api import Page
from starlette.testclient import TestClient

from tests.api.conftest import Served, as_seen_at
from tests.api.test_listing import table
from tests.api.test_pages import listening, read
from tests.browser import sheets, slides

PAGE = "/groupements"


@pytest.fixture(scope="module")
def client(served: Served) -> TestClient:
    return served.client()


@pytest.fixture(scope="module")
def below(served: Served) -> TestClient:
    return as_seen_at(served, "partners").client()


@pytest.fixture(scope="module")
def key(client: TestClient) -> str:
    found = client.get("/api/analyses/groupings").json()["result"]["list"]
    return str(found[0]["key"])


def text_of(client: TestClient, address: str) -> str:
    return " ".join(read(client, address).text.split())


def test_the_list_leads_to_the_page_of_each_grouping(client: TestClient, key: str) -> None:
    found = read(client, PAGE)
    assert "Un groupement trouvé." in " ".join(found.text.split())
    links = [attributes.get("href") for tag, attributes in found.tags if tag == "a"]
    assert f"{PAGE}/{key}" in links


def test_the_old_address_leads_to_the_list(client: TestClient) -> None:
    answer = client.get("/analyses/groupements?distance_km=12")
    assert answer.headers["location"] == f"{PAGE}?distance_km=12"


def test_the_page_answers_first_then_details(client: TestClient, key: str) -> None:
    text = text_of(client, f"{PAGE}/{key}")
    assert "Un emploi partagé entre Amont et Bief" in text
    assert "Fruits d'Amont et Fromagerie du Bief ont ensemble de quoi tenir un emploi" in text
    assert "La marge est faible : 1,05 pour un emploi." in text
    order = ("En bref", "Douze mois", "Membres", "Et si l'un part", "À régler", "Première réunion")
    places = [text.index(title, text.index("Douze mois") - 600) for title in order]
    assert places == sorted(places)
    assert "2 mois sont demandés par plusieurs membres (avril et septembre)" in text
    assert "à vérifier avec un juriste" in text


def test_the_months_of_the_picture_are_those_of_the_table(client: TestClient, key: str) -> None:
    (found,) = client.get("/api/analyses/groupings").json()["result"]["list"]
    page = read(client, f"{PAGE}/{key}")
    bars = [a for tag, a in page.tags if tag == "rect" and a.get("class") in {"s1", "s2"}]
    drawn = sum(month > 0 for member in found["members"] for month in member["months"])
    leavers, keys = drawn, len(found["members"])
    assert len(bars) == drawn + leavers + keys


def test_a_parameter_is_a_filter_that_is_said_and_cleared(client: TestClient) -> None:
    text = text_of(client, f"{PAGE}?distance_km=5")
    assert "Distance maximale (km) : 5" in text
    assert "Aucun groupement trouvé" in text


def test_a_plan_says_whether_a_better_one_can_be(client: TestClient, key: str) -> None:
    found = read(client, f"{PAGE}?plan=true")
    text = " ".join(found.text.split())
    assert "Le plan réunit un emploi. Aucun plan n'en a davantage, c'est prouvé." in text
    links = [attributes.get("href") for tag, attributes in found.tags if tag == "a"]
    assert links.count(f"{PAGE}/{key}?plan=true") == 2
    assert client.get(f"{PAGE}/{key}?plan=true").status_code == 200


def test_what_if_a_season_moved(client: TestClient, key: str) -> None:
    address = f"{PAGE}/{key}/essai"
    assert "Avant : un emploi, marge 1,05. Après : un emploi, marge 1,05." in text_of(
        client, address
    )
    text = text_of(client, f"{address}?shift_fromages-bief=1")
    assert "Après : aucun emploi" in text
    assert "2 mois manquent désormais d'heures (avril et mai)." in text
    back = text_of(client, f"{address}?shift_fromages-bief=12&try_tau=0,9")
    assert "Après : un emploi" in back


def test_what_if_a_rule_is_no_rule_says_so_beside_the_form(client: TestClient, key: str) -> None:
    answer = client.get(f"{PAGE}/{key}/essai?try_tau=7")
    assert answer.status_code == 422
    assert 'href="#champ-try_tau"' in answer.text
    alone = client.get(f"{PAGE}/{key}/essai?without=fromages-bief")
    assert alone.status_code == 422
    assert "de 2 à 8 membres" in alone.text


def test_partners_try_nothing_on_members_they_may_not_know(below: TestClient, key: str) -> None:
    assert below.get(f"{PAGE}/{key}/essai").status_code == 422
    assert "/essai" not in below.get(f"{PAGE}/{key}").text


def test_an_unknown_grouping_is_no_page(client: TestClient) -> None:
    assert client.get(f"{PAGE}/g-000000000000").status_code == 404
    assert client.post(f"{PAGE}/g-000000000000/accord").status_code == 404


def test_partners_read_letters_on_list_and_page(below: TestClient, key: str) -> None:
    for address in (PAGE, f"{PAGE}/{key}"):
        text = text_of(below, address)
        assert "A (une entreprise" in text
        assert "Fruits d'Amont" not in text
    assert below.post(f"{PAGE}/{key}/accord").status_code == 422


def test_a_file_has_a_line_a_member_and_names_nobody_whom_its_page_blurs(
    client: TestClient, below: TestClient
) -> None:
    rows, about = table(client, "/api/analyses/groupings.csv")
    assert [(row["membre"], row["part"]) for row in rows] == [
        ("Fruits d'Amont", "0,5833"),
        ("Fromagerie du Bief", "0,4167"),
    ]
    assert rows[0]["avril"] == "0,5"
    assert "village" in about
    hidden, _ = table(below, "/api/analyses/groupings.csv")
    assert [row["membre"][:3] for row in hidden] == ["A (", "B ("]
    assert {row["commune"] for row in hidden} == {""}


def test_a_grouping_prints_on_one_sheet_and_no_page_slides(
    served: Served, key: str, page: Page
) -> None:
    with listening(served) as (base, door):
        page.goto(base + door.path)
        page.goto(base + PAGE)
        assert slides(page) == []
        page.goto(f"{base}{PAGE}/{key}")
        assert slides(page) == []
        assert sheets(page) == 1


def test_recording_that_all_agreed_names_them_to_partners(
    served: Served, client: TestClient, below: TestClient, key: str
) -> None:
    answer = client.post(f"{PAGE}/{key}/accord?distance_km=30", data={"conditions": "Visite"})
    assert answer.headers["location"] == f"{PAGE}/{quote(key)}?distance_km=30"
    today = as_seen_at(served, "partners").client()
    address = f"{PAGE}/{key}?on=2030-01-01"
    assert "Fruits d'Amont et Fromagerie du Bief" in text_of(today, address)
    assert "Tous les membres ont accepté d'être nommés" in text_of(client, address)
