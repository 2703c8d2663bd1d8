"""The reading of a table is found again by the shape of its header, until it is forgotten."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from graph.declare import record_type
from graph.errors import UnknownNameError
from graph.ledger import Ledger
from graph.loads import keys_spoken_of
from graph.mappings import Mappings
from tests.graphs import node

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with closing(Ledger(f"sqlite:///{tmp_path / 'state.sqlite'}", tmp_path)) as found:
        yield found


@pytest.fixture
def mappings(ledger: Ledger) -> Mappings:
    return Mappings(ledger.engine)


def loaded(ledger: Ledger, file: str) -> int:
    with ledger.staging("anne", "opco", file) as load:
        load.say(record_type("Company"), [node("b"), node("a")])
        load.acknowledge()
        return load.number


def test_a_shape_has_the_mapping_it_was_last_given(mappings: Mappings) -> None:
    mappings.keep("ab12", "suivi", "records: []", "operator")
    mappings.keep("ab12", "suivi 2027", "records: [x]", "mel")
    found = mappings.find("ab12")
    assert found is not None
    assert (found.name, found.text, found.kept_by) == ("suivi 2027", "records: [x]", "mel")
    assert mappings.find("cd34") is None
    assert len(mappings.all()) == 1


def test_a_mapping_is_forgotten_by_its_name_or_its_shape(mappings: Mappings) -> None:
    for shape in ("ab12", "cd34", "ef56"):
        mappings.keep(shape, f"table {shape[0]}", "", "operator")
    assert (mappings.forget("table a"), mappings.forget("cd3")) == (1, 1)
    assert [one.shape for one in mappings.all()] == ["ef56"]


def test_forgetting_what_is_not_kept_says_what_is(mappings: Mappings) -> None:
    with pytest.raises(UnknownNameError):
        mappings.forget("suivi")
    mappings.keep("ab12", "suivi", "", "operator")
    with pytest.raises(UnknownNameError, match="suivi"):
        mappings.forget("suivis")


def test_the_loads_of_a_shape_are_those_that_stand(ledger: Ledger, mappings: Mappings) -> None:
    first, second, third = (loaded(ledger, "suivi.xlsx") for _ in range(3))
    for number, shape in ((first, "ab12"), (second, "ab12"), (third, "cd34")):
        mappings.note(number, shape, f"reading {number}")
    mappings.note(second, "ab12", "said anew")
    assert mappings.loads("ab12") == [first, second]
    assert (mappings.of_load(second), mappings.of_load(99)) == ("said anew", None)
    ledger.undo(first, "anne")
    assert mappings.loads("ab12") == [second]
    assert keys_spoken_of(ledger, [second, third], "Company") == ["b", "a"]


def test_a_reading_is_called_by_its_table_or_its_shape(ledger: Ledger, mappings: Mappings) -> None:
    for file in ("suivi.xlsx", "suivi.xlsx", "reseau.csv"):
        number = loaded(ledger, file)
        mappings.note(number, f"{number}a", f"reading {number}")
    for name, text in (("suivi", "reading 2"), ("reseau.csv", "reading 3"), ("1a", "reading 1")):
        noted = mappings.noted(name)
        assert noted is not None
        assert noted.text == text
    assert mappings.noted("suiv") is None
