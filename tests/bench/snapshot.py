"""The whole snapshot of 50,000 companies and 500,000 edges, beside the bare driver.

Ours gives arrays: nodes in the order of their keys, edges as places in them. The peer reads a row
a node and a row an edge with their keys and properties, and keeps the rows as they come.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable, Iterator
from statistics import median
from typing import Any

import graph.schema  # noqa: F401  the registry holds what it declares
from api.settings import Settings, from_environment
from api.workspace import opened
from graph import statements
from graph.declare import SIGNATURES, Signature, node_type, record_type
from graph.snapshot import read_snapshot
from graph.store import Store
from graph.viewer import Viewer
from tests.bench._race import (
    Site,
    bare_driver,
    database,
    interleaved,
    print_head,
    print_row,
    sites,
    timed_process,
)

COMPANIES, BATCH = 50_000, 10_000
OTHERS = {"Occupation": 1_600, "Territory": 1_800, "Sector": 700}
EDGES = {
    "Company-EMPLOYS-Occupation": 8,
    "Company-LOCATED_IN-Territory": 1,
    "Company-IN_SECTOR-Sector": 1,
}
SEED = 20260907
SAID = {"sources": ["bench"], "observed_on": "2026-09-07", "confirmed_on": "2026-09-07"}
KEPT = SAID | {"load": 1, "revision": "0123456789abcdef"}
Row = dict[str, Any]


def main() -> None:
    """Prints the figures on both servers."""
    print_head("bare driver", "maillage / driver")
    with sites() as both:
        for site in both:
            with site.settings() as given, opened(from_environment(given)) as workspace:
                _fill(workspace.store)
                _measure(site, workspace.settings, workspace.store)
                memory = timed_process([sys.executable, "-m", __name__], given).megabytes
                print(f"{'':<34} most memory of a process with it: {memory:.0f} MB")


def alone() -> None:
    """Reads one snapshot in a process of its own, for the memory that it takes."""
    with opened(from_environment()) as workspace:
        read_snapshot(workspace.store, Viewer())


def _measure(site: Site, settings: Settings, store: Store) -> None:
    runs = {
        "ours": lambda: _timed(lambda: _ours(store)),
        "driver": lambda: _timed(lambda: _driver(settings)),
    }
    seconds = interleaved(runs)
    ratio = median(seconds["ours"]) / median(seconds["driver"])
    name = f"read_snapshot(), {site.name}"
    print_row(name, seconds["ours"], seconds["driver"], ratio, "0.3 or less")


def _timed(run: Callable[[], int]) -> float:
    begun = time.perf_counter()
    edges = run()
    seconds = time.perf_counter() - begun
    if edges != COMPANIES * sum(EDGES.values()):
        raise RuntimeError(edges)
    return seconds


def _ours(store: Store) -> int:
    return sum(map(len, read_snapshot(store, Viewer()).edges.values()))


def _driver(settings: Settings) -> int:
    """Reads what the snapshot reads: every property of nodes and edges, in one row each."""
    read: dict[str, list[list[Any]]] = {}
    with (
        bare_driver(settings) as driver,
        driver.session(database=database(settings), fetch_size=5000) as session,
    ):
        for label in ("Company", *OTHERS):
            names = ("key", *node_type(label).properties, "sources", "observed_on")
            columns = ", ".join(f"n.{name}" for name in names)
            result = session.run(f"MATCH (n:{label}) RETURN {columns}")
            read[label] = [record.values() for record in result]
        for name in EDGES:
            result = session.run(_row_an_edge(SIGNATURES[name]))
            read[name] = [record.values() for record in result]
    return sum(len(read[name]) for name in EDGES)


def _row_an_edge(signature: Signature) -> str:
    columns = "".join(f", e.{name}" for name in signature.properties)
    source, target = signature.source.__name__, signature.target.__name__
    return (
        f"MATCH (a:{source})-[e:{signature.edge.type}]->(b:{target}) RETURN a.key, b.key{columns}"
    )


def _fill(store: Store) -> None:
    """Writes the graph with the store's own statements, without a ledger: it is only read here."""
    store.declare(statements.constraints())
    chance = random.Random(SEED)
    for label, count in {"Company": COMPANIES, **OTHERS}.items():
        _put(store, label, (_node(label, place, chance) for place in range(count)))
    for name, degree in EDGES.items():
        _put(store, name, _edges(SIGNATURES[name], degree, chance))


def _node(label: str, place: int, chance: random.Random) -> Row:
    named = {"title" if node_type(label).headline == "title" else "name": f"{label} {place}"}
    if label != "Company":
        return {"key": _key(label, place), **named, **KEPT}
    where = {"latitude": chance.uniform(46.3, 48.9), "longitude": chance.uniform(0.1, 3.1)}
    return {
        "key": _key(label, place),
        **named,
        **where,
        "headcount": chance.randint(0, 400),
        "status": "open",
        **KEPT,
    }


def _edges(signature: Signature, degree: int, chance: random.Random) -> Iterator[Row]:
    target = signature.target.__name__
    for place in range(COMPANIES):
        for other in chance.sample(range(OTHERS[target]), degree):
            own = (
                {"headcount": chance.randint(1, 60)} if "headcount" in signature.properties else {}
            )
            yield {"a": _key("Company", place), "b": _key(target, other), "v": own | KEPT}


def _key(label: str, place: int) -> str:
    return f"{10**13 + 7 * place}" if label == "Company" else f"{label.lower()}-{place:05}"


def _put(store: Store, name: str, rows: Iterator[Row]) -> None:
    batch: list[Row] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            store.write(statements.put(record_type(name)), batch)
            batch = []
    store.write(statements.put(record_type(name)), batch)


if __name__ == "__main__":
    alone()
