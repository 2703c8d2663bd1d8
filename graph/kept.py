"""What readers keep beside the graph: answers with their date, and favourite questions.

An answer is kept at the level it was read at, and whoever reads at less never learns of it.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
import sqlalchemy as sa

from graph.errors import UnknownNameError, unknown
from graph.ledger import now
from graph.state import ANSWERS, FAVOURITES
from graph.viewer import Viewer, Visibility

Rows = Sequence[Sequence[object]]
TOLD = [column for column in ANSWERS.columns if column.name != "rows"]


@dataclass(frozen=True)
class KeptAnswer:
    """An answer that somebody kept under a name, at an instant; one name has many."""

    id: int
    name: str
    kept_at: str
    kept_by: str
    question: str
    visibility: Visibility
    parameters: Mapping[str, object]
    columns: Sequence[str]
    row_count: int

    @property
    def day(self) -> str:
        """The day it was kept."""
        return self.kept_at[:10]


class Kept:
    """What the readers of one graph keep."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def keep(
        self,
        viewer: Viewer,
        name: str,
        question: str,
        parameters: Mapping[str, object],
        columns: Sequence[str],
        rows: Rows,
    ) -> None:
        """Keeps an answer with the present instant, beside those already kept under its name."""
        values = {
            "name": name,
            "kept_at": now(),
            "kept_by": viewer.name,
            "question": question,
            "visibility": viewer.visibility,
            "parameters": orjson.dumps(dict(parameters)).decode(),
            "columns": orjson.dumps(list(columns)).decode(),
            "rows": zlib.compress(orjson.dumps([list(row) for row in rows])),
            "row_count": len(rows),
        }
        with self._engine.begin() as connection:
            connection.execute(ANSWERS.insert().values(**values))

    def latest(self, viewer: Viewer) -> list[KeptAnswer]:
        """Returns the latest answer of each name that the viewer may read, by name."""
        newest = (
            sa.select(sa.func.max(ANSWERS.c.id))
            .where(ANSWERS.c.visibility.in_(viewer.visible))
            .group_by(ANSWERS.c.name)
        )
        chosen = sa.select(*TOLD).where(ANSWERS.c.id.in_(newest)).order_by(ANSWERS.c.name)
        return self._told(chosen)

    def dated(self, viewer: Viewer, name: str) -> list[KeptAnswer]:
        """Returns every answer kept under a name that the viewer may read, the newest first.

        Raises:
            UnknownNameError: there is none.
        """
        chosen = (
            sa.select(*TOLD)
            .where(ANSWERS.c.name == name, ANSWERS.c.visibility.in_(viewer.visible))
            .order_by(ANSWERS.c.id.desc())
        )
        if found := self._told(chosen):
            return found
        known = [each.name for each in self.latest(viewer)]
        if not known:
            raise UnknownNameError("kept.none", name=name)
        raise unknown("kept.unknown", name, known)

    def rows(self, answer: KeptAnswer) -> Rows:
        """Returns the rows of a kept answer."""
        chosen = sa.select(ANSWERS.c.rows).where(ANSWERS.c.id == answer.id)
        with self._engine.connect() as connection:
            packed: bytes = connection.execute(chosen).scalar_one()
        found: Rows = orjson.loads(zlib.decompress(packed))
        return found

    def forget(self, viewer: Viewer, name: str) -> int:
        """Removes what the viewer may read under a name; returns how many answers went."""
        gone = [each.id for each in self.dated(viewer, name)]
        with self._engine.begin() as connection:
            connection.execute(ANSWERS.delete().where(ANSWERS.c.id.in_(gone)))
        return len(gone)

    def _told(self, chosen: sa.Select[Any]) -> list[KeptAnswer]:
        with self._engine.connect() as connection:
            rows = connection.execute(chosen).mappings().all()
        parsed = ("parameters", "columns")
        return [
            KeptAnswer(**{**row, **{name: orjson.loads(row[name]) for name in parsed}})
            for row in rows
        ]

    # favourites

    def favourites(self, viewer: Viewer) -> set[str]:
        """Returns the names of the viewer's favourite questions."""
        chosen = sa.select(FAVOURITES.c.question).where(FAVOURITES.c.reader == viewer.name)
        with self._engine.connect() as connection:
            return set(connection.execute(chosen).scalars())

    def favour(self, viewer: Viewer, question: str, *, favourite: bool) -> None:
        """Makes a question one of the viewer's favourites, or no longer one."""
        row = {"reader": viewer.name, "question": question}
        with self._engine.begin() as connection:
            connection.execute(FAVOURITES.delete().filter_by(**row))
            if favourite:
                connection.execute(FAVOURITES.insert().values(**row))
