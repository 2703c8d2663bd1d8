"""The bridges of a territory, beside one Cypher statement that joins the same.

20,000 companies with 30,000 needs and surpluses, on Neo4j. The statement finds the pairs of one
occupation or of an official mobility, of two employers within 35 km, whose days meet, and returns
keys and kilometres. Ours is told twice: the same pairs alone, with those up to 10 km beyond; then
the whole answer, in which nobody is counted twice, ranked, 200 bridges and 200 near misses written
out with their reasons. Both start from the snapshot; the seconds it takes to read, once for every
analysis of one revision, stand beside. All find the same number of pairs. Ours alone is told at
more sizes, each in a process of its own. The embedded server is left out: it had not answered the
statement within seven minutes.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from multiprocessing import get_context
from resource import RUSAGE_SELF, getrusage
from statistics import median
from typing import Any

from api.settings import Settings, from_environment
from api.workspace import opened
from graph import statements
from graph.analyses.bridges import ANALYSIS, BridgesParameters, run
from graph.analyses.bridging.finding import crossing_set
from graph.snapshot import read_snapshot
from graph.store import Store
from graph.viewer import Viewer
from tests.bench._land import land, records
from tests.bench._race import (
    MEGABYTE,
    ROUNDS,
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
     coalesce(s.starts_on, '') AS released, coalesce(s.until, '9') AS until,
     coalesce(n.starts_on, '') AS sought, coalesce(n.by, '9') AS by,
     sin(radians(b.latitude - a.latitude) / 2) AS up,
     sin(radians(b.longitude - a.longitude) / 2) AS along,
     cos(radians(a.latitude)) * cos(radians(b.latitude)) AS flat
WITH surplus, need, released, until, sought, by,
     2 * 6371.0088 * asin(sqrt(up * up + flat * along * along)) AS km
WHERE km <= 35 AND released <= by AND sought <= until
RETURN DISTINCT surplus, need, km ORDER BY km
"""


def main() -> None:
    """Prints the figures on Neo4j, then how ours grows."""
    print_head("one statement", "maillage / statement")
    with (
        sites() as (neo4j, _),
        neo4j.settings() as given,
        opened(from_environment(given)) as workspace,
    ):
        workspace.store.declare(statements.constraints())
        driven(workspace.settings, _rows())
        _measure(workspace.settings, workspace.store)
    for size in SIZES:
        with get_context("spawn").Pool(1) as pool:
            seconds, before, most = pool.apply(_grown, (size,))
        print(f"{size} companies: {seconds:.2f} s, {most:.0f} MB, of which {before:.0f} before")


def _measure(settings: Settings, store: Store) -> None:
    begun = time.perf_counter()
    snapshot = read_snapshot(store, Viewer(), ANALYSIS.types)
    reading = time.perf_counter() - begun
    runs: dict[str, Callable[[], tuple[float, int]]] = {
        "pairs": lambda: _timed(lambda: len(crossing_set(snapshot, ASKED).within)),
        "answer": lambda: _timed(lambda: run(snapshot, ASKED).total),
        "peer": lambda: _peer(settings),
    }
    found = {name: each()[1] for name, each in runs.items()}
    if len(set(found.values())) != 1:
        raise RuntimeError(found)
    seconds = interleaved({name: partial(_seconds, each) for name, each in runs.items()})
    for name in ("pairs", "answer"):
        ratio = median(seconds[name]) / median(seconds["peer"])
        title = f"{COMPANIES} companies, {name}"
        print_row(title, seconds[name], seconds["peer"], ratio, "0.1 or less")
    print(f"{'':<34} {found['peer']} pairs; snapshot read in {reading:.1f} s", flush=True)


def _seconds(each: Callable[[], tuple[float, int]]) -> float:
    return each()[0]


def _grown(size: int) -> tuple[float, float, float]:
    """Returns the seconds of an answer, and the most megabytes before it and with it."""
    snapshot = land(size)
    before = getrusage(RUSAGE_SELF).ru_maxrss / MEGABYTE
    seconds = [_timed(lambda: run(snapshot, ASKED).total)[0] for _ in range(ROUNDS)]
    return median(seconds), before, getrusage(RUSAGE_SELF).ru_maxrss / MEGABYTE


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
