"""What is past its retention as a table on its way out, with all that is known of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any

from graph.declare import BOOKKEEPING, NODES
from graph.retention import Overdue, whole
from graph.wording import sentence

if TYPE_CHECKING:
    from api.workspace import Workspace
    from viz.exports import Rows


@dataclass(frozen=True)
class ArchiveColumn:
    """A column, under the name that programs and people read."""

    name: str

    @property
    def title(self) -> str:
        """Its name: several types share a column, each with a title of its own."""
        return self.name


@dataclass(frozen=True)
class Archive:
    """Records of several types in one table: a column for each property that any of them has."""

    workspace: Workspace
    found: Sequence[Overdue]
    on: date

    @property
    def columns(self) -> Sequence[ArchiveColumn]:
        """Type and key, the properties of the types in the order of the model, claims, links."""
        types = dict.fromkeys(one.type for one in self.found)
        names = dict.fromkeys(name for label in types for name in NODES[label].properties)
        claims = [kind.name for kind in BOOKKEEPING]
        return [ArchiveColumn(name) for name in ("type", "key", *names, *claims, "links")]

    def batches(self) -> Iterator[Rows]:
        """Yields the rows of each type."""
        store, viewer = self.workspace.store, self.workspace.settings.viewer()
        names = [column.name for column in self.columns]
        for label, group in groupby(self.found, key=lambda one: one.type):
            keys = [one.key for one in group]
            yield [
                [record.get(name) for name in names] for record in whole(store, viewer, label, keys)
            ]

    def head(self) -> Mapping[str, Any]:
        """Returns the day, how many records of each type, and whether they are demonstrated."""
        return {
            "on": self.on,
            "counts": Counter(one.type for one in self.found),
            "demonstration": self.workspace.settings.demonstration,
        }

    def about(self) -> Sequence[tuple[str, object]]:
        """Returns the day and how many records there are."""
        return [
            (sentence("retention.archived_on"), self.on),
            (sentence("export.rows"), len(self.found)),
        ]
