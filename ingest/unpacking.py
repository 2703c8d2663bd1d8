"""Cells that say more, or something else, than their column, to columns of their own.

A headcount may be a band, the name of a person may stand with a number and an address.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from ingest.headers import Meaning
from ingest.mending import is_band
from ingest.parts import Part, free

EMAIL = re.compile(r"[^@\s;,:()<>]+@[^@\s;,:()<>]+\.[A-Za-z]{2,}")
TELEPHONE = re.compile(r"(?<![\d+])(?:\+33|0033|0)\s?[1-9](?:[\s.\-]?\d{2}){4}(?!\d)")
LABEL = re.compile(
    r"\b(?:t[ée]l(?:[ée]phone)?|portable|port|mobile|mail|e-?mail|courriel)\b\.?\s*:?\s*",
    re.IGNORECASE,
)
LONGEST = 300  # signs of a cell that is parted
AROUND = " \t\n-–—/,;:.|<>"


class Reached(NamedTuple):
    """Who a cell names, and the first number and address in it; each empty where it has none."""

    name: str
    telephone: str
    email: str


def reached(text: str) -> Reached:
    """Returns the parts of a cell; one without a number or an address is a name as it stands.

    A second number or address stays with the name: nothing is lost.
    """
    if len(text) > LONGEST:
        return Reached(text, "", "")
    telephone, email = (
        match[0] if (match := pattern.search(text)) else "" for pattern in (TELEPHONE, EMAIL)
    )
    if not telephone and not email:
        return Reached(text, "", "")
    rest = text.replace(telephone, " ", 1).replace(email, " ", 1)
    name = re.sub(r"\s+", " ", LABEL.sub("", rest)).replace("()", "").strip(AROUND)
    return Reached(name, telephone, email)


def part_bands(part: Part, known: Mapping[str, Meaning]) -> None:
    """Takes headcounts that are bands, such as `10 à 19`, for what they are."""
    header = part.header_of("headcount")
    if header is None or "band" not in known or part.header_of("band"):
        return
    bands = [cell if is_band(cell) else "" for cell in part.cells[header]]
    if any(bands):
        pairs = zip(part.cells[header], bands, strict=True)
        part.cells[header] = ["" if band else cell for cell, band in pairs]
        part.add(free(f"{header}, {known['band'].fr}", part), known["band"], bands, own=True)


def part_names(part: Part, known: Mapping[str, Meaning]) -> None:
    """Takes the number and the address that stand beside a person's name for what they are.

    A cell whose line gives another number or address stays as it is.
    """
    header = part.header_of("name")
    if header is None or not {"telephone", "email"} <= known.keys():
        return
    found = list(map(reached, part.cells[header]))
    for name in ("telephone", "email"):
        given = part.cells.get(part.header_of(name) or "", [""] * len(found))
        for place, (each, cell) in enumerate(zip(found, given, strict=True)):
            if cell and getattr(each, name) not in {"", cell}:
                found[place] = Reached(part.cells[header][place], "", "")
    part.cells[header] = [each.name for each in found]
    for name in ("telephone", "email"):
        texts = [str(getattr(each, name)) for each in found]
        if any(texts):
            part.fill(free(f"{header}, {known[name].fr}", part), known[name], texts, own=True)
