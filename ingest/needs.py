"""Needs that cells say in words, as texts for the columns that they would have filled."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.codes import folded
from graph.schema import Need
from ingest.cells import Cause, read_one

if TYPE_CHECKING:
    from ingest.prose import Prose

# What a text says, with the occupation that a person answered for it, if one did.
Understand = Callable[[str, str | None], Sequence["Prose"]]
POSTS = Need.properties["posts"]
SHOWN = 3
MONTHS = tuple(f"m{month:02d}" for month in range(1, 13))


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
        sure = prose.sure or folded(title) in answers
        count = {"value": title, "posts": texts.get("posts", "?")}
        doubt = None if sure else ("mapping.need_count", count)
        return SaidNeed(texts | {"occupation": occupation}, doubt)
    if not prose.candidates:
        return SaidNeed(texts, ("mapping.need_unknown", {"value": title}))
    named = ", ".join(f"{each.key} ({each.headline})" for each in prose.candidates[:SHOWN])
    asked: dict[str, object] = {
        "value": title,
        "candidates": named,
        "options": prose.candidates,
    }
    return SaidNeed(texts, ("mapping.need_unsure", asked))


def beside(need: SaidNeed, row: Mapping[str, str]) -> SaidNeed:
    """Returns a need as it is beside what columns of its own line say of its amounts.

    Months that are given say more than words; posts that are given go for every month of theirs.
    """
    if any(row.get(month) for month in MONTHS):
        kept = {name: t for name, t in need.texts.items() if name not in {"posts", *MONTHS}}
        return SaidNeed(kept, need.doubt)
    said, told = _number(need.texts.get("posts", "")), _number(row.get("posts", ""))
    if not said or told is None:
        return need
    months = {name: _number(need.texts.get(name, "")) for name in MONTHS}
    scaled = {name: str(each * told / said) for name, each in months.items() if each is not None}
    return SaidNeed(dict(need.texts) | scaled, need.doubt)


def _number(text: str) -> float | None:
    value, cause, _ = read_one(POSTS, text) if text else (None, None, None)
    return value if isinstance(value, float) and cause is None else None


def _text(value: Any) -> str:
    """Returns a value as its property reads it back from a cell."""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, (list, tuple)):
        return "; ".join(map(str, value))
    return str(value)
