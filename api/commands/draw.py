"""`draw`: one HTML page that opens without a network."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.commands.console import out, settings_of
from graph.wording import sentence

if TYPE_CHECKING:
    from api.workspace import Workspace
    from graph.viewer import Viewer


def register(app: typer.Typer) -> None:
    """Adds this command to the application."""
    app.command("draw", help=sentence("cli.draw"))(draw)


def draw(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help=sentence("cli.drawing"))],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help=sentence("cli.output_option"))
    ] = None,
) -> int:
    """Draws a picture; its reader is a partner unless `--visibility` says otherwise."""
    from api.workspace import opened
    from viz.drawings import drawing

    wanted = drawing(name)
    settings = settings_of(context)
    path = output or Path(f"{wanted.name}.html")
    with opened(settings) as workspace:
        text = page(workspace, settings.viewer("partners"), name)
    write_page(path, text)
    out(sentence("cli.drawn", path=path))
    return 0


def page(workspace: Workspace, viewer: Viewer, name: str) -> str:
    """Returns the page of a picture as a viewer may see it."""
    from api.computing import day_of
    from api.crediting import credits_of_snapshot
    from graph.snapshot import read_snapshot
    from viz.drawings import View, drawing
    from viz.page import offline_page

    wanted = drawing(name)
    snapshot = read_snapshot(workspace.store, viewer, wanted.types)
    credits = credits_of_snapshot(workspace.ledger, snapshot)
    view = View(snapshot, day_of(workspace), workspace.settings.demonstration, credits)
    return offline_page(wanted.scene(view))


def write_page(path: Path, text: str) -> None:
    """Writes a page whole or not at all.

    Raises:
        DataError: no file can be written there.
    """
    from graph.errors import DataError

    draft = path.with_name(f".{path.name}.draft")
    try:
        draft.write_text(text, encoding="utf-8")
        draft.replace(path)
    except OSError as error:
        raise DataError("cli.unwritable", path=path, reason=error.strerror) from None
