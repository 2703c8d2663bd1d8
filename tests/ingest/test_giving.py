"""What is given back reads as it stood: cells, lists, edges with what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, strategies as st

import graph.schema  # noqa: F401  the registry holds what it declares
from graph.declare import EDGES, NODES, edge_columns
from graph.kinds import Choice, Flag, Number, Property, Text, Texts, Whole
from graph.viewer import Viewer
from graph.wording import spoken
from ingest.cells import named
from ingest.giving import GivenBack, edge_part, written
from ingest.load import Orders, load
from ingest.returning import same
from tests.graphs import opened

if TYPE_CHECKING:
    from pathlib import Path

    from graph.declare import EdgeColumn
    from graph.servers import Place

STATUS = Choice("", "", "", choices={"open": ("ouvert", "open"), "shut": ("ouvert", "closed")})
TIED = {column.signature.name: column for column in edge_columns(NODES["Company"])}
EMPLOYS, WANTS = TIED["Company-EMPLOYS-Occupation"], TIED["Company-WANTS-Skill"]


@pytest.mark.parametrize(
    ("kind", "value", "french", "english"),
    [
        (Text("", "", ""), " =1+1\x00\r\n ", "=1+1", "=1+1"),
        (Texts("", "", ""), ["a;b", "c:d", "e\\"], r"a\;b; c\:d; e\\", r"a\;b; c\:d; e\\"),
        (Texts("", "", ""), [], None, None),
        (Flag("", "", ""), False, "non", "no"),
        (Whole("", "", ""), 12, 12, 12),
        (Number("", "", ""), 0.1, 0.1, 0.1),
        (STATUS, "open", "ouvert", "open"),
        (STATUS, "shut", "shut", "closed"),
        (STATUS, "lost", "lost", "lost"),
        (Text("", "", ""), None, None, None),
    ],
)
def test_a_value_is_written_as_its_column_reads_it(
    kind: Property, value: object, french: object, english: object
) -> None:
    assert written(kind, value) == french
    with spoken("en"):
        assert written(kind, value) == english


@given(st.lists(st.text(), max_size=4))
def test_a_list_reads_as_it_was_written(texts: list[str]) -> None:
    kind = Texts("", "", "")
    cell = written(kind, texts)
    assert same(texts, [] if cell is None else kind.read(str(cell)))


@pytest.mark.parametrize(
    ("column", "key", "values", "part"),
    [
        (EMPLOYS, "I1304", {"headcount": 12, "leaving_within_3_years": None}, "I1304:12"),
        (EMPLOYS, "I1304", {"leaving_within_3_years": 2}, "I1304::2"),
        (
            WANTS,
            "100007",
            {"people": 3, "before": "2026-10-01", "since": ""},
            "100007:3:2026-10-01",
        ),
        (WANTS, "100007", {"since": "2026-09-07"}, "100007:::2026-09-07"),
        (EMPLOYS, "n'importe quoi", {}, None),
    ],
)
def test_an_edge_is_written_with_what_it_says(
    column: EdgeColumn, key: str, values: dict[str, object], part: str | None
) -> None:
    assert edge_part(column, key, values) == part
    if part is not None:
        (found,) = named(column, part).pairs
        assert found[0].key == key
        assert found[1] == {name: value for name, value in values.items() if value}


@pytest.mark.parametrize("name", NODES)
def test_every_key_that_an_edge_names_reads_as_itself(name: str) -> None:
    for column in edge_columns(NODES[name]):
        example = column.other.key.example
        part = edge_part(column, example, {})
        assert part == example.removeprefix("com:")
        assert [each.key for each, _ in named(column, part).pairs] == [example]


COMMUNES = "code;nom\n36044;Châteauroux\n"
COMPANIES = "clé;nom;effectif;commune\nb;B;12;36044\na;A;;\n"
NEEDS = "clé;intitulé;établissement;visibilité\nouvert;O;a;partenaires\nsecret;S;a;cellule\n"


def test_rows_are_given_back_in_the_columns_of_the_template_as_the_reader_may_see_them(
    embedded_place: Place, tmp_path: Path
) -> None:
    paths = []
    for name, text in (("communes", COMMUNES), ("etablissements", COMPANIES), ("besoins", NEEDS)):
        paths.append(tmp_path / f"{name}.csv")
        paths[-1].write_text(text, encoding="utf-8")
    with opened(embedded_place) as current:
        assert load(current, paths, Orders(source="opco", observed_on="2026-09-07")).clean
        partner = Viewer(visibility="partners")
        companies = GivenBack(current.store, partner, NODES["Company"], credits={"opco": "OPCO X"})
        titles = [column.title for column in companies.columns]
        rows = [row for batch in companies.batches() for row in batch]
        shown = [dict(zip(titles, row, strict=True)) for row in rows]
        needs = GivenBack(current.store, partner, NODES["Need"])
        keys = [row[0] for batch in needs.batches() for row in batch]
        asked = GivenBack(current.store, partner, NODES["Company"], ["b", "z", "a"])
        order = [row[0] for batch in asked.batches() for row in batch]
        edges = GivenBack(current.store, partner, EDGES["HAS_NEED"])
        tied = [row[:3] for batch in edges.batches() for row in batch]
    wanted = ("clé", "nom", "effectif", "commune", "sources", "confirmé le")
    assert [[each[title] for title in wanted] for each in shown] == [
        ["a", "A", None, None, "OPCO X", "2026-09-07"],
        ["b", "B", 12, "36044", "OPCO X", "2026-09-07"],
    ]
    assert titles[-3:] == ["sources", "confirmé le", "révision"]
    assert all(len(str(each["révision"])) == 16 for each in shown)
    assert (companies.row_count, companies.sources, companies.left_out) == (2, {"opco"}, 0)
    assert keys == ["ouvert"]
    assert order == ["b", "a"]
    assert tied == [["a", None, "ouvert"]]
