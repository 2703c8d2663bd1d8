"""The quality of the village as pages, addresses and commands tell it, and what they do about it.

All of the village is confirmed on a day that stands 365 days back: fresh by 365/547 = 0.6673.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.http.door import Door
from api.http.labels import day_text
from api.settings import Settings
from api.workspace import opened
from graph.servers import Place
from ingest.load import Orders, load
from tests import village
from tests.api.conftest import Served, as_seen_at
from tests.api.test_pages import Reader, read
from tests.conftest import emptied
from tests.graphs import node, tell

TODAY = date.today()
YEAR_OLD = (TODAY - timedelta(days=365)).isoformat()
LEAST = "fraîcheur 0 %, aucun lien, une seule source, village"
CELL = r"<t[hd][^>]*>(.*?)</t[hd]>"
LONG_AGO = (TODAY - timedelta(days=3000)).isoformat()


@pytest.fixture(scope="module")
def served(embedded_server: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The village of a year ago, an official sector, and a contact kept for too long."""
    folder = tmp_path_factory.mktemp("quality")
    (folder / "server").symlink_to(embedded_server, target_is_directory=True)
    place = emptied(Place(folder))
    with opened(Settings(place, f"sqlite:///{folder}/state.sqlite")) as workspace:
        tables = sorted(village.FOLDER.glob("*.csv"))
        assert load(workspace.current, tables, Orders(source="village", observed_on=YEAR_OLD)).clean
        tell(
            workspace.current,
            ("Company", [node("forge", LONG_AGO, "official:sirene", name="Forge")]),
            ("Sector", [node("naf2:25.62B", LONG_AGO, "official:naf", title="Mécanique")]),
        )
        contact = node("accueil", LONG_AGO, "village", function="Accueil <b>")
        tell(workspace.current, ("Contact", [contact]))
        yield Served(workspace, Door(8008))


@pytest.fixture(scope="module")
def client(served: Served) -> TestClient:
    return served.client()


def rows(client: TestClient, path: str) -> list[list[str]]:
    """Returns the cells of every row of the tables of a page, without links and tags."""
    text = read_text(client, path)
    found = re.findall(r"<tr>(.*?)</tr>", text, re.DOTALL)
    return [
        [unescape(re.sub(r"<[^>]+>", "", cell)) for cell in re.findall(CELL, row, re.DOTALL)]
        for row in found
    ]


def read_text(client: TestClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.text.replace("&nbsp;", " ").replace("\xa0", " ").replace("\u202f", " ")


def test_the_page_says_how_fresh_each_type_source_and_commune_is(client: TestClient) -> None:
    found = rows(client, "/qualite")
    assert ["Établissements", "13", "69 %", "8 %", day_text(YEAR_OLD)] in found
    assert ["Contacts", "1", "0 %", "0 %", day_text(LONG_AGO)] in found
    assert ["official:sirene", "1", "100 %", "100 %", "tout est en vigueur"] in found
    assert ["Amont", "4", "67 %", "0 %", day_text(YEAR_OLD)] in found
    waiting = next(row for row in found if row[0] == "Accueil <b>")
    assert waiting[1:4] == ["contact", day_text(LONG_AGO), LEAST]


def test_what_is_most_used_is_to_confirm_first_for_reasons(client: TestClient) -> None:
    found = client.get("/api/quality").json()
    first = found["to_confirm"][0]
    assert (first["key"], first["links"], first["open_needs"]) == ("plats-colline", 5, 3)
    assert first["score"] == 2.9945
    assert first["reasons"] == [
        "fraîcheur 67 %",
        "5 liens",
        "3 besoins ouverts",
        "une seule source, village",
    ]
    assert client.get("/api/quality?most=1").json()["to_confirm"] == [first]
    assert client.get("/api/quality?most=0").status_code == 422


def test_what_is_past_its_retention_is_listed(client: TestClient) -> None:
    [contact] = client.get("/api/quality").json()["past_retention"]
    assert (contact["type"], contact["key"], contact["months"]) == ("Contact", "accueil", 36)
    assert 'href="/fiches/Contact/accueil"' in client.get("/qualite").text


def test_one_type_is_told_fact_by_fact(client: TestClient) -> None:
    found = rows(client, "/qualite?type=Company")
    assert ["Nom", "13", "100 %"] in found
    assert ["Effectif", "12", "92 %"] in found
    assert ["NAF", "0", "0 %"] in found
    assert ["Nom", "13", "100 %"] not in rows(client, "/qualite")
    assert client.get("/qualite?type=Compagnie").status_code == 404


def test_the_page_hides_what_its_reader_may_not_see(served: Served) -> None:
    seen = as_seen_at(served, "public").client().get("/qualite").text
    assert "Accueil" not in seen
    assert "Accueil" in served.client().get("/qualite").text


def test_the_page_of_a_record_says_what_its_age_asks_for(client: TestClient) -> None:
    old = f"Confirmé le {day_text(YEAR_OLD)}, à reconfirmer"
    assert old in read(client, "/fiches/Company/soudure-dune").text
    assert "information périmée" in read(client, "/fiches/Contact/accueil").text
    sector = read(client, "/fiches/Sector/naf2:25.62B")
    assert "en vigueur" in sector.text
    assert "à reconfirmer" not in sector.text
    assert {"action": "/fiches/Sector/naf2%3A25.62B/confirmer", "method": "post"} not in sector.all(
        "form"
    )


def confirmation(client: TestClient, path: str, key: str) -> str:
    """Returns where the button of a page leads that confirms a record."""
    forms = Reader(client.get(path).text).all("form")
    [action] = [each["action"] or "" for each in forms if f"/{key}/" in (each["action"] or "")]
    return action


def test_a_confirmation_is_one_click_and_is_dated(served: Served) -> None:
    client = served.client()
    action = confirmation(client, "/qualite", "biscuits-amont")
    answer = client.post(action, headers={"Origin": "http://127.0.0.1:8008"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/qualite")
    waiting = client.get("/api/quality").json()["to_confirm"]
    assert "biscuits-amont" not in {each["key"] for each in waiting}
    claims = client.get("/api/records/Company/biscuits-amont").json()["claims"]
    assert claims["sources"] == ["form", "village"]
    assert (claims["observed_on"], claims["confirmed_on"]) == (YEAR_OLD, TODAY.isoformat())


def test_a_confirmation_on_the_record_s_own_page_leads_back_to_it(served: Served) -> None:
    client = served.client()
    action = confirmation(client, "/fiches/Company/soudure-dune", "soudure-dune")
    answer = client.post(action, headers={"Origin": "http://127.0.0.1:8008"})
    assert answer.headers["location"] == "/fiches/Company/soudure-dune"
    page = read(client, "/fiches/Company/soudure-dune").text
    assert f"Confirmé le {day_text(TODAY)}\n" in page


def test_what_one_may_not_see_one_cannot_confirm(served: Served) -> None:
    stranger = as_seen_at(served, "public").client()
    path = "/fiches/Contact/accueil/confirmer"
    assert stranger.post(path).status_code == 404
    claims = served.client().get("/api/records/Contact/accueil").json()["claims"]
    assert (claims["sources"], claims["confirmed_on"]) == (["village"], LONG_AGO)
