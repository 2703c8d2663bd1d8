"""The reading of a table is found again by the shape of its header, until it is forgotten."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from graph.errors import UnknownNameError
from graph.ledger import Ledger
from graph.mappings import Mappings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def mappings(tmp_path: Path) -> Iterator[Mappings]:
    with closing(Ledger(f"sqlite:///{tmp_path / 'state.sqlite'}", tmp_path)) as ledger:
        yield Mappings(ledger.engine)


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
