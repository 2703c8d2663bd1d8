"""Published editions of official tables: which are loaded, and how their publishers are credited.

The licence of most of them (Licence Ouverte 2.0) asks that whoever shows the data names the
publisher and the date of the edition.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING

import orjson
import sqlalchemy as sa

from graph.claims import FORM
from graph.state import LOADS
from graph.wording import sentence

if TYPE_CHECKING:
    from graph.ledger import Ledger


@dataclass(frozen=True)
class Edition:
    """What its publisher says of an edition, and the territories it was loaded for.

    `published_on` is an ISO day; `territories` is None where all of it was loaded, and empty where
    it was loaded for the communes known then. `scope` holds the codes of the communes then, None
    where it was all, or all that the source itself chose.
    """

    name: str
    publisher: str
    licence: str
    version: str
    published_on: str
    territories: tuple[str, ...] | None = None
    within: float = 0.0
    scope: tuple[str, ...] | None = None

    def written(self) -> str:
        """Returns it as the ledger keeps it."""
        return orjson.dumps(asdict(self)).decode()


@dataclass(frozen=True)
class LoadedEdition:
    """An edition whose load counts; `source` is what the ledger calls it: `official:rome`."""

    load: int
    source: str
    loaded_at: str
    edition: Edition


def loaded(ledger: Ledger) -> list[LoadedEdition]:
    """Returns the editions that count now, the newest load first."""
    chosen = (
        sa.select(LOADS.c.id, LOADS.c.source, LOADS.c.started_at, LOADS.c.edition)
        .where(LOADS.c.edition.is_not(None), LOADS.c.undone_at.is_(None))
        .where(LOADS.c.acknowledged_at.is_not(None))
        .order_by(LOADS.c.id.desc())
    )
    with ledger.engine.connect() as connection:
        return [
            LoadedEdition(number, source, at, _read(text))
            for number, source, at, text in connection.execute(chosen)
        ]


def in_force(ledger: Ledger) -> dict[str, LoadedEdition]:
    """Returns, by source, the edition published last of those that count."""
    found: dict[str, LoadedEdition] = {}
    for one in loaded(ledger):
        known = found.setdefault(one.source, one)
        if known.edition.published_on < one.edition.published_on:
            found[one.source] = one
    return found


def credits_of(ledger: Ledger, sources: Iterable[str]) -> dict[str, str]:
    """Returns the line that credits each published source; of forms, that people filled them."""
    force = in_force(ledger)
    found = {FORM: sentence("source.form")}
    for name, loaded_edition in force.items():
        found[name] = credit(loaded_edition.edition)
    return {name: found[name] for name in sources if name in found}


def credit(edition: Edition) -> str:
    """Returns how an edition is credited: its publisher, name and version, day and licence."""
    day = date.fromisoformat(edition.published_on)
    values = {name: getattr(edition, name) for name in ("publisher", "name", "version", "licence")}
    return sentence("source.credit", day=day, **values)


def _read(text: str) -> Edition:
    values = orjson.loads(text)
    for name in ("territories", "scope"):
        if values.get(name) is not None:
            values[name] = tuple(values[name])
    return Edition(**values)
