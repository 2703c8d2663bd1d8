"""How far long work is: it says so as it goes on, and that is where it hears that it is to stop."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Listener = Callable[[int, int], None]
_current: ContextVar[Listener | None] = ContextVar("listener", default=None)


class Cancelled(Exception):  # noqa: N818  what was asked for, no error
    """Somebody asked that the work be stopped."""


def progress(done: int = 0, total: int = 0) -> None:
    """Says how much is done of a total, 0 while nobody knows it; costs nothing unheard.

    Without either it only hears whether it is to stop.

    Raises:
        Cancelled: the work is to stop here.
    """
    listener = _current.get()
    if listener is not None:
        listener(done, total)


@contextmanager
def heard_by(listener: Listener) -> Iterator[None]:
    """Lets `listener` hear what this thread's work says until the block ends."""
    token = _current.set(listener)
    try:
        yield
    finally:
        _current.reset(token)
