"""The command line: `maillage COMMAND`.

Exit codes: 0 done, 1 our fault, 2 bad input or usage, 3 a store is away, 4 no such thing,
130 cancelled. Answers go to standard output, messages to standard error.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Annotated, NoReturn

import typer

import graph.schema  # noqa: F401  the registry holds what it declares
from api.commands.console import say
from api.settings import from_environment
from graph.errors import MaillageError
from graph.wording import sentence, speak

speak("en" if os.environ.get("MAILLAGE_LANG") == "en" else "fr")

from api.commands import (  # noqa: E402
    agreeing,
    analyse,
    ask,
    demonstrate,
    draw,
    give,
    hand,
    jobs,
    load,
    mapping,
    merge,
    quality,
    records,
    retention,
    serve,
    sources,
)

CANCELLED = 130  # what `typer` ends with too when it is interrupted

app = typer.Typer(
    help=sentence("cli.help"),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for part in (
    demonstrate,
    load,
    mapping,
    sources,
    quality,
    merge,
    records,
    hand,
    retention,
    ask,
    analyse,
    agreeing,
    jobs,
    draw,
    give,
    serve,
):
    part.register(app)


@app.callback()
def common(
    context: typer.Context,
    demo: Annotated[bool, typer.Option("--demo", help=sentence("cli.demo_option"))] = False,
    visibility: Annotated[
        str | None, typer.Option("--visibility", help=sentence("cli.visibility_option"))
    ] = None,
) -> None:
    """Reads the settings that every command needs."""
    context.obj = from_environment(demonstration=demo, visibility=visibility)
    if context.obj.demonstration:
        say(sentence("scene.demonstration"))


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Runs one command and ends the process with its exit code."""
    sys.exit(run(arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; returns its exit code. Errors are one message, never a traceback."""
    code = _run(arguments)
    if code == CANCELLED:
        say(sentence("cli.cancelled"))
    return code


def _run(arguments: Sequence[str] | None) -> int:
    try:
        code = app(args=list(arguments) if arguments is not None else None, standalone_mode=False)
    except typer.Exit as error:
        return error.exit_code
    except (typer.Abort, KeyboardInterrupt):
        return CANCELLED
    except typer.TyperException as error:
        error.show()  # type: ignore[attr-defined]  # every error of usage has it
        return 2
    except MaillageError as error:
        say(str(error))
        return error.exit_code
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        if os.environ.get("MAILLAGE_DEBUG"):
            raise
        say(sentence("cli.our_fault", reason=f"{type(error).__name__}: {error}"))
        return 1
    return code if isinstance(code, int) else 0


if __name__ == "__main__":
    main()
