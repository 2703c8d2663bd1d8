"""Rows to claims: what each line of a table says of nodes and edges, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, partial
from itertools import chain
from typing import Any, NamedTuple

from graph.claims import Claim, edge_key
from graph.codes import slug
from graph.declare import (
    SIGNATURES,
    Edge,
    EdgeColumn,
    Node,
    Record,
    Signature,
    edge_columns,
    name_of,
)
from graph.embargo import withheld
from graph.errors import Issue
from graph.kinds import Property
from graph.validation import Fault, check
from ingest import cells
from ingest.headers import OBSERVED, REVISION, SOURCE, EndColumn, Mapped
from ingest.mapping import TableMapping
from ingest.rows import Batch

# A batch with keys for the names that its cells say, what refuses its lines, what is to be told.
Rewrite = Callable[[Batch, Mapped], tuple[Batch, list[Issue], list[Issue]]]
UNKEYED = "?"  # stands for the key of a line that is refused for want of one


class Given(NamedTuple):
    """One claim with the line that makes it; `refers` are the nodes it cannot do without."""

    line: int
    record: Record
    claim: Claim
    refers: tuple[tuple[type[Node], str, str], ...] = ()


@dataclass
class Parsed:
    """What a table says; `issues` are what is refused, `notes` what a person should know.

    `dropped` is what refused lines say: all that is wrong with them is told, references too.
    `returned` are the lines of a table that was given back: they say what differs from what holds.
    `mapping` is how it was read, where not by the words of its own type alone.
    """

    mapped: Mapped
    source: str
    lines: int = 0
    given: list[Given] = field(default_factory=list)
    dropped: list[Given] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    notes: list[Issue] = field(default_factory=list)
    returned: set[int] = field(default_factory=set)
    mapping: TableMapping | None = None

    @property
    def refused(self) -> set[int]:
        """The lines that are refused."""
        return {issue.line for issue in self.issues if issue.line is not None}

    def refuse(self, issues: list[Issue]) -> None:
        """Refuses the lines of some issues: all that they say is dropped."""
        self.issues = sorted([*self.issues, *issues], key=lambda issue: issue.line or 0)
        refused = self.refused
        self.dropped += [given for given in self.given if given.line in refused]
        self.given = [given for given in self.given if given.line not in refused]


def parse(mapped: Mapped, source: str, observed_on: str, rewrite: Rewrite | None = None) -> Parsed:
    """Returns what a table says, its bad lines apart; two lines that disagree are both bad."""
    parsed = Parsed(mapped, source, notes=list(mapped.table.notes))
    for header in mapped.left:
        parsed.notes.append(Issue("load.column_left", mapped.table.file, None, header))
    for batch in mapped.table.batches():
        parsed.lines += len(batch.lines) + len(batch.raw)
        reader = Reader(mapped, batch, source, observed_on, rewrite)
        parsed.given += reader.given()  # which adds to the issues
        parsed.issues += chain(batch.issues, reader.issues)
        parsed.notes += reader.notes
        parsed.returned |= reader.returned()
    parsed.refuse([])
    parsed.refuse(disagreements(parsed))
    return parsed


class Reader:
    """Reads one batch of a table; what naming refused of a cell is not told a second time."""

    def __init__(
        self,
        mapped: Mapped,
        batch: Batch,
        source: str,
        observed_on: str,
        rewrite: Rewrite | None = None,
    ) -> None:
        self.mapped = mapped
        self.issues: list[Issue] = []
        self.notes: list[Issue] = []
        self.batch = batch
        if rewrite:
            self.batch, self.issues, self.notes = rewrite(batch, mapped)
        self.named_wrong = {(issue.line, issue.column) for issue in self.issues}
        self.values: dict[str, list[Any]] = {}
        self.headers = {meaning.name: header for header, meaning in mapped.meanings.items()}
        for header, meaning in mapped.meanings.items():
            self._read(header, meaning)
        self.days = self._column_or(OBSERVED, observed_on)
        self.sources = self._column_or(SOURCE, source)
        self.unread = {(issue.line, issue.column) for issue in self.issues}

    def _read(self, header: str, meaning: Property | EdgeColumn | EndColumn) -> None:
        if isinstance(meaning, EdgeColumn):
            return
        kind = meaning.node.key.code if isinstance(meaning, EndColumn) else meaning
        column = cells.read(kind, self.batch.cells[header])
        self.values[meaning.name] = column.values
        for place, (code, values) in column.wrong.items():
            if not self._misnamed(place, header):
                self.issues.append(self._issue(place, header, code, values))
        for place, mended in column.mended.items():
            written = {"value": self.batch.cells[header][place], "mended": mended}
            self.notes.append(self._issue(place, header, "load.mended", written))

    def _misnamed(self, place: int, header: str) -> bool:
        """Returns whether a cell is refused already, for a name that nothing or several have."""
        return (self.batch.lines[place], header) in self.named_wrong

    def _issue(self, place: int, header: str, code: str, values: Mapping[str, object]) -> Issue:
        return Issue(code, self.mapped.table.file, self.batch.lines[place], header, values)

    def given(self) -> list[Given]:
        """Returns the claims of all lines; what is wrong with some goes to `issues`."""
        of = self.mapped.of
        return list(self._edges(of) if issubclass(of, Edge) else self._nodes(of))

    def returned(self) -> set[int]:
        """Returns the lines that say which revision they were given back at."""
        revisions = self.values.get(REVISION.name, ())
        return {self.batch.lines[place] for place, each in enumerate(revisions) if each}

    def _nodes(self, of: type[Node]) -> Iterator[Given]:
        keys = [self._key(of, place) for place in range(len(self.batch.lines))]
        names = [name for name in of.properties if name in self.values]
        rows = list(self._rows(names))
        self._check(of, [{"key": key, **row} for key, row in zip(keys, rows, strict=True)])
        for place, key in enumerate(keys):
            claim = self._claim(place, key, withheld(rows[place]))
            yield Given(self.batch.lines[place], of, claim)
        for column in self.mapped.meanings.values():
            if isinstance(column, EdgeColumn):
                yield from self._column(column, keys)

    def _rows(self, names: list[str]) -> Iterator[dict[str, Any]]:
        columns = [self.values[name] for name in names]
        for row in zip(*columns, strict=True) if columns else ((),) * len(self.batch.lines):
            yield {n: value for n, value in zip(names, row, strict=True) if value is not None}

    def _key(self, of: type[Node], place: int) -> str:
        """Returns a node's key: its own cell, else made of the first columns that are filled."""
        own = self.values.get("key")
        if own and own[place] is not None:
            return str(own[place])
        for alternative in of.key.alternatives:
            if all(self._text(name, place) for name in alternative):
                return self._made_key(of, place, alternative)
        makers = (self.headers.get(name) for name in ("key", *chain(*of.key.alternatives)))
        if not any((self.batch.lines[place], header) in self.unread for header in makers):
            ways = (" + ".join(_label(of, name) for name in way) for way in of.key.alternatives)
            right = {"right": " / ".join(("clé", *ways))}
            header = self.headers.get("key", "clé")
            self.issues.append(self._issue(place, header, "cell.no_key", right))
        return UNKEYED

    def _text(self, name: str, place: int) -> str:
        header = self.headers.get(name)
        value = self.values.get(name)
        if value is not None:
            return "" if value[place] is None else str(value[place])
        return self.batch.cells[header][place] if header else ""

    def _made_key(self, of: type[Node], place: int, names: tuple[str, ...]) -> str:
        texts = [self._text(name, place) for name in names]
        if len(texts) > 1:
            return self._slug(place, names, texts)
        key, cause, mended = cells.read_one(of.key.code, texts[0])
        header = self.headers[names[0]]
        if cause:
            self.issues.append(self._issue(place, header, *cause))
            return UNKEYED
        if mended and names[0] in self.values:
            self.values[names[0]][place] = mended
            values = {"value": texts[0], "mended": mended}
            self.notes.append(self._issue(place, header, "load.mended", values))
        return str(key)

    def _slug(self, place: int, names: tuple[str, ...], texts: list[str]) -> str:
        try:
            return slug(*texts)
        except ValueError:
            values = {"value": " ".join(texts), "right": "atelier-d-amboise-37003"}
            self.issues.append(self._issue(place, self.headers[names[0]], "cell.code", values))
            return UNKEYED

    def _check(self, record: Record, rows: list[dict[str, Any]]) -> None:
        for fault in check(record, rows):
            self._refuse(record, fault.place, fault)

    def _refuse(self, record: Record, place: int, fault: Fault, column: str | None = None) -> None:
        header = column or self.headers.get(fault.name) or _label(record, fault.name)
        # What could not be read is not missing.
        if fault.code != "cell.missing" or (self.batch.lines[place], header) not in self.unread:
            self.issues.append(self._issue(place, header, fault.code, fault.values))

    def _claim(self, place: int, key: str, values: dict[str, Any], *ends: str) -> Claim:
        return Claim(key, values, self.days[place], self.sources[place], *ends)

    def _column_or(self, kind: Property, otherwise: str) -> list[str]:
        """Returns what each line says of itself, else what holds of the table."""
        own = self.values.get(kind.name, (None,) * len(self.batch.lines))
        return [value or otherwise for value in own]

    def _column(self, column: EdgeColumn, keys: list[str]) -> Iterator[Given]:
        header = self.headers[column.name]
        read = cache(partial(cells.named, column))
        for place, (key, cell) in enumerate(zip(keys, self.batch.cells[header], strict=True)):
            if cell and not self._misnamed(place, header):
                yield from self._cell(column, place, key, read(cell))

    def _cell(
        self, column: EdgeColumn, place: int, key: str, named: cells.Named
    ) -> Iterator[Given]:
        header = self.headers[column.name]
        if named.error:
            self.issues.append(self._issue(place, header, named.error.code, named.error.values))
        for fault in named.faults:
            self._refuse(column.signature, place, fault, header)
        for reference, values in named.pairs:
            if reference.mended:
                mended = {"value": named.cell, "mended": reference.mended}
                self.notes.append(self._issue(place, header, "load.mended", mended))
            ends = (key, reference.key) if column.own_end == "source" else (reference.key, key)
            refers = ((column.other, reference.key, header),)
            yield self._edge(column.signature, place, ends, dict(values), refers)

    def _edge(
        self,
        signature: Signature,
        place: int,
        ends: tuple[str, str],
        values: dict[str, Any],
        refers: tuple[tuple[type[Node], str, str], ...],
    ) -> Given:
        start, end = sorted(ends) if signature.edge.undirected else ends
        for name in signature.edge.identity:
            values.setdefault(name, signature.properties[name].default)
        key = edge_key(signature, start, end, values)
        claim = self._claim(place, key, values, start, end)
        return Given(self.batch.lines[place], signature, claim, refers)

    def _edges(self, of: type[Edge]) -> Iterator[Given]:
        names = [name for name in of.properties if name in self.values]
        rows = list(self._rows(names))
        self._check(Signature(of, *of.ends[0]), rows)
        for place, values in enumerate(rows):
            ends = [self._end(place, "source"), self._end(place, "target")]
            if not (ends[0] and ends[1]):
                continue
            (start, start_key), (end, end_key) = ends[0], ends[1]
            signature = SIGNATURES.get(f"{start.node.__name__}-{of.type}-{end.node.__name__}")
            if signature is None:
                wrong = {"start": start.fr, "end": end.fr, "edge": of.fr}
                self.issues.append(self._issue(place, end.fr, "load.no_such_edge", wrong))
                continue
            refers = (
                (start.node, start_key, self.headers[start.name]),
                (end.node, end_key, self.headers[end.name]),
            )
            yield self._edge(signature, place, (start_key, end_key), values, refers)

    def _end(self, place: int, end: str) -> tuple[EndColumn, str] | None:
        """Returns the one end that a row of an edge table names; none or two is an issue."""
        columns = [
            column
            for column in self.mapped.meanings.values()
            if isinstance(column, EndColumn) and column.end == end
        ]
        filled = [c for c in columns if self.batch.cells[self.headers[c.name]][place]]
        if len(filled) != 1:
            code = "load.end_missing" if not filled else "load.end_twice"
            right = " ou ".join(self.headers[column.name] for column in columns)
            self.issues.append(self._issue(place, right, code, {"right": right}))
            return None
        key = self.values[filled[0].name][place]
        return (filled[0], key) if key else None


def _label(record: Record, name: str) -> str:
    columns = () if isinstance(record, Signature) else edge_columns(record)
    labels = {column.name: column.fr for column in columns}
    return record.properties[name].fr if name in record.properties else labels.get(name, "clé")


def disagreements(parsed: Parsed) -> list[Issue]:
    """Returns an issue for each line that says of a record otherwise than another line.

    Two sources, or one source on two days, may well differ.
    """
    first: dict[tuple[str, ...], Given] = {}
    issues: dict[int, Issue] = {}
    for given in parsed.given:
        claim = given.claim
        told = name_of(given.record), claim.key, claim.source, claim.observed_on
        other = first.setdefault(told, given)
        if other.claim.values != claim.values:
            for line, against in ((other.line, given.line), (given.line, other.line)):
                values = {"key": claim.key.replace("\x1f", " → "), "other": str(against)}
                issues.setdefault(
                    line, Issue("load.disagree", parsed.mapped.table.file, line, None, values)
                )
    return [issues[line] for line in sorted(issues)]
