"""Tables into the graph: checked whole first, then said to the ledger, then carried.

Every table of a command is read and checked before the first is written, so that the order in
which files are given does not matter, and a dry run is the same work without the writing.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from graph.claims import Claim
from graph.current import Current
from graph.declare import Node, Record, name_of, record_type
from graph.errors import DataError, Issue
from graph.foresight import Foresight
from graph.ledger import BATCH, Delivery, Ledger
from graph.views import ORDER, Outcome
from ingest.claims import Given, Parsed
from ingest.followed import follow
from ingest.headers import Tabled
from ingest.keyed import as_sent
from ingest.mapping import TableMapping, written
from ingest.memory import collector_at_rest, set_aside
from ingest.reading import Reading, Way, other_shape, type_read
from ingest.returning import leave_unsaid
from ingest.tables import Table, tables

Progress = Callable[[str, int, int], object]


@dataclass(frozen=True)
class Orders:
    """How a command asks for tables to be loaded."""

    author: str = "operator"
    source: str | None = None
    observed_on: str | None = None
    type: str | None = None
    complete: bool = False
    dry_run: bool = False
    mappings: tuple[TableMapping, ...] = ()


@dataclass
class TableReport:
    """What became of one table; `load` is `None` for a dry run, or where nothing was new.

    `mapping` is how it was read, where not by the words of its own type alone.
    """

    file: str
    type: str
    lines: int
    outcome: Outcome
    load: int | None = None
    refused: int = 0
    waiting: int = 0
    known_already: bool = False
    issues: list[Issue] = field(default_factory=list)
    notes: list[Issue] = field(default_factory=list)
    mapping: TableMapping | None = None


@dataclass
class Report:
    """What became of all the tables of a command, in the order in which they were written."""

    dry_run: bool
    tables: list[TableReport] = field(default_factory=list)
    unreadable: list[DataError] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        """Whether every line of every table was taken."""
        return not (self.unreadable or any(table.issues for table in self.tables))


@dataclass(frozen=True)
class Refused:
    """The refused lines of one table, to be written out with their causes."""

    table: Table
    causes: dict[int, list[Issue]]


@collector_at_rest()
def load(
    current: Current,
    paths: Sequence[Path],
    orders: Orders,
    progress: Progress = lambda *_: None,
) -> Report:
    """Loads files; a dry run only says what would be created, updated, left alone and refused."""
    report = Report(orders.dry_run)
    reading = Reading(current, orders.type, orders.mappings)
    parsed = _parse_all(reading, paths, orders, report, progress)
    follow(current, parsed)
    waiting = _check_references(current, parsed)
    foresight = Foresight(current.ledger)
    for one in _in_order(parsed):
        reported = TableReport(one.mapped.table.file, one.mapped.of.__name__, one.lines, Outcome())
        reported.issues, reported.notes = one.issues, one.notes
        reported.refused, reported.mapping = len(one.refused), one.mapping
        reported.waiting = waiting[id(one)]
        unsaid = Counter() if orders.complete else leave_unsaid(current, one)
        if orders.dry_run:
            _foresee(current.ledger, foresight, one, orders, reported)
        else:
            _write(current, one, orders, reported, progress)
            if reported.load:
                reading.remember(one, orders.author, reported.load)
        reported.outcome.unchanged += unsaid
        report.tables.append(reported)
        if one.issues and orders.complete:
            reported.notes = [*one.notes, Issue("load.not_complete", one.mapped.table.file)]
        if one.issues:
            report.refused.append(Refused(as_sent(one.mapped.table), _causes(one.issues)))
    return report


def _parse_all(
    reading: Reading, paths: Sequence[Path], orders: Orders, report: Report, progress: Progress
) -> list[Parsed]:
    """Returns what tables say, places and partners first, as names that others may mean."""
    found = []
    today = orders.observed_on or date.today().isoformat()
    ways = _ways(reading, paths, report)
    for table, way, source in sorted(ways, key=lambda each: _place(type_read(each[1]))):
        progress(table.file, 0, table.rows)
        found.append(reading.parse(table, way, orders.source or source, today))
    return found


def _ways(reading: Reading, paths: Sequence[Path], report: Report) -> list[tuple[Table, Way, str]]:
    """Returns how each table is read and what its source is called, where nobody says it."""
    found: list[tuple[Table, Way, str]] = []
    for path in paths:
        try:
            found += [(*reading.way(table), path.stem) for table in tables(path)]
        except DataError as error:
            report.unreadable.append(error)
    if found and (unused := reading.unused):
        report.unreadable.append(other_shape(unused[0], [table for table, _, _ in found]))
        return []
    return found


def _in_order(parsed: Iterable[Parsed]) -> list[Parsed]:
    """Returns nodes before edges, and what is named before what names it where the model allows."""
    return sorted(parsed, key=lambda one: _place(one.mapped.of))


def _place(of: Tabled) -> int:
    return ORDER[of.__name__] if issubclass(of, Node) else len(ORDER)


# what a line cannot do without


def _check_references(current: Current, parsed: list[Parsed]) -> Counter[int]:
    """Refuses the lines that name what nobody knows; returns, by table, the edges that wait.

    A reference waits when nothing of its kind is known yet: its table is still to come.
    """
    known = _Known(current)
    while True:
        known.promised = _promised(parsed)
        refused = [one for one in parsed if _refuse_unknown(one, known)]
        if not refused:
            break
    for one in parsed:
        one.refuse(_unknown(one, one.dropped, known))
    return Counter(
        {id(one): sum(bool(known.waiting(given)) for given in one.given) for one in parsed}
    )


def _promised(parsed: Iterable[Parsed]) -> dict[str, set[str]]:
    promised: dict[str, set[str]] = defaultdict(set)
    for one in parsed:
        for given in one.given:
            if not given.refers and isinstance(given.record, type):
                promised[given.record.__name__].add(given.claim.key)
    return promised


def _refuse_unknown(one: Parsed, known: _Known) -> bool:
    issues = _unknown(one, one.given, known)
    if issues:
        one.refuse(issues)
    return bool(issues)


def _unknown(one: Parsed, told: Sequence[Given], known: _Known) -> list[Issue]:
    """Returns an issue for each reference to what nobody knows, but those told already."""
    known.ask(told)
    before = {(issue.line, issue.column, issue.values.get("key")) for issue in one.issues}
    issues = []
    for given in told:
        for node, key, header in given.refers:
            shown = key.removeprefix("com:")
            if known.is_missing(node, key) and (given.line, header, shown) not in before:
                values = {"type": node.fr, "key": shown}
                file = one.mapped.table.file
                issues.append(Issue("load.unknown_reference", file, given.line, header, values))
    return issues


class _Known:
    """Which nodes the ledger knows, or the tables of this command promise."""

    def __init__(self, current: Current) -> None:
        self._ledger = current.ledger
        self._answers: dict[str, dict[str, bool]] = defaultdict(dict)
        self._kinds: dict[tuple[str, str], bool] = {}
        self.promised: dict[str, set[str]] = {}

    def ask(self, given: Iterable[Given]) -> None:
        """Asks the ledger, in batches, for all that some claims refer to."""
        wanted: dict[str, set[str]] = defaultdict(set)
        for one in given:
            for node, key, _ in one.refers:
                wanted[node.__name__].add(key)
        for label, keys in wanted.items():
            new = sorted(keys - self._answers[label].keys())
            for first in range(0, len(new), BATCH):
                batch = new[first : first + BATCH]
                live = self._ledger.live_keys(record_type(label), batch)
                self._answers[label].update({key: key in live for key in batch})

    def _is_known(self, node: type[Node], key: str) -> bool:
        label = node.__name__
        return self._answers[label].get(key, False) or key in self.promised.get(label, ())

    def _kind_is_known(self, node: type[Node], key: str) -> bool:
        prefix = f"{key.partition(':')[0]}:" if ":" in key else ""
        kind = node.__name__, prefix
        if kind not in self._kinds:
            self._kinds[kind] = self._ledger.knows(node, prefix)
        return self._kinds[kind] or any(
            k.startswith(prefix) for k in self.promised.get(kind[0], ())
        )

    def is_missing(self, node: type[Node], key: str) -> bool:
        """Whether a key is unknown although others of its kind are known."""
        return not self._is_known(node, key) and self._kind_is_known(node, key)

    def waiting(self, given: Given) -> bool:
        """Whether an edge waits for a node of a kind of which nothing is known yet."""
        return any(not self._is_known(node, key) for node, key, _ in given.refers)


def _causes(issues: Iterable[Issue]) -> dict[int, list[Issue]]:
    causes: dict[int, list[Issue]] = defaultdict(list)
    for issue in issues:
        if issue.line is not None:
            causes[issue.line].append(issue)
    return dict(causes)


# saying it


def _fingerprint(one: Parsed, orders: Orders) -> str:
    """Returns what a table loaded again whole is recognised by; the day is part of it."""
    day = orders.observed_on or date.today().isoformat()
    parts = (one.mapped.table.fingerprint, one.mapped.of.__name__, one.source, day)
    refused = ",".join(map(str, sorted(one.refused)))
    reading = (written(one.mapping),) if one.mapping else ()
    text = "\x1f".join((*parts, refused, str(orders.complete), *reading))
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def _write(
    current: Current, one: Parsed, orders: Orders, reported: TableReport, progress: Progress
) -> None:
    fingerprint = _fingerprint(one, orders)
    if _is_known(current.ledger, one, fingerprint, reported) or not one.given:
        return
    label = one.mapped.table.file
    with current.staging(orders.author, one.source, label, fingerprint) as load:
        spoken = _spoken(one)
        for record, claims in spoken:
            for first in range(0, len(claims), BATCH):
                load.say(record, claims[first : first + BATCH])
        delivery = _delivery(one, orders, spoken)
        complete = [record for record, _ in spoken] if delivery else ()
        load.acknowledge(complete, delivery.on if delivery else None)
        reported.load = load.number
        total = len(one.given)
        done = Counter[str]()

        def carried(count: int) -> None:
            done["rows"] += count
            progress(one.mapped.table.file, done["rows"], total)

        with set_aside():
            reported.outcome = current.carry(load.number, carried)


def _is_known(ledger: Ledger, one: Parsed, fingerprint: str, reported: TableReport) -> bool:
    """Returns whether this table was loaded before as it is, and reports it."""
    before = ledger.already(fingerprint)
    if before:
        reported.known_already, reported.load = True, before
        for record, claims in _spoken(one):
            reported.outcome.unchanged[name_of(record)] += len({claim.key for claim in claims})
    return bool(before)


def _spoken(one: Parsed) -> list[tuple[Record, list[Claim]]]:
    """Returns what a table says of each type, nodes first, each record once a source and day."""
    found: dict[str, dict[tuple[str, str, str], Claim]] = defaultdict(dict)
    for given in one.given:
        claim = given.claim
        told = claim.key, claim.source, claim.observed_on
        found[name_of(given.record)][told] = claim
    return [
        (record_type(name), list(found[name].values()))
        for name in sorted(found, key=ORDER.__getitem__)
    ]


def _delivery(
    one: Parsed, orders: Orders, spoken: Sequence[tuple[Record, Sequence[Claim]]]
) -> Delivery | None:
    """Returns what a table delivers whole; it dates from its oldest line, which it must not sweep.

    A refused line is said too, and nobody knows of what: then nothing is taken as complete.
    """
    if not orders.complete or one.issues:
        return None
    days = {claim.observed_on for _, claims in spoken for claim in claims}
    day = orders.observed_on or date.today().isoformat()
    types = frozenset(name_of(record) for record, _ in spoken)
    return Delivery(0, one.source, types, min({day, *days}), counts=True)


def _foresee(
    ledger: Ledger, foresight: Foresight, one: Parsed, orders: Orders, reported: TableReport
) -> None:
    """Counts what a load would do, from the ledger alone."""
    if not _is_known(ledger, one, _fingerprint(one, orders), reported):
        spoken = _spoken(one)
        reported.outcome = foresight.load(spoken, _delivery(one, orders, spoken))


def document(report: Report) -> dict[str, Any]:
    """Returns a report as the one JSON document of `maillage load --format json`."""
    return {
        "dry_run": report.dry_run,
        "clean": report.clean,
        "tables": [_table_document(table) for table in report.tables],
        "unreadable": [str(error) for error in report.unreadable],
    }


def _table_document(table: TableReport) -> dict[str, Any]:
    counts = {
        name: dict(sorted((+getattr(table.outcome, name)).items()))
        for name in ("created", "updated", "unchanged", "removed")
    }
    return {
        "file": table.file,
        "type": table.type,
        "lines": table.lines,
        "load": table.load,
        "refused": table.refused,
        "waiting": table.waiting,
        **counts,
        "issues": [_issue_document(issue) for issue in table.issues],
        "notes": [_issue_document(issue) for issue in table.notes],
    }


def _issue_document(issue: Issue) -> dict[str, Any]:
    return {
        "file": issue.file,
        "line": issue.line,
        "column": issue.column,
        "value": issue.values.get("value"),
        "code": issue.code,
        "message": str(issue),
    }
