"""Addresses as they are compared: a number, and the words of a street without their short forms.

Short forms: usual ones of NF Z10-011 (AFNOR), the standard for French postal addresses.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz

from graph.codes import folded

SHORT_FORMS = {
    "all": "allee", "av": "avenue", "ave": "avenue", "bd": "boulevard", "bld": "boulevard",
    "bvd": "boulevard", "boul": "boulevard", "ch": "chemin", "che": "chemin", "chem": "chemin",
    "crs": "cours", "fg": "faubourg", "fbg": "faubourg", "imp": "impasse", "ld": "lieu dit",
    "pl": "place", "qu": "quai", "r": "rue", "res": "residence", "rte": "route", "sq": "square",
    "zi": "zone industrielle", "za": "zone artisanale", "zac": "zone d amenagement concerte",
    "zae": "zone d activites", "z.i": "zone industrielle", "z.a": "zone artisanale",
    "st": "saint", "ste": "sainte", "gal": "general", "gen": "general", "mal": "marechal",
    "pdt": "president", "dr": "docteur", "cdt": "commandant", "col": "colonel", "cap": "capitaine",
    "pr": "professeur", "ndame": "notre dame",
}  # fmt: skip
NUMBER = re.compile(r"\b(\d{1,4})\s*(bis|ter|quater|[a-d])?\b")
DELIVERY = re.compile(r"\b(?:bp|cs|tsa)\s*\d+|\bcedex(?:\s+\d+)?|\b\d{5}\b.*")
LINKS = frozenset({"d", "de", "des", "du", "l", "la", "le", "les", "et"})
ONE_NUMBER, OTHER_NUMBER = 0.8, 0.5


class Address(NamedTuple):
    """A number in its street, empty where there is none, and the words of the street."""

    number: str
    street: str


@lru_cache(maxsize=131072)
def address(text: str) -> Address:
    """Returns the parts of an address: (`12`, `avenue maunoury`) of `12, av. de Maunoury BP 7`."""
    plain = DELIVERY.sub(" ", re.sub(r"[^a-z0-9.]+", " ", folded(text)))
    found = NUMBER.search(plain)
    number = f"{found[1]}{(found[2] or '')[:1]}" if found else ""
    rest = plain[: found.start()] + plain[found.end() :] if found else plain
    words = " ".join(SHORT_FORMS.get(word.strip("."), word) for word in rest.split())
    kept = [word for word in re.sub(r"[^a-z0-9]+", " ", words).split() if word not in LINKS]
    return Address(number, " ".join(kept))


def address_likeness(a: str, b: str) -> float | None:
    """Returns how alike two addresses are, 0 to 1; `None` where one of them is not known.

    The likeness of the words of the two streets, in any order, halved where both have a number
    and not the same one, times 0.8 where one has none.
    """
    one, other = address(a), address(b)
    if not one.street or not other.street:
        return None
    streets = fuzz.token_sort_ratio(one.street, other.street) / 100
    if one.number == other.number:
        return streets
    return streets * (OTHER_NUMBER if one.number and other.number else ONE_NUMBER)
