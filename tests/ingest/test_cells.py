"""Cells become values column by column; what is wrong and what is mended is told by place."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

import graph.schema  # noqa: F401  the registry holds what it declares
from graph.declare import NODES
from graph.kinds import CellError, Day, Number, Texts, Whole, escaped, parts, unescaped
from ingest.cells import Reference, read, references

TERRITORY, OCCUPATION, ACTOR = NODES["Territory"], NODES["Occupation"], NODES["Actor"]


def test_an_empty_cell_is_no_value() -> None:
    column = read(Number("", "", ""), ["", "1,5", ""])
    assert (column.values, column.wrong, column.mended) == ([None, 1.5, None], {}, {})


@given(st.lists(st.text("a;:\\ é").map(str.strip).filter(bool), unique=True))
def test_escaped_texts_stand_in_one_cell_and_are_read_again(texts: list[str]) -> None:
    cell = "; ".join(map(escaped, texts))
    assert Texts("", "", "").read(cell) == texts
    assert [unescaped(part).strip() for part in parts(":".join(map(escaped, texts)), ":")] == (
        texts or [""]
    )


def test_a_wrong_cell_is_told_at_each_of_its_places() -> None:
    column = read(Whole("", "", ""), ["douze", "12", "douze"])
    assert column.values == [None, 12, None]
    told = ("cell.whole", {"value": "douze"})
    assert column.wrong == {0: told, 2: told}


def test_a_mended_code_is_told_at_each_of_its_places() -> None:
    column = read(TERRITORY.key.code, ["1234", "36044", "45000.0", "1234"])
    assert column.values == ["com:01234", "com:36044", "com:45000", "com:01234"]
    assert column.mended == {0: "01234", 2: "45000", 3: "01234"}
    assert column.wrong == {}


def test_a_mended_day_is_told_at_each_of_its_places() -> None:
    column = read(Day("", "", ""), ["46267", "07/09/2026", "07/09/2026 10:30", "99999"])
    assert column.values == ["2026-09-02", "2026-09-07", "2026-09-07", None]
    assert column.mended == {0: "2026-09-02", 2: "07/09/2026"}
    assert column.wrong == {3: ("cell.day", {"value": "99999"})}


def test_what_cannot_be_mended_is_told_with_what_would_be_right() -> None:
    column = read(TERRITORY.key.code, ["Châteauroux"])
    assert column.wrong == {0: ("cell.code", {"value": "Châteauroux", "right": "com:36044"})}


def test_a_number_that_a_spreadsheet_rounded_is_told_as_lost() -> None:
    column = read(NODES["Company"].properties["siret"], ["9,999E+13", "9,9990000400006E+13"])
    assert column.values == [None, "99990000400006"]
    assert column.wrong[0][0] == "cell.rounded"


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("I1304", [("I1304", ())]),
        ("I1304:12; H2902:4", [("I1304", ("12",)), ("H2902", ("4",))]),
        (" i1304 : 12 : 3 ;; ", [("I1304", ("12", "3"))]),
        ("I1304::3", [("I1304", ("", "3"))]),
        (r"I1304:a\;b\:c\\d; H2902", [("I1304", (r"a;b:c\d",)), ("H2902", ())]),
        (r"I1304:C\d", [("I1304", (r"C\d",))]),
    ],
)
def test_a_cell_names_several_things_with_their_properties(
    cell: str, found: list[tuple[str, tuple[str, ...]]]
) -> None:
    assert references(OCCUPATION, cell) == [Reference(key, texts) for key, texts in found]


def test_a_key_may_hold_a_colon_of_its_own() -> None:
    found = references(TERRITORY, "com:36044:12; 1234; epci:243600327")
    assert found == [
        Reference("com:36044", ("12",)),
        Reference("com:01234", (), "01234"),
        Reference("epci:243600327", ()),
    ]


def test_a_name_is_taken_for_the_key_it_makes() -> None:
    assert references(ACTOR, "L'Atelier & Fils:4") == [Reference("l-atelier-et-fils", ("4",))]


def test_a_part_that_is_no_key_is_told_whole() -> None:
    with pytest.raises(CellError) as caught:
        references(OCCUPATION, "I1304:12; soudeur:4")
    assert caught.value.values == {"value": "soudeur:4", "right": "I1304"}
