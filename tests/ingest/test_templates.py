"""A template is a table of its own type, whose example line loads as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph.declare import EDGES, NODES, Edge, Node
from graph.errors import DataError
from graph.wording import spoken
from ingest.claims import Parsed, parse
from ingest.headers import mapped
from ingest.tables import tables
from ingest.templates import columns, write

if TYPE_CHECKING:
    from pathlib import Path

    from graph.wording import Language

TYPES: dict[str, type[Node] | type[Edge]] = {**NODES, **EDGES}


def template(name: str, language: Language, path: Path) -> Parsed:
    with spoken(language):
        write(TYPES[name], path)
        (table,) = tables(path)
        return parse(mapped(table, name), "template", "2026-09-07")


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", TYPES)
def test_the_example_line_of_a_template_is_right(
    tmp_path: Path, name: str, language: Language
) -> None:
    parsed = template(name, language, tmp_path / "table.csv")
    assert [str(issue) for issue in parsed.issues] == []
    assert [str(note) for note in parsed.notes] == []
    assert parsed.lines == 1
    assert parsed.given[0].claim.source == "template"
    of = TYPES[name]
    spoken_of = {kind.name for kind in of.properties.values() if kind.example not in (None, "")}
    told = {key for given in parsed.given for key in given.claim.values}
    assert spoken_of <= told


@pytest.mark.parametrize("name", TYPES)
def test_a_workbook_is_the_same_template(tmp_path: Path, name: str) -> None:
    as_text = template(name, "fr", tmp_path / "table.csv")
    as_sheet = template(name, "fr", tmp_path / "table.xlsx")
    assert as_sheet.mapped.table.columns == as_text.mapped.table.columns
    assert [given.claim for given in as_sheet.given] == [given.claim for given in as_text.given]


@pytest.mark.parametrize("name", NODES)
def test_a_workbook_is_recognised_by_its_sheet(tmp_path: Path, name: str) -> None:
    write(NODES[name], tmp_path / "x.xlsx")
    (table,) = tables(tmp_path / "x.xlsx")
    assert mapped(table).of is NODES[name]


def test_a_template_shows_every_column_of_the_type() -> None:
    headers = [header for header, _ in columns(NODES["Session"])]
    expected = ["clé", "débute le", "finit le", "places", "places prises", "commune", "formation"]
    assert headers == expected
    examples = dict(columns(EDGES["EMPLOYS"]))
    assert examples["établissement"] == "99990000400006"
    assert examples["effectif"] == "12"


def test_an_ending_that_is_no_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"\.csv"):
        write(NODES["Need"], tmp_path / "besoins.pdf")
    assert not (tmp_path / "besoins.pdf").exists()
