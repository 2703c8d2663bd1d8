"""An open graph with its ledger: what every command and request works in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass

from api.settings import Settings
from graph.current import Current
from graph.embargo import lift
from graph.kept import Kept
from graph.ledger import Ledger
from graph.servers import connect
from graph.store import Store


@dataclass(frozen=True)
class Workspace:
    """The store, the ledger and the settings they were opened with."""

    settings: Settings
    store: Store
    ledger: Ledger
    current: Current

    @property
    def kept(self) -> Kept:
        """What readers keep beside this graph."""
        return Kept(self.ledger.engine)


@contextmanager
def opened(settings: Settings) -> Iterator[Workspace]:
    """Opens the graph and its ledger: what a crash left is finished, what is due is told."""
    folder = settings.place.folder
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with connect(settings.place) as store, closing(Ledger(settings.state, folder)) as ledger:
        current = Current(ledger, store)
        current.catch_up()
        lift(current)
        yield Workspace(settings, store, ledger, current)
