"""One HTML file that draws a scene and asks nothing of any host: pyvis, vis-network inlined."""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.wording import day, language, number, sentence, spoken
from viz.layout import positions, spacing
from viz.room import ROOMY_UP_TO, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jinja2 import Environment
    from pyvis.network import Network

    from viz.scene import Cell, Column, Kind, Scene, SceneLink, SceneNode, TwinTable

HERE = Path(__file__).parent
INK = "#1b1f24"
LEVEL_WIDTHS = (1.0, 1.2, 2.0, 3.2, 5.0)
DASHES = {"solid": False, "dashed": [8, 6], "dotted": [2, 4]}
MANY = 1000
NAMED_LINKS = 150
PLURALS = (0, 1, 2)


def offline_page(scene: Scene) -> str:
    """Returns the page, in the scene's language; to be written as UTF-8.

    Nodes without a place get one. The twin tables stand below the picture, the notes under them.
    """
    with spoken(scene.language):
        network = _network(scene)
        network.templateEnv = _environment(scene)
        network.path = "offline.html"
        return str(network.generate_html())


def _network(scene: Scene) -> Network:
    """Returns pyvis's network of the scene.

    Nodes, links and options are assigned: `add_node` and `add_edge` take quadratic time, and
    `set_options` deletes every space, also inside names.
    """
    from pyvis.network import Network

    network = Network(heading=scene.title, cdn_resources="in_line")
    network.nodes = list(_nodes(scene))
    network.edges = list(_edges(scene))
    network.options = _options(scene)
    return network


def _nodes(scene: Scene) -> Iterator[dict[str, Any]]:
    place = _places(scene)
    largest = max((node.weight for node in scene.nodes), default=0) or 1.0
    widest = _widest(len(scene.nodes))
    least = 0.6 if len(scene.nodes) > MANY else 0.45
    for at, node in enumerate(scene.nodes):
        x, y = place[node.key]
        size = widest * (least + (1 - least) * (max(node.weight, 0) / largest) ** 0.5)
        drawn = {"id": at, "key": node.key, "label": node.label, "group": node.kind}
        drawn |= _lines(node.label)
        yield drawn | {"x": x, "y": y, "size": round(size, 1), **_hover(node)}


def _widest(count: int) -> float:
    """Returns the radius of the most important node in a picture of `count`."""
    if count <= ROOMY_UP_TO:
        return float(min(24.0, 110 / max(count, 1) ** 0.5))
    return min(0.48 * spacing(count), 20.0)


def _lines(name: str) -> dict[str, list[str]]:
    """Returns the lines of a name that is not written as it stands."""
    lines = wrapped(name)
    return {} if lines == [name] else {"lines": lines}


def _hover(node: SceneNode) -> dict[str, str]:
    shown = {"title": node.title or node.label}
    return shown | {"url": node.record_url} if node.record_url else shown


def _places(scene: Scene) -> dict[str, tuple[float, float]]:
    known = {
        node.key: (node.x, node.y)
        for node in scene.nodes
        if node.x is not None and node.y is not None
    }
    if len(known) == len(scene.nodes):
        return known
    links = [(link.source, link.target, link.weight) for link in scene.links]
    names = {node.key: node.label for node in scene.nodes}
    return positions(names, links, known, names=names)


def _edges(scene: Scene) -> Iterator[dict[str, Any]]:
    at = {node.key: place for place, node in enumerate(scene.nodes)}
    kinds = {kind.code: kind for kind in scene.link_kinds}
    heaviest = max((link.weight for link in scene.links), default=0) or 1.0
    named = len(scene.links) <= NAMED_LINKS
    for place, link in enumerate(scene.links):
        drawn = {"id": place, "from": at[link.source], "to": at[link.target], "kind": link.kind}
        drawn |= _stroke(link, kinds[link.kind], heaviest)
        drawn |= {"title": link.title} if link.title else {}
        yield drawn | ({"label": link.label} if link.label and named else {})


def _stroke(link: SceneLink, kind: Kind, heaviest: float) -> dict[str, Any]:
    """Returns how a link is drawn: width and dash by level where it has one, else by weight."""
    if link.level is None:
        width = 1 + 3 * (max(link.weight, 0) / heaviest) ** 0.5
        stroke: dict[str, Any] = {"width": round(width, 1), "dashes": DASHES[kind.shape]}
    else:
        stroke = {"width": LEVEL_WIDTHS[link.level - 1], "level": link.level}
        stroke["dashes"] = DASHES["dotted"] if link.level == 1 else DASHES[kind.shape]
    if not stroke["dashes"]:
        del stroke["dashes"]
    return stroke | ({"arrows": "to"} if link.directed else {})


def _options(scene: Scene) -> dict[str, Any]:
    many = len(scene.nodes) > MANY
    return {
        "physics": {"enabled": False},
        "layout": {"improvedLayout": False},
        "interaction": {
            "tooltipDelay": 150,
            "hideEdgesOnDrag": many,
            "hideEdgesOnZoom": many,
            "keyboard": {"enabled": True, "bindToWindow": False},
        },
        "groups": {
            kind.code: {"shape": kind.shape, "color": {"background": kind.colour, "border": INK}}
            for kind in scene.kinds
        },
        "nodes": {"borderWidth": 0.4 if many else 1.2},
        "edges": {"smooth": False, "arrows": {"to": {"scaleFactor": 0.6}}},
        "links": {kind.code: kind.colour for kind in scene.link_kinds},
    }


def _environment(scene: Scene) -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":")}
    made.globals |= {"say": sentence, "figure": number}
    made.globals |= {"scene": scene, "words": _words(len(scene.nodes))}
    made.globals |= {"twins": [_twin(table) for table in scene.tables]}
    made.globals |= {
        "counts": Counter(node.kind for node in scene.nodes),
        "link_counts": Counter(link.kind for link in scene.links),
        "levels": sorted({link.level for link in scene.links if link.level}),
    }
    made.globals |= {
        "style": _static("drawing.css"),
        "scripts": (_vis(), _static("names.js") + _static("drawing.js")),
    }
    return made


def _words(total: int) -> dict[str, str | list[str]]:
    """Returns the sentences that the script completes: for 0, for 1, and for more."""
    asked = {"shown": "{shown}", "total": total}
    counted = ("scene.filtered", "scene.found", "scene.linked_to", "scene.more")
    words: dict[str, str | list[str]] = {
        code.removeprefix("scene."): [sentence(code, count=n, **asked) for n in PLURALS]
        for code in counted
    }
    return words | {"record": sentence("scene.record"), "canvas": sentence("scene.canvas")}


@lru_cache
def _static(name: str) -> Any:
    from markupsafe import Markup

    return Markup((HERE / "static" / name).read_text("utf-8"))


@lru_cache
def _vis() -> Any:
    """Returns the drawing library that the installed pyvis carries."""
    import pyvis
    from markupsafe import Markup

    folder = Path(pyvis.__file__).parent / "templates" / "lib"
    newest = max(folder.glob("vis-9*/vis-network.min.js"))
    return Markup(newest.read_text("utf-8"))


def _twin(table: TwinTable) -> dict[str, Any]:
    digits = {column.name: _digits(table, column) for column in table.columns}
    rows = [
        [_shown(row.get(column.name), digits[column.name]) for column in table.columns]
        for row in table.rows
    ]
    return {"table": table, "rows": rows}


def _digits(table: TwinTable, column: Column) -> int:
    """Returns the decimals, 2 at most, that every figure of a column is shown with."""
    figures = [row.get(column.name) for row in table.rows] if column.numeric else []
    parts = [f"{figure:.2f}".rstrip("0") for figure in figures if isinstance(figure, float)]
    return max((len(part.partition(".")[2]) for part in parts), default=0)


def _shown(cell: Cell, digits: int) -> dict[str, str]:
    """Returns the text of a cell, and for a date its sortable form; unknown is left empty."""
    if cell is None:
        return {"text": ""}
    if isinstance(cell, date):
        return {"text": day(cell), "date": cell.isoformat()}
    if isinstance(cell, str):
        return {"text": cell}
    text = f"{cell:,.{digits}f}"
    if language() == "fr":
        text = text.replace(",", "\u202f").replace(".", ",")
    return {"text": text}
