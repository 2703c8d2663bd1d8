"""`/fermetures`: closures declared; `/fermetures/{key}`: where the people of one could go."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.computing import day_of, named
from api.http.labels import day_text
from api.http.service import ServiceOf
from api.pages.analysing import answered, given_of
from api.pages.bridge_parts import (
    KINDS,
    distance_text,
    list_files,
    missing_text,
    move_text,
    passage,
)
from api.pages.fields import analysis_fields
from api.pages.frame import page, record_url, say, spaced
from api.pages.results import lines_of, party_cell
from api.pages.tables import Cell, Column, Table, shown
from api.wordings import enumerated
from graph.analyses.bridging.results import Bridge, NearMiss
from graph.analyses.closing.results import ClosureResult, LandingWay
from graph.schema import EMPLOYERS
from graph.snapshot import Snapshot
from graph.wording import sentence
from viz.flows import Flow, Flows, flows

router = APIRouter(include_in_schema=False)
ADDRESS = "/fermetures"
CLOSURE = "closure"
ASKED = ("company", "radius_km")
DRAWN = 12  # stocks at the right of the picture; the others stand together


@dataclass(frozen=True)
class Closing:
    """An employer that declared a closure."""

    label: str
    key: str
    name: str
    people: int
    first: str


@router.get(ADDRESS)
def show_closures(request: Request, service: ServiceOf) -> Response:
    """Shows the employers that declared a closure, and the form for any other."""
    wanted = named(CLOSURE)
    asked = given_of(service, request)
    if company := asked.pop("company", ""):
        query = f"?{urlencode(asked)}" if asked else ""
        return RedirectResponse(f"{ADDRESS}/{quote(company, safe='')}{query}", 303)
    filled = {"on": day_of(service.workspace).isoformat()}
    return page(
        request,
        "closures.html",
        say("closures.title"),
        menu="analyses",
        crumbs=((say("menu.analyses"), "/analyses"),),
        action=ADDRESS,
        fields=[f for f in analysis_fields(service, wanted, filled, {}) if f.name in ASKED],
        table=_listed(list(_closings(service.snapshot(wanted.types)))),
        help=spaced(sentence(wanted.help)),
    )


@router.get(ADDRESS + "/{key}")
def show_closure(key: str, request: Request, service: ServiceOf) -> Response:
    """Shows where the people of one employer could go, on one page to print."""
    wanted = named(CLOSURE)
    given = given_of(service, request) | {"company": key}
    answer = answered(service, wanted, given)
    result: ClosureResult | None = answer.document["result"] if answer.document else None
    filled = {"on": day_of(service.workspace).isoformat()} | given
    return page(
        request,
        "closure.html",
        _title(result) if result else say("closures.title"),
        menu="analyses",
        crumbs=((say("menu.analyses"), "/analyses"), (say("closures.title"), ADDRESS)),
        status=answer.status,
        stale=answer.stale,
        action=f"{ADDRESS}/{quote(key, safe='')}",
        fields=[
            field
            for field in analysis_fields(service, wanted, filled, dict(answer.errors))
            if field.name != "company"
        ],
        errors=answer.errors,
        file=f"/api/analyses/closure?{urlencode(given)}",
        files=list_files("closure", f"?{urlencode(given)}"),
        bridges=f"/passerelles?{urlencode({'company': key})}",
        **(_told(result) if result else {"result": None}),
    )


def _title(result: ClosureResult) -> str:
    place = result.commune or result.employer.name
    return say("closures.of", place=place, count=result.people)


def _told(result: ClosureResult) -> dict[str, Any]:
    """Returns what the page says of a result."""
    return {
        "result": result,
        "employer": Cell(result.employer.name, record_url(result.type, result.employer.key)),
        "answer": [spaced(each.sentence) for each in result.answer],
        "closes": day_text(result.closes_on) if result.closes_on else "",
        "picture": picture_of(result),
        "kinds": KINDS,
        "ways": _ways(result),
        "leaving": _leaving(result),
        "misses": _misses(result.near_misses),
        "trainings": _trainings(result),
        "to_ask": lines_of(result.to_ask),
        "reasons": lines_of(result.reasons),
    }


def picture_of(result: ClosureResult) -> Flows:
    """Returns the flows of each occupation to where its people land, and of those who do not."""
    others = say("closures.others")
    found = [
        Flow(
            way.bridge.from_occupation.name,
            _landing(way.bridge) if place < DRAWN else others,
            way.bridge.people,
            way.bridge.effort,
        )
        for place, way in enumerate(result.ways)
    ]
    without = say("closures.without")
    found += [Flow(e.occupation.name, without, e.without, "none") for e in result.leaving]
    order = {each.occupation.name: place for place, each in enumerate(result.leaving)}
    return flows(sorted(found, key=lambda flow: order[flow.source]))


def _landing(bridge: Bridge) -> str:
    place = f", {bridge.target.commune}" if bridge.target.commune else ""
    return f"{bridge.target.name}{place}\n{bridge.to_occupation.name} ({bridge.to_occupation.key})"


def _ways(result: ClosureResult) -> Table:
    names = ("move", "target", "passage", "missing", "people", "distance", "opens_on")
    columns = [
        Column(say(f"closures.column.{name}"), name in {"people", "distance"}) for name in names
    ]
    count = say("closures.ways", bridges=len(result.ways), count=result.landing)
    return Table(
        say("closures.detail"),
        columns,
        [_row(way) for way in result.ways],
        count,
        say("closures.no_way"),
    )


def _row(way: LandingWay) -> list[Cell]:
    bridge = way.bridge
    return [
        Cell(move_text(bridge)),
        party_cell(bridge.target),
        Cell(_way(way)),
        Cell(missing_text(bridge)),
        Cell(shown(bridge.people)),
        Cell(distance_text(bridge)),
        Cell(day_text(way.opens_on)),
    ]


def _way(way: LandingWay) -> str:
    """Returns what the move asks, and the course that comes first."""
    told = [passage(way.bridge)]
    if way.training and way.session:
        told.append(f"{way.training.title}, {day_text(way.session.starts_on)}")
    return spaced(enumerated(told))


def _leaving(result: ClosureResult) -> list[str]:
    """Returns those who have no way out, by occupation, and why."""
    return [
        say(
            "closures.left",
            count=each.without,
            occupation=each.occupation.name,
            why=each.why.sentence if each.why else "",
        )
        for each in result.leaving
        if each.without
    ]


def _misses(found: Sequence[NearMiss]) -> list[dict[str, Any]]:
    """Returns what lies just out of reach, a need a line, with the occupations it would suit."""
    suited: dict[tuple[str, str, str], list[NearMiss]] = {}
    for miss in found:
        need = miss.target.name, miss.to_occupation.key, miss.reason.sentence
        suited.setdefault(need, []).append(miss)
    return [
        _miss(misses[0], [each.from_occupation.name for each in misses])
        for misses in suited.values()
    ]


def _miss(miss: NearMiss, suited: Sequence[str]) -> dict[str, Any]:
    return {
        "posts": say(
            "closures.posts", count=miss.target.people, occupation=miss.to_occupation.name
        ),
        "party": party_cell(miss.target),
        "why": spaced(miss.reason.sentence),
        "for": say("closures.would_suit", occupation=", ".join(suited)),
    }


def _trainings(result: ClosureResult) -> Table:
    names = ("training", "provider", "begins", "hours", "seats", "opened")
    columns = [
        Column(say(f"closures.column.{n}"), n in {"hours", "seats", "opened"}) for n in names
    ]
    rows = [
        [
            Cell(each.training.title, record_url("Training", each.training.key)),
            Cell(each.provider.name if each.provider else ""),
            Cell(day_text(each.session.starts_on)),
            Cell(shown(each.training.hours)),
            Cell(shown(each.session.seats_left)),
            Cell(shown(each.posts)),
        ]
        for each in result.unlocking
    ]
    return Table(
        say("closures.unlocking"), columns, rows, empty=say("closures.no_training"), aside=True
    )


def _listed(found: Sequence[Closing]) -> Table:
    names = ("employer", "people", "first_day")
    rows = [
        [
            Cell(each.name, f"{ADDRESS}/{quote(each.key, safe='')}"),
            Cell(shown(each.people)),
            Cell(day_text(each.first) if each.first else ""),
        ]
        for each in found
    ]
    columns = [Column(say(f"closures.column.{name}"), name == "people") for name in names]
    return Table(say("closures.declared"), columns, rows, empty=say("closures.none_declared"))


def _closings(snapshot: Snapshot) -> Iterator[Closing]:
    """Yields the employers with an open surplus of a closure, by name."""
    found: dict[tuple[str, int], list[int]] = {}
    table = snapshot.table("Surplus")
    for label in EMPLOYERS:
        for owner, surplus in snapshot.links(f"{label}-HAS_SURPLUS-Surplus").pairs():
            told = table.value(surplus, "reason"), table.value(surplus, "status")
            if told == (CLOSURE, "open"):
                found.setdefault((label, owner), []).append(surplus)
    closings = [
        Closing(
            label,
            snapshot.table(label).keys[owner],
            str(snapshot.table(label).value(owner, "name")),
            sum(int(str(table.value(each, "headcount"))) for each in surpluses),
            min(str(table.value(each, "starts_on") or "") for each in surpluses),
        )
        for (label, owner), surpluses in found.items()
    ]
    yield from sorted(closings, key=lambda closing: (closing.name, closing.key))
