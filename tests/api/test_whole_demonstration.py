"""The demonstration, loaded whole: every type has pages, every question an answer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Page
from starlette.testclient import TestClient

from api.app import application
from api.computing import compute, keep, named
from api.http.door import Door
from api.settings import Settings
from api.workspace import Workspace, opened
from graph.declare import NODES
from graph.records import names
from graph.servers import Place
from graph.viewer import Viewer, Visibility
from ingest.demonstration import tables_of_the_territory
from ingest.load import Orders, load
from queries.answer import answer, example_of
from queries.catalogue import catalogue
from tests.api.conftest import Served, as_seen_at
from tests.api.test_pages import listening
from tests.browser import sheets, slides
from tests.conftest import emptied

BASE = "http://127.0.0.1:8008"
UNTOLD = {"Certification"}
SAMPLE = 2


@pytest.fixture(scope="module")
def territory(
    embedded_server: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Workspace]:
    """The demonstration with its bridges and groupings, loaded once."""
    folder = tmp_path_factory.mktemp("territory")
    (folder / "server").symlink_to(embedded_server, target_is_directory=True)
    place = emptied(Place(folder))
    settings = Settings(place, f"sqlite:///{folder}/state.sqlite", demonstration=True)
    with opened(settings) as workspace:
        orders = Orders("demonstration", "demonstration", "2026-09-07")
        assert load(workspace.current, tables_of_the_territory(), orders).clean
        for name in ("bridges", "groupings"):
            keep(workspace, Viewer(), compute(workspace, Viewer(), named(name), {}))
        yield workspace


@pytest.fixture(scope="module")
def client(territory: Workspace) -> TestClient:
    door = Door(8008)
    headers = {"Authorization": f"Bearer {door.key}"}
    return TestClient(application(territory, door), BASE, headers=headers)


def test_a_year_takes_no_separator_of_thousands(client: TestClient) -> None:
    told = client.get("/questions/outlook-by-basin?basin=be:2413").text
    assert ">2025</td>" in told
    assert "2\u202f025" not in told


def test_a_withheld_figure_reads_as_such_and_never_as_zero(client: TestClient) -> None:
    key = "bmo-2413-g1x72-2025"
    told = client.get(f"/api/records/Outlook/{key}").json()["properties"]
    figures = {each["name"]: (each["value"], each["text"]) for each in told}
    for name in ("projects", "difficult", "seasonal"):
        assert figures[name] == (None, "secret")
    page = client.get(f"/fiches/Outlook/{key}").text
    assert page.count("<td>secret</td>") == 3
    whole = client.get("/api/records/Outlook/bmo-2410-a1x42-2025").json()["properties"]
    assert {each["text"] for each in whole if each["name"] == "seasonal"} == {"60"}
    assert "secret" not in {each["text"] for each in whole}


def test_every_node_has_a_name_whatever_its_type(territory: Workspace) -> None:
    for label in NODES:
        found = names(territory.store, Viewer(), label)
        counted = territory.store.read(f"MATCH (n:{label}) RETURN count(n) AS n").rows[0][0]
        assert len({name.key for name in found}) == counted, label
        assert bool(found) == (label not in UNTOLD), label
        assert all(name.headline for name in found), label


def test_every_type_of_record_has_its_page_and_its_document(
    territory: Workspace, client: TestClient
) -> None:
    for label in NODES:
        for name in sorted(names(territory.store, Viewer(), label), key=lambda n: n.key)[:SAMPLE]:
            address = f"{label}/{quote(name.key, safe='')}"
            page = client.get(f"/fiches/{address}")
            assert page.status_code == 200, address
            assert "fictifs" in page.text, address
            document = client.get(f"/api/records/{address}")
            assert document.json()["key"] == name.key


def test_the_example_of_every_question_answers(territory: Workspace, client: TestClient) -> None:
    for question in catalogue():
        example: dict[str, Any] = dict(example_of(question))
        found = answer(territory.store, Viewer(), question, example)
        assert found.rows, question.name
        page = client.get(f"/questions/{question.name}", params=example)
        assert page.status_code == 200, question.name
        assert client.get(f"/questions/{question.name}").status_code == 200, question.name


@pytest.mark.parametrize("name", ["reseau", "passerelles", "groupements"])
def test_every_picture_is_served(client: TestClient, name: str) -> None:
    page = client.get(f"/images/{name}")
    assert page.status_code == 200
    assert "<canvas" in page.text or 'id="scene"' in page.text


def test_the_story_comes_out_of_the_bridges(territory: Workspace) -> None:
    result = compute(territory, Viewer(), named("bridges"), {"company": "99990007900016"}).result
    document = result.model_dump()
    placed = {
        (bridge["to_occupation"]["key"], bridge["target"]["commune"]): bridge["people"]
        for bridge in document["bridges"]
        if bridge["people"]
    }
    assert placed == {
        ("N1101", "Mer"): 4,
        ("N1103", "Mer"): 8,
        ("H2102", "Mer"): 6,
        ("H2909", "Montrichard Val de Cher"): 4,
        ("H2913", "Montrichard Val de Cher"): 2,
    }
    assert ("Romorantin-Lanthenay", 2.4) in {
        (miss["target"]["commune"], round(miss["beyond_km"], 1)) for miss in document["near_misses"]
    }


def test_the_story_comes_out_of_the_groupings(territory: Workspace) -> None:
    result = compute(territory, Viewer(), named("groupings"), {}).result
    found = [
        (each["family"], each["jobs"], round(each["margin"], 2), len(each["members"]))
        for each in result.model_dump()["list"]
    ]
    assert found == [
        ("A1419", 1, 1.07, 2),
        ("H3302", 1, 1.05, 2),
        ("I1203", 1, 1.16, 3),
        ("H1303", 1, 1.16, 3),
        ("I1203", 1, 1.05, 3),
    ]


VINEUIL = "99990007900016"


def test_the_session_at_gien_is_filled_by_those_who_want_it(client: TestClient) -> None:
    sessions = client.get("/api/analyses/sharing").json()["result"]["sessions"]
    gien = next(each for each in sessions if (each["session"] or {}).get("name") == "2026-11-02")
    assert sessions[0] == gien
    assert gien["what"]["key"] == "technicien-maintenance-gien"
    assert [body["actor"]["key"] for body in gien["bodies"]] == ["campus-maintenance"]
    assert [(p["employer"]["name"], p["people"]) for p in gien["participants"]] == [
        ("Mise en boîte & Cie", 3),
        ("Les Plats d'Héloïse & Cie", 2),
    ]
    assert (gien["taken"], gien["people"], gien["left"], gien["state"]) == (7, 5, 0, "full")


def test_partners_read_that_the_session_is_filled_and_not_by_whom(territory: Workspace) -> None:
    partners = Viewer(visibility="partners")
    found: Any = compute(territory, partners, named("mutualisations"), {}).result
    gien = next(each for each in found.sessions if each.state == "full" and each.taken == 7)
    assert [party.people for party in gien.participants] == [3, 2]
    assert [party.name for party in gien.participants] == [
        "une entreprise, services, à moins de 30 km",
        "une entreprise, à moins de 10 km",
    ]


def test_the_closure_at_vineuil_has_its_figures(territory: Workspace) -> None:
    """The warehouse 8 and 4, the biscuits 6, the frames 4 and 2; the trap at Romorantin."""
    given = {"company": VINEUIL}
    result = compute(territory, Viewer(), named("closure"), given).result.model_dump()
    assert [result[name] for name in ("people", "landing", "same", "short", "long", "without")] == [
        *(35, 24, 4, 20, 0, 11)
    ]
    assert [
        (way["bridge"]["to_occupation"]["key"], way["bridge"]["people"]) for way in result["ways"]
    ] == [
        ("N1103", 8),
        ("H2102", 6),
        ("N1101", 4),
        ("H2909", 4),
        ("H2913", 2),
    ]
    assert {each["occupation"]["key"]: each["without"] for each in result["leaving"]} == {
        "H3201": 2,
        "H3202": 5,
        "N1101": 0,
        "I1304": 3,
        "M1501": 1,
    }
    assert {miss["reason"]["values"]["km"] for miss in result["near_misses"]} == {2.4}
    assert [each["posts"] for each in result["unlocking"]] == [8, 6, 4]


def test_partners_read_the_names_that_were_agreed_and_no_other(territory: Workspace) -> None:
    """Croquelune and Aubépin agreed with Vineuil; the warehouse has not answered yet."""
    given = {"company": VINEUIL}
    partner = compute(territory, Viewer(visibility="partners"), named("closure"), given).result
    sides = {
        way["bridge"]["target"]["employer"]["name"] if way["bridge"]["target"]["employer"] else ""
        for way in partner.model_dump()["ways"]
    }
    assert sides == {"Biscuiterie Croquelune", "Charpentes Aubépin", ""}
    assert "Navette" not in partner.model_dump_json(include={"ways", "near_misses"})
    cell = compute(territory, Viewer(), named("bridges"), given).result.model_dump()
    halves = {
        tuple(each["name"] for each in bridge["agreement"]["missing"])
        for bridge in cell["bridges"]
        if bridge["agreement"] and bridge["agreement"]["missing"]
    }
    assert halves == {("Entrepôts « La Navette » du Val",)}


@pytest.mark.parametrize("level", ["cell", "partners"])
def test_the_page_of_a_closure_prints_on_one_sheet_and_never_slides(
    territory: Workspace, page: Page, level: Visibility
) -> None:
    with listening(as_seen_at(Served(territory, Door(8008)), level)) as (base, door):
        page.goto(base + door.path)
        page.goto(f"{base}/fermetures/{VINEUIL}?on=2026-09-07")
        assert slides(page) == []
        assert sheets(page) == 1


def test_every_planted_grouping_prints_on_one_sheet(territory: Workspace, page: Page) -> None:
    found = compute(territory, Viewer(), named("groupings"), {}).result.model_dump()["list"]
    assert {(each["family"], round(each["margin"], 2)) for each in found} >= {
        ("A1419", 1.07),
        ("H3302", 1.05),
        ("I1203", 1.16),
        ("H1303", 1.16),
    }
    with listening(Served(territory, Door(8008))) as (base, door):
        page.goto(base + door.path)
        for each in found:
            page.goto(f"{base}/groupements/{each['key']}")
            assert sheets(page) == 1


@pytest.mark.parametrize("level", ["cell", "partners"])
def test_each_sharing_prints_on_one_sheet_and_none_slides(
    territory: Workspace, page: Page, level: Visibility
) -> None:
    served = as_seen_at(Served(territory, Door(8008)), level)
    result = served.client().get("/api/analyses/sharing?on=2026-09-07").json()["result"]
    keys = [each["key"] for kind in ("sessions", "resources", "functions") for each in result[kind]]
    assert len(keys) > 10
    with listening(served) as (base, door):
        page.goto(base + door.path)
        for key in keys:
            page.goto(f"{base}/mutualisations/{key}?on=2026-09-07")
            assert slides(page) == []
            assert sheets(page) == 1
