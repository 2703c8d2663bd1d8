"""By which name an establishment is shown: what people know it by, and no natural person's name."""

from __future__ import annotations

import re

from graph.codes import folded
from graph.wording import sentence
from ingest.sources.sirene_columns import Establishment

SOLE_TRADER = "1"  # how the categories of sole traders begin
BETWEEN_PERSONS = (SOLE_TRADER, "21", "22", "23")
PARTS = re.compile(r"[a-z]{4,}")  # of a family name made of several: either is a name
WITHHELD = "[ND]"


def is_sole_trader(category: str) -> bool:
    """Returns whether a unit is a natural person, or nothing tells that it is not."""
    return not category or category.startswith(SOLE_TRADER)


def shown_name(one: Establishment, *, partial: bool) -> str:
    """Returns the name that people know; one made of the SIRET where none may be shown."""
    persons = [one.unit_person, one.unit_usage_name, one.unit_pseudonym]
    persons += [part for name in persons for part in PARTS.findall(folded(name.lower()))]
    told = [one.sign, one.usual_name]
    if _is_of_persons(one):
        persons.append(one.unit_name)
    else:
        told += [one.unit_usual_name, one.unit_name, one.unit_acronym]
    hidden = {_letters(name) for name in persons if name != WITHHELD} - {""}
    for name in () if partial else told:
        if name.strip() and name != WITHHELD and not any(h in _letters(name) for h in hidden):
            return " ".join(name.split())
    return sentence("source.no_name", siret=one.siret)


def _is_of_persons(one: Establishment) -> bool:
    """Returns whether the name of a unit is that of natural persons: they have first names."""
    first_names = one.unit_usual_first_name or one.unit_first_name
    return is_sole_trader(one.unit_category) or bool(
        first_names or one.unit_category.startswith(BETWEEN_PERSONS)
    )


def _letters(name: str) -> str:
    """Returns the letters and figures alone: `LEGOFF` is LE GOFF, `D ANGELO` is D'ANGELO."""
    return re.sub(r"[^a-z0-9]", "", folded(name.lower()))
