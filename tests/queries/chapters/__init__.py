"""What each theme adds to the territory, so that its questions can be answered by hand.

A chapter is one module with `NODES`, `EDGES` and `ASKED`: the parameters with which each of its
questions has an answer on the territory with its chapter. Keys differ from chapter to chapter.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from graph.store import Store
from graph.viewer import Viewer, Visibility
from queries.answer import answer
from queries.catalogue import catalogue
from tests.queries.territory import EDGE_TABLES, NODE_TABLES, Table, write

THEMES = ("network", "needs", "trainings", "bridges", "groupings", "desk", "watch", "quality")
SHIPPED = catalogue()


@dataclass(frozen=True)
class Chapter:
    """Nodes by label and edges by signature, and how the questions of a theme are asked."""

    nodes: dict[str, Table]
    edges: dict[str, Table]
    asked: dict[str, dict[str, object]]


def chapter(theme: str) -> Chapter:
    """Returns the chapter of a theme."""
    module = import_module(f"tests.queries.chapters.{theme}")
    return Chapter(module.NODES, module.EDGES, module.ASKED)


def whole() -> Chapter:
    """Returns the territory with every chapter, and how each question is asked on it."""
    nodes, edges = defaultdict(list, copied(NODE_TABLES)), defaultdict(list, copied(EDGE_TABLES))
    asked: dict[str, dict[str, object]] = {}
    for added in map(chapter, THEMES):
        for label, table in added.nodes.items():
            nodes[label] += table
        for name, table in added.edges.items():
            edges[name] += table
        asked |= added.asked
    return Chapter(dict(nodes), dict(edges), asked)


def copied(tables: dict[str, Table]) -> dict[str, Table]:
    """Returns tables whose rows can be added to."""
    return {name: list(table) for name, table in tables.items()}


def tell(store: Store, theme: str) -> Store:
    """Writes the territory and the chapter of a theme."""
    added = chapter(theme)
    write(store, NODE_TABLES, EDGE_TABLES)
    write(store, added.nodes, added.edges)
    return store


def rows(
    store: Store, theme: str, name: str, visibility: Visibility = "cell", **given: object
) -> list[tuple[Any, ...]]:
    """Returns the rows of a question, asked as its chapter does unless parameters are given."""
    asked = given or chapter(theme).asked.get(name, {})
    found = answer(store, Viewer(visibility=visibility), SHIPPED.question(name), asked)
    return [tuple(row) for row in found.rows]
