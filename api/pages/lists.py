"""Lists of every type, a page at a time, and `/recherche`: names found by their parts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.giving import ENDINGS
from api.http.labels import called, property_title, text_of, title_of_label, type_title
from api.http.service import Service, ServiceOf
from api.pages.frame import Link, page, record_url, say, spaced
from api.pages.tables import Cell, Column, Table
from graph.declare import NODES, SIGNATURES, Node, node_type
from graph.kinds import Number, Property, Text, Texts, Whole
from graph.records import Name, rows

router = APIRouter(include_in_schema=False)
PAGE = 50
SOUGHT = ("Company", "Actor", "Occupation", "Territory", "Training", "Project")
FOUND = 20
LISTS = {"Company": "/entreprises", "Actor": "/partenaires", "Project": "/projets"}
MENUS = {"Company": "companies", "Actor": "actors", "Project": "projects"}
CHOSEN: dict[str, Sequence[str]] = {
    "Company": ("headcount", "status"),
    "Actor": ("kind", "acronym"),
    "Project": ("status", "horizon", "starts_on", "ends_on"),
    "Territory": ("kind", "population"),
    "Occupation": ("domain",),
    "Outlook": ("title", "year", "projects", "withheld"),
}
MOST_COLUMNS = 4
PLACE = Text("commune", "commune", "Where it is.", name="commune")
PageNumber = Annotated[int, Query(alias="page", ge=1, le=100_000)]
Sought = Annotated[str, Query(alias="q", max_length=200)]


def list_url(label: str) -> str:
    """Returns the address of the list of a type."""
    return LISTS.get(label, f"/listes/{label}")


@router.get("/entreprises")
def companies(
    request: Request, service: ServiceOf, number: PageNumber = 1, q: Sought = ""
) -> Response:
    """Shows the establishments."""
    return listing("Company", request, service, number, q)


@router.get("/partenaires")
def actors(
    request: Request, service: ServiceOf, number: PageNumber = 1, q: Sought = ""
) -> Response:
    """Shows the partners."""
    return listing("Actor", request, service, number, q)


@router.get("/projets")
def projects(
    request: Request, service: ServiceOf, number: PageNumber = 1, q: Sought = ""
) -> Response:
    """Shows the projects."""
    return listing("Project", request, service, number, q)


@router.get("/listes/{label}")
def any_type(
    label: str, request: Request, service: ServiceOf, number: PageNumber = 1, q: Sought = ""
) -> Response:
    """Shows the records of any type.

    Raises:
        UnknownNameError: no type is called that.
    """
    if label in LISTS:
        return RedirectResponse(LISTS[label], 303)
    return listing(node_type(label).__name__, request, service, number, q)


def listing(label: str, request: Request, service: Service, number: int, q: str) -> Response:
    """Returns a page of the records of a type, those whose name holds `q` where it is given."""
    directory = service.directory(label)
    found = directory.search(q) if q.strip() else [entry.name for entry in directory.entries]
    title = _capital(type_title(NODES[label], plural=True))
    last = max(1, -(-len(found) // PAGE))
    number = min(number, last)
    shown = found[PAGE * (number - 1) : PAGE * number]
    return page(
        request,
        "list.html",
        title,
        menu=MENUS.get(label, ""),
        table=_table(service, label, shown, _count(q, number, len(found), len(directory))),
        filter=q,
        total=len(directory),
        pages=_pages(list_url(label), q, number, last),
        action=list_url(label),
        files=_files(label, q.strip()),
        add=f"/fiches/{label}/nouveau",
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _count(q: str, number: int, found: int, total: int) -> str:
    first, last = PAGE * (number - 1) + 1, min(PAGE * number, found)
    if q.strip():
        return say("list.filtered", count=found, total=total, text=q)
    return say("list.range", first=first, last=last, count=found) if found else ""


def _pages(url: str, q: str, number: int, last: int) -> list[Link]:
    def link(code: str, target: int) -> Link:
        query = {"q": q, "page": target} if q else {"page": target}
        return Link(say(code, page=target), f"{url}?{urlencode(query)}")

    before = [link("list.previous", number - 1)] if number > 1 else []
    return [*before, *([link("list.next", number + 1)] if number < last else [])]


def _files(label: str, q: str) -> list[Link]:
    """Returns where the whole list is given as a file that loads again."""
    return [
        Link(ending.upper(), f"/api/tables/{label}?{urlencode({'format': ending, 'q': q})}")
        for ending in ENDINGS
    ]


def _table(service: Service, label: str, names: Sequence[Name], count: str) -> Table:
    node = NODES[label]
    chosen = CHOSEN.get(label) or _first_properties(node)
    kinds = [node.properties[name] for name in chosen]
    place = f"{label}-LOCATED_IN-Territory" in SIGNATURES
    columns = [Column(say("list.name"))]
    columns += [
        Column(_capital(property_title(each)), isinstance(each, (Number, Whole))) for each in kinds
    ]
    columns += [Column(say("list.place"))] if place else []
    keys = [name.key for name in names]
    values = rows(service.workspace.store, service.viewer, label, keys, chosen) if keys else {}
    cells = [_row(label, name, kinds, values.get(name.key, ())) for name in names]
    return Table(
        _capital(type_title(node, plural=True)),
        columns,
        cells,
        count,
        say("list.empty"),
        aside=True,
    )


def _row(label: str, name: Name, kinds: Sequence[Property], values: Sequence[object]) -> list[Cell]:
    """Returns the cells of a record: its name, its properties, then its commune if it has one."""
    known = zip((*kinds, PLACE)[: len(values)], values, strict=True)
    texts = [text_of(kind, value) if value is not None else "" for kind, value in known]
    return [_named(label, name), *map(Cell, texts)]


def _named(label: str, name: Name) -> Cell:
    return Cell(called(label, name.key, name.headline), record_url(label, name.key))


def _first_properties(node: type[Node]) -> list[str]:
    """Returns the first properties after the headline that fit a narrow column."""
    kept = [
        name
        for name, kind in node.properties.items()
        if name != node.headline and not isinstance(kind, Texts) and name != "description"
    ]
    return kept[:MOST_COLUMNS]


@router.get("/recherche")
def search(request: Request, service: ServiceOf, q: Sought = "") -> Response:
    """Shows the names that hold every word of `q`, accents aside; a SIRET in any grouping."""
    groups = []
    for label in SOUGHT if q.strip() else ():
        found = service.directory(label).search(q)
        if found:
            groups.append((_capital(title_of_label(label, plural=True)), _hits(label, found)))
    return page(
        request,
        "search.html",
        say("search.title"),
        sought=q,
        groups=groups,
        summary=spaced(say("search.summary", text=q, count=sum(len(g[1].rows) for g in groups))),
    )


def _hits(label: str, found: Sequence[Name]) -> Table:
    cells = [(_named(label, name), Cell(name.key)) for name in found[:FOUND]]
    count = say("search.count", count=len(found), shown=len(cells))
    columns = (Column(say("list.name")), Column(say("record.key")))
    return Table(_capital(title_of_label(label, plural=True)), columns, cells, count, aside=True)
