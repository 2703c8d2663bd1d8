"""Tables make one graph, in whatever order they come, together or one after the other."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from graph.current import Current
from graph.servers import Place
from ingest.load import Orders, load
from tests import village
from tests.conftest import emptied
from tests.graphs import Graph, graph_of, opened

ORDERS = Orders(source="village", observed_on="2026-09-07")
TABLES = sorted(village.FOLDER.glob("*.csv"))


def loaded(place: Place, commands: list[list[Path]]) -> Graph:
    """Returns the graph of some commands in a row, in an empty place."""
    emptied(place)
    for path in place.folder.glob("state.sqlite*"):
        path.unlink()
    with opened(place) as current:
        for files in commands:
            assert load(current, files, ORDERS).clean
        return graph_of(current)


def shuffled(seed: int) -> list[Path]:
    """Returns the tables in an order of their own for each seed."""
    files = list(TABLES)
    random.Random(seed).shuffle(files)
    return files


def test_there_are_at_least_ten_tables() -> None:
    assert len(TABLES) >= 10


@pytest.mark.parametrize("seed", [1, 2])
def test_ten_loads_in_any_order_make_the_same_graph(place: Place, seed: int) -> None:
    together = loaded(place, [TABLES])
    assert len(together.nodes) == 73
    assert loaded(place, [[file] for file in shuffled(seed)]) == together


def test_the_order_of_files_in_one_command_is_nothing(embedded_place: Place) -> None:
    together = loaded(embedded_place, [TABLES])
    for seed in (3, 4, 5):
        assert loaded(embedded_place, [shuffled(seed)]) == together


def test_what_waits_is_told_and_comes_with_its_end(embedded_place: Place) -> None:
    with opened(embedded_place) as current:
        (report,) = load(current, [village.FOLDER / "etablissements.csv"], ORDERS).tables
        assert report.waiting == 27
        assert edges(current) == 0
        load(current, [village.FOLDER / "communes.csv"], ORDERS)
        assert edges(current) == 12


def edges(current: Current) -> int:
    """Returns how many edges the graph holds."""
    count: object = current.store.read("MATCH (a)-[e]->(b) RETURN count(e) AS n").rows[0][0]
    return int(str(count))
