"""Another order of an answer: by one column, as a reader asks for it.

Words are in the order of a French dictionary, accents and case aside; what is unknown comes last
in both directions; rows that tie keep the order of the question.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Protocol

from graph.codes import folded
from graph.errors import DataError, Issue

Row = Sequence[object]


class Named(Protocol):
    """A column of an answer."""

    @property
    def name(self) -> str:
        """Its name."""

    @property
    def words(self) -> Mapping[str, str]:
        """What people read instead of the codes in it."""


@dataclass(frozen=True)
class Sort:
    """The column to sort by, as its place, and the direction."""

    place: int
    descending: bool
    words: Mapping[str, str]

    @classmethod
    def read(cls, text: str, columns: Sequence[Named], asked: str) -> Sort | None:
        """Returns what `name` or `-name` asks of the question `asked`, None when it is empty.

        Raises:
            DataError: no column is called that.
        """
        name = text.removeprefix("-")
        if not name:
            return None
        names = [column.name for column in columns]
        if name not in names:
            values = {"value": name, "known": ", ".join(names)}
            issue = Issue("value.sort", column="sort", values=values)
            raise DataError("parameters.wrong", [issue], name=asked)
        place = names.index(name)
        return cls(place, text.startswith("-"), columns[place].words)

    def applied(self, batches: Iterator[Sequence[Row]], most: int) -> Iterator[Sequence[Row]]:
        """Yields all rows in one batch, sorted; of more than `most`, one more than that."""
        rows: list[Row] = []
        for batch in batches:
            rows.extend(batch)
            if len(rows) > most:
                rows = rows[: most + 1]
                break
        known = [row for row in rows if row[self.place] is not None]
        unknown = [row for row in rows if row[self.place] is None]
        known.sort(key=self._rank, reverse=self.descending)
        yield list(chain(known, unknown))

    def _rank(self, row: Row) -> tuple[int, object]:
        value = row[self.place]
        if isinstance(value, (bool, int, float)):
            return 0, value
        if isinstance(value, (list, tuple)):
            return 2, [folded(str(each)) for each in value]
        return 1, folded(self.words.get(str(value), str(value)))
