"""`export`: a type as the table its template is, for a partner's own system."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.commands.console import out, say, settings_of
from graph.wording import sentence


def register(app: typer.Typer) -> None:
    """Adds this command to the application."""
    app.command("export", help=sentence("giving.export"))(export)


def export(
    context: typer.Context,
    type: Annotated[str, typer.Argument(help=sentence("cli.template_type"))],
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

    of = named_type(type)
    settings = settings_of(context)
    path = output or Path(f"{of.__name__.lower()}.xlsx")
    with opened(settings) as workspace:
        table = leaving(workspace, settings.viewer("partners"), of, search)
        with given_file(table, path.suffix.lower().lstrip(".")) as made:
            write_whole(made, path)
    out(sentence("giving.written", count=table.table.row_count, path=path))
    for label, value in table.about():
        say(f"{label} : {value}")
    return 0
