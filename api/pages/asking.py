"""`/questions` and `/questions/{name}`: the catalogue; a form, the answer, and its address."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.exporting import told
from api.http.labels import instant_text
from api.http.questions import as_csv, as_json, as_xlsx, parameters_of
from api.http.service import Service, ServiceOf
from api.keeping import keep
from api.pages.choosing import Choosing, chosen, question_fields
from api.pages.fields import named_errors
from api.pages.frame import Link, page, say, spaced
from api.pages.question_links import crumbs, pairs_of, question_url
from api.pages.tables import Ordered, Table, answer_table
from api.wordings import counted
from graph.codes import folded
from graph.errors import DataError
from graph.wording import sentence
from queries.answer import LIMIT, Answer, Manner
from queries.catalogue import Question

router = APIRouter(include_in_schema=False)
FILES = {"csv": as_csv, "xlsx": as_xlsx, "json": as_json}
for _ending, _give in FILES.items():
    router.add_api_route(f"/questions/{{name}}.{_ending}", _give)
Sought = Annotated[str, Query(alias="q", max_length=200)]
SortBy = Annotated[str, Query(max_length=80)]
Group = tuple[str, Sequence[Question]]


@router.get("/questions")
def catalogue_page(request: Request, service: ServiceOf, q: Sought = "") -> Response:
    """Shows the questions: favourites, those of every week, then all by theme."""
    found = [question for question in service.questions if _holds(question, q)]
    favourites = service.workspace.kept.favourites(service.viewer)
    weekly = [each for each in service.questions.weekly if each in found]
    return page(
        request,
        "questions.html",
        say("questions.all"),
        menu="analyses",
        crumbs=((say("menu.analyses"), "/analyses"),),
        text=q,
        count=len(found),
        favourites=[each for each in found if each.name in favourites],
        weekly=weekly,
        themes=themes_of(found),
        broken=[
            (name, [spaced(str(issue)) for issue in error.issues])
            for name, error in service.questions.broken.items()
        ],
    )


def _holds(question: Question, text: str) -> bool:
    """Whether every word stands in its title, help, theme or name, accents and case aside."""
    header = question.header
    theme = sentence(f"theme.{header.theme}")
    said = folded(f"{question.title} {header.help} {theme} {question.name}")
    return all(word in said for word in folded(text).split())


def themes_of(questions: Sequence[Question]) -> list[Group]:
    """Returns the questions under the title of their theme."""
    found: dict[str, list[Question]] = {}
    for question in questions:
        found.setdefault(question.header.theme, []).append(question)
    return [(say(f"theme.{theme}"), group) for theme, group in found.items()]


@router.get("/questions/{name}")
def ask(name: str, request: Request, service: ServiceOf, sort: SortBy = "") -> Response:
    """Shows the form of a question, and its answer once all that it needs is given."""
    return _asked(name, request, service, parameters_of(request.query_params), sort)


def _asked(
    name: str,
    request: Request,
    service: Service,
    given: Mapping[str, object],
    sort: str = "",
    refused: Sequence[tuple[str, str]] = (),
) -> Response:
    question = service.questions.question(name)
    choosing = chosen(service, question, given)
    found, errors = _answered(service, question, choosing, sort)
    values = found.parameters if found else {}
    return page(
        request,
        "question.html",
        question.title,
        menu="analyses",
        crumbs=crumbs(),
        status=422 if errors or refused else 200,
        question=question,
        help=spaced(str(question.header.help)),
        fields=question_fields(service, question, choosing, dict(errors)),
        errors=[*errors, *refused],
        found=found,
        sort=sort,
        table=_table(service, found, sort) if found else None,
        told=_told(service, question, found) if found else "",
        files=_files(name, values, sort),
        values=pairs_of(values),
        command=_command(name, values, sort),
        permalink=str(request.base_url)[:-1] + question_url(name, values, sort),
        example="" if found else _example(service, question),
        favourite=name in service.workspace.kept.favourites(service.viewer),
    )


def _answered(
    service: Service, question: Question, choosing: Choosing, sort: str
) -> tuple[Answer | None, list[tuple[str, str]]]:
    given = choosing.values
    needed = [name for name, each in question.header.parameters.items() if each.required]
    if choosing.errors:
        return None, list(choosing.errors.items())
    if any(not given.get(name) for name in needed) and not _tried(given, needed):
        return None, []
    try:
        return service.ask(question.name, given, Manner(LIMIT, sort)), []
    except DataError as error:
        return None, named_errors(error)


def _tried(given: Mapping[str, object], needed: Sequence[str]) -> bool:
    """Whether the form was sent: then all that it needs stands in the address, empty or not."""
    return all(name in given for name in needed)


def _example(service: Service, question: Question) -> str:
    """Returns the address of the question's example, where its keys are those of records."""
    header = question.header
    for name, value in header.example.items():
        source = header.parameters[name].choices_from
        keys = value if isinstance(value, list) else [value]
        if source and not service.choices(source).keys() >= set(keys):
            return ""
    return question_url(question.name, header.example)


def _table(service: Service, found: Answer, sort: str) -> Table:
    def link(column: str) -> str:
        return question_url(
            found.name, found.parameters, f"-{column}" if sort == column else column
        )

    count = spaced(counted(found, "ask.whole"))
    return answer_table(service, found, count, say("ask.nothing"), Ordered(sort, link))


def _told(service: Service, question: Question, found: Answer) -> str:
    sources = told(service.sources(question)) or sentence("export.none")
    return say("ask.told", at=instant_text(found.as_of), sources=sources)


def _files(name: str, values: Mapping[str, object], sort: str) -> list[Link]:
    return [Link(each.upper(), question_url(f"{name}.{each}", values, sort)) for each in FILES]


def _command(name: str, values: Mapping[str, object], sort: str) -> str:
    """Returns the command that gives the same answer."""
    given: dict[str, list[str]] = {}
    for parameter, text in pairs_of(values):
        given.setdefault(parameter, []).append(text)
    pairs = [f"{parameter}={';'.join(texts)}" for parameter, texts in given.items()]
    order = ["--sort", sort] if sort else []
    return shlex.join(["maillage", "query", name, *pairs, *order])


@router.post("/questions/{name}/garder")
async def keep_answer(name: str, request: Request, service: ServiceOf) -> Response:
    """Keeps the answer under a name, and shows what is kept there."""
    form = await request.form()
    return await run_in_threadpool(_keep, name, form, request, service)


def _keep(name: str, form: Any, request: Request, service: Service) -> Response:
    given = parameters_of(form)
    wanted = str(given.pop("nom", ""))
    question = service.questions.question(name)
    try:
        keep(service.workspace, question, given, wanted)
    except DataError as error:
        return _asked(name, request, service, given, refused=named_errors(error))
    return RedirectResponse(f"/reponses?{urlencode({'nom': wanted.strip()})}", 303)


@router.post("/questions/{name}/favori")
def favour(
    name: str, service: ServiceOf, favourite: Annotated[str, Form(alias="favori")] = ""
) -> Response:
    """Makes a question a favourite, or no longer one."""
    question = service.questions.question(name)
    service.workspace.kept.favour(service.viewer, question.name, favourite=favourite == "oui")
    return RedirectResponse(f"/questions/{question.name}", 303)
