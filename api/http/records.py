"""`/api/health` and `/api/records`: the graph at a glance, and one record with its edges."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request

from api.http.labels import edge_title, property_title, text_of
from api.http.schemas import Claims, Health, RecordDocument, RecordEdges, RecordEnd, RecordValue
from api.http.service import ANONYMOUS, ServiceOf
from graph.kinds import Property
from graph.records import EdgeGroup, End, FoundRecord, counts, record, revision
from graph.wording import sentence

router = APIRouter(prefix="/api")


@router.get(
    "/health",
    tags=["service"],
    operation_id="health",
    summary="Whether the graph answers; open to all, who read the counts at the public level.",
)
def health(request: Request, service: ServiceOf) -> Health:
    """Returns the kind of the store, the graph's revision and counts by type."""
    workspace = service.workspace
    viewer = service.viewer if request.scope.get("signed_in") else ANONYMOUS
    graph, number = revision(workspace.store)
    return Health(
        status="ok",
        store=workspace.store.kind,
        demonstration=workspace.settings.demonstration,
        graph=graph,
        revision=number,
        visibility=viewer.visibility,
        counts=counts(workspace.store, viewer),
    )


@router.get(
    "/records/{type}/{key:path}",
    tags=["records"],
    operation_id="read_record",
    summary="A record with its edges.",
)
def read_record(type: str, key: str, service: ServiceOf) -> RecordDocument:
    """Returns a record of any type, as the reader may see it."""
    return document(record(service.workspace.store, service.viewer, type, key))


def document(found: FoundRecord) -> RecordDocument:
    """Returns a record as a document, in the reader's language."""
    return RecordDocument(
        type=found.node.__name__,
        key=found.key,
        title=found.headline,
        properties=values_of(found.values, found.node.properties),
        claims=claims_of(found.claims),
        edges=[_edges(group) for group in found.edges],
    )


def values_of(values: Mapping[str, object], kinds: Mapping[str, Property]) -> list[RecordValue]:
    """Returns the known values, and those that are withheld, in the order of the model."""
    return [
        RecordValue(
            name=name,
            title=property_title(kind),
            value=values.get(name),
            text=text_of(kind, values[name]) if name in values else sentence("record.withheld"),
        )
        for name, kind in kinds.items()
        if name in values or values.get(kind.withheld_by) is True
    ]


def claims_of(said: Mapping[str, Any]) -> Claims:
    """Returns who says it, from the bookkeeping of a node or an edge."""
    return Claims(**{name: said[name] for name in Claims.model_fields if name in said})


def _edges(group: EdgeGroup) -> RecordEdges:
    return RecordEdges(
        signature=group.signature.name,
        title=edge_title(group.signature, group.direction),
        direction=group.direction,
        type=group.other.__name__,
        count=group.count,
        ends=[_end(group, end) for end in group.ends],
    )


def _end(group: EdgeGroup, end: End) -> RecordEnd:
    return RecordEnd(
        type=end.label,
        key=end.key,
        title=end.headline,
        properties=values_of(end.values, group.signature.properties),
        claims=claims_of(end.claims),
    )
