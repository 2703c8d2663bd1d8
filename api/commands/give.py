"""`export`: a type as the table its template is, or records in the columns they came in with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.commands.console import out, say, settings_of
from api.wordings import titled
from graph.errors import DataError
from graph.wording import sentence

if TYPE_CHECKING:
    from api.giving import Leaving
    from api.workspace import Workspace
    from graph.viewer import Viewer

READINGS = {".yaml", ".yml"}


def register(app: typer.Typer) -> None:
    """Adds this command to the application."""
    app.command("export", help=sentence("giving.export"))(export)


def export(
    context: typer.Context,
    type: Annotated[str | None, typer.Argument(help=sentence("cli.template_type"))] = None,
    like: Annotated[str | None, typer.Option("--like", help=sentence("giving.like_option"))] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help=sentence("cli.output_option"))
    ] = None,
    search: Annotated[str, typer.Option("--search", help=sentence("giving.search_option"))] = "",
) -> int:
    """Writes a table; its reader is a partner unless `--visibility` says otherwise."""
    from api.commands.exports import write_whole
    from api.giving import given_file, leaving
    from api.workspace import opened
    from ingest.headers import named_type

    if bool(type) == bool(like):
        raise DataError("giving.one_of")
    of = named_type(type) if type else None
    settings = settings_of(context)
    viewer = settings.viewer("partners")
    with opened(settings) as workspace:
        if of:
            table = leaving(workspace, viewer, of, search)
        else:
            table = _like(workspace, viewer, like or "", search)
        path = output or Path(f"{table.called}.xlsx")
        with given_file(table, path.suffix.lower().lstrip(".")) as made:
            write_whole(made, path)
    out(sentence("giving.written", count=table.table.row_count, path=path))
    for label, value in table.about():
        say(titled(label, value))
    return 0


def _like(workspace: Workspace, viewer: Viewer, name: str, search: str) -> Leaving:
    """Returns the table of a reading: of a file, else of what is remembered."""
    from api.likewise import leaving_like, wanted_as, wanted_from

    path = Path(name)
    is_file = path.suffix.lower() in READINGS
    wanted = wanted_from(workspace, path) if is_file else wanted_as(workspace, name)
    return leaving_like(workspace, viewer, wanted, search)
