"""The model's own words, in the reader's language: types, properties, values, edges."""

from __future__ import annotations

from datetime import date, datetime

from graph.declare import BOOKKEEPING, NODES, Node, Signature
from graph.kinds import Choice, Day, Property
from graph.records import Direction
from graph.wording import day, language, sentence, written

YEARS = frozenset({"year", "band_year"})
CLAIMED = {kind.name: kind for kind in BOOKKEEPING}


def in_english() -> bool:
    """Returns whether the reader reads English."""
    return language() == "en"


def type_title(node: type[Node], *, plural: bool = False) -> str:
    """Returns what a type is called."""
    if plural:
        return node.en_plural if in_english() else node.fr_plural
    return node.en if in_english() else node.fr


def title_of_label(label: str, *, plural: bool = False) -> str:
    """Returns what the type of that label is called."""
    return type_title(NODES[label], plural=plural)


def property_title(kind: Property) -> str:
    """Returns what a property is called."""
    return kind.en if in_english() else kind.fr


def edge_title(signature: Signature, direction: Direction) -> str:
    """Returns the edges of a group in words: `emploie : métiers`, as read from the record."""
    verb = signature.edge.en if in_english() else signature.edge.fr
    if direction == "in":
        subject = type_title(signature.source)
        return sentence("record.edge_in", subject=subject, verb=verb)
    return sentence("record.edge_out", verb=verb, other=type_title(signature.target, plural=True))


def text_of(kind: Property, value: object) -> str:
    """Returns a stored value as people read it."""
    if isinstance(kind, Choice):
        words = kind.choices.get(str(value))
        return words[in_english()] if words else str(value)
    if isinstance(kind, Day):
        return day_text(value)
    if isinstance(value, (list, tuple)):
        return ", ".join(map(written, value))
    return year_text(value) if kind.name in YEARS else written(value)


def called(label: str, key: str, headline: str) -> str:
    """Returns what a record is called: its headline as people read it, else its key."""
    kind = NODES[label].properties.get(NODES[label].headline)
    return text_of(kind, headline) if kind and headline != key else headline


def day_text(value: object) -> str:
    """Returns an ISO day in words; anything else as it is."""
    try:
        return day(date.fromisoformat(str(value)[:10]))
    except ValueError:
        return str(value)


def year_text(value: object) -> str:
    """Returns a year, which takes no separator of thousands."""
    return str(value)


def instant_text(text: str) -> str:
    """Returns an instant as its day and time here; a day alone as a day."""
    if len(text) <= len("2026-09-07"):
        return day_text(text)
    at = datetime.fromisoformat(text).astimezone()
    return sentence("compare.instant", day=day(at.date()), hour=str(at.hour), minute=f"{at:%M}")
