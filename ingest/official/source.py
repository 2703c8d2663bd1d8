"""What an official source is: who publishes it, what it gives, and how its layout is read.

A module of this folder that has a `SOURCE` is a source; nothing else has to know of it. Its
docstring is its page in the documentation.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from graph.wording import sentence
from ingest.official.choice import Choice

Progress = Callable[[str, int, int], object]
Values = Mapping[str, Any]


class Row(NamedTuple):
    """A record that a source gives: a node's key, or an edge's two keys, with its values."""

    record: str
    ends: tuple[str, ...]
    values: dict[str, Any]


@dataclass
class Delivery:
    """What one published edition says.

    `version` and `published_on` (an ISO day) are the publisher's. `part` tells editions apart that
    stand beside each other, such as two years of a survey: only a delivery of the same part
    replaces what an earlier one said, and only one that is `whole`. `left` counts what is not
    taken, by code of a sentence, while `rows` are read. `gone` gives, by type, the keys that the
    source must no longer say, whatever territory it was loaded for; filled while `rows` are read.
    """

    version: str
    published_on: str
    rows: Iterator[Row]
    part: str = ""
    left: Counter[str] = field(default_factory=Counter)
    whole: bool = True
    gone: dict[str, set[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Asked:
    """What a source is asked to read.

    `path` is a published file, or a folder of them, archives unpacked; `choice` says of which
    territory; `before(type)` gives what the source said of a type until now, by key, `known(type)`
    the keys that the graph has of it, `became()` what each commune that merged is now, by keys;
    `progress` is told how far a reading is.
    """

    path: Path
    choice: Choice = field(default_factory=Choice)
    before: Callable[[str], Mapping[str, Values]] = lambda _: {}
    known: Callable[[str], Iterable[str]] = lambda _: ()
    progress: Progress = lambda *_: None
    became: Callable[[], Mapping[str, str]] = dict


@dataclass(frozen=True)
class Source:
    """An official source.

    `gives` is the code of a sentence. A `local` source is loaded for a territory, chosen among the
    places that are known, or among its own where it `brings_places`. Codes of the
    types in `retires` that a newer edition no longer has stay, marked with that edition, and so do
    their own edges of the types in `keeps`.
    """

    name: str
    publisher: str
    licence: str
    gives: str
    types: tuple[str, ...]
    read: Callable[[Asked], Iterable[Delivery]]
    local: bool = False
    brings_places: bool = False
    retires: tuple[str, ...] = ()
    keeps: tuple[str, ...] = ()
    replaces_demonstration_of: tuple[str, ...] = ()

    def described(self) -> dict[str, str]:
        """Returns what the list of sources shows of it."""
        return {
            "name": self.name,
            "publisher": self.publisher,
            "licence": self.licence,
            "gives": sentence(self.gives),
        }
