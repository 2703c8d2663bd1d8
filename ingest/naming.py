"""Cells that say a name where a key is awaited: the key, when one thing alone has that name.

People write `Châteauroux` and `Mission locale du Blaisois`; a table of edges needs `36044` and a
key. What the names of the graph, and those that tables of the same command promise, do not settle
is for a person to say, with the candidates named.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import repeat
from typing import TYPE_CHECKING, Protocol

from graph.aliases import Aliases
from graph.codes import folded
from graph.declare import EdgeColumn, Node
from graph.errors import Issue
from graph.records import known_keys
from graph.schema import Employer, LocatedIn, Occupation, Territory
from graph.viewer import Viewer
from ingest import known_names
from ingest.called import Nodes
from ingest.candidates import ANYWHERE, NOTHING, Called, Found, Near
from ingest.headers import EndColumn, Mapped, words
from ingest.named_cells import Reader, Reading, is_wordy, key_of
from ingest.places import Places, of_postal
from ingest.rows import Batch
from ingest.synonyms import HINTS
from ingest.titles import Titles

if TYPE_CHECKING:
    from graph.store import Store
    from ingest.claims import Given

Read = Callable[[type[Node]], Iterable[Called]]
Known = Callable[[type[Node], Collection[str]], set[str]]
MOST_NEAR = 100  # texts for which near names are looked for, at up to a tenth of a second each
LONGEST = 300  # letters of a name
SIREN = re.compile(r"[\d\s.]{9,}")


class Index(Protocol):
    """The nodes of one type by name."""

    def add(self, called: Called) -> None:
        """Adds a node."""

    def look(self, text: str, near: Near, /, *, near_too: bool) -> Found:
        """Returns what a text names; near names are looked for where `near_too`."""


class Names:
    """What the graph and the tables of one command call things, to find keys by name.

    The names of a type are read once, when a text of that type is first found to be no key.
    """

    def __init__(self, read: Read, known: Known) -> None:
        """Takes how the names of a type are read, and which of some keys there are."""
        self._read = read
        self._ask = known
        self._indexes: dict[type[Node], Index] = {}
        self._promised: dict[type[Node], dict[str, Called]] = defaultdict(dict)
        self._known: dict[type[Node], dict[str, bool]] = defaultdict(dict)
        self._pending: list[Sequence[Given]] = []  # whose names nobody has asked for yet
        self._found: dict[tuple[type[Node], str, Near], Found] = {}
        self._told: set[tuple[str, str, str]] = set()
        self._near = 0

    @classmethod
    def of(cls, store: Store, viewer: Viewer | None = None, merged: Aliases | None = None) -> Names:
        """Returns the names of a graph that the viewer may read, the operator when none is told.

        The keys of what was `merged` are keys still.
        """
        reader, aliases = viewer or Viewer(), merged or Aliases(())

        def known(node: type[Node], keys: Collection[str]) -> set[str]:
            label = node.__name__
            roots = {key: aliases.root(label, key) for key in keys}
            there = known_keys(store, reader, [label], list(set(roots.values())))
            return {key for key, root in roots.items() if root in there}

        return cls(lambda node: known_names.read(store, reader, node), known)

    @property
    def titles(self) -> Titles:
        """The job titles of the occupations."""
        self._settle()
        return self._titles

    def add(self, given: Sequence[Given]) -> None:
        """Adds the names that tables of the same command promise."""
        self._pending.append(given)
        self._found.clear()

    def add_rows(self, node: type[Node], names: Mapping[str, str]) -> None:
        """Adds the names, by key, that rows of a table have whose cells name one another."""
        self.expect(node, names)
        for key, name in names.items():
            if key not in self._promised[node] and not self._known[node].get(key):
                inside = known_names.department_of(key) if node is Territory else frozenset()
                self._promise(node, Called(key, name, (), inside))
        self._found.clear()

    def _settle(self) -> None:
        """Makes the names promised so far known."""
        while self._pending:
            for node, called in known_names.promised(self._pending.pop(0)):
                self._promise(node, called)

    def _promise(self, node: type[Node], called: Called) -> None:
        self._promised[node][called.key] = called
        if node in self._indexes:
            self._indexes[node].add(called)

    def find(self, node: type[Node], text: str, near: Near = ANYWHERE) -> Found:
        """Returns what a text means as a node of a type; a key that is one stands for itself."""
        asked = node, text, near
        if asked not in self._found:
            self._found[asked] = self._look(node, text, near)
        return self._found[asked]

    def expect(self, node: type[Node], texts: Iterable[str]) -> None:
        """Asks at once which of some texts are keys, so that `find` need not one by one."""
        if is_wordy(node):
            self._settle()
            keys = {key for text in texts if (key := key_of(node, text))}
            new = sorted(keys - self._known[node].keys() - self._promised[node].keys())
            there = self._ask(node, new) if new else set()
            self._known[node].update({key: key in there for key in new})

    def is_first(self, file: str, column: str, text: str) -> bool:
        """Returns whether a text of a column is met for the first time."""
        told = file, column, text
        first = told not in self._told
        self._told.add(told)
        return first

    def _look(self, node: type[Node], text: str, near: Near) -> Found:
        if self.is_key(node, text):
            return Found(key_of(node, text), (), "code")
        self._settle()
        if len(text) > LONGEST:
            return NOTHING
        plain = re.sub(r"[\s.]", "", text) if SIREN.fullmatch(text) else text
        near_too = self._near < MOST_NEAR and bool(re.search(r"[^\W\d]", text))
        found = self._index(node).look(plain, near, near_too=near_too)
        self._near += near_too and found.key is None
        return found

    def is_key(self, node: type[Node], text: str) -> bool:
        """Returns whether a text is a key as it stands: one there is, where any words can be."""
        key = key_of(node, text)
        if key is None or not is_wordy(node):
            return key is not None
        self._settle()
        return self._is_known(node, key)

    def _is_known(self, node: type[Node], key: str) -> bool:
        if key in self._promised[node]:
            return True
        if key not in self._known[node]:
            self._known[node][key] = bool(self._ask(node, [key]))
        return self._known[node][key]

    def _index(self, node: type[Node]) -> Index:
        if node is Territory:
            return self._places
        if node is Occupation:
            return self._titles
        if node not in self._indexes:
            self._indexes[node] = Nodes(self._called(node), self._place_name)
        return self._indexes[node]

    @cached_property
    def _titles(self) -> Titles:
        self._indexes[Occupation] = found = Titles(self._called(Occupation))
        return found

    @cached_property
    def _places(self) -> Places:
        self._indexes[Territory] = found = Places(self._called(Territory))
        return found

    def _called(self, node: type[Node]) -> list[Called]:
        return [*self._read(node), *self._promised[node].values()]

    def _place_name(self, key: str) -> str:
        """Returns the name of the commune of that key, for a person who must choose."""
        return self._places.name_of(key)


def rewritten(
    batch: Batch, mapped: Mapped, names: Names, answers: Mapping[str, Mapping[str, str]]
) -> tuple[Batch, list[Issue], list[Issue]]:
    """Returns a batch with keys for names, what refuses its lines, and what a person should know.

    A cell that is refused keeps its text: what `ingest.claims` says of the same cell is the same
    fault. `answers` are what a person said that the texts of a column stand for.
    """
    writer = _Writer(batch, mapped, names, answers)
    columns = (each for each in mapped.meanings.values() if isinstance(each, EdgeColumn))
    if own := next((column.other for column in columns if column.other is mapped.of), None):
        names.add_rows(own, _own_names(batch, mapped, own))
    cells = {
        header: writer.column(header, meaning)
        for header, meaning in mapped.meanings.items()
        if isinstance(meaning, (EdgeColumn, EndColumn)) and header in batch.cells
    }
    return replace(batch, cells={**batch.cells, **cells}), writer.issues, writer.notes


def _own_names(batch: Batch, mapped: Mapped, of: type[Node]) -> dict[str, str]:
    """Returns the names of the rows of a batch by key, of a table that has a column for each."""
    headers = {meaning.name: header for header, meaning in mapped.meanings.items()}
    columns = [batch.cells.get(headers.get(name, "")) for name in ("key", of.headline)]
    if not columns[0] or not columns[1]:
        return {}
    pairs = zip(columns[0], columns[1], strict=True)
    return {key: name for text, name in pairs if name and (key := key_of(of, text))}


class _Writer:
    """Writes keys for names in the columns of one batch."""

    def __init__(
        self, batch: Batch, mapped: Mapped, names: Names, answers: Mapping[str, Mapping[str, str]]
    ) -> None:
        self.batch = batch
        self.mapped = mapped
        self.names = names
        self.answers = {
            header: {folded(text): key for text, key in told.items()}
            for header, told in answers.items()
        }
        self.hints = {
            hint: self.batch.cells[header]
            for header in batch.cells.keys() - mapped.meanings.keys()
            for hint, known in HINTS.items()
            if words(header) in known
        }
        self.issues: list[Issue] = []
        self.notes: list[Issue] = []

    def column(self, header: str, meaning: EdgeColumn | EndColumn) -> list[str]:
        """Returns the cells of a column; equal cells beside equal hints are read once."""
        cells = self.batch.cells[header]
        reader = Reader(self.names, meaning, self.answers.get(header, {}))
        if is_wordy(reader.node):
            texts = {text for cell in set(cells) for text in reader.texts(cell)}
            self.names.expect(reader.node, texts)
        kind = "commune" if self._is_location(meaning) else ""
        hinted = issubclass(reader.node, (Territory, Employer)) and bool(self.hints)
        said = zip(*self.hints.values(), strict=True) if hinted else repeat((), len(cells))
        pairs = list(zip(cells, said, strict=True))
        known = {
            (cell, hints): reader.read(cell, self._near(reader.node, kind, hints))
            for cell, hints in dict.fromkeys(pairs)
        }
        readings = [known[pair] for pair in pairs]
        for place, reading in enumerate(readings):
            self._tell(place, header, reading)
        return [reading.cell for reading in readings]

    def _is_location(self, meaning: EdgeColumn | EndColumn) -> bool:
        edge = meaning.signature.edge if isinstance(meaning, EdgeColumn) else self.mapped.of
        return edge is LocatedIn

    def _near(self, node: type[Node], kind: str, hints: tuple[str, ...]) -> Near:
        """Returns what columns without a meaning say of where a row is."""
        said = dict(zip(self.hints, hints, strict=False))
        department, postal = said.get("department", ""), said.get("postal", "")
        if not department and len(inside := of_postal(postal)) == 1:
            # A name is looked for once a département, not once a postal code.
            department, postal = min(inside), ""
        near = Near(department, postal, "", kind)
        if node is Territory or not said.get("commune"):
            return near
        located = self.names.find(Territory, said["commune"], replace(near, kind="commune"))
        return replace(near, commune=located.key or "")

    def _tell(self, place: int, header: str, reading: Reading) -> None:
        file, line = self.mapped.table.file, self.batch.lines[place]
        for code, values in reading.refused:
            self.issues.append(Issue(code, file, line, header, values))
        for code, values in reading.told:
            if self.names.is_first(file, header, str(values["value"])):
                self.notes.append(Issue(code, file, line, header, values))
