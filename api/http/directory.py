"""The names of one type: in the order people expect, and found by parts, accents aside."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from graph.codes import folded
from graph.records import Name

DIGITS = re.compile(r"[\d\s\u00a0\u202f]+")


@dataclass(frozen=True)
class Entry:
    """A name with the folded words it is found by."""

    name: Name
    headline: str
    words: str


@dataclass(frozen=True)
class Directory:
    """The nodes of a type by headline, accents and case aside, then by key."""

    entries: Sequence[Entry]
    by_key: Mapping[str, Name]

    @classmethod
    def of(cls, names: Iterable[Name]) -> Directory:
        """Returns the directory of some names."""
        found = [_entry(name) for name in names]
        ordered = sorted(found, key=lambda entry: (entry.headline, entry.name.key))
        by_key = {entry.name.key: entry.name for entry in ordered}
        return cls(tuple(ordered), MappingProxyType(by_key))

    def __len__(self) -> int:
        return len(self.entries)

    def search(self, text: str) -> list[Name]:
        """Returns the names that hold every word of a text: those that begin with it first."""
        sought = _folded_query(text)
        words = sought.split()
        if not words:
            return []
        found = [entry for entry in self.entries if all(word in entry.words for word in words)]
        found.sort(key=lambda entry: _rank(entry, sought))
        return [entry.name for entry in found]

    def called(self, text: str) -> list[str]:
        """Returns the keys of the nodes of exactly that name, accents and case aside."""
        sought = folded(text)
        return [entry.name.key for entry in self.entries if entry.headline == sought]


def _entry(name: Name) -> Entry:
    headline = folded(name.headline)
    return Entry(name, headline, f" {headline} {name.key.lower()} {folded(name.also)}")


def _folded_query(text: str) -> str:
    """Folds a query; a number written in groups, as a SIRET is, becomes one word."""
    if DIGITS.fullmatch(text):
        return re.sub(r"\s", "", text)
    return folded(text)


def _rank(entry: Entry, sought: str) -> int:
    if entry.headline == sought:
        return 0
    if entry.headline.startswith(sought):
        return 1
    return 2 if f" {sought}" in entry.words else 3
