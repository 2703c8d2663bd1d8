"""What a load is told as: its kind, what a person did by hand, what it speaks of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from graph.claims import FORM, GONE, Claim
from graph.declare import record_type
from graph.ledger import Ledger
from graph.loads import ByHand, Ending, by_hand, ending_of, first_nodes, kind_of, spoken_of
from tests.graphs import edge, node

LOCATED = "Company-LOCATED_IN-Territory"


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with closing(Ledger(f"sqlite:///{tmp_path}/state.sqlite", tmp_path)) as found:
        yield found


def said(
    ledger: Ledger, source: str, label: str, *told: tuple[str, Sequence[Claim]], whole: bool = False
) -> int:
    with ledger.staging("anne", source, label) as load:
        for name, claims in told:
            load.say(record_type(name), claims)
        complete = [record_type(name) for name, _ in told] if whole else []
        load.acknowledge(complete, "2026-09-01" if whole else None)
        return load.number


def by_form(key: str, **values: object) -> Claim:
    return node(key, "2026-09-01", FORM, **values)


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("opco", "table"),
        ("form", "form"),
        ("official:sirene", "official"),
        ("embargo", "embargo"),
        ("analysis:bridges:cell", "analysis"),
    ],
)
def test_the_source_of_a_load_tells_its_kind(ledger: Ledger, source: str, kind: str) -> None:
    number = said(ledger, source, "x", ("Company", [node("forge", name="Forge")]))
    assert kind_of(ledger.load(number)) == kind


def test_what_a_person_did_by_hand_is_told_apart(ledger: Ledger) -> None:
    there, gone = {GONE: False}, {GONE: True}
    said(ledger, FORM, "Company forge", ("Company", [by_form("forge", name="Forge")]))
    said(ledger, FORM, "Company forge", ("Company", [by_form("forge", **there)]))
    said(ledger, FORM, "Company forge", ("Company", [by_form("forge", **there)]))
    said(ledger, FORM, "Company forge", ("Company", [by_form("forge", **gone)]))
    said(ledger, FORM, "Company forge = moulin")
    tied = edge(LOCATED, "forge", "com:99001", FORM, **gone)
    said(ledger, FORM, "Company forge", (LOCATED, [tied]))
    said(ledger, "opco", "forge.csv", ("Company", [node("forge", name="Forge")]))
    assert by_hand(ledger, ledger.loads()) == {
        1: ByHand("changed", "Company", "forge"),
        2: ByHand("confirmed", "Company", "forge"),
        3: ByHand("confirmed", "Company", "forge"),
        4: ByHand("removed", "Company", "forge"),
        5: ByHand("merged", "Company", "forge", "moulin"),
        6: ByHand("changed", "Company", "forge"),
    }


def test_a_load_is_counted_by_type_and_its_first_nodes_are_named_once(ledger: Ledger) -> None:
    claims = [node("forge", name="Forge"), node("forge", "2026-02-01"), node("moulin", name="M")]
    located = [edge(LOCATED, "forge", "com:99001"), edge(LOCATED, "moulin", "com:99001")]
    number = said(ledger, "opco", "t.csv", (LOCATED, located), ("Company", claims), whole=True)
    assert list(spoken_of(ledger, number).items()) == [("Company", 2), (LOCATED, 2)]
    assert first_nodes(ledger, number, 50) == [("Company", "forge"), ("Company", "moulin")]
    assert first_nodes(ledger, number, 1) == [("Company", "forge")]
    assert ending_of(ledger, number) == Ending(None, (LOCATED, "Company"), "2026-09-01")
    ledger.undo(number, "luc")
    assert ending_of(ledger, number).undone_by == "luc"
