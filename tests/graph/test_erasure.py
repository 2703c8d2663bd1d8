"""What a source must no longer hold leaves the graph and the ledger, for good."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from graph.current import Current
from graph.declare import NODES
from graph.servers import Place
from tests.graphs import edge, graph_of, keys_of, node, opened, tell

SIRENE = "official:sirene"
LOCATED = "Company-LOCATED_IN-Territory"


@pytest.fixture
def current(place: Place) -> Iterator[Current]:
    with opened(place) as found:
        tell(found, ("Territory", [node("com:36044", name="Châteauroux")]))
        yield found


def test_what_is_erased_no_undo_and_no_rebuild_brings_back(current: Current) -> None:
    before = graph_of(current)
    first = tell(
        current,
        ("Company", [node("atelier", source=SIRENE, name="CHEZ CAMILLE", address="12 RUE X")]),
        (LOCATED, [edge(LOCATED, "atelier", "com:36044", SIRENE)]),
    )
    second = tell(current, ("Company", [node("atelier", "2026-02-01", SIRENE, name="AUTRE")]))
    assert current.erase(NODES["Company"], ["atelier"], SIRENE) == 1
    assert graph_of(current) == before
    current.undo(second, "test")
    current.undo(first, "test")
    current.ledger.rebuild()
    current.catch_up()
    assert graph_of(current) == before
    assert current.ledger.said(NODES["Company"], ["atelier"]) == {}


def test_what_others_say_of_it_stays_even_in_the_same_words(current: Current) -> None:
    tell(current, ("Company", [node("atelier", source=SIRENE, name="ATELIER")]))
    tell(current, ("Company", [node("atelier", source="opco", name="ATELIER")]))
    assert current.erase(NODES["Company"], ["atelier"], SIRENE) == 0
    assert keys_of(current, "Company") == ["atelier"]
    rows = current.store.read("MATCH (c:Company) RETURN c.name, c.sources").rows
    assert rows == [("ATELIER", ["opco"])]
