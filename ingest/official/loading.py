"""Loads official sources whole: what a newer edition no longer says goes, its codes stay.

A delivery is complete for its types unless an earlier one was made for a territory that this one
does not cover: then nothing goes.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from graph.claims import OFFICIAL, Claim, edge_key
from graph.current import Current
from graph.declare import Record, Signature, node_type, record_type
from graph.editions import Edition, LoadedEdition, loaded
from graph.errors import DataError, unknown
from graph.ledger import BATCH, Staging
from graph.validation import check
from ingest.followed import successors
from ingest.memory import collector_at_rest, set_aside
from ingest.official.archives import unpacked
from ingest.official.choice import Choice, Place, placed
from ingest.official.following import following
from ingest.official.report import OfficialReport
from ingest.official.source import Asked, Delivery, Progress, Row, Source, Values
from ingest.official.succession import Successions

PLACES = (
    "MATCH (c:Territory {kind: 'commune'}) "
    "OPTIONAL MATCH (c)-[:PART_OF|BECOMES*1..3]->(t:Territory) "
    "RETURN c.key, c.latitude, c.longitude, collect(DISTINCT t.key)"
)
EVERYTHING = Choice()
UNKNOWN = 0  # how many rows a source will give


def load_source(sources: Mapping[str, Source]) -> Callable[..., list[OfficialReport]]:
    """Returns the function that loads one of these sources by its name."""

    def load(
        current: Current,
        name: str,
        path: Path,
        choice: Choice = EVERYTHING,
        progress: Progress = lambda *_: None,
    ) -> list[OfficialReport]:
        """Loads the source of that name from a file or folder; returns a report an edition.

        Raises:
            UnknownNameError: no source is called that.
            DataError: the file has another layout; it says what was expected and found.
        """
        if name not in sources:
            raise unknown("source.unknown", name, sources)
        if not path.exists():
            raise DataError("table.missing", file=str(path))
        if choice.codes and not sources[name].local:
            raise DataError("source.not_local", name=name)
        try:
            return _Loading(current, sources[name], path, progress).reports(choice)
        except OSError as error:
            raise _unreadable(error, path) from error

    return load


def _unreadable(error: OSError, path: Path) -> DataError:
    file = Path(error.filename).name if isinstance(error.filename, str) else path.name
    if isinstance(error, PermissionError):
        return DataError("table.forbidden", file=file)
    return DataError("table.unreadable", file=file, reason=error.strerror or str(error))


def _check_day(delivery: Delivery, path: Path) -> None:
    try:
        date.fromisoformat(delivery.published_on)
    except ValueError:
        raise DataError("source.date", file=path.name) from None


def _refuse_older(delivery: Delivery, earlier: Sequence[LoadedEdition]) -> None:
    """Raises where a newer edition counts: an older one after it would say nothing."""
    newer = [one for one in earlier if one.edition.published_on > delivery.published_on]
    if newer:
        last = max(newer, key=lambda one: one.edition.published_on)
        raise DataError(
            "source.older",
            version=delivery.version,
            on=date.fromisoformat(delivery.published_on),
            newer=last.edition.version,
            newer_on=date.fromisoformat(last.edition.published_on),
            number=str(last.load),
        )


def _digest(texts: Iterable[str]) -> str:
    digest = hashlib.blake2b(digest_size=8)
    for text in texts:
        digest.update(text.encode() + b"\n")
    return digest.hexdigest()


def places_of(current: Current) -> tuple[Place, ...]:
    """Returns the communes that the graph knows."""
    current.prepare()
    rows = current.store.read(PLACES, timeout=600).rows
    return placed(
        Place(str(key), _degrees(latitude), _degrees(longitude), frozenset(_texts(above)))
        for key, latitude, longitude, above in rows
    )


def _degrees(value: object) -> float | None:
    return float(value) if isinstance(value, (int, float)) else None


def _texts(values: object) -> list[str]:
    return [str(value) for value in values] if isinstance(values, list) else []


@dataclass
class _Loading:
    """One load of one source."""

    current: Current
    source: Source
    path: Path
    progress: Progress
    choice: Choice = field(default_factory=Choice)
    rests_on: list[str] = field(default_factory=list)

    @collector_at_rest()
    def reports(self, choice: Choice) -> list[OfficialReport]:
        """Says every edition whole before any counts, then carries them into the graph."""
        if self.source.local:
            self.choice = replace(choice, places=places_of(self.current))
        with unpacked(self.path) as path, ExitStack() as opened:
            said = [self._say(delivery, opened) for delivery in self.source.read(self._asked(path))]
            for one in said:
                one.acknowledge()
            reports = [self._carry(one) for one in said]
        reports[-1].withdrawn = list(_withdraw(self.current, self.source))
        return reports

    def _asked(self, path: Path) -> Asked:
        return Asked(
            path,
            self.choice,
            before=self._before,
            known=self._known_keys,
            progress=self.progress,
            became=lambda: self._became,
        )

    def _name(self, delivery: Delivery) -> str:
        return OFFICIAL + ":".join(filter(None, (self.source.name, delivery.part)))

    def _before(self, type: str) -> Mapping[str, Values]:
        """Returns what the source itself says of a type until now."""
        found = self.current.said_by(record_type(type), OFFICIAL + self.source.name)
        return {key: view.values for key, view in found}

    @cached_property
    def _became(self) -> Mapping[str, str]:
        """What each commune that merged is now, which the communes' own source tells."""
        follows = self.source.local and not self.source.brings_places
        return successors(self.current) if follows else {}

    def _known_keys(self, type: str) -> list[str]:
        """Returns the keys that the graph has; a load rests on those that others say."""
        self.current.prepare()
        text = f"MATCH (n:{type}) RETURN n.key, n.sources"
        rows = self.current.store.read(text, timeout=600).rows
        own = OFFICIAL + self.source.name
        others = (str(key) for key, sources in rows if _texts(sources) != [own])
        self.rests_on.append(_digest(sorted(others)))
        return sorted(str(key) for key, _ in rows)

    def _say(self, delivery: Delivery, opened: ExitStack) -> _Said:
        """Says an edition to the ledger, where nothing of it counts yet.

        Raises:
            DataError: its day is none, or a newer edition is loaded.
        """
        name = self._name(delivery)
        _check_day(delivery, self.path)
        mark = self._mark(name, delivery)
        if before := self.current.ledger.already(mark):
            known = OfficialReport(self.source, delivery.version, before, known_already=True)
            return _Said(known, delivery)
        earlier = [one for one in loaded(self.current.ledger) if one.source == name]
        _refuse_older(delivery, earlier)
        report = OfficialReport(self.source, delivery.version, 0, left=delivery.left)
        report.partial = not (delivery.whole and all(self._covers(one) for one in earlier))
        label = f"{self.source.name} {delivery.version}"
        edition = self._edition(delivery)
        load = opened.enter_context(self.current.staging("operator", name, label, mark, edition))
        delivery.rows = following(delivery.rows, self._became)
        saying = _Saying(load, delivery, self.source, self.progress)
        successions = saying.all(self.current, complete=not report.partial)
        return _Said(report, delivery, saying, successions)

    def _carry(self, said: _Said) -> OfficialReport:
        report, saying, successions = said.report, said.saying, said.successions
        if saying is None or successions is None:
            return report
        done = Counter[str]()

        def carried(count: int) -> None:
            done["rows"] += count
            self.progress(self.source.name, done["rows"], saying.total)

        report.load = saying.load.number
        with set_aside():
            report.outcome = self.current.carry(report.load, carried)
        for name, keys in said.delivery.gone.items():
            if keys:
                erased = self.current.erase(node_type(name), sorted(keys), saying.load.source)
                report.outcome.removed[name] += erased
        report.waiting = _waiting(self.current, saying.counts, report.load)
        report.successions = successions.told(self.current.store)
        return report

    @cached_property
    def _fingerprint(self) -> str:
        return fingerprint(self.path)

    def _mark(self, name: str, delivery: Delivery) -> str:
        """Returns what a load given again is known by: its files, and all that it rests on."""
        parts = [name, delivery.version, self._fingerprint]
        parts += [*self.choice.codes, str(self.choice.within), *self.rests_on]
        parts += [
            _digest(self._scope() or ()),
            _digest(map(" ".join, sorted(self._became.items()))),
        ]
        return " ".join(parts)

    def _scope(self) -> tuple[str, ...] | None:
        """Returns the codes of the communes that a local source is loaded for; None for all."""
        if not self.source.local or self.source.brings_places:
            return None
        return self.choice.known.communes

    def _among_known(self) -> bool:
        """Returns whether a load without codes is made for the communes known."""
        return bool(self.choice.places) and not self.source.brings_places

    def _edition(self, delivery: Delivery) -> Edition:
        whole = not self.source.local or not (self.choice.codes or self._among_known())
        return Edition(
            self.source.name,
            self.source.publisher,
            self.source.licence,
            delivery.version,
            delivery.published_on,
            None if whole else self.choice.codes,
            self.choice.within,
            self._scope(),
        )

    def _covers(self, earlier: LoadedEdition) -> bool:
        """Returns whether this load is made for all that an earlier one was made for."""
        edition, scope = earlier.edition, self._scope()
        if not self.source.local:
            return True
        if self.source.brings_places:
            return self._covers_by_choice(edition)
        return scope is None or (edition.scope is not None and {*edition.scope} <= {*scope})

    def _covers_by_choice(self, edition: Edition) -> bool:
        if edition.territories is None:
            return not self.choice.codes
        if (edition.territories, edition.within) == (self.choice.codes, self.choice.within):
            return True
        try:
            scopes = [each.scope() for each in (self.choice, self._choice_of(edition))]
        except DataError:
            return False
        return scopes[0].covers(scopes[1])

    def _choice_of(self, edition: Edition) -> Choice:
        return Choice(edition.territories or (), edition.within, self.choice.places)


@dataclass
class _Said:
    """An edition that has been said, or was known already: then it has no load of its own."""

    report: OfficialReport
    delivery: Delivery
    saying: _Saying | None = None
    successions: Successions | None = None

    def acknowledge(self) -> None:
        """Makes it count, complete for its types unless it is partial."""
        if self.saying:
            types = () if self.report.partial else self.saying.source.types
            complete = [record_type(name) for name in types]
            self.saying.load.acknowledge(complete, self.delivery.published_on)


@dataclass
class _Saying:
    """Says all rows of a delivery to the ledger, in batches a type."""

    load: Staging
    delivery: Delivery
    source: Source
    progress: Progress
    counts: Counter[str] = field(default_factory=Counter)
    writing: Future[None] | None = None

    @property
    def total(self) -> int:
        return self.counts.total()

    def all(self, current: Current, *, complete: bool) -> Successions:
        """Says every row, then the codes that a complete delivery retires."""
        said = Successions(self.source, self.load.source, self.delivery.version)
        said.remember(current)
        with ThreadPoolExecutor(1) as writer:
            self._say(said.noting(self.delivery.rows), writer)
            if complete:
                self._say(said.retired(current), writer)
            self._await()
        return said

    def _await(self) -> None:
        """Returns once what is on its way to the ledger is there."""
        if self.writing:
            self.writing.result()

    def _say(self, rows: Iterable[Row], writer: Executor) -> None:
        """Says rows in batches a type: while one is written, the next is read."""
        waiting: dict[str, list[Row]] = defaultdict(list)
        for row in rows:
            batch = waiting[row.record]
            batch.append(row)
            if len(batch) == BATCH:
                self._batch(row.record, batch, writer)
                batch.clear()
        for name, batch in waiting.items():
            if batch:
                self._batch(name, batch, writer)

    def _batch(self, name: str, rows: Sequence[Row], writer: Executor) -> None:
        record, on = record_type(name), self.delivery.published_on
        values = [
            row.values if isinstance(record, Signature) else {"key": row.ends[0], **row.values}
            for row in rows
        ]
        if faults := check(record, values):
            first = faults[0]
            key = " ".join(rows[first.place].ends)
            raise DataError("source.wrong_value", record=name, key=key, name=first.name)
        claims = [_claim(record, row, self.load.source, on) for row in rows]
        self._await()
        self.writing = writer.submit(self.load.say, record, claims)
        self.counts[name] += len(rows)
        self.progress(self.source.name, self.total, UNKNOWN)


def _claim(record: Record, row: Row, source: str, on: str) -> Claim:
    if isinstance(record, Signature):
        start, end = row.ends
        key = edge_key(record, start, end, row.values)
        return Claim(key, row.values, on, source, start, end)
    return Claim(row.ends[0], row.values, on, source)


def _waiting(current: Current, counts: Mapping[str, int], load: int) -> dict[str, int]:
    """Returns, by type, how many edges of a load wait for a node that nobody has said."""
    found = {}
    for name, said in counts.items():
        record = record_type(name)
        if isinstance(record, Signature):
            start, end = record.source.__name__, record.target.__name__
            pattern = f"(:{start})-[e:{record.edge.type}]->(:{end})"
            text = f"MATCH {pattern} WHERE e.load >= $load RETURN count(e)"
            there = current.store.read(text, {"load": load}, timeout=600).rows[0][0]
            if isinstance(there, int) and there < said:
                found[name] = said - there
    return found


def _withdraw(current: Current, source: Source) -> Iterator[int]:
    """Undoes the demonstration's own loads of what the official table now says."""
    for row in current.ledger.loads():
        if row.source == "demonstration" and row.undone_at is None:
            types = set(current.ledger.types(row.id))
            if types and types <= set(source.replaces_demonstration_of):
                current.undo(row.id, "operator")
                yield row.id


def fingerprint(path: Path) -> str:
    """Returns a hash of a file's bytes, or of all the files of a folder."""
    files = sorted(filter(Path.is_file, path.iterdir())) if path.is_dir() else [path]
    digest = hashlib.blake2b(digest_size=16)
    for file in files:
        with file.open("rb") as stream:
            digest.update(file.name.encode() + hashlib.file_digest(stream, "blake2b").digest())
    return digest.hexdigest()
