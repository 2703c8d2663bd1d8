"""Pages: each answers, is right in every name, asks nothing outside, and hides what is hidden."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from socket import socket

import pytest
import uvicorn
from playwright.sync_api import Page
from starlette.testclient import TestClient

from api.app import application
from api.http.door import Door
from api.pages.frame import spaced
from api.pages.pictures import policy_of
from graph.wording import spoken
from tests.api.conftest import Served, as_seen_at
from tests.browser import Heard

PAGES = [
    "/",
    "/entreprises",
    "/partenaires",
    "/projets",
    "/analyses",
    "/listes/Need",
    "/questions",
    "/questions?q=besoin",
    "/questions/counts-by-type?sort=-records",
    "/questions/needs-by-month",
    "/reponses",
    "/chargements",
    "/chargements/1",
    "/qualite",
    "/qualite?type=Company",
    "/doublons",
    "/doublons/Company?a=atelier-amont",
    "/doublons/Company?a=atelier-amont&b=conserves-colline",
    "/questions/who-can-answer",
    "/questions/needs-without-training?km=35",
    "/analyses/transitions?occupation=H2102",
    "/passerelles",
    "/groupements",
    "/mutualisations",
    "/fiches/Company/atelier-amont",
    "/fiches/Territory/com:99001",
    "/fiches/Occupation/H2102",
    "/fiches/Session/conduite-2026-10",
    "/fiches/Company/atelier-amont/modifier",
    "/fiches/Company/atelier-amont/supprimer",
    "/fiches/Need/nouveau",
    "/fiches/Visit/nouveau",
    "/recherche?q=biscuits",
]
PICTURES = ["/images/reseau", "/images/passerelles", "/images/groupements"]


class Reader(HTMLParser):
    """What a page is made of: tags with their attributes, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def read(client: TestClient, path: str, status: int = 200) -> Reader:
    response = client.get(path)
    assert response.status_code == status
    return Reader(response.text)


def await_start(server: uvicorn.Server) -> None:
    limit = time.monotonic() + 15
    while not server.started:
        assert time.monotonic() < limit
        time.sleep(0.02)


@contextmanager
def listening(served: Served) -> Iterator[tuple[str, Door]]:
    """Gives the address of the service on a free port of this machine, and its door."""
    with socket() as listener:
        listener.bind(("127.0.0.1", 0))
        door = Door(listener.getsockname()[1])
        app = application(served.workspace, door)
        config = uvicorn.Config(app, lifespan="off", log_level="warning")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            await_start(server)
            yield f"http://127.0.0.1:{door.port}", door
        finally:
            server.should_exit = True
            thread.join(30)


def test_the_link_signs_in_once_by_a_cookie_no_script_reads(served: Served) -> None:
    browser, door = served.client(key=False), served.door
    assert Reader(browser.get("/").text).text.count("maillage serve") == 1
    entered = browser.get(door.path)
    cookie = entered.headers["set-cookie"].lower()
    assert entered.status_code == 200
    assert all(part in cookie for part in ("httponly", "samesite=strict", "path=/"))
    assert browser.get("/").status_code == 200
    stranger = served.client(key=False)
    assert stranger.get(door.path).status_code == 401
    assert stranger.get("/").status_code == 401


@pytest.mark.parametrize("path", PAGES)
def test_a_page_can_be_read_and_reached_by_everyone(client: TestClient, path: str) -> None:
    page = read(client, path)
    assert page.all("html") == [{"lang": "fr"}]
    assert len(page.all("h1")) == 1
    assert {"class": "skip", "href": "#contenu"} in page.all("a")
    assert page.all("script") == [{"src": "/static/maillage.js", "defer": None}]
    assert not page.all("style")
    assert not [attributes for _, attributes in page.tags if "style" in attributes]
    assert all("scope" in attributes for attributes in page.all("th"))
    assert len(page.all("caption")) == len(page.all("table"))
    labels = {attributes["for"] for attributes in page.all("label")}
    fields = page.all("input") + page.all("select")
    shown = [each for each in fields if each.get("type") != "hidden"]
    assert {attributes["id"] for attributes in shown} <= labels
    identifiers = [each["id"] for _, each in page.tags if "id" in each]
    assert len(set(identifiers)) == len(identifiers)


@pytest.mark.parametrize("path", PAGES)
def test_every_link_of_a_page_leads_somewhere(client: TestClient, path: str) -> None:
    links = {each["href"] or "" for each in read(client, path).all("a")}
    within = sorted(link for link in links if link.startswith("/") and "lang=" not in link)
    broken = {link: client.get(link).status_code for link in within[:40]}
    assert {link: code for link, code in broken.items() if code not in {200, 303}} == {}


def test_names_are_shown_as_they_were_given(client: TestClient) -> None:
    raw = client.get("/entreprises").text
    assert "&lt;b&gt;Gras&lt;/b&gt;" in raw
    assert "<b>" not in raw
    text = read(client, "/entreprises").text
    for name in ("L'Atelier d'Amont & Fils", "<b>Gras</b>", "=1+1 <script>x</script>"):
        assert name in text
    assert read(client, "/fiches/Company/gras").text.count("<b>Gras</b>") >= 2


def test_search_ignores_accents_and_finds_parts(client: TestClient) -> None:
    assert "L'Atelier d'Amont & Fils" in read(client, "/recherche?q=ATELIER+amont").text
    assert "Conduite de ligne alimentaire" in read(client, "/recherche?q=alimentáire").text
    assert "Aucun nom" in read(client, "/recherche?q=introuvable").text


def test_a_list_is_in_the_order_of_names_and_filters(client: TestClient) -> None:
    rows = read(client, "/entreprises").text
    assert rows.index("Biscuiterie du Bief") < rows.index("Biscuits d'Amont")
    assert (
        spaced("2 sur 14, filtre actif : « biscuit »")
        in read(client, "/entreprises?q=biscuit").text
    )


def test_a_key_of_an_answer_leads_to_its_record(client: TestClient) -> None:
    page = read(client, "/questions/employers")
    links = {each["href"] for each in page.all("a")}
    assert {"/fiches/Company/atelier-amont", "/fiches/Actor/maison"} <= links


def test_a_wrong_value_is_named_at_its_field(client: TestClient) -> None:
    page = read(client, "/passerelles?radius_km=loin", 422)
    assert {"href": "#champ-radius_km"} in page.all("a")
    [field] = [each for each in page.all("input") if each["id"] == "champ-radius_km"]
    assert (field["value"], field["aria-invalid"]) == ("loin", "true")


def test_an_error_is_a_page_in_french_with_the_cure(client: TestClient) -> None:
    assert "cherchez un nom" in read(client, "/rien", 404).text
    assert "atelier-amont" in read(client, "/fiches/Company/atelier-amon", 404).text


def test_english_is_a_link_away_and_stays(served: Served) -> None:
    client = served.client()
    assert read(client, "/").all("html") == [{"lang": "fr"}]
    english = client.get("/?lang=en")
    assert "Strongest bridges" in english.text
    assert read(client, "/entreprises").all("html") == [{"lang": "en"}]


def test_a_partner_finds_no_trace_of_what_is_for_the_cell(served: Served) -> None:
    cell, partner = served.client(), as_seen_at(served, "partners").client()
    title = "Fermeture de l'atelier de presses"
    assert title in read(cell, "/listes/Surplus").text
    for path in ("/", "/listes/Surplus", "/fiches/Company/plasturgie-bief", "/passerelles"):
        text = read(partner, path).text
        assert title not in text
        assert "mobilisable-01" not in text
    absent = read(partner, "/fiches/Surplus/mobilisable-01", 404).text
    assert title not in absent


@pytest.mark.parametrize("path", PICTURES)
def test_a_picture_is_for_partners_under_a_policy_of_its_own(served: Served, path: str) -> None:
    response = served.client().get(path)
    assert "Plasturgie du Bief" not in response.text or path == "/images/groupements"
    policy = response.headers["content-security-policy"]
    assert policy == policy_of(response.text)
    assert "script-src 'sha256-" in policy
    assert "unsafe" not in policy


def test_french_signs_keep_the_word_before_them() -> None:
    assert spaced("« a » : b ; 3 %") == "«\u00a0a\u00a0»\u00a0: b\u202f; 3\u00a0%"
    with spoken("en"):
        assert spaced("a : b") == "a : b"


def test_every_page_opens_in_a_browser_without_an_error_or_a_request_outside(
    served: Served, page: Page, heard: Heard
) -> None:
    with listening(served) as (address, door):
        page.goto(f"{address}{door.path}")
        page.wait_for_url(f"{address}/", timeout=15_000)
        assert page.locator("h1").inner_text().startswith("Aujourd’hui")
        for path in (*PAGES, *PICTURES):
            answer = page.goto(f"{address}{path}")
            assert answer is not None
            assert answer.status == 200
        assert heard.errors == []
        outside = [url for url in heard.beyond_files if not url.startswith(f"{address}/")]
        assert outside == []


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1024, 768), (1440, 900)])
def test_no_page_slides_sideways(served: Served, page: Page, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    with listening(served) as (address, door):
        page.goto(f"{address}{door.path}")
        page.wait_for_url(f"{address}/", timeout=15_000)
        for path in PAGES:
            page.goto(f"{address}{path}")
            beyond = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert (path, beyond) == (path, 0)
