"""A kind of property reads what people write, and says what would be right otherwise."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, strategies as st
from pydantic import TypeAdapter

from graph import codes
from graph.kinds import (
    CellError,
    Choice,
    Code,
    Day,
    Flag,
    Number,
    Property,
    Text,
    Texts,
    Whole,
    visibility,
)

WHOLE, NUMBER, DAY = Whole("", "", ""), Number("", "", ""), Day("", "", "")
FLAG, TEXTS = Flag("", "", ""), Texts("", "", "")
CHOICE = Choice("", "", "", choices={"permanent": ("CDI", "permanent"), "lent": ("prêté", "lent")})
SIRET = Code("", "", "", reader=codes.siret, figures=14, example="99990000400006")
KINDS = [WHOLE, NUMBER, DAY, FLAG, TEXTS, CHOICE, SIRET, Text("", "", "")]


def adapter(kind: Property) -> TypeAdapter[Any]:
    annotation: Any = kind.annotation()
    return TypeAdapter(annotation)


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (WHOLE, "12", 12),
        (WHOLE, "12,0", 12),
        (WHOLE, "1 284", 1284),
        (WHOLE, "1\u202f284\u00a0000", 1_284_000),
        (WHOLE, "-3", -3),
        (NUMBER, "1 284,5", 1284.5),
        (NUMBER, "1284.5", 1284.5),
        (NUMBER, ",5", 0.5),
        (NUMBER, "+2", 2.0),
        (DAY, "2026-09-07", "2026-09-07"),
        (DAY, "2026-9-7 00:00:00", "2026-09-07"),
        (DAY, "07/09/2026", "2026-09-07"),
        (DAY, "7.9.2026", "2026-09-07"),
        (DAY, "1er août 2026", "2026-08-01"),
        (DAY, "7 SEPT. 2026", "2026-09-07"),
        (DAY, "12 juin 2026", "2026-06-12"),
        (DAY, "12 juillet 2026", "2026-07-12"),
        (FLAG, "Oui", True),
        (FLAG, "x", True),
        (FLAG, "NON", False),
        (FLAG, "0", False),
        (TEXTS, "lundi; mardi ;;lundi", ["lundi", "mardi"]),
        (CHOICE, "cdi", "permanent"),
        (CHOICE, "PRETE", "lent"),
        (CHOICE, "lent", "lent"),
        (SIRET, "999 900 004 00006", "99990000400006"),
    ],
)
def test_a_cell_is_read_as_people_write_it(kind: Property, text: str, value: object) -> None:
    found = kind.read(text)
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    ("kind", "text", "code"),
    [
        (WHOLE, "douze", "cell.whole"),
        (WHOLE, "12,5", "cell.whole"),
        (WHOLE, "1,284", "cell.whole"),
        (WHOLE, "99999999999999999999", "cell.whole"),
        (WHOLE, "1e3", "cell.whole"),
        (NUMBER, "1.284,5", "cell.number"),
        (NUMBER, "nan", "cell.number"),
        (NUMBER, "inf", "cell.number"),
        (DAY, "31/02/2026", "cell.day"),
        (DAY, "09/13/2026", "cell.day"),
        (DAY, "07/09/26", "cell.day"),
        (DAY, "7 brumaire 2026", "cell.day"),
        (DAY, "46272", "cell.day"),
        (FLAG, "peut-être", "cell.flag"),
        (CHOICE, "CDX", "cell.choice"),
        (SIRET, "99990000400007", "cell.code"),
    ],
)
def test_a_wrong_cell_is_told_with_its_value(kind: Property, text: str, code: str) -> None:
    with pytest.raises(CellError) as caught:
        kind.read(text)
    assert (caught.value.code, caught.value.values["value"]) == (code, text)


def test_a_wrong_choice_is_told_with_the_right_ones() -> None:
    with pytest.raises(CellError) as caught:
        CHOICE.read("CDX")
    assert caught.value.values["right"] == "CDI, prêté"


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.label)
@given(text=st.text(min_size=1, max_size=20).map(str.strip).filter(bool))
def test_what_is_read_is_a_valid_value_or_a_cell_error(kind: Property, text: str) -> None:
    try:
        value = kind.read(text)
    except CellError:
        return
    if not isinstance(kind, Whole | Number):  # these have bounds, which validation tells
        adapter(kind).validate_python(value, strict=True)


@given(st.dates())
def test_a_day_is_read_back_from_both_ways_of_writing(day: date) -> None:
    year, month, number = str(day).split("-")
    assert DAY.read(str(day)) == str(day)
    assert DAY.read(f"{number}/{month}/{year}") == str(day)


def test_a_code_that_lost_its_zero_is_repaired_and_a_wrong_one_is_not() -> None:
    assert SIRET.repair("9990000400006") == "09990000400006"
    assert SIRET.repair("douze") is None
    assert Code("", "", "").repair("1234") is None


@pytest.mark.parametrize(
    ("kind", "value", "valid"),
    [
        (Whole("", "", "", most=3), 3, True),
        (Whole("", "", "", most=3), 4, False),
        (WHOLE, -1, False),
        (WHOLE, 2.0, False),
        (WHOLE, True, False),
        (NUMBER, float("nan"), False),
        (NUMBER, 1.5, True),
        (Text("", "", ""), "", False),
        (Text("", "", "", longest=3), "abcd", False),
        (TEXTS, ["a", ""], False),
        (DAY, "2026-09-07", True),
        (DAY, "07/09/2026", False),
        (CHOICE, "CDI", False),
        (FLAG, 1, False),
    ],
)
def test_a_value_obeys_its_kind(kind: Property, value: object, valid: bool) -> None:
    try:
        adapter(kind).validate_python(value, strict=True)
    except ValueError:
        assert not valid
    else:
        assert valid


def test_limits_are_told_in_a_few_signs() -> None:
    assert Whole("", "", "", least=1, most=5).limits == "≥ 1 ≤ 5"
    assert Number("", "", "", least=None).limits == ""
    assert CHOICE.limits == "permanent, lent"


def test_a_visibility_is_the_narrowest_until_somebody_says_otherwise() -> None:
    assert visibility().default == "cell"
    assert visibility().read("partenaires") == "partners"
    with pytest.raises(CellError):
        visibility(("cell", "partners")).read("public")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("46267", "2026-09-02"),
        ("46267.0", "2026-09-02"),
        ("46267,4375", "2026-09-02"),
        ("20000", "1954-10-03"),
        ("80000", "2119-01-11"),
        ("80001", None),
        ("19999", None),
        ("2026", None),
        ("2026-09-07 10:30", "2026-09-07"),
        ("2026-09-07T10:30:00Z", "2026-09-07"),
        ("07/09/2026 8h05", "07/09/2026"),
        ("hier", None),
    ],
)
def test_a_day_that_a_spreadsheet_counted_or_timed_is_repaired(text: str, day: str | None) -> None:
    assert DAY.repair(text) == day
    with pytest.raises(CellError):
        DAY.read(text)
