"""Results of analyses written back as nodes and edges, so that questions reach them in Cypher.

A run is a load like any other, and a complete delivery: a new run of an analysis for a visibility
replaces the old one of that visibility, and undoing it brings the old one back.
"""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import BaseModel

from graph.analyses.registry import Analysis, Rows, Run
from graph.claims import Claim, edge_key
from graph.current import Current
from graph.declare import Signature, record_type
from graph.ledger import BATCH, Staging, now
from graph.viewer import Viewer
from graph.views import Outcome


def write_back(
    current: Current, analysis: Analysis, result: BaseModel, parameters: BaseModel, viewer: Viewer
) -> Outcome:
    """Stores the records of a result; returns what that changed.

    Raises:
        TypeError: the analysis leaves no records.
    """
    if analysis.write is None:
        raise TypeError(analysis.name)
    source = f"analysis:{analysis.name}:{viewer.visibility}"
    instant = now()
    run = Run(f"{analysis.name}-{instant}", instant, parameters.model_dump_json())
    with current.staging(viewer.name, source, analysis.name) as load:
        for name, rows in analysis.write(result, run):
            _say(load, name, rows, source, instant)
        load.acknowledge([record_type(name) for name in analysis.writes], instant)
        return current.carry(load.number)


def _say(load: Staging, name: str, rows: Rows, source: str, instant: str) -> None:
    record = record_type(name)
    claims = {
        claim.key: claim
        for claim in (
            _edge(record, row, source, instant)
            if isinstance(record, Signature)
            else _node(row, source, instant)
            for row in rows
        )
    }
    for batch in _batches(list(claims.values())):
        load.say(record, batch)


def _node(row: dict[str, object], source: str, instant: str) -> Claim:
    values = {name: value for name, value in row.items() if name != "key" and value is not None}
    return Claim(str(row["key"]), values, instant, source)


def _edge(signature: Signature, row: dict[str, object], source: str, instant: str) -> Claim:
    start, end = str(row["a"]), str(row["b"])
    values = {n: value for n, value in row.items() if n not in {"a", "b"} and value is not None}
    return Claim(edge_key(signature, start, end, values), values, instant, source, start, end)


def _batches(claims: list[Claim]) -> Iterable[list[Claim]]:
    return (claims[first : first + BATCH] for first in range(0, len(claims), BATCH))
