"""The data dictionary in the documentation is the one the model makes."""

from __future__ import annotations

from graph.declare import EDGES, NODES, Edge, Node
from graph.dictionary import markdown
from tests.source import text


def test_the_documented_dictionary_is_the_one_of_the_model() -> None:
    assert text("docs/data-dictionary.md") == markdown()


def test_every_type_and_every_property_is_in_it() -> None:
    written = markdown()
    declared: list[type[Node] | type[Edge]] = [*NODES.values(), *EDGES.values()]
    for of in declared:
        title = of.type if issubclass(of, Edge) else of.__name__
        assert f"### {title}\n" in written
        for kind in of.properties.values():
            assert f"| `{kind.name}` | {kind.fr} |" in written
            assert kind.description in written


def test_every_line_of_a_table_has_as_many_cells_as_its_head() -> None:
    width = 0
    for line in markdown().splitlines():
        cells = line.replace("\\|", "").count("|")
        if line.startswith("|"):
            width = width or cells
            assert cells == width, line
        else:
            width = 0
