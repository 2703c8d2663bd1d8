"""All that is wrong with a batch of rows is told at once, and nothing of what is right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import graph.schema  # noqa: F401  the registry holds what it declares
from graph.declare import NODES, SIGNATURES, record_type
from graph.validation import Fault, check, json_schema
from graph.wording import has

if TYPE_CHECKING:
    from collections.abc import Mapping

COMPANY, SURPLUS = NODES["Company"], NODES["Surplus"]
RIGHT: dict[str, Any] = {"key": "a", "name": "A", "headcount": 12, "closed_on": "2026-12-31"}


def test_rows_that_are_right_have_no_fault() -> None:
    assert check(COMPANY, [RIGHT, {"key": "b", "name": "B"}]) == []
    assert check(COMPANY, []) == []


@pytest.mark.parametrize(
    ("change", "name", "code", "values"),
    [
        ({"headcount": -1}, "headcount", "cell.least", {"value": "-1", "ge": 0}),
        ({"latitude": 99.0}, "latitude", "cell.most", {"value": "99.0", "le": 90.0}),
        ({"name": "x" * 10_001}, "name", "cell.too_long", {"max_length": 10_000}),
        ({"headcount": "douze"}, "headcount", "cell.wrong", {"value": "douze"}),
        ({"status": "ouvert"}, "status", "cell.choice", {"value": "ouvert"}),
        ({"closed_on": "31/12/2026"}, "closed_on", "cell.wrong", {"value": "31/12/2026"}),
        ({"siret": "123"}, "siret", "cell.wrong", {"value": "123"}),
        ({"colour": "red"}, "colour", "cell.wrong", {"value": "red"}),
        ({"key": ""}, "key", "cell.wrong", {"value": ""}),
    ],
)
def test_a_wrong_value_is_told_by_name_and_code(
    change: dict[str, Any], name: str, code: str, values: Mapping[str, object]
) -> None:
    (fault,) = check(COMPANY, [RIGHT, RIGHT | change])
    assert (fault.place, fault.name, fault.code) == (1, name, code)
    assert values.items() <= fault.values.items()
    assert has(code)


def test_a_value_that_must_be_there_is_missed() -> None:
    assert check(COMPANY, [{"key": "a"}]) == [Fault(0, "name", "cell.missing", {"value": ""})]


def test_every_fault_of_every_row_is_told() -> None:
    rows = [{"key": "a"}, RIGHT, {"headcount": -1, "name": ""}]
    found = {(fault.place, fault.name) for fault in check(COMPANY, rows)}
    assert found == {(0, "name"), (2, "key"), (2, "name"), (2, "headcount")}


def test_an_edge_has_no_key_and_has_its_own_properties() -> None:
    employs = SIGNATURES["Company-EMPLOYS-Occupation"]
    assert check(employs, [{"headcount": 2}, {}]) == []
    assert [fault.name for fault in check(employs, [{"headcount": 2, "key": "a"}])] == ["key"]


def test_a_json_schema_tells_what_forms_need() -> None:
    schema = json_schema(SURPLUS)
    assert schema["required"] == ["key", "headcount"]
    assert schema["additionalProperties"] is False
    assert schema["properties"]["headcount"] == {
        "type": "integer",
        "minimum": 1,
        "title": "headcount",
        "description": "People concerned.",
        "examples": [4],
    }
    assert schema["properties"]["visibility"]["enum"] == ["cell", "partners", "public"]


@pytest.mark.parametrize("name", ["Company", "Company-EMPLOYS-Occupation"])
def test_a_schema_is_one_that_validators_accept(name: str) -> None:
    schema = json_schema(record_type(name))
    assert schema["type"] == "object"
    assert set(schema.get("required", [])) <= schema["properties"].keys()
