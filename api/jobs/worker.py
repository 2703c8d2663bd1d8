"""Who works on the jobs of a graph: one service at a time, which the next follows when it dies.

`dbos` is one for a process, so is the worker. It speaks to its database alone: no console, no
telemetry, no address of its own.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from contextlib import ExitStack
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
ATTEMPTS = 3  # a job that this many services died of is not taken up again
POLL = 0.2
LOG = logging.getLogger(__name__)
Begin = Callable[[Order], Work]
Failure = dict[str, Any]


class _Closing(BaseException):
    """The service ends: the job stays as it is, for the next one. `dbos` keeps an `Exception`."""


class Worker:
    """Works on jobs while it lives; `begin` starts a computation or joins the one on its way."""

    current: Worker | None = None

    def __init__(self, jobs: Jobs, begin: Begin) -> None:
        self.jobs = jobs
        self.begin = begin
        self.closing = False
        self._begun: dict[str, int] = {}
        self._holding = ExitStack()

    def launch(self) -> bool:
        """Returns whether it works; False while another service of this graph does."""
        if not self._holding.enter_context(attempt(self.jobs.lock)):
            self._holding.close()
            return False
        if Worker.current is not None:
            Worker.current.close()
        Worker.current = self
        try:
            self._launch()
        except BaseException:
            self.close()
            raise
        return True

    def _launch(self) -> None:
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
        DBOS.launch()
        DBOS.register_queue(QUEUE, worker_concurrency=AT_ONCE, polling_interval_sec=POLL)

    def close(self) -> None:
        """Ends; what it worked on is taken up by the next."""
        self.closing = True
        if Worker.current is self:
            DBOS.destroy()
            Worker.current = None
        for id, before in self._begun.items():
            self.jobs.tell(id, begun=before)
        self._holding.close()

    def compute(self, id: str, order: Order) -> Failure | None:
        """Computes what a job is for, and leaves it kept; returns why where it could not."""
        before = self._begun[id] = self.jobs.begun(id)
        if before >= ATTEMPTS:
            return _failure("jobs.gave_up", count=before)
        self.jobs.tell(id, begun=before + 1)
        end = self._end(id, order)
        del self._begun[id]
        return end

    def _end(self, id: str, order: Order) -> Failure | None:
        while True:
            try:
                self._follow(id, self.begin(order))
            except Exception as error:
                if self.closing:
                    raise _Closing from None
                if not isinstance(error, Cancelled):
                    return _told(order, error)
                if not self.jobs.is_over(id):
                    continue  # another stopped what this had joined
            return None

    def _follow(self, id: str, work: Work) -> None:
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
                self.jobs.tell(id, done=work.done, total=work.total)
            if self.jobs.is_over(id):
                work.stop()
        work.result()


def _told(order: Order, error: Exception) -> Failure:
    if isinstance(error, MaillageError):
        return _failure(error.code, **error.values)
    LOG.error("%s failed", order.analysis, exc_info=error)
    return _failure("http.500.detail", reason=type(error).__name__)


def _failure(code: str, **values: object) -> Failure:
    return {"code": code, "values": {name: str(value) for name, value in values.items()}}


@DBOS.workflow(name=COMPUTATION, max_recovery_attempts=None)
def computation(analysis: str, parameters: str, visibility: str, by: str) -> Failure | None:
    """Computes what a job is for; returns why where it could not."""
    if Worker.current is None:
        raise _Closing
    order = Order.read([analysis, parameters, visibility, by])
    return Worker.current.compute(str(DBOS.workflow_id), order)
