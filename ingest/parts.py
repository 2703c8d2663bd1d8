"""The rows that one record of a table has, column by column, before they are read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ingest.headers import Meaning
from ingest.mapping import RecordMapping, TableMapping
from ingest.rows import Batch, Table


@dataclass
class Part:
    """The rows that one record has: for each its place in the table, and its cells by header."""

    record: RecordMapping
    places: list[int]
    meanings: dict[str, Meaning] = field(default_factory=dict)
    cells: dict[str, list[str]] = field(default_factory=dict)
    told: set[str] = field(default_factory=set)  # the headers of what its lines say themselves
    said: list[dict[str, str]] = field(default_factory=list)  # which is this, row by row

    def add(self, header: str, meaning: Meaning, cells: list[str], *, own: bool = False) -> None:
        """Adds a column; `own` where its lines say it themselves."""
        self.meanings[header] = meaning
        self.cells[header] = cells
        if own:
            self.told.add(header)

    def fill(self, header: str, meaning: Meaning, cells: list[str], *, own: bool = False) -> None:
        """Adds what holds where no cell says otherwise, under a header where none gives it yet."""
        before = self.header_of(meaning.name)
        if before is None:
            self.add(header, meaning, cells, own=own)
        else:
            pairs = zip(self.cells[before], cells, strict=True)
            self.cells[before] = [cell or otherwise for cell, otherwise in pairs]

    def repeat(self, rows: Sequence[int]) -> None:
        """Keeps some rows, each as often as it is named."""
        self.places = [self.places[row] for row in rows]
        self.cells = {name: [cells[row] for row in rows] for name, cells in self.cells.items()}

    def header_of(self, name: str) -> str | None:
        """Returns the header of what gives a meaning."""
        return next((h for h, meaning in self.meanings.items() if meaning.name == name), None)

    def rows(self, *, own: bool = False) -> list[dict[str, str]]:
        """Returns the texts of each row by meaning; only those its line says itself where `own`."""
        columns = {
            meaning.name: self.cells[header]
            for header, meaning in self.meanings.items()
            if header in self.told or not own
        }
        return [
            {name: cells[row] for name, cells in columns.items()} for row in range(len(self.places))
        ]


def whole(table: Table) -> Batch:
    """Returns all the rows of a table as one batch."""
    whole = Batch([], {name: [] for name in table.columns})
    for batch in table.batches():
        whole.lines.extend(batch.lines)
        whole.issues.extend(batch.issues)
        whole.raw.update(batch.raw)
        for name, cells in batch.cells.items():
            whole.cells[name].extend(cells)
    return whole


def filled_down(batch: Batch, mapping: TableMapping, keys: Mapping[str, str]) -> Batch:
    """Returns the rows with carried columns filled from above, where all of a record's are empty.

    A record that a line begins anew keeps its own gaps. `keys` are the headers of the keys that
    a table was given back with, by record; they are carried too.
    """
    for record in mapping.records:
        headers = [*record.carried, *filter(None, (keys.get(record.name),))]
        columns = [batch.cells[header] for header in dict.fromkeys(headers)]
        for place in range(1, len(batch.lines) if record.carried else 0):
            if not any(cells[place] for cells in columns):
                for cells in columns:
                    cells[place] = cells[place - 1]
    return batch


def free(label: str, part: Part) -> str:
    """Returns a header that no column of a record has."""
    return label if label not in part.cells else free(f"{label} ·", part)
