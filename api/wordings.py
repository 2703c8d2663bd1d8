"""Sentences that commands and pages share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from graph.wording import language, sentence

if TYPE_CHECKING:
    from api.keeping import Comparison
    from queries.answer import Answer


def counted(found: Answer, whole: str = "answer.rows") -> str:
    """Returns how many rows are shown of how many; `whole` names the sentence when none is cut."""
    if not found.truncated:
        return sentence(whole, count=found.row_count)
    if found.total is None:
        return sentence("answer.of_many", count=found.row_count)
    return sentence("answer.of", count=found.row_count, total=found.total)


def differing(found: Comparison) -> str:
    """Returns how many rows came, went and changed, in words."""
    parts = found.difference
    counts = {
        "came": len(parts.came),
        "went": len(parts.went),
        "changed": len(parts.changed),
    }
    told = [sentence(f"compare.{name}_count", count=n) for name, n in counts.items() if n]
    return ", ".join(told) or sentence("compare.same")


def titled(title: str, value: object) -> str:
    """Returns a value after what it is."""
    return sentence("told.titled", title=title, value=value)


def joined(parts: Sequence[str]) -> str:
    """Returns names as a sentence lists them, the last after its conjunction."""
    from babel.lists import format_list

    return format_list(parts, locale=language())


def enumerated(parts: Iterable[str]) -> str:
    """Returns parts of a sentence, one after the other."""
    return sentence("told.then").join(parts)
