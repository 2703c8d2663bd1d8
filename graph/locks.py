"""Locks between processes that the kernel frees when their holder dies (POSIX `flock`)."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO


def opened(path: Path) -> IO[bytes]:
    """Returns the file of a lock, made when missing; closing it frees the lock."""
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600), "rb+")


@contextmanager
def exclusive(path: Path) -> Iterator[None]:
    """Holds the lock of that file, waiting for it as long as it takes."""
    with opened(path) as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def attempt(path: Path) -> Iterator[bool]:
    """Holds the lock of that file if nobody has it; yields whether it was had.

    The lock of a file that its holder removed meanwhile is not had.
    """
    with opened(path) as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield _is_at(path, lock)


def taken(path: Path) -> bool:
    """Returns whether somebody holds the lock of that file; who looks as well is nobody."""
    with opened(path) as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def _is_at(path: Path, lock: IO[bytes]) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(lock.fileno()))
    except FileNotFoundError:
        return False


class WriteLock:
    """The one write lock of a graph: fair to a form that comes during a long load.

    Who wants to write passes a turnstile first, so that a loader which lets the lock go for a
    moment does not take it again before somebody who waits.
    """

    def __init__(self, folder: Path) -> None:
        self._turnstile = folder / "write.turn"
        self._lock = folder / "write.lock"

    @contextmanager
    def held(self) -> Iterator[None]:
        """Holds the lock until the block ends."""
        with opened(self._lock) as lock:
            with exclusive(self._turnstile):
                fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def somebody_waits(self) -> bool:
        """Returns whether another process or thread stands at the turnstile."""
        return taken(self._turnstile)


class Turn:
    """Holds the write lock over batches; lets it go, with all written, when somebody waits."""

    def __init__(self, lock: WriteLock, holding: ExitStack) -> None:
        self._lock = lock
        self._holding = holding
        self._flying: Future[None] | None = None
        self._held = False

    def take(self) -> bool:
        """Returns whether others may have written since the turn before."""
        if self._held and self._lock.somebody_waits():
            self.finish()
        if self._held:
            return False
        self._holding.enter_context(self._lock.held())
        self._held = True
        return True

    def follow(self, writing: Future[None]) -> None:
        """Lets one batch be on its way, once the one before has arrived."""
        if self._flying:
            self._flying.result()
        self._flying = writing

    def finish(self) -> None:
        """Waits for all that is on its way, then lets the lock go."""
        if self._flying:
            self._flying.result()
            self._flying = None
        self._holding.close()
        self._held = False
