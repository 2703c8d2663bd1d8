"""`duplicates`: which records may be one, making them one, keeping them two."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from api.commands.console import dump, out, settings_of
from api.commands.load import Format, FormatOption
from graph.wording import sentence

if TYPE_CHECKING:
    from graph.analyses.duplicates import DuplicatesResult

LEAST, TOP = 0.75, 50
OfType = Annotated[str, typer.Option("--type", help=sentence("merging.type_option"))]
A = Annotated[str, typer.Argument(help=sentence("merging.key"), metavar="A")]
B = Annotated[str, typer.Argument(help=sentence("merging.key"), metavar="B")]


def register(app: typer.Typer) -> None:
    """Adds these commands to the application."""
    group = typer.Typer(help=sentence("merging.command"), invoke_without_command=True)
    group.callback()(duplicates)
    group.command("merge", help=sentence("merging.merge_command"))(merge)
    group.command("refuse", help=sentence("merging.refuse_command"))(refuse)
    group.command("reconsider", help=sentence("merging.reconsider_command"))(reconsider)
    group.command("settled", help=sentence("merging.settled_command"))(settled)
    group.command("undo", help=sentence("merging.undo_command"))(undo)
    app.add_typer(group, name="duplicates")


def duplicates(
    context: typer.Context,
    type: Annotated[str | None, typer.Option("--type", help=sentence("merging.only_type"))] = None,
    least: Annotated[
        float, typer.Option("--least", min=0, max=1, help=sentence("merging.least_option"))
    ] = LEAST,
    top: Annotated[
        int, typer.Option("--top", min=1, max=100_000, help=sentence("merging.top_option"))
    ] = TOP,
    format: FormatOption = Format.table,
) -> int:
    """Lists the pairs of records that may be one, best first, with what speaks for each."""
    if context.invoked_subcommand:
        return 0
    from api.commands.records import node_called
    from api.merging import TYPES, likely, proposed
    from api.workspace import opened
    from graph.analyses.duplicate.entries import EMPLOYERS
    from graph.analyses.duplicates import DuplicatesParameters
    from graph.errors import unknown
    from graph.snapshot import read_snapshot

    label = node_called(type).__name__ if type else None
    if label not in (None, *EMPLOYERS):
        raise unknown("model.unknown_type", label or "", EMPLOYERS)
    parameters = DuplicatesParameters.model_validate(
        {"threshold": least, "type": label, "top": top}
    )
    with opened(settings_of(context)) as workspace:
        snapshot = read_snapshot(workspace.store, workspace.settings.viewer(), TYPES)
        found = proposed(workspace, likely(snapshot, least), parameters)
    if format is Format.json:
        dump(found.model_dump(mode="json"))
    else:
        _print(found)
    return 0


def _print(found: DuplicatesResult) -> None:
    from api.commands.tables import print_table

    names = ("type", "record", "other", "score", "evidence")
    rows = [
        [
            each.a.type if each.a.type == each.b.type else f"{each.a.type}, {each.b.type}",
            f"{each.a.name} ({each.a.key})",
            f"{each.b.name} ({each.b.key})",
            f"{each.score:.2f}",
            " ".join(why.sentence for why in each.evidence),
        ]
        for each in found.candidates
    ]
    if rows:
        print_table([sentence(f"merging.column.{name}") for name in names], rows, frozenset({3}))
    out(sentence("merging.found", count=found.found))
    for each in found.reasons:
        out(each.sentence)


def merge(
    context: typer.Context,
    key: Annotated[str, typer.Argument(help=sentence("merging.old_key"), metavar="KEY")],
    into: Annotated[str, typer.Argument(help=sentence("merging.kept_key"), metavar="INTO")],
    type: OfType = "Company",
) -> int:
    """Makes two records one; the key of the first stays as an older one of the second."""
    from api.commands.records import node_called
    from api.merging import merge as made_one
    from api.workspace import opened

    label = node_called(type).__name__
    with opened(settings_of(context)) as workspace:
        number = made_one(workspace, workspace.settings.viewer(), label, key, into)
    out(sentence("merging.merged_into", key=key, into=into, number=str(number)))
    return 0


def refuse(context: typer.Context, a: A, b: B, type: OfType = "Company") -> int:
    """Keeps two records two: the pair is proposed no more."""
    from api.commands.records import node_called
    from api.merging import refuse as kept_two
    from api.workspace import opened

    label = node_called(type).__name__
    with opened(settings_of(context)) as workspace:
        kept_two(workspace, workspace.settings.viewer(), label, a, b)
    out(sentence("merging.kept_two", a=a, b=b))
    return 0


def reconsider(context: typer.Context, a: A, b: B, type: OfType = "Company") -> int:
    """Lets a refused pair be proposed again."""
    from api.commands.records import node_called
    from api.merging import reconsider as opened_again
    from api.workspace import opened

    label = node_called(type).__name__
    with opened(settings_of(context)) as workspace:
        refused = opened_again(workspace, workspace.settings.viewer(), label, a, b)
    out(sentence("merging.open_again" if refused else "merging.not_refused"))
    return 0


def undo(
    context: typer.Context,
    number: Annotated[int, typer.Argument(min=1, max=2**31 - 1, help=sentence("cli.load_number"))],
) -> int:
    """Lets what a load made one be two records again."""
    from api.merging import undo as let_be_two
    from api.workspace import opened

    with opened(settings_of(context)) as workspace:
        let_be_two(workspace, workspace.settings.viewer(), number)
    out(sentence("merging.undone", number=str(number)))
    return 0


def settled(context: typer.Context) -> int:
    """Lists the merges that count and the refused pairs, the newest first."""
    from api.commands.tables import print_table
    from api.merging import kept_two, merged
    from api.workspace import opened

    with opened(settings_of(context)) as workspace:
        viewer = workspace.settings.viewer()
        ones, twos = merged(workspace, viewer), kept_two(workspace, viewer)
    rows = [
        [str(alias.load), alias.type, f"{name} ({alias.key})", f"{into} ({alias.into})", by, at]
        for (alias, by, at), name, into in ones
    ]
    pairs = [
        [each.type, f"{a} ({each.a})", f"{b} ({each.b})", each.refused_by, each.refused_at]
        for each, a, b in twos
    ]
    for title, names, told in (
        ("merged", ("load", "type", "merged", "into", "author", "at"), rows),
        ("refused", ("type", "record", "other", "author", "at"), pairs),
    ):
        out(sentence(f"merging.{title}"))
        if told:
            print_table([sentence(f"merging.column.{name}") for name in names], told)
        else:
            out(sentence(f"merging.none_{title}"))
    return 0
