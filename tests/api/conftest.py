"""The service over the village, with names that break careless pages, on the embedded server."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from starlette.testclient import TestClient

import graph.schema  # noqa: F401  the registry holds what it declares
from api.app import application
from api.http.door import Door
from api.jobs import computations
from api.settings import Settings
from api.workspace import Workspace, opened
from graph.servers import Place
from graph.viewer import Visibility
from ingest.load import Orders, load
from tests import village
from tests.conftest import emptied

BASE = "http://127.0.0.1:8008"
ODD = "clé;nom;commune;effectif\ngras;<b>Gras</b>;99001;3\nformule;=1+1 <script>x</script>;99002;\n"


@pytest.fixture(autouse=True, scope="session")
def patience() -> Iterator[None]:
    """Pages wait for their computation here, however busy the machine is."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(computations, "PATIENCE", 120.0)
        yield


@dataclass(frozen=True)
class Served:
    """An application with its door, and what it is open on."""

    workspace: Workspace
    door: Door

    def client(self, *, key: bool = True) -> TestClient:
        """Returns a client of the machine itself; with the key for programs unless told not."""
        headers = {"Authorization": f"Bearer {self.door.key}"} if key else {}
        app = application(self.workspace, self.door)
        return TestClient(app, BASE, headers=headers, follow_redirects=False)


def as_seen_at(served: Served, level: Visibility) -> Served:
    """Returns the same graph as a reader of another level is served it."""
    old = served.workspace
    settings = Settings(old.settings.place, old.settings.state, visibility=level)
    return Served(Workspace(settings, old.store, old.ledger, old.current), Door(8008))


@pytest.fixture(scope="module")
def served(embedded_server: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The village, loaded once a module."""
    folder = tmp_path_factory.mktemp("served")
    (folder / "server").symlink_to(embedded_server, target_is_directory=True)
    place = emptied(Place(folder))
    odd = folder / "etablissements.csv"
    odd.write_text(ODD, encoding="utf-8")
    with opened(Settings(place, f"sqlite:///{folder}/state.sqlite")) as workspace:
        tables = [*sorted(village.FOLDER.glob("*.csv")), odd]
        report = load(workspace.current, tables, Orders(source="village"))
        assert report.clean
        yield Served(workspace, Door(8008))


@pytest.fixture(scope="module")
def client(served: Served) -> TestClient:
    """A program that has the key."""
    return served.client()


@pytest.fixture
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder of the test's own, with an empty data folder for its commands."""
    monkeypatch.setenv("MAILLAGE_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("MAILLAGE_LINGER", "20")
    monkeypatch.delenv("NEO4J_URI", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path
