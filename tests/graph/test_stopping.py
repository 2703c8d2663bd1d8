"""Who gives up stops the statement on the server too, on both servers."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context

import pytest

from graph.errors import MaillageError, StoreError
from graph.stopping import Statements, Waiting, waited_for
from graph.store import Store

ENDLESS = (
    "UNWIND range(1, 30000) AS a UNWIND range(1, 30000) AS b UNWIND range(1, 30000) AS c "
    "WITH a, b, c WHERE a + b = c RETURN count(*) AS n"
)


def running(store: Store) -> list[str]:
    column = {"neo4j": "query", "embedded": "currentQuery"}[store.kind]
    shown = (
        store._shown("SHOW TRANSACTIONS YIELD currentQuery AS query")
        if column == "query"
        else (store._shown("SHOW TRANSACTIONS"))
    )
    return [row[column] for row in shown if "30000" in row[column]]


def until(condition: bool, store: Store) -> bool:
    limit = time.monotonic() + 10
    while bool(running(store)) is not condition:
        if time.monotonic() > limit:
            return False
        time.sleep(0.05)
    return True


def test_giving_up_stops_the_statement_on_the_server(store: Store) -> None:
    waiting = Waiting()

    def ask() -> float:
        begun = time.monotonic()
        with waited_for(waiting), pytest.raises(MaillageError):
            store.read(ENDLESS, timeout=60)
        return time.monotonic() - begun

    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(ask)
        assert until(True, store)
        waiting.give_up()
        assert asked.result(20) < 20
    assert until(False, store)


def test_giving_up_stops_no_statement_of_others(store: Store) -> None:
    mine, other = Waiting(), Waiting()

    def ask(waiting: Waiting) -> None:
        with waited_for(waiting), pytest.raises(MaillageError):
            store.read(ENDLESS, timeout=60)

    with ThreadPoolExecutor(2) as pool:
        asked = [pool.submit(copy_context().run, ask, each) for each in (mine, other)]
        limit = time.monotonic() + 10
        while len(running(store)) < 2 and time.monotonic() < limit:
            time.sleep(0.05)
        mine.give_up()
        asked[0].result(20)
        assert len(running(store)) == 1
        other.give_up()
        asked[1].result(20)


def test_what_is_asked_after_giving_up_is_not_sent(store: Store) -> None:
    waiting = Waiting()
    waiting.give_up()
    with waited_for(waiting), pytest.raises(StoreError) as caught:
        store.read(ENDLESS, timeout=60)
    assert caught.value.code == "store.given_up"
    assert running(store) == []


def test_a_finding_half_read_when_it_is_given_up_ends(store: Store) -> None:
    waiting = Waiting()
    text = "UNWIND range(1, 30000) AS a UNWIND range(1, 30000) AS b RETURN a, b"
    with waited_for(waiting), pytest.raises(MaillageError), store.finding(text) as found:  # noqa: PT012
        for place, _ in enumerate(found.batches):
            if place == 1:
                threading.Thread(target=waiting.give_up).start()
    assert until(False, store)
    assert store.read("RETURN 1").rows == [(1,)]


def test_a_finding_gives_every_row_in_batches(store: Store) -> None:
    with store.finding("UNWIND range(1, 5) AS n RETURN n AS n", size=2) as found:
        assert found.columns == ("n",)
        assert list(found.batches) == [[(1,), (2,)], [(3,), (4,)], [(5,)]]


def test_a_finding_left_half_read_leaves_the_store_of_use(store: Store) -> None:
    with store.finding("UNWIND range(1, 100000) AS n RETURN n", size=10) as found:
        assert next(found.batches)[0] == (1,)
    assert store.read("RETURN 1").rows == [(1,)]


def test_tags_of_statements_on_their_way_differ_and_come_again() -> None:
    statements = Statements(lambda _: [], in_text=True)
    with statements.on_the_way() as first, statements.on_the_way() as second:
        assert first != second
    with statements.on_the_way() as again:
        assert again == first
    other = Statements(lambda _: [], in_text=True)
    with other.on_the_way() as elsewhere:
        assert elsewhere != first
