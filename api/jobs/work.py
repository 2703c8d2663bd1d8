"""One computation in a thread of its own, which many may wait for and anyone may stop."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, InvalidStateError, wait
from contextlib import suppress
from contextvars import copy_context
from typing import TYPE_CHECKING, Any, cast

from graph.errors import StoreError
from graph.progress import Cancelled, heard_by
from graph.stopping import Waiting, stoppable, waited_for

if TYPE_CHECKING:
    from api.computing import Computed


class Work:
    """A computation that is on its way; `done` of `total` as it says, 0 of 0 before it says so.

    It ends early once nobody waits for it any more, unless a job holds it.
    """

    def __init__(self, make: Callable[[], Computed]) -> None:
        self.done, self.total = 0, 0
        self._held = False
        self._make = make
        self._future: Future[Computed] = Future()
        self._statements = Waiting()
        self._lock = threading.Lock()
        self._waiting = 0

    @classmethod
    def of(cls, made: Computed) -> Work:
        """Returns the work of what is computed already."""
        work = cls(lambda: made)
        work._settle(made)
        return work

    def start(self, then: Callable[[Computed], object], ended: Callable[[], object]) -> None:
        """Starts it, in the language of who asks; `then` takes its result, `ended` always comes."""
        run = threading.Thread(
            target=copy_context().run, args=(self._run, then, ended), daemon=True
        )
        run.start()

    def hold(self) -> bool:
        """Makes it go on though nobody waits; returns whether it is still on its way."""
        with self._lock:
            self._held = True
            return not self.ended

    @property
    def ended(self) -> bool:
        """Whether it found something, failed, or was stopped."""
        return self._future.done()

    def wait(self, seconds: float | None = None) -> bool:
        """Returns whether it ended within these seconds, without end where None.

        Raises:
            StoreError: whoever waits here has given up meanwhile.
        """
        gone: Future[Any] = Future()
        with self._lock:
            self._waiting += 1
        try:
            with stoppable(lambda: gone.set_result(None)):
                wait((cast("Future[Any]", self._future), gone), seconds, FIRST_COMPLETED)
        finally:
            with self._lock:
                self._waiting -= 1
        if gone.done():
            self.leave()
            raise StoreError("store.given_up")
        return self.ended

    def result(self) -> Computed:
        """Returns what it found, once it has ended.

        Raises:
            Cancelled: it was stopped.
        """
        return self._future.result()

    def leave(self) -> None:
        """Stops it unless somebody waits for it or a job holds it."""
        with self._lock:
            if self._waiting or self._held:
                return
            self._settle(Cancelled())
        self._statements.give_up()

    def stop(self) -> None:
        """Ends it: who waits hears so at once, its thread the next time it says how far it is."""
        self._settle(Cancelled())
        self._statements.give_up()

    def _run(self, then: Callable[[Computed], object], ended: Callable[[], object]) -> None:
        try:
            with waited_for(self._statements), heard_by(self._hear):
                made = self._make()
            then(made)
        except BaseException as error:
            self._settle(error)
        else:
            self._settle(made)
        finally:
            ended()

    def _hear(self, done: int, total: int) -> None:
        if self.ended:
            raise Cancelled
        if total:
            self.done, self.total = done, total

    def _settle(self, end: Computed | BaseException) -> None:
        with suppress(InvalidStateError):  # it was stopped meanwhile
            if isinstance(end, BaseException):
                self._future.set_exception(end)
            else:
                self._future.set_result(end)
