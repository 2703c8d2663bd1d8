"""How tables of each shape are read, remembered from the last one that was loaded.

A mapping is kept as the text of its file; the shape of the header is what it is found by.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

import sqlalchemy as sa

from graph.errors import UnknownNameError, unknown
from graph.ledger import now
from graph.state import LOADS, MAPPINGS, READINGS


@dataclass(frozen=True)
class KeptMapping:
    """A mapping that was used, by the shape of the header it is for.

    Attributes:
        name: the table that it was last used for.
        text: the mapping as a file holds it.
    """

    shape: str
    name: str
    text: str
    kept_by: str
    kept_at: str


@dataclass(frozen=True)
class KeptReading:
    """How the table of one load was read; `file` is what messages call that table."""

    load: int
    shape: str
    text: str
    file: str

    def is_called(self, name: str) -> bool:
        """Returns whether a file's name, with or without its ending, or a shape's first signs."""
        return name in {self.file, PurePath(self.file).stem} or self.shape.startswith(name)


class Mappings:
    """The mappings that one graph remembers."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def keep(self, shape: str, name: str, text: str, author: str) -> None:
        """Remembers a mapping, in the place of the one its shape had."""
        row = {"shape": shape, "name": name, "text": text, "kept_by": author, "kept_at": now()}
        with self._engine.begin() as connection:
            connection.execute(MAPPINGS.delete().where(MAPPINGS.c.shape == shape))
            connection.execute(MAPPINGS.insert().values(**row))

    def note(self, load: int, shape: str, text: str) -> None:
        """Says how the table of a load was read."""
        with self._engine.begin() as connection:
            connection.execute(READINGS.delete().where(READINGS.c.load == load))
            connection.execute(READINGS.insert().values(load=load, shape=shape, text=text))

    def of_load(self, load: int) -> str | None:
        """Returns how the table of a load was read; None where that was not noted."""
        chosen = sa.select(READINGS.c.text).where(READINGS.c.load == load)
        with self._engine.connect() as connection:
            return connection.execute(chosen).scalar()

    def noted(self, name: str) -> KeptReading | None:
        """Returns how the latest table was read that is called so, or whose shape begins so."""
        columns = (READINGS.c.load, READINGS.c.shape, READINGS.c.text, LOADS.c.label)
        chosen = sa.select(*columns).where(LOADS.c.id == READINGS.c.load)
        with self._engine.connect() as connection:
            rows = connection.execute(chosen.order_by(READINGS.c.load.desc())).all()
        found = [KeptReading(*row) for row in rows]
        return next((one for one in found if one.is_called(name)), None)

    def loads(self, shape: str) -> list[int]:
        """Returns the loads that stand whose tables had a header of that shape, oldest first."""
        stand = (LOADS.c.id == READINGS.c.load) & LOADS.c.undone_at.is_(None)
        chosen = sa.select(READINGS.c.load).where(READINGS.c.shape == shape, stand)
        with self._engine.connect() as connection:
            return list(connection.execute(chosen.order_by(READINGS.c.load)).scalars())

    def find(self, shape: str) -> KeptMapping | None:
        """Returns the mapping of a shape; None where none is remembered."""
        with self._engine.connect() as connection:
            chosen = sa.select(MAPPINGS).where(MAPPINGS.c.shape == shape)
            row = connection.execute(chosen).mappings().first()
        return KeptMapping(**row) if row else None

    def all(self) -> list[KeptMapping]:
        """Returns every mapping, the newest first."""
        chosen = sa.select(MAPPINGS).order_by(MAPPINGS.c.kept_at.desc(), MAPPINGS.c.shape)
        with self._engine.connect() as connection:
            return [KeptMapping(**row) for row in connection.execute(chosen).mappings()]

    def called(self, name: str) -> list[KeptMapping]:
        """Returns the mappings of a table's name, or of a shape's first signs.

        Raises:
            UnknownNameError: none is called that.
        """
        kept = self.all()
        found = [one for one in kept if one.name == name or one.shape.startswith(name)]
        if not found and not kept:
            raise UnknownNameError("mapping.none_kept", name=name)
        if not found:
            raise unknown("mapping.unknown_kept", name, {one.name for one in kept})
        return found

    def forget(self, name: str) -> int:
        """Removes the mappings called so; returns how many.

        Raises:
            UnknownNameError: none is called that.
        """
        gone = [one.shape for one in self.called(name)]
        with self._engine.begin() as connection:
            connection.execute(MAPPINGS.delete().where(MAPPINGS.c.shape.in_(gone)))
        return len(gone)
