"""The bridges of a territory, beside one Cypher statement that joins the same.

20,000 companies with 30,000 needs and surpluses. Ours goes from the snapshot to ranked bridges with
their people and reasons; the seconds of the snapshot stand beside. The peer finds the pairs of one
occupation or of an official mobility within 35 km and returns keys and kilometres: no likeness, no
people, no reasons. Both find the same number of pairs. Ours alone is told at more sizes.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median
from typing import Any

from api.settings import Settings, from_environment
from api.workspace import opened
from graph import statements
from graph.analyses.bridges import ANALYSIS, BridgesParameters, run
from graph.snapshot import Snapshot, read_snapshot
from graph.store import Store
from graph.viewer import Viewer
from tests.bench._land import land, records
from tests.bench._race import (
    Rows,
    bare_driver,
    database,
    driven,
    interleaved,
    print_head,
    print_row,
    sites,
)

COMPANIES, SIZES = 20_000, (1_000, 10_000, 100_000)
ASKED = BridgesParameters(min_score=1)
SAID = {"sources": ["bench"], "observed_on": "2026-09-07", "confirmed_on": "2026-09-07"}
KEPT = SAID | {"load": 1, "revision": "0123456789abcdef"}
JOIN = """
MATCH (a:Company)-[:HAS_SURPLUS]->(s:Surplus)-[:OF_OCCUPATION]->(:Occupation)
      -[:MOVES_TO*0..1]->(:Occupation)<-[:FOR_OCCUPATION]-(n:Need)<-[:HAS_NEED]-(b:Company)
WHERE a.key <> b.key AND s.status = 'open' AND n.status = 'open'
WITH s.key AS surplus, n.key AS need,
     sin(radians(b.latitude - a.latitude) / 2) AS up,
     sin(radians(b.longitude - a.longitude) / 2) AS along,
     cos(radians(a.latitude)) * cos(radians(b.latitude)) AS flat
WITH surplus, need, 2 * 6371.0088 * asin(sqrt(up * up + flat * along * along)) AS km
WHERE km <= 35
RETURN DISTINCT surplus, need, km ORDER BY km
"""


def main() -> None:
    """Prints the figures on both servers, then how ours grows."""
    print_head("one statement", "maillage / statement")
    with sites() as both:
        for site in both:
            with site.settings() as given, opened(from_environment(given)) as workspace:
                workspace.store.declare(statements.constraints())
                driven(workspace.settings, _rows())
                _measure(site.name, workspace.settings, workspace.store)
    for size in SIZES:
        snapshot = land(size)
        seconds = [_ours(snapshot)[0] for _ in range(3)]
        print(f"{size} companies: {median(seconds):.2f} s from the snapshot on", flush=True)


def _measure(name: str, settings: Settings, store: Store) -> None:
    begun = time.perf_counter()
    snapshot = read_snapshot(store, Viewer(), ANALYSIS.types)
    reading = time.perf_counter() - begun
    found = {_ours(snapshot)[1], _peer(settings)[1]}
    if len(found) != 1:
        raise RuntimeError(found)
    runs = {"ours": lambda: _ours(snapshot)[0], "peer": lambda: _peer(settings)[0]}
    seconds = interleaved(runs)
    ratio = median(seconds["ours"]) / median(seconds["peer"])
    print_row(
        f"{COMPANIES} companies, {name}", seconds["ours"], seconds["peer"], ratio, "0.1 or less"
    )
    print(f"{'':<34} {found.pop()} pairs; snapshot {reading:.1f} s", flush=True)


def _ours(snapshot: Snapshot) -> tuple[float, int]:
    return _timed(lambda: run(snapshot, ASKED).total)


def _peer(settings: Settings) -> tuple[float, int]:
    def join() -> int:
        with (
            bare_driver(settings) as driver,
            driver.session(database=database(settings), fetch_size=5000) as session,
        ):
            return sum(1 for _ in session.run(JOIN))

    return _timed(join)


def _timed(what: Callable[[], int]) -> tuple[float, int]:
    begun = time.perf_counter()
    found = what()
    return time.perf_counter() - begun, found


def _rows() -> Rows:
    nodes, edges = records(COMPANIES)
    rows: dict[str, list[dict[str, Any]]] = {
        label: [{"status": "open", "visibility": "public"} | dict(row) | KEPT for row in told]
        if label in {"Surplus", "Need"}
        else [dict(row) | KEPT for row in told]
        for label, told in nodes.items()
    }
    rows |= {
        name: [{"a": a, "b": b, "v": dict(values) | KEPT} for a, b, values in told]
        for name, told in edges.items()
    }
    return rows
