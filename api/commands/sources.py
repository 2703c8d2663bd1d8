"""`sources`: the official tables that load as they are published."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.commands.changes import changed_answers, described, tell_changed
from api.commands.console import dump, out, progress, settings_of
from api.commands.load import Format, FormatOption
from graph.wording import sentence

if TYPE_CHECKING:
    from graph.editions import LoadedEdition

TITLES = ("name", "publisher", "licence", "gives", "version", "age")


def register(app: typer.Typer) -> None:
    """Adds these commands to the application."""
    official = typer.Typer(help=sentence("cli.sources"), invoke_without_command=True)
    official.callback()(sources)
    official.command("load", help=sentence("cli.sources_load"))(load_source)
    app.add_typer(official, name="sources")


def sources(context: typer.Context, format: FormatOption = Format.table) -> int:
    """Lists the official sources, with the editions loaded and their age."""
    if context.invoked_subcommand:
        return 0
    from api.commands.tables import print_table
    from api.workspace import opened
    from graph.editions import in_force
    from ingest.sources import SOURCES

    with opened(settings_of(context)) as workspace:
        held = [one for _, one in sorted(in_force(workspace.ledger).items())]
    rows: list[dict[str, Any]] = [
        source.described()
        | {"editions": [_edition(one) for one in held if one.edition.name == source.name]}
        for source in SOURCES.values()
    ]
    if format is Format.json:
        dump({"sources": rows})
        return 0
    titles = [sentence(f"sources.{name}") for name in TITLES]
    print_table(titles, [_shown(row) for row in rows])
    return 0


def _edition(one: LoadedEdition) -> dict[str, Any]:
    edition = one.edition
    published = date.fromisoformat(edition.published_on)
    return {
        "version": edition.version,
        "published_on": edition.published_on,
        "age_in_days": (date.today() - published).days,
        "territories": edition.territories,
        "within": edition.within,
        "load": one.load,
    }


def _shown(row: dict[str, Any]) -> list[str]:
    editions = row["editions"]
    return [
        *(row[name] for name in TITLES[:4]),
        ", ".join(one["version"] for one in editions) or "—",
        ", ".join(sentence("sources.days", count=one["age_in_days"]) for one in editions) or "—",
    ]


def load_source(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help=sentence("cli.source_name"))],
    path: Annotated[Path, typer.Option("--from", help=sentence("cli.source_from"))],
    territory: Annotated[
        list[str] | None, typer.Option("--territory", help=sentence("cli.source_territory"))
    ] = None,
    within: Annotated[float, typer.Option("--within", help=sentence("cli.source_within"))] = 0.0,
    format: FormatOption = Format.table,
) -> int:
    """Loads an official table as its publisher gives it."""
    from api.workspace import opened
    from ingest.official.choice import wanted
    from ingest.sources import load_official

    choice = wanted(territory or (), within)
    with opened(settings_of(context)) as workspace, progress() as tell:
        reports = load_official(workspace.current, name, path, choice, tell)
        found = changed_answers(workspace)
    if format is Format.json:
        loads = [report.document() for report in reports]
        dump({"source": name, "loads": loads, "changed_answers": described(found)})
        return 0
    for report in reports:
        for line in report.sentences():
            out(line)
    tell_changed(found)
    return 0
