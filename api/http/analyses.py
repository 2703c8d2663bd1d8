"""`/api/analyses`: what can be analysed, and the results with their reasons."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from api.computing import named, read_parameters
from api.http.jobs import JobDocument, told
from api.http.schemas import Analyses, AnalysisSummary, analysis_answer
from api.http.service import ServiceOf
from graph.analyses.reasons import Described
from graph.analyses.registry import Analysis, analyses
from graph.wording import catalogue, sentence


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


def _starting(chosen: Analysis) -> Callable[..., JobDocument]:
    """Returns the function that starts a job; its parameters are those of the analysis."""

    def start(service: ServiceOf, response: Response, parameters: Described) -> JobDocument:
        job = service.computations.enqueue(service.wanted(chosen, parameters))
        response.headers["Location"] = f"/api/jobs/{job}"
        return told(service.computations.jobs.status(job, service.viewer))

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
