"""Bridges as records of the graph: what a computation leaves when it is kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from graph.analyses.bridging.results import Bridge, BridgesResult, Party
from graph.analyses.registry import Rows, Run

EMPLOYERS = ("Company", "Actor")
RECORDS = (
    "Bridge",
    *(f"Bridge-{edge}-{label}" for edge in ("FROM", "TO") for label in EMPLOYERS),
    "Bridge-FROM_OCCUPATION-Occupation",
    "Bridge-TO_OCCUPATION-Occupation",
)


def records(result: BridgesResult, run: Run) -> Iterator[tuple[str, Rows]]:
    """Yields the rows of each record that the bridges of an answer make, nodes first.

    Only bridges that carry someone are kept, with the people of the joint assignment: a sum over
    kept bridges counts nobody twice.
    """
    kept = [bridge for bridge in result.bridges if bridge.people]
    rows: dict[str, Rows] = defaultdict(list)
    for bridge in kept:
        rows["Bridge"].append(_node(bridge, run))
        for name, end in _edges(bridge):
            rows[name].append({"a": bridge.key, "b": end})
    yield from ((name, rows[name]) for name in RECORDS if name in rows)


def _node(bridge: Bridge, run: Run) -> dict[str, object]:
    return {
        "key": bridge.key,
        "people": bridge.people,
        "score": bridge.score,
        "coverage": bridge.coverage,
        "effort": bridge.effort,
        "km": bridge.km,
        "run": run.key,
        "computed_on": run.computed_on,
        "parameters": run.parameters,
        "visibility": bridge.visibility,
    }


def _edges(bridge: Bridge) -> Iterator[tuple[str, str]]:
    yield _end("FROM", bridge.source)
    yield _end("TO", bridge.target)
    yield "Bridge-FROM_OCCUPATION-Occupation", bridge.from_occupation.key
    yield "Bridge-TO_OCCUPATION-Occupation", bridge.to_occupation.key


def _end(edge: str, party: Party) -> tuple[str, str]:
    return f"Bridge-{edge}-{party.type}", party.employer.key
