"""Each test finds its servers empty, in a folder of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from graph.servers import Place
    from graph.store import Store

COUNT = "MATCH (n) RETURN count(n) AS nodes"


def leave_a_node(store: Store, place: Place, folder: Path) -> None:
    assert store.read(COUNT).rows == [(0,)]
    store.write("UNWIND $rows AS row CREATE (:Place {key: row.key})", [{"key": "a"}])
    assert store.read(COUNT).rows == [(1,)]
    assert place.folder == folder
    (folder / "left").touch(exist_ok=False)


def test_the_first_finds_an_empty_graph(store: Store, place: Place, tmp_path: Path) -> None:
    leave_a_node(store, place, tmp_path)


def test_the_next_finds_it_empty_again(store: Store, place: Place, tmp_path: Path) -> None:
    leave_a_node(store, place, tmp_path)
