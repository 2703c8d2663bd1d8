"""How each table of a command is read: as it was said, as it was before, as its header says.

A mapping given for the shape of the header comes first, then the one remembered for it, then the
model's own words. What none of them reads is taken for what it looks like where that is sure, and
else refused with what is doubtful.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property, partial
from typing import TYPE_CHECKING

from graph.aliases import aliases
from graph.declare import Node
from graph.errors import DataError, Issue
from graph.mappings import KeptMapping, Mappings
from ingest.claims import Parsed, Rewrite, parse
from ingest.describing import doubtful, taken
from ingest.fitting import fitted, narrowed, type_of, worded
from ingest.headers import Mapped, Tabled, mapped
from ingest.keyed import Returned
from ingest.mapping import TableMapping, read, shape, written
from ingest.naming import Names, rewritten
from ingest.prose import Prose, understood
from ingest.recognition import Proposal, propose
from ingest.returning import views_of
from ingest.rows import Table, shown
from ingest.splitting import parsed

if TYPE_CHECKING:
    from graph.current import Current
    from graph.store import Store

Way = Mapped | TableMapping
UNKNOWN = "mapping.need_unknown"


class Reading:
    """Reads the tables of one command."""

    def __init__(
        self, current: Current, wanted: str | None = None, given: Sequence[TableMapping] = ()
    ) -> None:
        self._current = current
        self._wanted = wanted
        self._given = {mapping.shape: mapping for mapping in given}
        self._used: set[str] = set()
        self._kept = Mappings(current.ledger.engine)

    @property
    def unused(self) -> list[TableMapping]:
        """The mappings that were given and are for none of the tables met."""
        return [mapping for own, mapping in self._given.items() if own not in self._used]

    @cached_property
    def _store(self) -> Store:
        self._current.prepare()
        return self._current.store

    @cached_property
    def names(self) -> Names:
        """What the graph calls things, and the tables read so far."""
        return Names.of(self._store, merged=aliases(self._current.ledger))

    @cached_property
    def _looked_up(self) -> Names:
        """The names that headers and samples are tried on, whose near ones count apart."""
        return Names.of(self._store)

    def way(self, table: Table) -> tuple[Table, Way]:
        """Returns how a table is read, the table with a note where nobody said it.

        Raises:
            DataError: it cannot be read, or only with doubts; each is told with the cure.
        """
        if said := self._said(table):
            return table, fitted(said, table)
        try:
            exact = mapped(table, self._wanted)
        except DataError as error:
            return self._proposed(table, self._looked_at(table, error), error)
        if exact.left and issubclass(exact.of, Node):
            return self._read_further(table, exact)
        return table, exact

    def proposal(self, table: Table) -> Proposal:
        """Returns what a table looks like, whatever was said or remembered of it."""
        return propose(table, self._wanted, self._known)

    def parse(self, table: Table, way: Way, source: str, observed_on: str) -> Parsed:
        """Returns what a table says; its names are known to the tables read after it."""
        if isinstance(table, Returned):
            table = replace(table, held=partial(views_of, self._current))
            way = worded(way) if isinstance(way, Mapped) else way
        if isinstance(way, Mapped):
            found = parse(way, source, observed_on, self._rewrite())
        else:
            rewrite = self._rewrite(way)
            found = parsed(table, way, source, observed_on, rewrite, self._understand)
        self.names.add(found.given)
        if any(note.code == UNKNOWN for note in found.notes) and not self.names.titles:
            found.notes = _without_occupations(found.notes)
        return found

    def remember(self, one: Parsed, author: str, load: int) -> None:
        """Keeps how the table of a load was read for the next one of its shape."""
        table, own = one.mapped.table, one.mapping or worded(one.mapped)
        self._kept.note(load, own.shape, written(own))
        if one.mapping and not isinstance(table, Returned):
            self._kept.keep(own.shape, table.name, written(own), author)

    def _rewrite(self, mapping: TableMapping | None = None) -> Rewrite:
        return partial(rewritten, names=self.names, answers=mapping.answers if mapping else {})

    def _understand(self, text: str, answer: str | None) -> Sequence[Prose]:
        return understood(text, self.names.titles, answer)

    def _said(self, table: Table) -> TableMapping | None:
        """Returns the mapping that was given, or else remembered, for a header of this shape."""
        own = shape(table.columns)
        if own in self._given:
            self._used.add(own)
            return self._given[own]
        if found := self.remembered(table):
            return found[1]
        noted = self._kept.noted(own) if isinstance(table, Returned) else None
        return read(noted.text, noted.file) if noted else None

    def remembered(self, table: Table) -> tuple[KeptMapping, TableMapping] | None:
        """Returns the mapping kept for a shape, else for a table of that name with more columns."""
        if self._wanted:
            return None
        if kept := self._kept.find(shape(table.columns)):
            return kept, read(kept.text, kept.name)
        for one in self._kept.all():
            same = one.name == table.name
            if same and (fitting := narrowed(read(one.text, one.name), table)):
                return one, fitting
        return None

    def _looked_at(self, table: Table, error: DataError) -> Proposal:
        """Returns what a table looks like; an edge type must be called by its own words."""
        try:
            return self.proposal(table)
        except DataError:
            raise error from None

    def _known(self, node: type[Node], text: str) -> str | None:
        return self._looked_up.find(node, text).key

    def _proposed(self, table: Table, proposal: Proposal, error: DataError) -> tuple[Table, Way]:
        if proposal.sure:
            return replace(table, notes=(*table.notes, taken(proposal))), proposal.mapping
        raise doubtful(proposal) if _tells_more(proposal) else error

    def _read_further(self, table: Table, exact: Mapped) -> tuple[Table, Way]:
        """Returns the reading of columns that the type's own words leave, where that is sure."""
        proposal = self.proposal(table)
        further = [
            guess for guess in proposal.columns if guess.header in exact.left and guess.record
        ]
        if not further or type_of(proposal.mapping.records[0]) is not exact.of:
            return table, exact
        if proposal.sure:
            return replace(table, notes=(*table.notes, taken(proposal))), proposal.mapping
        columns = shown([guess.header for guess in further])
        note = Issue("mapping.more", table.file, values={"columns": columns})
        noted = replace(table, notes=(*table.notes, note))
        return noted, replace(exact, table=noted)


def type_read(way: Way) -> Tabled:
    """Returns the type of the first record that a table is read for."""
    return way.of if isinstance(way, Mapped) else type_of(way.records[0])


def other_shape(mapping: TableMapping, tables: Sequence[Table]) -> DataError:
    """Returns the error of a mapping that is for none of the tables it was given with."""
    own = {header for table in tables for header in table.columns}
    lacking = shown([header for header in mapping.header if header not in own]) or "—"
    more = shown(sorted(own - set(mapping.header))) or "—"
    file = ", ".join(table.file for table in tables)
    return DataError("mapping.other_shape", file=file, lacking=lacking, more=more)


def _without_occupations(notes: Sequence[Issue]) -> list[Issue]:
    """Returns notes that say once that no occupation is known at all, not of each need."""
    first = next(note for note in notes if note.code == UNKNOWN)
    told = replace(first, code="mapping.no_occupations", line=None, column=None, values={})
    return [*(note for note in notes if note.code != UNKNOWN), told]


def _tells_more(proposal: Proposal) -> bool:
    """Returns whether a proposal reads more than the words of one type would."""
    read = [guess for guess in proposal.columns if guess.record]
    exact = all(guess.why == "header" for guess in read)
    further = len(proposal.mapping.records) > 1 or not exact
    return len(read) > 1 and 2 * len(read) >= len(proposal.columns) and further
