"""The jobs of one graph: started, seen, stopped, by whoever may read what they read.

They are kept by `dbos`: in the state's own database, or in a file beside it where that is SQLite.
"""

from __future__ import annotations

import time
from datetime import datetime
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from api.jobs.job import Job, Order, State, instant
from graph.errors import unknown
from graph.locks import attempt

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dbos import DBOSClient

    from api.settings import Settings
    from graph.viewer import Viewer

QUEUE, COMPUTATION = "analyses", "computation"
TABLE, SCHEMA = "workflow_status", "dbos"
LISTED = 100
ENDED = ["SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]
WAITING = frozenset({"waiting", "running"})
STATES: dict[str, State] = {
    "ENQUEUED": "waiting",
    "DELAYED": "waiting",
    "PENDING": "running",
    "SUCCESS": "done",
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
        mark = blake2b("\x1f".join(order.written()).encode(), digest_size=16).hexdigest()
        told: Any = self.client.enqueue(
            {
                "workflow_name": COMPUTATION,
                "queue_name": QUEUE,
                "deduplication_id": mark,
                "duplication_policy": "return-existing",
            },
            *order.written(),
        )
        return str(told.get_workflow_id())

    def all(self, viewer: Viewer) -> list[Job]:
        """Returns the latest jobs of the viewer's level or below, the newest first."""
        return [job for job in self._read() if job.order.visibility in viewer.visible]

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

    def tell(self, id: str, done: int, total: int) -> None:
        """Writes how far a job is."""
        self.client.update_workflow_attributes(id, {"done": done, "total": total})

    def forget(self, before: datetime | None = None) -> None:
        """Removes the jobs that ended, before an instant where one is given."""
        if not self._is_there():
            return
        until = before.isoformat() if before else None
        found = self.client.list_workflows(
            name=COMPUTATION,
            status=ENDED,
            completed_before=until,
            load_input=False,
            load_output=False,
        )
        if found:
            self.client.delete_workflows([each.workflow_id for each in found])

    def any_left(self) -> bool:
        """Returns whether a job waits for somebody who works."""
        return any(job.unfinished for job in self._read())

    def _read(self, ids: Sequence[str] | None = None) -> list[Job]:
        if not self._is_there():
            return []
        found = self.client.list_workflows(
            workflow_ids=list(ids) if ids else None, name=COMPUTATION, limit=LISTED, sort_desc=True
        )
        alive = self._somebody_works()
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

    def _somebody_works(self) -> bool:
        with attempt(self.lock) as free:
            return not free


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
    state = STATES.get(kept.status)
    if state is None:
        return "failed", {"code": "jobs.gave_up", "values": {}}
    if state == "done" and isinstance(kept.output, dict):
        return "failed", kept.output
    return ("interrupted" if state in WAITING and not alive else state), None
