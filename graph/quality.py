"""How fresh the records that people keep are, taken together: by type, source and territory.

Records are counted by the day of their confirmation, so that a type of any size is read in a few
rows. Official nomenclatures and computed results stand apart: nobody has to confirm them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import graph.schema  # noqa: F401  the registry holds what it declares
from graph.claims import OFFICIAL
from graph.declare import NODES, SIGNATURES, Node
from graph.freshness import freshness

if TYPE_CHECKING:
    from graph.store import Store
    from graph.viewer import Viewer

NOMENCLATURES = ("Territory", "Sector", "Occupation", "Skill", "Certification", "Topic", "Outlook")
COMPUTED = ("Bridge", "Grouping")
KEPT = {label: of for label, of in NODES.items() if label not in (*NOMENCLATURES, *COMPUTED)}
IN_FORCE = f"any(source IN n.sources WHERE source STARTS WITH '{OFFICIAL}')"
BESIDE = "coalesce(m.visibility, 'public') IN $visible"  # what stands at the other end
DIGITS = 4
COUNTED = f"n.confirmed_on AS day, {IN_FORCE} AS in_force, count(DISTINCT n) AS records"
Counted = tuple[str | None, bool, int]


@dataclass(frozen=True)
class Freshness:
    """How fresh some records are: those of a type, of a source or of a place, called `name`.

    `mean` is 0 to 1, `fresh` counts those that need no confirmation, `share` is their part.
    `oldest` is the first day of confirmation of those that no edition in force says; None without.
    """

    name: str
    title: str
    records: int
    fresh: int
    share: float
    mean: float
    oldest: str | None


def readable(node: type[Node]) -> str:
    """Returns the condition under which a viewer reads a node `n` of a type."""
    return "n.visibility IN $visible" if node.guarded() else "true"


def by_type(store: Store, viewer: Viewer, on: date) -> list[Freshness]:
    """Returns the freshness of each type that has records, in the order of the model."""
    parts = [
        f"MATCH (n:{label}) WHERE {readable(node)} "
        f"RETURN '{label}' AS name, '{label}' AS title, {COUNTED}"
        for label, node in KEPT.items()
    ]
    order = list(KEPT)
    return sorted(_read(store, viewer, parts, on), key=lambda each: order.index(each.name))


def by_source(store: Store, viewer: Viewer, on: date) -> list[Freshness]:
    """Returns the freshness of what each source says, by name; what several say counts in each."""
    parts = [
        f"MATCH (n:{label}) WHERE {readable(node)} UNWIND n.sources AS name "
        f"RETURN name, name AS title, {COUNTED}"
        for label, node in KEPT.items()
    ]
    return _read(store, viewer, parts, on)


def by_commune(store: Store, viewer: Viewer, on: date) -> list[Freshness]:
    """Returns the freshness of what stands in each commune, the least fresh first."""
    return _placed(store, viewer, "-[:LOCATED_IN]->(t:Territory)", on)


def by_basin(store: Store, viewer: Viewer, on: date) -> list[Freshness]:
    """Returns the freshness of what stands in the communes of each basin, the least fresh first."""
    way = "-[:LOCATED_IN]->(:Territory)-[:PART_OF]->(t:Territory {kind: 'basin'})"
    return _placed(store, viewer, way, on)


def _placed(store: Store, viewer: Viewer, way: str, on: date) -> list[Freshness]:
    parts = [
        f"MATCH (n:{label}){way} WHERE {readable(node)} "
        f"RETURN t.key AS name, t.name AS title, {COUNTED}"
        for label, node in KEPT.items()
        if f"{label}-LOCATED_IN-Territory" in SIGNATURES
    ]
    found = _read(store, viewer, parts, on)
    return sorted(found, key=lambda each: (each.mean, -each.records, each.title))


def _read(store: Store, viewer: Viewer, parts: Sequence[str], on: date) -> list[Freshness]:
    text = f"CALL {{ {' UNION ALL '.join(parts)} }} RETURN name, title, day, in_force, records"
    counted: dict[tuple[str, str], list[Counted]] = {}
    for name, title, day, held, records in store.read(text, {"visible": viewer.visible}).rows:
        told = str(day) if day else None, bool(held), int(str(records))
        counted.setdefault((str(name), str(title or name)), []).append(told)
    return [_taken(*called, days, on) for called, days in sorted(counted.items())]


def _taken(name: str, title: str, counted: Sequence[Counted], on: date) -> Freshness:
    """Returns the freshness of records counted by day, and by whether an edition says them."""
    degrees = [(1.0 if held else freshness(day, on), records) for day, held, records in counted]
    total = sum(records for _, records in degrees)
    fresh = sum(records for degree, records in degrees if degree == 1.0)
    mean = sum(degree * records for degree, records in degrees) / total
    oldest = min((day for day, held, _ in counted if day and not held), default=None)
    return Freshness(name, title, total, fresh, fresh / total, round(mean, DIGITS), oldest)
