"""Reading a whole graph back, and telling a ledger in one line, for the tests of both."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Any, NamedTuple

import graph.schema  # noqa: F401  the registry holds what it declares
from graph.claims import Claim, edge_key
from graph.current import Current
from graph.declare import SIGNATURES, Record, record_type
from graph.ledger import Ledger
from graph.servers import Place, connect

BOOKKEEPING = {"sources", "observed_on", "confirmed_on", "load", "revision"}
NODES = "MATCH (n) RETURN labels(n)[0] AS label, properties(n) AS values"
EDGES = "MATCH (a)-[e]->(b) RETURN a.key AS a, type(e) AS type, b.key AS b, properties(e) AS values"


class Graph(NamedTuple):
    """Every node and edge with its values, as sorted texts that can be compared."""

    nodes: list[str]
    edges: list[str]


@contextmanager
def opened(place: Place) -> Iterator[Current]:
    """Yields the graph of a place with the ledger in the place's folder, without catching up."""
    state = f"sqlite:///{place.folder / 'state.sqlite'}"
    with connect(place) as store, closing(Ledger(state, place.folder)) as ledger:
        yield Current(ledger, store)


def graph_of(current: Current, *, bookkeeping: bool = False) -> Graph:
    """Returns the whole graph, without its mark; load numbers are never compared."""
    left = {"load"} if bookkeeping else BOOKKEEPING
    nodes, edges = current.store.read(NODES).rows, current.store.read(EDGES).rows
    return Graph(
        sorted(f"{label} {_shown(values, left)}" for label, values in nodes if label != "Graph"),
        sorted(f"{a} {kind} {b} {_shown(values, left)}" for a, kind, b, values in edges),
    )


def _shown(values: Any, left: set[str]) -> str:
    return str({name: values[name] for name in sorted(values) if name not in left})


def keys_of(current: Current, label: str) -> list[str]:
    """Returns the keys of one type of node, sorted."""
    return sorted(str(row[0]) for row in current.store.read(f"MATCH (n:{label}) RETURN n.key").rows)


def node(key: str, on: str = "2026-01-01", source: str = "opco", **values: object) -> Claim:
    """Returns what a source says of a node on one day."""
    return Claim(key, values, on, source)


def edge(name: str, start: str, end: str, source: str = "opco", **values: object) -> Claim:
    """Returns what a source says of an edge of the signature called `name`."""
    key = edge_key(SIGNATURES[name], start, end, values)
    return Claim(key, values, "2026-01-01", source, start, end)


def tell(
    current: Current,
    *told: tuple[str, Sequence[Claim]],
    complete: str | None = None,
    carried: bool = True,
) -> int:
    """Makes one load of claims by type; returns its number. `complete` is a delivery's day."""
    records: list[tuple[Record, Sequence[Claim]]] = [(record_type(n), c) for n, c in told]
    source = told[0][1][0].source
    # A load that is not carried asks for no lock.
    staging = current.staging if carried else current.ledger.staging
    with staging("test", source, "told") as load:
        for record, claims in records:
            load.say(record, claims)
        load.acknowledge([record for record, _ in records] if complete else (), complete)
        if carried:
            current.carry(load.number)
        return load.number
