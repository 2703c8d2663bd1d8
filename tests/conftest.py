"""What the tests stand on: two servers, a browser, the published tables.

A server starts when a selected test first asks for it, and ends with the session.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser import Heard, chromium
from tests.neo4j_server import Neo4jServer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from graph.servers import Place
    from graph.store import Store

REFERENCE = Path(os.environ.get("MAILLAGE_REFERENCE", "../shared/data"))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out the tests of the published tables where these are absent."""
    if (REFERENCE / "rome").is_dir():
        return
    left_out = [test for test in items if test.get_closest_marker("reference")]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [test for test in items if test not in left_out]


@pytest.fixture(scope="session")
def reference() -> Path:
    """The folder of the published tables; a test that takes it is marked `reference`."""
    return REFERENCE.resolve()


@pytest.fixture(scope="session")
def neo4j_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Neo4jServer]:
    """The session's real Neo4j; a test that kills a server starts one of its own."""
    server = Neo4jServer(tmp_path_factory.mktemp("neo4j"))
    server.start()
    try:
        yield server
    finally:
        server.kill()


@pytest.fixture(scope="session")
def embedded_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of the session's embedded server, kept running for all its tests."""
    from graph.servers import Place, connect

    folder = tmp_path_factory.mktemp("embedded")
    with connect(Place(folder)):
        yield folder / "server"


@pytest.fixture
def neo4j_place(neo4j_server: Neo4jServer, tmp_path: Path) -> Place:
    """The real Neo4j without a node, with a folder of this test's own for everything else."""
    from graph.servers import Place

    return emptied(Place(tmp_path, neo4j_server.uri, password=neo4j_server.password))


@pytest.fixture
def embedded_place(embedded_server: Path, tmp_path: Path) -> Place:
    """The embedded server without a node, seen from a folder of this test's own."""
    from graph.servers import Place

    (tmp_path / "server").symlink_to(embedded_server, target_is_directory=True)
    return emptied(Place(tmp_path))


@pytest.fixture(params=["neo4j", "embedded"])
def place(request: pytest.FixtureRequest) -> Place:
    """Each of the two servers in turn, empty."""
    found: Place = request.getfixturevalue(f"{request.param}_place")
    return found


@pytest.fixture
def store(place: Place) -> Iterator[Store]:
    """The client of an empty graph, on each of the two servers."""
    from graph.servers import connect

    with connect(place) as opened:
        yield opened


def emptied(place: Place) -> Place:
    """Returns a place of this session without its nodes: only the two fixtures above know one."""
    from graph.servers import connect

    with connect(place) as opened:
        opened.write("MATCH (n) DETACH DELETE n", [])
    return place


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The session's Chromium."""
    with chromium() as found:
        yield found


@pytest.fixture
def heard() -> Heard:
    """What `page` asked for and which errors it met."""
    return Heard()


@pytest.fixture
def page(browser: Browser, heard: Heard) -> Iterator[Page]:
    """An empty page in French whose every request `heard` records."""
    with browser.new_context(locale="fr-FR") as context:
        opened = context.new_page()
        heard.listen(opened)
        yield opened
