"""What analyses found, kept beside the graph: long work is not done twice for one revision.

A result is kept without a language and at the level that it was read at. Of one analysis with the
same parameters at a level the newest is kept, of all together the newest `MOST`; all go when a
record is erased, for any may name it.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

import orjson
import sqlalchemy as sa

from graph.state import RESULTS
from graph.viewer import Visibility

MOST = 60
PACKAGE = Path(__file__).parent


@dataclass(frozen=True)
class Asked:
    """What was asked: the parameters as JSON, without the day where nobody gave one."""

    analysis: str
    parameters: str
    visibility: Visibility


@dataclass(frozen=True)
class Stamp:
    """Of what a result is: the graph, its revision, and the day on which it was computed."""

    graph: str
    revision: int
    day: str


@dataclass(frozen=True)
class KeptResult:
    """A result as it is kept: `text` is its JSON; `seconds` how long it took to compute."""

    stamp: Stamp
    computed_at: str
    as_of: str
    seconds: float
    sources: tuple[str, ...]
    text: bytes


class Results:
    """The results kept for one graph."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def latest(self, asked: Asked, graph: str) -> KeptResult | None:
        """Returns the newest result of what was asked; None where this program computed none."""
        with self._engine.connect() as connection:
            row = connection.execute(_newest(asked, graph, RESULTS)).mappings().first()
        if row is None:
            return None
        return KeptResult(
            Stamp(row["graph"], row["revision"], row["day"]),
            row["computed_at"],
            row["as_of"],
            row["seconds"],
            tuple(orjson.loads(row["sources"])),
            zlib.decompress(row["result"]),
        )

    def seconds(self, asked: Asked, graph: str) -> float | None:
        """Returns how long the newest result took of what was asked; None where there is none."""
        with self._engine.connect() as connection:
            told: float | None = connection.execute(
                _newest(asked, graph, RESULTS.c.seconds)
            ).scalar()
        return told

    def newest(self) -> int:
        """Returns the number of the newest row: what is begun now is kept after it."""
        with self._engine.connect() as connection:
            return connection.execute(sa.select(sa.func.max(RESULTS.c.id))).scalar() or 0

    def keep(self, asked: Asked, found: KeptResult, begun: int) -> None:
        """Keeps a result in the place of the older one, and lets the oldest of all go.

        Nothing is kept of what had `begun`, after that newest row, before something was erased.
        """
        row = {
            "analysis": asked.analysis,
            "asked": asked.parameters,
            "visibility": asked.visibility,
            "graph": found.stamp.graph,
            "revision": found.stamp.revision,
            "day": found.stamp.day,
            "program": program(),
            "computed_at": found.computed_at,
            "as_of": found.as_of,
            "seconds": found.seconds,
            "sources": orjson.dumps(found.sources).decode(),
            "result": zlib.compress(found.text),
        }
        erased = sa.select(RESULTS.c.id).where(RESULTS.c.analysis == "", RESULTS.c.id > begun)
        newest = sa.select(RESULTS.c.id).order_by(RESULTS.c.id.desc()).limit(MOST)
        with self._engine.begin() as connection:
            if connection.execute(erased).first():
                return
            connection.execute(RESULTS.delete().where(_same(asked)))
            connection.execute(RESULTS.insert().values(**row))
            kept = connection.execute(newest).scalars().all()
            connection.execute(RESULTS.delete().where(RESULTS.c.id < kept[-1]))


def _newest(asked: Asked, graph: str, wanted: sa.FromClause | sa.Column[Any]) -> sa.Select[Any]:
    chosen = _same(asked), RESULTS.c.graph == graph, RESULTS.c.program == program()
    return sa.select(wanted).where(*chosen).order_by(RESULTS.c.id.desc()).limit(1)


def _same(asked: Asked) -> sa.ColumnElement[bool]:
    return sa.and_(
        RESULTS.c.analysis == asked.analysis,
        RESULTS.c.asked == asked.parameters,
        RESULTS.c.visibility == asked.visibility,
    )


@cache
def program() -> str:
    """Returns a mark of the program that computes: another program may find something else."""
    mark = blake2b(digest_size=8)
    for path in sorted(PACKAGE.rglob("*")):
        if path.suffix in {".py", ".json"}:
            told = path.stat()
            mark.update(f"{path.name} {told.st_size} {told.st_mtime_ns}\n".encode())
    return mark.hexdigest()
