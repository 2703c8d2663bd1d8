"""Who says what is shown, with the line that the licence of a published table asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from graph.editions import credits_of

if TYPE_CHECKING:
    from graph.ledger import Ledger
    from graph.snapshot import Snapshot
    from queries.sources import Source


def credited(ledger: Ledger, sources: Sequence[Source]) -> tuple[Source, ...]:
    """Returns sources, each published one with its credit."""
    found = credits_of(ledger, [source.name for source in sources])
    return tuple(replace(source, credit=found.get(source.name)) for source in sources)


def credits_of_snapshot(ledger: Ledger, snapshot: Snapshot) -> Mapping[str, str]:
    """Returns the credits of the published sources of a snapshot, by source."""
    return credits_of(ledger, snapshot.sources)


def sources_read(ledger: Ledger, names: Sequence[str]) -> list[dict[str, str | None]]:
    """Returns who says what an analysis read, as documents show it."""
    found = credits_of(ledger, names)
    return [{"name": name, "credit": found.get(name)} for name in names]
