"""Closures of the village as their pages, their addresses and their command tell them."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from api.commands.telling import told
from api.computing import compute, named
from api.pages.closures import DRAWN, picture_of
from api.pages.frame import record_url
from graph.viewer import Viewer
from tests.api.conftest import Served, as_seen_at
from tests.api.test_pages import read
from tests.graph.analyses.test_closure_seats import Basin, closed

PAGE = "/fermetures/plasturgie-bief"


@pytest.fixture(scope="module")
def client(served: Served) -> TestClient:
    return served.client()


def test_the_list_has_the_closures_declared_with_their_people(client: TestClient) -> None:
    found = read(client, "/fermetures")
    row = next(line for line in found.text.split("\n") if line.startswith("Plasturgie du Bief5"))
    assert row == "Plasturgie du Bief51er janvier 2027"
    links = [attributes.get("href") for tag, attributes in found.tags if tag == "a"]
    assert PAGE in links


def test_a_closure_kept_to_the_cell_is_on_no_list_below(served: Served) -> None:
    below = as_seen_at(served, "partners").client()
    assert PAGE not in [attributes.get("href") for _, attributes in read(below, "/fermetures").tags]


def test_the_form_leads_to_the_page_of_an_establishment_by_its_name(client: TestClient) -> None:
    answer = client.get("/fermetures", params={"company": "Plasturgie du Bief", "radius_km": "15"})
    assert answer.headers["location"] == f"{PAGE}?radius_km=15"


def test_the_page_answers_first_then_details(client: TestClient) -> None:
    found = read(client, PAGE)
    text = " ".join(found.text.split())
    assert "Fermeture à Bief : où peuvent aller 5 personnes" in text
    assert text.index("5 personnes perdent leur poste") < text.index("Biscuiterie du Bief")
    links = [attributes.get("href") for tag, attributes in found.tags if tag == "a"]
    assert record_url("Company", "biscuits-bief") in links


def test_the_picture_has_a_band_a_flow_and_the_table_its_twin(client: TestClient) -> None:
    result = client.get("/api/analyses/closure?company=plasturgie-bief").json()["result"]
    bands = [a for tag, a in read(client, PAGE).tags if tag == "path" and "flow" in str(a["class"])]
    assert len(bands) == len(result["ways"]) == 3


def test_what_stands_together_in_the_picture_keeps_what_it_asks() -> None:
    """Fourteen long ways of one person each: twelve are drawn, two stand together, long too."""
    posts = tuple((0, 1, up) for up in range(14))
    picture = picture_of(closed(Basin((4, 10), posts, (20, 0))))
    assert [(band.kind, band.flow.units) for band in picture.bands] == [("long", 1)] * 14
    assert len({band.flow.target for band in picture.bands}) == DRAWN + 1


def test_another_radius_changes_the_answer_and_says_what_lies_beyond(client: TestClient) -> None:
    text = " ".join(read(client, PAGE + "?radius_km=15,0").text.split())
    assert "Pour 1 personne, aucune piste n'est connue." in text
    assert "Hors rayon de 7,2 km." in text


def test_partners_read_other_sides_blurred(served: Served) -> None:
    below = as_seen_at(served, "partners").client()
    found = read(below, "/fermetures/biscuits-amont")
    blurred = [a for tag, a in found.tags if tag == "span" and a.get("class") == "blurred"]
    assert blurred
    assert "Biscuiterie du Bief" not in found.text


def test_of_whom_nothing_is_known_the_page_says_what_to_do(client: TestClient) -> None:
    answer = client.get("/fermetures/maison")
    assert answer.status_code == 422
    assert "saisissez un effectif mobilisable" in answer.text


def test_an_establishment_that_is_none_is_told(client: TestClient) -> None:
    assert client.get("/fermetures/personne").status_code == 404


def test_the_command_tells_the_paragraph_first(served: Served) -> None:
    given = {"company": "plasturgie-bief"}
    lines = list(told(compute(served.workspace, Viewer(), named("fermeture"), given)))
    assert lines[1].startswith("  5 personnes perdent leur poste. À moins de 35 km")
    assert lines[2].startswith("  1. 3 postes compatibles, au plus : Plasturgie du Bief (Bief) →")
