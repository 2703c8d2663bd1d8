"""Job titles to occupations: ROME's, in both genders and numbers, as people write them.

A title is the same as another when its words are, without articles and prepositions, whatever
their gender and number. It is taken only when one occupation alone has it. Near titles are ranked
by the words they share, each weighed by how few titles have it (inverse document frequency),
words nearly the same being told by rapidfuzz.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

from graph.codes import folded
from ingest.candidates import (
    ANYWHERE,
    NEAR_NAME,
    NOTHING,
    SHOWN,
    Called,
    Candidate,
    Found,
    Near,
    settled,
)

SMALL = re.compile(r"[ldhfxa]|aux?|des?|du|en|et|l[ae]|les|ou|par|pour|sur|une?|hf|fh")
GENDERS = (
    ("trice", "teur"),
    ("euse", "eur"),
    ("eresse", "eur"),
    ("esse", ""),
    ("ienne", "ien"),
    ("onne", "on"),
    ("effe", "ef"),
    ("enne", "en"),
    ("iere", "ier"),
    ("ere", "er"),
    ("elle", "el"),
    ("ive", "if"),
    ("ette", "et"),
    ("ee", ""),
    ("e", ""),
)
INFLECTED = re.compile(
    r"(?<=\w)(?:\((?:[a-z]{1,2}|euse|trice|ere|iere|ienne)\)|[.·](?:e|ne|se|euse|trice|ere|iere)"
    r"(?:[.·]?s)?\b)"
)
ASIDE = re.compile(r"\s\([^)]*\)|\s-[^-]*-")
SHORT = {
    "tp": "travaux publics",
    "tech": "technicien",
    "techn": "technicien",
    "maint": "maintenance",
    "resp": "responsable",
    "pl": "poids lourd",
    "spl": "super poids lourd",
    "cn": "commande numerique",
    "cnc": "commande numerique",
    "rh": "ressources humaines",
    "elec": "electricien",
    "compta": "comptable",
    "meca": "mecanicien",
    "mecano": "mecanicien",
    "vl": "vehicule leger",
}
QUERY_WEIGHT = 0.7  # of the words asked, against those of the title
HEAD = 0.05  # for the same first word
MANY = 0.03  # for each doubling of the titles of an occupation that have every word asked
LEAST = 0.5
ALIKE = 82  # of 100, above which an unknown word is taken for one that is known


class _Title(NamedTuple):
    """One form of a job title: its words, the first of them, and whose it is."""

    words: frozenset[str]
    head: str
    key: str


class Titles:
    """Occupations by job title."""

    def __init__(self, called: Iterable[Called]) -> None:
        """Takes occupations; `also` are their job titles."""
        self._named: dict[str, Called] = {}
        self._exact: dict[str, set[str]] = defaultdict(set)
        self._titles: list[_Title] = []
        self._with: dict[str, set[int]] = defaultdict(set)
        for each in called:
            self.add(each)

    def __bool__(self) -> bool:
        """Returns whether any occupation is known."""
        return bool(self._named)

    def add(self, called: Called) -> None:
        """Adds an occupation, unless it is retired."""
        if called.retired:
            return
        self._named[called.key] = called
        for derived in ("_weights", "_totals"):
            self.__dict__.pop(derived, None)
        for title in dict.fromkeys((called.headline, *called.also)):
            for form in dict.fromkeys(_forms(title)):
                self._exact[" ".join(form)].add(called.key)
                for word in form:
                    self._with[word].add(len(self._titles))
                self._titles.append(_Title(frozenset(form), form[0], called.key))

    def find(self, text: str) -> Found:
        """Returns the occupation that a job title means, or those it may mean, best first."""
        return self.look(text, ANYWHERE, near_too=True)

    def look(self, text: str, _near: Near, /, *, near_too: bool) -> Found:
        """Returns what a title names; near titles are looked for where `near_too`."""
        if keys := self.exactly(text):
            if len(keys) == 1:
                return settled(self._named[keys[0]])
            several = (Candidate(key, self._named[key].headline) for key in keys)
            return Found(None, tuple(several), "several")
        return self._nearest(stems(text)) if near_too else NOTHING

    def exactly(self, text: str) -> list[str]:
        """Returns the keys of the occupations that have a title, gender and number aside."""
        found: set[str] = set()
        for form in _forms(text):
            found |= self._exact.get(" ".join(form), set())
        return sorted(found)

    @cached_property
    def _weights(self) -> dict[str, float]:
        count = len(self._titles) + 1
        return {word: math.log(count / len(titles)) for word, titles in self._with.items()}

    @cached_property
    def _totals(self) -> list[float]:
        return [sum(self._weights[word] for word in title.words) for title in self._titles]

    def _nearest(self, words: tuple[str, ...]) -> Found:
        """Returns the occupations of the titles most like some words."""
        best: dict[str, float] = defaultdict(float)
        whole: Counter[str] = Counter()
        for title, likeness, is_whole in self._alike_titles(dict.fromkeys(words)):
            key = self._titles[title].key
            best[key] = max(best[key], likeness)
            whole[key] += is_whole
        ranked = sorted((-best[key] - MANY * math.log2(1 + whole[key]), key) for key in best)
        named = tuple(
            Candidate(key, self._named[key].headline, min(0.99, round(-score, 2)), NEAR_NAME)
            for score, key in ranked[:SHOWN]
            if -score >= LEAST
        )
        return Found(None, named, "near") if named else NOTHING

    def _alike_titles(self, words: Iterable[str]) -> Iterator[tuple[int, float, bool]]:
        """Yields titles with a word asked, with how like they are and whether they have all."""
        shared: dict[int, float] = defaultdict(float)
        covered: dict[int, float] = defaultdict(float)
        hits: Counter[int] = Counter()
        total, heads = 0.0, frozenset[str]()
        rarest = max(self._weights.values(), default=1.0)
        for place, word in enumerate(words, start=1):
            alike = self._alike(word)
            weight = max((self._weights[near] for near in alike), default=rarest)
            total += weight
            heads = heads or frozenset(alike or (word,))
            for near, likeness in alike.items():
                for title in self._with[near]:
                    if hits[title] < place:  # the nearest word of a title counts once
                        hits[title] += 1
                        shared[title] += weight * likeness
                        covered[title] += self._weights[near]
        count = len(dict.fromkeys(words))
        for title, weight in shared.items():
            told = covered[title] / self._totals[title]
            score = QUERY_WEIGHT * weight / total + (1 - QUERY_WEIGHT) * told
            yield title, score + HEAD * (self._titles[title].head in heads), hits[title] == count

    def _alike(self, word: str) -> dict[str, float]:
        """Returns the words of titles that a word may be, each with its likeness."""
        if word in self._with:
            return {word: 1.0}
        from rapidfuzz import fuzz, process

        rows = process.extract(
            word, self._with.keys(), scorer=fuzz.ratio, score_cutoff=ALIKE, limit=3
        )
        return {near: score / 100 for near, score, _ in rows}


def stems(text: str) -> tuple[str, ...]:
    """Returns the words of a title without gender, number, articles and prepositions."""
    plain = re.sub(r"\b[hfm] ?/ ?[hfm]\b", " ", INFLECTED.sub("", folded(text)))
    told = [
        part for word in re.findall(r"[a-z0-9]+", plain) for part in SHORT.get(word, word).split()
    ]
    return tuple(stem(word) for word in told if not SMALL.fullmatch(word))


def stem(word: str) -> str:
    """Returns a word without gender and number: `soudeur` of `soudeuses`."""
    bare = word[:-1] if len(word) > 3 and word[-1] in "sx" else word
    for feminine, masculine in GENDERS:
        if bare.endswith(feminine) and len(bare) - len(feminine) >= 2:
            return bare[: -len(feminine)] + masculine
    return bare


def _forms(title: str) -> Iterator[tuple[str, ...]]:
    """Yields the stems of a title: of both genders of `A / B of something`, each with the rest.

    What stands in brackets is left out as well as kept.
    """
    plain = INFLECTED.sub("", title)
    for text in dict.fromkeys((plain, ASIDE.sub(" ", plain))):
        left, _, right = text.partition(" / ")
        one, other = stems(left), stems(right)
        if not other:
            if one:
                yield one
            continue
        yield other
        yield (*one, *other[len(one) :])
