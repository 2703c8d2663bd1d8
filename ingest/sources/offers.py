"""What an offer of training says to the graph, whatever file told it.

A session is left where its place lies outside the chosen territories or is not told while some
are chosen, where it ended before the edition's day, and where its first day is unknown. A training
is left when all its sessions lie elsewhere or are over: one whose only open session has no first
day stays, since people may enter it at any time.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from graph import codes
from ingest.official.choice import COMMUNE, Scope
from ingest.official.source import Row

HAS_SESSION = "Training-HAS_SESSION-Session"
RUNS_IN = "Session-LOCATED_IN-Territory"
GIVEN_IN = "Training-LOCATED_IN-Territory"
DELIVERS = "Actor-DELIVERS-Training"
CERTIFIES = "Training-PREPARES_FOR-Certification"
LEADS_TO = "Training-PREPARES_FOR-Occupation"
TYPES = (
    *("Training", "Session", "Actor"),
    *(HAS_SESSION, RUNS_IN, GIVEN_IN, DELIVERS, CERTIFIES, LEADS_TO),
)
FORMACODE = re.compile(r"\d{5}")
DISTRICTS = (  # the municipal arrondissements of Paris, Lyon and Marseille: COG of the INSEE
    (re.compile(r"751(?:0[1-9]|1\d|20)"), "75056"),
    (re.compile(r"6938[1-9]"), "69123"),
    (re.compile(r"132(?:0[1-9]|1[0-6])"), "13055"),
)


@dataclass
class Run:
    """A session: `values` without `starts_on` where its first day is unknown."""

    key: str
    places: tuple[str, ...]
    values: dict[str, object]


@dataclass
class Offer:
    """A training with its sessions, `places` being those of its actions, None for one not told."""

    key: str
    values: dict[str, object]
    body: tuple[str, dict[str, object]] | None = None
    occupations: list[str] = field(default_factory=list)
    certifications: list[str] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    places: set[str | None] = field(default_factory=set)


@dataclass
class Saying:
    """Turns the offers of one edition into rows and counts what is left.

    A training told twice under one key is as it was told first, with the sessions of both.
    """

    scope: Scope
    on: str
    left: Counter[str]
    _told: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def rows(self, offer: Offer) -> Iterator[Row]:
        """Yields what an offer says; nothing where none of its sessions is taken."""
        kept = [run for run in offer.runs if self._takes(run)]
        if not kept:
            self.left["source.left.trainings_idle"] += 1
            return
        if self._new("Training", offer.key):
            yield Row("Training", (offer.key,), offer.values)
            yield from self._links(offer)
        for run in kept:
            yield from self._run(offer.key, run)

    def _takes(self, run: Run) -> bool:
        reason = self._reason(run)
        if reason:
            self.left[f"source.left.sessions_{reason}"] += 1
        return not reason

    def _reason(self, run: Run) -> str:
        """Returns why a session is left, in a word; empty where it is not."""
        if not run.places and self.scope.keys is not None:
            return "placeless"
        if run.places and not self._held(run):
            return "outside"
        return "ended" if str(run.values.get("ends_on", self.on)) < self.on else ""

    def _held(self, run: Run) -> list[str]:
        keys = (f"{COMMUNE}{place}" for place in run.places)
        return [key for key in dict.fromkeys(keys) if self.scope.holds(key)]

    def _links(self, offer: Offer) -> Iterator[Row]:
        if offer.body:
            key, values = offer.body
            if self._new("Actor", key):
                yield Row("Actor", (key,), values)
            yield Row(DELIVERS, (key, offer.key), {})
        for code in dict.fromkeys(offer.certifications):
            yield Row(CERTIFIES, (offer.key, code), {})
        for code in dict.fromkeys(offer.occupations):
            yield Row(LEADS_TO, (offer.key, code), {})
        if len(offer.places) == 1 and (place := next(iter(offer.places))):
            yield Row(GIVEN_IN, (offer.key, f"{COMMUNE}{place}"), {})

    def _run(self, training: str, run: Run) -> Iterator[Row]:
        if "starts_on" not in run.values:
            self.left["source.left.sessions_undated"] += 1
        elif not self._new("Session", run.key):
            self.left["source.left.sessions_twice"] += 1
        else:
            yield Row("Session", (run.key,), run.values)
            yield Row(HAS_SESSION, (training, run.key), {})
            for key in self._held(run):
                yield Row(RUNS_IN, (run.key, key), {})

    def _new(self, record: str, key: str) -> bool:
        before = len(self._told[record])
        self._told[record].add(key)
        return len(self._told[record]) > before


def commune(text: str) -> str:
    """Returns the code of a commune, for an arrondissement that of its city.

    Raises:
        ValueError: the text is no code of a commune.
    """
    code = codes.commune(text.strip())
    return next((city for pattern, city in DISTRICTS if pattern.fullmatch(code)), code)


def formacode(text: str) -> str:
    """Returns a number of the Formacode, five figures.

    Raises:
        ValueError: the text is none.
    """
    if not FORMACODE.fullmatch(text):
        raise ValueError(text)
    return text


def key_of(*parts: str) -> str:
    """Returns the key made of these words; empty where they hold neither letter nor figure."""
    try:
        return codes.slug(*parts)
    except ValueError:
        return ""


def body_of(siret: str, name: str) -> tuple[str, dict[str, object]] | None:
    """Returns the key and the values of a training body; None where nothing names it."""
    try:
        number = codes.siret(siret)
    except ValueError:
        number = ""
    key = number or key_of(name)
    if not key or not key_of(name):
        return None
    values: dict[str, object] = {"name": name, "kind": "training"}
    return key, values | ({"siret": number, "siren": number[:9]} if number else {})
