"""Statements that nobody waits for any more: who gives up stops them, on the server too."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from typing import Any

from graph.errors import MaillageError, StoreError

TAGGED = "maillage"
STOP_SECONDS = 5.0
POLL = 0.05
LONGEST = 80  # of the comment before a statement
Stop = Callable[[], None]


class Waiting:
    """Whether somebody still waits for what is asked in their name; threads may share it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._stops: list[Stop] = []
        self._over = False

    def give_up(self) -> None:
        """Stops every statement on its way; none is sent from here on."""
        with self._lock:
            self._over = True
            stops = list(self._stops)
        for stop in stops:
            stop()

    @contextmanager
    def on_the_way(self, stop: Stop) -> Iterator[None]:
        """Lets `stop` be called until the block ends.

        Raises:
            StoreError: it was given up before.
        """
        with self._lock:
            if self._over:
                raise StoreError("store.given_up")
            self._stops.append(stop)
        try:
            yield
        finally:
            with self._lock:
                self._stops.remove(stop)


_current: ContextVar[Waiting | None] = ContextVar("waiting", default=None)


@contextmanager
def waited_for(waiting: Waiting) -> Iterator[None]:
    """Makes `waiting` stand behind every statement that this thread or task sends."""
    token = _current.set(waiting)
    try:
        yield
    finally:
        _current.reset(token)


@contextmanager
def stoppable(stop: Stop) -> Iterator[None]:
    """Lets whoever waits for this thread's statement stop it until the block ends."""
    waiting = _current.get()
    if waiting is None:
        yield
        return
    with waiting.on_the_way(stop):
        yield


class Statements:
    """The statements that one client has on their way, each with a tag of its own.

    `run` sends a statement as the operator and returns its rows. A server that ignores what is sent
    beside a text has the tag in the text. It keeps the plans of texts it has seen: so tags come
    again, the smallest number first.
    """

    def __init__(self, run: Callable[[str], list[dict[str, Any]]], *, in_text: bool) -> None:
        self._run = run
        self._in_text = in_text
        self._lock = threading.Lock()
        self._taken: set[int] = set()
        self._process = secrets.token_hex(4)

    @contextmanager
    def on_the_way(self) -> Iterator[str]:
        """Gives a tag that no other statement has, until the block ends.

        Meanwhile whoever waits for this thread may give up, and an interruption stops it too.
        """
        with self._tag() as tag:
            ended = threading.Event()
            try:
                with stoppable(lambda: self._stop(tag, ended)):
                    yield tag
            except KeyboardInterrupt:
                self._terminate(tag)
                raise
            finally:
                ended.set()

    @contextmanager
    def _tag(self) -> Iterator[str]:
        with self._lock:
            number = next(n for n in range(len(self._taken) + 1) if n not in self._taken)
            self._taken.add(number)
        try:
            yield f"{self._process}-{number}"
        finally:
            with self._lock:
                self._taken.discard(number)

    def _stop(self, tag: str, ended: threading.Event) -> None:
        """Stops a statement that may still be on its way to the server, until it has ended."""
        limit = time.monotonic() + STOP_SECONDS
        while not ended.wait(POLL) and time.monotonic() < limit:
            self._terminate(tag)

    def _terminate(self, tag: str) -> None:
        with suppress(MaillageError):  # it may have ended meanwhile
            for name in self._running(tag):
                self._run(f"TERMINATE TRANSACTION '{name}'")

    def _running(self, tag: str) -> list[str]:
        if self._in_text:
            rows, mark = self._run("SHOW TRANSACTIONS"), f" {tag}*/"
            return [row["transactionId"] for row in rows if mark in row["currentQuery"][:LONGEST]]
        rows = self._run("SHOW TRANSACTIONS YIELD transactionId, metaData")
        return [row["transactionId"] for row in rows if row["metaData"].get(TAGGED) == tag]
