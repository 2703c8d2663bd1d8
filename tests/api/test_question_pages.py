"""The catalogue, the form of a question, its answer, and what is kept of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page
from starlette.testclient import TestClient

from api.http.door import Door
from api.pages.tables import _worded, shown
from api.workspace import Workspace
from queries.answer import LIMIT
from tests.api.conftest import Served, as_seen_at
from tests.api.test_pages import Reader, listening, read
from tests.browser import Heard
from tests.queries.test_catalogue import SOUND

PARTNERS = "/questions/partners-of-territory"


def form(client: TestClient, path: str, **fields: str) -> Any:
    return client.post(path, data=fields, headers={"Origin": "http://127.0.0.1:8008"})


def with_questions(served: Served, folder: Path) -> Served:
    """Returns the same graph served with a folder of one's own questions."""
    old = served.workspace
    settings = replace(old.settings, questions=folder)
    return Served(Workspace(settings, old.store, old.ledger, old.current), Door(8008))


def test_the_catalogue_begins_with_what_is_asked_every_week(client: TestClient) -> None:
    links = [each["href"] or "" for each in read(client, "/questions").all("a")]
    asked = [link for link in links if link.startswith("/questions/")]
    assert asked[:3] == [
        "/questions/who-can-answer",
        "/questions/requests-waiting",
        "/questions/signals-by-sector",
    ]
    assert len(set(asked)) == 39 + 11


def test_the_catalogue_is_searched_without_accents(client: TestClient) -> None:
    page = read(client, "/questions?q=METIER+bassin")
    links = {each["href"] for each in page.all("a")}
    assert "/questions/needs-by-occupation" in links
    assert "/questions/topics" not in links
    assert {"open": None} in page.all("details")
    assert "0 question pour « zzz »".replace(" ", "") in (
        read(client, "/questions?q=zzz").text.replace("\u00a0", "").replace(" ", "")
    )


def test_a_favourite_comes_first_until_it_is_none(served: Served) -> None:
    client = served.client()
    assert "Favorites" not in read(client, "/questions").text
    answered = form(client, "/questions/counts-by-type/favori", favori="oui")
    assert (answered.status_code, answered.headers["location"]) == (
        303,
        "/questions/counts-by-type",
    )
    assert "Favorites" in read(client, "/questions").text
    pressed = read(client, "/questions/counts-by-type").all("button")
    assert {"class": "text", "aria-pressed": "true"} in pressed
    form(client, "/questions/counts-by-type/favori", favori="non")
    assert "Favorites" not in read(client, "/questions").text


def test_a_choice_is_found_by_key_by_name_and_by_a_part_of_it(client: TestClient) -> None:
    for text in ("com:99003", "Colline", "colline", "COLL"):
        page = read(client, f"{PARTNERS}?territory={text}")
        assert {"value": "com:99003", "selected": None} in page.all("option"), text


def test_what_means_several_things_is_offered_to_choose_among(client: TestClient) -> None:
    page = read(client, "/questions/bridges-from-employer?employer=biscuit", 422)
    assert "désigne 2 choix" in page.text
    values = [each["value"] for each in page.all("option") if each["value"]]
    assert sorted(values) == ["biscuits-amont", "biscuits-bief"]


def test_what_means_nothing_is_named_with_what_to_try(client: TestClient) -> None:
    page = read(client, f"{PARTNERS}?territory=Nulle+part", 422)
    assert "ne désigne rien ici" in page.text
    assert {"href": "#champ-territory"} in page.all("a")
    unknown = read(client, f"{PARTNERS}?territory=com:99999", 422)
    assert "les plus proches" in unknown.text
    assert "com:99005" in unknown.text


def test_several_keys_are_chosen_by_name_and_taken_off_one_by_one(client: TestClient) -> None:
    path = "/questions/needs-by-month?occupations=Soudage;H2102"
    page = read(client, path)
    boxes = [each["value"] for each in page.all("input") if each.get("type") == "checkbox"]
    assert boxes == ["H2913", "H2102"]
    fewer = read(client, "/questions/needs-by-month?occupations=H2913&occupations=")
    boxes = [each["value"] for each in fewer.all("input") if each.get("type") == "checkbox"]
    assert boxes == ["H2913"]


def test_a_column_s_head_sorts_by_it_and_then_the_other_way(client: TestClient) -> None:
    page = read(client, "/questions/employers?sort=name")
    heads = page.all("th")
    assert heads[0] == {"scope": "col", "aria-sort": "ascending"}
    links = {each["href"] for each in page.all("a")}
    assert {"/questions/employers?sort=-name", "/questions/employers?sort=commune"} <= links
    assert "/questions/employers.csv?sort=name" in links
    text = read(client, "/questions/employers?sort=-name").text
    assert text.index("Plasturgie du Bief") < text.index("Biscuits d'Amont")


def test_codes_are_read_as_words_and_instants_as_days() -> None:
    assert _worded({"move": "déménagement"}, ["move", "other"]) == "déménagement, other"
    assert _worded({"move": "déménagement"}, "move") == "déménagement"
    assert _worded({}, ["move"]) == ""
    assert shown("2026-11-25T21:45:50.907+00:00").startswith("25 novembre 2026 à ")
    assert shown("2026-11-25") == "25 novembre 2026"
    assert shown("2026-11-25T morning") == "2026-11-25T morning"


def test_a_wrong_order_is_told_with_the_columns_there_are(client: TestClient) -> None:
    page = read(client, "/questions/employers?sort=town", 422)
    assert "employer, name, commune" in page.text


def test_the_address_gives_the_values_that_held_by_default(client: TestClient) -> None:
    page = read(client, "/questions/needs-without-training")
    assert "http://127.0.0.1:8008/questions/needs-without-training?km=35.0" in page.text
    assert "maillage query needs-without-training km=35.0" in page.text
    again = read(client, "/questions/needs-without-training?km=35.0")
    assert "lignes, aucune coupée" in again.text


def test_the_file_of_a_question_is_shown_whole(client: TestClient) -> None:
    text = read(client, "/questions/topics").text
    assert "/*\ntitle: {fr: Thèmes, en: Topics}" in text
    assert "ORDER BY name, topic;" in text


def test_an_unknown_question_is_a_page_that_names_the_nearest(client: TestClient) -> None:
    assert "needs-by-occupation" in read(client, "/questions/need-by-occupation", 404).text


def test_a_long_answer_says_how_many_rows_it_leaves_out(served: Served, tmp_path: Path) -> None:
    text = SOUND.replace("MATCH (c:Company)", "UNWIND range(1, 1284) AS n MATCH (c:Company)")
    text = text.replace("c.key AS company, c.name AS name", "n AS company, $near AS name")
    text = text.replace("ORDER BY name, company", "ORDER BY company, name")
    text = text.replace("(c:Company)-[:LOCATED_IN]->(t:Territory {key: $near})", "(t:Topic)")
    text = text.replace("MATCH (t:Topic)", "MATCH (t:Territory {key: $near})")
    (tmp_path / "trial.cypher").write_text(text.replace(", key_of: Company", ""), encoding="utf-8")
    client = with_questions(served, tmp_path).client()
    page = read(client, "/questions/trial?near=com:99001&sort=-company")
    shown = page.text.replace("\u202f", " ")
    assert f"{LIMIT} lignes sur 1 284" in shown
    assert "tout exporter" in shown
    assert "1 284" in shown.partition("tout exporter")[2]
    assert len([each for each in page.all("th") if each.get("scope") == "row"]) == LIMIT
    whole = client.get("/questions/trial.csv?near=com:99001")
    assert "Nombre de lignes;1284\r\n" in whole.text
    first = client.get("/api/questions/trial?near=com:99001").json()
    assert (first["row_count"], first["truncated"]) == (1284, False)


def test_a_folder_of_one_s_own_is_read_again_when_its_files_change(
    served: Served, tmp_path: Path
) -> None:
    client = with_questions(served, tmp_path).client()
    assert client.get("/questions/trial").status_code == 404
    (tmp_path / "trial.cypher").write_text(SOUND, encoding="utf-8")
    assert "Essai" in read(client, "/questions/trial").text
    assert client.get("/api/questions/trial?near=com:99001").json()["row_count"] == 4
    (tmp_path / "trial.cypher").write_text(SOUND.replace("theme: n", "theme: x"), encoding="utf-8")
    broken = read(client, "/questions")
    assert "trial.cypher, ligne 4" in broken.text
    assert "/questions/who-can-answer" in {each["href"] for each in broken.all("a")}
    assert client.get("/api/questions").json()["broken"][0]["name"] == "trial"
    assert client.get("/api/questions/trial").status_code == 422


def test_a_folder_that_is_not_there_is_said(served: Served, tmp_path: Path) -> None:
    client = with_questions(served, tmp_path / "absent").client()
    assert "MAILLAGE_QUESTIONS" in read(client, "/questions").text


def test_a_record_offers_the_questions_that_it_fills(client: TestClient) -> None:
    page = read(client, "/fiches/Company/atelier-amont")
    links = {each["href"] for each in page.all("a")}
    assert {
        "/questions/bridges-from-employer?employer=atelier-amont",
        "/questions/bridges-to-employer?employer=atelier-amont",
        "/questions/who-can-answer?company=atelier-amont",
    } <= links
    steps = read(client, "/fiches/Occupation/H2102").text
    assert "D'un métier à un autre en trois étapes (" in steps
    for path in sorted(link for link in links if link and link.startswith("/questions/")):
        assert client.get(path).status_code == 200


def test_an_answer_is_kept_and_compared_with_the_present_one(served: Served) -> None:
    client = served.client()
    values = {"territory": "com:99001"}
    kept = form(client, f"{PARTNERS}/garder", nom=" Amont, d'ici ", **values)
    assert kept.status_code == 303
    listed = read(client, "/reponses")
    assert "Amont, d'ici" in listed.text
    page = read(client, kept.headers["location"])
    assert "aucune différence" in page.text
    body = client.get("/api/answers/Amont, d'ici").json()
    assert (body["question"], body["came"], body["changed"]) == ("partners-of-territory", [], [])
    assert [each["name"] for each in client.get("/api/answers").json()["answers"]] == [
        "Amont, d'ici"
    ]
    other = form(client, f"{PARTNERS}/garder", nom="Amont, d'ici", territory="com:99003")
    assert other.status_code == 422
    assert "choisissez un autre nom" in Reader(other.text).text
    nameless = form(client, f"{PARTNERS}/garder", nom="", **values)
    assert nameless.status_code == 422
    assert client.get("/api/answers/Amont").status_code == 404
    served.workspace.kept.forget(served.workspace.settings.viewer(), "Amont, d'ici")


def test_what_is_kept_at_the_cell_is_absent_for_a_partner(served: Served) -> None:
    cell = served.client()
    form(cell, "/questions/topics/garder", nom="secret")
    partner = as_seen_at(served, "partners").client()
    assert "secret" not in read(partner, "/reponses").text
    assert partner.get("/reponses?nom=secret").status_code == 404
    assert partner.get("/api/answers/secret").status_code == 404
    served.workspace.kept.forget(served.workspace.settings.viewer(), "secret")


def test_a_form_of_another_site_is_refused(client: TestClient) -> None:
    for origin in ("http://evil.example", "null", "http://127.0.0.1:9"):
        answered = client.post(
            "/questions/topics/favori", data={"favori": "oui"}, headers={"Origin": origin}
        )
        assert answered.status_code == 403
    for site, status in (("cross-site", 403), ("same-site", 403), ("same-origin", 303)):
        headers = {"Origin": "null", "Sec-Fetch-Site": site}
        answered = client.post("/questions/topics/favori", data={"favori": "non"}, headers=headers)
        assert answered.status_code == status


def test_a_browser_keeps_an_answer_and_a_favourite(served: Served, page: Page) -> None:
    viewer = served.workspace.settings.viewer()
    with listening(served) as (address, door):
        page.goto(f"{address}{door.path}")
        page.wait_for_url(f"{address}/", timeout=15_000)
        page.goto(f"{address}/questions/topics")
        page.get_by_role("button", name="Ajouter aux favorites").click()
        page.get_by_role("button", name="Retirer des favorites").wait_for()
        page.get_by_label("Nom de la réponse gardée").fill("thèmes d'été")
        page.get_by_role("button", name="Garder cette réponse").click()
        page.wait_for_url("**/reponses?nom=**")
        assert page.locator("h1").inner_text() == "thèmes d'été"
        assert "aucune différence" in page.locator("p.answer").inner_text()
    assert served.workspace.kept.favourites(viewer) == {"topics"}
    served.workspace.kept.favour(viewer, "topics", favourite=False)
    assert served.workspace.kept.forget(viewer, "thèmes d'été") == 1


@pytest.mark.parametrize("script", [True, False])
def test_a_question_is_asked_with_the_keyboard_alone(
    served: Served, heard: Heard, page: Page, script: bool
) -> None:
    browser = page.context.browser
    assert browser is not None
    with (
        listening(served) as (address, door),
        browser.new_context(locale="fr-FR", java_script_enabled=script) as context,
    ):
        own = context.new_page()
        heard.listen(own)
        own.goto(f"{address}{door.path}")
        own.wait_for_url(f"{address}/", timeout=15_000)
        own.goto(f"{address}/questions/bridges-from-employer")
        own.locator("#contenu").focus()
        for _ in range(20):
            own.keyboard.press("Tab")
            if own.evaluate("document.activeElement.id") == "champ-employer":
                break
        own.keyboard.type("plasturgie")
        for _ in range(5):
            own.keyboard.press("Tab")
            if own.evaluate("document.activeElement.textContent") == "Répondre":
                break
        own.keyboard.press("Enter")
        own.wait_for_url("**employer=plasturgie**")
        assert own.locator("table caption").count() + own.locator("p.empty").count() == 1
        assert own.locator("button.copy").count() == (3 if script else 0)
        assert heard.errors == []


def test_the_query_is_copied_by_a_button(served: Served, page: Page) -> None:
    browser = page.context.browser
    assert browser is not None
    with listening(served) as (address, door), browser.new_context(locale="fr-FR") as context:
        context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
        own = context.new_page()
        own.goto(f"{address}{door.path}")
        own.wait_for_url(f"{address}/", timeout=15_000)
        own.goto(f"{address}/questions/topics")
        own.locator("details summary").click()
        own.get_by_role("button", name="Copier la requête").click()
        own.wait_for_function("document.getElementById('dit').textContent === 'Copié'")
        copied = own.evaluate("navigator.clipboard.readText()")
        file = Path("queries/topics.cypher").read_text(encoding="utf-8")
        assert copied.strip() == file.strip()


def test_a_bound_in_years_takes_no_separator_of_thousands(client: TestClient) -> None:
    assert "De 1990 à 2100." in client.get("/questions/outlook-by-basin").text
