"""What becomes of codes from one edition of an official table to the next.

A code that an edition no longer has stays in the graph, marked with that edition, so that nothing
that points at it is lost; what it becomes is an edge. The report names the codes that went, what
they became, and what people had said of them; and the codes that become others while they hold, as
those of a nomenclature do whose successor is published before its day.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from graph.claims import OFFICIAL
from graph.declare import SIGNATURES, node_type, record_type
from graph.editions import loaded
from ingest.official.source import Row, Source, Values

if TYPE_CHECKING:
    from graph.current import Current
    from graph.store import Store

Fate = Literal["gone", "renumbered", "merged", "split"]
ASKED = 1000  # codes a statement
POINTED = (
    "UNWIND $keys AS key MATCH (n:{label} {{key: key}})-[e]-(m) "
    "WHERE any(source IN e.sources WHERE NOT source STARTS WITH 'official:') "
    "RETURN key, labels(m)[0] AS label, count(DISTINCT m) AS found ORDER BY key, label"
)
STANDING = "UNWIND $keys AS key MATCH (n:{label} {{key: key}}) RETURN key, n.{headline}, n.retired"


@dataclass(frozen=True)
class Successor:
    """A code that another becomes, with the share of it that it takes, where that is known."""

    key: str
    title: str
    share: float | None = None


@dataclass(frozen=True)
class Gone:
    """A code that an edition no longer has; `pointed` counts, by type, what people said of it.

    One that `holds` becomes others, and is in force all the same.
    """

    key: str
    title: str
    fate: Fate
    successors: tuple[Successor, ...] = ()
    pointed: Mapping[str, int] = field(default_factory=dict)
    holds: bool = False


@dataclass(frozen=True)
class Succession:
    """How the codes of one type changed: those gone, the new ones, those with another title."""

    type: str
    gone: tuple[Gone, ...]
    new: tuple[str, ...]
    retitled: tuple[str, ...]


class Successions:
    """Follows the types of a source whose codes may go, while a delivery is said."""

    def __init__(self, source: Source, said_as: str, version: str) -> None:
        self.source = source
        self.said_as = said_as
        self.version = version
        self._before: dict[str, dict[str, Values]] = {}
        self._titles: dict[str, dict[str, str]] = {name: {} for name in source.retires}
        self._becomes: dict[str, dict[str, list[tuple[str, float | None]]]] = {}
        self._known_becomes: set[tuple[str, ...]] = set()
        self._active: set[str] = set()
        self.complete = False
        self._elsewhere: dict[str, set[str]] = {}

    def remember(self, current: Current) -> None:
        """Keeps what the source says of these types until now."""
        for name in self.source.retires:
            found = current.said_by(record_type(name), self.said_as)
            self._before[name] = {key: view.values for key, view in found}
            self._elsewhere[name] = set(self._said_elsewhere(current, name))
            if (becomes := f"{name}-BECOMES-{name}") in SIGNATURES:
                edges = current.said_by(SIGNATURES[becomes], self.said_as)
                told = {(str(view.start), str(view.end)) for _, view in edges}
                self._known_becomes |= {ends for ends in told if not self._was_active(name, ends)}

    def _said_elsewhere(self, current: Current, name: str) -> Iterator[str]:
        """Yields the codes that other parts of the source say."""
        whole = OFFICIAL + self.source.name
        for part in {one.source for one in loaded(current.ledger)} - {self.said_as}:
            if part == whole or part.startswith(f"{whole}:"):
                yield from (key for key, _ in current.said_by(record_type(name), part))

    def noting(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Yields rows as they come, and notes what they say of codes."""
        for row in rows:
            if row.record in self._titles:
                headline = node_type(row.record).headline
                self._titles[row.record][row.ends[0]] = str(row.values.get(headline, ""))
                if row.values.get("active"):
                    self._active.add(row.ends[0])
            elif "-BECOMES-" in row.record:
                self._note(row)
            yield row

    def _was_active(self, name: str, ends: tuple[str, ...]) -> bool:
        """Returns whether what becomes another was in force all the same: it is told at its end."""
        return bool(self._before[name].get(ends[0], {}).get("active"))

    def _note(self, row: Row) -> None:
        if row.ends not in self._known_becomes:
            label = row.record.partition("-")[0]
            told = self._becomes.setdefault(label, defaultdict(list))
            told[row.ends[0]].append((row.ends[1], row.values.get("share")))

    def retired(self, current: Current) -> Iterator[Row]:
        """Yields the codes that a complete delivery no longer says, with their edges kept."""
        self.complete = True
        kept: set[str] = set()
        for name in self.source.retires:
            said = self._titles[name].keys() | self._elsewhere[name]
            for key in sorted(self._before[name].keys() - said):
                values = dict(self._declared(name, self._before[name][key]))
                kept.add(key)
                yield Row(name, (key,), values | {"retired": values.get("retired", self.version)})
        for name in self.source.keeps if kept else ():
            signature = SIGNATURES[name]
            for _, view in current.said_by(signature, self.said_as):
                if view.start in kept and view.end:
                    yield Row(name, (view.start, view.end), self._declared(name, view.values))

    @staticmethod
    def _declared(name: str, values: Values) -> dict[str, object]:
        kinds = record_type(name).properties
        return {name: value for name, value in values.items() if name in kinds}

    def told(self, store: Store) -> list[Succession]:
        """Returns how codes changed; empty for a first edition that replaces nothing."""
        found = (self._told(name, store) for name in self.source.retires)
        return [one for one in found if one.gone or one.new or one.retitled]

    def _told(self, name: str, store: Store) -> Succession:
        before, now = self._before[name], self._titles[name]
        becomes = self._becomes.get(name, {})
        living = {key for key, values in before.items() if not values.get("retired")}
        left = living - now.keys() - self._elsewhere[name] if self.complete else set()
        replaced = becomes.keys() - self._still(name) - self._active - left
        incoming = Counter(end for ends in becomes.values() for end, _ in ends)
        headline = node_type(name).headline
        standing = _standing(store, name, sorted(replaced | incoming.keys()))
        untold = replaced - standing.keys() - set(_delivered(replaced, now))
        gone = sorted(left | (replaced - untold))
        pointed = _pointed(store, name, gone)
        titles = {key: str(values.get(headline, "")) for key, values in before.items()} | now
        titles = {key: title for key, (title, _) in standing.items()} | titles
        held = {key for key in replaced & standing.keys() if not standing[key][1]}
        told = (_gone(key, titles, becomes.get(key, []), incoming, before, pointed) for key in gone)
        return Succession(
            name,
            tuple(replace(one, holds=one.key in held) for one in told),
            tuple(sorted(now.keys() - before.keys())) if before else (),
            tuple(
                sorted(
                    key
                    for key in living & now.keys()
                    if titles[key] != _title(before, key, headline)
                )
            ),
        )

    def _still(self, name: str) -> set[str]:
        """Returns the codes that become others and are said all the same."""
        return {key for key, values in self._before[name].items() if values.get("retired")}


def _title(before: Mapping[str, Values], key: str, headline: str) -> str:
    return str(before[key].get(headline, ""))


def _gone(
    key: str,
    titles: Mapping[str, str],
    ends: list[tuple[str, float | None]],
    incoming: Mapping[str, int],
    before: Mapping[str, Values],
    pointed: Mapping[str, Mapping[str, int]],
) -> Gone:
    successors = tuple(Successor(end, titles.get(end, ""), share) for end, share in ends)
    fate: Fate = "gone"
    if len(ends) > 1:
        fate = "split"
    elif ends:
        absorbed = incoming[ends[0][0]] > 1 or ends[0][0] in before
        fate = "merged" if absorbed else "renumbered"
    return Gone(key, titles.get(key, ""), fate, successors, pointed.get(key, {}))


def _delivered(keys: Iterable[str], now: Iterable[str]) -> Iterator[str]:
    """Yields the codes of which a delivery tells whether they are gone: not another nomenclature's.

    The nomenclature of a code is before its colon; codes without one are all of one nomenclature.
    """
    told = {key.rpartition(":")[0] for key in now}
    yield from (key for key in keys if ":" not in key or key.rpartition(":")[0] in told)


def _standing(store: Store, label: str, keys: list[str]) -> dict[str, tuple[str, bool]]:
    """Returns the title of each code that the graph has, and whether it is retired."""
    found = {}
    text = STANDING.format(label=label, headline=node_type(label).headline)
    for key, title, retired in _asked(store, text, keys):
        found[str(key)] = str(title or ""), bool(retired)
    return found


def _pointed(store: Store, label: str, keys: list[str]) -> dict[str, dict[str, int]]:
    """Returns, by code, how many records of each type people tied to it."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for key, other, count in _asked(store, POINTED.format(label=label), keys):
        found[str(key)][str(other)] = int(str(count))
    return found


def _asked(store: Store, text: str, keys: list[str]) -> Iterator[tuple[object, ...]]:
    """Yields what a statement finds for codes, some of them at a time."""
    for first in range(0, len(keys), ASKED):
        yield from store.read(text, {"keys": keys[first : first + ASKED]}, timeout=600).rows
