"""`agree` and `veto`: who may be named to whom, and which bridges or moves are refused."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from api.commands.console import dump, out, settings_of
from api.commands.load import Format, FormatOption
from graph.wording import day, sentence

if TYPE_CHECKING:
    from api.agreeing import Said

Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help=sentence("cli.agree.on"))]
Until = Annotated[
    datetime | None, typer.Option(formats=["%Y-%m-%d"], help=sentence("cli.agree.until"))
]


def register(app: typer.Typer) -> None:
    """Adds these commands to the application."""
    app.command("agree", help=sentence("cli.agree"))(agree)
    app.command("veto", help=sentence("cli.veto"))(veto)


def agree(
    context: typer.Context,
    employers: Annotated[list[str], typer.Argument(help=sentence("cli.agree.employers"))],
    on: Day = None,
    until: Until = None,
    conditions: Annotated[str, typer.Option(help=sentence("cli.agree.conditions"))] = "",
    given_by: Annotated[str, typer.Option(help=sentence("cli.agree.given_by"))] = "",
    visibility: Annotated[str, typer.Option(help=sentence("cli.agree.visibility"))] = "partners",
    format: FormatOption = Format.table,
) -> int:
    """Records that employers agreed to be named to each other; one alone is half of it."""
    from api.agreeing import Terms, agree as agreed
    from api.workspace import opened

    with opened(settings_of(context)) as workspace:
        terms = Terms(
            on.date() if on else date.today(),
            until.date() if until else None,
            conditions,
            given_by,
            visibility,
        )
        said = agreed(workspace, employers, terms)
    _print(said, "agree.done", format, day=day(terms.agreed_on))
    return 0


def veto(
    context: typer.Context,
    one: Annotated[str, typer.Argument(help=sentence("cli.veto.one"))],
    other: Annotated[str, typer.Argument(help=sentence("cli.veto.other"))],
    reason: Annotated[str, typer.Option(help=sentence("cli.veto.reason"))] = "",
    said_by: Annotated[str, typer.Option(help=sentence("cli.veto.said_by"))] = "",
    undo: Annotated[bool, typer.Option("--undo", help=sentence("cli.veto.undo"))] = False,
    format: FormatOption = Format.table,
) -> int:
    """Refuses the bridges or the move from one to another, or takes that back."""
    from api.agreeing import lift, veto as vetoed
    from api.workspace import opened
    from graph.errors import DataError

    if not (reason or undo):
        raise DataError("veto.no_reason")
    with opened(settings_of(context)) as workspace:
        if undo:
            said = lift(workspace, one, other)
        else:
            said = vetoed(workspace, one, other, reason, said_by)
    _print(said, "veto.lifted" if undo else "veto.done", format)
    return 0


def _print(said: Said, code: str, format: Format, **values: object) -> None:
    if format is Format.json:
        dump(asdict(said))
    else:
        told = sentence(code, names=", ".join(said.names), load=str(said.load), **values)
        out(told)
