"""Whoever is killed, wherever: after any next command the graph is that of an undisturbed load."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from graph.servers import Place
from ingest.load import Orders, load
from tests.conftest import emptied
from tests.graphs import Graph, graph_of, opened
from tests.source import ROOT

COMPANIES, COMMUNES = 1600, 4
EMPTY = Graph([], [])


def tables(folder: Path) -> list[Path]:
    """Returns two tables: communes, then companies, each with a place and a headcount."""
    communes, companies = folder / "communes.csv", folder / "etablissements.csv"
    lines = [f"3604{n};Commune {n};46.{n};1.{n}" for n in range(COMMUNES)]
    communes.write_text("\n".join(["code;nom;latitude;longitude", *lines]), encoding="utf-8")
    lines = [f"e{n};Société {n};3604{n % COMMUNES};{n}" for n in range(COMPANIES)]
    companies.write_text("\n".join(["clé;nom;commune;effectif", *lines]), encoding="utf-8")
    return [communes, companies]


def undisturbed(place: Place, files: Sequence[Path]) -> Graph:
    """Returns the graph of a load that nobody disturbs; leaves the place as it found it."""
    with opened(place) as current:
        assert load(current, files, Orders(observed_on="2026-01-01")).clean
        found = graph_of(current)
    forget(place)
    assert len(found.nodes) == COMPANIES + COMMUNES
    return found


def forget(place: Place) -> None:
    """Empties a place of this test, graph and ledger."""
    emptied(place)
    for path in place.folder.glob("state.sqlite*"):
        path.unlink()


def die(place: Place, **told: Any) -> int:
    """Runs the process that dies; returns how it ended."""
    where = {**asdict(place), "folder": str(place.folder)}
    files = [str(path) for path in told.pop("files", [])]
    text = json.dumps({"place": where, "files": files, **told})
    command = [sys.executable, "-m", "tests.dying", text]
    done = subprocess.run(command, cwd=ROOT, check=False, timeout=120, capture_output=True)
    return done.returncode


def next_command(place: Place) -> Graph:
    """Returns the graph that any command finds: each catches up before it reads."""
    with opened(place) as current:
        current.catch_up()
        assert not current.ledger.unfinished()
        return graph_of(current)


@pytest.mark.parametrize("at", [1, 2])
def test_a_load_killed_before_it_is_acknowledged_leaves_nothing(
    place: Place, tmp_path: Path, at: int
) -> None:
    files = tables(tmp_path)[1:]
    told = {"act": "load", "where": "ledger", "dies": "self", "at": at, "files": files}
    assert die(place, **told) == -signal.SIGKILL
    assert next_command(place) == EMPTY
    with opened(place) as current:
        assert current.ledger.loads() == []


@pytest.mark.parametrize("at", [4, 6, 8, 11])
def test_a_load_killed_on_its_way_to_the_graph_comes_whole(
    place: Place, tmp_path: Path, at: int
) -> None:
    files = tables(tmp_path)
    whole = undisturbed(place, files)
    told = {"act": "load", "where": "graph", "dies": "self", "at": at, "files": files}
    assert die(place, **told) == -signal.SIGKILL
    found = next_command(place)
    if at < 6:  # killed in the first table: the second was never acknowledged
        with opened(place) as current:
            assert load(current, files, Orders(observed_on="2026-01-01")).clean
            found = graph_of(current)
    assert found == whole


@pytest.mark.parametrize("at", [1, 3, 6])
def test_an_undo_killed_on_its_way_is_undone_whole(place: Place, tmp_path: Path, at: int) -> None:
    files = tables(tmp_path)
    with opened(place) as current:
        assert load(current, files[:1], Orders(observed_on="2026-01-01")).clean
        before = graph_of(current)
        load(current, files[1:], Orders(observed_on="2026-01-01"))
        number = current.ledger.loads()[0].id
    told = {"act": "undo", "where": "graph", "dies": "self", "at": at, "number": number}
    assert die(place, **told) == -signal.SIGKILL
    assert next_command(place) == before


@pytest.mark.parametrize("at", [4, 8, 11])
def test_a_load_whose_embedded_server_is_killed_comes_whole(tmp_path: Path, at: int) -> None:
    place = Place(tmp_path / "own")
    files = tables(tmp_path)
    whole = undisturbed(place, files)
    die(place, act="load", where="graph", dies="server", at=at, files=files)
    next_command(place)
    with opened(place) as current:
        assert load(current, files, Orders(observed_on="2026-01-01")).clean
        assert graph_of(current) == whole


def test_an_undo_whose_embedded_server_is_killed_is_undone_whole(tmp_path: Path) -> None:
    place = Place(tmp_path / "own")
    files = tables(tmp_path)
    with opened(place) as current:
        assert load(current, files[:1], Orders(observed_on="2026-01-01")).clean
        before = graph_of(current)
        load(current, files[1:], Orders(observed_on="2026-01-01"))
        number = current.ledger.loads()[0].id
    die(place, act="undo", where="graph", dies="server", at=2, number=number)
    assert next_command(place) == before
