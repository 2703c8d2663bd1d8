"""`jobs`: the long computations of a service, how far they are, and their end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from api.commands.console import dump, out, settings_of
from api.commands.load import Format, FormatOption
from api.commands.tables import print_table
from api.wordings import titled
from graph.wording import number, sentence

if TYPE_CHECKING:
    from api.jobs.job import Job
    from api.jobs.jobs import Jobs
    from graph.viewer import Viewer

Id = Annotated[str, typer.Argument(help=sentence("cli.jobs.id"))]
COLUMNS = ("id", "analysis", "parameters", "state", "created_at", "seconds")


def register(app: typer.Typer) -> None:
    """Adds these commands to the application."""
    group = typer.Typer(help=sentence("cli.jobs"), invoke_without_command=True)
    group.callback()(listed)
    group.command("show", help=sentence("cli.jobs.show"))(show)
    group.command("cancel", help=sentence("cli.jobs.cancel"))(cancel)
    app.add_typer(group, name="jobs")


def listed(context: typer.Context, format: FormatOption = Format.table) -> int:
    """Lists the latest jobs that the reader may know of, the newest first."""
    if context.invoked_subcommand:
        return 0
    viewer = settings_of(context).viewer()
    found = _jobs(context).all(viewer)
    if format is Format.json:
        from api.http.jobs import documents

        dump(documents(found, viewer).model_dump(mode="json"))
    elif found:
        titles = [sentence(f"jobs.column.{name}") for name in COLUMNS]
        print_table(titles, [_cells(job) for job in found], frozenset({len(COLUMNS) - 1}))
    else:
        out(sentence("jobs.empty"))
    return 0


def show(context: typer.Context, id: Id, format: FormatOption = Format.table) -> int:
    """Tells how far one job is."""
    viewer = settings_of(context).viewer()
    return _tell(_jobs(context).status(id, viewer), viewer, format)


def cancel(context: typer.Context, id: Id, format: FormatOption = Format.table) -> int:
    """Stops a job; one that ended stays as it is."""
    viewer = settings_of(context).viewer()
    return _tell(_jobs(context).cancel(id, viewer), viewer, format)


def _jobs(context: typer.Context) -> Jobs:
    from api.jobs.jobs import Jobs

    return Jobs.of(settings_of(context))


def _tell(job: Job, viewer: Viewer, format: Format) -> int:
    from api.http.jobs import told

    if format is Format.json:
        dump(told(job, viewer).model_dump(mode="json"))
        return 0
    for name, value in zip(COLUMNS, _cells(job), strict=True):
        out(titled(sentence(f"jobs.column.{name}"), value))
    for line in (job.progress, job.reason):
        if line:
            out(line)
    return 0


def _cells(job: Job) -> list[str]:
    from api.http.labels import instant_text

    return [
        job.id,
        job.title,
        ", ".join(job.asked),
        sentence(f"jobs.state.{job.state}"),
        instant_text(job.created_at),
        number(job.seconds, 1),
    ]
