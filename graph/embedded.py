"""What runs inside the child process: one ArcadeDB server on loopback, for one folder.

    python -P -m graph.embedded ROOT

It ends within a minute of its last user. Nothing else of the program imports the engine.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import signal
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from graph.locks import opened
from graph.rendezvous import STOP_SECONDS, Notice, Rendezvous, free, take, write_private

GRAPH = "graph"
OTHER_WAS_FASTER = 3
TICK = 0.25
PROBE_SECONDS = 2.0
LINGER_SECONDS = 30.0
READERS = {"question": 60.0, "reader": 3600.0}
LIMIT = re.compile(r"/\*limit ([0-9.]+) [0-9a-f-]+\*/")
JAVA_OPTIONS = [
    "-Xms32m",
    "-XX:+UseSerialGC",
    "-XX:MinHeapFreeRatio=10",
    "-XX:MaxHeapFreeRatio=30",
    "-XX:-UsePerfData",
    "-XX:TieredStopAtLevel=1",
    "-XX:+ExitOnOutOfMemoryError",
    "-Xrs",
]
SETTINGS = {
    "host": "127.0.0.1",
    "http_port": 0,
    # In production mode it hides why it refuses a statement, from its only user.
    "mode": "development",
    "server_plugins": "Bolt:com.arcadedb.bolt.BoltProtocolPlugin",
    "bolt_port": 0,
    "server_saltIterations": 1000,
    "server_httpWorkerThreads": 2,
    "opencypher_loadCsv_allowRemoteUrls": False,
}


def main(root: Path) -> int:
    """Serves that folder until nobody uses it; returns at once where another server does."""
    place = Rendezvous(root)
    lock = opened(place.server)
    if not take(lock, patience=PROBE_SECONDS):
        return OTHER_WAS_FASTER
    told = _told_to_end()
    passwords = {name: secrets.token_urlsafe(24) for name in ("root", *READERS)}
    server = _started(root, passwords)
    notice = Notice(str(root), os.getpid(), _bolt_port(server), passwords)
    _keep(place, lock, notice, server, told)
    place.notice.unlink(missing_ok=True)
    _end(server)
    return 0


def _told_to_end() -> threading.Event:
    told = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: told.set())
    for ignored in (signal.SIGINT, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_IGN)
    return told


def _keep(
    place: Rendezvous, lock: IO[bytes], notice: Notice, server: Any, told: threading.Event
) -> None:
    running = server._java_server.getRunningQueries().getRunning
    idle = Idle(opened(place.users), float(os.environ.get("MAILLAGE_LINGER", LINGER_SECONDS)))
    while not told.is_set():
        if not place.holds(lock):
            os._exit(1)  # moved or deleted under us: write nothing more, the log recovers the rest
        if place.read() != notice:
            place.write(notice)
        if idle.is_over():
            return
        _stop_overdue(running)
        told.wait(TICK)


@dataclass
class Idle:
    """How long nobody has used the server; who comes and goes between two looks counts."""

    users: IO[bytes]
    linger: float
    _since: float = field(default_factory=time.monotonic)
    _touched: int = 0

    def is_over(self) -> bool:
        """Returns whether to end; the users' lock is then kept, so that who comes now waits."""
        touched = os.fstat(self.users.fileno()).st_mtime_ns
        had = take(self.users)
        if not had or touched != self._touched:
            self._touched, self._since = touched, time.monotonic()
        if had and time.monotonic() - self._since >= self.linger:
            return True
        free(self.users)
        return False


def _stop_overdue(running: Callable[[], Any]) -> None:
    """A limit sent over Bolt is not obeyed, so the client writes it before its statement."""
    for query in running():
        if (limit := _limit(str(query.getUser()), str(query.getText()))) is None:
            continue
        if query.getElapsedMillis() > 1000 * limit:
            query.terminate("its time limit")


def _limit(user: str, text: str) -> float | None:
    written = LIMIT.match(text)
    return float(written[1]) if written and user in READERS else READERS.get(user)


def _started(root: Path, passwords: dict[str, str]) -> Any:
    _write_groups(root)
    from arcadedb_embedded.server import ArcadeDBServer

    memory = {"heap_size": os.environ.get("MAILLAGE_HEAP", "512m"), "jvm_args": JAVA_OPTIONS}
    server = ArcadeDBServer(str(root), passwords["root"], SETTINGS, memory)
    server.start()
    server._java_server.getHttpServer().stopService()
    server.create_database(GRAPH)
    _add_readers(server, passwords)
    return server


def _write_groups(root: Path) -> None:
    """Who may do what is read at the start only; root's password counts where no user is kept."""
    writes = ["createRecord", "readRecord", "updateRecord", "deleteRecord"]
    administers = ["updateSecurity", "updateSchema", "updateDatabaseSettings"]
    groups = {name: _group(["readRecord"]) for name in READERS}
    groups |= {"admin": _group(writes, administers), "*": _group([])}
    for folder in ("config", "log"):
        (root / folder).mkdir(exist_ok=True)
    text = json.dumps({"databases": {"*": {"groups": groups}}, "version": 2})
    write_private(root / "config" / "server-groups.json", text)
    (root / "config" / "server-users.jsonl").unlink(missing_ok=True)


def _group(records: list[str], database: list[str] | None = None) -> dict[str, object]:
    types = {"*": {"access": records}}
    return {"resultSetLimit": -1, "readTimeout": -1, "types": types, "access": database or []}


def _add_readers(server: Any, passwords: dict[str, str]) -> None:
    import jpype

    security = server._java_server.getSecurity()
    json_object = jpype.JClass("com.arcadedb.serializer.json.JSONObject")
    for name in READERS:
        password = str(security.encodePassword(passwords[name]))
        user = {"name": name, "password": password, "databases": {"*": [name]}}
        security.createUser(json_object(json.dumps(user)))


def _bolt_port(server: Any) -> int:
    """Its getPort() answers the port that was asked for, 0: the listener knows the real one."""
    plugins = server._java_server.getPlugins()
    (bolt,) = [plugin for plugin in plugins if str(plugin.getName()) == "Neo4j-Bolt"]
    listener = bolt.getClass().getDeclaredField("listener")
    listener.setAccessible(True)
    return int(listener.get(bolt).getPort())


def _end(server: Any) -> None:
    """Ends the process too: an interpreter that ends over a living Java can crash it."""
    threading.Timer(STOP_SECONDS, os._exit, [1]).start()
    server.stop()
    os._exit(0)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
