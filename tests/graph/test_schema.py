"""A lint of the model: what no declaration may get wrong."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest
from pydantic import TypeAdapter

from graph.codes import folded
from graph.declare import EDGES, NODES, SIGNATURES, Edge, Node, edge_columns, record_type
from graph.kinds import Choice, Property
from graph.validation import json_schema
from ingest.headers import named_type, vocabulary, words

SHAPES = {"dot", "square", "triangle", "triangleDown", "diamond", "star", "hexagon"}
TYPES: dict[str, type[Node] | type[Edge]] = {**NODES, **EDGES}
PROPERTIES = {
    f"{name}.{kind.name}": kind for name, of in TYPES.items() for kind in of.properties.values()
}
every_property = pytest.mark.parametrize("kind", PROPERTIES.values(), ids=PROPERTIES)


CHOICES = {name: kind for name, kind in PROPERTIES.items() if isinstance(kind, Choice)}


@every_property
def test_a_property_is_told_in_both_languages(kind: Property) -> None:
    assert kind.fr
    assert kind.en
    assert kind.description.endswith(".")
    assert re.fullmatch(r"[a-z][a-z0-9_]*", kind.name)
    assert not re.search(r"[_|;\n]", kind.fr + kind.en)


@every_property
def test_an_example_reads_as_its_own_kind_and_is_valid(kind: Property) -> None:
    if kind.example not in (None, ""):
        annotation: Any = kind.annotation()
        TypeAdapter(annotation).validate_python(kind.read(str(kind.example)), strict=True)


def test_a_required_property_shows_an_example() -> None:
    required = {name: kind.example for name, kind in PROPERTIES.items() if kind.required}
    assert [name for name, example in required.items() if example in (None, "")] == []
    assert "Company.name" in required


@pytest.mark.parametrize("kind", CHOICES.values(), ids=CHOICES)
def test_choices_are_told_apart_by_code_and_label(kind: Choice) -> None:
    assert kind.choices
    words_of = Counter(
        word for code, labels in kind.choices.items() for word in {code, *map(folded, labels)}
    )
    assert [word for word, count in words_of.items() if count > 1] == []
    for code, labels in kind.choices.items():
        assert [kind.read(text) for text in (code, *labels)] == [code] * 3
    assert kind.default is None or kind.default in kind.choices


@pytest.mark.parametrize("name", NODES)
def test_a_node_type_is_named_keyed_and_drawn(name: str) -> None:
    of = NODES[name]
    assert all((of.fr, of.fr_plural, of.en, of.en_plural, of.__doc__))
    assert of.shape in SHAPES
    assert re.fullmatch(r"#[0-9a-f]{6}", of.colour)
    assert of.headline in {"key", *of.properties}
    assert of.key.reader(of.key.example) == of.key.example
    columns = {column.name for column in edge_columns(of)} | of.properties.keys()
    assert {part for alternative in of.key.alternatives for part in alternative} <= columns


def test_no_two_types_are_drawn_alike() -> None:
    drawn = Counter((of.shape, of.colour) for of in NODES.values())
    assert [look for look, count in drawn.items() if count > 1] == []


@pytest.mark.parametrize("name", EDGES)
def test_an_edge_type_is_named_and_joins_declared_types(name: str) -> None:
    of = EDGES[name]
    assert re.fullmatch(r"[A-Z]+(_[A-Z0-9]+)*", name)
    assert all((of.fr, of.en, of.__doc__, of.ends))
    for source, target in of.ends:
        assert source is NODES[source.__name__]
        assert target is NODES[target.__name__]
        assert not of.undirected or source is target
    ends = {node.__name__ for pair in of.ends for node in pair}
    assert {*of.at_source, *of.at_target} <= ends
    assert all(of.properties[each].default is not None for each in of.identity)


@pytest.mark.parametrize("name", TYPES)
def test_headers_of_a_table_mean_one_thing_each(name: str) -> None:
    """In both languages; a synonym may give way, a label may not."""
    of = TYPES[name]
    meanings: dict[str, set[str]] = {}
    for kind in of.properties.values():
        for header in (kind.name, kind.fr, kind.en):
            meanings.setdefault(words(header), set()).add(kind.name)
    if issubclass(of, Node):
        for column in edge_columns(of):
            for header in (column.fr, column.en):
                meanings.setdefault(words(header), set()).add(f"→ {column.signature.name}")
        for header in ("clé", "key"):
            meanings.setdefault(words(header), set()).add("key")
    assert {header: m for header, m in meanings.items() if len(m) > 1} == {}
    found = vocabulary(of)
    for kind in of.properties.values():
        assert found[words(kind.fr)] is kind
        assert found[words(kind.en)] is kind


def test_a_type_is_found_by_its_names_in_both_languages() -> None:
    taken: dict[str, str] = {}
    for name, of in NODES.items():
        for text in (of.fr, of.fr_plural, of.en, of.en_plural, name):
            assert named_type(text) is of
            assert named_type(folded(text)) is of
            assert taken.setdefault(words(text), name) == name
    for name, edge in EDGES.items():
        assert named_type(name) is edge


@pytest.mark.parametrize("name", [*NODES, *SIGNATURES])
def test_a_json_schema_names_every_property(name: str) -> None:
    record = record_type(name)
    schema = json_schema(record)
    keyed = {"key"} if name in NODES else set()
    assert schema["properties"].keys() == keyed | record.properties.keys()
    required = {each.name for each in record.properties.values() if each.required}
    assert set(schema.get("required", [])) == keyed | required
    for each in record.properties.values():
        assert schema["properties"][each.name]["title"] == each.en


@pytest.mark.parametrize(
    ("name", "count"), [("Company", 12), ("Need", 25), ("Territory", 6), ("Bridge", 9)]
)
def test_the_model_has_not_lost_a_property(name: str, count: int) -> None:
    assert len(NODES[name].properties) >= count


def test_the_model_is_the_one_of_the_design() -> None:
    assert set(NODES) == {
        "Territory", "Sector", "Occupation", "Skill", "Certification", "Topic", "Outlook",
        "Company", "Actor", "Contact", "Service", "Resource", "Training", "Session", "Need",
        "Surplus", "Pool", "Request", "Referral", "Visit", "Signal", "Concern", "Project",
        "Method", "Action", "Survey", "Response", "Bridge", "Grouping", "Agreement",
    }  # fmt: skip
    assert {of.__name__ for of in NODES.values() if of.guarded()} == {
        "Contact", "Need", "Surplus", "Request", "Referral", "Visit", "Signal", "Concern",
        "Response", "Bridge", "Grouping", "Agreement",
    }  # fmt: skip
