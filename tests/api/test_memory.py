"""What is made once for a revision of the graph, whoever asks meanwhile."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest

from api.http.memory import MOST, Memory

GRAPH, LATER = ("graph", 1), ("graph", 2)
LIMIT = 10.0


def test_a_thing_is_made_once_for_all_who_ask_at_once() -> None:
    memory, made, begin = Memory(), list[int](), Barrier(4)

    def make() -> int:
        made.append(1)
        return len(made)

    def ask() -> int:
        begin.wait(LIMIT)
        return memory.keep(GRAPH, "slow", make)

    with ThreadPoolExecutor(4) as readers:
        found = [each.result(LIMIT) for each in [readers.submit(ask) for _ in range(4)]]
    assert (found, made) == ([1] * 4, [1])


def test_who_makes_a_slow_thing_holds_up_nobody_who_asks_for_another() -> None:
    memory, begun, go = Memory(), Event(), Event()

    def slow() -> str:
        begun.set()
        assert go.wait(LIMIT)
        return "slow"

    with ThreadPoolExecutor(2) as readers:
        waiting = readers.submit(memory.keep, GRAPH, "slow", slow)
        assert begun.wait(LIMIT)
        assert readers.submit(memory.keep, GRAPH, "quick", lambda: "quick").result(LIMIT) == "quick"
        assert not waiting.done()
        go.set()
        assert waiting.result(LIMIT) == "slow"


def test_a_thing_may_ask_for_another_while_it_is_made() -> None:
    memory = Memory()
    found = memory.keep(GRAPH, "outer", lambda: memory.keep(GRAPH, "inner", lambda: 2) + 1)
    assert (found, memory.keep(GRAPH, "inner", lambda: 0)) == (3, 2)


def test_another_revision_lets_all_go() -> None:
    memory = Memory()
    assert memory.keep(GRAPH, "k", lambda: 1) == 1
    assert memory.keep(LATER, "k", lambda: 2) == 2
    assert memory.keep(GRAPH, "k", lambda: 3) == 3


def test_what_could_not_be_made_is_tried_again() -> None:
    memory = Memory()
    with pytest.raises(ZeroDivisionError):
        memory.keep(GRAPH, "k", lambda: 1 // 0)
    assert memory.keep(GRAPH, "k", lambda: 1) == 1


def test_what_was_asked_for_longest_ago_is_let_go_first() -> None:
    memory = Memory()
    for key in range(MOST + 1):
        memory.keep(GRAPH, key, int)
        memory.keep(GRAPH, 0, lambda: 0)
    assert memory.keep(GRAPH, 0, lambda: -1) == 0
    assert memory.keep(GRAPH, 1, lambda: -1) == -1
