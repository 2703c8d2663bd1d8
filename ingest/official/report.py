"""What became of an official table, as a document and as people read it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from graph.declare import Record, Signature, node_type, record_type
from graph.views import Outcome
from graph.wording import sentence

if TYPE_CHECKING:
    from ingest.official.source import Source
    from ingest.official.succession import Gone, Succession

VERBS = ("created", "updated", "unchanged", "removed")
SHOWN = 30


@dataclass
class OfficialReport:
    """What became of one edition.

    `left` counts what was not taken, by code of a sentence; `waiting` the edges, by type, whose
    other end nobody has said yet; `partial` is true where an earlier load was made for territories
    that this one does not cover.
    """

    source: Source
    version: str
    load: int
    outcome: Outcome = field(default_factory=Outcome)
    known_already: bool = False
    partial: bool = False
    left: Counter[str] = field(default_factory=Counter)
    waiting: Mapping[str, int] = field(default_factory=dict)
    successions: list[Succession] = field(default_factory=list)
    withdrawn: list[int] = field(default_factory=list)

    def document(self) -> dict[str, Any]:
        """Returns the report as one JSON document."""
        counts = {verb: dict(sorted((+getattr(self.outcome, verb)).items())) for verb in VERBS}
        return {
            "source": self.source.name,
            "version": self.version,
            "load": self.load,
            "known_already": self.known_already,
            "partial": self.partial,
            **counts,
            "left": dict(sorted((+self.left).items())),
            "waiting": dict(self.waiting),
            "successions": [asdict(one) for one in self.successions],
            "withdrawn": self.withdrawn,
        }

    def sentences(self) -> Iterator[str]:
        """Yields the report as people read it."""
        name = self.source.name
        if self.known_already:
            yield sentence("source.known_already", name=name, number=str(self.load))
            return
        yield sentence("source.loaded", name=name, version=self.version, number=str(self.load))
        for verb in VERBS:
            for record, count in (+getattr(self.outcome, verb)).items():
                yield f"  {sentence(f'load.{verb}.did')} : {_counted(record_type(record), count)}"
        yield from (f"  {note}" for note in self._notes())
        if not (self._counted_anything() or +self.left):
            yield f"  {sentence('source.nothing')}"
        for one in self.successions:
            yield from _changes(one)
        for number in self.withdrawn:
            yield sentence("source.withdrawn", number=str(number))

    def _counted_anything(self) -> bool:
        return any(+getattr(self.outcome, verb) for verb in VERBS)

    def _notes(self) -> Iterator[str]:
        for code, count in sorted((+self.left).items()):
            yield sentence(code, count=count)
        for record, count in self.waiting.items():
            yield sentence("source.waiting", what=_counted(record_type(record), count))
        if self.partial:
            yield sentence("source.partial")


def _counted(record: Record, count: int) -> str:
    if isinstance(record, Signature):
        return sentence("load.links", count=count, edge=record.edge.fr)
    return sentence("load.records", count=count, one=record.fr, many=record.fr_plural)


def _changes(change: Succession) -> Iterator[str]:
    """Yields how the codes of a type changed; the codes that people tied something to by name."""
    fates = Counter(one.fate for one in change.gone)
    words = {"many": node_type(change.type).fr_plural}
    held = sum(one.holds for one in change.gone)
    gone = len(change.gone) - held
    counts = {"new": len(change.new), "retitled": len(change.retitled), "gone": gone}
    if any(counts.values()):
        yield sentence("source.changes", **words, **counts)
    if held:
        yield sentence("source.changes.held", **words, count=held)
    for fate in ("merged", "split", "renumbered", "gone"):
        if fates[fate]:
            yield f"  {sentence(f'source.fate.{fate}', count=fates[fate])}"
    told = [one for one in change.gone if one.pointed]
    for one in told[:SHOWN]:
        yield f"  {_gone(one)}"
    if len(told) > SHOWN:
        yield f"  {sentence('load.more', count=len(told) - SHOWN)}"


def _gone(one: Gone) -> str:
    pointed = ", ".join(_counted(record_type(t), count) for t, count in one.pointed.items())
    shown = sentence("source.gone", key=one.key, title=one.title, pointed=pointed)
    if not one.successors:
        return shown
    parts = [
        sentence("source.successor.part", key=s.key, title=s.title, share=round(100 * s.share))
        if s.share is not None and len(one.successors) > 1
        else sentence("source.successor", key=s.key, title=s.title)
        for s in one.successors
    ]
    return f"{shown} ; {sentence('source.becomes', what=', '.join(parts))}"
