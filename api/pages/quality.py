"""`/qualite`: how fresh and complete the graph is, what to confirm next, by one click."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.http.labels import called, day_text, title_of_label
from api.http.service import Service, ServiceOf
from api.pages.frame import page, record_url, say, spaced
from api.pages.lists import list_url
from api.pages.tables import Cell, Column, Table
from api.quality import Advised, Quality, percent, quality
from graph.completeness import Completeness
from graph.declare import node_type
from graph.editions import credits_of
from graph.quality import Freshness
from graph.records import record
from graph.retention import Overdue
from graph.wording import language, number

router = APIRouter(include_in_schema=False)
PLACES = 30
LISTED = 100
ADDRESS = "/qualite"
OfType = Annotated[str, Query(alias="type", max_length=40)]
Towards = Annotated[str, Query(alias="vers", max_length=40)]


@router.get(ADDRESS)
def show_quality(request: Request, service: ServiceOf, label: OfType = "") -> Response:
    """Shows the quality of what the reader may see; with a type, its facts one by one."""
    name, viewer = ("quality", language()), service.viewer
    found = service.keep(name, viewer, lambda: quality(service.workspace, viewer))
    chosen = node_type(label).__name__ if label else ""
    return page(
        request,
        "quality.html",
        say("quality.title"),
        menu="analyses",
        crumbs=((say("menu.analyses"), "/analyses"),),
        day=day_text(found.on),
        waiting=_waiting(found.to_confirm),
        parts_of=_parts(service, found),
        completeness=_completeness(found.completeness),
        facts=next((_facts(one) for one in found.completeness if one.type == chosen), None),
        overdue=_overdue(found.past_retention),
    )


@router.post("/fiches/{label}/{key:path}/confirmer")
def confirm(label: str, key: str, service: ServiceOf, towards: Towards = "") -> Response:
    """Says that what is known of a record still holds, as of today.

    Raises:
        UnknownNameError: no record of that type that the viewer may read is called that.
    """
    found = record(service.workspace.store, service.viewer, label, key, most=1)
    service.workspace.current.confirm(found.node, found.key, service.viewer.name)
    back = ADDRESS if towards == "qualite" else record_url(label, key)
    return RedirectResponse(back, 303)


def confirm_url(label: str, key: str, towards: str = "") -> str:
    """Returns where a form confirms a record; it leads to the record, or back to `/qualite`."""
    return f"{record_url(label, key)}/confirmer" + (f"?vers={towards}" if towards else "")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _columns(*names: str) -> list[Column]:
    figures = {"records", "fresh", "mean", "known", "share", "freshness"}
    return [Column(say(f"quality.column.{name}"), name in figures) for name in names]


def _waiting(found: Sequence[Advised]) -> Table:
    rows = [
        (
            Cell(called(one.type, one.key, one.headline), record_url(one.type, one.key)),
            Cell(title_of_label(one.type)),
            Cell(day_text(one.confirmed_on) if one.confirmed_on else ""),
            Cell(spaced(", ".join(one.reasons))),
            Cell(
                say("quality.confirm"),
                confirm_url(one.type, one.key, "qualite"),
                button=called(one.type, one.key, one.headline),
            ),
        )
        for one in found
    ]
    columns = _columns("record", "type", "confirmed_on", "reasons", "confirm")
    count = say("quality.waiting", count=len(rows))
    return Table(
        say("quality.to_confirm"), columns, rows, count, say("quality.all_fresh"), aside=True
    )


def _parts(service: Service, found: Quality) -> list[tuple[str, Table]]:
    """Returns the tables of freshness that have rows, each with its heading."""
    credits = credits_of(service.workspace.ledger, [one.name for one in found.sources])
    heads: Mapping[str, Iterable[tuple[Cell, Freshness]]] = {
        "type": ((_type(one.name), one) for one in found.types),
        "source": ((Cell(credits.get(one.name, one.name)), one) for one in found.sources),
        "basin": ((_place(one), one) for one in found.basins[:PLACES]),
        "commune": ((_place(one), one) for one in found.communes[:PLACES]),
    }
    tables = [_fresh(name, told) for name, told in heads.items()]
    return [(table.caption, table) for table in tables if table.rows]


def _fresh(name: str, told: Iterable[tuple[Cell, Freshness]]) -> Table:
    rows = [
        (
            head,
            Cell(number(one.records)),
            Cell(percent(one.mean)),
            Cell(percent(one.share)),
            Cell(day_text(one.oldest) if one.oldest else say("quality.in_force")),
        )
        for head, one in told
    ]
    columns = _columns(name, "records", "mean", "fresh", "oldest")
    return Table(say(f"quality.by_{name}"), columns, rows, aside=True)


def _type(label: str) -> Cell:
    return Cell(_capital(title_of_label(label, plural=True)), list_url(label))


def _place(one: Freshness) -> Cell:
    return Cell(one.title, record_url("Territory", one.name))


def _completeness(found: Sequence[Completeness]) -> Table:
    rows = [
        (
            Cell(
                _capital(title_of_label(one.type, plural=True)), f"{ADDRESS}?type={one.type}#faits"
            ),
            Cell(number(one.records)),
            Cell(percent(one.mean)),
            Cell(spaced(", ".join(fact.title for fact in one.facts if not fact.records))),
        )
        for one in found
    ]
    columns = _columns("type", "records", "known", "unknown")
    return Table(say("quality.completeness"), columns, rows, aside=True)


def _facts(one: Completeness) -> Table:
    rows = [
        (Cell(_capital(fact.title)), Cell(number(fact.records)), Cell(percent(fact.share)))
        for fact in one.facts
    ]
    title = say("quality.facts_of", types=title_of_label(one.type, plural=True))
    return Table(title, _columns("fact", "records", "share"), rows, aside=True)


def _overdue(found: Sequence[Overdue]) -> Table:
    rows = [
        (
            Cell(called(one.type, one.key, one.headline), record_url(one.type, one.key)),
            Cell(title_of_label(one.type)),
            Cell(day_text(one.confirmed_on)),
            Cell(day_text(one.since)),
        )
        for one in found[:LISTED]
    ]
    columns = _columns("record", "type", "confirmed_on", "since")
    count = say("quality.overdue", count=len(found))
    return Table(
        say("quality.retention"), columns, rows, count, say("quality.none_overdue"), aside=True
    )
