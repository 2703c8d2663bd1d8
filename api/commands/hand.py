"""`remove` and `restore`: one record, taken away by hand and brought back."""

from __future__ import annotations

import typer

from api.commands.console import out, settings_of
from api.commands.records import Key, Type, node_called
from graph.wording import sentence


def register(app: typer.Typer) -> None:
    """Adds these commands to the application."""
    app.command("remove", help=sentence("hand.remove"))(remove)
    app.command("restore", help=sentence("hand.restore"))(restore)


def remove(context: typer.Context, type: Type, key: Key) -> int:
    """Takes a record away with its edges; what sources say of it is kept."""
    from api.removals import own_key
    from api.workspace import opened
    from graph.records import record

    with opened(settings_of(context)) as workspace:
        node, viewer = node_called(type), workspace.settings.viewer()
        own = own_key(workspace, node, key)
        found = record(workspace.store, viewer, node.__name__, own, most=1)
        workspace.current.remove(node, found.key, viewer.name)
    out(sentence("hand.removed", name=found.headline, type=node.__name__, key=found.key))
    return 0


def restore(context: typer.Context, type: Type, key: Key) -> int:
    """Brings back a record that was taken away, with its edges."""
    from api.removals import removal
    from api.workspace import opened
    from graph.errors import UnknownNameError

    with opened(settings_of(context)) as workspace:
        node = node_called(type)
        gone = removal(workspace, node, key)
        if gone is None:
            raise UnknownNameError("hand.not_removed", key=key)
        workspace.current.confirm(node, gone.key, workspace.settings.viewer().name)
    out(sentence("hand.restored", name=gone.headline))
    return 0
