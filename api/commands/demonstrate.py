"""`demo`: the demonstration territory, loaded, analysed and drawn."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.commands.console import out, progress, settings_of
from graph.wording import sentence

if TYPE_CHECKING:
    from api.workspace import Workspace

SHOWN = 5
COUNTED = (
    "Company",
    "Actor",
    "Project",
    "Need",
    "Surplus",
    "Training",
    "Occupation",
    "Skill",
    "Territory",
)


def register(app: typer.Typer) -> None:
    """Adds this command to the application."""
    app.command("demo", help=sentence("cli.demo"))(demo)


def demo(
    context: typer.Context,
    output: Annotated[
        Path, typer.Option("--output", "-o", help=sentence("cli.demo_output"))
    ] = Path("demonstration"),
    remove: Annotated[bool, typer.Option("--remove", help=sentence("cli.demo_remove"))] = False,
) -> int:
    """Loads the demonstration into its own store; says counts, bridges, groupings, pages."""
    from api.settings import from_environment
    from api.workspace import opened
    from graph.errors import DataError

    if remove:
        return _remove(output)
    asked = settings_of(context)
    settings = replace(
        from_environment(demonstration=True), language=asked.language, visibility=asked.visibility
    )
    try:
        output.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DataError("cli.unwritable", path=output, reason=error.strerror) from None
    with opened(settings) as workspace:
        _load(workspace)
        out(sentence("demo.loaded"))
        _count(workspace)
        _found(workspace)
        _draw(workspace, output)
    out(sentence("demo.next"))
    return 0


def _remove(output: Path) -> int:
    """Takes the demonstration's store away, with the pages that were drawn of it."""
    from api.settings import from_environment
    from graph.servers import discard
    from viz.drawings import NAMES

    place = from_environment(demonstration=True).place
    removed = discard(place.folder)
    for name in NAMES.values():
        (output / f"{name}.html").unlink(missing_ok=True)
    with suppress(OSError):  # it holds something else, or is not there
        output.rmdir()
    out(sentence("demo.removed" if removed else "demo.absent", folder=place.folder))
    return 0


def _load(workspace: Workspace) -> None:
    from api.computing import STORY_DAY
    from graph.errors import DataError
    from ingest.demonstration import tables_of_the_territory
    from ingest.load import Orders, load

    orders = Orders("demonstration", "demonstration", STORY_DAY.isoformat())
    with progress() as tell:
        report = load(workspace.current, tables_of_the_territory(), orders, tell)
    if not report.clean:
        issues = [issue for table in report.tables for issue in table.issues]
        unreadable = "\n".join(map(str, report.unreadable))
        raise DataError("demo.broken", issues, unreadable=unreadable)


def _count(workspace: Workspace) -> None:
    from graph.declare import NODES

    for label in COUNTED:
        rows = workspace.store.read(f"MATCH (n:{label}) RETURN count(n) AS n").rows
        count = int(str(rows[0][0]))
        node = NODES[label]
        words = {"one": node.fr, "many": node.fr_plural}
        if workspace.settings.language == "en":
            words = {"one": node.en, "many": node.en_plural}
        out(f"  {sentence('load.records', count=count, **words)}")


def _found(workspace: Workspace) -> None:
    from api.commands.telling import bridge_line, grouping_line
    from api.computing import compute, keep, named

    viewer = workspace.settings.viewer()
    told: dict[str, tuple[str, Any]] = {
        "bridges": ("bridges", bridge_line),
        "groupings": ("list", grouping_line),
    }
    for name, (field, line) in told.items():
        computed = compute(workspace, viewer, named(name), {})
        keep(workspace, viewer, computed)
        found = getattr(computed.result, field)
        out(sentence(f"demo.{name}", count=min(SHOWN, len(found))))
        for place, one in enumerate(found[:SHOWN], 1):
            out(f"  {place}. {line(one)}")


def _draw(workspace: Workspace, output: Path) -> None:
    from api.commands.draw import page, write_page
    from viz.drawings import NAMES

    viewer = workspace.settings.viewer("partners")
    for name in NAMES.values():
        path = (output / f"{name}.html").absolute()
        write_page(path, page(workspace, viewer, name))
        out(sentence("cli.drawn", path=path))
