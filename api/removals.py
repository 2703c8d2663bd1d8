"""Records that a person took away: who did, for viewers who could have read them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.jobs.jobs import Jobs
from graph.aliases import aliases

if TYPE_CHECKING:
    from collections.abc import Sequence

    from api.workspace import Workspace
    from graph.declare import Node
    from graph.ledger import LoadRow


@dataclass(frozen=True)
class Removal:
    """A record that was taken away: its key, what it was called, and the load that did it."""

    key: str
    headline: str
    load: LoadRow


def removal(workspace: Workspace, node: type[Node], key: str) -> Removal | None:
    """Returns how a record was taken away; None where it was not, or was hidden from the viewer."""
    own = own_key(workspace, node, key)
    number = workspace.current.taken_away(node, own)
    if number is None:
        return None
    told = workspace.current.told(node, own)
    held = {name: each.words[0].value for name, each in told.items()}
    if node.guarded():
        level = held.get("visibility") or node.properties["visibility"].default
        if level not in workspace.settings.viewer().visible:
            return None
    headline = str(held.get(node.headline) or own)
    return Removal(own, headline, workspace.ledger.load(number))


def erased(workspace: Workspace, node: type[Node], keys: Sequence[str]) -> int:
    """Removes records for good; returns how many.

    The jobs that ended go too, for what was asked of them may name a record.
    """
    count = workspace.current.erase(node, keys)
    Jobs.of(workspace.settings).forget()
    return count


def own_key(workspace: Workspace, node: type[Node], key: str) -> str:
    """Returns the key under which a record is read that a key, its own or an older one, names."""
    return aliases(workspace.ledger).root(node.__name__, key)
