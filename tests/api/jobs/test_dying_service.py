"""A service that is killed in the middle of a job: the next one takes it up, and it ends."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from api.jobs.jobs import Jobs
from api.jobs.worker import ATTEMPTS
from api.settings import Settings
from api.workspace import opened
from graph.servers import Place
from tests.api.jobs.town import SECONDS_6, load_town
from tests.conftest import emptied

LIMIT = 180.0
ENDLESS = "/analyses/groupings/jobs?largest=8&budget=900000000000"
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
            with urllib.request.urlopen(asked, timeout=LIMIT) as answer:
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
        job = ask(ENDLESS, "POST")["id"]
        until("running", lambda: ask(f"/jobs/{job}"))
        assert jobs(environment, "cancel", job)["state"] == "cancelled"
        assert ask(f"/jobs/{job}")["state"] == "cancelled"


def test_an_interruption_ends_a_long_command_as_cancelled(environment: dict[str, str]) -> None:
    command = [*MAILLAGE, "analyse", "groupings", "--largest", "8", "--budget", "900000000000"]
    seen, screen = pty.openpty()
    running = subprocess.Popen(command, env=environment | {"TERM": "xterm"}, stderr=screen)
    os.close(screen)
    said = b""
    while b"Groupements" not in said:  # the bar says that it is on its way
        said += os.read(seen, 4096)
    running.send_signal(signal.SIGINT)
    with suppress(OSError):  # the other end of a terminal is closed
        while more := os.read(seen, 4096):
            said += more
    assert running.wait(30) == 130
    assert "Interrompu." in said.decode()


def test_another_service_takes_over_from_one_that_dies(environment: dict[str, str]) -> None:
    with serving(environment) as (service, ask), serving(environment) as (_, ask_other):
        job = ask(f"/analyses/groupings/jobs?{SECONDS_6}", "POST")["id"]
        until("running", lambda: ask_other(f"/jobs/{job}"))
        service.send_signal(signal.SIGKILL)
        service.wait(30)
        assert ask_other(f"/jobs/{job}")["state"] == "interrupted"
        until("done", lambda: ask_other(f"/jobs/{job}"))


def begun(environment: dict[str, str], job: str, times: int) -> None:
    """Waits until that many services have begun this job."""
    folder = Path(environment["MAILLAGE_DATA"]) / "graph"
    with closing(Jobs(f"sqlite:///{folder}/state.sqlite", folder)) as kept:
        limit = time.monotonic() + LIMIT
        while kept.begun(job) != times:
            assert time.monotonic() < limit
            time.sleep(0.1)


def test_a_job_is_not_lost_to_services_that_are_stopped_in_order(
    environment: dict[str, str],
) -> None:
    with serving(environment) as (_, ask):
        job = ask(ENDLESS, "POST")["id"]
        begun(environment, job, 1)
    for _ in range(ATTEMPTS):
        begun(environment, job, 0)
        with serving(environment):
            begun(environment, job, 1)
    assert jobs(environment, "show", job)["state"] == "interrupted"
    assert jobs(environment, "cancel", job)["state"] == "cancelled"


def test_a_job_that_services_die_of_is_given_up(environment: dict[str, str]) -> None:
    with serving(environment) as (service, ask):
        job = ask(ENDLESS, "POST")["id"]
        begun(environment, job, 1)
        service.kill()
        service.wait(30)
    for times in range(2, ATTEMPTS + 1):
        with serving(environment) as (service, _):
            begun(environment, job, times)
            service.kill()
            service.wait(30)
    with serving(environment) as (_, ask):
        told = until("failed", lambda: ask(f"/jobs/{job}"))
    assert told["reason"] == "Le service est tombé 3 fois pendant ce calcul, qui n'est plus repris."
