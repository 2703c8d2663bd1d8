"""`/doublons/{type}`: two records side by side, made one, kept two, or let be two again."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from fastapi import APIRouter, Form, Query
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.computing import day_of
from api.http.duplicates import likely_of
from api.http.labels import edge_title, instant_text, property_title, text_of, type_title
from api.http.service import Service, ServiceOf
from api.merging import (
    LOWEST,
    Beside,
    Fact,
    beside,
    merge,
    mergeable,
    readable,
    reconsider,
    refuse,
    undo,
)
from api.pages.duplicate_links import ADDRESS, LARGEST, Asked, AskedOf, TwoOf, compare_url, pair_url
from api.pages.frame import Link, page, record_url, say, spaced
from api.pages.origins import Telling, aged
from api.pages.tables import Cell, Column, Table, fixed
from api.removals import own_key
from graph.analyses.duplicate.entries import EMPLOYERS
from graph.analyses.duplicates import Found
from graph.declare import node_type
from graph.editions import credits_of
from graph.errors import DataError
from graph.kinds import Property
from graph.records import FoundRecord
from graph.wording import number

router = APIRouter(include_in_schema=False)
FOUND = 20
Sought = Annotated[str, Query(alias="q", max_length=200)]
Chosen = Annotated[str, Form(max_length=500)]


@router.post("/doublons/fusionner")
def make_one(
    service: ServiceOf,
    chosen: AskedOf,
    label: Annotated[str, Form(alias="de")],
    a: Chosen,
    b: Chosen,
    kept: Annotated[str, Form(alias="garder")],
) -> Response:
    """Makes two records one under the key that is to stay; leads to the list, which says so.

    Raises:
        DataError: the key that is to stay is none of the two, or they are one already.
    """
    if kept not in (a, b):
        raise DataError("merging.keep_one", a=a, b=b)
    load = merge(service.workspace, service.viewer, label, b if kept == a else a, kept)
    return RedirectResponse(chosen.url(fait=str(load)), 303)


@router.post("/doublons/refuser")
def keep_two(service: ServiceOf, chosen: AskedOf, pair: TwoOf) -> Response:
    """Keeps two records two: the pair is proposed no more."""
    refuse(service.workspace, service.viewer, *pair)
    return RedirectResponse(chosen.url(de=pair.type, a=pair.a, b=pair.b), 303)


@router.post("/doublons/reconsiderer")
def open_again(service: ServiceOf, chosen: AskedOf, pair: TwoOf) -> Response:
    """Lets a refused pair be proposed again."""
    reconsider(service.workspace, service.viewer, *pair)
    return RedirectResponse(chosen.url(de=pair.type, a=pair.a, b=pair.b), 303)


@router.post("/doublons/defaire")
def let_be_two(
    service: ServiceOf, chosen: AskedOf, load: Annotated[int, Query(alias="fait", ge=1, le=LARGEST)]
) -> Response:
    """Lets what a load made one be two records again."""
    undo(service.workspace, service.viewer, load)
    return RedirectResponse(chosen.url(fait=str(load)), 303)


@router.get("/doublons/{label}")
def show_beside(
    label: str,
    request: Request,
    service: ServiceOf,
    chosen: AskedOf,
    pair: TwoOf,
    q: Sought = "",
) -> Response:
    """Shows two records side by side; with one alone, a search for the other.

    Raises:
        UnknownNameError: no such type is called that, or a record is not there for the reader.
    """
    node = mergeable(node_type(label).__name__)
    if not pair.a:
        return RedirectResponse(ADDRESS, 303)
    one = readable(service.workspace, service.viewer, node.__name__, pair.a)
    if not pair.b or own_key(service.workspace, node, pair.b) == one.key:
        return _search(request, service, chosen, one, q, same=bool(pair.b))
    other = readable(service.workspace, service.viewer, node.__name__, pair.b)
    return _beside(request, service, chosen, beside(service.workspace, one, other))


def _crumbs() -> list[tuple[str, str]]:
    return [(say("menu.analyses"), "/analyses"), (say("merging.title"), ADDRESS)]


# the search for another


def _search(
    request: Request, service: Service, chosen: Asked, one: FoundRecord, q: str, *, same: bool
) -> Response:
    label = one.node.__name__
    return page(
        request,
        "duplicate_search.html",
        say("merging.search_title", name=one.headline),
        menu="analyses",
        crumbs=_crumbs(),
        kind=type_title(one.node),
        key=one.key,
        action=f"{ADDRESS}/{label}",
        filter=q,
        same=same,
        table=_hits(service, chosen, one, q) if q.strip() else None,
        back=record_url(label, one.key),
    )


def _hits(service: Service, chosen: Asked, one: FoundRecord, q: str) -> Table:
    label = one.node.__name__
    found = [name for name in service.directory(label).search(q) if name.key != one.key]
    rows = [
        (
            Cell(name.headline, record_url(label, name.key)),
            Cell(name.key),
            Cell(say("merging.compare"), compare_url(chosen, label, one.key, name.key)),
        )
        for name in found[:FOUND]
    ]
    columns = [Column(say("list.name")), Column(say("record.key"))]
    columns.append(Column(say("merging.column.compare")))
    count = say("search.count", count=len(found), shown=len(rows))
    return Table(say("merging.others"), columns, rows, count, say("search.nothing"), aside=True)


# side by side


def _beside(request: Request, service: Service, chosen: Asked, found: Beside) -> Response:
    label = found.a.node.__name__
    told = Telling(credits_of(service.workspace.ledger, _sources(found)), day_of(service.workspace))
    pair = None
    if label in EMPLOYERS:
        pair = likely_of(service, LOWEST).pair(label, found.a.key, found.b.key)
    return page(
        request,
        "duplicate.html",
        say("merging.beside", a=found.a.headline, b=found.b.headline),
        menu="analyses",
        crumbs=_crumbs(),
        kind=type_title(found.a.node, plural=True),
        two_sirets=found.two_sirets,
        refused=_refusal(found),
        reconsider=pair_url(chosen, "reconsiderer", label, found.a.key, found.b.key),
        refuse=pair_url(chosen, "refuser", label, found.a.key, found.b.key),
        evidence=_evidence(pair),
        score=fixed(pair.score, 2) if pair else "",
        sides=[
            (Link(one.headline, record_url(label, one.key)), one.key) for one in (found.a, found.b)
        ],
        label=label,
        kept=found.kept,
        rows=[*_facts(found, told), *_links(found), *_claims(found, told)],
        action=chosen.url(f"{ADDRESS}/fusionner"),
        another=compare_url(chosen, label, found.a.key),
    )


def _sources(found: Beside) -> set[str]:
    return {name for one in (found.a, found.b) for name in _texts(one.claims.get("sources"))}


def _texts(value: object) -> list[str]:
    return [str(each) for each in value] if isinstance(value, (list, tuple)) else []


def _refusal(found: Beside) -> str:
    if found.refusal is None:
        return ""
    at = instant_text(found.refusal.refused_at)
    return say("merging.refused_by", by=found.refusal.refused_by, at=at)


def _evidence(pair: Found | None) -> list[str]:
    return [spaced(each.sentence) for each in pair.facts.evidence] if pair else []


class Row(NamedTuple):
    """A line of the table: what it is of, what each record says, what the one would, and why."""

    title: str
    a: str
    b: str
    held: str = ""
    why: str = ""
    differs: bool = False


def _facts(found: Beside, told: Telling) -> list[Row]:
    """Returns, by property, what each says, what would hold and why; marked where they differ."""
    kinds = found.a.node.properties
    return [_fact(kinds[fact.name], fact, told) for fact in found.facts]


def _fact(kind: Property, fact: Fact, told: Telling) -> Row:
    a, b, held = (_text(kind, value) for value in (fact.a, fact.b, fact.told.words[0].value))
    title = _capital(spaced(property_title(kind)))
    return Row(title, a, b, held, _why(fact, told), fact.differs)


def _why(fact: Fact, told: Telling) -> str:
    """Returns why a value would hold where the two differ; who says it where one says nothing."""
    source = told.name(fact.told.words[0].source)
    if fact.differs:
        why = fact.told.why
        if fact.told.contested:
            return say("merging.differs", source=source, why=say(f"said.why.{why}"))
        return say("merging.differs_alone", source=source)
    return say("merging.one_says", source=source) if fact.a != fact.b else ""


def _text(kind: Property, value: object) -> str:
    return "" if value is None else text_of(kind, value)


def _links(found: Beside) -> list[Row]:
    return [
        Row(
            _capital(spaced(edge_title(each.signature, each.direction))),
            number(each.a),
            number(each.b),
            "" if each.a and each.b else number(max(each.a, each.b)),
            say("merging.links_move") if each.a and each.b else "",
        )
        for each in found.links
    ]


def _claims(found: Beside, told: Telling) -> list[Row]:
    sources = [_texts(one.claims.get("sources")) for one in (found.a, found.b)]
    union = sorted({name for names in sources for name in names})
    days = [str(one.claims.get("confirmed_on") or "") for one in (found.a, found.b)]
    a, b, both = (", ".join(map(told.name, each)) for each in (*sources, union))
    one, other = (aged(*each, told.on) for each in zip(days, sources, strict=True))
    latest = aged(max(days), union, told.on)
    return [
        Row(say("merging.sources"), a, b, both),
        Row(say("record.confirmed"), one, other, latest),
    ]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
