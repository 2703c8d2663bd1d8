"""Names at the first view: on no other name or node, and none missing in a small picture."""

from __future__ import annotations

import csv
import random
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from ingest import demonstration
from viz.layout import Link, positions
from viz.page import offline_page
from viz.room import wrapped
from viz.scene import Kind, Scene, SceneLink, SceneNode

if TYPE_CHECKING:
    from playwright.sync_api import Page

TABLES = Path(demonstration.__file__).parent
LAPTOP, OLD_LAPTOP, PROJECTOR = (1440, 900), (1024, 768), (1920, 1080)
Pairs = list[tuple[str, str]]
BRIDGES = {
    "Œuvrard Plastiques Auto": [
        "Biscuiterie Croquelune",
        "Entrepôts « La Navette » du Val",
        "Charpentes Aubépin",
    ],
    "Biscuits Galoubet": ["Les Plats d'Héloïse & Cie", "Barquettes de l'Ocre"],
    "Mise en boîte & Cie": ["Maintenance des Trois Rives"],
    "Camping L'Œil de l'Indre": ["Résidence Les Œillets d'Or"],
    "+ Net Services": ["Propreté du Hérisson"],
}
GROUPINGS = {
    "1 emploi partagé, Ouvrier agricole polyvalent / Ouvrière agricole polyvalente": [
        "Domaine Tournebœuf & Filles",
        "Les Jardins d'Élouan",
    ],
    "1 emploi partagé, Agent / Agente de conditionnement": [
        "Les Vergers de Sainte-Ombeline",
        "Laiterie du Pré Moussu",
    ],
    "1 emploi partagé, Agent / Agente d'entretien du bâtiment": [
        "Camping L'Œil de l'Indre",
        "Résidence Les Œillets d'Or",
        "Collège Aimée-Lumineau",
    ],
    "1 emploi partagé, Agent / Agente d'entretien du bâtiment (2)": [
        "Camping L'Œil de l'Indre",
        "Résidence Les Œillets d'Or",
        "Gîtes & séminaires du Clos-aux-Œillets",
    ],
    "1 emploi partagé, Technicien / Technicienne en Hygiène, Sécurité, Environnement": [
        "Tôlerie & Précision Ménétrel",
        "Charpenterie d'acier Grand'Vigne",
        "Ateliers L'Étau",
    ],
}


def rows(name: str) -> list[dict[str, str]]:
    with (TABLES / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def network() -> tuple[dict[str, str], Pairs]:
    """Returns the demonstration's partners and projects, and which are linked."""
    names = {row["clé"]: row["nom"] for row in rows("partenaires") + rows("projets")}
    pairs = {(row["partenaire"], row["partenaire lié"]) for row in rows("travaille-avec")}
    pairs |= {(row["partenaire"], row["projet"]) for row in rows("participe-a")}
    return names, sorted(pair for pair in pairs if set(pair) <= set(names))


def spread(stars: dict[str, list[str]]) -> tuple[dict[str, str], Pairs]:
    pairs = [(source, target) for source, targets in stars.items() for target in targets]
    return {name: name for pair in pairs for name in pair}, pairs


PICTURES = {
    "network": network(),
    "bridges": spread(BRIDGES),
    "groupings": spread(GROUPINGS),
}


def chance_graph(count: int, seed: int) -> tuple[dict[str, str], Pairs]:
    """Returns a graph under real names, about as many links as nodes, drawn by chance."""
    chance = random.Random(seed)
    known = [row["nom"] for row in rows("etablissements")]
    names = {f"k{at:02}": name for at, name in enumerate(chance.sample(known, count))}
    pairs = {tuple(sorted(chance.sample(list(names), 2))) for _ in range(count)}
    return names, [(left, right) for left, right in sorted(pairs)]


def scene_of(names: dict[str, str], pairs: Pairs) -> Scene:
    """Returns the scene: a node weighs by its links; those of a small one bear a figure."""
    degree = Counter(key for pair in pairs for key in pair)
    nodes = tuple(SceneNode(key, names[key], "one", weight=1.0 + degree[key]) for key in names)
    figure = "12" if len(names) < 40 else ""
    links = tuple(SceneLink(*pair, "linked", label=figure, directed=bool(figure)) for pair in pairs)
    kind, stroke = Kind("one", "Un", "#1c4e9c", "dot"), Kind("linked", "Lien", "#4b535d", "solid")
    return Scene("Essai", "Un essai.", nodes, links, (kind,), (stroke,))


def first_view(page: Page, scene: Scene, folder: Path, screen: tuple[int, int]) -> dict[str, Any]:
    path = folder / "page.html"
    path.write_text(offline_page(scene), "utf-8")
    page.set_viewport_size({"width": screen[0], "height": screen[1]})
    page.goto(path.as_uri())
    page.wait_for_selector("html[data-drawn]", state="attached", timeout=20_000)
    seen: dict[str, Any] = page.evaluate("pictured()")
    return seen


def meet(one: list[float], other: list[float]) -> bool:
    near = all(one[at] < other[at + 2] - 0.1 for at in (0, 1))
    return near and all(other[at] < one[at + 2] - 0.1 for at in (0, 1))


def around(node: dict[str, float]) -> list[float]:
    x, y, radius = node["x"], node["y"], node["r"]
    return [x - radius, y - radius, x + radius, y + radius]


def meetings(seen: dict[str, Any]) -> list[tuple[int, int]]:
    """Returns which names lie on which other name or node."""
    names, nodes = seen["names"], seen["nodes"]
    boxes = [(name["id"], name["box"]) for name in names]
    others = boxes + [(node["id"], around(node)) for node in nodes]
    return [(a, b) for a, box in boxes for b, other in others if a != b and meet(box, other)]


@pytest.mark.parametrize("screen", [LAPTOP, OLD_LAPTOP, PROJECTOR])
@pytest.mark.parametrize("picture", PICTURES)
def test_no_name_lies_on_another_or_on_a_node(
    picture: str, screen: tuple[int, int], page: Page, tmp_path: Path
) -> None:
    seen = first_view(page, scene_of(*PICTURES[picture]), tmp_path, screen)
    assert meetings(seen) == []
    left, top, right, bottom = seen["frame"]
    for name in seen["names"]:
        x1, y1, x2, y2 = name["box"]
        assert left <= x1 < x2 <= right
        assert top <= y1 < y2 <= bottom


@pytest.mark.parametrize(
    ("picture", "screen"),
    [(name, LAPTOP) for name in PICTURES]
    + [("bridges", OLD_LAPTOP), ("groupings", OLD_LAPTOP), ("network", PROJECTOR)],
)
def test_every_node_of_a_demonstration_picture_is_named(
    picture: str, screen: tuple[int, int], page: Page, tmp_path: Path
) -> None:
    names, pairs = PICTURES[picture]
    seen = first_view(page, scene_of(names, pairs), tmp_path, screen)
    shown = {name["id"] for name in seen["names"]}
    assert [name for at, name in enumerate(names.values()) if at not in shown] == []


@pytest.mark.parametrize(("count", "seed"), [(2, 1), (7, 2), (16, 3), (28, 4), (39, 5), (39, 6)])
def test_every_node_of_a_small_picture_is_named_and_no_name_lies_on_another(
    count: int, seed: int, page: Page, tmp_path: Path
) -> None:
    seen = first_view(page, scene_of(*chance_graph(count, seed)), tmp_path, LAPTOP)
    assert meetings(seen) == []
    assert len(seen["names"]) == count


def test_a_click_brings_a_name_that_waited(page: Page, tmp_path: Path) -> None:
    first_view(page, scene_of(*chance_graph(58, 7)), tmp_path, (700, 600))
    shown = {name["id"] for name in page.evaluate("pictured().names")}
    waiting = min(set(range(58)) - shown)
    label = page.evaluate("at => JSON.parse(scene.textContent).nodes[at].label", waiting)
    page.fill("#find", label)
    page.press("#find", "Enter")
    assert waiting in {name["id"] for name in page.evaluate("pictured().names")}


@pytest.mark.parametrize("graph", [*PICTURES.values(), chance_graph(2, 1), chance_graph(39, 5)])
def test_a_small_picture_covers_most_of_the_canvas(graph: tuple[dict[str, str], Pairs]) -> None:
    names, pairs = graph
    links: list[Link] = [(*pair, 1.0) for pair in pairs]
    place = positions(names, links, names=names).values()
    wide, high = (max(side) - min(side) for side in zip(*place, strict=True))
    assert wide >= 0.6 * 1600 or high >= 0.6 * 1000
    assert wide <= 1600
    assert high <= 1100


@pytest.mark.parametrize("picture", PICTURES)
def test_the_order_of_named_nodes_and_links_does_not_count(picture: str) -> None:
    names, pairs = PICTURES[picture]
    first = positions(names, [(*pair, 1.0) for pair in pairs], names=names)
    turned = [(target, source, 1.0) for source, target in reversed(pairs)]
    assert positions(reversed(list(names)), turned, names=names) == first


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("OPCO Transverse", ["OPCO Transverse"]),
        ("Les Plats d'Héloïse & Cie", ["Les Plats", "d'Héloïse & Cie"]),
        ("Anticonstitutionnellement-et-sans-espace", ["Anticonstitutionnellement-et-sans-espace"]),
        (
            "Maison de l'emploi et des entreprises de la Touraine côté Sud",
            ["Maison de l'emploi et", "des entreprises de la", "Touraine côté Sud"],
        ),
    ],
)
def test_a_long_name_is_written_in_lines_as_alike_as_may_be(name: str, lines: list[str]) -> None:
    assert wrapped(name) == lines


def test_a_name_too_long_for_three_lines_is_cut() -> None:
    lines = wrapped("mot " * 40)
    assert len(lines) == 3
    assert lines[-1].endswith("…")
