"""A service that is killed in the middle of a job: the next one takes it up, and it ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from api.settings import Settings
from api.workspace import opened
from graph.servers import Place
from tests.api.jobs.town import SECONDS_6, load_town
from tests.conftest import emptied

LIMIT = 180.0
MAILLAGE = (sys.executable, "-m", "api.cli")


@pytest.fixture
def environment(embedded_server: Path, tmp_path: Path) -> dict[str, str]:
    """The town, in a data folder of its own."""
    folder = tmp_path / "graph"
    folder.mkdir()
    (folder / "server").symlink_to(embedded_server, target_is_directory=True)
    with opened(Settings(emptied(Place(folder)), f"sqlite:///{folder}/state.sqlite")) as workspace:
        load_town(workspace.current, tmp_path / "tables")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("NEO4J_")}
    return kept | {"MAILLAGE_DATA": str(tmp_path), "MAILLAGE_LANG": "fr"}


@contextmanager
def serving(
    environment: dict[str, str],
) -> Iterator[tuple[subprocess.Popen[str], Callable[..., Any]]]:
    """Gives the process of a service, and what asks it for JSON with the key it wrote."""
    service = subprocess.Popen(
        [*MAILLAGE, "serve", "--port", "0"], env=environment, stdout=subprocess.PIPE, text=True
    )
    try:
        assert service.stdout
        port = int(service.stdout.readline().split("/")[2].rpartition(":")[2])
        folder = Path(environment["MAILLAGE_DATA"]) / "graph"
        key = (folder / f"serve-{port}.key").read_text(encoding="utf-8").strip()

        def ask(path: str, method: str = "GET") -> Any:
            asked = urllib.request.Request(
                f"http://127.0.0.1:{port}/api{path}",
                method=method,
                headers={"Authorization": f"Bearer {key}"},
            )
            with urllib.request.urlopen(asked, timeout=30) as answer:
                return json.load(answer)

        yield service, ask
    finally:
        service.terminate()
        service.communicate(timeout=30)


def jobs(environment: dict[str, str], *words: str) -> Any:
    """Returns what the command tells of jobs."""
    done = subprocess.run(
        [*MAILLAGE, "jobs", *words, "--format", "json"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return json.loads(done.stdout)


def until(state: str, told: Callable[[], Any]) -> Any:
    limit = time.monotonic() + LIMIT
    while (found := told())["state"] != state:
        assert time.monotonic() < limit, found
        time.sleep(0.1)
    return found


def test_a_job_survives_the_death_of_its_service(environment: dict[str, str]) -> None:
    with serving(environment) as (service, ask):
        job = ask(f"/analyses/groupings/jobs?{SECONDS_6}", "POST")["id"]
        until("running", lambda: ask(f"/jobs/{job}"))
        service.send_signal(signal.SIGKILL)
        service.wait(30)
    assert jobs(environment)["jobs"][0]["state"] == "interrupted"
    with serving(environment) as (_, ask):
        told = until("done", lambda: ask(f"/jobs/{job}"))
        assert ask(told["result"].removeprefix("/api"))["result"]["found"] > 0
    assert jobs(environment, "show", job)["state"] == "done"
    assert jobs(environment, "cancel", job)["state"] == "done"


def test_a_command_stops_the_job_of_a_service(environment: dict[str, str]) -> None:
    with serving(environment) as (_, ask):
        job = ask("/analyses/groupings/jobs?largest=8&budget=900000000000", "POST")["id"]
        until("running", lambda: ask(f"/jobs/{job}"))
        assert jobs(environment, "cancel", job)["state"] == "cancelled"
        assert ask(f"/jobs/{job}")["state"] == "cancelled"


def test_an_interruption_ends_a_long_command_as_cancelled(environment: dict[str, str]) -> None:
    command = [*MAILLAGE, "analyse", "groupings", "--largest", "8", "--budget", "900000000000"]
    running = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
    time.sleep(8)
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=30)
    assert running.returncode == 130
    assert "Interrompu." in said
