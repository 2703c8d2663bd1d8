"""`/passerelles`: who could go from where to where; `/passerelles/{key}`: one bridge, to print."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import APIRouter
from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import Response

from api.computing import named
from api.http.labels import day_text
from api.http.service import Service, ServiceOf
from api.pages.analysing import given_of
from api.pages.bridge_parts import (
    KINDS,
    columns,
    distance_text,
    facts_of,
    missing_text,
    move_text,
    passage,
    score_tables,
    sides_table,
    skills_table,
    trainings_table,
)
from api.pages.filtered import Filtered
from api.pages.frame import page, record_url, say, spaced
from api.pages.results import lines_of, party_cell
from api.pages.tables import Cell, Table, shown
from api.wordings import enumerated, titled
from graph.analyses.bridges import BridgesParameters, one
from graph.analyses.bridging.results import Bridge, BridgesResult, Party, PoolCount
from graph.analyses.transitions import between
from graph.errors import DataError, unknown
from viz.flows import NARROW, Flow, Flows, flows

router = APIRouter(include_in_schema=False)
ADDRESS = "/passerelles"
DRAWN = 16


@router.get(ADDRESS)
def show_bridges(request: Request, service: ServiceOf) -> Response:
    """Shows the bridges of the territory, from a company, towards one, or between sectors."""
    company = given_of(service, request).get("company")
    closure = f"/fermetures/{quote(company, safe='')}" if company else ""
    return LIST.page(request, service, closure=closure)


@router.get(ADDRESS + "/{key}")
def show_bridge(key: str, request: Request, service: ServiceOf) -> Response:
    """Shows one bridge with all that it can be checked by."""
    given = given_of(service, request)
    bridge = bridge_of(service, given, key)
    query = f"?{urlencode(given)}" if given else ""
    return page(
        request,
        "bridge.html",
        say("bridging.one", source=bridge.source.name, target=bridge.target.name),
        menu="analyses",
        crumbs=(
            (say("menu.analyses"), "/analyses"),
            (say("bridging.title"), ADDRESS + query),
        ),
        bridge=bridge,
        paragraph=spaced(bridge.paragraph),
        facts=facts_of(bridge),
        skills=[skills_table("missing", bridge.missing), skills_table("held", bridge.held)],
        scores=_scores(service, bridge),
        trainings=trainings_table(bridge),
        sides=sides_table(bridge),
        loan=lines_of(bridge.loan),
        agree=f"{ADDRESS}/{bridge.key}/accord{query}",
        refuse=f"{ADDRESS}/{bridge.key}/ecarter{query}",
        lift=f"{ADDRESS}/{bridge.key}/lever{query}",
        cell=service.viewer.visibility == "cell",
    )


def _scores(service: Service, bridge: Bridge) -> list[Table]:
    """Returns the parts of both scores of a bridge; none where the occupation is the same."""
    ends = bridge.from_occupation.key, bridge.to_occupation.key
    if bridge.effort == "same":
        return []
    snapshot = service.snapshot(named("bridges").types)
    move = service.keep(("move", *ends), service.viewer, lambda: between(snapshot, *ends))
    return score_tables(move)


def bridge_of(service: Service, given: Mapping[str, str], key: str) -> Bridge:
    """Returns the bridge of a key, of the answer that the address asks for.

    Raises:
        UnknownNameError: it is not, or no longer, in that answer.
    """
    try:
        asked = service.dated(BridgesParameters.model_validate(given))
        snapshot = service.snapshot(named("bridges").types)
        name = ("bridge", key, asked.model_dump_json())
        return service.keep(name, service.viewer, lambda: one(snapshot, asked, key))
    except (ValidationError, DataError):
        raise unknown("bridging.unknown", key, ()) from None


def _told(result: BridgesResult, query: str) -> dict[str, Any]:
    """Returns what the page says of a result."""
    drawn = [bridge for bridge in result.bridges if bridge.people][:DRAWN]
    return {
        "answer": [
            say("bridging.answer", count=result.people, total=result.total)
            if result.total
            else say("bridging.nobody")
        ],
        "picture": _picture(drawn),
        "picture_says": say("bridging.picture", count=len(drawn)),
        "kinds": KINDS[:3],
        "table": _table(result, query),
        "misses": _misses(result),
        "pools": _pools(result.pools),
        "reasons": lines_of(result.reasons),
    }


def _picture(drawn: Sequence[Bridge]) -> Flows:
    return flows(
        [Flow(_side(b.source), _side(b.target), b.people, b.effort) for b in drawn], NARROW
    )


def _side(party: Party) -> str:
    return f"{party.name}\n{party.commune}" if party.commune else party.name


def _table(result: BridgesResult, query: str) -> Table:
    names = ("bridge", "people", "distance")
    rows = [
        [
            Cell(parts=_summary(bridge, query)),
            Cell(shown(bridge.people)),
            Cell(distance_text(bridge)),
        ]
        for bridge in result.bridges
    ]
    count = say("result.shown", shown=len(rows), count=result.total)
    return Table(say("bridging.list"), columns(names), rows, count, say("bridging.none"))


def _summary(bridge: Bridge, query: str) -> list[Cell]:
    """Returns a bridge in a few lines: who, what move, what it asks, what is missing, from when."""
    ends = say("bridging.ends", source=bridge.source.name, target=bridge.target.name)
    blurred = bridge.source.blurred or bridge.target.blurred
    asked = [passage(bridge)]
    if bridge.missing:
        asked.append(titled(say("bridging.column.missing"), missing_text(bridge)))
    asked.append(titled(say("bridging.column.starts_on"), day_text(bridge.starts_on)))
    return [
        Cell(ends, f"{ADDRESS}/{bridge.key}{query}", blurred=blurred),
        Cell(move_text(bridge)),
        Cell(spaced(enumerated(asked))),
    ]


def _misses(result: BridgesResult) -> Table:
    rows = [
        [
            party_cell(miss.source),
            party_cell(miss.target),
            Cell(f"{miss.from_occupation.name} → {miss.to_occupation.name}"),
            Cell(spaced(miss.reason.sentence)),
        ]
        for miss in result.near_misses
    ]
    return Table(
        say("bridging.near"), columns(("source", "target", "move", "beyond")), rows, aside=True
    )


def _pools(pools: Sequence[PoolCount]) -> Table:
    rows = [
        [
            Cell(pool.pool.name, record_url("Pool", pool.pool.key)),
            Cell(pool.occupation.name, code=pool.occupation.key),
            Cell(shown(pool.headcount)),
            Cell(day_text(pool.counted_on) if pool.counted_on else ""),
        ]
        for pool in pools
    ]
    names = ("pool", "occupation", "headcount", "counted_on")
    return Table(say("bridging.pools"), columns(names), rows, aside=True)


LIST = Filtered(
    "bridges",
    ADDRESS,
    "bridges.html",
    "bridging.title",
    ("company", "towards", "territory", "from_sector", "to_sector", "radius_km", "minutes"),
    _told,
)
