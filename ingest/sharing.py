"""Which records a row may make, and which of its columns are whose.

A record is made beside the first one where it explains enough of the header. Of two columns that
could mean the same, the one that can mean little else has it, else the one with more filled cells.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from typing import NamedTuple

from graph import codes
from graph.declare import NODES, Node, edge_columns
from graph.schema import Actor
from ingest import synonyms
from ingest.evidence import Known, fitting_choice, kind_of, share_read
from ingest.headers import LEFT, meanings_of, named_type, names_of_types, words
from ingest.likening import Reading, readings
from ingest.rows import Table

SAMPLE = 400  # rows, fewer of a wide table
SAMPLE_CELLS = 16_000
WIDEST = 200  # columns: of more than that nobody could look at each
WORTH = 0.7  # what a further record must add to be made
LEAST = 0.4  # the strength under which a reading is none
FAVOUR = 0.1
MARGIN = 0.3  # between the worths of two types, under which either may be meant
COMPUTED = {"Bridge", "Grouping"}
LOOSE = {"contained", "near"}
PLAIN = {"siret", "siren", "email", "telephone"}  # kinds of cells that leave no doubt
TOLD = {"siret": 0.9, "siren": 0.9, "band": 1.05, "email": 0.85, "telephone": 0.85}
IN_WORDS = {"Need": synonyms.PROSE, "Surplus": "title", "Pool": "title"}  # of jobs without a code
LACK = 0.4  # what a record is less worth for each thing that it must have and lacks


class Choice(NamedTuple):
    """A way to share the columns among types."""

    root: type[Node]
    types: tuple[type[Node], ...]
    taken: Mapping[str, Reading]

    @property
    def score(self) -> float:
        """How much of the header it explains, none of it for being of the first record."""
        strengths = sum(reading.strength for reading in self.taken.values())
        own = sum(reading.type == self.root.__name__ for reading in self.taken.values())
        return strengths - FAVOUR * own

    @property
    def filled(self) -> list[type[Node]]:
        """The types that have a column."""
        filled = {reading.type for reading in self.taken.values()}
        return [of for of in self.types if of.__name__ in filled]

    def tells(self, of: type[Node]) -> bool:
        """Returns whether a column gives something of a type's own, not only what it is tied to."""
        own = {reading.meaning for reading in self.taken.values() if reading.type == of.__name__}
        return not own.isdisjoint({*of.properties, "key", synonyms.PROSE})

    @property
    def unfounded(self) -> str | None:
        """The first column of personal names, where none says why these may be held."""
        meanings = {h: r.meaning for h, r in self.taken.items() if r.type == "Contact"}
        if "legal_basis" in meanings.values():
            return None
        return next((header for header, meaning in meanings.items() if meaning == "name"), None)

    def lacking(self, of: type[Node]) -> list[str]:
        """Returns the labels of what a record of a type still must have."""
        own = {r.meaning for r in self.taken.values() if r.type == of.__name__}
        own |= {"function"} if of.__name__ == "Contact" else set()
        if of is not self.root:
            own.add(joins_to(self.root.__name__)[of.__name__])
        required = {name for name, kind in of.properties.items() if kind.required}
        ways = (("key",), *of.key.alternatives)
        if len(ways) > 1 and not any(own.issuperset(way) for way in ways):
            required |= min(map(set, ways[1:]), key=lambda way: (len(way - own), -len(way)))
        labels = {name: kind.fr for name, kind in of.properties.items()}
        labels |= {column.name: column.fr for column in edge_columns(of)}
        return [label for name, label in labels.items() if name in required - own]


class Sharing:
    """Shares the columns of one table among records."""

    def __init__(self, table: Table, wanted: str | None, known: Known | None) -> None:
        self.table = table
        self.known = known or _nobody
        self.wanted = named_type(wanted) if wanted else None
        rows = min(SAMPLE, SAMPLE_CELLS // max(1, min(len(table.columns), WIDEST)))
        batch = next(table.batches(rows), None)
        self.cells = batch.cells if batch else {name: [] for name in table.columns}
        self.lines = batch.lines if batch else ()
        self.headers = [name for name in table.columns[:WIDEST] if words(name) not in LEFT]
        self.kinds = {name: kind_of(self.cells[name]) for name in self.headers}

    @cached_property
    def found(self) -> dict[str, list[Reading]]:
        """The readings of each header, best first, the cells having been asked."""
        return {
            header: sorted(self._readings(header), key=lambda one: -one.strength)
            for header in self.headers
        }

    def _readings(self, header: str) -> Iterator[Reading]:
        if self.locates(header):
            return
        seen: dict[tuple[str, str], Reading] = {}
        for reading in (*readings(header), *self._by_place(header), *self._by_cells(header)):
            asked = self._asked(reading, header)
            before = seen.get((asked.type, asked.meaning))
            if before is None or before.strength < asked.strength:
                seen[asked.type, asked.meaning] = asked
        yield from seen.values()

    def locates(self, header: str) -> bool:
        """Returns whether a column but helps to tell places of one name apart."""
        return words(header) in synonyms.POSTAL and self.kinds[header] not in {"cross", "level"}

    def _by_place(self, header: str) -> Iterator[Reading]:
        """Yields the name of a person, where the column stands beside first names."""
        place = self.table.columns.index(header)
        beside = self.table.columns[max(place - 1, 0) : place + 2]
        if words(header) in synonyms.SURNAMES and "prenom" in map(words, beside):
            yield Reading("Contact", "name", 1.2, "group")

    def _asked(self, reading: Reading, header: str) -> Reading:
        """Returns a reading, less sure where few cells can be read so."""
        if reading.meaning == synonyms.PROSE:
            return reading
        of, kind = NODES[reading.type], self.kinds[header]
        if reading.why in LOOSE and kind in PLAIN and reading.meaning != kind:
            return reading._replace(strength=reading.strength * 0.2)
        if reading.why == "synonym" and reading.meaning == "visitor" and not self._knows(header):
            return reading._replace(strength=reading.strength * 0.2)  # people of the house
        share = share_read(meanings_of(of)[reading.meaning], self.cells[header])
        if share < 0.5 and reading.meaning == "occupation" and of.__name__ in IN_WORDS:
            return reading._replace(meaning=IN_WORDS[of.__name__])
        return reading._replace(strength=reading.strength * (0.2 + 0.8 * share))

    def _knows(self, header: str) -> bool:
        """Returns whether a cell names a partner that is known."""
        return any(self.known(Actor, text) for text in set(filter(None, self.cells[header])))

    def _by_cells(self, header: str) -> Iterator[Reading]:
        kind = self.kinds[header]
        cells = self.cells[header]
        for of in NODES.values():
            if kind in TOLD and kind in of.properties:
                yield Reading(of.__name__, str(kind), TOLD[kind], "values")
            if kind == "naf" and any(column.name == "naf" for column in edge_columns(of)):
                yield Reading(of.__name__, "naf", 0.85, "values")
            if kind is None and self._communes(header, of):
                yield Reading(of.__name__, "commune", 0.8, "values")
            choice = fitting_choice(list(of.properties.values()), cells)
            if kind is None and choice and choice.name != "visibility":
                yield Reading(of.__name__, choice.name, 0.55, "values")
        if kind == "rome":
            yield Reading("Need", "occupation", 0.75, "values")

    def _communes(self, header: str, of: type[Node]) -> bool:
        column = next((c for c in edge_columns(of) if c.name == "commune"), None)
        texts = list(dict.fromkeys(filter(None, self.cells[header])))[:20]
        if not column or not texts:
            return False
        return sum(bool(self.known(column.other, text)) for text in texts) >= 0.8 * len(texts)

    # which records

    @cached_property
    def _ranked(self) -> list[Choice]:
        """The best way to share the columns for each type that rows may first be of, best first."""
        roots = [self.wanted] if self.wanted else [n for n in NODES.values() if _may_be_made(n)]
        choices = [self._grown(root) for root in roots if issubclass(root, Node)]
        return sorted(choices, key=self._worth, reverse=True)

    def chosen(self) -> Choice:
        """Returns the best way to share the columns."""
        return self._ranked[0]

    def rivals(self) -> list[type[Node]]:
        """Returns the types that rows may as well first be of, the one chosen among them."""
        least = self._worth(self._ranked[0]) - MARGIN
        return [choice.root for choice in self._ranked if self._worth(choice) > least]

    def _worth(self, choice: Choice) -> float:
        named = self._named() is choice.root
        lacking = len(choice.lacking(choice.root))
        told = choice.score if choice.tells(choice.root) else 0.0
        return told - WORTH * len(choice.types) - LACK * lacking + named

    def _named(self) -> type | None:
        names = names_of_types()
        found = (names.get(word) for word in words(self.table.name).split())
        return next((of for of in found if of), None)

    def _grown(self, root: type[Node]) -> Choice:
        """Returns the columns of a root and of the records that are worth making beside it."""
        best = self._shared(root, (root,))
        if not best.tells(root) or is_reference(root):
            return best
        left = {of for of in joins_to(root.__name__) if _may_stand_beside(NODES[of])}
        while left:
            grown = [self._shared(root, (*best.types, NODES[of])) for of in sorted(left)]
            beside = [each for each in grown if each.tells(root) and each.tells(each.types[-1])]
            further = max(beside, key=_less_lacks, default=best)
            if _less_lacks(further) - best.score < WORTH:
                break
            left -= {of.__name__ for of in further.types}
            best = further
        return best

    def _shared(self, root: type[Node], types: tuple[type[Node], ...]) -> Choice:
        """Returns each header's reading among some types, none given twice, the surest first."""
        labels = {of.__name__ for of in types}
        offers = []
        for place, header in enumerate(self.headers):
            found = [_favoured(r, root) for r in self.found[header] if r.type in labels]
            found.sort(key=lambda one: -one.strength)
            second = found[1].strength if len(found) > 1 else 0
            empty = self.cells[header].count("")
            offers += [(-r.strength, second, empty, place, r) for r in found if r.strength >= LEAST]
        taken: dict[str, Reading] = {}
        owners: dict[tuple[str, str], str] = {}
        joined = {(of, column) for of, column in joins_to(root.__name__).items()}
        for *_, place, reading in sorted(offers, key=lambda offer: offer[:4]):
            header, own = self.headers[place], (reading.type, reading.meaning)
            free = own not in owners or _continues(header, owners[own])
            if header not in taken and free and own not in joined:
                taken[header] = reading
                owners.setdefault(own, header)
        return Choice(root, types, taken)


def _nobody(_node: type[Node], _text: str) -> str | None:
    return None


def _may_be_made(of: type[Node]) -> bool:
    return of.__name__ not in COMPUTED


def is_reference(of: type[Node]) -> bool:
    """Returns whether a type comes whole from an official table, under a code of its own."""
    return of.key.code.reader not in {codes.slug, codes.establishment}


def _may_stand_beside(of: type[Node]) -> bool:
    return _may_be_made(of) and not is_reference(of)


def _less_lacks(choice: Choice) -> float:
    """Returns the score of a choice, less where the last record lacks what it must have.

    A little more where it is the first one's own, as a visit is and what is said about it is not.
    """
    label, last = choice.root.__name__, choice.types[-1]
    own = joins_to(label).get(last.__name__) == label.lower()
    return choice.score - LACK * len(choice.lacking(last)) + (FAVOUR if own else 0.0)


@cache
def joins_to(label: str) -> dict[str, str]:
    """Returns the types whose records name one of a type, each with the column that does.

    Where several do, the one called as the type is: a visit is at an actor's before it is made
    by one.
    """
    found: dict[str, str] = {}
    for of in NODES.values():
        named = [c.name for c in edge_columns(of) if c.other.__name__ == label != of.__name__]
        if named:
            found[of.__name__] = label.lower() if label.lower() in named else named[0]
    return found


def _favoured(reading: Reading, root: type[Node]) -> Reading:
    """Returns a reading, a little better where it is of the root: a bare « nom » is its name."""
    bonus = FAVOUR if reading.type == root.__name__ else 0.0
    return reading._replace(strength=reading.strength + bonus)


def _continues(header: str, first: str) -> bool:
    """Returns whether a column goes on with what another begins: `Nom` with `Prénom`."""
    tails = [set(words(text).split()) for text in (header, first)]
    named = all(tail & synonyms.NAME_PARTS for tail in tails) and words(header) != words(first)
    counted = any(tail & synonyms.CONTINUED for tail in tails) and bool(tails[0] & tails[1])
    return named or counted
