"""What may be chosen for a parameter: the keys that another question gives, and their words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph.codes import folded
from queries.answer import Answer


@dataclass(frozen=True)
class Option:
    """A key that may be chosen: `words` is what people read, the name with what tells it apart."""

    key: str
    words: str
    name: str
    sought: str


def choices_of(found: Answer) -> Mapping[str, Option]:
    """Returns the keys of the first column in the order of the answer, the name in the second."""
    words = [column.words for column in found.columns]
    choices = {}
    for row in found.rows:
        key, *said = (words[place].get(str(each), each) for place, each in enumerate(row))
        texts = [str(each) for each in said if each is not None]
        shown = f"{', '.join(texts)} ({key})" if texts else str(key)
        name = folded(texts[0]) if texts else ""
        choices[str(key)] = Option(str(key), shown, name, folded(shown))
    return choices


def matching(choices: Mapping[str, Option], text: str) -> list[Option]:
    """Returns what a text means: that key or those words, else that name, else a part of these.

    Accents and case aside.
    """
    if text in choices:
        return [choices[text]]
    sought = folded(text)
    named = [each for each in choices.values() if each.sought == sought]
    named = named or [each for each in choices.values() if each.name == sought]
    if named or not sought:
        return named
    parts = sought.split()
    return [each for each in choices.values() if all(part in each.sought for part in parts)]
