"""`analyse`: one command an analysis, made from its parameters."""

from __future__ import annotations

from functools import partial
from inspect import Parameter, Signature
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.commands.console import dump, out, progress, say, settings_of
from api.commands.load import Format, FormatOption
from api.wordings import titled
from graph.progress import heard_by
from graph.wording import sentence

if TYPE_CHECKING:
    from api.computing import Computed
    from api.workspace import Workspace
    from graph.analyses.registry import Analysis

OPEN = {"allow_extra_args": True, "ignore_unknown_options": True, "allow_interspersed_args": False}
EVALUATE = "--evaluate"


def register(app: typer.Typer) -> None:
    """Adds this command to the application."""
    app.command("analyse", help=sentence("cli.analyse"), context_settings=OPEN)(analyse)


def analyse(
    context: typer.Context,
    name: Annotated[str | None, typer.Argument(help=sentence("cli.analysis"))] = None,
    format: FormatOption = Format.table,
) -> int:
    """Computes an analysis; what follows its name are its own options. Without name, lists them."""
    if name is None:
        return _list(format)
    from api.computing import named

    asked = named(name)
    given = list(context.args)
    if asked.quality and EVALUATE in given:
        asked = named(asked.quality)
        given.remove(EVALUATE)
    own = _application(asked)
    arguments = [*given, *(["--format", format.value] if format is Format.json else [])]
    code = own(args=arguments, standalone_mode=False, obj=context.obj, prog_name=f"analyse {name}")
    return code if isinstance(code, int) else 0


def _list(format: Format) -> int:
    from graph.analyses.registry import analyses

    found = [
        {"name": each.name, "title": sentence(each.title), "help": sentence(each.help)}
        for each in analyses().values()
    ]
    if format is Format.json:
        dump({"analyses": found})
    else:
        for each in found:
            out(titled(each["name"], each["help"]))
    return 0


def _application(analysis: Analysis) -> typer.Typer:
    """Returns the command of one analysis, its parameters being options."""
    from api.listing import LISTS

    def run(context: typer.Context, **given: Any) -> int:
        return _run(context, analysis, given)

    parameters = [Parameter("context", Parameter.KEYWORD_ONLY, annotation=typer.Context)]
    parameters += map(_parameter, analysis.parameters.model_fields, _helps(analysis))
    parameters.append(_keyword("format", FormatOption, Format.table))
    if analysis.write:
        option = typer.Option("--write", help=sentence("cli.write"))
        parameters.append(_keyword("write", Annotated[bool, option], False))
    if analysis.name in LISTS:
        option = typer.Option("--output", "-o", help=sentence("cli.output_option"))
        parameters.append(_keyword("output", Annotated[Path | None, option], None))
    if analysis.quality:
        option = typer.Option(EVALUATE, help=sentence("cli.evaluate"))
        parameters.append(_keyword("evaluate", Annotated[bool, option], False))
    run.__signature__ = Signature(parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {each.name: each.annotation for each in parameters}
    application = typer.Typer(
        add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False
    )
    application.command(help=sentence(analysis.help))(run)
    return application


def _helps(analysis: Analysis) -> list[tuple[bool, str, object]]:
    return [
        (field.is_required(), sentence(f"parameter.{analysis.name}.{name}"), field.default)
        for name, field in analysis.parameters.model_fields.items()
    ]


def _parameter(name: str, told: tuple[bool, str, object]) -> Parameter:
    """Returns a parameter as text, or as a flag where it is yes or no.

    Its model reads it, and says what is wrong with it.
    """
    required, help, default = told
    if required:
        return _keyword(name, Annotated[str, typer.Argument(help=help)], Parameter.empty)
    flag = f"--{name.replace('_', '-')}"
    if isinstance(default, bool):
        option = typer.Option(f"{flag}/--no-{flag[2:]}", help=help)
        return _keyword(name, Annotated[bool, option], default)
    shown = help if default is None else f"{help} [{default}]"
    option = typer.Option(flag, help=shown)
    return _keyword(name, Annotated[str | None, option], None)


def _keyword(name: str, annotation: object, default: object) -> Parameter:
    return Parameter(name, Parameter.KEYWORD_ONLY, annotation=annotation, default=default)


def _write_list(workspace: Workspace, computed: Computed, output: Path) -> int:
    """Writes what was found as a file, whose ending says its format."""
    from api.commands.exports import write_whole
    from api.exporting import exported
    from api.listing import listed

    found = listed(workspace, computed)
    with exported(found, output.suffix.lower().lstrip("."), "french") as made:
        write_whole(made, output)
    say(sentence("cli.answered", path=output, count=len(found.lines)))
    return 0


def _run(context: typer.Context, analysis: Analysis, given: dict[str, Any]) -> int:
    from api.commands.telling import told
    from api.computing import compute, keep
    from api.workspace import opened

    settings = settings_of(context)
    viewer = settings.viewer()
    format, write, output = (
        given.pop("format"),
        given.pop("write", False),
        given.pop("output", None),
    )
    given.pop("evaluate", None)  # another analysis answers it: see `analyse`
    with opened(settings) as workspace:
        with progress() as tell, heard_by(partial(tell, sentence(analysis.title))):
            computed = compute(workspace, viewer, analysis, given)
        if write:
            keep(workspace, viewer, computed)
            say(sentence("analysis.kept", name=analysis.name))
        document = computed.document(workspace.ledger)
        if output:
            return _write_list(workspace, computed, output)
    if format is Format.json:
        dump(document)
        return 0
    for line in told(computed):
        out(line)
    return 0
