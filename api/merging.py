"""Duplicates as a viewer settles them: proposed, compared, made one, kept two, let be two again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from api.removals import own_key
from graph.aliases import Merge, aliases_of, merges
from graph.analyses.duplicate.entries import Entry, entries
from graph.analyses.duplicates import (
    DuplicatesParameters,
    DuplicatesResult,
    Found,
    likely_pairs,
    proposals,
)
from graph.apart import Apart, Refusal
from graph.codes import siret
from graph.declare import NODES, Node, Signature
from graph.errors import UnknownNameError, unknown
from graph.provenance import Told, provenance
from graph.quality import KEPT
from graph.records import Direction, FoundRecord, record, rows
from graph.views import floors

if TYPE_CHECKING:
    from api.workspace import Workspace
    from graph.snapshot import Snapshot
    from graph.viewer import Viewer

TYPES = ("Company", "Actor", "Territory")
LOWEST = 0.5


@dataclass(frozen=True)
class Likely:
    """The employers of a snapshot, and the pairs of them that reach a score."""

    listed: Sequence[Entry]
    pairs: Sequence[Found]

    def of_one_type(self) -> Likely:
        """Returns the pairs that could be merged."""
        return Likely(self.listed, [each for each in self.pairs if len(self._types(each)) == 1])

    def of_two_types(self) -> Likely:
        """Returns the establishments that are actors too, by their SIRET."""
        return Likely(self.listed, [each for each in self.pairs if len(self._types(each)) == 2])

    def _types(self, found: Found) -> set[str]:
        return {label for label, _ in self._names(found)}

    def pair(self, label: str, a: str, b: str) -> Found | None:
        """Returns the pair of two records; None where nothing much speaks for it."""
        wanted = {(label, a), (label, b)}
        return next((each for each in self.pairs if self._names(each) == wanted), None)

    def _names(self, found: Found) -> set[tuple[str, str]]:
        ends = (self.listed[found.a], self.listed[found.b])
        return {(entry.type, entry.key) for entry in ends}


def lowest(least: float) -> float:
    """Returns from what score on pairs are found, so that one search serves most least scores."""
    return min(least, LOWEST)


def likely(snapshot: Snapshot, least: float) -> Likely:
    """Returns the pairs of a snapshot of `TYPES` that reach a score."""
    listed = entries(snapshot)
    return Likely(listed, likely_pairs(listed, least))


def proposed(
    workspace: Workspace, found: Likely, parameters: DuplicatesParameters
) -> DuplicatesResult:
    """Returns what is proposed of the likely pairs, without those refused."""
    return proposals(found.listed, found.pairs, parameters, Apart(workspace.ledger).pairs())


# two records side by side


class Fact(NamedTuple):
    """One property of two records: what holds of each, and what is told of it of both together."""

    name: str
    a: object
    b: object
    told: Told

    @property
    def differs(self) -> bool:
        """Whether both say it and differ."""
        return None not in (self.a, self.b) and self.a != self.b


class Links(NamedTuple):
    """How many edges of one kind each of two records has."""

    signature: Signature
    direction: Direction
    a: int
    b: int


@dataclass(frozen=True)
class Beside:
    """Two records side by side; `kept` is the key that would better stay, were they one."""

    a: FoundRecord
    b: FoundRecord
    kept: str
    facts: Sequence[Fact]
    links: Sequence[Links]
    refusal: Refusal | None

    @property
    def two_sirets(self) -> bool:
        """Whether they are two establishments by their SIRET."""
        numbers = {_siret(one.values.get("siret") or one.key) for one in (self.a, self.b)}
        return None not in numbers and len(numbers) == 2


def mergeable(label: str) -> type[Node]:
    """Returns a type whose records people keep; those of nomenclatures are not theirs to merge.

    Raises:
        UnknownNameError: no such type is called that.
    """
    if label not in KEPT:
        raise unknown("model.unknown_type", label, KEPT)
    return KEPT[label]


def readable(workspace: Workspace, viewer: Viewer, label: str, key: str) -> FoundRecord:
    """Returns a record that a viewer may merge, by any of its keys.

    Raises:
        UnknownNameError: there is none.
    """
    own = own_key(workspace, mergeable(label), key)
    return record(workspace.store, viewer, label, own, most=1)


def beside(workspace: Workspace, one: FoundRecord, other: FoundRecord) -> Beside:
    """Returns two records of a type with what would hold were they one."""
    told = workspace.current.told_together(one.node, [one.key, other.key])
    a, b = sorted((one.key, other.key))
    refused = {each.pair: each for each in Apart(workspace.ledger).all()}
    return Beside(
        one,
        other,
        min(one, other, key=_rank).key,
        [Fact(name, one.values.get(name), other.values.get(name), told[name]) for name in told],
        _links(one, other),
        refused.get((one.node.__name__, a, b)),
    )


def _rank(one: FoundRecord) -> tuple[bool, int, int, str]:
    """A SIRET stays before a slug, then what more sources say, then what has more edges."""
    sources = one.claims.get("sources")
    said = len(sources) if isinstance(sources, (list, tuple)) else 0
    return _siret(one.key) is None, -said, -sum(group.count for group in one.edges), one.key


def _siret(text: object) -> str | None:
    try:
        return siret(str(text))
    except ValueError:
        return None


def _links(one: FoundRecord, other: FoundRecord) -> list[Links]:
    counts: dict[tuple[str, Direction], list[int]] = {}
    signatures: dict[str, Signature] = {}
    for place, found in enumerate((one, other)):
        for group in found.edges:
            signatures[group.signature.name] = group.signature
            counts.setdefault((group.signature.name, group.direction), [0, 0])[place] = group.count
    return [Links(signatures[name], direction, *both) for (name, direction), both in counts.items()]


# what a person decides


def merge(workspace: Workspace, viewer: Viewer, label: str, key: str, into: str) -> int:
    """Makes a record one with another, whose key stays; returns the load that does.

    Raises:
        UnknownNameError: one of them is not there for the viewer.
        DataError: they are one already.
    """
    for each in (key, into):
        readable(workspace, viewer, label, each)
    return workspace.current.merge(NODES[label], key, into, viewer.name)


def refuse(workspace: Workspace, viewer: Viewer, label: str, a: str, b: str) -> None:
    """Says that two records are two; raises as `merge` does."""
    for each in (a, b):
        readable(workspace, viewer, label, each)
    Apart(workspace.ledger).refuse(viewer, label, a, b)


def reconsider(workspace: Workspace, viewer: Viewer, label: str, a: str, b: str) -> bool:
    """Lets a refused pair be proposed again; returns whether it was refused.

    Raises:
        UnknownNameError: one of them is not there for the viewer.
    """
    for each in (a, b):
        readable(workspace, viewer, label, each)
    return Apart(workspace.ledger).reconsider(label, a, b)


def undo(workspace: Workspace, viewer: Viewer, number: int) -> None:
    """Lets what a load made one be two again; doing it twice changes nothing.

    Raises:
        UnknownNameError: no load of that number is a merge that the viewer may know of.
    """
    found = aliases_of(workspace.ledger, number)
    if not found or not all(_told_to(viewer, alias.type) for alias in found):
        raise UnknownNameError("merging.no_merge", number=str(number))
    workspace.current.undo(number, viewer.name)


def _told_to(viewer: Viewer, label: str) -> bool:
    """What a merged record was called is told of types that have no level, else to the cell."""
    return viewer.visibility == "cell" or not NODES[label].guarded()


# what was decided


class Merged(NamedTuple):
    """A merge that counts, with what the two records are called."""

    merge: Merge
    name: str
    into: str


class Kept(NamedTuple):
    """A pair that was refused, with what the two records are called."""

    refusal: Refusal
    a: str
    b: str


def merged(workspace: Workspace, viewer: Viewer) -> list[Merged]:
    """Returns the merges that count of which the viewer may know, the newest first."""
    known = [each for each in merges(workspace.ledger) if _told_to(viewer, each.alias.type)]
    own = {each: own_key(workspace, NODES[each.alias.type], each.alias.into) for each in known}
    names = _names(workspace, viewer, [(each.alias.type, key) for each, key in own.items()])
    return [
        Merged(each, former_name(workspace, each.alias.type, each.alias.key), name)
        for each, key in own.items()
        if (name := names.get((each.alias.type, key)))
    ]


def kept_two(workspace: Workspace, viewer: Viewer) -> list[Kept]:
    """Returns the refused pairs whose records are there for the viewer, the newest first."""
    found = Apart(workspace.ledger).all()
    names = _names(workspace, viewer, [(r.type, key) for r in found for key in (r.a, r.b)])
    return [
        Kept(each, names[each.type, each.a], names[each.type, each.b])
        for each in found
        if (each.type, each.a) in names and (each.type, each.b) in names
    ]


def _names(
    workspace: Workspace, viewer: Viewer, keys: Iterable[tuple[str, str]]
) -> Mapping[tuple[str, str], str]:
    wanted: dict[str, dict[str, None]] = {}
    for label, key in keys:
        wanted.setdefault(label, {})[key] = None
    found: dict[tuple[str, str], str] = {}
    for label, own in wanted.items():
        told = rows(workspace.store, viewer, label, list(own), [NODES[label].headline])
        found |= {(label, key): str(values[0] or key) for key, values in told.items()}
    return found


def former_name(workspace: Workspace, label: str, key: str) -> str:
    """Returns what sources call a record by one of its keys alone; the key where they do not."""
    node, ledger = NODES[label], workspace.ledger
    said = ledger.said(node, [key]).get(key, [])
    told = provenance(node, said, floors(ledger.deliveries(), node))
    return str(told[node.headline].words[0].value or key) if node.headline in told else key
