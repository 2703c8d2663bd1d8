"""The village: twelve establishments in plain tables, small enough to be worked out by hand.

Four communes stand on one meridian: 0.01 degree of latitude is 1.111949 km. A fifth, Étang, has
no coordinates.

    Amont 47.00   Bief 47.10   Colline 47.30   Dune 47.34
    Amont-Bief 11.12 km   Amont-Colline 33.36   Amont-Dune 37.81
    Bief-Colline 22.24    Bief-Dune 26.69       Colline-Dune 4.45
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import graph.schema  # noqa: F401  the registry holds what it declares
from graph.codes import folded
from graph.declare import NODES, EdgeColumn, Node, edge_columns
from graph.kinds import Property
from graph.snapshot import EdgeRecord, NodeRecord, Snapshot
from graph.viewer import Viewer

FOLDER = Path(__file__).parent
CELL = Viewer(visibility="cell")
PARTNERS = Viewer(visibility="partners")
Edges = Mapping[str, Sequence[EdgeRecord]]


def records() -> tuple[dict[str, list[NodeRecord]], dict[str, list[EdgeRecord]]]:
    """Returns the village's nodes by label and its edges by signature."""
    nodes: dict[str, list[NodeRecord]] = {}
    edges: dict[str, list[EdgeRecord]] = defaultdict(list)
    for path in sorted(FOLDER.glob("*.csv")):
        label, node = _type_of(path.stem)
        nodes[label] = []
        for row in _rows(path):
            nodes[label].append(_node(node, row))
            for signature, record in _edges(node, row):
                edges[signature].append(record)
    return nodes, edges


def village(viewer: Viewer = CELL, more: Edges | None = None) -> Snapshot:
    """Returns the village as a viewer may see it, with `more` edges where given."""
    nodes, edges = records()
    for signature, added in (more or {}).items():
        edges[signature] = [*edges.get(signature, []), *added]
    return Snapshot.build(nodes, edges, viewer, as_of="2026-09-07T08:00:00+00:00")


def _type_of(stem: str) -> tuple[str, type[Node]]:
    words = stem.replace("-", " ")
    named = {folded(node.fr_plural): (label, node) for label, node in NODES.items()}
    return ("Territory", NODES["Territory"]) if words == "communes" else named[words]


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter=";")


def _node(node: type[Node], row: Mapping[str, str]) -> NodeRecord:
    values = {name: _value(kind, row.get(kind.fr, "")) for name, kind in node.properties.items()}
    return {"key": row["clé"], "sources": ["village"], "observed_on": "2026-09-01"} | values


def _edges(node: type[Node], row: Mapping[str, str]) -> Iterator[tuple[str, EdgeRecord]]:
    for column in edge_columns(node):
        for written in filter(None, map(str.strip, row.get(column.fr, "").split(";"))):
            yield column.signature.name, _edge(column, row["clé"], written)


def _edge(column: EdgeColumn, key: str, written: str) -> EdgeRecord:
    end, *texts = written.split(":")
    kinds = column.signature.properties.items()
    values = {name: _value(kind, text) for (name, kind), text in zip(kinds, texts, strict=False)}
    other = str(column.other.key.code.read(end))
    ends = (key, other) if column.own_end == "source" else (other, key)
    return (*ends, values)


def _value(kind: Property, text: str) -> object:
    return kind.read(text) if text else None
