"""Who says what an answer rests on: the sources of the records that its question reads."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.declare import NODES

if TYPE_CHECKING:
    from graph.store import Store
    from graph.viewer import Viewer


@dataclass(frozen=True)
class Source:
    """A source by its name, with the latest day for which it spoke.

    `credit` is the line that the licence of a published table asks for.
    """

    name: str
    confirmed_on: str | None
    credit: str | None = None


def sources_of(store: Store, viewer: Viewer, labels: Collection[str]) -> tuple[Source, ...]:
    """Returns the sources of the records of these types that the viewer may read, by name."""
    if not labels:
        return ()
    parts = " UNION ALL ".join(_spoken(label) for label in sorted(labels))
    text = f"CALL {{ {parts} }} RETURN source, max(day) AS confirmed_on ORDER BY source"
    rows = store.read(text, {"visible": viewer.visible}).rows
    return tuple(Source(str(name), str(day) if day else None) for name, day in rows)


def _spoken(label: str) -> str:
    where = " WHERE n.visibility IN $visible" if NODES[label].guarded() else ""
    return (
        f"MATCH (n:{label}){where} UNWIND n.sources AS source "
        "RETURN source, max(n.confirmed_on) AS day"
    )
