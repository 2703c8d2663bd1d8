"""`/chargements`: every load, newest first; one load with what it says; undoing it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, get_args
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.giving import ENDINGS
from api.http.labels import called, day_text, instant_text, title_of_label
from api.http.service import Service, ServiceOf
from api.loading import ToldLoad, counted, told_loads
from api.pages.frame import Link, page, record_url, say, spaced
from api.pages.tables import Cell, Column, Table
from graph.declare import NODES, node_type
from graph.errors import UnknownNameError
from graph.ledger import LoadRow
from graph.loads import Kind, ending_of, first_nodes, kind_of, spoken_of
from graph.mappings import Mappings
from graph.records import rows
from graph.wording import number

router = APIRouter(include_in_schema=False)
ADDRESS = "/chargements"
PAGE = 50
OfKind = Annotated[Kind | None, Query(alias="genre")]
Undone = Annotated[int | None, Query(ge=0)]
Confirmed = Annotated[str, Form(alias="confirmer")]


def check_level(service: Service) -> None:
    """A load tells names and keys of any level: only who reads all may read it.

    Raises:
        UnknownNameError: the reader's level is a lower one.
    """
    if service.viewer.visibility != "cell":
        raise UnknownNameError("uploads.for_cell")


def load_url(number: int) -> str:
    """Returns the address of a load's page."""
    return f"{ADDRESS}/{number}"


def crumbs() -> list[tuple[str, str]]:
    """Returns the way to the pages below the list of loads."""
    return [(say("menu.analyses"), "/analyses"), (say("uploads.title"), ADDRESS)]


def loads_table(service: Service, kind: Kind | None, place: int) -> tuple[Table, list[Link]]:
    """Returns a page of the list of loads, and what leads to those before and after."""
    ledger = service.workspace.ledger
    found = [row for row in ledger.loads() if kind in {None, kind_of(row)}]
    first = (place - 1) * PAGE
    shown = told_loads(service.workspace, found[first : first + PAGE])
    count = say("uploads.count", count=len(found))
    if len(found) > PAGE:
        last = min(first + PAGE, len(found))
        count = say("uploads.shown", first=first + 1, last=last, count=number(len(found)))
    names = ("load", "source", "author", "when", "claims", "state", "undo")
    columns = [Column(say(f"uploads.column.{name}"), name == "claims") for name in names]
    cells = [_row(one) for one in shown]
    table = Table(say("uploads.loads"), columns, cells, count, say("uploads.empty"), aside=True)
    return table, _around(kind, place, len(found))


def _row(one: ToldLoad) -> tuple[Cell, ...]:
    address = load_url(one.row.id)
    return (
        Cell(spaced(say("uploads.numbered", number=str(one.row.id), what=one.what)), address),
        Cell(spaced(one.source)),
        Cell(one.row.author),
        Cell(instant_text(one.row.started_at)),
        Cell(number(one.row.claims)),
        Cell(one.state),
        Cell() if one.row.undone_at else Cell(say("uploads.undo_link"), f"{address}#annuler"),
    )


def _around(kind: Kind | None, place: int, count: int) -> list[Link]:
    links = []
    if place > 1:
        links.append(Link(say("uploads.newer"), _list_url(kind, place - 1)))
    if place * PAGE < count:
        links.append(Link(say("uploads.older"), _list_url(kind, place + 1)))
    return links


def _list_url(kind: Kind | None, place: int = 1) -> str:
    asked: dict[str, str] = {"genre": kind} if kind else {}
    if place > 1:
        asked["page"] = str(place)
    return ADDRESS + (f"?{urlencode(asked)}" if asked else "")


def kinds(chosen: Kind | None) -> list[tuple[Link, bool]]:
    """Returns what leads to the loads of each kind, and whether it is the one chosen."""
    every: Sequence[Kind | None] = (None, *get_args(Kind))
    return [
        (Link(say(f"uploads.kind.{kind or 'any'}"), _list_url(kind)), kind == chosen)
        for kind in every
    ]


@router.get("/chargements/{load:int}")
def show_load(
    load: int,
    request: Request,
    service: ServiceOf,
    removed: Undone = None,
    updated: Undone = None,
    created: Undone = None,
) -> Response:
    """Shows one load; after it was undone, what that changed."""
    counts = {"removed": removed, "updated": updated, "created": created}
    done = ""
    if None not in counts.values():
        done = say("loads.undone", number=str(load), **counts)
    return _load_page(load, request, service, done=done)


@router.post("/chargements/{load:int}/annuler")
def undo(load: int, request: Request, service: ServiceOf, confirmed: Confirmed = "") -> Response:
    """Undoes a load that a person confirmed to undo; leads back to it with what that changed."""
    check_level(service)
    service.workspace.ledger.load(load)
    if confirmed != "oui":
        return _load_page(load, request, service, refused=say("uploads.undo_unsure"))
    outcome = service.workspace.current.undo(load, service.viewer.name)
    if outcome is None:
        return _load_page(load, request, service, done=say("uploads.already"))
    counts = {verb: getattr(outcome, verb).total() for verb in ("removed", "updated", "created")}
    return RedirectResponse(f"{load_url(load)}?{urlencode(counts)}", 303)


def _load_page(
    load: int, request: Request, service: Service, done: str = "", refused: str = ""
) -> Response:
    check_level(service)
    ledger = service.workspace.ledger
    [told] = told_loads(service.workspace, [ledger.load(load)])
    spoken, ending = spoken_of(ledger, load), ending_of(ledger, load)
    at = instant_text(told.row.started_at)
    whole = ""
    if ending.complete_on:
        types = ", ".join(title_of_label(n, plural=True) for n in ending.complete_for if n in NODES)
        whole = say("uploads.whole", day=day_text(ending.complete_on), types=types)
    undone_by = ""
    if told.row.undone_at:
        by = {"by": ending.undone_by or "", "day": instant_text(told.row.undone_at)}
        undone_by = say("uploads.undone_by", **by)
    return page(
        request,
        "load.html",
        say("uploads.load", number=str(load)),
        menu="analyses",
        crumbs=crumbs(),
        status=422 if refused else 200,
        what=spaced(told.what),
        identity=say("uploads.load_by", by=told.row.author, day=at, source=told.source),
        notes=[note for note in (done, undone_by, whole) if note],
        refused=refused,
        told=_spoken(spoken),
        records=_records(service, first_nodes(ledger, load, PAGE)),
        number=load,
        undone=bool(told.row.undone_at),
        file=f"/api/loads/{load}",
        files=_files(service, told.row),
    )


def _files(service: Service, row: LoadRow) -> list[Link]:
    """Returns what gives a load's table back in its own columns, where these are known."""
    noted = Mappings(service.workspace.ledger.engine).of_load(row.id)
    if noted is None or row.undone_at:
        return []
    address = f"/api/tables/like/{row.id}?format="
    return [Link(ending.upper(), f"{address}{ending}") for ending in ENDINGS]


def _spoken(spoken: Mapping[str, int]) -> str:
    if not spoken:
        return say("uploads.says_nothing")
    return say("uploads.says", told=", ".join(counted(spoken)))


def _records(service: Service, keys: Sequence[tuple[str, str]]) -> Table:
    """Returns the records that are still there, in the order in which the load speaks of them."""
    named: dict[tuple[str, str], str] = {}
    for label in dict.fromkeys(label for label, _ in keys):
        own = [key for of, key in keys if of == label]
        headline = node_type(label).headline
        found = rows(service.workspace.store, service.viewer, label, own, [headline])
        for key, values in found.items():
            named[label, key] = called(label, key, str(values[0] or key))
    cells = [
        (Cell(named[one], record_url(*one)), Cell(title_of_label(one[0])))
        for one in keys
        if one in named
    ]
    columns = [Column(say(f"uploads.column.{name}")) for name in ("record", "type")]
    count = say("uploads.first_records", count=PAGE) if len(keys) == PAGE else ""
    return Table(say("uploads.records"), columns, cells, count, say("uploads.no_records"), True)
