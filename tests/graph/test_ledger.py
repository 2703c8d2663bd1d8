"""The ledger keeps what was acknowledged, forgets what was not, and repeats nothing."""

from __future__ import annotations

import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from graph.declare import NODES, SIGNATURES, record_type
from graph.errors import UnknownNameError
from graph.ledger import Delivery, Ledger
from graph.locks import attempt
from graph.state import GRAPH, LEDGER, METADATA
from tests.graphs import edge, node

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from graph.claims import Claim

EMPLOYS = "Company-EMPLOYS-Occupation"
STAGED_THEN_DEAD = """
import os, sys
from pathlib import Path
from graph.declare import NODES
from graph.ledger import Ledger
from tests.graphs import node
folder = Path(sys.argv[1])
ledger = Ledger(f"sqlite:///{folder}/state.sqlite", folder)
with ledger.staging("test", "opco", "half told") as load:
    load.say(NODES["Company"], [node("a", name="A")])
    if sys.argv[2] == "acknowledged":
        load.acknowledge()
    os.kill(os.getpid(), 9)
"""


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with closing(Ledger(f"sqlite:///{tmp_path / 'state.sqlite'}", tmp_path)) as opened:
        yield opened


def told(ledger: Ledger, *claims: Claim, label: str = "Company", mark: str | None = None) -> int:
    with ledger.staging("test", claims[0].source, "told", mark) as load:
        load.say(record_type(label), claims)
        load.acknowledge()
    return load.number


def texts(ledger: Ledger) -> Sequence[tuple[int, str, str | None]]:
    chosen = sa.select(LEDGER.c.load, LEDGER.c.key, LEDGER.c["values"]).order_by(LEDGER.c.id)
    with ledger.engine.connect() as connection:
        return [(load, key, text) for load, key, text in connection.execute(chosen)]


def test_what_is_not_acknowledged_is_forgotten(ledger: Ledger) -> None:
    with ledger.staging("test", "opco", "half told") as load:
        load.say(NODES["Company"], [node("a", name="A")])
        assert [key for _, key, _ in texts(ledger)] == ["a"]
    assert texts(ledger) == []
    assert ledger.unfinished() == []
    assert ledger.loads() == []


def test_what_is_acknowledged_outlives_an_error_that_follows(ledger: Ledger) -> None:
    def failing() -> None:
        with ledger.staging("test", "opco", "told") as load:
            load.say(NODES["Company"], [node("a", name="A")])
            load.acknowledge()
            raise InterruptedError

    with pytest.raises(InterruptedError):
        failing()
    assert [(row.state, row.claims) for row in ledger.loads()] == [("pending", 1)]
    assert ledger.unfinished() == [1]


def test_forgetting_leaves_an_acknowledged_load_alone(ledger: Ledger) -> None:
    number = told(ledger, node("a", name="A"))
    ledger.forget(number)
    assert [key for _, key, _ in texts(ledger)] == ["a"]
    assert ledger.stage(number) == "pending"


@pytest.mark.parametrize(("word", "stage"), [("staged", "staged"), ("acknowledged", "pending")])
def test_a_dead_process_leaves_its_load_to_whoever_comes(
    tmp_path: Path, ledger: Ledger, word: str, stage: str
) -> None:
    child = [sys.executable, "-c", STAGED_THEN_DEAD, str(tmp_path), word]
    assert subprocess.run(child, timeout=60, check=False).returncode == -9
    assert (ledger.unfinished(), ledger.stage(1)) == ([1], stage)
    with ledger.alive(1) as free:
        assert free


def test_a_load_is_seen_by_others_only_once_its_process_is_known_to_live(
    tmp_path: Path, ledger: Ledger
) -> None:
    seen_free: list[int] = []
    over = threading.Event()

    def look() -> None:
        with closing(Ledger(f"sqlite:///{tmp_path / 'state.sqlite'}", tmp_path)) as other:
            while not over.is_set():
                for number in other.unfinished():
                    with other.alive(number) as free:
                        if free and other.stage(number) == "staged":
                            seen_free.append(number)

    watcher = threading.Thread(target=look)
    watcher.start()
    for _ in range(30):
        with ledger.staging("test", "opco", "told"):
            pass
    over.set()
    watcher.join(10)
    assert seen_free == []


def test_the_lock_of_a_removed_file_is_not_had(tmp_path: Path) -> None:
    path = tmp_path / "load-1.lock"
    with attempt(path) as first:
        path.unlink()
        with attempt(path) as second:
            path.unlink()
    assert (first, second) == (True, True)
    with attempt(path) as had, attempt(path) as again:
        assert (had, again) == (True, False)


def test_a_value_said_again_is_kept_once_and_read_back_by_all(ledger: Ledger) -> None:
    first = told(ledger, node("a", "2026-01-01", name="A"))
    second = told(ledger, node("a", "2026-02-01", name="A"))
    third = told(ledger, node("a", "2026-03-01", name="B"))
    kept = [(first, "a", '{"name":"A"}'), (second, "a", None), (third, "a", '{"name":"B"}')]
    assert texts(ledger) == kept
    said = ledger.said(NODES["Company"], ["a"])["a"]
    assert [row.text for row in said] == ['{"name":"A"}', '{"name":"A"}', '{"name":"B"}']


def test_a_value_said_again_outlives_the_undo_of_the_first(ledger: Ledger) -> None:
    first = told(ledger, node("a", "2026-01-01", name="A"))
    told(ledger, node("a", "2026-02-01", name="A"))
    assert ledger.undo(first, "test")
    said = ledger.said(NODES["Company"], ["a"])["a"]
    assert [(row.alive, row.text) for row in said] == [
        (False, '{"name":"A"}'),
        (True, '{"name":"A"}'),
    ]


def test_a_value_of_a_load_still_being_told_is_not_relied_upon(ledger: Ledger) -> None:
    with ledger.staging("test", "opco", "never acknowledged") as load:
        load.say(NODES["Company"], [node("a", name="A")])
        told(ledger, node("a", name="A"))
    assert [text for _, _, text in texts(ledger)] == ['{"name":"A"}']


def test_undoing_twice_says_so(ledger: Ledger) -> None:
    number = told(ledger, node("a", name="A"))
    assert ledger.undo(number, "test")
    assert not ledger.undo(number, "test")
    with pytest.raises(UnknownNameError, match="99"):
        ledger.undo(99, "test")


def test_a_fingerprint_is_known_until_its_load_is_undone(ledger: Ledger) -> None:
    number = told(ledger, node("a", name="A"), mark="whole file")
    assert (ledger.already("whole file"), ledger.already("another")) == (number, None)
    ledger.undo(number, "test")
    assert ledger.already("whole file") is None


def test_a_number_is_never_given_twice(ledger: Ledger) -> None:
    with ledger.staging("test", "opco", "never acknowledged"):
        pass
    assert told(ledger, node("a", name="A")) == 2


def test_keys_come_in_batches_in_the_order_they_were_said(ledger: Ledger) -> None:
    keys = [f"c{place:05}" for place in range(5001)]
    number = told(ledger, *(node(key, name="A") for key in reversed(keys)))
    batches = list(ledger.keys(number, NODES["Company"]))
    assert [len(batch) for batch in batches] == [5000, 1]
    assert [key for batch in batches for key in batch] == keys[::-1]


def test_edges_are_found_by_either_end(ledger: Ledger) -> None:
    told(
        ledger, edge(EMPLOYS, "a", "I1304", headcount=2), edge(EMPLOYS, "b", "I1304"), label=EMPLOYS
    )
    signature = SIGNATURES[EMPLOYS]
    assert ledger.touching(signature, "start", ["a"], but=0) == ["a\x1fI1304"]
    assert ledger.touching(signature, "end", ["I1304"], but=0) == ["a\x1fI1304", "b\x1fI1304"]
    assert ledger.touching(signature, "end", ["I1304"], but=1) == []


def test_only_live_loads_make_a_key_known(ledger: Ledger) -> None:
    number = told(ledger, node("com:36044", name="Châteauroux"), label="Territory")
    territory = NODES["Territory"]
    assert ledger.live_keys(territory, ["com:36044", "com:36063"]) == {"com:36044"}
    assert (ledger.knows(territory, "com:"), ledger.knows(territory, "epci:")) == (True, False)
    ledger.undo(number, "test")
    assert ledger.live_keys(territory, ["com:36044"]) == set()
    assert not ledger.knows(territory, "com:")


def test_earlier_leaves_out_what_is_said_again(ledger: Ledger) -> None:
    told(ledger, node("a", "2026-01-01", name="A"), node("b", "2026-01-01", name="B"))
    number = told(ledger, node("a", "2026-02-01", name="A"))
    company = NODES["Company"]
    assert list(ledger.earlier(company, "opco", "2026-02-01", but=number)) == [["b"]]
    assert list(ledger.earlier(company, "chambre", "2026-02-01")) == []


def test_a_complete_delivery_counts_until_it_is_undone(ledger: Ledger) -> None:
    with ledger.staging("test", "opco", "whole") as load:
        load.say(NODES["Company"], [node("a", name="A")])
        load.acknowledge([NODES["Company"]], "2026-02-01")
    whole = frozenset({"Company"})
    assert ledger.deliveries() == [Delivery(1, "opco", whole, "2026-02-01", counts=True)]
    ledger.undo(1, "test")
    assert ledger.deliveries() == [Delivery(1, "opco", whole, "2026-02-01", counts=False)]


def test_a_graph_has_one_identity_for_all_who_ask_first(tmp_path: Path, ledger: Ledger) -> None:
    others = [Ledger(f"sqlite:///{tmp_path / 'state.sqlite'}", tmp_path) for _ in range(4)]
    found: list[str] = []
    threads = [threading.Thread(target=lambda o=o: found.append(o.identity()[0])) for o in others]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    for other in others:
        other.close()
    assert found == [ledger.identity()[0]] * 4
    with ledger.engine.connect() as connection:
        assert len(connection.execute(sa.select(GRAPH)).all()) == 1


def test_a_newer_process_finds_the_tables_as_they_are(tmp_path: Path, ledger: Ledger) -> None:
    told(ledger, node("a", name="A"))
    with closing(Ledger(f"sqlite:///{tmp_path / 'state.sqlite'}", tmp_path)) as again:
        assert [row.claims for row in again.loads()] == [1]


def test_the_migrations_make_the_tables_that_the_program_declares(ledger: Ledger) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with ledger.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []
