"""`/fiches/{type}/{key}`: every record with its facts, who says them, and its edges."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.computing import day_of
from api.http.labels import called, day_text, edge_title, property_title, text_of, type_title
from api.http.records import values_of
from api.http.service import Service, ServiceOf
from api.origins import Origins, edge_origins, origins
from api.pages.frame import Link, page, record_url, say, spaced
from api.pages.lists import MENUS, list_url
from api.pages.origins import Telling, aged
from api.pages.quality import confirm_url
from api.pages.removing import removed_page
from api.pages.tables import Cell, Column, Table
from api.removals import own_key, removal
from graph.aliases import aliases
from graph.declare import node_type
from graph.editions import credits_of
from graph.errors import UnknownNameError
from graph.kinds import Number, Whole
from graph.quality import KEPT
from graph.records import EdgeGroup, End, FoundRecord, record
from graph.schema import EMPLOYERS
from graph.wording import sentence
from queries.catalogue import Question

if TYPE_CHECKING:
    from api.workspace import Workspace

router = APIRouter(include_in_schema=False)
LAST = 1000  # after those that have a place of their own
CODED = frozenset({"Occupation", "Sector", "Certification"})


@router.get("/fiches/{label}/{key:path}")
def show_record(label: str, key: str, request: Request, service: ServiceOf) -> Response:
    """Shows a record of any type as the reader may see it.

    An older key leads to the record that it stands for; one that was taken away can be restored.

    Raises:
        UnknownNameError: no record of that type that the viewer may read is called that.
    """
    node = node_type(label)
    own = own_key(service.workspace, node, key)
    try:
        found = record(service.workspace.store, service.viewer, label, own)
    except UnknownNameError:
        if gone := removal(service.workspace, node, key):
            return removed_page(request, node, gone)
        raise
    if own != key:
        return RedirectResponse(record_url(label, own), 303)
    return _shown(request, service, found)


def _shown(request: Request, service: Service, found: FoundRecord) -> Response:
    label, workspace = found.node.__name__, service.workspace
    title, on = type_title(found.node, plural=True), day_of(workspace)
    told = Telling(credits_of(workspace.ledger, _sources(found)), on)
    return page(
        request,
        "record.html",
        called(label, found.key, found.headline),
        menu=MENUS.get(label, ""),
        crumbs=((_capital(title), list_url(label)),),
        kind=_capital(type_title(found.node)),
        found=found,
        facts=_facts(workspace, found, told),
        groups=[_group(workspace, found, group, told) for group in found.edges],
        claims=_claims(workspace, found, told),
        confirm=confirm_url(label, found.key) if label in KEPT else "",
        level=sentence(f"visibility.{found.values.get('visibility', service.viewer.visibility)}"),
        guarded=found.node.guarded(),
        file=f"/api/records/{label}/{quote(found.key, safe='')}",
        address=record_url(label, found.key),
        questions=questions_about(service, label, found.key),
        bridges=_bridges(label, found.key),
    )


def _bridges(label: str, key: str) -> list[Link]:
    """Returns the lists of bridges from an employer and towards it; none of any other type."""
    if label not in EMPLOYERS:
        return []
    return [
        Link(say("bridging.from_record"), f"/passerelles?{urlencode({'company': key})}"),
        Link(say("bridging.to_record"), f"/passerelles?{urlencode({'towards': key})}"),
    ]


def _sources(found: FoundRecord) -> set[str]:
    ends = (end.claims for group in found.edges for end in group.ends)
    return {name for said in (found.claims, *ends) for name in _texts(said.get("sources"))}


def questions_about(service: Service, label: str, key: str) -> list[Link]:
    """Returns the questions that take this record for a parameter, filled with it.

    Those asked every week come first, then in the order of the catalogue.
    """
    weekly = [question.name for question in service.questions.weekly]
    found = [
        (question, name)
        for question in service.questions
        for name, parameter in question.header.parameters.items()
        if label in parameter.types and key in service.choices(parameter.choices_from)
    ]
    found.sort(key=lambda each: weekly.index(each[0].name) if each[0].name in weekly else LAST)
    counted = Counter(question.name for question, _ in found)
    return [
        Link(
            _asked(question, name, alone=counted[question.name] == 1),
            f"/questions/{question.name}?{urlencode({name: key})}",
        )
        for question, name in found
    ]


def _asked(question: Question, parameter: str, *, alone: bool) -> str:
    """Returns the title of a question, with the parameter's where the record could be several."""
    title = spaced(question.title)
    return title if alone else f"{title} ({question.header.parameters[parameter].title})"


@router.get("/fiches/{label}")
def to_list(label: str) -> Response:
    """Leads to the list of a type.

    Raises:
        UnknownNameError: no type is called that.
    """
    return RedirectResponse(list_url(node_type(label).__name__), 303)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _facts(workspace: Workspace, found: FoundRecord, told: Telling) -> Table:
    columns = [Column(say(code)) for code in ("record.fact", "record.value", "said.title")]
    kinds = found.node.properties
    known = origins(workspace, found.node, [found.key]).get(found.key, Origins()).told
    rows = [
        (
            Cell(spaced(_capital(each.title))),
            Cell(each.text),
            told.origin(kinds[each.name], known.get(each.name)),
        )
        for each in values_of(found.values, kinds)
    ]
    key = (Cell(say("record.key")), Cell(found.key), Cell())
    return Table(say("record.facts_of", name=found.headline), columns, [key, *rows], aside=True)


def _group(
    workspace: Workspace, found: FoundRecord, group: EdgeGroup, told: Telling
) -> tuple[str, Table]:
    """Returns the heading of a group of edges, and its table."""
    names = [name for name in group.signature.properties if _said(group.ends, name)]
    kinds = [group.signature.properties[name] for name in names]
    columns = [
        Column(_capital(type_title(group.other))),
        *(Column(_capital(property_title(k)), isinstance(k, (Number, Whole))) for k in kinds),
        Column(say("said.title")),
        Column(say("record.confirmed")),
    ]
    rows = [
        (
            _other(end),
            *(Cell(text_of(k, end.values[k.name]) if k.name in end.values else "") for k in kinds),
            told.edge_origin(group.signature.properties, origin, _texts(end.claims.get("sources"))),
            Cell(age_of(end.claims, told.on)),
        )
        for end, origin in zip(group.ends, edge_origins(workspace, found, group), strict=True)
    ]
    title = _capital(spaced(edge_title(group.signature, group.direction)))
    count = say("record.edges", count=group.count)
    if group.count > len(group.ends):
        count = say("record.edges_cut", count=group.count, shown=len(group.ends))
    return title, Table(title, columns, rows, count, aside=True)


def _said(ends: Sequence[End], name: str) -> bool:
    return any(name in end.values for end in ends)


def _other(end: End) -> Cell:
    code = end.key if end.label in CODED and end.headline != end.key else ""
    return Cell(called(end.label, end.key, end.headline), record_url(end.label, end.key), code)


def _claims(workspace: Workspace, found: FoundRecord, told: Telling) -> list[str]:
    said = found.claims
    shown = ", ".join(told.name(name) for name in _texts(said.get("sources")))
    first, last = said.get("observed_on"), age_of(said, told.on)
    lines = [say("record.sources", sources=shown)]
    lines += [say("record.observed_on", day=day_text(first))] if first else []
    lines += [say("record.confirmed_on", day=last)] if last else []
    known = aliases(workspace.ledger).spellings(found.node.__name__, found.key)[1:]
    return [
        *lines,
        *([say("edit.also_known", keys=", ".join(known), count=len(known))] if known else []),
    ]


def _texts(value: object) -> list[str]:
    return [str(each) for each in value] if isinstance(value, (list, tuple)) else []


def age_of(claims: Mapping[str, object], on: date) -> str:
    """Returns the day of the last confirmation, with what its age asks for on a day."""
    return aged(str(claims.get("confirmed_on") or ""), _texts(claims.get("sources")), on)
