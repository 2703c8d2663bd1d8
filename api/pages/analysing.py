"""`/analyses`: every question and analysis; `/analyses/{name}`: a form and its result."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import APIRouter
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.computing import Computed, Wanted, day_of, named, read_parameters
from api.http.labels import instant_text
from api.http.service import Service, ServiceOf
from api.jobs.job import StillComputing
from api.pages.fields import KEYS_OF, analysis_fields, named_errors, resolved
from api.pages.frame import Link, linked, page, say, spaced
from api.pages.results import facts_of, reasons_of, tables_of
from api.wordings import enumerated
from graph.analyses.registry import Analysis, analyses
from graph.errors import DataError
from graph.wording import number, sentence

router = APIRouter(include_in_schema=False)
OWN_PAGES = {
    "bridges": "/passerelles",
    "closure": "/fermetures",
    "groupings": "/groupements",
    "sharing": "/mutualisations",
    "structure": "/passerelles/structure",
    "transitions-quality": "/passerelles/qualite",
}
KEEPING = (("uploads", "/chargements"), ("merging", "/doublons"), ("quality", "/qualite"))


@router.get("/analyses")
def overview(request: Request, service: ServiceOf) -> Response:
    """Shows what can be asked and analysed, without what measures an analysis itself."""
    measures = {each.quality for each in analyses().values()}
    return page(
        request,
        "analyses.html",
        say("menu.analyses"),
        menu="analyses",
        analyses=[each for each in analyses().values() if each.name not in measures],
        weekly=service.questions.weekly,
        keeping=KEEPING,
    )


@router.get("/analyses/{name}")
def analyse(name: str, request: Request, service: ServiceOf) -> Response:
    """Shows the form of an analysis, and its result once all that it needs is given."""
    wanted = named(name)
    if wanted.name != name or name in OWN_PAGES:
        address = OWN_PAGES.get(wanted.name, f"/analyses/{wanted.name}")
        query = request.url.query
        return RedirectResponse(f"{address}?{query}" if query else address, 303)
    given = given_of(service, request)
    answer = answered(service, wanted, given)
    filled = {"on": day_of(service.workspace).isoformat()} | given
    return page(
        request,
        "analysis.html",
        sentence(wanted.title),
        menu="analyses",
        crumbs=((say("menu.analyses"), "/analyses"),),
        status=answer.status,
        help=spaced(sentence(wanted.help)),
        action=f"/analyses/{wanted.name}",
        fields=analysis_fields(service, wanted, filled, dict(answer.errors)),
        errors=answer.errors,
        stale=answer.stale,
        result=_told(wanted, answer.document),
        file=f"/api/analyses/{wanted.name}" + (f"?{urlencode(given)}" if given else ""),
    )


def given_of(service: Service, request: Request) -> dict[str, str]:
    """Returns the values of the address that are not empty, as programs write them."""
    filled = ((field, value) for field, value in request.query_params.items() if value != "")
    return {field: _read(service, field, value) for field, value in filled}


def back_to(address: str, key: str, request: Request) -> Response:
    """Returns what leads back to one result of an analysis, as its address asked for it."""
    query = request.url.query
    sheet = f"{address}/{quote(key, safe='')}"
    return RedirectResponse(f"{sheet}?{query}" if query else sheet, 303)


def _read(service: Service, field: str, value: str) -> str:
    """Returns the key of what is named, and a number with the point that programs write."""
    if field in KEYS_OF:
        return resolved(service, KEYS_OF[field], value)
    return re.sub(r"^(-?\d*),(\d+)$", r"\1.\2", re.sub(r"(?<=\d)\u202f(?=\d)", "", value))


@dataclass(frozen=True)
class Answered:
    """The answer to a form: a document, or what is wrong by field; neither before it is filled.

    `stale` says of an answer of an earlier revision or day that a newer one is on its way.
    """

    document: dict[str, Any] | None = None
    errors: Sequence[tuple[str, str]] = ()
    stale: Markup | None = None

    @property
    def status(self) -> int:
        """The status of the page that shows it."""
        return 422 if self.errors else 200


def answered(service: Service, wanted: Analysis, given: Mapping[str, str]) -> Answered:
    """Returns the answer to a form's values.

    Raises:
        StillComputing: it takes longer than a page waits, and there is no older one.
    """
    needed = [name for name, info in wanted.parameters.model_fields.items() if info.is_required()]
    if needed and not given:
        return Answered()
    try:
        asked = service.wanted(wanted, read_parameters(wanted, given))
        found = service.computations.soon(asked)
    except DataError as error:
        return Answered(errors=named_errors(error))
    return _found(service, found) if found else _awaited(service, asked)


def _found(service: Service, found: Computed, stale: Markup | None = None) -> Answered:
    return Answered(found.typed(service.workspace.ledger), stale=stale)


def _awaited(service: Service, asked: Wanted) -> Answered:
    job = service.computations.enqueue(asked)
    older = service.computations.older(asked)
    if older is None:
        raise StillComputing(job)
    link = Link(say("jobs.on_its_way"), f"/calculs/{job}")
    told = linked(
        "jobs.stale",
        {"job": link},
        instant=instant_text(older.computed_at),
        revision=number(older.stamp.revision),
    )
    return _found(service, older, told)


def _sources(told: Sequence[Mapping[str, str | None]]) -> str:
    names = [str(one["credit"] or one["name"]) for one in told]
    return sentence("drawing.sources", sources=enumerated(names) or "—")


def _told(wanted: Analysis, document: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if document is None:
        return None
    result = document["result"]
    return {
        "tables": tables_of(wanted.name, result),
        "facts": facts_of(result),
        "reasons": [*reasons_of(result), _sources(document["sources"])],
    }
