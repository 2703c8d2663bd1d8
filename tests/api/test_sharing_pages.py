"""What the village could share as its pages and files tell it, to the cell and below it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page
from starlette.testclient import TestClient

from api.agreeing import Terms, agree
from api.commands.telling import told as lines_told
from api.computing import compute, named
from api.pages.frame import record_url
from graph.viewer import Viewer
from ingest.load import Orders, load
from tests.api.conftest import Served, as_seen_at
from tests.api.test_bridge_pages import links, main
from tests.api.test_listing import table
from tests.api.test_pages import listening, read
from tests.browser import sheets, slides

ON = "on=2026-09-07"
PAGE = f"/mutualisations?{ON}"
NAMES = (
    "Biscui",
    "Plasturgie",
    "Plats cuisinés",
    "Emballage & Cie",
    "Soudure de la Dune",
    "Presse d'essai",
)
# Of the session of 5 October at Bief, 2 of 10 seats are left; of that of 1 February 2027, all.
TABLES = {
    "souhaite": "établissement;formation;ressource;personnes;avant le;depuis le\n"
    "biscuits-amont;conduite-de-ligne;;4;2026-12-31;2026-06-12\n"
    "biscuits-bief;conduite-de-ligne;;5;;2025-06-12\n"
    "plats-colline;conduite-de-ligne;;3;2026-09-30;\n"
    "biscuits-amont;;presse-essai;2;;2026-06-12\n",
    "ressources": "clé;nom;nature;disponibilité;commune;établissement\n"
    "presse-essai;Presse d'essai;équipement;mardi;99002;plasturgie-bief\n",
    "besoins": "clé;intitulé;établissement;métier;postes;visibilité\n"
    "besoin-20;Soudure, un jour;soudure-dune;I1304;0,2;partenaires\n"
    "besoin-21;Réglages, deux jours;emballage-dune;I1304;0,4;partenaires\n",
    "contacts": "clé;fonction;téléphone;visibilité;établissement\n"
    "rh-amont;Ressources humaines;02 61 91 09 00;partenaires;biscuits-amont\n",
}


@pytest.fixture(scope="module")
def wishing(served: Served, tmp_path_factory: pytest.TempPathFactory) -> Served:
    """The village once it has said what it wants."""
    folder: Path = tmp_path_factory.mktemp("wishes")
    paths = [folder / f"{name}.csv" for name in sorted(TABLES)]
    for path in paths:
        path.write_text(TABLES[path.stem], encoding="utf-8")
    assert load(served.workspace.current, paths, Orders(source="village")).clean
    return served


@pytest.fixture(scope="module")
def client(wishing: Served) -> TestClient:
    return wishing.client()


def result(client: TestClient, query: str = ON) -> Any:
    return client.get(f"/api/analyses/sharing?{query}").json()["result"]


def everything(client: TestClient) -> list[Any]:
    found = result(client)
    return [*found["sessions"], *found["resources"], *found["functions"]]


def one(client: TestClient, kind: str) -> Any:
    return next(each for each in everything(client) if each["kind"] == kind)


def page_of(client: TestClient, kind: str) -> str:
    text = read(client, f"/mutualisations/{one(client, kind)['key']}?{ON}").text
    return " ".join(text.split())


def test_the_village_fills_its_session_of_october_and_waits_for_february(
    client: TestClient,
) -> None:
    """Amont has the soonest day: two seats in October. Bief goes to February; Colline is late."""
    found = result(client)
    assert [
        (
            each["session"]["name"],
            each["state"],
            [(p["employer"]["key"], p["people"]) for p in each["participants"]],
        )
        for each in found["sessions"]
    ] == [
        ("2026-10-05", "full", [("biscuits-amont", 2)]),
        ("2027-02-01", "short", [("biscuits-bief", 5)]),
    ]
    left = {
        (each["employer"]["key"], each["reason"]["code"])
        for each in found["left_out"]
        if each["type"] == "Training"
    }
    assert left == {
        ("biscuits-amont", "sharing.left.alone"),
        ("plats-colline", "sharing.left.too_soon"),
    }


def test_the_list_leads_to_a_page_for_each(client: TestClient) -> None:
    found = [link for link in links(read(client, PAGE)) if link.startswith("/mutualisations/")]
    assert found == [f"/mutualisations/{each['key']}?{ON}" for each in everything(client)]
    assert [client.get(link).status_code for link in found] == [200] * 4


def test_the_list_says_how_many_before_it_says_which(client: TestClient) -> None:
    text = " ".join(read(client, PAGE).text.split())
    answer = (
        "2 sessions à remplir ensemble. 1 peut se tenir. "
        "1 ressource que d'autres souhaitent. 1 fonction à partager par jours."
    )
    assert text.index(answer) < text.index("Qui : Biscuits d'Amont (2).")


def test_what_is_not_counted_is_listed_with_why(client: TestClient) -> None:
    text = read(client, PAGE).text
    assert "en demander une prend 30 jours" in text


def test_a_filter_is_a_sentence_that_can_be_cleared(client: TestClient) -> None:
    found = read(client, f"{PAGE}&kind=resource&radius_km=15,0")
    text = " ".join(found.text.split())
    assert "Filtres : Sorte : ressources" in text
    assert "/mutualisations" in links(found)
    assert "Aucune session à remplir ensemble." in text


def test_a_session_reads_aloud_first_then_says_who_whom_to_call_and_what_to_settle(
    client: TestClient,
) -> None:
    text = page_of(client, "session")
    parts = [
        "Session « Conduite de ligne » du 5 octobre 2026, à Bief.",
        "10, dont 8 déjà prises",
        "aucun : les noms ne sont lus que par la cellule",
        "12 juin 2026, il y a 2 mois",
        "02 61 91 09 00",
        "À vérifier avec un juriste.",
    ]
    places = [text.index(part) for part in parts]
    assert places == sorted(places)


def test_a_session_leads_to_the_records_it_rests_on(client: TestClient) -> None:
    session = one(client, "session")
    found = links(read(client, f"/mutualisations/{session['key']}?{ON}"))
    for label, key in (
        ("Training", "conduite-de-ligne"),
        ("Session", session["session"]["key"]),
        ("Company", "biscuits-amont"),
        ("Actor", "formation-bief"),
    ):
        assert record_url(label, key) in found


def test_who_has_no_contact_is_to_find(client: TestClient) -> None:
    assert "aucun contact connu : à trouver" in page_of(client, "function")


def test_a_resource_says_who_has_it_and_who_wants_it(client: TestClient) -> None:
    text = page_of(client, "resource")
    assert "Qui l'a : Plasturgie du Bief. Qui la souhaite : Biscuits d'Amont (2)." in text
    assert "Qui assure, qui répond d'un dommage" in text


def test_a_function_says_its_days(client: TestClient) -> None:
    text = page_of(client, "function")
    assert "Maintenance industrielle, quelques jours par semaine chez chacun." in text
    assert "Emballage & Cie (2 jours par semaine)" in text
    assert "3 jours par semaine en tout." in text


def test_below_the_cell_no_page_names_who_did_not_agree(wishing: Served) -> None:
    below = as_seen_at(wishing, "partners").client()
    listed = main(read(below, PAGE))
    assert [name for name in NAMES if name in listed] == []
    for each in everything(below):
        text = read(below, f"/mutualisations/{each['key']}?{ON}").text
        assert [name for name in NAMES if name in text] == []
        assert "à moins de" in text or "un employeur du territoire" in text


def test_below_the_cell_a_session_still_says_whom_to_ask(wishing: Served) -> None:
    below = as_seen_at(wishing, "partners").client()
    assert "Formation du Bief" in page_of(below, "session")
    assert "Personne n'est nommé" in page_of(below, "function")


def test_what_is_no_more_is_told_with_what_to_do(client: TestClient) -> None:
    answer = client.get("/mutualisations/m-000000000000")
    assert answer.status_code == 404
    assert "revenez à la liste" in answer.text
    assert client.get("/mutualisations/m-000000000000?radius_km=-1").status_code == 404


def test_a_wrong_parameter_is_explained_on_the_page(client: TestClient) -> None:
    assert client.get("/mutualisations?radius_km=-1").status_code == 422
    crossed = client.get("/mutualisations?least_seats=13")
    assert (crossed.status_code, "baissez least_seats" in crossed.text) == (422, True)


def test_nothing_to_share_says_what_to_do(client: TestClient) -> None:
    text = read(client, f"{PAGE}&kind=resource&radius_km=0").text
    assert "saisissez des souhaits de formation" in text


def test_the_generic_page_leads_to_the_page_of_its_own(client: TestClient) -> None:
    answer = client.get("/analyses/mutualisations?radius_km=10")
    assert answer.headers["location"] == "/mutualisations?radius_km=10"
    assert "/analyses/sharing" in links(read(client, "/analyses"))


def test_it_comes_as_a_file_with_a_line_for_each_who_shares(client: TestClient) -> None:
    rows, about = table(client, f"/api/analyses/sharing.csv?{ON}")
    assert [(row["sorte"], row["qui"], row["d'après"], row["personnes"]) for row in rows] == [
        ("Session", "Biscuits d'Amont", "souhait", "2"),
        ("Session", "Biscuiterie du Bief", "souhait", "5"),
        ("Ressource", "Plasturgie du Bief", "la possède", ""),
        ("Ressource", "Biscuits d'Amont", "souhait", "2"),
        ("Fonction", "Soudure de la Dune", "besoin", ""),
        ("Fonction", "Emballage & Cie", "besoin", ""),
    ]
    assert "village" in about


def test_the_command_tells_each_with_its_reasons(wishing: Served) -> None:
    given = {"on": "2026-09-07"}
    lines = list(lines_told(compute(wishing.workspace, Viewer(), named("mutualisations"), given)))
    assert lines[1] == "  1. Session « Conduite de ligne ». Qui : Biscuits d'Amont (2)."
    assert lines[2] == "     Session « Conduite de ligne » du 5 octobre 2026, à Bief."


def test_each_prints_on_one_sheet_and_no_page_slides(wishing: Served, page: Page) -> None:
    keys = [each["key"] for each in everything(wishing.client())]
    with listening(wishing) as (base, door):
        page.goto(base + door.path)
        for address in (PAGE, *(f"/mutualisations/{key}?{ON}" for key in keys)):
            page.goto(base + address)
            assert slides(page) == []
        for key in keys:
            page.goto(f"{base}/mutualisations/{key}?{ON}")
            assert sheets(page) == 1


def test_the_sheet_says_who_has_not_agreed_yet_then_that_all_did(
    wishing: Served, client: TestClient
) -> None:
    below = as_seen_at(wishing, "partners").client()
    first = Terms(date(2026, 9, 1))
    agree(wishing.workspace, ["emballage-dune"], first)
    told = "d'une partie, le 1er septembre 2026, pas encore de : Soudure de la Dune"
    assert told in page_of(client, "function")
    assert "Soudure de la Dune" not in page_of(below, "function")
    agree(wishing.workspace, ["emballage-dune", "soudure-dune"], first)
    assert "de tous, le 1er septembre 2026" in page_of(client, "function")
    assert "Soudure de la Dune" in page_of(below, "function")
