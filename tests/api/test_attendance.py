"""A client that leaves stops what it asked, on both servers."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.app import application
from api.http.door import Door
from api.settings import Settings
from api.workspace import opened
from graph.servers import Place
from tests.api.conftest import BASE, Served
from tests.api.test_pages import listening
from tests.queries.test_catalogue import SOUND

ENDLESS = SOUND.partition("MATCH")[0].replace(", key_of: Company", "")
BODY = """\
UNWIND range(1, 30000) AS a UNWIND range(1, 30000) AS b UNWIND range(1, 30000) AS c
WITH a, b, c WHERE a + b = -c
RETURN a AS company, $near AS name
ORDER BY company, name;
"""


@pytest.fixture
def endless(place: Place, tmp_path: Path) -> Iterator[Served]:
    """A service of each server in turn, with a question that never ends."""
    folder = tmp_path / "questions"
    folder.mkdir()
    (folder / "endless.cypher").write_text(ENDLESS + BODY, encoding="utf-8")
    settings = Settings(place, f"sqlite:///{tmp_path}/state.sqlite", questions=folder)
    with opened(settings) as workspace:
        yield Served(workspace, Door(8008))


def running(served: Served) -> bool:
    shown = served.workspace.store._shown
    if served.workspace.store.kind == "neo4j":
        rows = shown("SHOW TRANSACTIONS YIELD currentQuery")
    else:
        rows = shown("SHOW TRANSACTIONS")
    return any("30000" in row["currentQuery"] for row in rows)


def until(served: Served, expected: bool, seconds: float) -> bool:
    limit = time.monotonic() + seconds
    while running(served) is not expected:
        if time.monotonic() > limit:
            return False
        time.sleep(0.05)
    return True


def test_a_client_that_leaves_stops_its_question(endless: Served) -> None:
    with listening(endless) as (address, door):
        host, port = address.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port))) as client:
            client.sendall(
                "GET /api/questions/endless?near=com:99001 HTTP/1.1\r\n"
                f"Host: {host}:{port}\r\nAuthorization: Bearer {door.key}\r\n\r\n".encode()
            )
            assert until(endless, True, 20)
        assert until(endless, False, 20)


def test_a_question_that_lasts_too_long_ends_with_a_cause(endless: Served) -> None:
    begun = time.monotonic()
    answered = endless.client().get("/api/questions/endless?near=com:99001")
    assert answered.status_code == 503
    assert answered.json()["type"] == "urn:maillage:store.too_slow"
    assert "10 s" in answered.json()["detail"]
    assert 9 < time.monotonic() - begun < 60
    assert until(endless, False, 20)


def test_our_own_fault_is_named_by_its_own_name(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("api.http.service.Service.viewer", property(broken))
    app = application(served.workspace, served.door)
    headers = {"Authorization": f"Bearer {served.door.key}"}
    client = TestClient(app, BASE, headers=headers, raise_server_exceptions=False)
    answered = client.get("/api/questions/topics")
    assert answered.status_code == 500
    assert "ZeroDivisionError" in answered.json()["detail"]
