"""Rows of official tables that name a commune which merged, tied to the one that it became."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ingest.followed import followed_end
from ingest.official.source import Row


def following(rows: Iterable[Row], became: Mapping[str, str]) -> Iterator[Row]:
    """Yields rows with the territory that something else is tied to followed; others as they are.

    `became` gives, by key of an old territory, the one that it is now.
    """
    if not became:
        yield from rows
        return
    for row in rows:
        end = followed_end(row.record)
        if end is not None and row.ends[end] in became:
            now = became[row.ends[end]]
            row = row._replace(ends=(row.ends[0], now) if end else (now, row.ends[1]))
        yield row
