"""A declaration is checked when it is made, and everything else derives from it."""

from __future__ import annotations

import pytest

import graph.schema  # noqa: F401  the registry holds what it declares
from graph import declare
from graph.declare import EDGES, NODES, SIGNATURES, Edge, Node, edge_columns, pairs, record_type
from graph.errors import DeclarationError, UnknownNameError
from graph.kinds import Text, Whole


@pytest.fixture(autouse=True)
def registry(monkeypatch: pytest.MonkeyPatch) -> None:
    """A copy of the registry: what a test declares is gone with it."""
    for name in ("NODES", "EDGES", "SIGNATURES"):
        monkeypatch.setattr(declare, name, dict(getattr(declare, name)))


def test_a_node_type_is_registered_with_its_properties() -> None:
    class Vehicle(Node):
        fr, fr_plural, en, en_plural = "véhicule", "véhicules", "vehicle", "vehicles"
        seats = Whole("places", "seats", "Seats.")

    assert declare.NODES["Vehicle"] is Vehicle
    assert list(Vehicle.properties) == ["seats"]
    assert Vehicle.properties["seats"].name == "seats"
    assert not Vehicle.guarded()


def test_a_type_inherits_the_properties_of_its_base_which_is_none_itself() -> None:
    assert "Employer" not in NODES
    company, actor = NODES["Company"].properties, NODES["Actor"].properties
    assert list(actor)[: len(company)] == list(company)
    assert {"acronym", "kind"} <= actor.keys() - company.keys()


@pytest.mark.parametrize(
    "name", ["key", "sources", "observed_on", "confirmed_on", "load", "revision"]
)
def test_a_reserved_name_is_refused(name: str) -> None:
    with pytest.raises(DeclarationError, match=name):
        type("Vehicle", (Node,), {name: Text("a", "b", "c")})


def test_an_edge_type_is_named_after_its_class() -> None:
    class DrivesTo(Edge):
        fr, en = "roule vers", "drives to"
        ends = pairs("Company|Actor", "Territory")
        since = Text("depuis", "since", "Since.", identity=True)
        km = Whole("km", "km", "Kilometres.")

    assert declare.EDGES["DRIVES_TO"] is DrivesTo
    assert DrivesTo.identity == ("since",)
    assert [name for name in declare.SIGNATURES if "DRIVES_TO" in name] == [
        "Company-DRIVES_TO-Territory",
        "Actor-DRIVES_TO-Territory",
    ]


def test_the_same_edge_twice_is_refused() -> None:
    with pytest.raises(DeclarationError, match="Company-LOCATED_IN-Territory"):
        type("LocatedIn", (Edge,), {"ends": pairs("Company", "Territory")})


def test_a_type_that_nobody_declared_is_told_with_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match="Company"):
        record_type("Compagny")


def test_a_record_type_is_found_by_the_name_the_ledger_gives_it() -> None:
    records: list[declare.Record] = [*NODES.values(), *SIGNATURES.values()]
    for record in records:
        assert record_type(declare.name_of(record)) is record


def test_edge_columns_name_the_other_end() -> None:
    columns = {column.fr: column for column in edge_columns(NODES["Need"])}
    owner, occupation = columns["établissement"], columns["métier"]
    assert (owner.own_end, owner.other.__name__, owner.name) == ("target", "Company", "company")
    assert (occupation.own_end, occupation.other.__name__) == ("source", "Occupation")


def test_an_undirected_edge_has_one_column() -> None:
    columns = [c for c in edge_columns(NODES["Actor"]) if c.signature.edge.type == "WORKS_WITH"]
    assert [(column.fr, column.own_end) for column in columns] == [("travaille avec", "source")]
    assert EDGES["WORKS_WITH"].undirected
