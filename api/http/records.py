"""`/api/health` and `/api/records`: the graph at a glance, and one record with its edges."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse

from api.http.labels import edge_title, property_title, text_of
from api.http.schemas import (
    Claims,
    Health,
    PropertyProvenance,
    RecordDocument,
    RecordEdges,
    RecordEnd,
    RecordValue,
    SaidWord,
)
from api.http.service import ANONYMOUS, ServiceOf
from api.origins import Origins, edge_origins, origins
from api.removals import own_key
from graph.aliases import aliases
from graph.declare import node_type
from graph.kinds import Property
from graph.provenance import Word
from graph.records import EdgeGroup, End, FoundRecord, counts, record, revision
from graph.wording import sentence

if TYPE_CHECKING:
    from api.workspace import Workspace

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
    summary="A record with its edges, and who says what of each.",
    response_model=RecordDocument,
    responses={307: {"description": "The key is an older one of the record at `Location`."}},
)
def read_record(
    type: str, key: str, request: Request, service: ServiceOf
) -> RecordDocument | RedirectResponse:
    """Returns a record of any type, as the reader may see it; an older key leads to its own."""
    own = own_key(service.workspace, node_type(type), key)
    found = record(service.workspace.store, service.viewer, type, own)
    if own != key:
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"/api/records/{type}/{quote(own, safe='')}{query}", 307)
    return document(service.workspace, found)


def document(workspace: Workspace, found: FoundRecord) -> RecordDocument:
    """Returns a record as a document, in the reader's language."""
    known = origins(workspace, found.node, [found.key]).get(found.key, Origins())
    return RecordDocument(
        type=found.node.__name__,
        key=found.key,
        title=found.headline,
        properties=values_of(found.values, found.node.properties),
        claims=claims_of(found.claims),
        provenance=_provenance(known, found.node.properties),
        also_known_as=aliases(workspace.ledger).spellings(found.node.__name__, found.key)[1:],
        edges=[_edges(workspace, found, group) for group in found.edges],
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


def _provenance(known: Origins, kinds: Mapping[str, Property]) -> list[PropertyProvenance]:
    return [
        PropertyProvenance(
            name=name,
            title=property_title(kinds[name]),
            contested=told.contested,
            why=told.why,
            words=[_word(kinds[name], word) for word in told.words],
        )
        for name, told in known.told.items()
    ]


def _word(kind: Property, word: Word) -> SaidWord:
    text = "" if word.value is None else text_of(kind, word.value)
    return SaidWord(text=text, **asdict(word))


def _edges(workspace: Workspace, found: FoundRecord, group: EdgeGroup) -> RecordEdges:
    known = edge_origins(workspace, found, group)
    return RecordEdges(
        signature=group.signature.name,
        title=edge_title(group.signature, group.direction),
        direction=group.direction,
        type=group.other.__name__,
        count=group.count,
        ends=[_end(group, end, told) for end, told in zip(group.ends, known, strict=True)],
    )


def _end(group: EdgeGroup, end: End, told: Origins) -> RecordEnd:
    return RecordEnd(
        type=end.label,
        key=end.key,
        title=end.headline,
        properties=values_of(end.values, group.signature.properties),
        claims=claims_of(end.claims),
        provenance=_provenance(told, group.signature.properties),
    )
