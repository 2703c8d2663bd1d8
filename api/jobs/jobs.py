"""The jobs of one graph: started, seen, stopped, by whoever may read what they read.

They are kept by `dbos`: in the state's own database, or in a file beside it where that is SQLite.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from api.jobs.job import Job, Order, State, instant
from graph.errors import unknown
from graph.locks import taken

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dbos import DBOSClient

    from api.settings import Settings
    from graph.viewer import Viewer

QUEUE, COMPUTATION = "analyses", "computation"
TABLE, SCHEMA = "workflow_status", "dbos"
LISTED = 100
KEPT = timedelta(days=30)  # a job that ended
ENDED = ["SUCCESS", "ERROR", "CANCELLED"]
LEFT = ["ENQUEUED", "DELAYED", "PENDING"]
WAITING = frozenset({"waiting", "running"})
STATES: dict[str, State] = {
    "ENQUEUED": "waiting",
    "DELAYED": "waiting",
    "PENDING": "running",
    "SUCCESS": "done",
    "ERROR": "failed",
    "CANCELLED": "cancelled",
}


def database(state: str) -> str:
    """Returns the URL of the database of jobs: a file of their own beside one of SQLite.

    SQLite lets one write at a time, and a load writes for long: a job could not say how far it is.
    """
    url = sa.make_url(state)
    if url.get_backend_name() != "sqlite" or not url.database:
        return state
    return url.set(database=f"{url.database.removesuffix('.sqlite')}.jobs.sqlite").render_as_string(
        hide_password=False
    )


class Jobs:
    """The jobs of the graph whose ledger is at `state`, its locks in `folder`."""

    def __init__(self, state: str, folder: Path) -> None:
        self.url = database(state)
        self.lock = folder / "jobs.lock"

    @classmethod
    def of(cls, settings: Settings) -> Jobs:
        """Returns the jobs of the graph that the settings name."""
        return cls(settings.state, settings.place.folder)

    @cached_property
    def client(self) -> DBOSClient:
        """What reads and writes the jobs, in whichever process."""
        from dbos import DBOSClient

        return DBOSClient(system_database_url=self.url)

    def close(self) -> None:
        """Lets the database go."""
        if "client" in self.__dict__:
            self.client.destroy()
            del self.client

    def start(self, order: Order) -> str:
        """Returns the id of a job that computes this, of the one on its way where there is one."""
        self.forget_old()
        told: Any = self.client.enqueue(
            {
                "workflow_name": COMPUTATION,
                "queue_name": QUEUE,
                "deduplication_id": order.mark,
                "duplication_policy": "return-existing",
            },
            *order.written(),
        )
        return str(told.get_workflow_id())

    def all(self, viewer: Viewer) -> list[Job]:
        """Returns the latest jobs of the viewer's level or below, the newest first."""
        found = [job for job in self._read() if job.order.visibility in viewer.visible]
        return found[:LISTED]

    def status(self, id: str, viewer: Viewer) -> Job:
        """Returns one job.

        Raises:
            UnknownNameError: there is none, or none that the viewer may know of.
        """
        for job in self._read([id]):
            if job.order.visibility in viewer.visible:
                return job
        raise unknown("jobs.unknown", id, [job.id for job in self.all(viewer)])

    def cancel(self, id: str, viewer: Viewer) -> Job:
        """Stops a job; one that ended stays as it is.

        Raises:
            UnknownNameError: there is none, or none that the viewer may know of.
        """
        if self.status(id, viewer).unfinished:
            self.client.cancel_workflow(id)
        return self.status(id, viewer)

    def tell(self, id: str, **told: int) -> None:
        """Writes how far a job is, or how many have worked on it."""
        self.client.update_workflow_attributes(id, told, merge=True)

    def begun(self, id: str) -> int:
        """Returns how many services have worked on a job, without those that ended in order."""
        found = self._found(workflow_ids=[id])
        return int((found[0].attributes or {}).get("begun", 0)) if found else 0

    def is_over(self, id: str) -> bool:
        """Returns whether a job was stopped or forgotten."""
        found = self._found(workflow_ids=[id])
        return not found or found[0].status == "CANCELLED"

    def forget_old(self) -> None:
        """Removes the jobs that ended longer ago than they are kept."""
        if self._is_there():
            before = (datetime.now(UTC) - KEPT).isoformat()
            self._remove(self._found(status=ENDED, completed_before=before))

    def forget(self) -> None:
        """Removes all jobs, and stops those that are on their way."""
        if self._is_there() and (found := self._found()):
            self.client.cancel_workflows([each.workflow_id for each in found])
            self._remove(found)

    def _remove(self, found: Sequence[Any]) -> None:
        if found:
            self.client.delete_workflows([each.workflow_id for each in found])

    def any_left(self) -> bool:
        """Returns whether a job waits for somebody who works."""
        return self._is_there() and bool(self._found(status=LEFT, limit=1))

    def _found(self, **chosen: Any) -> list[Any]:
        """Returns jobs as they are kept, without what went in and out."""
        return self.client.list_workflows(
            name=COMPUTATION, load_input=False, load_output=False, **chosen
        )

    def _read(self, ids: Sequence[str] | None = None) -> list[Job]:
        if not self._is_there():
            return []
        found = self.client.list_workflows(
            workflow_ids=list(ids) if ids else None, name=COMPUTATION, sort_desc=True
        )
        alive = taken(self.lock)
        return [_job(each, alive=alive) for each in found]

    def _is_there(self) -> bool:
        """Returns whether jobs were ever kept; asking makes no file."""
        if "client" in self.__dict__:
            return True
        url = sa.make_url(self.url)
        if url.get_backend_name() == "sqlite":
            return Path(url.database or "").is_file()
        engine = sa.create_engine(url)
        try:
            return sa.inspect(engine).has_table(TABLE, schema=SCHEMA)
        finally:
            engine.dispose()


def _job(kept: Any, *, alive: bool) -> Job:
    until = kept.completed_at or int(time.time() * 1000)
    told = kept.attributes or {}
    state, failure = _end(kept, alive=alive)
    return Job(
        kept.workflow_id,
        Order.read(list((kept.input or {}).get("args", ()))),
        state,
        instant(kept.created_at) or "",
        instant(kept.completed_at),
        (until - (kept.created_at or until)) / 1000,
        told.get("done", 0),
        told.get("total", 0),
        failure,
    )


def _end(kept: Any, *, alive: bool) -> tuple[State, Mapping[str, Any] | None]:
    """Returns what became of a job, and why where it failed."""
    state = STATES[kept.status]
    if state == "done" and isinstance(kept.output, dict):
        return "failed", kept.output
    return ("interrupted" if state in WAITING and not alive else state), None
