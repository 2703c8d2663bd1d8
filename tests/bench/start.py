"""A cold `maillage query` on the embedded server, beside the server's own start.

Both begin without a server, on the same folder that holds the village. Ours is the whole process,
until its answer is printed; the peer is the server's process alone, until it says where it is.
"""

from __future__ import annotations

import sys
import time
from contextlib import closing
from pathlib import Path
from statistics import median
from subprocess import DEVNULL, Popen
from tempfile import TemporaryDirectory

from api.settings import Settings, from_environment
from api.workspace import opened
from graph.locks import opened as lock_file
from graph.rendezvous import Rendezvous, take
from ingest.load import Orders, load
from tests import village
from tests.bench._race import (
    Site,
    await_end,
    interleaved,
    print_head,
    print_row,
    timed_process,
)

COMMAND = [sys.executable, "-m", "api.cli", "query", "counts-by-type"]
ROUNDS = 5


def main() -> None:
    """Prints the figures."""
    print_head("server alone", "maillage / server")
    memory: list[float] = []
    with TemporaryDirectory() as folder, Site("embedded", Path(folder)).settings() as given:
        settings = from_environment(given)
        with opened(settings) as workspace:
            load(workspace.current, sorted(village.FOLDER.glob("*.csv")), Orders())

        def query() -> float:
            await_end(settings)
            ended = timed_process(COMMAND, given)
            memory.append(ended.megabytes)
            return ended.seconds

        seconds = interleaved({"ours": query, "server": lambda: _server(settings)}, ROUNDS)
    ratio = median(seconds["ours"]) / median(seconds["server"])
    name = "maillage query counts-by-type"
    print_row(name, seconds["ours"], seconds["server"], ratio, "2.2 or less")
    print(f"{'':<34} most memory of maillage query: {max(memory):.0f} MB")


def _server(settings: Settings) -> float:
    """Starts the server as a user of its folder, waits for its word, and tells it to end."""
    await_end(settings)
    meeting = Rendezvous((settings.place.folder / "server").resolve())
    command = [sys.executable, "-P", "-m", "graph.embedded", str(meeting.root)]
    with closing(lock_file(meeting.users)) as users:
        take(users, shared=True)
        meeting.notice.unlink(missing_ok=True)
        begun = time.perf_counter()
        server = Popen(command, cwd=meeting.root, stdout=DEVNULL, stderr=DEVNULL)
        while not (meeting.is_served() and meeting.read()) and server.poll() is None:
            time.sleep(0.01)
        seconds = time.perf_counter() - begun
    server.terminate()
    if server.wait(60) != 0:
        raise RuntimeError(f"the server ended with {server.returncode}")
    return seconds
