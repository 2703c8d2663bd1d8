"""How tables of each shape are read, remembered from the last one that was loaded.

A mapping is kept as the text of its file; the shape of the header is what it is found by.
"""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from graph.errors import UnknownNameError, unknown
from graph.ledger import now
from graph.state import MAPPINGS


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
