"""The computations of a service: each done once whoever waits, the long ones as jobs."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import orjson

from api.computing import Wanted, computed, day_of, latest, named, read_parameters, stamp, took
from api.jobs.job import Order
from api.jobs.jobs import Jobs
from api.jobs.work import Work
from graph.errors import MaillageError, StoreError
from graph.progress import Cancelled
from graph.results import Asked, Stamp
from graph.viewer import Viewer

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from api.computing import Computed
    from api.http.memory import Memory
    from api.jobs.job import Job
    from api.jobs.worker import Worker
    from api.workspace import Workspace
    from graph.snapshot import Snapshot

AT_ONCE = 4  # beyond these a computation that nobody has begun waits its turn as a job
PATIENCE = 2.0  # seconds that a page waits before its computation becomes a job
Read = Callable[[tuple[str, ...], Viewer], "Snapshot"]


class Computations:
    """Computes what is wanted of one open graph; `read` gives snapshots of it."""

    def __init__(self, workspace: Workspace, memory: Memory, read: Read) -> None:
        self.workspace = workspace
        self.jobs = Jobs.of(workspace.settings)
        self._memory = memory
        self._read = read
        self._works: dict[tuple[Asked, Stamp], Work] = {}
        self._worker: Worker | None = None
        self._lock = threading.Lock()

    def computed(self, wanted: Wanted) -> Computed:
        """Returns what is computed, anew or as it is kept, however long it takes.

        Raises:
            StoreError: somebody stopped it.
        """
        if found := self.present(wanted):
            return found
        work = self._joined(wanted)
        work.wait()
        return _result(work)

    def soon(self, wanted: Wanted) -> Computed | None:
        """Returns what is computed within `PATIENCE`; None where it takes longer.

        Raises:
            StoreError: somebody stopped it.
        """
        if found := self.present(wanted):
            return found
        if self._crowded(wanted):
            return None
        work = self._joined(wanted)
        return _result(work) if work.wait(PATIENCE) else None

    def present(self, wanted: Wanted) -> Computed | None:
        """Returns what is kept of this day and revision, in memory or beside the graph."""
        now = stamp(self.workspace)
        graph, place = (now.graph, now.revision), _place(wanted, now)
        found: Computed | None = self._memory.find(graph, place)
        if found is None and (found := latest(self.workspace, wanted)):
            if found.stamp != now:
                return None
            self._memory.put(graph, place, found)
        return found

    def older(self, wanted: Wanted) -> Computed | None:
        """Returns what is kept of an earlier day or revision; None where the newest is present."""
        found = latest(self.workspace, wanted)
        return None if found is None or found.stamp == stamp(self.workspace) else found

    def enqueue(self, wanted: Wanted) -> str:
        """Returns the id of the job that computes this from now on, with nobody here if need be."""
        self.work()
        key = wanted.key
        order = Order(key.analysis, key.parameters, key.visibility, wanted.viewer.name)
        job = self.jobs.start(order)
        if self._worker is None and (here := self._works.get((key, stamp(self.workspace)))):
            here.leave()
        return job

    def all(self, viewer: Viewer) -> list[Job]:
        """Returns the latest jobs that the viewer may know of; takes up what nobody works on."""
        found = self.jobs.all(viewer)
        self._take_up(found)
        return found

    def status(self, id: str, viewer: Viewer) -> Job:
        """Returns one job, and takes it up where nobody works on it.

        Raises:
            UnknownNameError: there is none, or none that the viewer may know of.
        """
        found = self.jobs.status(id, viewer)
        self._take_up([found])
        return found

    def took(self, order: Order) -> float | None:
        """Returns the seconds that the same took the last time; None where nobody knows."""
        try:
            return took(self.workspace, self.wanted(order))
        except MaillageError:  # an order of another program
            return None

    def wanted(self, order: Order) -> Wanted:
        """Returns what a job computes, for the level at which it was asked."""
        chosen = named(order.analysis)
        asked = read_parameters(chosen, orjson.loads(order.parameters))
        viewer = Viewer(order.by, visibility=order.visibility)
        return Wanted(chosen, asked, viewer, day_of(self.workspace))

    def begin(self, order: Order) -> Work:
        """Returns the work of a job: the one on its way, or a new one."""
        wanted = self.wanted(order)
        if found := self.present(wanted):
            return Work.of(found)
        return self._joined(wanted, held=True)

    def work(self) -> None:
        """Works on the jobs of this graph from now on, unless another service does."""
        from api.jobs.worker import Worker

        with self._lock:
            if self._worker is None:
                worker = Worker(self.jobs, self.begin)
                self._worker = worker if worker.launch() else None

    def resume(self) -> None:
        """Takes up the jobs that a service left when it ended or died; forgets the old ones."""
        self.jobs.forget_old()
        if self.jobs.any_left():
            self.work()

    def close(self) -> None:
        """Ends; unfinished jobs are for the next service."""
        if self._worker is not None:
            self._worker.close()
        self.jobs.close()

    def _take_up(self, found: Sequence[Job]) -> None:
        if any(job.state == "interrupted" for job in found):
            self.work()

    def _crowded(self, wanted: Wanted) -> bool:
        works = self._works
        return len(works) >= AT_ONCE and (wanted.key, stamp(self.workspace)) not in works

    def _joined(self, wanted: Wanted, *, held: bool = False) -> Work:
        """Returns the work that is on its way, one that this starts where none is."""
        now = stamp(self.workspace)
        key = (wanted.key, now)
        with self._lock:
            found = self._works.get(key)
            if found and (found.hold() if held else not found.ended):
                return found
            work = self._works[key] = Work(partial(self._compute, wanted))
            if held:
                work.hold()
        then = partial(self._memory.put, (now.graph, now.revision), _place(wanted, now))
        work.start(then, partial(self._forget, key, work))
        return work

    def _forget(self, key: tuple[Asked, Stamp], work: Work) -> None:
        with self._lock:
            if self._works.get(key) is work:
                del self._works[key]

    def _compute(self, wanted: Wanted) -> Computed:
        read = partial(self._read, wanted.analysis.types, wanted.viewer)
        return computed(self.workspace, wanted, read)


def _result(work: Work) -> Computed:
    try:
        return work.result()
    except Cancelled:
        raise StoreError("jobs.stopped") from None


def _place(wanted: Wanted, now: Stamp) -> Hashable:
    return ("analysis", wanted.key, now.day)
