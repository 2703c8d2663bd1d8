"""Runs of ours and of a named peer, one after the other in turn, and the table of their figures."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import neo4j

import graph.schema  # noqa: F401  the registry holds what it declares
from api.settings import Settings, from_environment
from graph import statements
from graph.declare import Record, Signature, record_type
from graph.ledger import BATCH
from graph.rendezvous import Rendezvous
from tests.neo4j_server import Neo4jServer

ROUNDS = 3
Rows = dict[str, list[dict[str, Any]]]
MEGABYTE = 1024  # the kernel counts a process's memory in kilobytes


@dataclass(frozen=True)
class Site:
    """A server to measure on; each `settings` is a graph without a node, with a new ledger."""

    name: str
    folder: Path
    server: Neo4jServer | None = None

    @contextmanager
    def settings(self) -> Iterator[dict[str, str]]:
        """Yields the environment of commands on an empty graph of this server."""
        with TemporaryDirectory(dir=self.folder) as data:
            given = {"MAILLAGE_DATA": data, "MAILLAGE_LINGER": "1"}
            if self.server:
                given |= {"NEO4J_URI": self.server.uri, "NEO4J_PASSWORD": self.server.password}
                _empty(self.server)
            os.environ["MAILLAGE_LINGER"] = given["MAILLAGE_LINGER"]
            yield given
            await_end(from_environment(given))


def _empty(server: Neo4jServer) -> None:
    """Removes what the run before left, in transactions that the server's memory holds."""
    texts = (
        "MATCH ()-[e]->() CALL (e) { DELETE e } IN TRANSACTIONS OF 10000 ROWS",
        "MATCH (n) CALL (n) { DELETE n } IN TRANSACTIONS OF 10000 ROWS",
    )
    with (
        neo4j.GraphDatabase.driver(server.uri, auth=("neo4j", server.password)) as driver,
        driver.session() as session,
    ):
        for text in texts:
            session.run(text).consume()


def await_end(settings: Settings) -> None:
    """Returns once the embedded server of a folder has ended by itself, within a minute."""
    meeting = Rendezvous((settings.place.folder / "server").resolve())
    limit = time.monotonic() + 60
    while meeting.root.is_dir() and meeting.is_served():
        if time.monotonic() > limit:
            raise TimeoutError(meeting.root)
        time.sleep(0.1)


@contextmanager
def sites() -> Iterator[list[Site]]:
    """Yields the two servers; a real Neo4j is started, the embedded one by its first user."""
    with TemporaryDirectory() as folder:
        home = Path(folder) / "neo4j"
        home.mkdir()
        server = Neo4jServer(home)
        server.start()
        try:
            yield [Site("Neo4j", Path(folder), server), Site("embedded", Path(folder))]
        finally:
            server.kill()


@contextmanager
def bare_driver(settings: Settings) -> Iterator[neo4j.Driver]:
    """Yields the driver alone on a server that is running."""
    uri, login = settings.place.uri, (settings.place.user, settings.place.password)
    if uri is None:
        notice = Rendezvous((settings.place.folder / "server").resolve()).read()
        if notice is None:
            raise RuntimeError("the embedded server is not running")
        uri, login = f"bolt://127.0.0.1:{notice.port}", ("root", notice.passwords["root"])
    with neo4j.GraphDatabase.driver(uri, auth=login, notifications_min_severity="OFF") as driver:
        yield driver


def database(settings: Settings) -> str:
    """Returns the name of the graph's database on its server."""
    return settings.place.database if settings.place.uri else "graph"


@dataclass(frozen=True)
class Ended:
    """A process that ended well: its seconds, and the most memory it held, in megabytes.

    What starts it counts where that held more: measure before this process itself grows.
    """

    seconds: float
    megabytes: float


def timed_process(command: list[str], given: Mapping[str, str]) -> Ended:
    """Runs a command to its end.

    Raises:
        CalledProcessError: it failed.
    """
    begun = time.perf_counter()
    process = subprocess.Popen(command, env=os.environ | given, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Ended(time.perf_counter() - begun, used.ru_maxrss / MEGABYTE)


def interleaved(
    runs: Mapping[str, Callable[[], float]], rounds: int = ROUNDS
) -> dict[str, list[float]]:
    """Returns the seconds of each run, taken in turn so that a busy machine slows all alike."""
    seconds: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(rounds):
        for name, run in runs.items():
            seconds[name].append(run())
    return seconds


def print_row(what: str, ours: list[float], peer: list[float], ratio: float, goal: str) -> None:
    """Prints one line of figures, in seconds: both medians with their ranges, and the ratio."""
    print(f"{what:<34} {_told(ours):<24} {_told(peer):<24} {ratio:>5.2f}   {goal}", flush=True)


def print_head(peer: str, ratio: str) -> None:
    """Prints the titles of the lines that follow."""
    print(f"{'':<34} {'maillage (s)':<24} {peer + ' (s)':<24} {ratio}   goal", flush=True)


def _told(seconds: list[float]) -> str:
    return f"{median(seconds):.2f} ({min(seconds):.2f} to {max(seconds):.2f})"


def rows_in_graph(settings: Settings, types: Sequence[str]) -> Rows:
    """Returns what a graph holds of some types, bookkeeping included, in the order of its keys."""
    with bare_driver(settings) as driver:
        return {name: _read(driver, settings, record_type(name)) for name in types}


def _read(driver: neo4j.Driver, settings: Settings, record: Record) -> list[dict[str, Any]]:
    if isinstance(record, Signature):
        source, target = record.source.__name__, record.target.__name__
        text = (
            f"MATCH (a:{source})-[e:{record.edge.type}]->(b:{target}) "
            "RETURN a.key + b.key AS place, {a: a.key, b: b.key, v: properties(e)} AS row"
        )
    else:
        text = f"MATCH (n:{record.__name__}) RETURN n.key AS place, properties(n) AS row"
    found = driver.execute_query(text, database_=database(settings)).records
    return [record["row"] for record in sorted(found, key=itemgetter("place"))]


def driven(settings: Settings, rows: Rows) -> float:
    """Returns the seconds of the bare driver for rows, in the program's own statements."""
    with (
        bare_driver(settings) as driver,
        driver.session(database=database(settings)) as session,
    ):
        begun = time.perf_counter()
        for name, told in rows.items():
            text = statements.put(record_type(name))
            for first in range(0, len(told), BATCH):
                session.execute_write(_put, text, told[first : first + BATCH])
        return time.perf_counter() - begun


def _put(transaction: Any, text: str, rows: list[dict[str, Any]]) -> None:
    transaction.run(text, rows=rows).consume()
