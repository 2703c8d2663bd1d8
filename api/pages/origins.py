"""Who says a value, since when and by which load, and why one of several holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from api.http.labels import day_text, property_title, text_of
from api.origins import Origins, Speaker
from api.pages.frame import Link, linked, say
from api.pages.tables import Cell
from api.wordings import enumerated
from graph.claims import FORM
from graph.freshness import level
from graph.provenance import Told, Word

if TYPE_CHECKING:
    from markupsafe import Markup

    from graph.kinds import Property

Kinds = Mapping[str, "Property"]


@dataclass(frozen=True)
class Telling:
    """What a page tells origins by: the credits of sources, and the day that ages are of."""

    credits: Mapping[str, str]
    on: date

    def origin(self, kind: Property, told: Told | None) -> Cell:
        """Returns who says a property; where sources differ, what each says and which holds."""
        if told is None:
            return Cell()
        lines = [self._line(kind, word) for word in told.words]
        if told.contested:
            summary = say("said.sources", count=len(lines))
            return Cell(contest(kind, told), lines=lines, summary=summary)
        return Cell(lines=lines, summary=", ".join(named(word.source) for word in told.words))

    def edge_origin(self, kinds: Kinds, found: Origins, sources: Sequence[str]) -> Cell:
        """Returns who says an edge, and folded below who says what of each of its properties."""
        lines = [self._speaker(each) for each in found.speakers]
        contests = []
        for name, told in found.told.items():
            title = property_title(kinds[name])
            lines += [self._line(kinds[name], word, title) for word in told.words]
            if told.contested:
                contests.append(f"{title}{say('page.colon')} {contest(kinds[name], told)}")
        return Cell(" ".join(contests), lines=lines, summary=", ".join(map(named, sources)))

    def _line(self, kind: Property, word: Word, title: str = "") -> Markup:
        value = quoted(kind, word)
        text = f"{title}{say('page.colon')} {value}" if title else value
        said = {"source": self.name(word.source), "value": text}
        return linked("said.word", _by(word.load), day=self._aged(word), **said)

    def _speaker(self, one: Speaker) -> Markup:
        name = self.name(one.source)
        return linked("said.speaker", _by(one.load), day=self._aged(one), source=name)

    def name(self, source: str) -> str:
        """Returns how a source is credited, else what people call it."""
        return self.credits.get(source) or named(source)

    def _aged(self, said: Word | Speaker) -> str:
        """Returns the day of a word, with what its age asks for."""
        return aged(said.observed_on, [said.source], self.on)


def aged(day: str, sources: Sequence[str], on: date) -> str:
    """Returns a day of confirmation, with what its age asks for on another day."""
    found, text = level(day, sources, on), day_text(day)
    return text if found == "fresh" or not text else say(f"freshness.{found}", day=text)


def named(source: str) -> str:
    """Returns what people call a source."""
    return say("said.by_hand") if source == FORM else source


def contest(kind: Property, told: Told) -> str:
    """Returns in a sentence what sources say of a property, which word holds, and why."""
    values = [
        say("said.version", value=quoted(kind, word), source=named(word.source))
        for word in told.words
    ]
    holds, why = quoted(kind, told.words[0]), say(f"said.why.{told.why}")
    return say("said.contested", values=enumerated(values), holds=holds, why=why)


def quoted(kind: Property, word: Word) -> str:
    """Returns what a source says, between quotes; that a form emptied it, in words."""
    if word.value is None:
        return say("said.emptied")
    return say("said.quoted", value=text_of(kind, word.value))


def _by(load: int) -> dict[str, Link]:
    return {"load": Link(say("said.load", number=str(load)), f"/chargements/{load}")}
