"""Bridges as records of the graph: what a computation leaves when it is kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from graph.analyses.bridging.results import Bridge, BridgesResult
from graph.analyses.bridging.stocks import EMPLOYERS
from graph.analyses.registry import Rows, Run

RECORDS = (
    "Bridge",
    *(f"Bridge-{edge}-{label}" for edge in ("FROM", "TO") for label in EMPLOYERS),
    "Bridge-FROM_OCCUPATION-Occupation",
    "Bridge-TO_OCCUPATION-Occupation",
    "Bridge-UNDER-Agreement",
)


def records(result: BridgesResult, run: Run) -> Iterator[tuple[str, Rows]]:
    """Yields the rows of each record that the bridges of an answer make, nodes first.

    Only bridges that carry someone and name both sides are kept, with the people of the joint
    assignment: a sum over kept bridges counts nobody twice. Those whose sides did not both agree
    are for the cell alone, since their edges name both.
    """
    kept = [bridge for bridge in result.bridges if bridge.people and _named(bridge)]
    rows: dict[str, Rows] = defaultdict(list)
    for bridge in kept:
        rows["Bridge"].append(_node(bridge, run))
        for name, end in _edges(bridge):
            rows[name].append({"a": bridge.key, "b": end})
    yield from ((name, rows[name]) for name in RECORDS if name in rows)


def _named(bridge: Bridge) -> bool:
    return not (bridge.source.blurred or bridge.target.blurred)


def _agreed(bridge: Bridge) -> bool:
    return bridge.agreement is not None and bridge.agreement.complete


def _node(bridge: Bridge, run: Run) -> dict[str, object]:
    return {
        "key": bridge.key,
        "people": bridge.people,
        "score": bridge.score,
        "likeness": bridge.likeness,
        "practice": bridge.practice,
        "coverage": bridge.coverage,
        "effort": bridge.effort,
        "basis": bridge.basis,
        "km": bridge.km,
        "minutes": bridge.minutes,
        "run": run.key,
        "computed_on": run.computed_on,
        "parameters": run.parameters,
        "visibility": bridge.visibility if _agreed(bridge) else "cell",
    }


def _edges(bridge: Bridge) -> Iterator[tuple[str, str]]:
    for edge, party in (("FROM", bridge.source), ("TO", bridge.target)):
        if party.employer:
            yield f"Bridge-{edge}-{party.type}", party.employer.key
    yield "Bridge-FROM_OCCUPATION-Occupation", bridge.from_occupation.key
    yield "Bridge-TO_OCCUPATION-Occupation", bridge.to_occupation.key
    if bridge.agreement and bridge.agreement.complete:
        yield "Bridge-UNDER-Agreement", bridge.agreement.key
