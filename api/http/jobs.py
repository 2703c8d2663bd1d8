"""`/api/jobs`: the long computations, how far they are, and their end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal
from urllib.parse import urlencode

from fastapi import APIRouter
from pydantic import Field

from api.http.schemas import Body
from api.http.service import ServiceOf
from api.jobs.job import Job
from graph.viewer import Viewer

router = APIRouter(prefix="/api/jobs", tags=["jobs"])


class JobDocument(Body):
    """A long computation."""

    id: str = Field(description="Its id.")
    analysis: str = Field(description="The analysis.")
    title: str = Field(description="Its title.")
    parameters: dict[str, Any] = Field(description="What was asked of it, other than nothing.")
    visibility: str = Field(description="Level at which it reads.")
    by: str = Field(description="Who asked for it.")
    state: Literal["waiting", "running", "interrupted", "done", "failed", "cancelled"] = Field(
        description="`interrupted`: its service died, the next one goes on with it."
    )
    created_at: str = Field(description="When it was asked for.")
    ended_at: str | None = Field(description="When it ended.")
    seconds: float = Field(description="Since it was asked for, until it ended.")
    done: int = Field(description="How much is done of the total.")
    total: int = Field(description="How much there is to do; 0 while nobody knows.")
    reason: str | None = Field(description="Why it failed.")
    result: str | None = Field(
        description="Address of its result, once it has one, for readers of its level."
    )


class JobDocuments(Body):
    """The long computations that the reader may know of."""

    jobs: list[JobDocument] = Field(description="The jobs, the newest first.")


def documents(found: Sequence[Job], viewer: Viewer) -> JobDocuments:
    """Returns what programs read of jobs."""
    return JobDocuments(jobs=[told(job, viewer) for job in found])


def told(job: Job, viewer: Viewer) -> JobDocument:
    """Returns what programs read of a job."""
    order = job.order
    here = job.state == "done" and order.visibility == viewer.visibility
    return JobDocument(
        id=job.id,
        analysis=order.analysis,
        title=job.title,
        parameters=job.given,
        visibility=order.visibility,
        by=order.by,
        state=job.state,
        created_at=job.created_at,
        ended_at=job.ended_at,
        seconds=round(job.seconds, 1),
        done=job.done,
        total=job.total,
        reason=job.reason,
        result=f"/api{analysis_url(job)}" if here else None,
    )


def analysis_url(job: Job) -> str:
    """Returns the address of the analysis with what a job asked of it."""
    query = f"?{urlencode(job.given)}" if job.given else ""
    return f"/analyses/{job.order.analysis}{query}"


@router.get("", operation_id="list_jobs", summary="The long computations, the newest first.")
def listed(service: ServiceOf) -> JobDocuments:
    """Returns the latest jobs of the reader's level or below."""
    return documents(service.computations.all(service.viewer), service.viewer)


@router.get("/{id}", operation_id="read_job", summary="One long computation: how far it is.")
def read_job(id: str, service: ServiceOf) -> JobDocument:
    """Returns one job."""
    return told(service.computations.status(id, service.viewer), service.viewer)


@router.delete("/{id}", operation_id="cancel_job", summary="Stops a long computation.")
def cancel_job(id: str, service: ServiceOf) -> JobDocument:
    """Returns the job, which is stopped unless it had ended."""
    return told(service.computations.jobs.cancel(id, service.viewer), service.viewer)
