"""Records, each with its edges, as one viewer may read them; and what to count and look among."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from graph.declare import (
    BOOKKEEPING,
    NODES,
    SIGNATURES,
    Node,
    Signature,
    node_type,
)
from graph.errors import UnknownNameError, nearest, unknown
from graph.statements import GRAPH_LABEL
from graph.store import Store
from graph.viewer import Viewer
from graph.wording import language

Direction = Literal["out", "in", "both"]
SHOWN = 100
CANDIDATES = 500
ALSO = ("siret", "acronym", "code", "job_titles")


@dataclass(frozen=True)
class End:
    """The other end of an edge: a node by type, key and headline, and what the edge says."""

    label: str
    key: str
    headline: str
    values: Mapping[str, object]
    claims: Mapping[str, object]


@dataclass(frozen=True)
class EdgeGroup:
    """The edges of one signature that leave (`out`) or reach (`in`) a record.

    `both` is an undirected type. `count` is how many the viewer may see, `ends` the first of them
    by headline, then key.
    """

    signature: Signature
    direction: Direction
    count: int
    ends: Sequence[End]

    @property
    def other(self) -> type[Node]:
        """The type at the other end."""
        return self.signature.source if self.direction == "in" else self.signature.target


@dataclass(frozen=True)
class FoundRecord:
    """A node: its properties that are known, who says them, and its edges."""

    node: type[Node]
    key: str
    values: Mapping[str, object]
    claims: Mapping[str, object]
    edges: Sequence[EdgeGroup]

    @cached_property
    def headline(self) -> str:
        """What people call it; its key when it has no name."""
        return str(self.values.get(self.node.headline) or self.key)


def record(store: Store, viewer: Viewer, label: str, key: str, most: int = SHOWN) -> FoundRecord:
    """Returns a record with at most `most` ends of each group of edges.

    Raises:
        UnknownNameError: no type, or no record of that type that the viewer may read, is called
            that; it names the nearest.
    """
    node = node_type(label)
    names = [*node.properties, *(kind.name for kind in BOOKKEEPING)]
    columns = ", ".join(f"n.{name} AS {name}" for name in names)
    parameters = {"key": key, "visible": viewer.visible}
    text = f"MATCH (n:{label} {{key: $key}}){_where(('n', node))} RETURN {columns}"
    rows = store.read(text, parameters).rows
    if not rows:
        raise _nothing(store, viewer, node, key)
    known = {name: value for name, value in zip(names, rows[0], strict=True) if value is not None}
    values = {name: value for name, value in known.items() if name in node.properties}
    claims = {name: value for name, value in known.items() if name not in node.properties}
    edges = tuple(_groups(store, viewer, node, key, most))
    return FoundRecord(node, key, values, claims, edges)


def _where(*ends: tuple[str, type[Node]]) -> str:
    conditions = [f"{name}.visibility IN $visible" for name, node in ends if node.guarded()]
    return f" WHERE {' AND '.join(conditions)}" if conditions else ""


def _groups(
    store: Store, viewer: Viewer, node: type[Node], key: str, most: int
) -> Iterator[EdgeGroup]:
    asked = {"key": key, "visible": viewer.visible}
    counted = _counted(store, node, asked)
    for signature, direction in _sides(node):
        if counted.get((signature.name, direction)):
            count = counted[signature.name, direction]
            ends = _ends(store, signature, direction, asked, most)
            yield EdgeGroup(signature, direction, count, ends)


def _sides(node: type[Node]) -> Iterator[tuple[Signature, Direction]]:
    for signature in SIGNATURES.values():
        if signature.edge.undirected and node is signature.source:
            yield signature, "both"
            continue
        if node is signature.source:
            yield signature, "out"
        if node is signature.target:
            yield signature, "in"


def _counted(
    store: Store, node: type[Node], asked: Mapping[str, object]
) -> dict[tuple[str, Direction], int]:
    """Returns how many edges each side has, in one statement."""
    parts = [
        f"{_pattern(signature, direction)}{_where(('m', _other(signature, direction)))} "
        f"RETURN '{signature.name}' AS name, '{direction}' AS direction, count(e) AS edges"
        for signature, direction in _sides(node)
    ]
    text = (
        f"CALL {{ {' UNION ALL '.join(parts)} }} "
        "RETURN name, direction, edges ORDER BY name, direction"
    )
    found: dict[tuple[str, Direction], int] = {}
    for name, direction, edges in store.read(text, asked).rows if parts else ():
        found[str(name), direction] = int(str(edges))  # type: ignore[index]
    return found


def _pattern(signature: Signature, direction: Direction) -> str:
    other = _other(signature, direction).__name__
    own = (signature.target if direction == "in" else signature.source).__name__
    left, right = {"out": ("-", "->"), "in": ("<-", "-"), "both": ("-", "-")}[direction]
    return f"MATCH (n:{own} {{key: $key}}){left}[e:{signature.edge.type}]{right}(m:{other})"


def _other(signature: Signature, direction: Direction) -> type[Node]:
    return signature.source if direction == "in" else signature.target


def _ends(
    store: Store,
    signature: Signature,
    direction: Direction,
    asked: Mapping[str, object],
    most: int,
) -> tuple[End, ...]:
    other = _other(signature, direction)
    own = list(signature.properties)
    claims = [kind.name for kind in BOOKKEEPING]
    columns = ", ".join(f"e.{name} AS edge_{name}" for name in (*own, *claims))
    text = (
        f"{_pattern(signature, direction)}{_where(('m', other))} "
        f"RETURN m.key AS key, m.{other.headline} AS headline, {columns} "
        "ORDER BY headline, key"
    )
    return tuple(
        _end(other.__name__, key, headline, dict(zip((*own, *claims), values, strict=True)), own)
        for key, headline, *values in store.read(text, asked, limit=most).rows
    )


def _end(
    label: str, key: object, headline: object, said: Mapping[str, object], own: Sequence[str]
) -> End:
    known = {name: value for name, value in said.items() if value not in (None, "")}
    values = {name: value for name, value in known.items() if name in own}
    claims = {name: value for name, value in known.items() if name not in own}
    return End(label, str(key), str(headline or key), values, claims)


def _nothing(store: Store, viewer: Viewer, node: type[Node], key: str) -> UnknownNameError:
    if known := _like(store, viewer, node, key):
        return unknown("record.unknown", key, known)
    words = node.fr if language() == "fr" else node.en
    return UnknownNameError("record.none_of_type", name=key, type=words)


def _like(store: Store, viewer: Viewer, node: type[Node], key: str) -> list[str]:
    """Returns keys that begin as `key` does, else any: what is hidden is absent."""
    condition = _where(("n", node)) or " WHERE true"
    for start in (key[:4], ""):
        text = (
            f"MATCH (n:{node.__name__}){condition} AND n.key STARTS WITH $start "
            "RETURN n.key AS key ORDER BY key"
        )
        asked = {"start": start, "visible": viewer.visible}
        if rows := store.read(text, asked, limit=CANDIDATES).rows:
            return [str(row[0]) for row in rows]
    return []


def near_keys(store: Store, viewer: Viewer, labels: Sequence[str], key: str) -> list[str]:
    """Returns the keys nearest to one that no record of these types has."""
    found = [each for label in labels for each in _like(store, viewer, NODES[label], key)]
    return nearest(key, found)


def known_keys(
    store: Store, viewer: Viewer, labels: Sequence[str], keys: Sequence[str]
) -> set[str]:
    """Returns which of the keys are those of records of these types that the viewer may read."""
    known: set[str] = set()
    for label in labels:
        condition = _where(("n", NODES[label]))
        text = f"UNWIND $keys AS key MATCH (n:{label} {{key: key}}){condition} RETURN n.key AS own"
        asked = {"keys": list(keys), "visible": viewer.visible}
        known.update(str(row[0]) for row in store.read(text, asked).rows)
    return known


@dataclass(frozen=True)
class Name:
    """What a node is called, and `also` by which other words it may be looked for."""

    key: str
    headline: str
    also: str = ""


def names(store: Store, viewer: Viewer, label: str) -> list[Name]:
    """Returns the name of every node of a type that the viewer may read, in no order."""
    node = node_type(label)
    also = [name for name in ALSO if name in node.properties]
    columns = "".join(f", n.{name} AS {name}" for name in also)
    shown = f"n.key AS own, n.{node.headline} AS headline{columns}"
    text = f"MATCH (n:{label}){_where(('n', node))} RETURN {shown}"
    return [
        Name(str(key), str(headline or key), " ".join(_words(each) for each in others if each))
        for batch in store.stream(text, {"visible": viewer.visible})
        for key, headline, *others in batch
    ]


def _words(value: object) -> str:
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)


def rows(
    store: Store, viewer: Viewer, label: str, keys: Sequence[str], columns: Sequence[str]
) -> dict[str, tuple[object, ...]]:
    """Returns some properties of some nodes by key, then the commune where the type has one.

    Of several places the first by name is given.
    """
    node = node_type(label)
    parameters = {"keys": list(keys), "visible": viewer.visible}
    where = _where(("n", node)) or " WHERE true"
    place = f"{label}-LOCATED_IN-Territory" in SIGNATURES
    found = "OPTIONAL MATCH (n)-[:LOCATED_IN]->(t:Territory) " if place else ""
    shown = [f"n.{name} AS {name}" for name in columns]
    shown += ["min(t.name) AS place_name"] if place else []
    text = (
        f"UNWIND $keys AS key MATCH (n:{label} {{key: key}}){where} "
        f"{found}RETURN n.key AS key, {', '.join(shown)}"
    )
    return {str(row[0]): row[1:] for row in store.read(text, parameters).rows}


def counts(store: Store, viewer: Viewer) -> dict[str, int]:
    """Returns how many nodes of each type the viewer may read, in the order of the model."""
    parts = [
        f"MATCH (n:{label}){_where(('n', node))} RETURN '{label}' AS type, count(n) AS nodes"
        for label, node in NODES.items()
    ]
    text = f"CALL {{ {' UNION ALL '.join(parts)} }} RETURN type, nodes ORDER BY type"
    rows = store.read(text, {"visible": viewer.visible}).rows
    found = {str(label): int(str(nodes)) for label, nodes in rows}
    return {label: found.get(label, 0) for label in NODES}


def revision(store: Store) -> tuple[str, int]:
    """Returns the id of the graph and its revision counter; empty and 0 before the first load."""
    rows = store.read(f"MATCH (g:{GRAPH_LABEL}) RETURN g.id AS id, g.revision AS revision").rows
    return (str(rows[0][0]), int(str(rows[0][1]))) if rows else ("", 0)
