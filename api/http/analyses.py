"""`/api/analyses`: what can be analysed, and the results with their reasons."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from api.computing import named, read_parameters
from api.exporting import exported, file_name
from api.http.files import FILE, MEDIA, Format, sent
from api.http.jobs import JobDocument, told
from api.http.schemas import Analyses, AnalysisSummary, analysis_answer
from api.http.service import ServiceOf
from api.listing import LISTS, listed as listed_lines
from graph.analyses.reasons import Described
from graph.analyses.registry import Analysis, analyses
from graph.wording import catalogue, sentence

LISTED_AS: tuple[Format, ...] = ("csv", "xlsx")


def router() -> APIRouter:
    """Returns the routes of every analysis."""
    made = APIRouter(prefix="/api/analyses", tags=["analyses"])
    made.add_api_route(
        "",
        listed,
        response_model=Analyses,
        operation_id="list_analyses",
        summary="The analyses that can be run.",
    )
    for each in analyses().values():
        made.add_api_route(
            f"/{each.name}",
            _running(each),
            response_model=analysis_answer(each),
            operation_id=f"analyse_{each.name.replace('-', '_')}",
            summary=_english(each.title),
            description=_english(each.help),
        )
        made.add_api_route(
            f"/{each.name}/jobs",
            _starting(each),
            methods=["POST"],
            status_code=202,
            operation_id=f"start_{each.name.replace('-', '_')}",
            summary=f"{_english(each.title)}, as a job that goes on without its client.",
        )
    for name in LISTS:
        for wanted in LISTED_AS:
            made.add_api_route(
                f"/{name}.{wanted}",
                _listing(analyses()[name], wanted),
                response_class=Response,
                responses={200: {"content": {MEDIA[wanted]: FILE}}},
                operation_id=f"list_{name}_as_{wanted}",
                summary=f"{_english(analyses()[name].title)}, as a {wanted.upper()} file.",
            )
    made.add_api_route("/{name}", any_analysis, include_in_schema=False)
    return made


def _english(code: str) -> str:
    return catalogue("en").gettext(code)


def _running(chosen: Analysis) -> Callable[..., dict[str, Any]]:
    """Returns the function of a route; its parameters are the fields of the analysis's own."""

    def run(service: ServiceOf, parameters: Described) -> dict[str, Any]:
        return service.run(chosen, parameters)

    run.__annotations__["parameters"] = Annotated[chosen.parameters, Query()]
    return run


def _listing(chosen: Analysis, wanted: Format) -> Callable[..., Response]:
    """Returns the function that gives what an analysis found as a file."""

    def give(service: ServiceOf, parameters: Described) -> Response:
        computed = service.computations.computed(service.wanted(chosen, parameters))
        file = exported(listed_lines(service.workspace, computed), wanted, "french")
        return sent(file, wanted, file_name(chosen.name, wanted, service.workspace.settings))

    give.__annotations__["parameters"] = Annotated[chosen.parameters, Query()]
    return give


def _starting(chosen: Analysis) -> Callable[..., JobDocument]:
    """Returns the function that starts a job; its parameters are those of the analysis."""

    def start(service: ServiceOf, response: Response, parameters: Described) -> JobDocument:
        job = service.computations.enqueue(service.wanted(chosen, parameters))
        response.headers["Location"] = f"/api/jobs/{job}"
        return told(service.computations.jobs.status(job, service.viewer), service.viewer)

    start.__annotations__["parameters"] = Annotated[chosen.parameters, Query()]
    return start


def listed() -> Analyses:
    """Returns every analysis with the schema of its parameters."""
    return Analyses(analyses=[_summary(each) for each in analyses().values()])


def any_analysis(name: str, request: Request, service: ServiceOf) -> Response:
    """Returns the answer of an analysis called by its French name.

    Raises:
        UnknownNameError: no analysis is called that; it names the nearest.
    """
    wanted = named(name)
    answer = service.run(wanted, read_parameters(wanted, dict(request.query_params)))
    body = analysis_answer(wanted).model_validate(answer)
    return Response(body.model_dump_json(), media_type="application/json")


def _summary(each: Analysis) -> AnalysisSummary:
    return AnalysisSummary(
        name=each.name,
        title=sentence(each.title),
        help=sentence(each.help),
        parameters=each.parameters.model_json_schema(),
    )
