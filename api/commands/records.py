"""`confirm` and `erase`: one record, said to hold still, or gone for good."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from api.commands.console import agreed, out, settings_of
from api.commands.retention import YesOption
from graph.wording import sentence

if TYPE_CHECKING:
    from api.workspace import Workspace
    from graph.declare import Node

Type = Annotated[str, typer.Argument(help=sentence("cli.record_type"), metavar="TYPE")]
Key = Annotated[str, typer.Argument(help=sentence("cli.record_key"), metavar="KEY")]


def register(app: typer.Typer) -> None:
    """Adds these commands to the application."""
    app.command("confirm", help=sentence("cli.confirm"))(confirm)
    app.command("erase", help=sentence("cli.erase"))(erase)


def confirm(context: typer.Context, type: Type, key: Key) -> int:
    """Says that what is known of a record still holds, as of today."""
    from api.workspace import opened
    from graph.records import record

    with opened(settings_of(context)) as workspace:
        viewer = workspace.settings.viewer()
        found = record(workspace.store, viewer, node_called(type).__name__, key, most=1)
        workspace.current.confirm(found.node, found.key, viewer.name)
    out(sentence("confirm.done", name=found.headline))
    return 0


def erase(context: typer.Context, type: Type, key: Key, yes: YesOption = False) -> int:
    """Removes a record with its edges for good, from the ledger too: no undo brings it back."""
    from api.removals import erased
    from api.workspace import opened

    node = node_called(type)
    with opened(settings_of(context)) as workspace:
        name = _named(workspace, node, key)
        if not yes:
            agreed(sentence("erase.sure", name=name))
        erased(workspace, node, [key])
    out(sentence("erase.done", name=name))
    return 0


def node_called(type: str) -> type[Node]:
    """Returns the type of record of that name.

    Raises:
        UnknownNameError: no type of record is called that.
    """
    from graph.declare import NODES, Node
    from graph.errors import unknown
    from ingest.headers import named_type

    found = named_type(type)
    if not issubclass(found, Node):
        raise unknown("model.unknown_type", type, NODES)
    return found


def _named(workspace: Workspace, node: type[Node], key: str) -> str:
    """Returns what a record is called; its key where only the ledger remembers it.

    Raises:
        UnknownNameError: nobody says such a record, nor ever did.
    """
    from graph.records import record

    known, viewer = workspace.ledger.said(node, [key]), workspace.settings.viewer()
    view = workspace.current.view(node, key)
    if known and view is None:
        return key
    return record(workspace.store, viewer, node.__name__, key, most=1).headline
