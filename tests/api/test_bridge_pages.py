"""Bridges of the village as their pages tell them, to the cell and below it."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page
from starlette.testclient import TestClient

from api.pages.bridge_parts import skills_table
from api.pages.frame import record_url
from graph.analyses.moves.skills import SkillWeight
from tests.api.conftest import Served, as_seen_at
from tests.api.test_pages import Reader, listening, read
from tests.browser import sheets, slides

NAMES = ("Biscui", "Plasturgie", "Emballage", "Entrepôt", "Soudure", "Plats cuisinés", "Résidence")


@pytest.fixture(scope="module")
def client(served: Served) -> TestClient:
    return served.client()


def bridges(client: TestClient, query: str = "") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get(f"/api/analyses/bridges{query}").json()["result"][
        "bridges"
    ]
    return found


def links(found: Reader) -> list[str]:
    return [str(attributes.get("href")) for tag, attributes in found.tags if tag == "a"]


def main(found: Reader) -> str:
    """The text of a page less its form, whose choices name every establishment."""
    return found.text[found.text.index("Calculer") :]


def test_the_list_leads_to_a_page_for_each_bridge(client: TestClient) -> None:
    keys = [bridge["key"] for bridge in bridges(client)]
    found = links(read(client, "/passerelles"))
    assert [f"/passerelles/{key}" for key in keys] == [
        link for link in found if link.startswith("/passerelles/p-")
    ]


def test_a_filter_is_a_sentence_that_can_be_cleared(client: TestClient) -> None:
    found = read(client, "/passerelles?company=Plasturgie du Bief&radius_km=15,0")
    text = " ".join(found.text.split())
    assert "Filtres : Employeur qui libère des personnes : Plasturgie du Bief" in text
    assert "/passerelles" in links(found)
    assert "/fermetures/plasturgie-bief" in links(found)


def test_parameters_are_kept_from_the_list_to_the_bridge_and_back(client: TestClient) -> None:
    query = "?company=plasturgie-bief"
    key = bridges(client, query)[0]["key"]
    assert f"/passerelles/{key}{query}" in links(read(client, "/passerelles" + query))
    assert f"/passerelles{query}" in links(read(client, f"/passerelles/{key}{query}"))


def test_the_picture_has_a_band_a_bridge_that_carries_someone(client: TestClient) -> None:
    found = read(client, "/passerelles")
    drawn = [a for tag, a in found.tags if tag == "path" and "flow" in str(a["class"])]
    assert len(drawn) == len([bridge for bridge in bridges(client) if bridge["people"]])


def test_a_bridge_reads_aloud_first_and_then_shows_its_parts(client: TestClient) -> None:
    bridge = next(b for b in bridges(client) if b["missing"] and b["people"])
    found = read(client, f"/passerelles/{bridge['key']}")
    text = " ".join(found.text.split())
    assert "Départ : Plasturgie du Bief ; arrivée : Emballage & Cie. Au plus 2 postes" in text
    assert "Piste proche, de 0 à 1" in text
    assert "Piste fréquente, de 0 à 1" in text
    assert record_url("Skill", bridge["missing"][0]["key"]) in links(found)
    assert record_url("Company", "plasturgie-bief") in links(found)


def test_a_loan_shows_what_to_settle_before(client: TestClient) -> None:
    lent = next(bridge for bridge in bridges(client) if bridge["loan"])
    text = read(client, f"/passerelles/{lent['key']}").text
    assert "Prêt à but non lucratif" in text
    assert "À vérifier avec un juriste." in text


def test_a_bridge_that_is_no_more_is_told_with_what_to_do(client: TestClient) -> None:
    answer = client.get("/passerelles/p-000000000000")
    assert answer.status_code == 404
    assert "revenez à la liste" in answer.text


def test_no_bridge_says_what_to_do(client: TestClient) -> None:
    text = read(client, "/passerelles?company=plasturgie-bief&radius_km=0&min_score=0,9").text
    assert "Élargissez le rayon" in text


def test_a_wrong_parameter_is_explained_on_the_page(client: TestClient) -> None:
    assert client.get("/passerelles?radius_km=-1").status_code == 422


def test_below_the_cell_no_page_names_a_side(served: Served) -> None:
    below = as_seen_at(served, "partners").client()
    told = main(read(below, "/passerelles"))
    assert [name for name in NAMES if name in told] == []
    for bridge in bridges(below):
        page = read(below, f"/passerelles/{bridge['key']}").text
        assert [name for name in NAMES if name in page] == []
        assert "une entreprise, à moins de" in page


def test_below_the_cell_who_is_asked_about_is_named_alone(served: Served) -> None:
    below = as_seen_at(served, "partners").client()
    told = main(read(below, "/passerelles?company=biscuits-amont"))
    assert "Biscuits d'Amont → une entreprise, à moins de" in told
    assert [name for name in NAMES[1:] if name in told] == []
    refused = below.get("/passerelles?company=biscuits-amont&towards=plats-colline")
    assert (refused.status_code, "réservé à la cellule" in refused.text) == (422, True)


def test_the_generic_page_leads_to_the_page_of_its_own(client: TestClient) -> None:
    answer = client.get("/analyses/passerelles?company=residence")
    assert answer.status_code == 303
    assert client.get("/analyses/bridges?radius_km=10").headers["location"] == (
        "/passerelles?radius_km=10"
    )
    assert client.get("/analyses/closure?company=residence").headers["location"] == (
        "/fermetures?company=residence"
    )


def test_the_record_of_an_employer_leads_to_its_bridges_both_ways(client: TestClient) -> None:
    found = links(read(client, "/fiches/Company/plasturgie-bief"))
    assert {link for link in found if link.startswith("/passerelles?")} == {
        "/passerelles?company=plasturgie-bief",
        "/passerelles?towards=plasturgie-bief",
    }
    occupation = links(read(client, "/fiches/Occupation/H3201"))
    assert [link for link in occupation if link.startswith("/passerelles?")] == []


def test_a_bridge_says_its_period_and_who_may_read_it(client: TestClient) -> None:
    bridge = next(bridge for bridge in bridges(client) if bridge["until"] is None)
    text = read(client, f"/passerelles/{bridge['key']}").text
    assert ", sans fin connue" in text
    assert "Visibilité" in text


def test_skills_at_the_core_of_the_occupation_are_marked() -> None:
    skills = [
        SkillWeight(key="plan", title="Lire un plan", kind="know-how", weight=1.5, core=True),
        SkillWeight(key="tri", title="Trier", kind="know-how", weight=0.5),
    ]
    told = [row[0] for row in skills_table("held", skills).rows]
    assert [(each.text, each.after) for each in told] == [
        ("Lire un plan", ", au cœur du métier"),
        ("Trier", ""),
    ]


def test_a_bridge_prints_on_one_sheet_and_no_page_slides(served: Served, page: Page) -> None:
    keys = [bridge["key"] for bridge in bridges(served.client())]
    with listening(served) as (base, door):
        page.goto(base + door.path)
        for address in ("/passerelles", f"/passerelles/{keys[0]}", "/passerelles/qualite"):
            page.goto(base + address)
            assert slides(page) == []
        for key in keys:
            page.goto(f"{base}/passerelles/{key}")
            assert sheets(page) == 1


def test_a_refusal_needs_a_reason_and_is_shown_with_it(client: TestClient) -> None:
    key = next(bridge["key"] for bridge in bridges(client) if not bridge["vetoed"])
    address = f"/passerelles/{key}"
    assert client.post(f"{address}/ecarter", data={"reason": " "}).status_code == 422
    answer = client.post(f"{address}/ecarter", data={"reason": "trajet sans bus"})
    assert (answer.status_code, answer.headers["location"]) == (303, address)
    assert "trajet sans bus" in read(client, address).text
    assert next(b for b in bridges(client) if b["key"] == key)["vetoed"]
    assert "Lever le refus" in read(client, address).text
    assert client.post(f"{address}/lever").status_code == 303
    assert "trajet sans bus" not in read(client, address).text
    assert not next(b for b in bridges(client) if b["key"] == key)["vetoed"]


def test_a_score_opens_into_parts_that_add_up_to_it(client: TestClient) -> None:
    bridge = next(each for each in bridges(client) if each["effort"] != "same")
    text = read(client, f"/passerelles/{bridge['key']}").text
    close = text[text.index("Piste proche\u00a0: ce qui se ressemble") :]
    assert "compétences communes, pesées par leur rareté" in close
    assert "somme" in close
    likeness = f"{bridge['likeness']:.3f}".replace(".", ",")
    assert likeness in close[close.index("somme") :][:20]


def test_an_agreement_is_recorded_on_the_page_by_who_reads_both_names(
    served: Served, client: TestClient
) -> None:
    bridge = next(each for each in bridges(client) if not each["agreement"])
    address = f"/passerelles/{bridge['key']}"
    below = as_seen_at(served, "partners").client()
    assert below.post(f"{address}/accord").status_code in {404, 422}
    answer = client.post(f"{address}/accord", data={"conditions": "Prêt de six mois."})
    assert answer.status_code == 303
    assert "Prêt de six mois." in read(client, address).text


def test_moves_of_an_occupation_show_both_scores_apart(client: TestClient) -> None:
    text = " ".join(read(client, "/analyses/transitions?occupation=H3201").text.split())
    assert "Piste proche" in text
    assert "Piste fréquente" in text
