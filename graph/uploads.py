"""Files that people sent and have not loaded yet, each with how it is to be read."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from graph.errors import UnknownNameError
from graph.ledger import now
from graph.state import UPLOADS
from graph.viewer import Viewer


@dataclass(frozen=True)
class Upload:
    """What somebody sent at an instant: `file` names its files, `mapping` is how they are read."""

    token: str
    file: str
    sent_by: str
    sent_at: str
    mapping: str | None


class Uploads:
    """What was sent to one graph, to be loaded."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def add(self, viewer: Viewer, token: str, file: str, mapping: str | None = None) -> None:
        """Keeps that something was sent at the present instant, under a token of its own."""
        sent = {"token": token, "file": file, "sent_by": viewer.name, "sent_at": now()}
        with self._engine.begin() as connection:
            connection.execute(UPLOADS.insert().values(**sent, mapping=mapping))

    def all(self) -> list[Upload]:
        """Returns what was sent, the newest first."""
        chosen = sa.select(UPLOADS).order_by(UPLOADS.c.sent_at.desc(), UPLOADS.c.token)
        with self._engine.connect() as connection:
            return [Upload(**row) for row in connection.execute(chosen).mappings()]

    def find(self, token: str) -> Upload:
        """Returns what was sent under a token.

        Raises:
            UnknownNameError: nothing was, or it is there no more.
        """
        chosen = sa.select(UPLOADS).where(UPLOADS.c.token == token)
        with self._engine.connect() as connection:
            row = connection.execute(chosen).mappings().first()
        if row is None:
            raise UnknownNameError("uploads.unknown")
        return Upload(**row)

    def correct(self, token: str, mapping: str) -> None:
        """Keeps how what was sent is to be read from now on."""
        with self._engine.begin() as connection:
            changed = UPLOADS.update().where(UPLOADS.c.token == token).values(mapping=mapping)
            connection.execute(changed)

    def forget(self, token: str) -> None:
        """Removes what was sent under a token; doing it twice changes nothing."""
        with self._engine.begin() as connection:
            connection.execute(UPLOADS.delete().where(UPLOADS.c.token == token))
