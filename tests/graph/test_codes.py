"""Official codes come out in their one form, whatever people and spreadsheets made of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, strategies as st

from graph import codes

if TYPE_CHECKING:
    from collections.abc import Callable

READ: list[tuple[Callable[[str], str], str, str]] = [
    (codes.siret, "99990000400006", "99990000400006"),
    (codes.siret, "999 900 004 00006", "99990000400006"),
    (codes.siret, "999\u202f900\u00a0004.00006", "99990000400006"),
    (codes.siren, "999 900 004", "999900004"),
    (codes.commune, "2a004", "2A004"),
    (codes.territory, "36044", "com:36044"),
    (codes.territory, "COM:36044", "com:36044"),
    (codes.territory, "epci:243600327", "epci:243600327"),
    (codes.territory, "dep:2B", "dep:2B"),
    (codes.territory, "dep:974", "dep:974"),
    (codes.territory, "reg:24", "reg:24"),
    (codes.territory, "be:2401", "be:2401"),
    (codes.sector, "2562b", "naf2:25.62B"),
    (codes.sector, "25.62B", "naf2:25.62B"),
    (codes.sector, "naf25:2562B", "naf25:25.62B"),
    (codes.sector, "C", "naf2:C"),
    (codes.sector, "25.6", "naf2:25.6"),
    (codes.sector, "25.62", "naf2:25.62"),
    (codes.sector, "naf25:v", "naf25:V"),
    (codes.sector, "naf25:62.20g", "naf25:62.20G"),
    (codes.rome, "i1304", "I1304"),
    (codes.rncp, "35191", "RNCP35191"),
    (codes.rncp, "rncp35191", "RNCP35191"),
    (codes.rncp, "RNCP16", "RNCP16"),
    (codes.rncp, "rs5000", "RS5000"),
    (codes.rncp, "RS27", "RS27"),
    (codes.skill, "100007", "100007"),
    (codes.skill, "Lire un plan", "lire-un-plan"),
    (codes.establishment, "999 900 004 00006", "99990000400006"),
    (codes.establishment, "L'Atelier d'Amboise & Fils", "l-atelier-d-amboise-et-fils"),
    (codes.slug, "Œuvre de Saint-Ay", "oeuvre-de-saint-ay"),
]


@pytest.mark.parametrize(("reader", "text", "code"), READ)
def test_a_code_is_read_into_its_one_form(
    reader: Callable[[str], str], text: str, code: str
) -> None:
    assert reader(text) == code
    assert reader(code) == code


@pytest.mark.parametrize(
    ("reader", "text"),
    [
        (codes.siret, "99990000400007"),
        (codes.siret, "9999000040000"),
        (codes.siret, "douze"),
        (codes.siren, "999900005"),
        (codes.commune, "3604"),
        (codes.territory, "Châteauroux"),
        (codes.territory, "com:Châteauroux"),
        (codes.territory, "pays:36"),
        (codes.sector, "métallurgie"),
        (codes.sector, "naf3:25.62B"),
        (codes.sector, "V"),
        (codes.sector, "naf25:W"),
        (codes.rome, "Z1304"),
        (codes.rome, "I134"),
        (codes.rncp, "RS"),
        (codes.rncp, "R5000"),
        (codes.rncp, "27"),
        (codes.rncp, "RNCP35191BC01"),
        (codes.establishment, "99990000400007"),
        (codes.slug, "— ?"),
    ],
)
def test_what_is_no_code_is_refused(reader: Callable[[str], str], text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        reader(text)


@pytest.mark.parametrize(
    ("text", "digits", "code"),
    [
        ("1234", 5, "01234"),
        ("45000.0", 5, "45000"),
        ("45000,00", 5, "45000"),
        ("9990000400006", 14, "09990000400006"),
        ("9,9990000400006E+13", 14, "99990000400006"),
        ("9 999 000 040 000", 14, "09999000040000"),
    ],
)
def test_what_a_spreadsheet_did_is_undone(text: str, digits: int, code: str) -> None:
    assert codes.repaired(text, digits) == code


@pytest.mark.parametrize(
    ("text", "digits"),
    [("12", 5), ("123456", 5), ("45000.5", 5), ("36O44", 5), ("9,999E+13", 14), ("1E+13", 14)],
)
def test_figures_that_are_lost_are_not_invented(text: str, digits: int) -> None:
    with pytest.raises(ValueError, match=r".*"):
        codes.repaired(text, digits)


@given(st.integers(min_value=1_000, max_value=95_999))
def test_a_code_comes_back_from_any_spreadsheet(number: int) -> None:
    code = f"{number:05}"
    assert codes.repaired(str(number), 5) == code
    assert codes.repaired(f"{number}.0", 5) == code


@given(st.text(max_size=40))
def test_a_slug_is_its_own_slug(text: str) -> None:
    try:
        made = codes.slug(text)
    except ValueError:
        return
    assert codes.slug(made) == made
    assert set(made) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


def test_names_are_compared_without_accents_case_or_doubled_spaces() -> None:
    assert codes.folded("  L’Œuvre  À Noël ") == "l'oeuvre a noel"


@given(st.integers(10**13, 10**14 - 1), st.sampled_from(["", "356000000", "999900004"]))
def test_a_siret_holds_where_its_register_says_so(number: int, start: str) -> None:
    from stdnum.fr import siret as register

    figures = (start + str(number))[:13]
    held = [figures + last for last in "0123456789" if register.is_valid(figures + last)]
    read = [figures + last for last in "0123456789" if _is_siret(figures + last)]
    assert read == held


@pytest.mark.parametrize("figures", ["99990000400006", "35600000000048", "35600000049837"])
def test_both_rules_of_establishments_hold(figures: str) -> None:
    assert codes.siret(figures) == figures


def _is_siret(text: str) -> bool:
    try:
        return codes.siret(text) == text
    except ValueError:
        return False
