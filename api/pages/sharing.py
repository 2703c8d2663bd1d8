"""`/mutualisations`: what employers could share; `/mutualisations/{key}`: one of them, to print."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.http.labels import title_of_label
from api.http.service import ServiceOf
from api.pages.analysing import given_of
from api.pages.filtered import Filtered
from api.pages.frame import page, record_url, say, spaced
from api.pages.results import lines_of
from api.pages.sharing_parts import (
    callers_table,
    detail_text,
    facts_of,
    far_text,
    identity,
    parties_table,
    records_of,
)
from api.pages.tables import Cell, Column, Table, fixed, shown
from graph.analyses.pooling.results import (
    SharedFunction,
    SharedResource,
    SharedSession,
    Sharing,
    SharingResult,
)
from graph.errors import unknown
from graph.wording import sentence

router = APIRouter(include_in_schema=False)
ADDRESS = "/mutualisations"
One = TypeVar("One", bound=Sharing)


@router.get(ADDRESS)
def show_sharing(request: Request, service: ServiceOf) -> Response:
    """Shows what could be shared: sessions, resources, functions."""
    return LIST.page(request, service)


@router.get(ADDRESS + "/{key}")
def show_one_sharing(key: str, request: Request, service: ServiceOf) -> Response:
    """Shows one thing to share with all that it can be checked by.

    Raises:
        UnknownNameError: it is not, or no longer, in the answer that the address asks for.
    """
    given = given_of(service, request)
    found: Sharing | None = LIST.one(service, given, key)
    if found is None:
        raise unknown("sharing.unknown", key, ())
    query = f"?{urlencode(given)}" if given else ""
    return page(
        request,
        "sharing.html",
        spaced(sentence(f"shared.one.{found.kind}", title=found.title)),
        menu="analyses",
        crumbs=((say("menu.analyses"), "/analyses"), (say("sharing.title"), ADDRESS + query)),
        sharing=found,
        identity=identity(found),
        records=records_of(found),
        paragraph=spaced(found.paragraph),
        facts=facts_of(found),
        parties=parties_table(found),
        callers=callers_table(found),
        questions=lines_of(found.questions),
    )


def _told(result: SharingResult, query: str) -> dict[str, Any]:
    """Returns what the page says of a result."""
    return {
        "answer": _answer(result) if result.total else [say("shared.nothing")],
        "tables": [
            _table("sessions", result.sessions, query, _of_session),
            _table("resources", result.resources, query, _of_resource),
            _table("functions", result.functions, query, _of_function),
        ],
        "left_out": _left_out(result),
        "reasons": lines_of(result.reasons),
    }


def _answer(result: SharingResult) -> list[str]:
    """Returns how much of each kind there is."""
    held = sum(each.state != "short" for each in result.sessions)
    return [
        say("shared.answer.sessions", count=len(result.sessions)),
        *([say("shared.answer.held", count=held)] if result.sessions else []),
        say("shared.answer.resources", count=len(result.resources)),
        say("shared.answer.functions", count=len(result.functions)),
    ]


COLUMNS = {
    "sessions": ("people", "seats_left", "lacking", "distance"),
    "resources": ("wanting", "available", "distance"),
    "functions": ("days", "distance"),
}


def _table(
    name: str, found: Sequence[One], query: str, cells: Callable[[One], Sequence[str]]
) -> Table:
    """Returns the table of a kind: what and who in a few lines, then its figures."""
    rows = [
        [Cell(parts=_summary(each, query)), *map(Cell, (*cells(each), far_text(each)))]
        for each in found
    ]
    columns = [
        Column(say(f"shared.column.{name}")),
        *(Column(say(f"shared.column.{each}"), each != "available") for each in COLUMNS[name]),
    ]
    return Table(say(f"shared.{name}"), columns, rows, aside=True)


def _summary(each: Sharing, query: str) -> list[Cell]:
    """Returns what is shared, by whom, and what else tells it apart, a line each."""
    lines = filter(None, (spaced(each.who), detail_text(each)))
    return [
        Cell(each.title, f"{ADDRESS}/{each.key}{query}", blurred=each.blurred),
        *map(Cell, lines),
    ]


def _of_session(each: SharedSession) -> Sequence[str]:
    return shown(each.people), shown(each.left), shown(each.lacking)


def _of_resource(each: SharedResource) -> Sequence[str]:
    return shown(len(each.participants)), each.available or ""


def _of_function(each: SharedFunction) -> Sequence[str]:
    return (fixed(each.days, 1),)


def _left_out(result: SharingResult) -> Table:
    rows = [
        [
            Cell(left.record.name, record_url(left.type, left.record.key)),
            Cell(title_of_label(left.type)),
            Cell(left.employer.name if left.employer else ""),
            Cell(spaced(left.reason.sentence)),
        ]
        for left in result.left_out
    ]
    columns = [Column(say(f"shared.column.{n}")) for n in ("record", "type", "whose", "why")]
    count = say("shared.left_out.count", count=len(rows))
    return Table(say("shared.left_out"), columns, rows, count)


LIST = Filtered(
    "sharing",
    ADDRESS,
    "sharings.html",
    "sharing.title",
    ("kind", "territory", "radius_km", "minutes", "horizon"),
    _told,
)
