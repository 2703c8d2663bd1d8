"""What a table that nobody prepared is taken for: its records, their columns, and how sure it is.

Headers are read first: the model's own words, then those people use, then parts of them and words
nearly the same. Then the cells decide: 14 figures whose check figure holds are a SIRET. Which
types may stand on one row follows from the edges of the model.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from graph.declare import NODES, Edge, Node
from graph.errors import DataError, Issue
from graph.wording import sentence
from ingest import synonyms
from ingest.crosses import crosses_of
from ingest.evidence import Known
from ingest.fitting import worded
from ingest.headers import Mapped, mapped, named_type, words
from ingest.likening import Reading, headings, readings
from ingest.mapping import CrossMapping, RecordMapping, TableMapping
from ingest.rows import Table
from ingest.sharing import FAVOUR, LEAST, LOOSE, WIDEST, Sharing, joins_to

SURE = 0.7
EXAMPLES = 3
WORDED = {"header", "synonym", "group"}  # what leaves no doubt of the sense of a header


class ColumnGuess(NamedTuple):
    """What one column is taken for.

    Attributes:
        header: its name, as written.
        record: the name of the record that it belongs to; None where it is not read.
        meaning: the property, edge column or end it gives, or `prose`, or `cross`.
        why: what it was known by: header, synonym, group, contained, near, values, postal, cross;
            none, or unread where the header is known but the cells say something else.
        confidence: from 0 to 1.
        examples: its first three different cells.
        alternatives: what else it could be, best first: record type and meaning.
        doubt: the code of the sentence that says why a person should look at it; None: sure.
    """

    header: str
    record: str | None
    meaning: str | None
    why: str
    confidence: float
    examples: tuple[str, ...]
    alternatives: tuple[tuple[str, str], ...] = ()
    doubt: str | None = None


@dataclass(frozen=True)
class Proposal:
    """How a table may be read; `lacking` says what its records still must have."""

    file: str
    mapping: TableMapping
    columns: list[ColumnGuess]
    lacking: list[Issue] = field(default_factory=list)

    @property
    def doubts(self) -> list[ColumnGuess]:
        """The columns that a person should look at."""
        return [guess for guess in self.columns if guess.doubt]

    @property
    def sure(self) -> bool:
        """Whether it can be taken as it is."""
        return bool(self.mapping.records) and not self.doubts and not self.lacking


def propose(table: Table, wanted: str | None = None, known: Known | None = None) -> Proposal:
    """Returns what a table is taken for; `wanted` names the type its rows must first be of.

    Raises:
        UnknownNameError: no type is called `wanted`.
        DataError: `wanted` is an edge type, whose own words the header must have.
    """
    try:
        exact = mapped(table, wanted)
    except DataError:
        if wanted and issubclass(named_type(wanted), Edge):
            raise
    else:
        if not exact.left:
            return _exactly(exact)
    return _Recogniser(Sharing(table, wanted, known)).proposal()


def _exactly(exact: Mapped) -> Proposal:
    """Returns the proposal of a table whose header has the words of one type, and no others."""
    mapping = worded(exact)
    batch = next(exact.table.batches(EXAMPLES), None)
    guesses = [
        ColumnGuess(
            header,
            exact.of.fr,
            meaning.name,
            "header",
            1.0,
            tuple(dict.fromkeys(filter(None, batch.cells[header]))) if batch else (),
        )
        for header, meaning in exact.meanings.items()
    ]
    return Proposal(exact.table.file, mapping, guesses)


class _Recogniser:
    """Recognises one table."""

    def __init__(self, sharing: Sharing) -> None:
        self.table, self.locates = sharing.table, sharing.locates
        self.headers, self.cells, self.lines = sharing.headers, sharing.cells, sharing.lines
        self.found, self.kinds, self.known = sharing.found, sharing.kinds, sharing.known
        self.choice, self.rivals = sharing.chosen(), sharing.rivals()

    def proposal(self) -> Proposal:
        """Returns the mapping with what is sure and what is not."""
        choice = self.choice
        records = [self._record(of) for of in choice.filled]
        left = [header for header in self.headers if header not in choice.taken]
        crosses = self._crosses(records[0].name, left) if records else []
        keys = {header: key for cross in crosses for header, key in cross.columns.items()}
        mapping = TableMapping(
            header=list(self.table.columns),
            records=records,
            crosses=crosses,
            left=[
                *(h for h in left if h not in keys and not self.locates(h)),
                *self.table.columns[WIDEST:],
            ],
        )
        columns = [self._guess(header, keys.get(header)) for header in self.headers]
        lacking = [
            Issue("mapping.lacking", self.table.file, 1, label, {"type": of.fr})
            for of in choice.filled
            for label in choice.lacking(of)
        ]
        undecided = [*self._undecided(), *self._barely_read(columns), *self._second()]
        return Proposal(self.table.file, mapping, columns, [*lacking, *undecided])

    def _barely_read(self, columns: list[ColumnGuess]) -> list[Issue]:
        """Returns that little of a table is understood, where that is less than half of it."""
        filled = [guess for guess in columns if guess.examples]
        read = [guess for guess in filled if guess.record or guess.why == "postal"]
        if not read or 2 * len(read) >= len(filled):
            return []
        values = {"read": len(read), "count": len(filled)}
        return [Issue("mapping.barely", self.table.file, values=values)]

    def _second(self) -> list[Issue]:
        """Returns where another table begins, under this one: a line that is but a header."""
        for place, line in enumerate(self.lines):
            filled = [cells[place] for cells in self.cells.values() if cells[place]]
            if len(filled) > 1 and all(words(cell) in headings() for cell in filled):
                return [Issue("mapping.second", self.table.file, line)]
        return []

    def _undecided(self) -> list[Issue]:
        """Returns that a table may be of several types, where its columns fit them as well."""
        if len(self.rivals) < 2:
            return []
        types = ", ".join(of.fr_plural for of in self.rivals)
        return [Issue("mapping.which_type", self.table.file, values={"types": types})]

    def _record(self, of: type[Node]) -> RecordMapping:
        columns: dict[str, list[str]] = {}
        for header in self.table.columns:
            reading = self.choice.taken.get(header)
            if reading and reading.type == of.__name__:
                columns.setdefault(reading.meaning, []).append(header)
        root = self.choice.root
        joins = {} if of is root else {joins_to(root.__name__)[of.__name__]: root.fr}
        prose = columns.pop(synonyms.PROSE, [None])[0]
        return RecordMapping(
            name=of.fr,
            type=of.__name__,
            columns=columns,
            constants=_constants(of, columns),
            joins=joins,
            prose=prose,
            carried=self.carried if of is root else [],
        )

    @cached_property
    def carried(self) -> list[str]:
        """The columns of the first record, where lines under a full one say nothing of it."""
        own = [h for h, r in self.choice.taken.items() if r.type == self.choice.root.__name__]
        others = [header for header in self.choice.taken if header not in own]
        lines = range(len(self.cells[own[0]]) if own else 0)
        filled = [any(self.cells[header][line] for header in own) for line in lines]
        gaps = any(
            not filled[line] and any(self.cells[header][line] for header in others)
            for line in lines
        )
        return [h for h in self.headers if h in own] if gaps and filled[0] else []

    def _crosses(self, record: str, left: list[str]) -> list[CrossMapping]:
        read = [header for header in left if not self.locates(header)]
        cells = {header: self.cells[header] for header in read}
        kinds = {header: self.kinds[header] for header in read}
        return crosses_of(self.choice.root, record, cells, kinds, self.known)

    def _guess(self, header: str, key: str | None) -> ColumnGuess:
        """Returns what a column is taken for; `key` is the node that a column of crosses names."""
        examples = tuple(dict.fromkeys(filter(None, self.cells[header])))[:EXAMPLES]
        others = tuple((r.type, r.meaning) for r in self.found[header] if r.strength >= LEAST)
        guess = ColumnGuess(header, None, None, "none", 0.0, examples, others)
        if key:
            return self._crossed(guess, key)
        if self.locates(header):
            return guess._replace(why="postal", confidence=1.0)
        reading = self.choice.taken.get(header)
        if reading is None:
            twin = self._contested(header) if examples else None
            unread = examples and not twin and self._is_known(header)
            return guess._replace(why="unread" if unread else "none", doubt=twin)
        own = reading.type, reading.meaning
        return guess._replace(
            record=NODES[reading.type].fr,
            meaning=reading.meaning,
            why=reading.why,
            confidence=round(min(reading.strength, 1.0), 2),
            alternatives=tuple(pair for pair in others if pair != own),
            doubt=self._doubt(header, reading),
        )

    def _doubt(self, header: str, reading: Reading) -> str | None:
        if reading.why in WORDED and reading.strength < SURE:
            return "mapping.doubt.cells"
        if reading.strength < SURE + FAVOUR * (reading.why in LOOSE):
            return "mapping.doubt.unsure"
        if header in self.carried[:1]:
            return "mapping.doubt.carried"
        return "mapping.doubt.legal_basis" if header == self.choice.unfounded else None

    def _is_known(self, header: str) -> bool:
        """Returns whether a header has a sense for a record of the row that its cells have not."""
        types = {of.__name__ for of in self.choice.types}
        return any(r.type in types and r.why in WORDED for r in readings(header))

    def _contested(self, header: str) -> str | None:
        """Returns the doubt of a column that is left for another that means the same."""
        taken = {(r.type, r.meaning) for r in self.choice.taken.values()}
        sure = [r for r in self.found[header] if r.strength >= SURE]
        twin = any((r.type, r.meaning) in taken for r in sure)
        return "mapping.doubt.twin" if twin else None

    def _crossed(self, guess: ColumnGuess, key: str) -> ColumnGuess:
        """Returns the guess of a column of crosses, in doubt where nobody is called so."""
        own = self.choice.root.__name__, "name"
        named = (h for h, r in self.choice.taken.items() if (r.type, r.meaning) == own)
        rows = {words(cell) for header in named for cell in self.cells[header]}
        sure = words(key) in rows or any(self.known(of, key) for of in NODES.values())
        return guess._replace(
            record=self.choice.root.fr,
            meaning="cross",
            why="cross",
            confidence=0.9 if sure else 0.5,
            doubt=None if sure else "mapping.doubt.nobody",
        )


def _constants(of: type[Node], columns: Mapping[str, list[str]]) -> dict[str, str]:
    """Returns what holds where no cell says it: a contact's function, why a name may be held."""
    if of.__name__ != "Contact":
        return {}
    found = {"function": sentence("mapping.contact")}
    if "name" in columns and "legal_basis" not in columns:
        found["legal_basis"] = sentence("mapping.legal_basis")
    return found
