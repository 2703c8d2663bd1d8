"""`retention`: what is kept for too long, listed, archived or removed."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.commands.console import agreed, dump, out, say, settings_of
from api.commands.load import Format, FormatOption
from graph.wording import sentence

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from api.workspace import Workspace
    from graph.retention import Overdue

YesOption = Annotated[bool, typer.Option("--yes", help=sentence("cli.yes_option"))]
TITLES = ("type", "key", "record", "confirmed_on", "since")


def register(app: typer.Typer) -> None:
    """Adds this command to the application."""
    app.command("retention", help=sentence("cli.retention"))(retention)


def retention(
    context: typer.Context,
    archive: Annotated[
        Path | None, typer.Option("--archive", help=sentence("cli.archive_option"))
    ] = None,
    remove: Annotated[bool, typer.Option("--remove", help=sentence("cli.remove_option"))] = False,
    yes: YesOption = False,
    format: FormatOption = Format.table,
) -> int:
    """Lists what is past its retention; removes it where told, once it is archived where told."""
    from api.computing import day_of
    from api.workspace import opened
    from graph.retention import overdue

    with opened(settings_of(context)) as workspace:
        viewer, on = workspace.settings.viewer(), day_of(workspace)
        found = list(overdue(workspace.store, viewer, workspace.settings.retention, on))
        if not found or not (archive or remove):
            _print(found, format)
            return 0
        _check(archive)
        if not yes:
            agreed(sentence("retention.sure", count=len(found)))
        if archive:
            _archive(workspace, found, archive, on)
        out(sentence("retention.removed", count=_remove(workspace, found)))
    return 0


def _print(found: Sequence[Overdue], format: Format) -> None:
    if format is Format.json:
        dump({"past_retention": found})
        return
    from api.commands.tables import print_table

    if found:
        titles = [sentence(f"quality.column.{name}") for name in TITLES]
        rows = [[one.type, one.key, one.headline, one.confirmed_on, one.since] for one in found]
        print_table(titles, rows)
    out(sentence("retention.found", count=len(found)))


def _check(archive: Path | None) -> None:
    """Refuses, before anything is asked, an archive that would not be written.

    Raises:
        DataError: there is a file of that name, or no such format.
    """
    from graph.errors import DataError

    if archive and archive.exists():
        raise DataError("retention.exists", path=archive)
    if archive and archive.suffix.lower() not in {".csv", ".xlsx", ".json"}:
        raise DataError("cli.unknown_ending", value=archive.suffix, right="csv, xlsx, json")


def _archive(workspace: Workspace, found: Sequence[Overdue], path: Path, on: date) -> None:
    from api.archiving import Archive
    from api.commands.exports import write_whole
    from api.exporting import exported

    format = path.suffix.lower().lstrip(".")
    with exported(Archive(workspace, found, on), format, "french") as made:
        write_whole(made, path)
    say(sentence("retention.archived", path=path, count=len(found)))


def _remove(workspace: Workspace, found: Sequence[Overdue]) -> int:
    from api.removals import erased
    from graph.declare import NODES

    return sum(
        erased(workspace, NODES[label], [one.key for one in group])
        for label, group in groupby(found, key=lambda one: one.type)
    )
