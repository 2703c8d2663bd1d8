"""Duplicates settled by a person: proposed, compared, made one, kept two, and all of it undone."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page
from starlette.testclient import TestClient

from api.cli import run
from api.http.door import Door
from api.settings import Settings
from api.workspace import Workspace, opened
from graph.apart import Apart
from graph.servers import Place
from ingest.load import Orders, load
from tests.api.conftest import Served, as_seen_at
from tests.api.test_pages import listening, read
from tests.browser import Heard
from tests.conftest import emptied
from tests.graphs import graph_of, keys_of

ORIGIN = {"Origin": "http://127.0.0.1:8008"}
SIRET = "99990000400006"
TABLES = {
    "communes": "code;nom\n36044;Châteauroux\n36088;Issoudun\n",
    "metiers": "code;intitulé\nI1304;Maintenance\n",
    "sirene": (
        "siret;nom;commune;adresse;effectif\n"
        f"{SIRET};CHAUDRONNERIE FERLET;36044;12 rue du Lavoir;48\n"
    ),
    "opco": (
        "clé;nom;commune;adresse;effectif;idcc\n"
        "ferlet;SARL Ferlet Chaudronnerie;36044;12 r. du Lavoir;52;3248\n"
        "moulin;Moulin <b>Neuf</b>;36088;;4;\n"
        "moulin-neuf;Moulin Neuf <b>SARL</b>;36088;;;\n"
        "autre;Fonderie du Centre;36088;;3;\n"
    ),
    "partenaires": f"clé;siret;nom;nature\nferlet-actor;{SIRET};Ferlet;association\n",
    "contacts": "clé;fonction;établissement\naccueil;Accueil;ferlet\nrh;Paie et embauche;ferlet\n",
}
TYPES = {"communes": "Territory", "metiers": "Occupation", "partenaires": "Actor"}
TYPES |= {"contacts": "Contact"}
DAYS = {"sirene": "2026-03-01", "opco": "2026-10-01"}
PAIR = f"a={SIRET}&b=ferlet"


@pytest.fixture
def served(embedded_server: Path, tmp_path: Path) -> Iterator[Served]:
    """Two companies that stand in it twice, an actor that is one of them, and contacts."""
    (tmp_path / "server").symlink_to(embedded_server, target_is_directory=True)
    place = emptied(Place(tmp_path))
    with opened(Settings(place, f"sqlite:///{tmp_path}/state.sqlite")) as workspace:
        for name in TABLES:
            tell(workspace, name)
        yield Served(workspace, Door(8008))


@pytest.fixture
def client(served: Served) -> TestClient:
    return served.client()


def tell(workspace: Workspace, name: str, text: str = "") -> None:
    """Loads a table, as its source says it."""
    path = workspace.settings.place.folder / f"{name}.csv"
    path.write_text(text or TABLES[name], encoding="utf-8")
    day = DAYS.get(name, "2026-01-01")
    orders = Orders(source=name, observed_on=day, type=TYPES.get(name, "Company"))
    assert load(workspace.current, [path], orders).clean


def post(client: TestClient, path: str, **fields: str) -> str:
    """Sends a form; returns where it leads."""
    found = client.post(path, data=fields, headers=ORIGIN)
    assert found.status_code == 303, found.text
    return found.headers["location"]


def merged(client: TestClient, keep: str = SIRET) -> str:
    return post(client, "/doublons/fusionner", de="Company", a=SIRET, b="ferlet", garder=keep)


def rows(client: TestClient, path: str) -> list[list[str]]:
    """Returns the cells of every row of the tables of a page, without tags."""
    text = client.get(path).text.replace("\xa0", " ").replace("\u202f", " ")
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", r, re.DOTALL) for r in text.split("<tr")]
    return [[unescape(re.sub(r"<[^>]+>", "", cell)).strip() for cell in row] for row in cells]


def proposed(client: TestClient, query: str = "") -> list[tuple[str, str, float]]:
    found = client.get(f"/api/duplicates{query}").json()["candidates"]
    return [(each["a"]["key"], each["b"]["key"], each["score"]) for each in found]


def message(client: TestClient, path: str) -> str:
    found = re.search(r'<div class="message" role="status"><p>(.*?)</p>', client.get(path).text)
    return unescape(re.sub(r"<[^>]+>", "", found[1])).replace("\xa0", " ") if found else ""


# what is proposed


def test_pairs_stand_best_first_with_what_speaks_for_them(client: TestClient) -> None:
    found = rows(client, "/doublons")
    first = next(row for row in found if row and row[0].startswith("CHAUDRONNERIE"))
    assert first[:3] == [
        "CHAUDRONNERIE FERLET, Châteauroux",
        "SARL Ferlet Chaudronnerie, Châteauroux",
        "1,00",
    ]
    assert "L'adresse est la même." in first[3]
    second = next(row for row in found if row and row[0] == "Moulin <b>Neuf</b>, Issoudun")
    assert second[1:3] == ["Moulin Neuf <b>SARL</b>, Issoudun", "0,95"]
    assert found.index(first) < found.index(second)
    assert ["CHAUDRONNERIE FERLET, Châteauroux", "Ferlet"] in found
    assert proposed(client) == [
        (SIRET, "ferlet", 1.0),
        (SIRET, "ferlet-actor", 1.0),
        ("moulin", "moulin-neuf", 0.95),
    ]


def test_pairs_are_chosen_by_type_and_least_score(client: TestClient) -> None:
    def names(query: str) -> int:
        return read(client, f"/doublons{query}").text.count("Refuser")

    assert names("") == 2
    assert names("?type=Company&seuil=0,96") == 1
    assert names("?type=Actor") == 0
    assert len(proposed(client, "?type=Company&threshold=0.3")) == 2
    assert read(client, "/doublons?seuil=beaucoup", 422).text.count("le score est un nombre") == 1
    assert client.get("/doublons?seuil=nan").status_code == 422
    assert client.get("/doublons?seuil=2").status_code == 422
    assert names("?page=9") == 2
    assert client.get(f"/doublons?fait={10**20}").status_code == 422


def test_pairs_stand_fifty_a_page(served: Served, client: TestClient) -> None:
    names = [f"{a}{b}" for a in "bcdfgklm" for b in ("arnou", "elvic", "irtaz", "oudem")]
    lines = [f"{k}-{n};Ets {n} {n[::-1]};36088" for n in names for k in ("un", "deux")]
    lines += [f"{k}-{n};Menuiserie {n}x;36044" for n in names for k in ("un-x", "deux-x")]
    tell(served.workspace, "autres", "\n".join(["clé;nom;commune", *lines, ""]))
    count = client.get("/api/duplicates?type=Company").json()["found"]
    assert count == 66
    first, second = (read(client, f"/doublons{query}") for query in ("", "?page=2"))
    assert (first.text.count("Refuser"), second.text.count("Refuser")) == (50, 16)
    assert read(client, "/doublons?page=3").text.count("Refuser") == 16
    assert "51 à 66 sur 66 paires" in second.text.replace("\xa0", " ")
    assert {"href": "/doublons?page=2"} in first.all("a")
    assert {"href": "/doublons"} in second.all("a")


# side by side


def test_two_records_stand_side_by_side_with_what_the_one_would_be(client: TestClient) -> None:
    found = {row[0]: row[1:] for row in rows(client, f"/doublons/Company?{PAIR}") if row}
    latest = "Différent. Retenu : opco, car c’est ce qui a été dit en dernier."
    assert found["Nom"] == [
        "CHAUDRONNERIE FERLET",
        "SARL Ferlet Chaudronnerie",
        "SARL Ferlet Chaudronnerie",
        latest,
    ]
    assert found["Effectif"] == ["48", "52", "52", latest]
    assert found["Convention collective"] == ["", "3248", "3248", "Dit par opco."]
    assert found["SIRET"] == [SIRET, "", SIRET, "Dit par sirene."]
    assert found["Se trouve à : territoires"][:3] == ["1", "1", ""]
    assert found["A pour contact : contacts"] == ["0", "2", "2", ""]
    assert found["Sources"] == ["sirene", "opco", "opco, sirene", ""]
    page = client.get(f"/doublons/Company?{PAIR}").text
    assert page.count('<tr class="doubtful">') == 3
    assert "L&#39;adresse est la même." in page


def test_what_one_source_says_of_both_is_not_told_as_a_contest(client: TestClient) -> None:
    pair = "/doublons/Company?a=moulin&b=moulin-neuf"
    found = {row[0]: row[1:] for row in rows(client, pair) if row}
    assert found["Nom"][3] == "Différent. opco dit les deux : sa dernière parole compte."
    assert found["Effectif"] == ["4", "", "4", "Dit par opco."]


def test_a_siret_stays_before_a_slug_then_what_has_more(served: Served, client: TestClient) -> None:
    def kept(pair: str) -> list[str | None]:
        radios = read(client, f"/doublons/Company?{pair}").all("input")
        return [each["value"] for each in radios if "checked" in each]

    assert kept(PAIR) == kept(f"a=ferlet&b={SIRET}") == [SIRET]
    assert kept("a=moulin&b=moulin-neuf") == ["moulin"]
    tell(served.workspace, "carnet", "clé;nom\nmoulin-neuf;Moulin Neuf\n")
    assert kept("a=moulin&b=moulin-neuf") == ["moulin-neuf"]


def test_two_sirets_are_said_to_be_two_establishments(served: Served, client: TestClient) -> None:
    other = "99995000900004"
    tell(served.workspace, "autres", f"siret;nom;commune\n{other};Ferlet;36088\n")
    page = read(client, f"/doublons/Company?a={SIRET}&b={other}").text
    assert "deux SIRET différents" in page
    assert "Rien de connu ne rapproche ces deux fiches" in page
    assert "deux SIRET différents" not in read(client, f"/doublons/Company?{PAIR}").text


def test_another_record_is_looked_for_from_a_records_page(client: TestClient) -> None:
    assert 'href="/doublons/Company?a=ferlet"' in client.get("/fiches/Company/ferlet").text
    assert "/doublons/" not in client.get("/fiches/Territory/com:36044").text
    found = rows(client, "/doublons/Company?a=ferlet&q=chaudronnerie")
    assert ["CHAUDRONNERIE FERLET", SIRET, "Comparer"] in found
    assert not any(row and row[0].startswith("SARL") for row in found)
    assert f"a=ferlet&amp;b={SIRET}" in client.get("/doublons/Company?a=ferlet&q=ferlet").text
    assert "cherchez-en une autre" in read(client, "/doublons/Company?a=ferlet&b=ferlet").text


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/doublons/Company", 303),
        ("/doublons/Company?a=nothing", 404),
        ("/doublons/Company?a=ferlet&b=nothing", 404),
        ("/doublons/Territory?a=com:36044&b=com:36088", 404),
        ("/doublons/Compagnie?a=ferlet", 404),
    ],
)
def test_what_is_not_there_is_not_compared(client: TestClient, path: str, status: int) -> None:
    assert client.get(path).status_code == status


# made one, and two again


def test_a_merge_undone_through_the_pages_is_the_identity(
    served: Served, client: TestClient
) -> None:
    current = served.workspace.current
    before, listed = graph_of(current, bookkeeping=True), proposed(client)
    towards = merged(client)
    assert message(client, towards).startswith(
        "« SARL Ferlet Chaudronnerie » et « SARL Ferlet Chaudronnerie » ne sont plus qu’une fiche"
    )
    assert keys_of(current, "Company") == [SIRET, "autre", "moulin", "moulin-neuf"]
    assert (SIRET, "ferlet", 1.0) not in proposed(client)
    number = towards.partition("fait=")[2]
    done = post(client, f"/doublons/defaire?fait={number}")
    assert "de nouveau deux fiches" in message(client, done)
    assert graph_of(current, bookkeeping=True) == before
    assert proposed(client) == listed
    assert post(client, f"/doublons/defaire?fait={number}") == done


def test_what_the_page_promises_is_what_the_merged_record_holds(
    served: Served, client: TestClient
) -> None:
    promised = {row[0]: row[3] for row in rows(client, f"/doublons/Company?{PAIR}") if row[4:]}
    merged(client)
    facts = {row[0]: row[1] for row in rows(client, f"/fiches/Company/{SIRET}") if row[1:]}
    for name in ("SIRET", "Nom", "Effectif", "Adresse", "Convention collective"):
        assert facts[name] == promised[name]


def test_a_person_may_keep_the_other_key(served: Served, client: TestClient) -> None:
    merged(client, keep="ferlet")
    assert SIRET not in keys_of(served.workspace.current, "Company")
    assert client.get(f"/fiches/Company/{SIRET}").headers["location"] == "/fiches/Company/ferlet"
    fields = {"de": "Company", "a": "moulin", "b": "moulin-neuf", "garder": "autre"}
    wrong = client.post("/doublons/fusionner", data=fields, headers=ORIGIN)
    assert wrong.status_code == 422
    again = {"de": "Company", "a": SIRET, "b": "ferlet", "garder": "ferlet"}
    assert client.post("/doublons/fusionner", data=again, headers=ORIGIN).status_code == 422


def test_an_old_table_loaded_after_a_merge_hits_the_record_that_stayed(
    served: Served, client: TestClient
) -> None:
    merged(client)
    tell(served.workspace, "opco", "clé;nom;effectif\nferlet;Ferlet;61\n")
    assert "ferlet" not in keys_of(served.workspace.current, "Company")
    text = f"MATCH (c:Company {{key: '{SIRET}'}}) RETURN c.headcount"
    assert served.workspace.store.read(text).rows == [(61,)]
    assert client.get("/fiches/Company/ferlet").status_code == 303


def test_only_a_load_that_merges_is_undone_here(client: TestClient) -> None:
    for number in (1, 99):
        found = client.post(f"/doublons/defaire?fait={number}", headers=ORIGIN)
        assert found.status_code == 404
        assert message(client, f"/doublons?fait={number}") == ""


def test_contacts_are_merged_too_and_told_to_the_cell_alone(
    served: Served, client: TestClient
) -> None:
    fields = {"de": "Contact", "a": "accueil", "b": "rh", "garder": "rh"}
    outsider = as_seen_at(served, "public").client()
    assert outsider.post("/doublons/fusionner", data=fields, headers=ORIGIN).status_code == 404
    number = post(client, "/doublons/fusionner", **fields).partition("fait=")[2]
    assert ["Accueil (accueil)", "Paie et embauche (rh)", "contact"] in [
        row[:3] for row in rows(client, "/doublons")
    ]
    assert "Accueil" not in outsider.get("/doublons").text
    assert outsider.post(f"/doublons/defaire?fait={number}", headers=ORIGIN).status_code == 404
    assert outsider.get("/api/duplicates/settled").json()["merged"] == []


# kept two


def test_a_refused_pair_is_never_proposed_again_until_it_is_reconsidered(
    served: Served, client: TestClient
) -> None:
    pair = f"de=Company&{PAIR}"
    listed = proposed(client)
    towards = post(client, f"/doublons/refuser?{pair}&type=Company&seuil=0%2C8")
    assert towards == f"/doublons?type=Company&seuil=0%2C8&de=Company&{PAIR}"
    assert "restent deux fiches" in message(client, towards)
    assert proposed(client) == [each for each in listed if each[1] != "ferlet"]
    for name in ("sirene", "opco"):
        tell(served.workspace, name, TABLES[name].replace("52;3248", "53;3248"))
    assert proposed(client) == [each for each in listed if each[1] != "ferlet"]
    with opened(served.workspace.settings) as again:
        assert Apart(again.ledger).pairs() == {("Company", SIRET, "ferlet")}
        assert (SIRET, "ferlet", 1.0) not in proposed(Served(again, Door(8008)).client())
    assert "a refusé cette paire" in read(client, f"/doublons/Company?{PAIR}").text
    back = post(client, f"/doublons/reconsiderer?{pair}")
    assert message(client, back) == "Cette paire peut de nouveau être proposée."
    assert (SIRET, "ferlet", 1.0) in proposed(client)


def test_a_refused_pair_leaves_room_for_the_next_best(served: Served, client: TestClient) -> None:
    """A record without SIRET is one establishment at most: the nearest first, then the next."""
    tell(
        served.workspace,
        "depots",
        "siret;nom;commune;adresse\n99995000900004;Ferlet Chaudronnerie;36044;90 route de Blois\n",
    )
    before = {each[1] for each in proposed(client, "?type=Company") if each[1] == "ferlet"}
    assert before == {"ferlet"}
    assert [each[0] for each in proposed(client) if each[1] == "ferlet"] == [SIRET]
    post(client, f"/doublons/refuser?de=Company&{PAIR}")
    assert [each[0] for each in proposed(client) if each[1] == "ferlet"] == ["99995000900004"]


# addresses and commands


def test_programs_settle_what_pages_do(served: Served, client: TestClient) -> None:
    def send(verb: str, **body: str) -> Any:
        return client.post(f"/api/duplicates/{verb}", json=body)

    pair = {"type": "Company", "a": "moulin", "b": "moulin-neuf"}
    assert send("refuse", **pair).json() == pair
    done = send("merge", type="Company", key="ferlet", into=SIRET)
    number = done.json()["load"]
    assert done.json() == {"type": "Company", "key": "ferlet", "into": SIRET, "load": number}
    found = client.get("/api/duplicates/settled").json()
    assert [(one["key"], one["name"]) for one in found["merged"]] == [
        ("ferlet", "SARL Ferlet Chaudronnerie")
    ]
    assert [(one["a"], one["b_name"]) for one in found["refused"]] == [
        ("moulin", "Moulin Neuf <b>SARL</b>")
    ]
    assert send("reconsider", **pair).json() == pair | {"refused": True}
    assert send("reconsider", **pair).json()["refused"] is False
    assert client.post(f"/api/loads/{number}/undo").status_code == 200
    assert client.get("/api/duplicates/settled").json() == {"merged": [], "refused": []}
    assert send("merge", type="Company", key="ferlet", into="nothing").status_code == 404
    assert send("merge", type="Company", key="ferlet", into="ferlet").status_code == 422
    assert send("merge", type="Sector", key="a", into="b").status_code == 404
    assert client.get("/api/duplicates?threshold=2").status_code == 422
    assert client.get("/api/duplicates?type=Need").status_code == 422


def test_commands_list_merge_refuse_and_undo(
    own_folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    for name in ("communes", "sirene", "opco"):
        Path(f"{name}.csv").write_text(TABLES[name], encoding="utf-8")
    assert run(["load", "communes.csv", "sirene.csv", "opco.csv"]) == 0
    capfd.readouterr()

    def said(*arguments: str) -> str:
        assert run(["duplicates", *arguments]) == 0
        return capfd.readouterr().out

    def listed(*more: str) -> list[str]:
        found = json.loads(said("--format", "json", *more))
        return [each["b"]["key"] for each in found["candidates"]]

    assert listed() == ["ferlet", "moulin-neuf"]
    assert listed("--least", "0.96") == ["ferlet"]
    assert listed("--type", "partenaire") == []
    assert "SARL Ferlet Chaudronnerie" in said("--top", "1")
    assert said("refuse", "moulin", "moulin-neuf", "--type", "établissement").startswith("« moulin")
    assert listed() == ["ferlet"]
    told = said("merge", "ferlet", SIRET)
    number = re.findall(r"undo (\d+)", told)[0]
    assert listed() == []
    settled = said("settled")
    assert "ferlet" in settled
    assert "moulin-neuf" in settled
    assert "deux fiches" in said("undo", number)
    assert said("reconsider", "moulin", "moulin-neuf").startswith("Cette paire peut")
    assert said("reconsider", "moulin", "moulin-neuf").startswith("Cette paire n’était pas")
    assert listed() == ["ferlet", "moulin-neuf"]
    assert run(["duplicates", "undo", "1"]) == 4
    assert run(["duplicates", "merge", "ferlet", "nothing"]) == 4
    assert run(["duplicates", "--type", "besoin"]) == 4


# by clicks


def test_a_duplicate_is_merged_and_unmerged_by_clicks(
    served: Served, page: Page, heard: Heard
) -> None:
    current = served.workspace.current
    before = graph_of(current, bookkeeping=True)
    with listening(served) as (address, door):
        page.goto(f"{address}{door.path}")
        page.wait_for_url(f"{address}/", timeout=15_000)
        page.goto(f"{address}/analyses")
        page.get_by_role("link", name="Doublons").click()
        page.get_by_role("link", name="Comparer").first.click()
        page.get_by_role("button", name="Réunir les deux fiches").click()
        page.wait_for_url(f"{address}/doublons?fait=*")
        assert keys_of(current, "Company") == [SIRET, "autre", "moulin", "moulin-neuf"]
        page.locator("div.message").get_by_role("button", name="Défaire").click()
        page.get_by_text("de nouveau deux fiches").wait_for()
        assert graph_of(current, bookkeeping=True) == before
        page.get_by_role("link", name="Comparer").first.click()
        page.get_by_role("button", name="Ce sont deux fiches distinctes").click()
        page.get_by_text("restent deux fiches").wait_for()
        assert Apart(current.ledger).pairs() == {("Company", SIRET, "ferlet")}
        assert heard.errors == []
