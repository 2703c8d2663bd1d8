"""The structure of the village as its page, its address and its command tell it."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from api.commands.telling import told
from api.computing import compute, named
from api.pages.frame import record_url
from graph.viewer import Viewer
from graph.wording import spoken
from tests.api.conftest import Served
from tests.api.test_pages import read

PAGE = "/passerelles/structure"
ASKED = "?k=4&threshold=0.5"


@pytest.fixture(scope="module")
def client(served: Served) -> TestClient:
    return served.client()


def test_the_page_shows_communities_with_links_to_their_companies(client: TestClient) -> None:
    found = read(client, PAGE + ASKED)
    assert "1. Conduite de ligne alimentaire / Conditionnement" in found.text
    links = [attributes.get("href") for tag, attributes in found.tags if tag == "a"]
    assert record_url("Company", "biscuits-bief") in links


def test_the_picture_has_a_disc_a_community(client: TestClient) -> None:
    found = read(client, PAGE + ASKED)
    communities = client.get("/api/analyses/structure" + ASKED).json()["result"]["communities"]
    assert [tag for tag, _ in found.tags].count("circle") == len(communities) == 5


def test_the_page_names_the_graph_it_looked_at(client: TestClient) -> None:
    text = read(client, PAGE + ASKED).text
    assert "chacun est parmi les 4 plus proches de l'autre" in text
    assert "au moins 0,5" in text


def test_a_number_is_read_as_it_is_written_in_french(client: TestClient) -> None:
    assert "au moins 0,5" in read(client, PAGE + "?k=4&threshold=0,5").text


def test_a_wrong_parameter_is_explained_on_the_page(client: TestClient) -> None:
    assert client.get(PAGE + "?threshold=2").status_code == 422


def test_the_command_tells_communities_first(served: Served) -> None:
    found = compute(served.workspace, Viewer(), named("structure"), {"k": 4, "threshold": 0.5})
    with spoken("en"):
        lines = list(told(found))
    assert lines[1].startswith("  1. Conduite de ligne alimentaire / Conditionnement: 3 ")
