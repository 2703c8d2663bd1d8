"""`/chargements`: sending tables, saying how they are read, trying and loading them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Query
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response

from api.correcting import corrected, finder
from api.http.labels import day_text, instant_text, title_of_label
from api.http.sending import LIMIT, SentForm
from api.http.service import Service, ServiceOf
from api.keeping import Comparison, changed
from api.pages.drafts import lines_of, report_of, table_part
from api.pages.frame import Link, page, say, spaced
from api.pages.lists import PageNumber
from api.pages.loads import ADDRESS, OfKind, check_level, crumbs, kinds, loads_table
from api.pages.outcomes import outcomes
from api.pages.tables import Cell, Column, Table
from api.readings import TableReading, addable, readings_of
from api.uploads import Draft, Sent, SentFile, correct, give_up, receive, run, sent_as, uploads
from api.wordings import differing
from graph.errors import DataError, UnknownNameError
from graph.kept import KeptAnswer
from ingest.load import Report, document
from ingest.mapping import TableMapping, written

router = APIRouter(include_in_schema=False)
TRIED = 20_000  # rows that are tried without being asked
Try = Annotated[str, Query(alias="essai", max_length=10)]


@router.get(ADDRESS)
def list_loads(
    request: Request, service: ServiceOf, kind: OfKind = None, number: PageNumber = 1
) -> Response:
    """Shows the form that sends tables, what waits to be loaded, and a page of the loads."""
    return _list(request, service, kind=kind, number=number)


def _list(
    request: Request,
    service: Service,
    errors: Sequence[str] = (),
    draft: Draft | None = None,
    kind: OfKind = None,
    number: int = 1,
) -> Response:
    check_level(service)
    table, around = loads_table(service, kind, number)
    return page(
        request,
        "uploads.html",
        say("uploads.title"),
        menu="analyses",
        crumbs=crumbs()[:1],
        status=422 if errors else 200,
        errors=errors,
        draft=draft or Draft(),
        types=_types(),
        limit=LIMIT >> 20,
        waiting=_waiting(service),
        kinds=kinds(kind),
        loads=table,
        around=around,
    )


def _types() -> list[tuple[str, str]]:
    return [(node.__name__, title_of_label(node.__name__)) for node in addable()]


def _orders(draft: Draft) -> str:
    """Returns in a sentence how a draft is to be loaded."""
    day = day_text(draft.observed_on) if draft.observed_on else say("uploads.today")
    told = say("uploads.orders", source=draft.source or say("uploads.by_file"), day=day)
    return f"{told} {say('uploads.with_complete')}" if draft.complete else told


def _waiting(service: Service) -> Table:
    names = ("file", "author", "when", "state")
    rows = [
        (
            Cell(each.file, upload_url(each.token)),
            Cell(each.sent_by),
            Cell(instant_text(each.sent_at)),
            Cell(say(f"uploads.state.{'loaded' if sent.report else 'waiting'}")),
        )
        for each in uploads(service.workspace).all()
        if not (sent := sent_as(service.workspace, each.token)).report or sent.rejects
    ]
    columns = [Column(say(f"uploads.column.{name}")) for name in names]
    count = say("uploads.waiting_count", count=len(rows))
    return Table(say("uploads.waiting"), columns, rows, count, aside=True)


def upload_url(token: str, rest: str = "") -> str:
    """Returns an address of something that was sent."""
    return f"{ADDRESS}/envois/{token}{rest}"


@router.post(ADDRESS)
def send(request: Request, service: ServiceOf, form: SentForm) -> Response:
    """Keeps what is sent, and leads to where it is read through."""
    check_level(service)
    draft = draft_of(form)
    try:
        token = receive(service.workspace, files_of(form), draft)
    except (DataError, UnknownNameError) as error:
        told = lines_of(error) if isinstance(error, DataError) else [str(error)]
        return _list(request, service, told, draft)
    return RedirectResponse(upload_url(token), 303)


def files_of(form: FormData) -> list[SentFile]:
    """Returns the files of a form; a field without one counts for nothing."""
    return [
        SentFile(each.filename, each.file)
        for _, each in form.multi_items()
        if isinstance(each, UploadFile) and each.filename
    ]


def draft_of(form: FormData) -> Draft:
    """Returns how a form says that what it sends is to be loaded."""
    values = {name: str(form.get(name, "")).strip() for name in ("source", "observed_on", "type")}
    return Draft(**values, complete=form.get("complete") in {"oui", "true", "1"})


@router.get("/chargements/envois/{token}")
def show_upload(token: str, request: Request, service: ServiceOf, tried: Try = "") -> Response:
    """Shows how what was sent is read, and what loading it would do."""
    check_level(service)
    sent = sent_as(service.workspace, token)
    if sent.report:
        return _done(request, service, sent)
    readings = readings_of(service.workspace, sent)
    report = None
    if _is_sound(readings) and (tried or _is_tried_unasked(readings)):
        report = run(service.workspace, sent, _said(readings), dry_run=True)
    return _show(request, sent, readings, report)


def _show(
    request: Request, sent: Sent, readings: Sequence[TableReading], report: Report | None
) -> Response:
    told = document(report) if report else None
    draft = sent.draft
    return page(
        request,
        "upload.html",
        sent.upload.file,
        menu="analyses",
        crumbs=crumbs(),
        token=sent.upload.token,
        identity=_identity(sent),
        orders_told=_orders(draft),
        draft=draft,
        types=_types(),
        parts_of=[
            table_part(place, each, report_of(report, each.table.file))
            for place, each in enumerate(readings)
        ],
        sound=_is_sound(readings),
        outcomes=outcomes(told) if told else None,
        unreadable=[line for each in report.unreadable for line in lines_of(each)]
        if report
        else [],
        refused=bool(report and report.refused),
        rejects=bool(report and sent.rejects),
    )


def _identity(sent: Sent) -> str:
    at = instant_text(sent.upload.sent_at)
    return say("uploads.sent_by", by=sent.upload.sent_by, day=at)


def _is_sound(readings: Sequence[TableReading]) -> bool:
    return bool(readings) and not any(each.broken or not each.mapping.records for each in readings)


def _is_tried_unasked(readings: Sequence[TableReading]) -> bool:
    """Whether every table is read without doubt, and they are not so long that one would wait."""
    rows = sum(each.table.rows for each in readings)
    return rows <= TRIED and all(each.origin != "doubtful" for each in readings)


def _said(readings: Sequence[TableReading]) -> list[TableMapping]:
    return [each.said for each in readings if each.said]


@router.post("/chargements/envois/{token}")
def change_orders(token: str, service: ServiceOf, form: SentForm) -> Response:
    """Keeps who says what was sent, of which day and type; leads back to it."""
    check_level(service)
    sent, draft = sent_as(service.workspace, token), draft_of(form)
    draft.check()
    correct(service.workspace, sent, sent.draft.asked(draft))
    return RedirectResponse(upload_url(token), 303)


@router.post("/chargements/envois/{token}/tables/{place}")
def correct_reading(token: str, place: int, service: ServiceOf, form: SentForm) -> Response:
    """Keeps how a person says that a table is read; leads back to it, with a dry run if asked."""
    check_level(service)
    sent = sent_as(service.workspace, token)
    readings = readings_of(service.workspace, sent)
    if not 0 <= place < len(readings):
        raise UnknownNameError("uploads.no_table")
    fields = {name: value for name, value in form.items() if isinstance(value, str)}
    mapping = corrected(readings[place].mapping, fields, finder(service.workspace))
    correct(service.workspace, sent, sent.draft.corrected(mapping))
    rest = "?essai=oui#essai" if fields.get("then") == "try" else f"#table-{place}"
    return RedirectResponse(upload_url(token, rest), 303)


@router.post("/chargements/envois/{token}/charger")
def load_upload(token: str, request: Request, service: ServiceOf) -> Response:
    """Loads what was sent; leads to the report, or says why nothing could be loaded."""
    check_level(service)
    sent = sent_as(service.workspace, token)
    if not sent.report:
        readings = readings_of(service.workspace, sent)
        if not _is_sound(readings):
            return RedirectResponse(upload_url(token), 303)
        report = run(service.workspace, sent, _said(readings), dry_run=False)
        if not sent.report:
            return _show(request, sent, readings, report)
    return RedirectResponse(upload_url(token), 303)


def _done(request: Request, service: Service, sent: Sent) -> Response:
    answers = list(changed(service.workspace, service.questions))
    return page(
        request,
        "loaded.html",
        sent.upload.file,
        menu="analyses",
        crumbs=crumbs(),
        token=sent.upload.token,
        identity=_identity(sent),
        outcomes=outcomes(sent.report or {}),
        rejects=bool(sent.rejects),
        answers=[_answer(each) for each in answers],
    )


def _answer(found: Comparison | KeptAnswer) -> tuple[Link, str]:
    """Returns what leads to a kept answer, and how the present one differs from it."""
    kept = found.kept if isinstance(found, Comparison) else found
    link = Link(kept.name, f"/reponses?{urlencode({'nom': kept.name})}")
    return link, spaced(differing(found)) if isinstance(found, Comparison) else ""


@router.post("/chargements/envois/{token}/abandonner")
def give_up_upload(token: str, service: ServiceOf) -> Response:
    """Removes what was sent, with its files."""
    check_level(service)
    give_up(service.workspace, sent_as(service.workspace, token).upload.token)
    return RedirectResponse(ADDRESS, 303)


@router.get("/chargements/envois/{token}/rejets.csv")
def rejects(token: str, service: ServiceOf) -> Response:
    """Sends the refused rows of the last try, or of the load, with why they were."""
    check_level(service)
    path = sent_as(service.workspace, token).rejects
    if path is None:
        raise UnknownNameError("uploads.no_rejects")
    return FileResponse(path, media_type="text/csv; charset=utf-8", filename=path.name)


@router.get("/chargements/envois/{token}/tables/{place}/lecture.yaml")
def mapping_file(token: str, place: int, service: ServiceOf) -> Response:
    """Sends how a table is read, as a file that can be shared."""
    check_level(service)
    readings = readings_of(service.workspace, sent_as(service.workspace, token))
    if not 0 <= place < len(readings):
        raise UnknownNameError("uploads.no_table")
    name = quote(f"lecture-{readings[place].table.name}.yaml", safe="")
    headers = {"Content-Disposition": f"attachment; filename*=utf-8''{name}"}
    return Response(
        written(readings[place].mapping), headers=headers, media_type="application/yaml"
    )
