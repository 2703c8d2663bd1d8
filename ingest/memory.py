"""The collector of cycles, at rest while a load holds all of its rows.

A load keeps hundreds of thousands of claims that refer to nothing in a circle. The collector walks
them all again and again: nearly half of the processor time of a load of 50,000 lines.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Stops the collector until the block ends; what no circle holds is still freed at once."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@contextmanager
def set_aside() -> Iterator[None]:
    """Lets the collector work until the block ends, on what is made in it alone.

    A transaction and its rows hold each other: without it they would stay until the load ends.
    """
    was_enabled = gc.isenabled()
    gc.freeze()
    gc.enable()
    try:
        yield
    finally:
        gc.unfreeze()
        if not was_enabled:
            gc.disable()
