"""The laws of the one client, on both servers."""

from __future__ import annotations

import time
from datetime import date
from typing import TYPE_CHECKING

import pytest

from graph.errors import DataError, StoreError
from graph.refusals import sentence_of

if TYPE_CHECKING:
    from graph.store import Store

PUT = "UNWIND $rows AS r MERGE (n:Company {key: r.key}) SET n = r"
UNIQUE = "CREATE CONSTRAINT company_key IF NOT EXISTS FOR (c:Company) REQUIRE c.key IS UNIQUE"
WRITES = [
    "CREATE (:Company {key: 'b'})",
    "MATCH (c:Company) SET c.name = 'b'",
    "MATCH (c:Company) REMOVE c.name",
    "MATCH (c:Company) DETACH DELETE c",
    "MERGE (:Company {key: 'b'})",
    "CREATE CONSTRAINT b IF NOT EXISTS FOR (c:Company) REQUIRE c.name IS UNIQUE",
    "CREATE INDEX b IF NOT EXISTS FOR (c:Company) ON (c.city)",
]
ENDLESS = (
    "UNWIND range(1, 30000) AS a UNWIND range(1, 30000) AS b UNWIND range(1, 30000) AS c "
    "WITH a, b, c WHERE a + b = c RETURN count(*) AS n"
)


def names(store: Store) -> list[tuple[object, ...]]:
    return store.read("MATCH (c:Company) RETURN c.key, c.name ORDER BY c.key").rows


def test_what_is_written_is_read(store: Store) -> None:
    store.write(PUT, [{"key": "a", "name": "L'Atelier d'Amboise & Fils"}, {"key": "b"}])
    assert names(store) == [("a", "L'Atelier d'Amboise & Fils"), ("b", None)]


def test_writing_a_batch_twice_changes_nothing(store: Store) -> None:
    for _ in range(2):
        store.write(PUT, [{"key": "a", "name": "Forge"}])
    assert names(store) == [("a", "Forge")]


def test_a_batch_with_one_bad_row_writes_none(store: Store) -> None:
    store.declare([UNIQUE])
    with pytest.raises(StoreError) as caught:
        store.write("UNWIND $rows AS r CREATE (:Company {key: r.key})", [{"key": "a"}] * 2)
    assert caught.value.code == "store.refused"
    assert names(store) == []


@pytest.mark.parametrize("text", WRITES)
def test_a_read_cannot_write(store: Store, text: str) -> None:
    store.write(PUT, [{"key": "a", "name": "Forge"}])
    with pytest.raises(DataError) as caught:
        store.read(text)
    assert (caught.value.code, caught.value.exit_code) == ("store.read_only", 2)
    assert names(store) == [("a", "Forge")]


def test_a_stream_cannot_write(store: Store) -> None:
    with pytest.raises(DataError) as caught:
        list(store.stream("CREATE (c:Company {key: 'b'}) RETURN c.key"))
    assert caught.value.code == "store.read_only"
    assert names(store) == []


def test_an_answer_says_when_there_was_more(store: Store) -> None:
    text = "UNWIND range(1, 3) AS number RETURN number, number * 10 AS tens"
    cut, whole = store.read(text, limit=2), store.read(text, limit=3)
    assert (cut.columns, cut.rows, cut.truncated) == (("number", "tens"), [(1, 10), (2, 20)], True)
    assert (whole.rows, whole.truncated) == ([(1, 10), (2, 20), (3, 30)], False)


def test_an_answer_without_a_limit_is_whole(store: Store) -> None:
    answer = store.read("UNWIND range(1, 2500) AS number RETURN number")
    assert answer.rows == [(number,) for number in range(1, 2501)]
    assert not answer.truncated


def test_dates_are_those_of_python(store: Store) -> None:
    text = "RETURN date($day) AS day, [date($day)] AS days, {day: date($day)} AS named"
    day = date(2026, 9, 7)
    assert store.read(text, {"day": "2026-09-07"}).rows == [(day, [day], {"day": day})]


def test_a_stream_gives_every_row_once_in_batches(store: Store) -> None:
    batches = list(store.stream("UNWIND range(1, $last) AS n RETURN n, [n]", {"last": 5}, size=2))
    assert batches == [[[1, [1]], [2, [2]]], [[3, [3]], [4, [4]]], [[5, [5]]]]


def test_a_stream_left_half_read_leaves_the_store_of_use(store: Store) -> None:
    stream = store.stream("UNWIND range(1, 100000) AS n RETURN n", size=10)
    assert next(stream)[0] == [1]
    stream.close()  # type: ignore[attr-defined]  # an iterator by its type, a generator by nature
    assert store.read("RETURN 1").rows == [(1,)]


def test_a_slow_read_is_stopped(store: Store) -> None:
    begun = time.monotonic()
    with pytest.raises(StoreError) as caught:
        store.read(ENDLESS, timeout=0.5)
    assert (caught.value.code, caught.value.values["seconds"]) == ("store.too_slow", 0.5)
    assert time.monotonic() - begun < 5
    assert "0,5 s" in str(caught.value)


def test_a_statement_cannot_lengthen_its_own_limit(store: Store) -> None:
    with pytest.raises(StoreError) as caught:
        store.read(f"/*limit 900*/ {ENDLESS}", timeout=0.5)
    assert caught.value.code == "store.too_slow"


@pytest.mark.parametrize("text", ["RETURN 1 AS", "RETURN missing", "RETURN $nothing", "nonsense"])
def test_a_statement_the_server_refuses_is_the_readers_with_its_reason(
    store: Store, text: str
) -> None:
    with pytest.raises(DataError) as caught:
        store.read(text)
    assert caught.value.code == "store.refused_statement"
    assert len(str(caught.value.values["reason"])) > 10


def test_declaring_twice_changes_nothing(store: Store) -> None:
    statements = [
        UNIQUE,
        "CREATE INDEX company_name IF NOT EXISTS FOR (c:Company) ON (c.name)",
    ]
    for _ in range(2):
        store.declare(statements)
    store.write(PUT, [{"key": "a", "name": "Forge"}])
    assert names(store) == [("a", "Forge")]


def test_a_wrong_declaration_is_refused(store: Store) -> None:
    with pytest.raises(StoreError) as caught:
        store.declare(["CREATE CONSTRAINT"])
    assert caught.value.code == "store.refused"


def test_messages_name_the_server_and_never_its_password(store: Store) -> None:
    start = {"neo4j": "Neo4j, bolt://127.0.0.1:", "embedded": "serveur embarqué, /"}
    assert store.place_name.startswith(start[store.kind])


@pytest.mark.parametrize(
    ("code", "message", "reads", "embedded", "said"),
    [
        ("Neo.DatabaseError.General.Unknown", "No space left on device", False, True, "disk_full"),
        ("Neo.TransientError.General.DatabaseUnavailable", "busy", True, False, "refused"),
        ("Neo.TransientError.Database.DatabaseUnavailable", "down", True, False, "database"),
        ("Neo.ClientError.Security.AuthenticationRateLimit", "wait", True, False, "login"),
        ("Neo.ClientError.Security.Forbidden", "no", True, True, "read_only"),
        ("Neo.ClientError.Security.Forbidden", "no", True, False, "forbidden"),
        ("Neo.ClientError.Security.Forbidden", "no", False, True, "forbidden"),
        ("Neo.ClientError.Transaction.Terminated", "by hand", True, False, "refused"),
        ("", "the driver's own", True, True, "refused"),
    ],
)
def test_a_refusal_is_told_by_whose_fault_it_is(
    code: str, message: str, reads: bool, embedded: bool, said: str
) -> None:
    assert sentence_of(code, message, reads=reads, embedded=embedded) == f"store.{said}"
