"""Names of what is no territory to keys: partners, establishments, skills, projects, themes.

Two names are the same when their words are, accents, case and signs aside; else when they are
without the legal form, as `graph.names` takes it. An acronym, a SIRET and a SIREN stand for a name.
Names that are only near are never taken.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

from graph.names import bare_name
from ingest.candidates import (
    ELSEWHERE,
    NEAR_NAME,
    NOTHING,
    SAME_NAME,
    SHOWN,
    Called,
    Candidate,
    Found,
    How,
    Near,
    nearly,
    settled,
)
from ingest.headers import words

FORMS: tuple[Callable[[str], str], ...] = (words, bare_name)


class Nodes:
    """The nodes of one type by name; `place_name` gives a commune's."""

    def __init__(self, called: Iterable[Called], place_name: Callable[[str], str]) -> None:
        self._place_name = place_name
        self._keys: dict[str, Called] = {}
        self._by: tuple[dict[str, set[str]], ...] = tuple(defaultdict(set) for _ in FORMS)
        for each in called:
            self.add(each)

    def add(self, called: Called) -> None:
        """Adds a node."""
        self._keys[called.key] = called
        for form, by in zip(FORMS, self._by, strict=True):
            for name in filter(None, (called.headline, *called.also)):
                by[form(name)].add(called.key)

    def look(self, text: str, near: Near, *, near_too: bool) -> Found:
        """Returns what a text names; near names are looked for where `near_too`."""
        for form, by in zip(FORMS, self._by, strict=True):
            if asked := form(text):
                named = [self._keys[key] for key in sorted(by.get(asked, ()))]
                living = [each for each in named if not each.retired] or named
                if living:
                    return self._chosen(living, near.commune)
        return self._nearest(bare_name(text)) if near_too and words(text) else NOTHING

    def _chosen(self, called: list[Called], commune: str) -> Found:
        """Returns the one of that name in that commune; where none is there, one of no place."""
        there = [each for each in called if not commune or each.place == commune]
        within = there or [each for each in called if not each.place]
        if len(within) == 1:
            return settled(within[0])
        how: How = "several" if within else "near"
        why = SAME_NAME if within else ELSEWHERE
        return Found(None, tuple(self._candidate(c, 1.0, why) for c in within or called), how)

    def _nearest(self, form: str) -> Found:
        by = self._by[-1]
        found = nearly(form, by.keys())
        ranked = sorted((-likeness, key) for name, likeness in found.items() for key in by[name])
        best: dict[str, float] = {}
        for likeness, key in ranked:
            best.setdefault(key, -likeness)
        named = (
            self._candidate(self._keys[k], n, NEAR_NAME) for k, n in list(best.items())[:SHOWN]
        )
        return Found(None, tuple(named), "near") if best else NOTHING

    def _candidate(self, called: Called, likeness: float, why: str) -> Candidate:
        place = self._place_name(called.place) if called.place else ""
        shown = ", ".join(filter(None, (called.headline, place)))
        return Candidate(called.key, shown, likeness, why)
