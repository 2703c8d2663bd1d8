"""Hostile texts that reach a server all the same: it refuses to write, and it ends in time."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest

from graph.errors import MaillageError
from graph.store import Store
from tests.queries.test_check import HOSTILE, OTHERWISE, UNSEEN

PUT = "UNWIND $rows AS r MERGE (n:Company {key: r.key}) SET n = r"
GRAPH = (
    "OPTIONAL MATCH (n) RETURN labels(n) AS labels, n.key AS key, n.name AS name ORDER BY key, name"
)
TEXTS = {
    **{name: text for name, (text, _) in HOSTILE.items()},
    **{name: text for name, (text, _) in OTHERWISE.items()},
    **UNSEEN,
}
# What is long, deep or loops within one row hangs a server or its client: our check alone stops it.
LOOPS = {"list that grows", "sum without end", "loop in a loop"}
SENT = {name: text for name, text in TEXTS.items() if len(text) < 300 and name not in LOOPS}
ENDLESS = {
    "product": "UNWIND range(1, 30000) AS a UNWIND range(1, 30000) AS b "
    "UNWIND range(1, 30000) AS c WITH a, b, c WHERE a + b = -c RETURN count(*) AS n",
    "product of nodes": "MATCH (a:Company), (b:Company), (c:Company), (d:Company), (e:Company) "
    "WHERE a.key + b.key + c.key + d.key = e.key RETURN count(*) AS n",
}


def filled(store: Store, count: int) -> None:
    store.write(PUT, [{"key": f"k{n}", "name": "Forge"} for n in range(count)])


def test_seventy_hostile_texts_are_sent() -> None:
    assert len(TEXTS) >= 80
    assert len(SENT) >= 70


def test_a_hostile_text_that_reaches_a_server_writes_nothing(store: Store) -> None:
    filled(store, 3)
    before = store.read(GRAPH).rows
    assert len(before) == 3
    for name, text in SENT.items():
        begun = time.monotonic()
        with suppress(MaillageError):
            store.read(text, {"visible": [], "levels": []}, timeout=1)
        assert time.monotonic() - begun < 60, name
        assert store.read(GRAPH).rows == before, name


@pytest.mark.parametrize("name", ENDLESS)
def test_what_never_ends_is_ended_by_its_limit(store: Store, name: str) -> None:
    filled(store, 300)
    begun = time.monotonic()
    with pytest.raises(MaillageError) as caught, store.finding(ENDLESS[name], timeout=1) as found:
        list(found.batches)
    assert caught.value.code == "store.too_slow"
    assert time.monotonic() - begun < 60
    assert store.read("RETURN 1").rows == [(1,)]
