"""Checks the values of records against the model, a batch at a time, with pydantic.

One declaration gives one `TypedDict` and one `TypeAdapter` for lists of it: several times faster
than a model a row, and what comes out is the dictionary that is stored.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NotRequired, Required

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails
from typing_extensions import TypedDict

from graph.declare import Record, Signature, name_of, record_type
from graph.kinds import Property

CODES = {
    "missing": "cell.missing",
    "greater_than_equal": "cell.least",
    "less_than_equal": "cell.most",
    "string_too_long": "cell.too_long",
    "literal_error": "cell.choice",
}


@dataclass(frozen=True)
class Fault:
    """What is wrong with one value: the place of its row in the batch, the property, the code."""

    place: int
    name: str
    code: str
    values: Mapping[str, object]


def check(record: Record, rows: Sequence[Mapping[str, Any]]) -> list[Fault]:
    """Returns all that is wrong with rows of values, of every row; empty when all is right."""
    try:
        adapter(name_of(record)).validate_python(rows)
    except ValidationError as error:
        return [_fault(details) for details in error.errors(include_url=False)]
    return []


def json_schema(record: Record) -> dict[str, Any]:
    """Returns the JSON schema of one record, with labels and descriptions."""
    schema = TypeAdapter(_typed(record)).json_schema()
    for name, kind in _fields(record).items():
        described = {"title": kind.en, "description": kind.description}
        schema["properties"][name] |= described | (
            {"examples": [kind.example]} if kind.example else {}
        )
    return schema


@cache
def adapter(name: str) -> TypeAdapter[list[dict[str, Any]]]:
    """Returns what checks lists of records of the type that the ledger calls `name`."""
    rows: Any = list[_typed(record_type(name))]  # type: ignore[misc]
    return TypeAdapter(rows)


def _fields(record: Record) -> dict[str, Property]:
    key = {} if isinstance(record, Signature) else {"key": record.key.code}
    return {**key, **record.properties}


def _typed(record: Record) -> Any:
    fields = {
        name: Required[kind.annotation()]
        if kind.required or name == "key"
        else NotRequired[kind.annotation()]
        for name, kind in _fields(record).items()
    }
    made: Any = TypedDict  # the functional form, with names known at run time only
    typed: Any = made(name_of(record), fields)
    typed.__pydantic_config__ = ConfigDict(extra="forbid", strict=True)
    return typed


def _fault(details: ErrorDetails) -> Fault:
    place, *rest = details["loc"]
    values = {name: value for name, value in details.get("ctx", {}).items() if name != "error"}
    given = details["input"]
    shown = "" if isinstance(given, dict) else str(given)[:80]
    code = CODES.get(details["type"], "cell.wrong")
    return Fault(int(place), str(rest[0]) if rest else "key", code, {"value": shown, **values})
