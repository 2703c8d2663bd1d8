"""Tables on a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from api.commands.console import console


def print_table(
    titles: Sequence[str], rows: Sequence[Sequence[str]], numeric: frozenset[int] = frozenset()
) -> None:
    """Prints rows under their titles; the columns at the places in `numeric` stand right."""
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for place, title in enumerate(titles):
        table.add_column(title, justify="right" if place in numeric else "left", overflow="fold")
    for row in rows:
        table.add_row(*(cell.replace("[", "\\[") for cell in row))
    console().print(table)
