"""`/fiches/{type}/{key}/supprimer` and `/retablir`: a record is taken away, and brought back."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.http.labels import called, edge_title, instant_text, type_title
from api.http.service import Service, ServiceOf
from api.pages.frame import page, record_url, say
from api.pages.lists import MENUS, list_url
from api.removals import Removal, own_key, removal
from graph.declare import Node, node_type
from graph.errors import DataError
from graph.records import EdgeGroup, FoundRecord, record

router = APIRouter(include_in_schema=False)
Mark = Annotated[str, Form(alias="marque")]


@router.get("/fiches/{label}/{key:path}/supprimer")
def ask(label: str, key: str, request: Request, service: ServiceOf) -> Response:
    """Shows what goes with a record before it is taken away.

    Raises:
        UnknownNameError: no record of that type that the viewer may read is called that.
    """
    return _asked(request, service, _found(service, label, key))


def _found(service: Service, label: str, key: str) -> FoundRecord:
    own = own_key(service.workspace, node_type(label), key)
    return record(service.workspace.store, service.viewer, label, own, most=1)


def _asked(
    request: Request, service: Service, found: FoundRecord, *, changed: bool = False
) -> Response:
    address = record_url(found.node.__name__, found.key)
    name = called(found.node.__name__, found.key, found.headline)
    return page(
        request,
        "remove.html",
        say("edit.remove_title", name=name),
        menu=MENUS.get(found.node.__name__, ""),
        crumbs=[(name, address)],
        status=409 if changed else 200,
        changed=changed,
        going=[_going(each) for each in found.edges],
        mark=service.workspace.current.mark(found.node, found.key),
        action=f"{address}/supprimer",
        back=address,
    )


def _going(edges: EdgeGroup) -> str:
    title = edge_title(edges.signature, edges.direction)
    return say("edit.going", edges=title, count=edges.count)


@router.post("/fiches/{label}/{key:path}/supprimer")
def remove(label: str, key: str, request: Request, service: ServiceOf, mark: Mark = "") -> Response:
    """Takes a record away, unless someone changed it since the page was shown."""
    found = _found(service, label, key)
    try:
        service.workspace.current.remove(found.node, found.key, service.viewer.name, mark)
    except DataError as error:
        if error.code != "ledger.changed_meanwhile":
            raise
        return _asked(request, service, found, changed=True)
    return RedirectResponse(record_url(label, found.key), 303)


@router.post("/fiches/{label}/{key:path}/retablir")
def restore(label: str, key: str, service: ServiceOf) -> Response:
    """Brings back a record that a person took away.

    Raises:
        UnknownNameError: none of that name was taken away that the viewer could read.
    """
    node = node_type(label)
    gone = removal(service.workspace, node, key)
    if gone is None:
        return RedirectResponse(record_url(label, _found(service, label, key).key), 303)
    service.workspace.current.confirm(node, gone.key, service.viewer.name)
    return RedirectResponse(record_url(label, gone.key), 303)


def removed_page(request: Request, node: type[Node], gone: Removal) -> Response:
    """Returns the page of a record that was taken away, from where it is brought back."""
    title = type_title(node, plural=True)
    at = instant_text(gone.load.started_at)
    return page(
        request,
        "removed.html",
        called(node.__name__, gone.key, gone.headline),
        menu=MENUS.get(node.__name__, ""),
        crumbs=[(title[:1].upper() + title[1:], list_url(node.__name__))],
        status=410,
        told=say("edit.removed", at=at, by=gone.load.author),
        kind=type_title(node),
        key=gone.key,
        action=f"{record_url(node.__name__, gone.key)}/retablir",
    )
