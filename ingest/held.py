"""What the graph holds of a type, read a batch of keys at a time, as one viewer may read it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from graph.declare import EdgeColumn, Node, Signature
    from graph.store import Store
    from graph.viewer import Viewer

Values = Mapping[str, Any]
BATCH = 2000
KEPT = ("sources", "confirmed_on", "revision")


def _seen(*ends: tuple[str, type[Node]]) -> str:
    """Returns the condition under which a viewer may read these nodes."""
    conditions = [f"{name}.visibility IN $visible" for name, node in ends if node.guarded()]
    return f" WHERE {' AND '.join(conditions)}" if conditions else ""


def keys_of(store: Store, viewer: Viewer, of: type[Node]) -> list[str]:
    """Returns the keys of the nodes of a type that the viewer may read, sorted."""
    text = f"MATCH (n:{of.__name__}){_seen(('n', of))} RETURN n.key AS key ORDER BY key"
    batches = store.stream(text, {"visible": viewer.visible})
    return [str(key) for batch in batches for (key,) in batch]


def values_of(
    store: Store, viewer: Viewer, of: type[Node], keys: Sequence[str]
) -> dict[str, Values]:
    """Returns, by key, what holds of the nodes that the viewer may read, bookkeeping included."""
    names = [*of.properties, *KEPT]
    shown = ", ".join(f"n.{name} AS {name}" for name in names)
    text = (
        f"UNWIND $keys AS key MATCH (n:{of.__name__} {{key: key}}){_seen(('n', of))} "
        f"RETURN n.key AS own, {shown}"
    )
    batches = store.stream(text, {"keys": list(keys), "visible": viewer.visible})
    return {
        str(key): dict(zip(names, values, strict=True))
        for batch in batches
        for key, *values in batch
    }


def ends_of(
    store: Store, viewer: Viewer, column: EdgeColumn, keys: Sequence[str]
) -> dict[str, list[tuple[str, Values]]]:
    """Returns, by key, the other ends of an edge column with what each edge says, by key."""
    signature, names = column.signature, list(column.signature.properties)
    own = (signature.source if column.own_end == "source" else signature.target).__name__
    left, right = ("-", "->") if column.own_end == "source" else ("<-", "-")
    if signature.edge.undirected:
        right = "-"
    shown = "".join(f", e.{name} AS {name}" for name in names)
    order = ", ".join(("own", "other", *names))
    text = (
        f"UNWIND $keys AS key MATCH (n:{own} {{key: key}}){left}[e:{signature.edge.type}]{right}"
        f"(m:{column.other.__name__}){_seen(('m', column.other))} "
        f"RETURN n.key AS own, m.key AS other{shown} ORDER BY {order}"
    )
    found: dict[str, list[tuple[str, Values]]] = defaultdict(list)
    for batch in store.stream(text, {"keys": list(keys), "visible": viewer.visible}):
        for key, other, *values in batch:
            found[str(key)].append((str(other), dict(zip(names, values, strict=True))))
    return found


def edges_of(
    store: Store, viewer: Viewer, signature: Signature
) -> Iterator[list[tuple[str, str, Values]]]:
    """Yields the edges between nodes that the viewer may read: both ends, then what each says."""
    names = [*signature.properties, *KEPT]
    source, target = signature.source, signature.target
    shown = ", ".join(f"e.{name} AS {name}" for name in names)
    text = (
        f"MATCH (a:{source.__name__})-[e:{signature.edge.type}]->(b:{target.__name__})"
        f"{_seen(('a', source), ('b', target))} "
        f"RETURN a.key AS start, b.key AS end, {shown} ORDER BY start, end"
    )
    for batch in store.stream(text, {"visible": viewer.visible}, size=BATCH):
        yield [
            (str(start), str(end), dict(zip(names, values, strict=True)))
            for start, end, *values in batch
        ]
