"""Likeness of the names of employers: word by word, a rare word weighing more than a common one.

A word that n of N names hold weighs ln((N + 1) / n) (Spärck Jones 1972), so that « garage » says
little and a family name much; words that only link people or trades, and letters alone, weigh a
third of that. The likeness of two names is twice the weight of what they share over the weight of
both (Dice). Words that differ by spelling share a part of their weight: less with every edit, and
half where both words stand in other names too, for then they are two words: Martin and Marin.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from functools import lru_cache
from math import log

from rapidfuzz.distance import OSA

from graph.codes import folded
from graph.names import STOP_WORD, acronyms_of, bare_name, telling_words

LINKING = frozenset({"fil", "frere", "pere", "mere", "service", "france", "entreprise", "centre"})
LINKING_SHARE = 1 / 3
LIGHT_SHARED, LIGHT_MISSED = 1 / 3, 1 / 6
EDIT_COST = 1.5
LEAST_CREDIT, ABBREVIATED, INITIAL, ACRONYM = 0.6, 0.85, 0.7, 0.9
BOTH_KNOWN = 0.5
RARE, ALONE = 4, 1000
ACRONYM_LETTERS = range(3, 8)

HEAD = re.compile(r"(?<![a-z0-9])[a-z0-9]")

Words = tuple[str, ...]


class EmployerNames:
    """The names of a set of employers, in its order, with what each of their words weighs."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = tuple(names)
        self.words = [words_of(name) for name in names]
        self.stems = [frozenset(map(_stem, bare_name(name).split())) for name in names]
        self.heads = [_heads(name) for name in names]
        self.holders = Counter(word for words in self.words for word in set(words))
        self.weights = {word: self._weight(word) for word in self.holders}

    def _weight(self, word: str) -> float:
        rarity = log((len(self.words) + 1) / self.holders[word])
        return rarity * LINKING_SHARE if word in LINKING or len(word) == 1 else rarity

    def likeness(self, a: int, b: int, light: Collection[str] = ()) -> float:
        """Returns how alike the names at two places are, 0 to 1.

        The words of `light`, such as the commune's name, weigh a third where both names hold
        them, and a sixth where one lacks them: people add them and leave them out.
        """
        return self._compared(self.words[a], self.words[b], light)

    def _compared(self, one: Words, other: Words, light: Collection[str]) -> float:
        if not one or not other:
            return 0.0
        if sorted(one) == sorted(other) or "".join(one) == "".join(other):
            return 1.0
        shared = set(one) & set(other)
        common = 2 * sum(self.weights[w] * (LIGHT_SHARED if w in light else 1) for w in shared)
        left = [word for word in one if word not in shared]
        right = [word for word in other if word not in shared]
        alike, whole = self._spelled_otherwise(left, right)
        missed = sum(self.weights[w] * (LIGHT_MISSED if w in light else 1) for w in (*left, *right))
        total = common + whole + missed
        return (common + alike) / total if total else 0.0

    def acronym(self, a: int, b: int) -> str | None:
        """Returns the word of one name that stands for the initials of the other's, if any does."""
        return self._stands_for(a, b) or self._stands_for(b, a)

    def rare(self, a: int, b: int) -> bool:
        """Returns whether the names share a word that few others hold, and another one.

        A word alone is rare when at most one name in a thousand holds it.
        """
        shared = set(self.words[a]) & set(self.words[b])
        fewest = min((self.holders[word] for word in shared), default=len(self.words))
        return fewest <= RARE and (len(shared) > 1 or fewest * ALONE <= len(self.words))

    def _spelled_otherwise(self, left: list[str], right: list[str]) -> tuple[float, float]:
        """Returns the weight that words spelled otherwise share, and all of theirs; takes them out.

        Best pairs first. Both words of a pair weigh what the commoner does.
        """
        alike = ((self._alike(x, y), x, y) for x in left for y in right)
        shared = whole = 0.0
        for share, x, y in sorted((pair for pair in alike if pair[0]), key=_best_first):
            if x in left and y in right:
                left.remove(x)
                right.remove(y)
                weight = 2 * min(self.weights[x], self.weights[y])
                shared += share * weight
                whole += weight
        return shared, whole

    def _alike(self, x: str, y: str) -> float:
        alike = spelling(x, y) if x < y else spelling(y, x)
        if alike and self.holders[x] > 1 and self.holders[y] > 1 and not _cut(x, y):
            return alike * BOTH_KNOWN
        return alike

    def _stands_for(self, a: int, b: int) -> str | None:
        words, left = self.words[a], set(self.words[a]) - self.stems[b]
        if len(left) != 1 or len(word := next(iter(left))) not in ACRONYM_LETTERS:
            return None
        if not self.heads[b].issuperset(word):
            return None
        rest = [part for part in bare_name(self.names[b]).split() if _stem(part) not in words]
        while rest and STOP_WORD.fullmatch(rest[-1]):
            rest.pop()
        whole = self.names[b] if len(words) == 1 else " ".join(rest)
        return word.upper() if _initials(whole, word) else None


def _best_first(pair: tuple[float, str, str]) -> tuple[float, str, str]:
    return -pair[0], pair[1], pair[2]


def _cut(x: str, y: str) -> bool:
    """Returns whether one word is the other cut short by two letters or more."""
    short, long = sorted((x, y), key=len)
    return len(long) > len(short) + 1 and long.startswith(short)


@lru_cache(maxsize=65536)
def spelling(x: str, y: str) -> float:
    """Returns the share that a word keeps when it is spelled as another; 0 for another word."""
    short, long = sorted((x, y), key=len)
    if len(short) == 1:
        return INITIAL if long.startswith(short) else 0.0
    if len(short) > 2 and _cut(short, long):
        return ABBREVIATED
    alike = 1 - EDIT_COST * OSA.distance(x, y) / len(long)
    return alike if alike >= LEAST_CREDIT else 0.0


def _stem(word: str) -> str:
    """Returns a word without the mark of the plural."""
    return word[:-1] if len(word) > 3 and word[-1] == "s" else word


@lru_cache(maxsize=131072)
def words_of(name: str) -> Words:
    """Returns the telling words of a name, each once, without its own initials beside it."""
    words = tuple(dict.fromkeys(map(_stem, telling_words(name))))
    bare = bare_name(name).split()
    return tuple(word for word in words if not _beside(word, bare)) or words


def _beside(word: str, bare: list[str]) -> bool:
    if len(word) not in ACRONYM_LETTERS or len(bare) <= len(word):
        return False
    return _initials(" ".join(other for other in bare if other != word), word)


def _initials(name: str, word: str) -> bool:
    """Returns whether a word is made of the initials of a name, in one of the usual ways."""
    return _heads(name).issuperset(word) and word.upper() in acronyms_of(name)


def _heads(name: str) -> frozenset[str]:
    """Returns the first letters of the words of a name."""
    return frozenset(HEAD.findall(folded(name)))
