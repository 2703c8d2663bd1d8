"""Cells as people write them, to what a property reads: units, short years, marks for « unknown ».

Each mend is told to the person who loads the table; what may mean two things is never mended.
"""

from __future__ import annotations

import re
from datetime import date

from graph.codes import folded
from graph.kinds import MONTHS, Choice, Day, Number, Property, Text, Texts, Whole
from graph.schema import Need
from graph.wording import language
from ingest.need_words import beside

LONGEST = 100  # signs of a cell that is mended
UNKNOWN = re.compile(
    r"[-–—?]+|#?n[./]?[acr]\.?|inconnue?|(?:non|a|pas) (?:connue?s?|communiquee?s?|renseignee?s?"
    r"|precisee?s?|preciser|completer)"
)
AHEAD = r"['’]?\s*(?:(?:environ|env\.?|~|≈)\s*)?"
UNITS = (
    r"€|euros?|etp|salarie(?:e|s|es|\(e\)s)?|personnes?|pers\.?|agents?|employe(?:e|s|es)?"
    r"|collaborateurs?|places?|postes?|stagiaires?|participants?|heures?|h|hab\.?|habitants?"
    r"|minutes?|min|km"
)
MEASURED = re.compile(rf"{AHEAD}([+-]?\d[\d\s]*(?:[.,]\d+)?)\s*(?:{UNITS})?", re.IGNORECASE)
WEEKDAY = re.compile(r"(?:(?:lun|mar|mercre|jeu|vendre|same)di|dimanche|le)[ ,]+")
SLASHED = re.compile(r"(20\d\d)[/.](\d{1,2})[/.](\d{1,2})(?:[ t,]+\d{1,2}[:h]\d\d.*)?")
JOINED = re.compile(r"(20\d\d)(0[1-9]|1[0-2])([0-3]\d)")  # as software writes a day
SHORT = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d\d)(?:[ t,a]+\d{1,2}[:h]\d*.*)?")
SHORT_WRITTEN = re.compile(r"(\d{1,2})(?:er)?[ -]([a-z]{3,9})\.?[ -](\d\d|20\d\d)")
MONTH = re.compile(rf"(?:(?P<word>{'|'.join(MONTHS)})[a-z]*\.?[ -]|(?P<number>\d\d?)/)(20\d\d)")
AHEAD_YEARS = 20  # a year of two figures further ahead than these is of the last century
QUOTES = ("'", "’")  # what stands before a number to make a text of it in a spreadsheet
NATIONAL = re.compile(r"['’]?([1-9]\d{8})(?:\.0)?")
NOT = re.compile(r"\b(?:non|pas|sans|ni|hors|ou|sauf|aucune?)\b|[/?]")
BAND = re.compile(
    r"(?:de )?(\d[\d ]*) ?(?:a|-|–|et) ?(\d[\d ]*)(?: (?:salarie|etp|personne|pers)\S*)?"
)
OPEN_BAND = re.compile(
    r"(?:\+|plus de|>|moins de|<) ?(?:de )?\d[\d ]*(?: salarie\S*)?"
    r"|\d[\d ]*(?: ?\+| et plus| et \+)"
)
BANDS = {
    (0, 0): "00",
    (1, 2): "01",
    (3, 5): "02",
    (6, 9): "03",
    (10, 19): "11",
    (20, 49): "12",
    (50, 99): "21",
    (100, 199): "22",
    (200, 249): "31",
    (250, 499): "32",
    (500, 999): "41",
    (1000, 1999): "42",
    (2000, 4999): "51",
    (5000, 9999): "52",
}


def is_unknown(kind: Property, cell: str) -> bool:
    """Returns whether a cell says that nobody knows, where no text and no key is asked for."""
    asked = not isinstance(kind, (Text, Texts)) and kind.name != "key"
    return asked and len(cell) <= LONGEST and bool(UNKNOWN.fullmatch(_plain(cell)))


def retouched(kind: Property, cell: str) -> str | None:
    """Returns what a text stands for that can be read as it is; None: for itself.

    A telephone number that a spreadsheet took for an amount has its zero again; a headcount band
    in words is INSEE's.
    """
    if kind.name == "telephone" and (found := NATIONAL.fullmatch(cell)):
        return " ".join(re.findall("..", f"0{found[1]}"))
    if kind.name == "telephone" and cell.startswith(QUOTES):
        return " ".join(cell[1:].split()) or None
    return band(cell) if kind.name == "band" else None


def band(cell: str) -> str | None:
    """Returns INSEE's code of a headcount band in words: `11` for `10 à 19 salariés`."""
    found = BAND.fullmatch(folded(cell)) if len(cell) <= LONGEST else None
    ends = tuple(int(end.replace(" ", "")) for end in found.groups()) if found else (0, -1)
    return BANDS.get((ends[0], ends[1]))


def is_band(cell: str) -> bool:
    """Returns whether a cell is a headcount band in words, one of INSEE's or another."""
    if len(cell) > LONGEST:
        return False
    return band(cell) is not None or bool(OPEN_BAND.fullmatch(folded(cell)))


def mended(kind: Property, cell: str) -> str | None:
    """Returns what a cell that cannot be read was meant for, if that is plain."""
    if len(cell) > LONGEST:
        return None
    if isinstance(kind, (Whole, Number)):
        found = MEASURED.fullmatch(folded(cell))
        return found[1].strip() if found else None
    if isinstance(kind, Day):
        return _day(folded(cell))
    return _choice(kind, cell) if isinstance(kind, Choice) else None


def _plain(cell: str) -> str:
    return folded(cell) or cell.strip()


def _day(text: str) -> str | None:
    """Returns the day of `lundi 7 sept. 2026`, `03/09/26`; of a month alone, the first."""
    plain = WEEKDAY.sub("", text, count=2).strip()
    if found := SLASHED.fullmatch(plain) or JOINED.fullmatch(plain):
        return "-".join(found.groups())
    if found := SHORT.fullmatch(plain):
        return f"{found[1]}/{found[2]}/{_year(found[3])}"
    if found := SHORT_WRITTEN.fullmatch(plain):
        return f"{found[1]} {found[2]} {_year(found[3])}"
    if found := MONTH.fullmatch(plain):
        return f"1/{found['number']}/{found[3]}" if found["number"] else f"1 {found[1]} {found[3]}"
    return plain if plain != text else None


def _year(figures: str) -> str:
    """Returns a year of four figures, `26` being 2026 and `98` 1998."""
    if len(figures) == 4:
        return figures
    this = 2000 + int(figures) <= date.today().year + AHEAD_YEARS
    return f"20{figures}" if this else f"19{figures}"


def _choice(kind: Choice, cell: str) -> str | None:
    """Returns the one choice whose words stand in a text that denies and doubts nothing.

    What a need says of itself may be in other words: `35h`, `alternance`. Who may read a thing is
    never guessed.
    """
    text = folded(cell)
    if NOT.search(text) or kind.name.endswith("visibility"):
        return None
    named = {
        code
        for code, labels in kind.choices.items()
        if any(re.search(rf"\b{re.escape(folded(label))}\b", text) for label in labels)
    } or _as_a_need(kind, cell)
    return kind.choices[named.pop()][language() == "en"] if len(named) == 1 else None


def _as_a_need(kind: Choice, cell: str) -> set[str]:
    """Returns the choice that a text makes of a need, where it says that and nothing else."""
    if Need.properties.get(kind.name) is not kind:
        return set()
    said = beside(cell, date.today())
    value = said.values.get(kind.name)
    return {value} if value in kind.choices and not said.rest and not said.unread else set()
