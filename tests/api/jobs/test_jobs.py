"""Long work: a job that its page leads to, that goes on alone, can be stopped, and is kept."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import replace
from fcntl import LOCK_SH, flock
from pathlib import Path
from typing import cast

import pytest
from starlette.testclient import TestClient

from api.computing import Computed
from api.http.door import Door
from api.http.service import Service
from api.jobs import computations
from api.jobs.job import Order
from api.jobs.jobs import Jobs
from api.jobs.work import Work
from api.jobs.worker import Worker
from api.removals import erased
from api.settings import Settings
from api.workspace import Workspace, opened
from graph.declare import NODES
from graph.locks import opened as opened_lock, taken
from graph.servers import Place
from graph.viewer import Visibility
from tests.api.conftest import Served, as_seen_at
from tests.api.jobs.town import SECONDS_5, SECONDS_6, load_town
from tests.conftest import emptied

LIMIT = 180.0
ENDLESS = "largest=8&budget=900000000000"
GROUPINGS, PAGE = "/analyses/groupings", "/groupements"


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(computations, "PATIENCE", 2.0)


@pytest.fixture(scope="module")
def town(embedded_server: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder = tmp_path_factory.mktemp("town")
    (folder / "server").symlink_to(embedded_server, target_is_directory=True)
    place = emptied(Place(folder))
    with opened(Settings(place, f"sqlite:///{folder}/state.sqlite")) as workspace:
        load_town(workspace.current, folder / "tables")
        yield workspace


@pytest.fixture
def client(town: Workspace) -> Iterator[TestClient]:
    with served(town) as opened_client:
        yield opened_client


@pytest.fixture
def partner(town: Workspace) -> Iterator[TestClient]:
    level: Visibility = "partners"
    with served(as_seen_at(Served(town, Door(8008)), level).workspace) as opened_client:
        yield opened_client


@contextmanager
def served(workspace: Workspace) -> Iterator[TestClient]:
    client = Served(workspace, Door(8008)).client()
    with closing(service_of(client).computations):
        yield client


def service_of(client: TestClient) -> Service:
    service: Service = client.app.state.service  # type: ignore[attr-defined]
    return service


def until(reached: Callable[[], bool]) -> None:
    limit = time.monotonic() + LIMIT
    while not reached():
        assert time.monotonic() < limit
        time.sleep(0.05)


def started(client: TestClient, query: str) -> str:
    answer = client.post(f"/api{GROUPINGS}/jobs?{query}")
    assert answer.status_code == 202
    told = answer.json()
    assert answer.headers["location"] == f"/api/jobs/{told['id']}"
    return str(told["id"])


def state(client: TestClient, job: str) -> str:
    return str(client.get(f"/api/jobs/{job}").json()["state"])


def test_a_page_that_would_wait_leads_to_its_job_and_the_job_to_its_result(
    client: TestClient,
) -> None:
    sent = client.get(f"{PAGE}?{SECONDS_6}")
    assert sent.status_code == 303
    until(lambda: "Calcul en cours" in client.get(sent.headers["location"]).text)
    assert "Vous pouvez fermer cette page" in client.get(sent.headers["location"]).text
    job = sent.headers["location"].removeprefix("/calculs/")
    until(lambda: state(client, job) == "done")
    back = client.get(f"/calculs/{job}")
    assert (back.status_code, back.headers["location"]) == (303, f"{GROUPINGS}?{SECONDS_6}")
    assert client.get(back.headers["location"]).headers["location"] == f"{PAGE}?{SECONDS_6}"
    assert client.get(f"{PAGE}?{SECONDS_6}").status_code == 200
    assert service_of(client).computations._works == {}
    listed = client.get("/calculs").text
    assert ("fini" in listed, job in listed) == (True, True)


def test_two_who_ask_for_the_same_share_one_job(client: TestClient) -> None:
    job = started(client, ENDLESS)
    assert started(client, ENDLESS) == job
    client.delete(f"/api/jobs/{job}")


def test_a_job_that_is_stopped_stays_so_and_its_work_ends(client: TestClient) -> None:
    job = started(client, ENDLESS)
    until(lambda: state(client, job) == "running")
    assert client.post(f"/calculs/{job}/arreter").headers["location"] == f"/calculs/{job}"
    assert state(client, job) == "cancelled"
    until(lambda: not service_of(client).computations._works)
    page = client.get(f"/calculs/{job}").text
    assert "Ce calcul est sans résultat\u00a0: arrêté." in page
    assert f"{GROUPINGS}?largest=8&amp;budget=900000000000" in page


def test_a_job_of_the_cell_is_unknown_to_partners(client: TestClient, partner: TestClient) -> None:
    job = started(client, ENDLESS)
    assert job not in [each["id"] for each in partner.get("/api/jobs").json()["jobs"]]
    assert partner.get(f"/api/jobs/{job}").status_code == 404
    assert partner.get(f"/calculs/{job}").status_code == 404
    assert partner.delete(f"/api/jobs/{job}").status_code == 404
    assert client.delete(f"/api/jobs/{job}").json()["state"] == "cancelled"


def test_a_job_that_cannot_end_says_why(client: TestClient) -> None:
    job = started(client, "family=Z9999")
    until(lambda: state(client, job) == "failed")
    told = client.get(f"/api/jobs/{job}?lang=en").json()
    assert "Z9999" in told["reason"]
    assert told["result"] is None
    assert "Z9999" in client.get(f"/calculs/{job}").text


def test_an_older_result_is_shown_with_its_date_while_a_newer_one_is_on_its_way(
    town: Workspace, client: TestClient
) -> None:
    address = f"{PAGE}?{SECONDS_6}"
    service = service_of(client)
    if client.get(address).status_code == 303:
        until(lambda: client.get(address).status_code == 200)
    revision = town.ledger.identity()[1]
    town.current.confirm(NODES["Company"], "atelier-01", "operator")
    page = client.get(address)
    assert page.status_code == 200
    assert f"révision {revision} du graphe, qui a changé depuis" in page.text
    until(lambda: service.computations.jobs.all(service.viewer)[0].state == "done")
    assert "qui a changé depuis" not in client.get(address).text


def test_a_result_is_found_again_by_another_process_of_the_same_graph(town: Workspace) -> None:
    with served(town) as first:
        answer = first.get(f"/api{GROUPINGS}?{SECONDS_5}").json()
    assert answer["result"]["list"]
    with served(town) as second:
        wanted = second.get(f"/api{GROUPINGS}?{SECONDS_5}").json()
        assert wanted == answer
        works = service_of(second).computations._works
        assert works == {}


def test_what_was_asked_goes_with_a_record_that_is_erased_and_what_is_on_its_way_ends(
    town: Workspace, client: TestClient
) -> None:
    ended = started(client, "family=Z9999")
    until(lambda: state(client, ended) == "failed")
    running = started(client, ENDLESS)
    until(lambda: state(client, running) == "running")
    erased(town, NODES["Company"], ["atelier-37"])
    assert client.get("/api/jobs").json() == {"jobs": []}
    until(lambda: not service_of(client).computations._works)


def test_two_readers_of_one_level_share_a_job(town: Workspace, client: TestClient) -> None:
    job = started(client, ENDLESS)
    order = service_of(client).computations.jobs.status(job, town.settings.viewer()).order
    again = service_of(client).computations.jobs.start(replace(order, by="somebody else"))
    assert again == job
    client.delete(f"/api/jobs/{job}")


def test_a_job_of_another_level_leads_to_no_result_of_this_one(
    client: TestClient, partner: TestClient
) -> None:
    job = started(partner, "largest=4")
    until(lambda: state(partner, job) == "done")
    assert partner.get(f"/calculs/{job}").status_code == 303
    page = client.get(f"/calculs/{job}")
    assert page.status_code == 200
    assert "Il a lu au niveau «\u00a0partenaires\u00a0»" in page.text
    assert f'href="{GROUPINGS}?largest=4"' in page.text
    assert client.get(f"/api/jobs/{job}").json()["result"] is None


def test_a_job_of_another_program_is_told_as_far_as_it_is_known(
    town: Workspace, client: TestClient
) -> None:
    jobs = service_of(client).computations.jobs
    unknown = Order("horoscope", "{}", "cell", "operator")
    dropped = Order("groupings", '{"moon": 3}', "cell", "operator")
    ids = [jobs.start(each) for each in (unknown, dropped)]
    started(client, SECONDS_5)
    until(lambda: all(state(client, id) == "failed" for id in ids))
    told = client.get("/api/jobs").json()["jobs"]
    assert [each["parameters"] for each in told if each["id"] in ids] == [{}, {}]
    assert "horoscope" in client.get("/calculs").text
    assert "horoscope" in client.get(f"/calculs/{ids[0]}").text


def test_whoever_looks_does_not_keep_a_service_from_working(town: Workspace) -> None:
    jobs = Jobs.of(town.settings)
    with opened_lock(jobs.lock) as lock:
        flock(lock, LOCK_SH)
        assert not taken(jobs.lock)
    worker = Worker(jobs, begin=lambda order: Work.of(cast(Computed, "found")))
    with ThreadPoolExecutor(1) as thread:  # of a browser's, this one may run an event loop
        assert thread.submit(worker.launch).result(LIMIT)
    assert Worker.current
    assert taken(jobs.lock)
    Worker.current.close()
    assert not taken(jobs.lock)


def test_a_worker_that_cannot_begin_lets_the_next_one(
    town: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs = Jobs.of(town.settings)
    monkeypatch.setattr(jobs, "url", "sqlite:////nowhere/at/all.sqlite")
    with pytest.raises(Exception, match="unable to open"):
        Worker(jobs, begin=lambda order: Work.of(cast(Computed, "found"))).launch()
    assert (taken(jobs.lock), Worker.current) == (False, None)


def test_an_unknown_job_is_no_page(client: TestClient) -> None:
    assert client.get("/calculs/none").status_code == 404
    assert client.delete("/api/jobs/none").status_code == 404
