"""The offline page in Chromium: what it asks for, draws, says and lets people do."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from viz.page import offline_page
from viz.scene import Column, Kind, Scene, SceneLink, SceneNode, TwinTable

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.browser import Heard

AMBOISE = "L'Atelier d'Amboise & Fils"
HOSTILE = "</script><script>document.title='pris'</script>"
NODES = (
    SceneNode("a", AMBOISE, "company", f"{AMBOISE}\nAmboise", 3.0, "/fiches/Company/a", 0.0, 0.0),
    SceneNode("b", "<b>Gras</b>", "company", "", 2.0, None, 300.0, 0.0),
    SceneNode("c", HOSTILE, "company", HOSTILE, 1.0, None, 0.0, 250.0),
    SceneNode("d", "Œuvre des Évêchés", "actor", "", 1.0, None, 300.0, 250.0),
    SceneNode("e", "Sans lien", "actor", "", 1.0, None, 150.0, 400.0),
)
LINKS = (
    SceneLink("a", "b", "bridge", "4 postes compatibles", 4.0, "4", directed=True),
    SceneLink("a", "c", "works", level=1),
    SceneLink("c", "d", "works", level=4),
)
SCENE = Scene(
    title="Passerelles",
    description="Deux établissements au centre, un partenaire à droite.",
    nodes=NODES,
    links=LINKS,
    kinds=(
        Kind("company", "Établissements", "#1c4e9c", "square"),
        Kind("actor", "Partenaires", "#1d1d1d", "cross"),
    ),
    link_kinds=(
        Kind("bridge", "Passerelle", "#0b4a75", "solid"),
        Kind("works", "Travaille avec", "#6f7780", "dashed"),
    ),
    tables=(
        TwinTable(
            "Nœuds dessinés",
            (Column("name", "Nom"), Column("jobs", "ETP", numeric=True), Column("seen", "Vu le")),
            tuple(
                {"name": node.label, "jobs": jobs, "seen": date(2026, 9, day)}
                for node, jobs, day in zip(
                    NODES, (1284.5, 2.0, 0.25, None, 3.0), range(1, 6), strict=True
                )
            ),
            "nodes",
        ),
        TwinTable(
            "Liens dessinés",
            (Column("source", "De"), Column("target", "À")),
            tuple({"source": link.source, "target": link.target} for link in LINKS),
            "links",
        ),
    ),
    notes=("Source : enquête de mars 2026.", "Licence Ouverte 2.0."),
    demonstration=True,
)
LABEL = "#shown"
LARGEST = 1.5  # a small picture is fitted at this scale, its middle in the middle


@pytest.fixture
def drawn(page: Page, heard: Heard, tmp_path: Path) -> Page:
    """The scene's page, opened from a file and drawn."""
    return opened(page, SCENE, tmp_path)


def opened(page: Page, scene: Scene, folder: Path) -> Page:
    path = folder / "page.html"
    path.write_text(offline_page(scene), "utf-8")
    page.set_viewport_size({"width": 1600, "height": 1000})
    page.goto(path.as_uri())
    page.wait_for_selector("html[data-drawn]", state="attached", timeout=20_000)
    return page


def colours_seen(page: Page) -> int:
    """Returns how many different colours the canvas shows."""
    return int(
        page.evaluate(
            """() => { const canvas = document.querySelector('#drawing canvas');
            const points = new Uint32Array(canvas.getContext('2d')
              .getImageData(0, 0, canvas.width, canvas.height).data.buffer);
            return new Set(points).size; }"""
        )
    )


def hover(page: Page, x: float, y: float) -> str:
    """Returns the text that appears over a place of the picture."""
    box = page.locator("#drawing canvas").bounding_box()
    assert box
    middle_x, middle_y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(middle_x + (x - 150) * LARGEST, middle_y + (y - 200) * LARGEST)
    tooltip = page.locator("div.vis-tooltip")
    tooltip.wait_for(state="visible", timeout=5_000)
    return tooltip.inner_text()


def test_the_page_asks_for_itself_alone_and_meets_no_error(drawn: Page, heard: Heard) -> None:
    assert heard.requests == [drawn.url]
    assert heard.errors == []


def test_the_policy_lets_no_address_in(drawn: Page) -> None:
    policy = drawn.get_attribute('meta[http-equiv="Content-Security-Policy"]', "content") or ""
    assert policy.startswith("default-src 'none';")
    assert "http" not in policy
    assert "*" not in policy
    assert re.findall(r"<link|<img|src=\"|@import", offline_page(SCENE)) == []


def test_the_picture_is_drawn(drawn: Page) -> None:
    assert colours_seen(drawn) > 20


def test_the_character_set_comes_first_and_the_language_is_said(drawn: Page) -> None:
    assert drawn.get_attribute("html", "lang") == "fr"
    assert re.search(r'<head>\s*<meta charset="utf-8">', offline_page(SCENE))


def test_hovering_shows_a_name_as_it_was_given(drawn: Page) -> None:
    assert hover(drawn, 0, 0) == f"{AMBOISE}\nAmboise"
    assert hover(drawn, 300, 0) == "<b>Gras</b>"


def test_a_name_that_is_markup_stays_a_name(drawn: Page) -> None:
    assert drawn.title() == "Passerelles"
    names = drawn.locator("table").first.locator("tbody th").all_inner_texts()
    assert names == [AMBOISE, "<b>Gras</b>", HOSTILE, "Œuvre des Évêchés", "Sans lien"]
    assert offline_page(SCENE).lower().count("</script>") == 3


def test_every_node_and_link_has_its_row(drawn: Page) -> None:
    tables = drawn.locator("table")
    assert [tables.nth(at).locator("tbody tr").count() for at in (0, 1)] == [5, 3]
    assert tables.first.locator("caption").inner_text() == "Nœuds dessinés 5 lignes"
    assert drawn.locator("thead th:not([scope=col]), tbody th:not([scope=row])").count() == 0


def test_figures_of_a_column_share_their_decimals_and_stand_right(drawn: Page) -> None:
    cells = drawn.locator("table").first.locator("td.n")
    assert cells.all_inner_texts() == ["1\u202f284,50", "2,00", "0,25", "", "3,00"]
    assert cells.first.evaluate("cell => getComputedStyle(cell).textAlign") == "right"


def test_the_page_says_that_it_is_a_demonstration_only_when_it_is(drawn: Page) -> None:
    assert drawn.locator("p.demo").inner_text().startswith("Démonstration")
    assert 'class="demo"' not in offline_page(replace(SCENE, demonstration=False))


def test_the_legend_filters_picture_count_and_table(drawn: Page) -> None:
    assert drawn.locator(LABEL).inner_text() == "5 nœuds, 3 liens"
    drawn.uncheck("input[value=company]")
    assert drawn.locator(LABEL).inner_text() == "2 nœuds sur 5, filtre actif"
    shown = drawn.locator("table").first.locator("tbody tr:visible th")
    assert shown.all_inner_texts() == ["Œuvre des Évêchés", "Sans lien"]
    assert drawn.locator("table").nth(1).locator("tbody tr:visible").count() == 0
    drawn.uncheck("input[value=actor]")
    assert drawn.locator(LABEL).inner_text() == "0 nœud sur 5, filtre actif"
    drawn.click("#all")
    assert drawn.locator(LABEL).inner_text() == "5 nœuds, 3 liens"
    assert drawn.locator("table").first.locator("tbody tr:visible").count() == 5


def test_a_level_asked_for_hides_links_below_it(drawn: Page) -> None:
    drawn.select_option("#level", "4")
    shown = drawn.locator("table").nth(1).locator("tbody tr:visible")
    assert shown.all_inner_texts() == ["c\td"]
    assert drawn.locator(LABEL).inner_text() == "5 nœuds sur 5, filtre actif"


def test_search_ignores_accents_and_jumps(drawn: Page) -> None:
    drawn.fill("#find", "oeuvre des eveches")
    assert drawn.locator("#found-count").inner_text() == "1 nom trouvé"
    drawn.press("#find", "Enter")
    assert drawn.locator("#panel h2").inner_text() == "Œuvre des Évêchés"
    assert drawn.locator("#panel li button").all_inner_texts() == [HOSTILE]
    drawn.fill("#find", "zzz")
    assert drawn.locator("#found-count").inner_text() == "Aucun nom ne contient ce texte."


def test_neighbours_are_reached_with_the_keyboard_alone(drawn: Page) -> None:
    drawn.focus("#find")
    drawn.keyboard.type("atelier")
    drawn.keyboard.press("Enter")
    assert drawn.locator("#panel h2").inner_text() == AMBOISE
    drawn.keyboard.press("Tab")
    drawn.keyboard.press("Enter")
    assert drawn.locator("#panel h2").inner_text() == "<b>Gras</b>"


def test_a_found_node_that_is_hidden_shows_again(drawn: Page) -> None:
    drawn.uncheck("input[value=actor]")
    drawn.fill("#find", "sans lien")
    drawn.press("#find", "Enter")
    assert drawn.locator(LABEL).inner_text() == "5 nœuds, 3 liens"
    assert drawn.locator("#panel h3").inner_text() == "Aucun lien"


def test_a_record_is_linked_where_there_is_one(drawn: Page) -> None:
    drawn.fill("#find", "atelier")
    drawn.press("#find", "Enter")
    assert drawn.locator("#panel a").get_attribute("href") == "/fiches/Company/a"


def test_tables_sort_by_figure_and_by_date(drawn: Page) -> None:
    table = drawn.locator("table").first
    table.locator("thead button", has_text="ETP").click()
    assert table.locator("td.n").all_inner_texts() == ["", "0,25", "2,00", "3,00", "1\u202f284,50"]
    table.locator("thead button", has_text="Vu le").click(click_count=2, delay=10)
    assert table.locator("time").first.get_attribute("datetime") == "2026-09-05"
    assert table.locator("[aria-sort]").inner_text().startswith("Vu le")


def test_without_scripts_the_tables_and_a_sentence_remain(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(offline_page(SCENE), "utf-8")
    with browser.new_context(java_script_enabled=False) as context:
        still = context.new_page()
        still.goto(path.as_uri())
        assert still.locator("noscript p").inner_text().startswith("Ce navigateur n’exécute pas")
        assert still.locator("tbody tr").count() == 8
        assert not still.locator("#find").is_visible()


def test_english_speaks_english(page: Page, heard: Heard, tmp_path: Path) -> None:
    english = opened(page, replace(SCENE, language="en"), tmp_path)
    assert english.get_attribute("html", "lang") == "en"
    english.uncheck("input[value=company]")
    assert english.locator(LABEL).inner_text() == "2 nodes of 5, filter on"
    assert english.locator("td.n").first.inner_text() == "1,284.50"
    assert heard.errors == []


@pytest.mark.parametrize("count", [0, 1, 2])
def test_tiny_scenes_are_drawn_without_error(
    count: int, page: Page, heard: Heard, tmp_path: Path
) -> None:
    tiny = replace(SCENE, nodes=NODES[:count], links=(), tables=())
    opened(page, tiny, tmp_path)
    assert heard.errors == []
    assert page.locator(LABEL).inner_text() == ("aucun nœud", "1 nœud", "2 nœuds")[count] + (
        ", aucun lien"
    )


def test_places_are_found_for_nodes_without_one(page: Page, heard: Heard, tmp_path: Path) -> None:
    nodes = tuple(replace(node, x=None, y=None) for node in NODES)
    opened(page, replace(SCENE, nodes=nodes), tmp_path)
    assert colours_seen(page) > 20
    assert heard.errors == []


def test_the_page_prints_its_picture_legend_and_tables_without_its_tools(drawn: Page) -> None:
    drawn.emulate_media(media="print")
    assert not drawn.locator(".bar").is_visible()
    assert not drawn.locator("#find").is_visible()
    assert drawn.locator(".legend .check").first.is_visible()
    assert drawn.locator("#drawing canvas").is_visible()
    assert drawn.pdf().startswith(b"%PDF")


def test_the_page_never_slides_sideways_on_a_phone(drawn: Page) -> None:
    drawn.set_viewport_size({"width": 390, "height": 844})
    assert drawn.evaluate("document.documentElement.scrollWidth") == 390
