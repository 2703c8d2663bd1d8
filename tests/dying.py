"""A process that loads or undoes, and dies, or kills its server, in the middle of it.

Run as `python -m tests.dying '{"place": …, "act": "load", "dies": "self", "at": 3, …}'`.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil

import graph.ledger
import graph.schema
from graph import state
from graph.servers import Place
from graph.store import Store
from ingest.load import Orders, load
from tests.graphs import opened

Any_ = Callable[..., Any]


def counted(real: Any_, at: int, kill: Callable[[], None]) -> Any_:
    """Returns `real` with a kill just before its call number `at`, counted from 1."""
    calls = 0

    def call(*arguments: Any, **options: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == at:
            kill()
        return real(*arguments, **options)

    return call


def killer(folder: Path, dies: str) -> Callable[[], None]:
    """Returns what kills this process, or the embedded server of a folder."""
    if dies == "self":
        return lambda: os.kill(os.getpid(), signal.SIGKILL)

    def kill() -> None:
        pid = json.loads((folder / "server" / "server.json").read_text(encoding="utf-8"))["pid"]
        server = psutil.Process(pid)
        server.kill()
        psutil.wait_procs([server], timeout=10)

    return kill


def main(told: dict[str, Any]) -> None:
    """Does what it was told, and dies where it was told."""
    place = Place(**{**told["place"], "folder": Path(told["place"]["folder"])})
    kill = killer(place.folder, told["dies"])
    with opened(place) as current:
        current.catch_up()
        if told["where"] == "ledger":
            state.insert_many = counted(state.insert_many, told["at"], kill)
        else:
            Store.write = counted(Store.write, told["at"], kill)  # type: ignore[method-assign]
        if told["act"] == "load":
            load(current, [Path(path) for path in told["files"]], Orders(observed_on="2026-01-01"))
        else:
            current.undo(told["number"], "test")


if __name__ == "__main__":
    graph.ledger.BATCH = 500
    main(json.loads(sys.argv[1]))
