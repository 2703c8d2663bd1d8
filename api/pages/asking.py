"""`/questions/{name}`: a form, the answer, and an address that gives both back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.http.questions import as_csv, as_xlsx, parameters_of
from api.http.service import Service, ServiceOf
from api.pages.fields import named_errors, question_fields, resolved
from api.pages.frame import Link, page, say
from api.pages.tables import Table, answer_table
from graph.errors import DataError
from graph.wording import sentence
from queries.answer import Answer
from queries.catalogue import Question

router = APIRouter(include_in_schema=False)
SHOWN = 200
router.add_api_route("/questions/{name}.csv", as_csv)
router.add_api_route("/questions/{name}.xlsx", as_xlsx)


@router.get("/questions/{name}")
def ask(name: str, request: Request, service: ServiceOf) -> Response:
    """Shows the form of a question, and its answer once all that it needs is given."""
    question = service.questions.question(name)
    given = _given(service, question, parameters_of(request, service, name))
    found, errors = _answered(service, question, given)
    shown = {each: str(value) for each, value in given.items()}
    fields = question_fields(service, question, shown, dict(errors))
    return page(
        request,
        "question.html",
        question.title,
        menu="analyses",
        crumbs=((say("menu.analyses"), "/analyses"),),
        status=422 if errors else 200,
        question=question,
        help=str(question.header.help),
        fields=fields,
        errors=errors,
        found=found,
        table=_table(service, found) if found else None,
        files=_files(name, found.parameters if found else {}),
        example=urlencode(_texts(question.header.example)),
    )


def _given(service: Service, question: Question, asked: Mapping[str, object]) -> dict[str, object]:
    """Returns what was given, a name turned into the key of the one node called that."""
    given: dict[str, object] = {}
    for name, value in asked.items():
        parameter = question.header.parameters.get(name)
        if parameter and parameter.type == "key" and value:
            given[name] = resolved(service, parameter.types, str(value))
        else:
            given[name] = value
    return given


def _answered(
    service: Service, question: Question, given: Mapping[str, object]
) -> tuple[Answer | None, list[tuple[str, str]]]:
    needed = [name for name, each in question.header.parameters.items() if each.required]
    if needed and not given:
        return None, []
    try:
        return service.ask(question.name, given, SHOWN), []
    except DataError as error:
        return None, named_errors(error)


def _table(service: Service, found: Answer) -> Table:
    code = "ask.cut" if found.truncated else "ask.whole"
    count = say(code, count=found.row_count)
    return answer_table(service, found, found.title, count, say("ask.nothing"))


def _files(name: str, parameters: Mapping[str, object]) -> list[Link]:
    query = urlencode(_texts(parameters))
    end = f"?{query}" if query else ""
    return [
        Link("CSV", f"/questions/{name}.csv{end}"),
        Link("XLSX", f"/questions/{name}.xlsx{end}"),
        Link("JSON", f"/api/questions/{name}{end}"),
    ]


def _texts(parameters: Mapping[str, Any]) -> dict[str, str]:
    """Returns parameters as an address carries them, those without a value left out."""
    return {name: _text(value) for name, value in parameters.items() if value is not None}


def _text(value: object) -> str:
    if isinstance(value, (list, tuple)):
        return ";".join(map(str, value))
    if isinstance(value, bool):
        return sentence("word.yes" if value else "word.no")
    return str(value)
