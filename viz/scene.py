"""What a picture shows, whatever draws it: nodes, links, their kinds, notes and twin tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from graph.errors import DataError, DeclarationError
from graph.wording import Language

Cell = str | int | float | date | None
Shape = Literal[
    "dot",
    "square",
    "triangle",
    "diamond",
    "hexagon",
    "triangleDown",
    "star",
    "cross",
    "solid",
    "dashed",
    "dotted",
]
NODE_SHAPES = frozenset(
    {"dot", "square", "triangle", "diamond", "hexagon", "triangleDown", "star", "cross"}
)
LINK_SHAPES = frozenset({"solid", "dashed", "dotted"})
LEVELS = range(1, 6)


@dataclass(frozen=True)
class Kind:
    """An entry of the legend: `shape` is the outline of a node or the stroke of a link."""

    code: str
    label: str
    colour: str
    shape: Shape


@dataclass(frozen=True)
class SceneNode:
    """A node: `title` is the plain text read on hovering, `weight` its importance (0 or more)."""

    key: str
    label: str
    kind: str
    title: str = ""
    weight: float = 1.0
    record_url: str | None = None
    x: float | None = None
    y: float | None = None


@dataclass(frozen=True)
class SceneLink:
    """A link between two keys; `level` 1 (contact) to 5 (integration), None where it has none."""

    source: str
    target: str
    kind: str
    title: str = ""
    weight: float = 1.0
    label: str = ""
    directed: bool = False
    level: int | None = None


@dataclass(frozen=True)
class Column:
    """A column of a twin table: the name its rows use, the title people read."""

    name: str
    title: str
    numeric: bool = False


@dataclass(frozen=True)
class TwinTable:
    """What is drawn, as a table.

    `about` says that row i speaks of node i (or link i) of the scene, so that a filter of the
    picture filters the table too; None where rows are of another grain.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Mapping[str, Cell], ...]
    about: Literal["nodes", "links"] | None = None


@dataclass(frozen=True)
class Scene:
    """A picture to draw; `description` says in one sentence what one sees.

    Raises:
        DeclarationError: a kind or a shape is not declared, or declared twice.
        DataError: a key stands twice, a link has no end, a level is not 1 to 5, or a twin table
            does not hold a row for each thing it is about.
    """

    title: str
    description: str
    nodes: tuple[SceneNode, ...]
    links: tuple[SceneLink, ...]
    kinds: tuple[Kind, ...]
    link_kinds: tuple[Kind, ...]
    tables: tuple[TwinTable, ...] = ()
    notes: tuple[str, ...] = ()
    language: Language = "fr"
    demonstration: bool = False

    def __post_init__(self) -> None:
        _check_kinds(self.kinds, NODE_SHAPES)
        _check_kinds(self.link_kinds, LINK_SHAPES)
        _check_once("scene.shape_twice", (kind.shape for kind in self.kinds))
        _check_declared((node.kind for node in self.nodes), self.kinds)
        _check_declared((link.kind for link in self.links), self.link_kinds)
        self._check_keys()
        _check_links(self.links, {node.key for node in self.nodes})
        for table in self.tables:
            _check_rows(table, {"nodes": len(self.nodes), "links": len(self.links)})

    def _check_keys(self) -> None:
        twice = _repeated(node.key for node in self.nodes)
        if twice:
            raise DataError("scene.key_twice", key=twice)


def _repeated(names: Iterable[str]) -> str | None:
    """Returns the first name that stands more than once, in their order."""
    return next((name for name, times in Counter(names).items() if times > 1), None)


def _check_once(code: str, names: Iterable[str]) -> None:
    twice = _repeated(names)
    if twice:
        raise DeclarationError(code, name=twice)


def _check_kinds(kinds: Sequence[Kind], shapes: frozenset[str]) -> None:
    _check_once("scene.kind_twice", (kind.code for kind in kinds))
    for kind in kinds:
        if kind.shape not in shapes:
            raise DeclarationError("scene.shape_unknown", kind=kind.code, shape=kind.shape)


def _check_declared(used: Iterable[str], kinds: Sequence[Kind]) -> None:
    missing = set(used) - {kind.code for kind in kinds}
    if missing:
        raise DeclarationError("scene.kind_unknown", kind=min(missing))


def _check_links(links: Sequence[SceneLink], keys: set[str]) -> None:
    for link in links:
        for end in (link.source, link.target):
            if end not in keys:
                raise DataError("scene.end_missing", key=end)
        if link.level is not None and link.level not in LEVELS:
            raise DataError("scene.level", source=link.source, target=link.target, level=link.level)


def _check_rows(table: TwinTable, drawn: Mapping[str, int]) -> None:
    if table.about and len(table.rows) != drawn[table.about]:
        raise DataError(
            "scene.rows", caption=table.caption, rows=len(table.rows), drawn=drawn[table.about]
        )
