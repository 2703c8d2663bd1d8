"""`/passerelles/structure`: communities of companies, what holds them, what joins sectors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.computing import day_of, named
from api.http.service import ServiceOf
from api.pages.analysing import answered, given_of
from api.pages.fields import analysis_fields
from api.pages.frame import page, record_url, say, spaced
from api.pages.results import lines_of
from api.pages.structure_pictures import Picture, picture
from api.pages.tables import Cell, Column, Table, fixed, shown
from graph.analyses.reasons import Named
from graph.analyses.structuring.results import StructureResult
from graph.wording import sentence

router = APIRouter(include_in_schema=False)
ADDRESS = "/passerelles/structure"


@router.get(ADDRESS)
def show_structure(request: Request, service: ServiceOf) -> Response:
    """Shows the structure of the companies' graph, and the form that chooses the graph."""
    wanted = named("structure")
    given = given_of(service, request)
    answer = answered(service, wanted, given)
    result: StructureResult | None = answer.document["result"] if answer.document else None
    filled = {"on": day_of(service.workspace).isoformat()} | given
    return page(
        request,
        "structure.html",
        sentence(wanted.title),
        menu="analyses",
        crumbs=((say("menu.analyses"), "/analyses"),),
        status=answer.status,
        stale=answer.stale,
        help=spaced(sentence(wanted.help)),
        action=ADDRESS,
        fields=analysis_fields(service, wanted, filled, dict(answer.errors)),
        errors=answer.errors,
        tables=tables_of(result) if result else [],
        picture=_picture(result) if result else None,
        reasons=lines_of(result.reasons) if result else [],
        file="/api/analyses/structure" + (f"?{urlencode(given)}" if given else ""),
    )


def _picture(result: StructureResult) -> Picture | None:
    return picture(result) if result.communities else None


def tables_of(result: StructureResult) -> list[Table]:
    """Returns what there is, a table a list."""
    return [
        _communities(result),
        _table(
            "holding_links",
            ("company", "other_company", "on_its_side", "on_other_side", "reasons"),
            [
                (
                    _company(each.company),
                    _company(each.other_company),
                    Cell(shown(each.on_its_side)),
                    Cell(shown(each.on_other_side)),
                    Cell(lines=lines_of(each.reasons)),
                )
                for each in result.holding_links
            ],
        ),
        _table(
            "holding_companies",
            ("company", "blocks", "reasons"),
            [
                (
                    _company(each.company),
                    Cell(", ".join(map(shown, each.blocks))),
                    Cell(lines=lines_of(each.reasons)),
                )
                for each in result.holding_companies
            ],
        ),
        _joining("joining_companies", "company", "Company", result.joining_companies),
        _joining("joining_occupations", "occupation", "Occupation", result.joining_occupations),
        _backbone(result),
    ]


def _communities(result: StructureResult) -> Table:
    rows = [
        (
            Cell(f"{each.number}. {each.name}"),
            Cell(shown(each.size)),
            Cell(parts=[_company(member) for member in each.members]),
            Cell(shown(each.inside)),
            Cell(shown(each.outside)),
            Cell(fixed(each.betweenness, 2)),
            Cell(lines=lines_of(each.reasons)),
        )
        for each in result.communities
    ]
    names = ("community", "size", "members", "inside", "outside", "betweenness", "reasons")
    return _table("communities", names, rows, result.communities_found)


def _joining(field: str, name: str, label: str, found: Sequence[Any]) -> Table:
    rows = [
        (
            Cell((one := getattr(each, name)).name, record_url(label, one.key)),
            Cell(fixed(each.participation, 2)),
            Cell(shown(each.sectors)),
            Cell(lines=lines_of(each.reasons)),
        )
        for each in found
    ]
    return _table(field, (name, "participation", "sectors", "reasons"), rows)


def _backbone(result: StructureResult) -> Table:
    names = {each.number: each.name for each in result.communities}
    rows = [
        (
            _numbered(each.community, names),
            _numbered(each.other_community, names),
            Cell(fixed(each.weight, 2)),
            Cell(fixed(each.chance, 3)),
            Cell(lines=lines_of(each.reasons)),
        )
        for each in result.backbone
    ]
    titles = ("community", "other_community", "weight", "chance", "reasons")
    return _table("backbone", titles, rows)


def _numbered(number: int, names: dict[int, str]) -> Cell:
    return Cell(f"{number}. {names[number]}" if number in names else str(number))


FIGURES = frozenset(
    {
        "betweenness",
        "chance",
        "inside",
        "on_its_side",
        "on_other_side",
        "outside",
        "participation",
        "sectors",
        "size",
        "weight",
    }
)


def _table(
    field: str, names: Sequence[str], rows: Sequence[Sequence[Cell]], total: int | None = None
) -> Table:
    columns = [Column(say(f"result.{name}"), name in FIGURES) for name in names]
    count = (
        say("result.lines", count=len(rows))
        if total is None
        else say("result.shown", shown=len(rows), count=total)
    )
    return Table(say(f"result.{field}"), columns, rows, count, say("structure.none"))


def _company(one: Named) -> Cell:
    return Cell(one.name, record_url("Company", one.key))
