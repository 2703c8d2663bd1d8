"""Who works on the jobs of a graph: one service at a time, which the next follows when it dies.

`dbos` is one for a process, so is the worker. It speaks to its database alone: no console, no
telemetry, no address of its own.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from typing import Any

from dbos import DBOS

from api.jobs.job import Order
from api.jobs.jobs import COMPUTATION, QUEUE, Jobs
from api.jobs.work import Work
from graph.errors import MaillageError
from graph.locks import attempt
from graph.progress import Cancelled

EXECUTOR = "service"
VERSION = "1"  # of what a job is kept as
AT_ONCE = 2
ATTEMPTS = 3  # a job that kills its service is not taken up for ever
POLL = 0.2
LOG = logging.getLogger(__name__)
KEPT = timedelta(days=30)  # a job that ended
Begin = Callable[[Order], Work]


class _Closing(BaseException):
    """The service ends: the job stays as it is, for the next one. `dbos` keeps an `Exception`."""


class Worker:
    """Works on jobs while it lives; `begin` starts a computation or joins the one on its way."""

    current: Worker | None = None

    def __init__(self, jobs: Jobs, begin: Begin) -> None:
        self.jobs = jobs
        self.begin = begin
        self.closing = False
        self._holding = ExitStack()

    def launch(self) -> bool:
        """Returns whether it works; False while another service of this graph does."""
        if not self._holding.enter_context(attempt(self.jobs.lock)):
            self._holding.close()
            return False
        if Worker.current is not None:
            Worker.current.close()
        Worker.current = self
        logging.getLogger("dbos").setLevel(logging.CRITICAL)
        DBOS(
            config={
                "name": "maillage",
                "system_database_url": self.jobs.url,
                "application_version": VERSION,
                "executor_id": EXECUTOR,
                "log_level": "CRITICAL",
                "enable_otlp": False,
            }
        )
        self.jobs.forget(datetime.now(UTC) - KEPT)
        DBOS.launch()
        DBOS.register_queue(QUEUE, worker_concurrency=AT_ONCE, polling_interval_sec=POLL)
        return True

    def close(self) -> None:
        """Ends; what it worked on is taken up by the next."""
        self.closing = True
        if Worker.current is self:
            DBOS.destroy()
            Worker.current = None
        self._holding.close()

    def follow(self, id: str, work: Work) -> None:
        """Returns once a computation has ended; says how far it is, and stops it where asked.

        Raises:
            Cancelled: it was stopped.
        """
        told, next_look = (0, 0), 0.0
        while not work.wait(POLL):
            if self.closing:
                raise _Closing
            if (work.done, work.total) != told and time.monotonic() > next_look:
                told, next_look = (work.done, work.total), time.monotonic() + 1
                self.jobs.tell(id, *told)
            if self._cancelled(id):
                work.stop()
        work.result()

    def _cancelled(self, id: str) -> bool:
        found = self.jobs.client.list_workflows(workflow_ids=[id], load_input=False)
        return not found or found[0].status == "CANCELLED"


@DBOS.workflow(name=COMPUTATION, max_recovery_attempts=ATTEMPTS)
def computation(analysis: str, parameters: str, visibility: str, by: str) -> dict[str, Any] | None:
    """Computes what a job is for, and leaves it kept; returns why where it could not."""
    worker = Worker.current
    if worker is None:
        raise _Closing
    try:
        work = worker.begin(Order.read([analysis, parameters, visibility, by]))
        worker.follow(str(DBOS.workflow_id), work)
    except Cancelled:
        return None
    except MaillageError as error:
        values = {name: str(value) for name, value in error.values.items()}
        return {"code": error.code, "values": values}
    except Exception as error:
        LOG.exception("%s failed", analysis)
        return {"code": "http.500.detail", "values": {"reason": type(error).__name__}}
    return None
