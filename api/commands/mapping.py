"""`mapping` and `mappings`: how a table is read, as a file that can be corrected and shared."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.commands.console import out, say, settings_of
from api.commands.load import TypeOption
from api.wordings import titled
from graph.wording import sentence

if TYPE_CHECKING:
    from ingest.recognition import Proposal


def register(app: typer.Typer) -> None:
    """Adds these commands to the application."""
    app.command("mapping", help=sentence("cli.mapping"))(mapping)
    group = typer.Typer(help=sentence("cli.mappings"), invoke_without_command=True)
    group.callback()(mappings)
    group.command("forget", help=sentence("cli.mappings_forget"))(forget)
    group.command("show", help=sentence("cli.mappings_show"))(show)
    app.add_typer(group, name="mappings")


def mapping(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help=sentence("cli.mapping_file"))],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help=sentence("cli.mapping_output"))
    ] = None,
    type: TypeOption = None,
) -> int:
    """Says what each column of a table is taken for; returns 2 where some are doubtful."""
    from api.workspace import opened
    from ingest.mapping import written
    from ingest.reading import Reading
    from ingest.tables import tables

    with opened(settings_of(context)) as workspace:
        reading = Reading(workspace.current, type)
        proposals = [reading.proposal(table) for table in tables(file)]
    for proposal in proposals:
        _print(proposal)
    if output:
        text = "---\n".join(_remarks(one) + written(one.mapping) for one in proposals)
        output.write_text(text, encoding="utf-8")
        say(sentence("mapping.written", path=output))
    return 0 if all(one.sure for one in proposals) else 2


def _print(proposal: Proposal) -> None:
    from api.commands.tables import print_table
    from ingest.describing import told_of
    from ingest.fitting import joined

    titles = [sentence(f"mapping.title.{name}") for name in ("column", "taken", "why", "sure")]
    rows = [
        [
            guess.header,
            told_of(guess, proposal.mapping),
            sentence(f"mapping.why.{guess.why}"),
            sentence(guess.doubt) if guess.doubt else sentence("word.yes"),
        ]
        for guess in proposal.columns
    ]
    out(proposal.file)
    print_table(titles, rows)
    for record, verb, other in joined(proposal.mapping):
        out(f"  {record} ─ {verb} → {other}")
    for issue in proposal.lacking:
        say(str(issue))


def _remarks(proposal: Proposal) -> str:
    """Returns what a person should look at, as comments at the head of a mapping."""
    doubts = [
        titled(guess.header, sentence(guess.doubt)) for guess in proposal.doubts if guess.doubt
    ]
    return "".join(f"# {remark}\n" for remark in [*doubts, *map(str, proposal.lacking)])


def mappings(context: typer.Context) -> int:
    """Lists the mappings that are remembered, the newest first."""
    if context.invoked_subcommand:
        return 0
    from api.commands.tables import print_table
    from api.workspace import opened
    from graph.mappings import Mappings

    with opened(settings_of(context)) as workspace:
        kept = Mappings(workspace.ledger.engine).all()
    titles = [sentence(f"mapping.title.{name}") for name in ("shape", "name", "by", "at")]
    rows = [[one.shape[:8], one.name, one.kept_by, one.kept_at[:10]] for one in kept]
    print_table(titles, rows)
    return 0


def show(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help=sentence("cli.mapping_name"))],
) -> int:
    """Prints a remembered mapping as its file holds it, to be shared."""
    from api.workspace import opened
    from graph.mappings import Mappings

    with opened(settings_of(context)) as workspace:
        found = Mappings(workspace.ledger.engine).called(name)
    out("---\n".join(one.text for one in found).rstrip())
    return 0


def forget(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help=sentence("cli.mapping_name"))],
) -> int:
    """Forgets a remembered mapping."""
    from api.workspace import opened
    from graph.mappings import Mappings

    with opened(settings_of(context)) as workspace:
        count = Mappings(workspace.ledger.engine).forget(name)
    out(sentence("mapping.forgotten", count=count))
    return 0
