"""A cell that says several things is each of them, and loses none."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from ingest.claims import Parsed
from ingest.mapping import RecordMapping, TableMapping
from ingest.splitting import parsed
from ingest.unpacking import Reached, reached
from tests.ingest.sheets import table_of

COMPANY = RecordMapping(
    name="établissement", type="Company", columns={"name": ["Société"], "commune": ["Ville"]}
)
CONTACT = RecordMapping(
    name="contact",
    type="Contact",
    columns={"name": ["Contact"], "telephone": ["Tél"]},
    constants={"function": "Contact", "legal_basis": "contrat"},
    joins={"company": "établissement"},
)
HEADER = "Société;Ville;Contact;Tél"


def split(row: str) -> Parsed:
    mapping = TableMapping(header=HEADER.split(";"), records=[COMPANY, CONTACT])
    return parsed(table_of(HEADER, row), mapping, "carnet", "2026-09-07")


def contact(row: str) -> dict[str, object]:
    found = split(row)
    assert found.issues == []
    (own,) = [given for given in found.given if getattr(given.record, "fr", "") == "contact"]
    return dict(own.claim.values)


@pytest.mark.parametrize(
    ("cell", "parts"),
    [
        ("Mme Roy (DRH)", ("Mme Roy (DRH)", "", "")),
        ("Eva Dubois - 02 47 11 22 34", ("Eva Dubois", "02 47 11 22 34", "")),
        ("Luc Blin, tél : 06.11.22.33.44", ("Luc Blin", "06.11.22.33.44", "")),
        ("a.roy@example.org", ("", "", "a.roy@example.org")),
        (
            "Roy Anne 0254000000 <a@example.org>",
            ("Roy Anne", "0254000000", "a@example.org"),
        ),
        (
            "Roy 02 54 00 00 00 / 06 11 22 33 44",
            ("Roy / 06 11 22 33 44", "02 54 00 00 00", ""),
        ),
        ("SIRET 99990000400006", ("SIRET 99990000400006", "", "")),
    ],
)
def test_a_person_s_name_stands_apart_from_number_and_address(
    cell: str, parts: tuple[str, str, str]
) -> None:
    assert reached(cell) == Reached(*parts)


def test_a_contact_in_one_cell_has_its_number_and_a_basis_for_its_name() -> None:
    assert contact("Atelier;36044;Anne Roy 02 54 00 00 00;") == {
        "name": "Anne Roy",
        "telephone": "02 54 00 00 00",
        "function": "Contact",
        "legal_basis": "contrat",
    }


def test_an_address_alone_is_no_name() -> None:
    assert contact("Atelier;36044;a@example.org;02 54 00 00 00") == {
        "email": "a@example.org",
        "telephone": "02 54 00 00 00",
        "function": "Contact",
    }


def test_a_number_beside_another_of_the_line_stays_where_it_is() -> None:
    found = contact("Atelier;36044;Anne Roy 02 54 00 00 00;06 11 22 33 44")
    assert (found["name"], found["telephone"]) == ("Anne Roy 02 54 00 00 00", "06 11 22 33 44")


@given(st.text(alphabet="abé. '()/-", max_size=30))
def test_a_name_alone_is_itself(text: str) -> None:
    assert reached(text) == Reached(text, "", "")
