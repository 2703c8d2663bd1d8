"""Addresses are compared by number and street, whatever their short forms."""

from __future__ import annotations

import pytest

from graph.addresses import Address, address, address_likeness

PARTS = [
    ("12 rue du Lavoir", "12", "rue lavoir"),
    ("12, R. du LAVOIR", "12", "rue lavoir"),
    ("3 bis av. de la République BP 12", "3b", "avenue republique"),
    ("ZA des Tilleuls", "", "zone artisanale tilleuls"),
    ("Z.I. du Buxerioux", "", "zone industrielle buxerioux"),
    ("5 bd Gal de Gaulle 36000 Châteauroux", "5", "boulevard general gaulle"),
    ("8 rte de Blois CS 30012 Cedex 3", "8", "route blois"),
    ("2 pl. St-Cyran", "2", "place saint cyran"),
    ("", "", ""),
]


@pytest.mark.parametrize(("text", "number", "street"), PARTS)
def test_an_address_is_a_number_and_the_words_of_a_street(
    text: str, number: str, street: str
) -> None:
    assert address(text) == Address(number, street)


@pytest.mark.parametrize(
    ("a", "b", "likeness"),
    [
        ("12 avenue Jean Jaurès", "12, av. Jean-Jaures", 1.0),
        ("12 avenue Jean Jaurès", "14 avenue Jean Jaurès", 0.5),
        ("12 avenue Jean Jaurès", "avenue Jean Jaurès", 0.8),
        ("ZA des Tilleuls", "Zone artisanale Tilleuls", 1.0),
        ("12 rue du Lavoir", "", None),
        ("12 rue du Lavoir", "12", None),
    ],
)
def test_likeness_is_halved_by_another_number(a: str, b: str, likeness: float | None) -> None:
    assert address_likeness(a, b) == likeness == address_likeness(b, a)
