"""The graph in arrays, for one viewer: what an analysis reads, and all that it reads.

Nodes are ordered by key; edges by the keys of their source and target, then by what tells them
apart. An index of an edge points into the node table at that end of its signature. What the
viewer may not see is absent, and so is every edge that lacks an end. Nothing can be changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from itertools import chain, repeat
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, cast

import numpy as np
from numpy.typing import NDArray

import graph.schema  # noqa: F401  (the model, which fills the registries)
from graph.declare import BOOKKEEPING, NODES, SIGNATURES, Signature, node_type
from graph.kinds import Property
from graph.viewer import Viewer

if TYPE_CHECKING:
    from graph.store import Store

Indexes = NDArray[np.int32]
Column = Sequence[object]
NodeRecord = Mapping[str, object]
EdgeRecord = tuple[str, str, Mapping[str, object]]

CLAIMS = tuple(kind for kind in BOOKKEEPING if kind.name in {"sources", "observed_on"})
MISSING = "\u2205"


@dataclass(frozen=True, eq=False)
class NodeTable:
    """The nodes of one type: `columns` run along `keys`, `index` finds a key's place."""

    keys: tuple[str, ...] = ()
    columns: Mapping[str, Column] = field(default_factory=dict)

    @cached_property
    def index(self) -> Mapping[str, int]:
        """The place of each key."""
        return MappingProxyType({key: place for place, key in enumerate(self.keys)})

    def __len__(self) -> int:
        return len(self.keys)

    def value(self, place: int, column: str) -> object:
        """Returns what a column holds at a place; `None` where nothing is known."""
        return self.columns[column][place] if column in self.columns else None

    def numbers(self, column: str) -> NDArray[np.float64]:
        """Returns a column as numbers, `nan` where nothing is known."""
        values = self.columns.get(column, repeat(None, len(self)))
        return np.array([np.nan if v is None else v for v in values], dtype=np.float64)

    def texts(self, column: str, missing: str) -> NDArray[np.str_]:
        """Returns a column as texts, `missing` where nothing is known."""
        values = self.columns.get(column, repeat(None, len(self)))
        return np.array([str(v or missing) for v in values], dtype=np.str_)

    def record(self, place: int) -> dict[str, object]:
        """Returns the node at a place as a plain record, its key included."""
        return {"key": self.keys[place]} | {n: c[place] for n, c in self.columns.items()}


@dataclass(frozen=True, eq=False)
class EdgeTable:
    """The edges of one signature: places in the node tables of its two ends, and properties."""

    sources: Indexes = field(default_factory=lambda: _frozen([]))
    targets: Indexes = field(default_factory=lambda: _frozen([]))
    columns: Mapping[str, Column] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.sources)

    def pairs(self) -> Iterator[tuple[int, int]]:
        """Yields the places of source and target of each edge."""
        return zip(self.sources.tolist(), self.targets.tolist(), strict=True)

    @cached_property
    def by_source(self) -> Mapping[int, tuple[int, ...]]:
        """The places of the targets of each source that has any."""
        return _grouped(self.pairs())

    @cached_property
    def by_target(self) -> Mapping[int, tuple[int, ...]]:
        """The places of the sources of each target that has any."""
        return _grouped((target, source) for source, target in self.pairs())


@dataclass(frozen=True, eq=False)
class Snapshot:
    """What a viewer may see of the graph at one time.

    `revision` is the graph's id and revision counter, empty for a snapshot built from records;
    `as_of` is the time it was read, an ISO text.
    """

    viewer: Viewer
    nodes: Mapping[str, NodeTable]
    edges: Mapping[str, EdgeTable]
    revision: str = ""
    as_of: str = ""

    @cached_property
    def sources(self) -> tuple[str, ...]:
        """Who says what was read of the nodes, each once, sorted."""
        found: set[str] = set()
        for table in self.nodes.values():
            for told in table.columns.get("sources", ()):
                found.update(told if isinstance(told, (list, tuple)) else ())
        return tuple(sorted(found))

    def table(self, label: str) -> NodeTable:
        """Returns the nodes of a type, an empty table when it was not read."""
        return self.nodes.get(label, NodeTable())

    def links(self, signature: str) -> EdgeTable:
        """Returns the edges of a signature such as `Company-EMPLOYS-Occupation`."""
        return self.edges.get(signature, EdgeTable())

    def edge_records(self, signature: str) -> Iterator[EdgeRecord]:
        """Yields the edges of a signature as plain records: both keys and the properties."""
        table, ends = self.links(signature), SIGNATURES[signature]
        sources = self.table(ends.source.__name__).keys
        targets = self.table(ends.target.__name__).keys
        for place, (source, target) in enumerate(table.pairs()):
            values = {name: column[place] for name, column in table.columns.items()}
            yield sources[source], targets[target], values

    @classmethod
    def build(
        cls,
        nodes: Mapping[str, Iterable[NodeRecord]],
        edges: Mapping[str, Iterable[EdgeRecord]],
        viewer: Viewer,
        as_of: str = "",
    ) -> Snapshot:
        """Returns the snapshot of plain records: `{"Need": [{"key": …}]}`, edges by signature."""
        tables = {label: _nodes_of(label, records, viewer) for label, records in nodes.items()}
        links = {name: _edges_of(SIGNATURES[name], rows, tables) for name, rows in edges.items()}
        return cls(viewer, MappingProxyType(tables), MappingProxyType(links), as_of=as_of)


def read_snapshot(store: Store, viewer: Viewer, types: Iterable[str] | None = None) -> Snapshot:
    """Returns what the viewer may see of `types` (labels; all when `None`) and what joins them.

    One statement a label and one a signature whose two ends have nodes; a signature sends a row
    a node of its smaller end, with the other ends and the properties collected in columns.
    """
    as_of = datetime.now(UTC).isoformat(timespec="seconds")
    revision = _revision(store)
    labels = list(NODES) if types is None else sorted(set(types))
    nodes = {label: _read_nodes(store, label, viewer) for label in labels}
    edges = {
        signature.name: _read_edges(store, signature, nodes, viewer)
        for signature in SIGNATURES.values()
        if nodes.get(signature.source.__name__) and nodes.get(signature.target.__name__)
    }
    return Snapshot(viewer, MappingProxyType(nodes), MappingProxyType(edges), revision, as_of)


def node_statement(label: str) -> str:
    """Returns the statement that reads the nodes of a type.

    A row holds the nodes whose keys end alike: messages cost more than what they carry.
    """
    node = node_type(label)
    where = " WHERE n.visibility IN $visible" if node.guarded() else ""
    columns = ", ".join(f"n.{kind.name}" for kind in _kinds(label))
    return f"MATCH (n:{label}){where} RETURN right(n.key, 2) AS part, collect([n.key, {columns}])"


def edge_statement(signature: Signature, by: Literal["a", "b"]) -> str:
    """Returns the statement that reads the edges of a signature, a row a source or a target.

    `collect` leaves nulls out, which would shift its column: they travel as `$missing`.
    """
    source, target = signature.source, signature.target
    guarded = [name for name, end in (("a", source), ("b", target)) if end.guarded()]
    where = " AND ".join(f"{name}.visibility IN $visible" for name in guarded)
    columns = [f"collect(coalesce(e.{name}, $missing))" for name in signature.properties]
    other = "b" if by == "a" else "a"
    return (
        f"MATCH (a:{source.__name__})-[e:{signature.edge.type}]->(b:{target.__name__})"
        f"{f' WHERE {where}' if where else ''} "
        f"RETURN {', '.join([f'{by}.key', f'collect({other}.key)', *columns])}"
    )


def _revision(store: Store) -> str:
    for batch in store.stream("MATCH (g:Graph) RETURN g.id, g.revision", {}):
        for row in batch:
            return "-".join(map(str, row))
    return ""


def _read_nodes(store: Store, label: str, viewer: Viewer) -> NodeTable:
    batches = store.stream(node_statement(label), {"visible": viewer.visible})
    parts = cast("Iterable[tuple[str, list[Column]]]", chain.from_iterable(batches))
    ordered = sorted((row for _, rows in parts for row in rows), key=lambda row: str(row[0]))
    keys, *columns = zip(*ordered, strict=True) if ordered else repeat((), len(_kinds(label)) + 1)
    return _node_table(label, map(str, keys), columns)


def _read_edges(
    store: Store, signature: Signature, nodes: Mapping[str, NodeTable], viewer: Viewer
) -> EdgeTable:
    """Returns the edges of a signature, read by the end that has fewer nodes."""
    few = len(nodes[signature.target.__name__]) < len(nodes[signature.source.__name__])
    statement = edge_statement(signature, "b" if few else "a")
    own: list[object] = []
    columns: list[list[object]] = [[] for _ in range(len(signature.properties) + 1)]
    for batch in store.stream(statement, {"visible": viewer.visible, "missing": MISSING}):
        for key, *collected in cast("list[list[list[object]]]", batch):
            own.extend(repeat(key, len(collected[0])))
            for column, part in zip(columns, collected, strict=True):
                column.extend(part)
    others, *values = columns
    known = [[None if v == MISSING else v for v in column] for column in values]
    sources, targets = (others, own) if few else (own, others)
    return _edge_table(signature, nodes, sources, targets, known)


def _nodes_of(label: str, records: Iterable[NodeRecord], viewer: Viewer) -> NodeTable:
    guard = node_type(label).properties["visibility"] if node_type(label).guarded() else None
    seen = {
        str(record["key"]): record
        for record in records
        if guard is None or (record.get("visibility") or guard.default) in viewer.visible
    }
    keys = tuple(sorted(seen))
    columns = [tuple(seen[key].get(kind.name) for key in keys) for kind in _kinds(label)]
    return _node_table(label, keys, columns)


def _edges_of(
    signature: Signature, records: Iterable[EdgeRecord], nodes: Mapping[str, NodeTable]
) -> EdgeTable:
    rows = [
        (b, a, values) if signature.edge.undirected and b < a else (a, b, values)
        for a, b, values in records
    ]
    columns = [[row[2].get(name) for row in rows] for name in signature.properties]
    return _edge_table(signature, nodes, [a for a, _, _ in rows], [b for _, b, _ in rows], columns)


def _kinds(label: str) -> tuple[Property, ...]:
    return (*node_type(label).properties.values(), *CLAIMS)


def _node_table(label: str, keys: Iterable[str], columns: Iterable[Column]) -> NodeTable:
    named = {
        kind.name: tuple(kind.default if v is None else v for v in column)
        for kind, column in zip(_kinds(label), columns, strict=True)
    }
    return NodeTable(tuple(keys), MappingProxyType(named))


def _edge_table(
    signature: Signature,
    nodes: Mapping[str, NodeTable],
    sources: Sequence[object],
    targets: Sequence[object],
    columns: Sequence[Column],
) -> EdgeTable:
    """Returns the edges whose two ends are there, in order."""
    a = _places(nodes, signature.source.__name__, sources)
    b = _places(nodes, signature.target.__name__, targets)
    kinds = tuple(signature.properties.values())
    filled = [
        [kind.default if v is None else v for v in column]
        for kind, column in zip(kinds, columns, strict=True)
    ]
    telling = [c for kind, c in zip(kinds, filled, strict=True) if kind.identity]
    ranks = [np.array([str(v) for v in column], dtype=np.str_) for column in telling]
    order = np.lexsort((*reversed(ranks), b, a))
    order = order[(a[order] >= 0) & (b[order] >= 0)]
    places = order.tolist()
    named = {k.name: tuple(c[i] for i in places) for k, c in zip(kinds, filled, strict=True)}
    return EdgeTable(_frozen(a[order]), _frozen(b[order]), MappingProxyType(named))


def _places(nodes: Mapping[str, NodeTable], label: str, keys: Sequence[object]) -> Indexes:
    index = nodes[label].index if label in nodes else {}
    found = (index.get(key, -1) for key in keys)  # type: ignore[call-overload]
    return np.fromiter(found, dtype=np.int32, count=len(keys))


def _frozen(values: object) -> Indexes:
    array = np.array(values, dtype=np.int32)
    array.setflags(write=False)
    return array


def _grouped(pairs: Iterable[tuple[int, int]]) -> Mapping[int, tuple[int, ...]]:
    groups: dict[int, list[int]] = {}
    for one, other in pairs:
        groups.setdefault(one, []).append(other)
    return MappingProxyType({one: tuple(others) for one, others in groups.items()})
