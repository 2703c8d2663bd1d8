"""`/fiches/{type}/nouveau` and `/fiches/{type}/{key}/modifier`: a form for every type."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.editing import Held, held, new_texts, texts_of
from api.entered import entered, new_key_issue, save
from api.http.labels import called, type_title
from api.http.service import Service, ServiceOf
from api.pages.form_fields import edge_fields, key_field, property_fields
from api.pages.frame import Link, linked, page, record_url, say, spaced
from api.pages.lists import MENUS, list_url
from api.pages.meanwhile import (
    BEFORE,
    CHOICE,
    MARK,
    MINE,
    Meanwhile,
    contested,
    meanwhile_page,
)
from api.removals import own_key, removal
from graph.declare import Node, node_type
from graph.errors import DataError, Issue, UnknownNameError
from graph.records import record
from graph.wording import sentence

if TYPE_CHECKING:
    from starlette.datastructures import FormData

router = APIRouter(include_in_schema=False)
ADDRESS = "/fiches/{label}/{key:path}/modifier"
MEANWHILE = "ledger.changed_meanwhile"
Errors = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Sheet:
    """A form on its way to a person: what it was opened with, and what stands in its fields."""

    node: type[Node]
    key: str
    headline: str
    mark: str
    before: Mapping[str, str]
    texts: Mapping[str, str]


@router.get("/fiches/{label}/nouveau")
def new_record(label: str, request: Request, service: ServiceOf) -> Response:
    """Shows an empty form.

    Raises:
        UnknownNameError: no type is called that.
    """
    return _new(request, service, node_type(label), new_texts(service.workspace, node_type(label)))


@router.post("/fiches/{label}/nouveau")
async def create_record(label: str, request: Request, service: ServiceOf) -> Response:
    """Makes a record of what was entered, and leads to it."""
    form = await request.form()
    return await run_in_threadpool(_create, node_type(label), _texts(form), request, service)


def _create(
    node: type[Node], given: Mapping[str, str], request: Request, service: Service
) -> Response:
    texts = {**texts_of(Held(node, "")), **given}
    found = entered(service.workspace, node, texts)
    issues = list(found.issues)
    if not any(issue.column == "key" for issue in issues):
        issues += filter(None, [new_key_issue(service.workspace, found)])
    if issues:
        return _new(request, service, node, texts, _told(service, node, issues))
    try:
        save(service.workspace, Held(node, found.key), found)
    except DataError as error:
        if error.code != MEANWHILE:
            raise
        return _create(node, given, request, service)  # someone else just made it
    return RedirectResponse(record_url(node.__name__, found.key), 303)


def _new(
    request: Request,
    service: Service,
    node: type[Node],
    texts: Mapping[str, str],
    errors: Errors = (),
) -> Response:
    title = say("edit.new", type=type_title(node))
    return _page(request, service, Sheet(node, "", title, "", {}, texts), errors)


@router.get(ADDRESS)
def edit_record(label: str, key: str, request: Request, service: ServiceOf) -> Response:
    """Shows the form of a record.

    Raises:
        UnknownNameError: no record of that type that the viewer may read is called that.
    """
    now, headline = _held(service, node_type(label), key)
    texts = texts_of(now)
    return _page(request, service, Sheet(now.node, now.key, headline, now.mark, texts, texts))


@router.post(ADDRESS)
async def change_record(label: str, key: str, request: Request, service: ServiceOf) -> Response:
    """Saves what was changed of a record, unless someone else changed it meanwhile."""
    form = await request.form()
    return await run_in_threadpool(_change, node_type(label), key, form, request, service)


def _change(
    node: type[Node], key: str, form: FormData, request: Request, service: Service
) -> Response:
    given = _texts(form)
    try:
        now, headline = _held(service, node, key)
    except UnknownNameError:
        return _after_removal(node, key, given, request, service)
    recorded = texts_of(now)
    before = {name: text for name in recorded if (text := given.get(f"{BEFORE}{name}")) is not None}
    mine = {name: _mine(name, given, before.get(name, text)) for name, text in recorded.items()}
    if given.get(MARK) != now.mark and (rivals := contested(node, before, mine, recorded)):
        return meanwhile_page(request, service, Meanwhile(now, headline, recorded, mine, rivals))
    found = entered(service.workspace, node, {**mine, "key": now.key})
    if found.issues:
        sheet = Sheet(node, now.key, headline, now.mark, recorded, mine)
        return _page(request, service, sheet, _told(service, node, found.issues))
    try:
        save(service.workspace, now, found)
    except DataError as error:
        if error.code != MEANWHILE:
            raise
        return _change(node, key, form, request, service)
    return RedirectResponse(record_url(node.__name__, now.key), 303)


def _mine(name: str, given: Mapping[str, str], before: str) -> str:
    """Returns a person's own text; where two versions were shown, of the one that was chosen."""
    kept = name in given and given.get(f"{CHOICE}{name}", MINE) == MINE
    return given[name] if kept else before


def _after_removal(
    node: type[Node], key: str, given: Mapping[str, str], request: Request, service: Service
) -> Response:
    """Shows again what was entered for a record that someone took away meanwhile."""
    gone = removal(service.workspace, node, key)
    if gone is None:
        raise UnknownNameError("record.unknown", name=key, near="")
    texts = {**texts_of(Held(node, gone.key)), **given}
    link = {"record": Link(gone.headline, record_url(node.__name__, gone.key))}
    error = linked("edit.removed_meanwhile", link, by=gone.load.author)
    sheet = Sheet(node, gone.key, gone.headline, "", {}, texts)
    return _page(request, service, sheet, [("", error)], 409)


def _held(service: Service, node: type[Node], key: str) -> tuple[Held, str]:
    """Returns a record that the viewer may read, for its form, and what it is called."""
    own = own_key(service.workspace, node, key)
    found = record(service.workspace.store, service.viewer, node.__name__, own, most=1)
    return held(service.workspace, node, own), called(node.__name__, own, found.headline)


def _texts(form: FormData) -> dict[str, str]:
    return {name: text for name, text in form.items() if isinstance(text, str)}


def _told(service: Service, node: type[Node], issues: Sequence[Issue]) -> list[tuple[str, str]]:
    """Returns what is wrong in words, each with its field; a key that is taken leads to whose."""
    return [(issue.column or "", _words(service, node, issue)) for issue in issues]


def _words(service: Service, node: type[Node], issue: Issue) -> str:
    if issue.code not in {"edit.exists", "edit.was_removed"}:
        return spaced(sentence(issue.code, **issue.values))
    key = own_key(service.workspace, node, str(issue.values["key"]))
    return linked(issue.code, {"key": Link(key, record_url(node.__name__, key))})


def _page(
    request: Request, service: Service, sheet: Sheet, errors: Errors = (), status: int = 0
) -> Response:
    node, found = sheet.node, dict(reversed(errors))
    address = record_url(node.__name__, sheet.key) if sheet.key else ""
    title = type_title(node, plural=True)
    crumbs = [(title[:1].upper() + title[1:], list_url(node.__name__))]
    return page(
        request,
        "edit.html",
        say("edit.title", name=sheet.headline) if sheet.key else sheet.headline,
        menu=MENUS.get(node.__name__, ""),
        crumbs=[*crumbs, (sheet.headline, address)] if sheet.key else crumbs,
        status=status or (422 if errors else 200),
        sheet=sheet,
        facts=property_fields(service, node, sheet.texts, found),
        ties=edge_fields(service, node, sheet.texts, found),
        key=None if sheet.key else key_field(node, sheet.texts, found),
        errors=errors,
        action=f"{address}/modifier" if address else f"/fiches/{node.__name__}/nouveau",
        back=address or list_url(node.__name__),
        mark_name=MARK,
        before_name=BEFORE,
    )
