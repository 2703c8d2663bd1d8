"""The records that each row of a table makes, by its mapping, read as tables of their own are.

A line that one record of it refuses is refused whole, so that the file of refused rows holds it as
it was written and can be corrected and loaded again by the same mapping.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any

from graph.codes import slug
from graph.declare import NODES, SIGNATURES, EdgeColumn, Node, Signature, name_of
from graph.errors import Issue
from ingest.claims import UNKEYED, Given, Parsed, Reader, Rewrite, disagreements
from ingest.fitting import fitted, type_of
from ingest.headers import OBSERVED, SOURCE, Mapped, Meaning, meanings_of
from ingest.keyed import as_sent, keyed, keys_in, settled
from ingest.keying import made_keys
from ingest.mapping import CrossMapping, RecordMapping, TableMapping
from ingest.needs import SaidNeed, Understand, beside, needs_of
from ingest.parts import Part, filled_down, free, whole
from ingest.rows import Batch, Table
from ingest.synonyms import crossed
from ingest.unpacking import part_bands, part_names

UNCROSSED = frozenset({"", "-", "0", "non", "no", "n"})
WITH = {"legal_basis": "name"}  # constants that hold only where another property is filled
NOWHERE = "nowhere"  # stands for the key of a record whose line is refused already


def parsed(
    table: Table,
    mapping: TableMapping,
    source: str,
    observed_on: str,
    rewrite: Rewrite | None = None,
    understand: Understand | None = None,
) -> Parsed:
    """Returns all that a table says by a mapping, its bad lines apart.

    `rewrite` gives keys for names, `understand` what a need says in words.

    Raises:
        DataError: the mapping does not suit the table.
    """
    own = fitted(mapping, table)
    splitter = _Splitter(table, own, source, observed_on, rewrite, understand)
    for record in own.records:
        splitter.read(record)
    return splitter.gathered()


class _Splitter:
    """Reads the records of a table, one after another."""

    def __init__(
        self,
        table: Table,
        mapping: TableMapping,
        source: str,
        observed_on: str,
        rewrite: Rewrite | None,
        understand: Understand | None,
    ) -> None:
        self.table, self.mapping = table, mapping
        self.source, self.observed_on = source, observed_on
        self.rewrite, self.understand = rewrite, understand
        self.batch = filled_down(whole(as_sent(table)), mapping, keys_in(table))
        self.keyed = keyed(self.batch, mapping, table)
        self.keys: dict[str, dict[int, str]] = {}
        of = type_of(mapping.records[0])
        self.parsed = Parsed(
            Mapped(table, of, {}, tuple(mapping.left)),
            source,
            lines=len(self.batch.lines) + len(self.batch.raw),
            issues=list(self.batch.issues),
            notes=[*table.notes, *_left(table, mapping)],
            mapping=mapping,
        )

    def gathered(self) -> Parsed:
        """Returns what was read: what lines say of one record together, or against each other."""
        self.parsed.returned = {self.batch.lines[place] for place in self.keyed.places}
        self.parsed.refuse([])
        settled(self.parsed)
        _together(self.parsed)
        self.parsed.refuse(disagreements(self.parsed))
        return self.parsed

    def read(self, record: RecordMapping) -> None:
        """Reads all the records of one name."""
        of = type_of(record)
        part = self._part(record)
        self.keys[record.name] = {}
        self._join(part, record)
        mapped = Mapped(self.table, of, part.meanings, ())
        batch, *told = self._rewritten(part, mapped, record)
        if issubclass(of, Node) and _is_keyed_here(record, of):
            self._give_keys(part, of)
        elif issubclass(of, Node) and self.keyed.keys.get(record.name):
            part.fill(free(of.key.code.fr, part), of.key.code, self.keyed.cells(part))
        for cross in self.mapping.crosses:
            if cross.record == record.name:
                self._cross(part, cross)
        batch = replace(batch, cells=part.cells)
        rewritten: Any = (batch, *told)
        reader = Reader(mapped, batch, self.source, self.observed_on, lambda *_: rewritten)
        self._take(record, part, reader)

    # the rows of one record

    def _part(self, record: RecordMapping) -> Part:
        """Returns the rows that have something to say of a record, with their own columns."""
        headers = list(chain(*record.columns.values(), filter(None, (record.prose,))))
        cells = self.batch.cells
        places = [
            place
            for place in range(len(self.batch.lines))
            if any(cells[header][place] for header in headers)
        ]
        part = Part(record, places)
        known = meanings_of(type_of(record))
        for name, of in record.columns.items():
            part.add(
                " + ".join(of), known[name], self._put_together(known[name], of, places), own=True
            )
        part_bands(part, known)
        part_names(part, known)
        for kind in (SOURCE, OBSERVED):
            self._add_common(part, kind.name, known[kind.name])
        if record.prose:
            self._add_needs(part, record.prose)
        part.said = part.rows(own=True)
        self.keyed.complete(part, known)
        for name, text in record.constants.items():
            self._add_constant(part, known[name], text)
        return part

    def _add_constant(self, part: Part, meaning: Meaning, text: str) -> None:
        """Adds what holds wherever a line says nothing else: a basis only where there is a name."""
        with_it = [row.get(WITH.get(meaning.name, ""), text) for row in part.said]
        pairs = zip(with_it, self.keyed.views_of(part), strict=True)
        cells = [text if it and view is None else "" for it, view in pairs]
        part.fill(free(meaning.fr, part), meaning, cells)

    def _put_together(
        self, meaning: Meaning, headers: Sequence[str], places: Sequence[int]
    ) -> list[str]:
        """Returns the cells of columns as those of one: the names of a person, several keys."""
        sign = "; " if isinstance(meaning, EdgeColumn) else " "
        columns = [self.batch.cells[header] for header in headers]
        return [sign.join(filter(None, (cells[place] for cells in columns))) for place in places]

    def _add_common(self, part: Part, name: str, meaning: Meaning) -> None:
        """Adds what the first record's columns say of the whole line: its source, its day."""
        headers = self.mapping.records[0].columns.get(name)
        if headers and part.header_of(name) is None:
            part.add(
                " + ".join(headers), meaning, self._put_together(meaning, headers, part.places)
            )

    def _add_needs(self, part: Part, header: str) -> None:
        """Adds the needs that cells say in words, several of some cells, none of others."""
        answers = self.mapping.answers.get(header, {})
        texts = [self.batch.cells[header][place] for place in part.places]
        same = self.keyed.repeats(part, "title", texts)
        news = ["" if again else text for text, again in zip(texts, same, strict=True)]
        needs = needs_of(news, answers, self.understand)
        for row in (row for row, again in enumerate(same) if again):
            needs[row] = [SaidNeed({"title": texts[row]})]
        rows = [row for row, found in enumerate(needs) for _ in found]
        part.repeat(rows)
        pairs = zip(chain(*needs), part.rows(), strict=True)
        found = [beside(need, row) for need, row in pairs]
        known = meanings_of(NODES["Need"])
        for name in dict.fromkeys(chain.from_iterable(need.texts for need in found)):
            said = [need.texts.get(name, "") for need in found]
            label = header if name == "title" else free(f"{header}, {known[name].fr}", part)
            part.fill(label, known[name], said, own=name == "title")
        for place, need in zip(part.places, found, strict=True):
            if need.doubt:
                code, values = need.doubt
                self._note(Issue(code, self.table.file, self.batch.lines[place], header, values))

    def _note(self, issue: Issue) -> None:
        """Tells something once for each text that asks for it."""
        told = {(note.code, note.column, note.values.get("value")) for note in self.parsed.notes}
        if (issue.code, issue.column, issue.values.get("value")) not in told:
            self.parsed.notes.append(issue)

    # how it hangs on the others

    def _join(self, part: Part, record: RecordMapping) -> None:
        """Adds the keys of other records of the same line; one without the first is refused."""
        known = meanings_of(type_of(record))
        for number, (column, other) in enumerate(record.joins.items()):
            keys = self.keys[other]
            alone = [place for place in part.places if place not in keys] if number == 0 else []
            self._refuse_alone(record, other, alone)
            without = "" if number else NOWHERE
            cells = [keys.get(place, without) for place in part.places]
            part.add(free(other, part), known[column], cells)

    def _refuse_alone(self, record: RecordMapping, other: str, places: Iterable[int]) -> None:
        values = {"record": other, "type": type_of(record).fr}
        self.parsed.issues += [
            Issue("mapping.no_owner", self.table.file, self.batch.lines[place], other, values)
            for place in places
        ]

    def _rewritten(
        self, part: Part, mapped: Mapped, record: RecordMapping
    ) -> tuple[Batch, list[Issue], list[Issue]]:
        """Returns the rows with keys for names, beside the columns that help to find these.

        What joins the records of a row is their keys already.
        """
        lines = [self.batch.lines[place] for place in part.places]
        hints = {
            header: [self.batch.cells[header][place] for place in part.places]
            for header in self.batch.cells
            if header not in part.cells
        }
        batch = Batch(lines, {**hints, **part.cells})
        said = {h: each for h, each in part.meanings.items() if each.name not in record.joins}
        named = replace(mapped, meanings=said)
        found = self.rewrite(batch, named) if self.rewrite else (batch, [], [])
        part.cells = {header: found[0].cells[header] for header in part.cells}
        return found

    def _give_keys(self, part: Part, of: type[Node]) -> None:
        """Adds the keys of records that hang on another, or that nothing else would give one."""
        owner = [header for c in part.record.joins if (header := part.header_of(c))][:1]
        owners = [[part.cells[header][row] for header in owner] for row in range(len(part.places))]
        given = self.keyed.cells(part)
        keys = made_keys(of, part.rows(), owners, part.said, given)
        part.add(free(of.key.code.fr, part), of.key.code, keys)

    def _cross(self, part: Part, cross: CrossMapping) -> None:
        """Adds a column of edges for each column of crosses."""
        signature = SIGNATURES[cross.signature]
        end: Any = "source" if signature.source is type_of(part.record) else "target"
        place = [*signature.properties].index(cross.property) + 1 if cross.property else 0
        for header, key in cross.columns.items():
            texts = [self.batch.cells[header][place] for place in part.places]
            if not place:
                self._refuse_uncrossed(part, header, texts)
            cells = [_edge_cell(key, place, text) for text in texts]
            part.add(header, EdgeColumn(header, f"× {header}", signature, end), cells)

    def _refuse_uncrossed(self, part: Part, header: str, texts: Sequence[str]) -> None:
        """Refuses the lines whose cell in a column of crosses is neither a cross nor none."""
        for place, text in zip(part.places, texts, strict=True):
            if not (text.casefold() in UNCROSSED or crossed(text)):
                line, values = self.batch.lines[place], {"value": text}
                self.parsed.issues.append(
                    Issue("mapping.cross_unread", self.table.file, line, header, values)
                )

    # what it says

    def _take(self, record: RecordMapping, part: Part, reader: Reader) -> None:
        given = reader.given()  # which adds to the issues
        if issubclass(reader.mapped.of, Node):
            own = [one.claim.key for one in given if one.record is reader.mapped.of]
            pairs = zip(part.places, own, strict=True)
            made = {p: NOWHERE if k == UNKEYED else k for p, k in pairs}
            self.keys[record.name] = {**self.keyed.keys.get(record.name, {}), **made}
        joins = {header for c in record.joins if (header := part.header_of(c))}
        self.parsed.given += [
            one._replace(refers=tuple(each for each in one.refers if each[2] not in joins))
            for one in given
            if not (_is_loop(one) or _is_lost(one))
        ]
        self.parsed.issues += reader.issues
        told = {_place_of(note) for note in self.parsed.notes}
        self.parsed.notes += [note for note in reader.notes if _place_of(note) not in told]


def _place_of(note: Issue) -> tuple[object, ...]:
    """Returns what two records say alike of a cell that both hold."""
    return note.code, note.line, note.column, str(note.values)


def _is_keyed_here(record: RecordMapping, of: type[Node]) -> bool:
    """Returns whether the keys of a record are made of what it hangs on, or of its words."""
    if "key" in record.columns or of.key.reader is not slug:
        return False
    return bool(record.joins) or not of.key.alternatives


def _left(table: Table, mapping: TableMapping) -> Iterator[Issue]:
    return (Issue("load.column_left", table.file, None, header) for header in mapping.left)


def _edge_cell(key: str, place: int, text: str) -> str:
    """Returns what a cell of crosses would be in a column of edges; `place` is its property's."""
    if text.casefold() in UNCROSSED:
        return ""
    return f"{key}{':' * place}{text}" if place else key


def _is_loop(given: Given) -> bool:
    """Returns whether an edge joins a thing with itself, as the diagonal of a wide table does."""
    undirected = isinstance(given.record, Signature) and given.record.edge.undirected
    return undirected and given.claim.start == given.claim.end


def _is_lost(given: Given) -> bool:
    """Returns whether a claim hangs on a record that its line could not make."""
    return NOWHERE in {given.claim.start, given.claim.end}


def _together(parsed: Parsed) -> None:
    """Gives every claim of one record all that the lines which agree say of it.

    An empty cell says nothing: a company that fills one line of three is not another for it.
    """
    told: dict[tuple[str, ...], dict[str, Any]] = defaultdict(dict)
    apart: set[tuple[str, ...]] = set()
    for given in parsed.given:
        place, values = _told(given), told[_told(given)]
        if any(values.get(name, value) != value for name, value in given.claim.values.items()):
            apart.add(place)
        values |= given.claim.values
    parsed.given = [
        given
        if _told(given) in apart
        else given._replace(claim=given.claim._replace(values=told[_told(given)]))
        for given in parsed.given
    ]


def _told(given: Given) -> tuple[str, ...]:
    claim = given.claim
    return name_of(given.record), claim.key, claim.source, claim.observed_on
