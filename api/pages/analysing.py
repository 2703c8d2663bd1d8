"""`/analyses`: every question and analysis; `/analyses/{name}`: a form and its result."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.computing import day_of, named, read_parameters
from api.http.service import Service, ServiceOf
from api.pages.fields import KEYS_OF, analysis_fields, named_errors, resolved
from api.pages.frame import page, say, spaced
from api.pages.results import facts_of, reasons_of, tables_of
from graph.analyses.registry import Analysis, analyses
from graph.errors import DataError
from graph.wording import sentence

router = APIRouter(include_in_schema=False)
OWN_PAGES = {
    "bridges": "/passerelles",
    "closure": "/fermetures",
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
    document, errors = answered(service, wanted, given)
    filled = {"on": day_of(service.workspace).isoformat()} | given
    return page(
        request,
        "analysis.html",
        sentence(wanted.title),
        menu="analyses",
        crumbs=((say("menu.analyses"), "/analyses"),),
        status=422 if errors else 200,
        help=spaced(sentence(wanted.help)),
        action=f"/analyses/{wanted.name}",
        fields=analysis_fields(service, wanted, filled, dict(errors)),
        errors=errors,
        result=_told(wanted, document),
        file=f"/api/analyses/{wanted.name}" + (f"?{urlencode(given)}" if given else ""),
    )


def given_of(service: Service, request: Request) -> dict[str, str]:
    """Returns the values of the address that are not empty, as programs write them."""
    filled = ((field, value) for field, value in request.query_params.items() if value != "")
    return {field: _read(service, field, value) for field, value in filled}


def _read(service: Service, field: str, value: str) -> str:
    """Returns the key of what is named, and a number with the point that programs write."""
    if field in KEYS_OF:
        return resolved(service, KEYS_OF[field], value)
    return re.sub(r"^(-?\d*),(\d+)$", r"\1.\2", re.sub(r"(?<=\d)\u202f(?=\d)", "", value))


def answered(
    service: Service, wanted: Analysis, given: Mapping[str, str]
) -> tuple[dict[str, Any] | None, list[tuple[str, str]]]:
    """Returns the document of a form's values, or what is wrong with them, by field.

    Neither while nothing is given of an analysis that needs something.
    """
    needed = [name for name, info in wanted.parameters.model_fields.items() if info.is_required()]
    if needed and not given:
        return None, []
    try:
        return service.run(wanted, read_parameters(wanted, given)), []
    except DataError as error:
        return None, named_errors(error)


def _sources(told: Sequence[Mapping[str, str | None]]) -> str:
    names = [str(one["credit"] or one["name"]) for one in told]
    return sentence("drawing.sources", sources=" ; ".join(names) or "—")


def _told(wanted: Analysis, document: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if document is None:
        return None
    result = document["result"]
    return {
        "tables": tables_of(wanted.name, result),
        "facts": facts_of(result),
        "reasons": [*reasons_of(result), _sources(document["sources"])],
    }
