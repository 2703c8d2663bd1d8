"""`/calculs`: the long computations; `/calculs/{id}`: one on its way, which leads to its result."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, FastAPI
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.http.jobs import analysis_url
from api.http.labels import instant_text
from api.http.service import ServiceOf
from api.jobs.job import Job, StillComputing
from api.pages.frame import Crumbs, Link, linked, page, say, spaced
from api.pages.tables import Cell, Column, Table
from graph.wording import number

router = APIRouter(include_in_schema=False)
ADDRESS = "/calculs"
EVERY = 2  # seconds between two looks of a page without script


def install(app: FastAPI) -> None:
    """Makes a page that would wait too long lead to the job that computes its answer."""
    app.add_exception_handler(StillComputing, _still_computing)


async def _still_computing(request: Request, still: Exception) -> Response:
    del request
    return RedirectResponse(f"{ADDRESS}/{still}", 303)


def crumbs() -> Crumbs:
    """Returns what leads to a page of jobs."""
    return ((say("menu.analyses"), "/analyses"), (say("jobs.title"), ADDRESS))


@router.get(ADDRESS)
def jobs(request: Request, service: ServiceOf) -> Response:
    """Shows the latest jobs that the reader may know of."""
    found = service.computations.all(service.viewer)
    return page(
        request,
        "jobs.html",
        say("jobs.title"),
        menu="analyses",
        crumbs=crumbs()[:1],
        table=_table(found),
    )


@router.get(ADDRESS + "/{id}")
def show_job(id: str, request: Request, service: ServiceOf) -> Response:
    """Shows how far a job is, and leads to its result once it has one."""
    job = service.computations.status(id, service.viewer)
    level = job.order.visibility
    if job.state == "done" and level == service.viewer.visibility:
        return RedirectResponse(analysis_url(job), 303)
    expected = service.computations.took(job.order) if job.unfinished else None
    return page(
        request,
        "job.html",
        job.title,
        menu="analyses",
        crumbs=crumbs(),
        job=job,
        told=_told(job, expected),
        share=_share(job, expected),
        closing=linked("jobs.may_close", {"all": Link(say("jobs.title"), ADDRESS)}),
        every=EVERY,
        given=[spaced(line) for line in job.asked],
        file=f"/api/jobs/{job.id}",
        stop=f"{ADDRESS}/{job.id}/arreter",
        level=say(f"visibility.{level}"),
        again=analysis_url(job),
        all_url=ADDRESS,
    )


@router.post(ADDRESS + "/{id}/arreter")
def stop_job(id: str, service: ServiceOf) -> Response:
    """Stops a job; leads to its page, which says so."""
    service.computations.jobs.cancel(id, service.viewer)
    return RedirectResponse(f"{ADDRESS}/{id}", 303)


def _told(job: Job, expected: float | None) -> str:
    """Returns how far a job is, in words."""
    parts = [say("jobs.elapsed", count=round(job.seconds))]
    if expected:
        parts.append(say("jobs.usually", count=max(1, round(expected))))
    return ", ".join([*parts, *filter(None, [job.progress])])


def _share(job: Job, expected: float | None) -> int | None:
    """Returns how many hundredths are done, by what it says or by the time of the last time."""
    done, total = (job.done, job.total) if job.total else (job.seconds, expected or 0)
    return min(99, round(100 * done / total)) if total else None


def _table(found: list[Job]) -> Table:
    names = ("analysis", "parameters", "state", "created_at", "by")
    columns = [Column(say(f"jobs.column.{name}")) for name in names]
    columns.append(Column(say("jobs.column.seconds"), number=True))
    rows = [_row(job) for job in found]
    count = say("jobs.count", count=len(rows))
    return Table(say("jobs.title"), columns, rows, count, say("jobs.empty"), aside=True)


def _row(job: Job) -> tuple[Any, ...]:
    return (
        Cell(job.title, f"{ADDRESS}/{job.id}"),
        Cell(spaced(", ".join(job.asked))),
        Cell(say(f"jobs.state.{job.state}")),
        Cell(instant_text(job.created_at)),
        Cell(job.order.by),
        Cell(number(job.seconds, 1)),
    )
