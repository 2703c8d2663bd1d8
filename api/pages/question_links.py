"""Where the pages of questions lead: addresses that carry values, and the crumbs above them."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from api.pages.frame import Crumbs, say

Pairs = list[tuple[str, str]]


def pairs_of(parameters: Mapping[str, object]) -> Pairs:
    """Returns parameters as an address carries them, those without a value left out."""
    return [
        (name, text_of_value(each))
        for name, value in parameters.items()
        for each in (value if isinstance(value, (list, tuple)) else [value])
        if each is not None
    ]


def text_of_value(value: object) -> str:
    """Returns a value as a form and an address carry it; nothing for none."""
    if isinstance(value, bool):
        return "oui" if value else "non"
    return "" if value is None else str(value)


def question_url(name: str, parameters: Mapping[str, object], sort: str = "") -> str:
    """Returns the address of a question with these values, or of one of its files."""
    query = urlencode([*pairs_of(parameters), *([("sort", sort)] if sort else [])])
    return f"/questions/{name}?{query}" if query else f"/questions/{name}"


def crumbs() -> Crumbs:
    """Returns what leads from the first page to the questions."""
    return ((say("menu.analyses"), "/analyses"), (say("questions.all"), "/questions"))
