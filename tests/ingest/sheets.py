"""Tables made of a header and rows, as if a file held them."""

from __future__ import annotations

from ingest.rows import Table


def table_of(*lines: str, name: str = "classeur") -> Table:
    """Returns a table of lines whose cells `;` separates, the header first, on line 1."""
    header, *rows = [line.split(";") for line in lines]
    return Table(
        file=f"{name}.csv",
        name=name,
        columns=tuple(header),
        fingerprint="\n".join(lines),
        rows=len(rows),
        width=len(header),
        positions=tuple(range(len(header))),
        source=lambda: iter([(line, list(row)) for line, row in enumerate(rows, start=2)]),
        encoding="utf-8",
        delimiter=";",
    )
