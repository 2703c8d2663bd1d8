"""Needs that cells say in words, as texts for the columns that they would have filled."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.codes import folded
from ingest.cells import Cause

if TYPE_CHECKING:
    from ingest.prose import Prose

# What a text says, with the occupation that a person answered for it, if one did.
Understand = Callable[[str, str | None], Sequence["Prose"]]
SHOWN = 3


@dataclass(frozen=True)
class SaidNeed:
    """One need: property or edge column to text, and what a person should look at."""

    texts: Mapping[str, str]
    doubt: Cause | None = None


def needs_of(
    texts: Sequence[str], answers: Mapping[str, str], understand: Understand | None
) -> list[list[SaidNeed]]:
    """Returns the needs of each cell: none where it is empty or says that there is none.

    Equal cells are understood once.
    """
    answered = {folded(text): key for text, key in answers.items()}
    known: dict[str, list[SaidNeed]] = {"": [SaidNeed({"title": ""})]}
    for text in dict.fromkeys(texts):
        if text not in known:
            known[text] = _understood(text, answered, understand)
    return [known[text] for text in texts]


def _understood(
    text: str, answers: Mapping[str, str], understand: Understand | None
) -> list[SaidNeed]:
    answer = answers.get(folded(text))
    if understand is None:
        return [SaidNeed({"title": text} | ({"occupation": answer} if answer else {}))]
    return [_said(prose, answers) for prose in understand(text, answer)]


def _said(prose: Prose, answers: Mapping[str, str]) -> SaidNeed:
    """Returns a need with its occupation, that of its own words where a person answered it."""
    texts = {name: _text(value) for name, value in prose.values.items()}
    title = texts.get("title", "")
    occupation = answers.get(folded(title)) or prose.occupation
    if occupation:
        doubt = None if prose.sure or folded(title) in answers else "mapping.need_count"
        values = {"value": title, "posts": texts.get("posts", "?")}
        return SaidNeed(texts | {"occupation": occupation}, (doubt, values) if doubt else None)
    if not prose.candidates:
        return SaidNeed(texts, ("mapping.need_unknown", {"value": title}))
    named = ", ".join(f"{each.key} ({each.headline})" for each in prose.candidates[:SHOWN])
    return SaidNeed(texts, ("mapping.need_unsure", {"value": title, "candidates": named}))


def _text(value: Any) -> str:
    """Returns a value as its property reads it back from a cell."""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, (list, tuple)):
        return "; ".join(map(str, value))
    return str(value)
