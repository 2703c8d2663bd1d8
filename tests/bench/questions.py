"""Five questions over HTTP with 1, 2 and 32 clients, beside the bare driver running the same text.

Ours is `maillage serve` as people start it: a request passes the guard, its parameters are read,
the answer is one JSON document. The peer has the values already and keeps the rows as they come.
"""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import urlencode

import neo4j

from api.settings import Settings, from_environment
from api.workspace import opened
from ingest.demonstration import tables_of_the_territory
from ingest.load import Orders, load
from queries.catalogue import catalogue
from queries.parameters import read_parameters
from tests.bench._race import bare_driver, database, sites

QUESTIONS = (
    "needs-by-occupation",
    "who-can-answer",
    "trainings-for-occupation",
    "partners-of-territory",
    "employers",
)
CLIENTS = (1, 2, 32)
REQUESTS = 400
ROUNDS = 3
PORT = 8099
Ask = Callable[[str], None]


@dataclass(frozen=True)
class Seen:
    """What one side was seen to do: seconds of each answer, and answers a second."""

    seconds: list[float]
    throughput: float


def main() -> None:
    """Prints p50, p95 and throughput on both servers."""
    print(f"{'':<22} {'clients':>7} {'p50 (ms)':>18} {'p95 (ms)':>18} {'answers/s':>18}   goal")
    print(f"{'':<22} {'':>7} {'maillage / driver':>18} {'maillage / driver':>18}")
    with sites() as both:
        for site in both:
            with site.settings() as given, opened(from_environment(given)) as workspace:
                report = load(workspace.current, tables_of_the_territory(), Orders("demonstration"))
                if not report.clean:
                    raise RuntimeError(report)
                _measure(site.name, workspace.settings, given)


def _measure(name: str, settings: Settings, given: Mapping[str, str]) -> None:
    asked = {each: dict(catalogue().question(each).header.example) for each in QUESTIONS}
    with serving(settings, given) as key, bare_driver(settings) as driver:
        for clients in CLIENTS:
            sides: dict[str, Callable[[], Ask]] = {
                "ours": lambda: _over_http(key, asked),
                "driver": lambda: _over_bolt(driver, settings, asked),
            }
            seen: dict[str, list[Seen]] = {side: [] for side in sides}
            for _ in range(ROUNDS):
                for side, connect in sides.items():
                    seen[side].append(_run(connect, clients))
            _print(name, clients, seen["ours"], seen["driver"])


def _print(name: str, clients: int, ours: list[Seen], peer: list[Seen]) -> None:
    def told(figure: Callable[[Seen], float], digits: int) -> str:
        mine, its = (median(map(figure, side)) for side in (ours, peer))
        return f"{mine:.{digits}f} / {its:.{digits}f} = {mine / its:.2f}"

    p50 = told(lambda one: 1000 * median(one.seconds), 1)
    p95 = told(lambda one: 1000 * quantiles(one.seconds, n=20)[-1], 1)
    rate = told(lambda one: one.throughput, 0)
    print(f"{name:<22} {clients:>7} {p50:>18} {p95:>18} {rate:>18}   1.5 or less", flush=True)


def _run(connect: Callable[[], Ask], clients: int) -> Seen:
    """Lets clients ask in turn, each on a connection of its own, after one round to warm up."""
    own = threading.local()

    def asked(name: str) -> float:
        if not hasattr(own, "ask"):
            own.ask = connect()
            own.ask(name)
        begun = time.perf_counter()
        own.ask(name)
        return time.perf_counter() - begun

    with ThreadPoolExecutor(clients) as pool:
        list(pool.map(asked, islice(cycle(QUESTIONS), 2 * clients)))
        begun = time.perf_counter()
        seconds = list(pool.map(asked, islice(cycle(QUESTIONS), REQUESTS)))
        return Seen(seconds, REQUESTS / (time.perf_counter() - begun))


def _over_http(key: str, asked: Mapping[str, Mapping[str, object]]) -> Ask:
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=30)
    paths = {name: f"/api/questions/{name}?{urlencode(given)}" for name, given in asked.items()}

    def ask(name: str) -> None:
        connection.request("GET", paths[name], headers={"Authorization": f"Bearer {key}"})
        if not json.loads(connection.getresponse().read())["rows"]:
            raise RuntimeError(name)

    return ask


def _over_bolt(
    driver: neo4j.Driver, settings: Settings, asked: Mapping[str, Mapping[str, object]]
) -> Ask:
    texts, values = {}, {}
    for name, given in asked.items():
        question = catalogue().question(name)
        texts[name] = question.file.body
        values[name] = {
            **read_parameters(name, question.header, given),
            "visible": settings.viewer().visible,
        }

    def ask(name: str) -> None:
        found = driver.execute_query(
            texts[name],
            values[name],
            database_=database(settings),
            routing_=neo4j.RoutingControl.READ,
        )
        if not found.records:
            raise RuntimeError(name)

    return ask


@contextmanager
def serving(settings: Settings, given: Mapping[str, str]) -> Iterator[str]:
    """Runs `maillage serve` on the graph; yields the key for programs."""
    command = [sys.executable, "-m", "api.cli", "serve", "--port", str(PORT)]
    with ExitStack() as stack:
        process = stack.enter_context(
            subprocess.Popen(
                command,
                env=os.environ | dict(given),
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        )
        stack.callback(process.terminate)
        if process.stdout is None or not process.stdout.readline():
            raise RuntimeError("maillage serve ended")
        _await_answer()
        path = Path(settings.place.folder) / f"serve-{PORT}.key"
        yield path.read_text(encoding="utf-8").strip()


def _await_answer() -> None:
    limit = time.monotonic() + 30
    while True:
        try:
            with socket.create_connection(("127.0.0.1", PORT), timeout=5):
                return
        except OSError:
            if time.monotonic() > limit:
                raise
            time.sleep(0.05)
