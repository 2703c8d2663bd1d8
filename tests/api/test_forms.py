"""Forms: every type is made, changed, taken away and brought back by hand; nobody overwrites."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from playwright.sync_api import Page
from starlette.testclient import TestClient

from api.editing import held, texts_of
from api.http.door import Door
from api.settings import Settings
from api.workspace import opened
from graph.declare import NODES, Node
from graph.kinds import Choice, Code, Day, Flag, Number, Property, Text, Texts, Whole
from graph.servers import Place
from ingest.load import Orders, load
from tests import village
from tests.api.conftest import Served, as_seen_at
from tests.api.test_pages import listening, read
from tests.browser import Heard
from tests.conftest import emptied

HOSTILE = '<b>&amp; "L\'été"</b> ; =1+1 \\ :{}%s \ue000load\ue001 </textarea><script>x</script>'
KEYS = {
    "Occupation": "M1805",
    "Certification": "RNCP35191",
    "Contact": "accueil",
    "Session": "rentree",
}
CODES = {
    "Territory": "com:36063",
    "Sector": "naf2:01.11Z",
    "Occupation": "M1806",
    "Certification": "RNCP1",
}
OTHERS: dict[type[Property], str] = {
    Text: "autre",
    Texts: "l'un; l'autre",
    Day: "2020-02-29",
    Number: "0,5",
    Flag: "non",
}


@pytest.fixture(scope="module")
def served(embedded_server: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The village for this module alone, which changes it."""
    folder = tmp_path_factory.mktemp("forms")
    (folder / "server").symlink_to(embedded_server, target_is_directory=True)
    place = emptied(Place(folder))
    with opened(Settings(place, f"sqlite:///{folder}/state.sqlite")) as workspace:
        load(workspace.current, sorted(village.FOLDER.glob("*.csv")), Orders(source="village"))
        yield Served(workspace, Door(8008))


@pytest.fixture(scope="module")
def client(served: Served) -> TestClient:
    """A program that has the key."""
    return served.client()


class Form(HTMLParser):
    """What a browser would send of the form of a page that posts, as it stands."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self._posts = False
        self._open = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name = given.get("name", "")
        if tag == "form":
            self._posts = given.get("method") == "post"
        elif (self._posts and tag == "input" and given.get("type") != "radio") or (
            self._posts and tag == "input" and "checked" in given
        ):
            self.fields[name] = given["value"]
        elif self._posts and tag in {"textarea", "select"}:
            self.fields[name], self._open = "", name if tag == "textarea" else ""
            self._select = name
        elif tag == "option" and "selected" in given:
            self.fields[self._select] = given["value"]

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.fields[self._open] = self.fields[self._open].removeprefix("\n")
            self._open = ""

    def handle_data(self, data: str) -> None:
        if self._open:
            self.fields[self._open] += data


def form(client: TestClient, address: str, status: int = 200) -> dict[str, str]:
    """Returns the fields of the form at an address, filled as they are shown."""
    response = client.get(address)
    assert response.status_code == status
    return Form(response.text).fields


def send(client: TestClient, address: str, fields: dict[str, str], status: int = 303) -> str:
    """Posts a form; returns where it leads, or the page that it comes back as."""
    response = client.post(address, data=fields)
    assert response.status_code == status
    return response.headers["location"] if status == 303 else response.text


def loads(served: Served) -> int:
    return len(served.workspace.ledger.loads())


def texts(served: Served, label: str, key: str) -> dict[str, str]:
    return texts_of(held(served.workspace, NODES[label], key))


def examples(node: type[Node]) -> dict[str, str]:
    found = {kind.name: str(kind.example or "") for kind in node.properties.values()}
    if "visibility" in node.properties:
        found["visibility"] = "partners"
    if "public_on" in node.properties:
        found["public_on"] = "2020-01-01"
    return found | {
        k.name: other(k) for k in node.properties.values() if k.required and not found[k.name]
    }


def other(kind: Property) -> str:
    """Returns a text of a property other than its example."""
    if isinstance(kind, Choice):
        return list(kind.choices)[1]
    if isinstance(kind, Whole):
        return str(int(kind.most or (kind.least or 0) + 6))
    return OTHERS[type(kind)]


def others(node: type[Node]) -> dict[str, str]:
    return {k.name: other(k) for k in node.properties.values() if not isinstance(k, Code)}


@pytest.mark.parametrize("label", NODES)
def test_a_record_of_every_type_is_made_changed_removed_and_restored(
    served: Served, client: TestClient, label: str
) -> None:
    node = NODES[label]
    fields = form(client, f"/fiches/{label}/nouveau") | examples(node)
    fields |= {"key": KEYS[label]} if label in KEYS else {}
    page = send(client, f"/fiches/{label}/nouveau", fields)
    key = page.rpartition("/")[2].replace("%3A", ":")
    made = texts(served, label, key)
    expected = {n: k.read(fields[n]) for n, k in node.properties.items() if fields[n]}
    assert {
        n: node.properties[n].read(t) for n, t in made.items() if t and n in expected
    } == expected

    before = loads(served)
    assert send(client, f"{page}/modifier", form(client, f"{page}/modifier")) == page
    assert loads(served) == before

    send(client, f"{page}/modifier", form(client, f"{page}/modifier") | others(node))
    changed = texts(served, label, key)
    assert {name: changed[name] for name in others(node)} == others(node)

    free = [k.name for k in node.properties.values() if not k.required and k.default is None]
    send(client, f"{page}/modifier", form(client, f"{page}/modifier") | dict.fromkeys(free, ""))
    assert {name: texts(served, label, key)[name] for name in free} == dict.fromkeys(free, "")
    last = texts(served, label, key)

    assert send(client, f"{page}/supprimer", form(client, f"{page}/supprimer")) == page
    assert "Fiche supprimée" in client.get(page).text
    assert client.get(page).status_code == 410
    assert client.get(f"{page}/modifier").status_code == 404
    assert client.get(f"/api{page.replace('/fiches', '/records')}").status_code == 404
    assert send(client, f"{page}/retablir", {}) == page
    assert client.get(page).status_code == 200
    assert texts(served, label, key) == last


@pytest.mark.parametrize("label", NODES)
def test_any_text_comes_back_as_it_was_given_and_never_as_markup(
    served: Served, client: TestClient, label: str
) -> None:
    node = NODES[label]
    named = [k.name for k in node.properties.values() if isinstance(k, Text)]
    fields = form(client, f"/fiches/{label}/nouveau") | examples(node)
    fields |= {"key": CODES.get(label, "hostile")}
    page = send(client, f"/fiches/{label}/nouveau", fields | dict.fromkeys(named, HOSTILE))
    shown = form(client, f"{page}/modifier")
    assert {name: shown[name] for name in named} == dict.fromkeys(named, HOSTILE)
    for address in (page, f"{page}/modifier", f"{page}/supprimer"):
        assert "<script>x" not in client.get(address).text
        assert "<b>&" not in client.get(address).text


def test_all_that_is_wrong_is_told_at_once_beside_its_field_and_nothing_is_saved(
    served: Served, client: TestClient
) -> None:
    before = loads(served)
    typed = {
        "name": "",
        "siret": "123",
        "headcount": "douze",
        "closed_on": "31/02/2026",
        "employs": "H2102:-4",
        "commune": "Nulle-Part-sur-Rien",
        "latitude": "91",
    }
    address = "/fiches/Company/atelier-amont/modifier"
    page = send(client, address, form(client, address) | typed, 422)
    assert {name: text for name, text in Form(page).fields.items() if name in typed} == typed
    wrong = {name for name in typed if f'id="champ-{name}-erreur"' in page}
    assert wrong == set(typed)
    assert "7 valeurs sont à reprendre" in page
    assert loads(served) == before


def test_an_unknown_end_is_refused_and_a_name_that_one_has_is_read(
    served: Served, client: TestClient
) -> None:
    address = "/fiches/Training/conduite-de-ligne/modifier"
    fields = form(client, address)
    page = send(client, address, fields | {"provider": "personne-de-ce-nom"}, 422)
    assert "aucune fiche de ce nom" in page
    send(client, address, fields | {"skills": "Conduire une ligne; Hydraulique"})
    assert (
        texts(served, "Training", "conduite-de-ligne")["skills"]
        == "conduire-une-ligne; hydraulique"
    )


def test_edges_are_added_changed_and_removed_and_the_others_keep_their_source(
    served: Served, client: TestClient
) -> None:
    address = "/fiches/Company/biscuits-amont/modifier"
    assert form(client, address)["employs"] == "H2102:12; H3301:9"
    send(client, address, form(client, address) | {"employs": "H2102:12; H3301:8; N1103:2"})
    assert form(client, address)["employs"] == "H2102:12; H3301:8; N1103:2"
    send(client, address, form(client, address) | {"employs": "H2102:12; N1103"})
    assert form(client, address)["employs"] == "H2102:12; N1103"
    send(client, address, form(client, address) | {"employs": "H2102:12; H3301:9; N1103"})
    assert form(client, address)["employs"] == "H2102:12; H3301:9; N1103"
    (edges,) = [
        each
        for each in client.get("/api/records/Company/biscuits-amont").json()["edges"]
        if each["signature"] == "Company-EMPLOYS-Occupation"
    ]
    sources = {end["key"]: end["claims"]["sources"] for end in edges["ends"]}
    assert sources["H2102"] == ["village"]
    assert sources["N1103"] == ["form"]


def test_what_is_hidden_from_who_saves_a_form_is_neither_shown_nor_taken_away(
    served: Served, client: TestClient
) -> None:
    partner = as_seen_at(served, "partners").client()
    need = form(client, "/fiches/Need/nouveau") | {"key": "besoin-cache", "title": "Caché"}
    send(client, "/fiches/Need/nouveau", need)
    project = form(client, "/fiches/Project/nouveau") | examples(NODES["Project"])
    fields = {"key": "projet-mixte", "name": "Mixte", "needs": "besoin-cache; besoin-01"}
    send(client, "/fiches/Project/nouveau", project | fields)
    address = "/fiches/Project/projet-mixte/modifier"
    assert form(partner, address)["needs"] == "besoin-01"
    assert "besoin-cache" not in partner.get(address).text
    send(partner, address, form(partner, address) | {"needs": "besoin-02", "name": "Mixte 2"})
    assert texts(served, "Project", "projet-mixte")["needs"] == "besoin-02; besoin-cache"
    assert partner.get("/fiches/Need/besoin-cache/modifier").status_code == 404
    refused = send(partner, address, form(partner, address) | {"needs": "besoin-cache"}, 422)
    assert "aucune fiche de ce nom" in refused
    raised = form(partner, "/fiches/Need/nouveau") | {"visibility": "cell"}
    assert "champ-visibility-erreur" in send(partner, "/fiches/Need/nouveau", raised, 422)


def test_a_hidden_record_that_was_removed_leaves_no_trace(
    served: Served, client: TestClient
) -> None:
    partner = as_seen_at(served, "partners").client()
    page = "/fiches/Surplus/mobilisable-01"
    send(client, f"{page}/supprimer", form(client, f"{page}/supprimer"))
    assert client.get(page).status_code == 410
    assert partner.get(page).status_code == 404
    assert partner.post(f"{page}/retablir").status_code == 404
    send(client, f"{page}/retablir", {})


def test_two_windows_on_one_record_see_both_versions_and_choose(
    served: Served, client: TestClient
) -> None:
    address = "/fiches/Company/soudure-dune/modifier"
    first, second = form(client, address), form(client, address)
    send(client, address, first | {"headcount": "14", "legal_form": "SAS"})
    before = loads(served)
    mine = second | {"headcount": "16", "address": "2 quai du Port"}
    page = send(client, address, mine, 409)
    assert loads(served) == before
    for text in ("À l’ouverture", "12", "14", "16", "Version enregistrée par operator"):
        assert text in page
    shown = Form(page).fields
    assert "choix-headcount" not in shown
    assert shown["choix-legal_form"] == "l-enregistree"
    send(client, address, shown | {"choix-headcount": "la-mienne"})
    found = texts(served, "Company", "soudure-dune")
    assert [found[n] for n in ("headcount", "legal_form", "address")] == [
        "16",
        "SAS",
        "2 quai du Port",
    ]


def test_two_windows_that_say_the_same_have_nothing_to_choose(
    served: Served, client: TestClient
) -> None:
    address = "/fiches/Company/fruits-amont/modifier"
    first, second = form(client, address), form(client, address)
    send(client, address, first | {"headcount": "36"})
    send(client, address, second | {"headcount": "36", "legal_form": "SCOP"})
    found = texts(served, "Company", "fruits-amont")
    assert (found["headcount"], found["legal_form"]) == ("36", "SCOP")


def test_a_form_without_its_mark_overwrites_nothing(served: Served, client: TestClient) -> None:
    address = "/fiches/Company/fromages-bief/modifier"
    before = texts(served, "Company", "fromages-bief")
    send(client, address, {"headcount": "1"}, 409)
    assert texts(served, "Company", "fromages-bief") == before


def test_a_record_removed_while_it_was_edited_keeps_what_was_typed(client: TestClient) -> None:
    page = "/fiches/Company/etang-industrie"
    opened_before = form(client, f"{page}/modifier")
    send(client, f"{page}/supprimer", form(client, f"{page}/supprimer"))
    shown = send(client, f"{page}/modifier", opened_before | {"address": "3 rue Neuve"}, 409)
    assert Form(shown).fields["address"] == "3 rue Neuve"
    assert "operator a supprimé" in shown
    send(client, f"{page}/retablir", {})


def test_a_record_changed_since_it_was_to_be_removed_stays(
    served: Served, client: TestClient
) -> None:
    page = "/fiches/Company/emballage-dune"
    asked = form(client, f"{page}/supprimer")
    send(client, f"{page}/modifier", form(client, f"{page}/modifier") | {"headcount": "26"})
    assert "Rien n’a été supprimé" in send(client, f"{page}/supprimer", asked, 409)
    assert client.get(page).status_code == 200


def test_a_key_is_given_once_and_the_error_leads_to_whose_it_is(client: TestClient) -> None:
    fields = form(client, "/fiches/Company/nouveau") | {"name": "Atelier", "key": "atelier-amont"}
    page = send(client, "/fiches/Company/nouveau", fields, 422)
    assert '<a href="/fiches/Company/atelier-amont">atelier-amont</a>' in page


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("GET", "/fiches/Rien/nouveau", 404),
        ("GET", "/fiches/Company/personne/modifier", 404),
        ("POST", "/fiches/Company/personne/modifier", 404),
        ("POST", "/fiches/Company/personne/supprimer", 404),
        ("POST", "/fiches/Company/personne/retablir", 404),
        ("POST", "/fiches/Company/atelier-amont", 405),
        ("DELETE", "/fiches/Company/atelier-amont/modifier", 405),
    ],
)
def test_what_is_not_there_or_not_meant_is_refused(
    client: TestClient, method: str, address: str, status: int
) -> None:
    assert client.request(method, address).status_code == status


def test_a_page_says_who_says_each_property_and_why_one_holds(
    served: Served, client: TestClient
) -> None:
    address = "/fiches/Company/plats-colline"
    send(client, f"{address}/modifier", form(client, f"{address}/modifier") | {"headcount": "121"})
    text = " ".join(read(client, address).text.split())
    assert "Contesté : « 121 » selon saisie" in text.replace("\u00a0", " ").replace("\u202f", " ")
    assert "sa source passe avant les autres" in text
    told = {
        p["name"]: p for p in client.get("/api/records/Company/plats-colline").json()["provenance"]
    }
    assert told["name"]["why"] == "alone"
    assert told["headcount"]["contested"] is True
    assert [(w["value"], w["source"], w["holds"]) for w in told["headcount"]["words"]] == [
        (121, "form", True),
        (120, "village", False),
    ]


def test_an_older_key_leads_to_the_record_it_stands_for(served: Served, client: TestClient) -> None:
    fields = form(client, "/fiches/Actor/nouveau") | {"kind": "branch"}
    for name in ("Doublon A", "Doublon B"):
        send(client, "/fiches/Actor/nouveau", fields | {"name": name})
    number = served.workspace.current.merge(NODES["Actor"], "doublon-b", "doublon-a", "anne")
    assert client.get("/fiches/Actor/doublon-b").headers["location"] == "/fiches/Actor/doublon-a"
    moved = client.get("/api/records/Actor/doublon-b?most=3")
    assert moved.status_code == 307
    assert moved.headers["location"] == "/api/records/Actor/doublon-a?most=3"
    assert "Aussi connue sous la clé" in client.get("/fiches/Actor/doublon-a").text
    assert client.get("/api/records/Actor/doublon-a").json()["also_known_as"] == ["doublon-b"]
    served.workspace.current.undo(number, "anne")
    assert client.get("/fiches/Actor/doublon-b").status_code == 200


def test_a_record_is_edited_in_two_windows_of_a_browser(
    served: Served, page: Page, heard: Heard
) -> None:
    with listening(served) as (address, door):
        page.goto(f"{address}{door.path}")
        page.wait_for_url(f"{address}/", timeout=15_000)
        second = page.context.new_page()
        for window in (page, second):
            window.goto(f"{address}/fiches/Company/conserves-colline")
            window.get_by_role("link", name="Modifier").click()
        page.get_by_label("Effectif", exact=True).fill("31")
        page.get_by_role("button", name="Enregistrer").click()
        page.wait_for_url(f"{address}/fiches/Company/conserves-colline")
        second.get_by_label("Effectif", exact=True).fill("33")
        second.get_by_role("button", name="Enregistrer").click()
        assert second.get_by_role("alert").inner_text().startswith("La fiche a changé")
        second.get_by_label("33", exact=True).check()
        second.get_by_role("button", name="Enregistrer les versions choisies").click()
        second.wait_for_url(f"{address}/fiches/Company/conserves-colline")
        assert texts(served, "Company", "conserves-colline")["headcount"] == "33"
        assert [each for each in heard.errors if "409" not in each] == []
