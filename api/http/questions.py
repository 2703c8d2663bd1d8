"""`/api/questions`: what can be asked, and the answers as JSON, CSV or a workbook."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.datastructures import ImmutableMultiDict
from starlette.requests import Request
from starlette.responses import Response

from api.exporting import exported, file_name
from api.http.files import FILE, MEDIA, Format, sent
from api.http.schemas import (
    AnswerDocument,
    BrokenQuestion,
    Choice,
    QuestionParameter,
    Questions,
    QuestionSummary,
)
from api.http.service import Service, ServiceOf
from graph.wording import sentence
from queries.answer import MOST, Manner
from queries.catalogue import Catalogue, Question
from queries.header import RESERVED, Parameter
from viz.exports import Dialect

SCHEMAS: Mapping[str, Mapping[str, Any]] = {
    "text": {"type": "string"},
    "integer": {"type": "integer"},
    "decimal": {"type": "number"},
    "date": {"type": "string", "format": "date"},
    "yes-no": {"type": "string", "enum": ["oui", "non", "yes", "no"]},
    "key": {"type": "string"},
    "keys": {"type": "array", "items": {"type": "string"}},
}
Limit = Annotated[int, Query(ge=1, le=MOST, description="Most rows to give.")]
SortBy = Annotated[
    str, Query(max_length=80, description="Column to sort by; `-` before it: the last first.")
]
DialectChoice = Annotated[
    Dialect, Query(description="`french` for spreadsheets, `rfc4180` for machines.")
]


def router(questions: Catalogue) -> APIRouter:
    """Returns the routes of every question of the catalogue."""
    made = APIRouter(prefix="/api/questions", tags=["questions"])
    made.add_api_route(
        "",
        listed,
        response_model=Questions,
        operation_id="list_questions",
        summary="The questions that can be asked.",
    )
    files: tuple[tuple[Format, Callable[..., Response]], ...] = (
        ("csv", as_csv),
        ("xlsx", as_xlsx),
        ("json", as_json),
    )
    for suffix, give in files:
        made.add_api_route(
            f"/{{name}}.{suffix}",
            give,
            response_class=Response,
            operation_id=f"ask_as_{suffix}",
            summary=f"The answer to a question as {suffix.upper()}.",
            responses={200: {"description": "The file.", "content": {MEDIA[suffix]: FILE}}},
        )
    for question in questions:
        _describe(made, question)
    made.add_api_route("/{name}", any_question, include_in_schema=False)
    return made


def _describe(made: APIRouter, question: Question) -> None:
    parameters = [_openapi(name, each) for name, each in question.header.parameters.items()]
    files = {MEDIA["csv"]: FILE, MEDIA["xlsx"]: FILE}
    made.add_api_route(
        f"/{question.name}",
        _asking(question.name),
        response_model=AnswerDocument,
        operation_id=f"ask_{question.name.replace('-', '_')}",
        summary=question.header.title.en,
        description=question.header.help.en,
        responses={200: {"description": "The answer.", "content": files}},
        openapi_extra={"parameters": parameters},
    )


def _asking(name: str) -> Callable[..., Response]:
    def asked_for(
        request: Request, service: ServiceOf, limit: Limit = MOST, sort: SortBy = ""
    ) -> Response:
        return any_question(name, request, service, limit, sort)

    return asked_for


def listed(service: ServiceOf) -> Questions:
    """Returns every question with its parameters, in the reader's language; then what is broken."""
    return Questions(
        questions=[_summary(question) for question in service.questions],
        broken=[
            BrokenQuestion(name=name, issues=[str(issue) for issue in error.issues])
            for name, error in service.questions.broken.items()
        ],
    )


def any_question(
    name: str, request: Request, service: ServiceOf, limit: Limit = MOST, sort: SortBy = ""
) -> Response:
    """Returns the answer in the form that `Accept` prefers."""
    return _file(name, request, service, _accepted(request), Manner(limit, sort))


def as_csv(
    name: str,
    request: Request,
    service: ServiceOf,
    limit: Limit = MOST,
    sort: SortBy = "",
    dialect: DialectChoice = "french",
) -> Response:
    """Returns the answer as CSV."""
    return _file(name, request, service, "csv", Manner(limit, sort), dialect)


def as_xlsx(
    name: str, request: Request, service: ServiceOf, limit: Limit = MOST, sort: SortBy = ""
) -> Response:
    """Returns the answer as a workbook."""
    return _file(name, request, service, "xlsx", Manner(limit, sort))


def as_json(
    name: str, request: Request, service: ServiceOf, limit: Limit = MOST, sort: SortBy = ""
) -> Response:
    """Returns the answer as JSON."""
    return _file(name, request, service, "json", Manner(limit, sort))


def _file(
    name: str,
    request: Request,
    service: Service,
    wanted: Format,
    manner: Manner,
    dialect: Dialect = "french",
) -> Response:
    """Returns an answer in one of the three forms, whole before its first byte is sent."""
    with service.exporting(name, parameters_of(request.query_params), manner) as table:
        file = exported(table, wanted, dialect)
    called = file_name(name, wanted, service.workspace.settings)
    return sent(file, wanted, called if wanted != "json" else None)


def parameters_of(given: ImmutableMultiDict[str, Any]) -> dict[str, object]:
    """Returns what an address or a form gives for parameters; several values as a list."""
    names = [each for each in given if each not in RESERVED]
    many = {each: given.getlist(each) for each in names}
    return {each: values if len(values) > 1 else values[0] for each, values in many.items()}


def _accepted(request: Request) -> Format:
    """Returns the first known form that the `Accept` header names, JSON when none."""
    for part in request.headers.get("accept", "").split(","):
        media = part.partition(";")[0].strip().lower()
        for wanted, known in MEDIA.items():
            if media == known.partition(";")[0]:
                return wanted
    return "json"


def _summary(question: Question) -> QuestionSummary:
    return QuestionSummary(
        name=question.name,
        title=question.title,
        theme=sentence(f"theme.{question.header.theme}"),
        weekly=question.header.weekly,
        help=str(question.header.help),
        parameters=[_parameter(name, each) for name, each in question.header.parameters.items()],
    )


def _parameter(name: str, parameter: Parameter) -> QuestionParameter:
    return QuestionParameter(
        name=name,
        type=parameter.type,
        title=str(parameter.title),
        help=str(parameter.help),
        required=parameter.required,
        default=parameter.default,
        choices=[Choice(value=code, title=str(each)) for code, each in parameter.choices.items()],
        choices_from=parameter.choices_from or None,
    )


def _openapi(name: str, parameter: Parameter) -> dict[str, Any]:
    schema: dict[str, Any] = dict(SCHEMAS.get(parameter.type, {"type": "string"}))
    if parameter.choices:
        schema["enum"] = list(parameter.choices)
    if parameter.default is not None:
        schema["description"] = f"Default: {parameter.default}"
    return {
        "name": name,
        "in": "query",
        "required": parameter.required,
        "description": parameter.help.en,
        "schema": schema,
    }
