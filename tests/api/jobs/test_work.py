"""A computation: many wait for one, who leaves last ends it, and a job holds it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, cast

import pytest

from api.computing import Computed
from api.jobs.work import Work
from graph.errors import StoreError
from graph.progress import Cancelled, progress
from graph.stopping import Waiting, waited_for

LIMIT = 10.0
FOUND = cast(Computed, "found")


class Counting:
    """Counts until it is told to end; `ended` once its thread has."""

    def __init__(self) -> None:
        self.begun, self.enough, self.ended = (
            threading.Event(),
            threading.Event(),
            threading.Event(),
        )
        self.kept: list[Any] = []

    def __call__(self) -> Computed:
        step = 0
        while not self.enough.is_set():
            progress(step := step + 1, 1000)
            self.begun.set()
            self.enough.wait(0.01)
        return FOUND

    def start(self, held: bool = False) -> Work:
        work = Work(self)
        if held:
            assert work.hold()
        work.start(self.kept.append, self.ended.set)
        assert self.begun.wait(LIMIT)
        return work


@pytest.fixture
def counting() -> Counting:
    return Counting()


def test_whoever_waits_has_the_one_result(counting: Counting) -> None:
    work = counting.start()
    assert not work.wait(0.05)
    counting.enough.set()
    assert work.wait(LIMIT)
    assert (work.result(), counting.kept) == (FOUND, [FOUND])


def test_it_says_how_far_it_is(counting: Counting) -> None:
    work = counting.start()
    assert work.total == 1000
    assert work.done >= 1
    work.stop()


def test_who_stops_it_is_obeyed_at_once_and_its_thread_ends(counting: Counting) -> None:
    work = counting.start()
    work.stop()
    assert work.wait(0)
    with pytest.raises(Cancelled):
        work.result()
    assert counting.ended.wait(LIMIT)
    assert counting.kept == []


def leaving(work: Work) -> Callable[[], None]:
    """Lets one wait for it in a thread; returns what makes that one leave."""
    waiting, there = Waiting(), threading.Event()

    def wait() -> None:
        with waited_for(waiting), suppress(StoreError):
            there.set()
            work.wait(LIMIT)

    threading.Thread(target=wait, daemon=True).start()
    assert there.wait(LIMIT)
    while not waiting._stops:
        time.sleep(0.001)
    return waiting.give_up


def test_it_ends_with_the_last_who_waits_not_before(counting: Counting) -> None:
    work = counting.start()
    one, other = leaving(work), leaving(work)
    one()
    assert not counting.ended.wait(0.2)
    other()
    assert counting.ended.wait(LIMIT)


def test_a_job_goes_on_when_nobody_waits(counting: Counting) -> None:
    work = counting.start(held=True)
    leaving(work)()
    assert not counting.ended.wait(0.2)
    counting.enough.set()
    assert work.wait(LIMIT)
    assert work.result() == FOUND


def test_who_no_longer_needs_it_ends_it_unless_somebody_waits(counting: Counting) -> None:
    work = counting.start()
    gone = leaving(work)
    work.leave()
    assert not counting.ended.wait(0.2)
    gone()
    assert counting.ended.wait(LIMIT)
    assert not work.hold()


def test_an_exit_of_its_thread_ends_it_for_all_who_wait() -> None:
    def leave() -> Computed:
        raise SystemExit

    work = Work(leave)
    work.start(lambda made: None, lambda: None)
    assert work.wait(LIMIT)
    with pytest.raises(SystemExit):
        work.result()


def test_a_failure_is_told_to_all_who_wait() -> None:
    def fail() -> Computed:
        raise ZeroDivisionError

    ended = threading.Event()
    work = Work(fail)
    work.start(lambda made: None, ended.set)
    assert work.wait(LIMIT)
    with pytest.raises(ZeroDivisionError):
        work.result()
    assert ended.wait(LIMIT)
