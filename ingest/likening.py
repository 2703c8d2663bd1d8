"""What a header may mean, by its words alone: the model's, people's, or words nearly the same."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz

from graph.declare import NODES, Node
from ingest.headers import KEY_WORDS, vocabulary, words
from ingest.synonyms import PROSE, said, told, written_out

NEAR = 86.0  # of 100
SHORTEST = 4  # letters of a word that is compared with words nearly the same
WHOLE = {"Contact": "name", "Need": PROSE, "Visit": "held_on"}  # of a header that is but the type


class Reading(NamedTuple):
    """One thing that a column may mean, with how strongly it says so and what it is known by."""

    type: str
    meaning: str
    strength: float
    why: str


@lru_cache(maxsize=4096)
def readings(header: str) -> tuple[Reading, ...]:
    """Returns all that a header may mean of any type, in no order."""
    return tuple(reading for of in NODES.values() for reading in _of_type(header, of))


@cache
def headings() -> frozenset[str]:
    """Returns every header that says by its own words what a column is, of any type."""
    return frozenset(text for label in NODES for text in _known(label) if text not in KEY_WORDS)


def _of_type(header: str, of: type[Node]) -> Iterator[Reading]:
    label, text, tokens = of.__name__, words(header), told(header)
    known = _known(of.__name__)
    ways = (text, " ".join(tokens), *written_out(header))
    if meaning := next(filter(None, map(known.get, ways)), None):
        yield Reading(label, meaning, *_strength(of, text, meaning))
    elif tokens:
        yield from _by_group(of, tokens)
        yield from _by_part(of, tokens)


def _strength(of: type[Node], text: str, meaning: str) -> tuple[float, str]:
    if text in KEY_WORDS:
        return 0.6, "header"
    own = vocabulary(of).get(text)
    return (1.0, "header") if own and own.name == meaning else (0.95, "synonym")


@cache
def _known(label: str) -> dict[str, str]:
    """Returns the words of each meaning of a type; those people use win over a key's own."""
    of = NODES[label]
    own = {text: meaning.name for text, meaning in vocabulary(of).items()}
    people = {text: to for text, to in said(of).items() if own.get(text) in {None, "key"}}
    found = own | people
    whole = WHOLE.get(of.__name__, of.headline)
    for name in _labels(label):
        found.setdefault(name, whole)
    return {text: meaning for text, meaning in found.items() if text}


@cache
def _labels(label: str) -> tuple[str, ...]:
    of = NODES[label]
    names = (of.fr, of.fr_plural, of.en, of.en_plural, *of.synonyms)
    return tuple(dict.fromkeys(" ".join(told(name)) for name in names))


def _by_group(of: type[Node], tokens: tuple[str, ...]) -> Iterator[Reading]:
    """Yields the reading of `Contact Nom`, `Nom du contact`, `Date de la visite`."""
    for label in _labels(of.__name__):
        group = tuple(label.split())
        for rest in (_after(tokens, group), _after(tokens[::-1], group[::-1])[::-1]):
            if meaning := _known(of.__name__).get(" ".join(rest)):
                yield Reading(of.__name__, meaning, 1.1, "group")
                return


def _after(tokens: tuple[str, ...], group: tuple[str, ...]) -> tuple[str, ...]:
    same = len(tokens) > len(group) and tokens[: len(group)] == group
    return tokens[len(group) :] if same else ()


def _by_part(of: type[Node], tokens: tuple[str, ...]) -> Iterator[Reading]:
    """Yields what the header contains whole, or writes nearly the same."""
    text, own = " ".join(tokens), set(tokens)
    for known, parts, meaning in _long(of.__name__):
        if parts < own:
            strength = 0.45 + 0.4 * len(parts) / len(tokens)
            yield Reading(of.__name__, meaning, strength, "contained")
        elif len(text) > SHORTEST and (likeness := fuzz.ratio(text, known, score_cutoff=NEAR)):
            yield Reading(of.__name__, meaning, 0.95 * likeness / 100, "near")


@cache
def _long(label: str) -> tuple[tuple[str, frozenset[str], str], ...]:
    """Returns the words of each meaning that are long enough to be looked for in others."""
    return tuple(
        (text, parts, meaning)
        for text, meaning in _known(label).items()
        if (parts := frozenset(told(text))) and len(text) >= SHORTEST and text not in KEY_WORDS
    )
