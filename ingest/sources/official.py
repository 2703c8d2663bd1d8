"""What official sources share: reading published CSV, refusing another layout, loading whole.

A load of an official source is a complete delivery of its types: what a newer version no longer
says goes, unless somebody else says it too.
"""

from __future__ import annotations

import csv
import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from graph.claims import OFFICIAL, Claim, edge_key
from graph.current import Current, Outcome
from graph.declare import Record, Signature, record_type
from graph.errors import DataError, unknown
from graph.ledger import BATCH, Staging
from graph.validation import check
from graph.wording import sentence
from ingest.memory import collector_at_rest

Progress = Callable[[str, int, int], object]


class Row(NamedTuple):
    """A record that a source gives: a node's key, or an edge's two keys, with its values."""

    record: str
    ends: tuple[str, ...]
    values: dict[str, Any]


@dataclass(frozen=True)
class Delivery:
    """What one reading of a source gives; `version` and `published_on` are the publisher's."""

    version: str
    published_on: str
    rows: Iterator[Row]


@dataclass(frozen=True)
class Source:
    """An official source: `gives` is the code of a sentence, `read` reads its published layout."""

    name: str
    publisher: str
    licence: str
    gives: str
    types: tuple[str, ...]
    read: Callable[[Path], Delivery]
    replaces_demonstration_of: tuple[str, ...] = ()

    def described(self) -> dict[str, str]:
        """Returns what the list of sources shows of it."""
        return {
            "name": self.name,
            "publisher": self.publisher,
            "licence": self.licence,
            "gives": sentence(self.gives),
        }


@dataclass
class OfficialReport:
    """What became of an official table."""

    source: Source
    version: str
    load: int
    outcome: Outcome = field(default_factory=Outcome)
    known_already: bool = False
    withdrawn: list[int] = field(default_factory=list)

    def document(self) -> dict[str, Any]:
        """Returns the report as one JSON document."""
        counts = {
            verb: dict(sorted((+getattr(self.outcome, verb)).items()))
            for verb in ("created", "updated", "unchanged", "removed")
        }
        return {
            "source": self.source.name,
            "version": self.version,
            "load": self.load,
            "known_already": self.known_already,
            "withdrawn": self.withdrawn,
            **counts,
        }

    def sentences(self) -> Iterator[str]:
        """Yields the report as people read it."""
        name = self.source.name
        if self.known_already:
            yield sentence("source.known_already", name=name, number=str(self.load))
            return
        yield sentence("source.loaded", name=name, version=self.version, number=str(self.load))
        for verb in ("created", "updated", "unchanged", "removed"):
            for record, count in (+getattr(self.outcome, verb)).items():
                yield f"  {sentence(f'load.{verb}.did')} : {_counted(record_type(record), count)}"
        for number in self.withdrawn:
            yield sentence("source.withdrawn", number=str(number))


def _counted(record: Record, count: int) -> str:
    if isinstance(record, Signature):
        return sentence("load.links", count=count, edge=record.edge.fr)
    return sentence("load.records", count=count, one=record.fr, many=record.fr_plural)


def load_source(sources: dict[str, Source]) -> Callable[..., OfficialReport]:
    """Returns the function that loads one of these sources by its name."""

    def load(
        current: Current, name: str, path: Path, progress: Progress = lambda *_: None
    ) -> OfficialReport:
        """Loads the source of that name from a file or folder.

        Raises:
            UnknownNameError: no source is called that.
            DataError: the file has another layout; it says what was expected and found.
        """
        if name not in sources:
            raise unknown("source.unknown", name, sources)
        if not path.exists():
            raise DataError("table.missing", file=str(path))
        return _load(current, sources[name], path, progress)

    return load


@collector_at_rest()
def _load(current: Current, source: Source, path: Path, progress: Progress) -> OfficialReport:
    delivery = source.read(path)
    mark = f"{source.name} {delivery.version} {fingerprint(path)}"
    if before := current.ledger.already(mark):
        return OfficialReport(source, delivery.version, before, known_already=True)
    label = f"{source.name} {delivery.version}"
    with current.staging("operator", OFFICIAL + source.name, label, mark) as load:
        said = _say(load, delivery, progress)
        load.acknowledge([record_type(name) for name in source.types], delivery.published_on)
        done = Counter[str]()

        def carried(count: int) -> None:
            done["rows"] += count
            progress(source.name, done["rows"], said)

        outcome = current.carry(load.number, carried)
    report = OfficialReport(source, delivery.version, load.number, outcome)
    report.withdrawn = list(_withdraw(current, source))
    return report


def _say(load: Staging, delivery: Delivery, progress: Progress) -> int:
    """Says every row, in batches a type; returns how many."""
    waiting: dict[str, list[Row]] = defaultdict(list)
    said = 0
    for row in delivery.rows:
        batch = waiting[row.record]
        batch.append(row)
        if len(batch) == BATCH:
            said += _say_batch(load, row.record, batch, delivery.published_on)
            batch.clear()
            progress(load.source, said, said)
    for name, batch in waiting.items():
        said += _say_batch(load, name, batch, delivery.published_on) if batch else 0
    return said


def _say_batch(load: Staging, name: str, rows: Sequence[Row], on: str) -> int:
    record = record_type(name)
    values = [
        row.values if isinstance(record, Signature) else {"key": row.ends[0], **row.values}
        for row in rows
    ]
    if faults := check(record, values):
        first = faults[0]
        key = " ".join(rows[first.place].ends)
        raise DataError("source.wrong_value", record=name, key=key, name=first.name)
    claims = [_claim(record, row, load.source, on) for row in rows]
    load.say(record, claims)
    return len(claims)


def _claim(record: Record, row: Row, source: str, on: str) -> Claim:
    if isinstance(record, Signature):
        start, end = row.ends
        key = edge_key(record, start, end, row.values)
        return Claim(key, row.values, on, source, start, end)
    return Claim(row.ends[0], row.values, on, source)


def _withdraw(current: Current, source: Source) -> Iterator[int]:
    """Undoes the demonstration's own loads of what the official table now says."""
    for row in current.ledger.loads():
        if row.source == "demonstration" and row.undone_at is None:
            types = set(current.ledger.types(row.id))
            if types and types <= set(source.replaces_demonstration_of):
                current.undo(row.id, "operator")
                yield row.id


# reading published tables


def published(path: Path, columns: Sequence[str], delimiter: str = ",") -> Iterator[dict[str, str]]:
    """Yields the rows of a published CSV as mappings, streamed.

    Raises:
        DataError: the header is not the published one.
    """
    with path.open(encoding="utf-8-sig", newline="") as stream:
        try:
            reader = csv.DictReader(stream, delimiter=delimiter, strict=True)
            found = reader.fieldnames or []
            if not set(columns) <= set(found):
                raise layout(path, columns, found)
            yield from reader
        except (csv.Error, UnicodeDecodeError) as error:
            raise DataError("table.unreadable", file=path.name, reason=str(error)) from None


def layout(path: Path, expected: Iterable[str], found: Iterable[str]) -> DataError:
    """Returns the error for a file of another layout."""
    shown = ", ".join(list(found)[:12]) or "—"
    return DataError("source.layout", file=path.name, expected=", ".join(expected), found=shown)


def fingerprint(path: Path) -> str:
    """Returns a hash of a file's bytes, or of all the files of a folder."""
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    digest = hashlib.blake2b(digest_size=16)
    for file in files:
        with file.open("rb") as stream:
            digest.update(file.name.encode() + hashlib.file_digest(stream, "blake2b").digest())
    return digest.hexdigest()


def first_with(folder: Path, part: str) -> Path:
    """Returns the CSV of a folder whose name holds `part`.

    Raises:
        DataError: there is none.
    """
    found = sorted(folder.glob(f"*{part}*.csv")) if folder.is_dir() else []
    if not found:
        names = [file.name for file in folder.iterdir()] if folder.is_dir() else [folder.name]
        raise layout(folder, [f"*{part}*.csv"], names)
    return found[-1]


def modified_on(path: Path) -> str:
    """Returns the day a file was last written, where its publisher gives no date."""
    return date.fromtimestamp(path.stat().st_mtime).isoformat()
