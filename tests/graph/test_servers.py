"""A server is found or started by whoever comes, and comes back after any death."""

from __future__ import annotations

import os
import signal
import socket
import stat
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import pytest

from graph.embedded import Idle
from graph.errors import StoreError
from graph.locks import opened
from graph.rendezvous import Notice, Rendezvous, used
from graph.servers import Place, connect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.store import Store

PUT = "UNWIND $rows AS r MERGE (:Company {key: r.key})"
KEYS = "MATCH (c:Company) RETURN c.key ORDER BY c.key"
CHECKOUT = Path(__file__).parents[2]
COMMAND = """
import sys
from pathlib import Path
from graph.servers import Place, connect
with connect(Place(Path(sys.argv[1]))) as store:
    store.write("UNWIND $rows AS r MERGE (:Company {key: r.key})", [{"key": sys.argv[2]}])
    print("written", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data folder whose server ends soon after the test, and at the latest with it."""
    monkeypatch.setenv("MAILLAGE_LINGER", "1")
    yield tmp_path / "Données de l'État"
    for notice in tmp_path.glob("*/server/server.json"):
        kill(notice.parent.parent)


def meeting(folder: Path) -> Rendezvous:
    return Rendezvous(folder / "server")


def notice(folder: Path) -> Notice:
    found = meeting(folder).read()
    assert found is not None
    return found


def until(condition: object, seconds: float = 20) -> None:
    assert callable(condition)
    limit = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < limit, "waited too long"
        time.sleep(0.02)


def kill(folder: Path) -> None:
    found = meeting(folder).read()
    if found and meeting(folder).is_served():
        os.kill(found.pid, signal.SIGKILL)
        until(lambda: not meeting(folder).is_served())


def keys(store: Store) -> list[object]:
    return [key for (key,) in store.read(KEYS).rows]


@contextmanager
def command(folder: Path, key: str) -> Iterator[subprocess.Popen[str]]:
    """Another process that writes a key, then keeps the server for as long as the block."""
    arguments = [sys.executable, "-c", COMMAND, str(folder), key]
    pipe = subprocess.PIPE
    with subprocess.Popen(arguments, cwd=CHECKOUT, stdin=pipe, stdout=pipe, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def written(process: subprocess.Popen[str]) -> bool:
    assert process.stdout is not None
    return process.stdout.readline() == "written\n"


def test_commands_at_once_share_one_server(folder: Path) -> None:
    with command(folder, "a") as first, command(folder, "b") as second:
        assert written(first)
        assert written(second)
        with connect(Place(folder)) as store:
            assert keys(store) == ["a", "b"]
        servers = [
            process.pid
            for process in psutil.process_iter()
            if str(folder / "server") in command_line(process)
        ]
    assert servers == [notice(folder).pid]


def command_line(process: psutil.Process) -> list[str]:
    try:
        words: list[str] = process.cmdline()
    except psutil.Error:
        return []
    return words if "graph.embedded" in words else []


def test_only_its_owner_reads_where_it_is_and_only_this_machine_reaches_it(folder: Path) -> None:
    with connect(Place(folder)):
        modes = {
            path.name: oct(stat.S_IMODE(path.stat().st_mode))
            for path in (folder, meeting(folder).root, *meeting(folder).root.glob("*.*"))
        }
        listens = psutil.Process(notice(folder).pid).net_connections("inet")
        heard = {each.laddr for each in listens if each.status == psutil.CONN_LISTEN}
    assert modes.pop(folder.name) == modes.pop("server") == "0o700"
    assert "server.json" in modes
    assert set(modes.values()) == {"0o600"}
    assert [place.port for place in heard] == [notice(folder).port]
    assert {place.ip.removeprefix("::ffff:") for place in heard} == {"127.0.0.1"}
    assert [path.name for path in folder.iterdir()] == ["server"]


def test_a_half_written_notice_is_written_anew(folder: Path) -> None:
    with connect(Place(folder)) as store:
        before = notice(folder)
        store.write(PUT, [{"key": "a"}])
        meeting(folder).notice.write_text('{"root": "', encoding="utf-8")
        with connect(Place(folder)) as second:
            assert keys(second) == ["a"]
        assert notice(folder) == before


def test_a_killed_server_loses_nothing_and_the_next_command_starts_another(folder: Path) -> None:
    with connect(Place(folder)) as store:
        store.write(PUT, [{"key": "a"}])
        first = notice(folder)
        kill(folder)
    with connect(Place(folder)) as store:
        assert keys(store) == ["a"]
    second = notice(folder)
    assert second.pid != first.pid
    assert not set(second.passwords.values()) & set(first.passwords.values())


def test_a_store_outlives_its_server(folder: Path) -> None:
    with connect(Place(folder)) as store, ThreadPoolExecutor(4) as threads:
        store.write(PUT, [{"key": "a"}])
        kill(folder)
        assert list(threads.map(lambda _: keys(store), range(8))) == [["a"]] * 8
        kill(folder)
        store.write(PUT, [{"key": "b"}])
        kill(folder)
        assert list(store.stream(KEYS)) == [[["a"], ["b"]]]


def test_a_killed_command_leaves_the_server_to_the_next(folder: Path) -> None:
    with command(folder, "a") as starting:
        until(meeting(folder).server.exists)
        until(meeting(folder).is_served)
        starting.kill()
    with connect(Place(folder)) as store:
        store.write(PUT, [{"key": "b"}])
        assert keys(store) == ["b"]


def test_a_moved_folder_takes_its_graph_along(folder: Path) -> None:
    with connect(Place(folder)) as store:
        store.write(PUT, [{"key": "a"}])
        left_behind = notice(folder).pid
        moved = folder.rename(folder.with_name("ailleurs"))
        until(lambda: not psutil.pid_exists(left_behind))
    with connect(Place(moved)) as store:
        assert keys(store) == ["a"]


def test_the_server_ends_after_its_last_user(folder: Path) -> None:
    with connect(Place(folder)):
        time.sleep(1.5)
        assert meeting(folder).is_served()
    until(lambda: not meeting(folder).is_served())
    assert not meeting(folder).notice.exists()


def test_a_user_come_and_gone_between_two_looks_counts(tmp_path: Path) -> None:
    path = tmp_path / "users.lock"
    with opened(path) as lock:
        idle = Idle(lock, linger=0.05)
        assert not idle.is_over()
        time.sleep(0.1)
        with used(path):
            pass
        assert not idle.is_over()
        time.sleep(0.1)
        assert idle.is_over()


def test_a_user_who_stays_counts(tmp_path: Path) -> None:
    path = tmp_path / "users.lock"
    with opened(path) as lock:
        idle = Idle(lock, linger=0.05)
        with used(path):
            time.sleep(0.1)
            assert not idle.is_over()
        assert not idle.is_over()
        time.sleep(0.1)
        assert idle.is_over()


def refusal(place: Place) -> StoreError:
    with pytest.raises(StoreError) as caught, connect(place) as store:
        store.read("RETURN 1")
    assert caught.value.exit_code == 3
    assert "\n" not in str(caught.value)
    return caught.value


def test_a_server_that_cannot_start_says_why(folder: Path) -> None:
    (folder / "server").mkdir(parents=True)
    (folder / "server" / "config").write_text("", encoding="utf-8")
    error = refusal(Place(folder))
    assert error.code == "store.not_started"
    assert "FileExistsError" in str(error.values["reason"])


def test_the_folder_of_another_user_is_refused(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.mkdir()
    stranger = folder.stat().st_uid + 1
    monkeypatch.setattr(os, "geteuid", lambda: stranger)
    assert refusal(Place(folder)).code == "store.other_user"


def test_a_folder_that_cannot_be_made_is_refused(folder: Path) -> None:
    folder.write_text("a file", encoding="utf-8")
    error = refusal(Place(folder / "inside"))
    assert error.code == "store.folder"
    assert str(folder) in str(error)


def test_a_neo4j_that_is_not_there_is_away_within_seconds(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        begun = time.monotonic()
        error = refusal(Place(tmp_path, f"bolt://127.0.0.1:{port}"))
    assert time.monotonic() - begun < 10
    assert str(error) == (
        f"Le graphe n'est pas joignable (connexion refusée) : Neo4j, bolt://127.0.0.1:{port}. "
        "Démarrez ce serveur ou corrigez NEO4J_URI, puis recommencez."
    )


def test_a_neo4j_that_does_not_answer_is_away_within_seconds(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        begun = time.monotonic()
        error = refusal(Place(tmp_path, f"bolt://127.0.0.1:{silent.getsockname()[1]}"))
    assert time.monotonic() - begun < 10
    assert error.code == "store.away"


@pytest.mark.parametrize("uri", ["127.0.0.1:7687", "http://127.0.0.1", "bolt://127.0.0.1:port"])
def test_a_badly_written_address_is_said_to_be_one(tmp_path: Path, uri: str) -> None:
    assert refusal(Place(tmp_path, uri)).code == "store.address"


def test_an_address_never_shows_a_password(tmp_path: Path) -> None:
    error = refusal(Place(tmp_path, "bolt://neo4j:secret@127.0.0.1:1", password="hidden"))
    assert "secret" not in str(error)
    assert "hidden" not in repr(Place(tmp_path, "bolt://127.0.0.1:1", password="hidden"))


def test_a_wrong_password_is_said_to_be_one(neo4j_place: Place) -> None:
    assert refusal(replace(neo4j_place, password="wrong")).code == "store.login"


def test_a_missing_database_is_named(neo4j_place: Place) -> None:
    error = refusal(replace(neo4j_place, database="absente"))
    assert error.code == "store.database"
    assert "« absente »" in str(error)
