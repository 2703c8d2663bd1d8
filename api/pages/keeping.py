"""`/reponses`: the answers that are kept; with a name, how one differs between two dates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from api.http.labels import instant_text
from api.http.service import Service, ServiceOf
from api.keeping import Comparison, compare
from api.pages.fields import named_errors
from api.pages.frame import page, say, spaced
from api.pages.question_links import crumbs, question_url
from api.pages.tables import Cell, Column, Table, answer_table
from api.wordings import differing
from graph.errors import DataError
from graph.kept import KeptAnswer
from queries.answer import Answer, AnswerColumn

router = APIRouter(include_in_schema=False)
Name = Annotated[str, Query(alias="nom", max_length=80)]
Since = Annotated[str, Query(alias="du", max_length=40)]
Until = Annotated[str, Query(alias="au", max_length=40)]


@router.get("/reponses")
def answers(
    request: Request, service: ServiceOf, name: Name = "", since: Since = "", until: Until = ""
) -> Response:
    """Shows what is kept, or how the answers kept under a name differ."""
    if name:
        return _comparison(name, since, until, request, service)
    found = service.workspace.kept.latest(service.viewer)
    return page(
        request,
        "answers.html",
        say("kept.all"),
        menu="analyses",
        crumbs=crumbs(),
        table=_kept_table(service, found),
    )


def _kept_table(service: Service, found: Sequence[KeptAnswer]) -> Table:
    names = ("title", "question", "kept_at", "kept_by")
    columns = [Column(say(f"kept.column.{name}")) for name in names]
    columns.append(Column(say("kept.column.rows"), number=True))
    rows = [
        (
            Cell(each.name, f"/reponses?{urlencode({'nom': each.name})}"),
            Cell(_title(service, each)),
            Cell(instant_text(each.kept_at)),
            Cell(each.kept_by),
            Cell(str(each.row_count)),
        )
        for each in found
    ]
    count = say("kept.count", count=len(rows))
    return Table(say("kept.all"), columns, rows, count, say("kept.empty"), aside=True)


def _comparison(name: str, since: str, until: str, request: Request, service: Service) -> Response:
    dated = service.workspace.kept.dated(service.viewer, name)
    errors, found = [], None
    try:
        found = compare(service.workspace, service.questions, name, since or None, until or None)
    except DataError as error:
        errors = named_errors(error)
    return page(
        request,
        "comparison.html",
        name,
        menu="analyses",
        crumbs=(*crumbs(), (say("kept.all"), "/reponses")),
        status=422 if errors else 200,
        identity=_identity(service, dated[0]),
        name=name,
        days=[(each.kept_at, instant_text(each.kept_at)) for each in dated],
        since=since or (found.since if found else ""),
        until=until,
        errors=errors,
        answer=_sentence(found) if found else "",
        table=_table(service, found) if found else None,
        question_url=question_url(dated[0].question, dated[0].parameters),
        file=_file(name, since, until),
    )


def _title(service: Service, kept: KeptAnswer) -> str:
    """Returns the title of a kept answer's question; its name where it is no longer one."""
    known = service.questions.questions.get(kept.question)
    return known.title if known else kept.question


def _identity(service: Service, kept: KeptAnswer) -> str:
    level = say(f"visibility.{kept.visibility}")
    return say("kept.of", title=_title(service, kept), level=level, by=kept.kept_by)


def _file(name: str, since: str, until: str) -> str:
    asked = {key: value for key, value in (("since", since), ("until", until)) if value}
    return f"/api/answers/{quote(name, safe='')}" + (f"?{urlencode(asked)}" if asked else "")


def _sentence(found: Comparison) -> str:
    values = {"since": instant_text(found.since), "until": instant_text(found.until)}
    return spaced(say("compare.sentence", how=differing(found), **values))


def _table(service: Service, found: Comparison) -> Table:
    """Returns what differs, each row with what happened to it in its first column."""
    sign = AnswerColumn("what", say("compare.what"))
    rows = [(say(f"compare.{mark}"), *row) for mark, row in found.difference.marked()]
    made = Answer(
        name=found.kept.question,
        title=found.title,
        parameters=found.kept.parameters,
        as_of=found.until,
        columns=[sign, *found.columns],
        rows=rows,
        total=len(rows),
    )
    return answer_table(service, made, spaced(differing(found)), say("compare.same"))
