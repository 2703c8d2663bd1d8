"""Who says what of the records that a reader is shown, property by property."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graph.aliases import aliases
from graph.claims import Moment, Said, counted, edge_key
from graph.provenance import Told, provenance
from graph.views import floors

if TYPE_CHECKING:
    from api.workspace import Workspace
    from graph.declare import Record
    from graph.records import EdgeGroup, End, FoundRecord


@dataclass(frozen=True)
class Speaker:
    """A source that says a record is there, its last day and the load it spoke by then."""

    source: str
    observed_on: str
    load: int


@dataclass(frozen=True)
class Origins:
    """Who says a record, by source, and what is told of each of its properties."""

    speakers: Sequence[Speaker] = ()
    told: Mapping[str, Told] = field(default_factory=dict)


def origins(workspace: Workspace, record: Record, keys: Sequence[str]) -> dict[str, Origins]:
    """Returns, by key, who says some records and what."""
    ledger = workspace.ledger
    lowest = floors(ledger.deliveries(), record)
    said = aliases(ledger).said(ledger, record, keys)
    return {
        key: Origins(_speakers(rows, lowest), provenance(record, rows, lowest))
        for key, rows in said.items()
    }


def _speakers(said: Sequence[Said], lowest: Mapping[str, Moment]) -> list[Speaker]:
    latest: dict[str, Moment] = {}
    for row in counted([row for row in said if row.alive], lowest):
        moment = row.observed_on, row.load
        latest[row.source] = max(latest.get(row.source, moment), moment)
    return [Speaker(source, *latest[source]) for source in sorted(latest)]


def edge_origins(workspace: Workspace, found: FoundRecord, group: EdgeGroup) -> list[Origins]:
    """Returns who says each edge of a group, in the order of its ends."""
    keys = [_key_of(found.key, group, end) for end in group.ends]
    known = origins(workspace, group.signature, keys)
    return [known.get(key, Origins()) for key in keys]


def _key_of(own: str, group: EdgeGroup, end: End) -> str:
    ends = [end.key, own] if group.direction == "in" else [own, end.key]
    start, target = sorted(ends) if group.direction == "both" else ends
    kinds = group.signature.properties
    identity = {n: end.values.get(n, kinds[n].default) for n in group.signature.edge.identity}
    return edge_key(group.signature, start, target, identity)
