"""What commands share: where they print, and the progress of long work."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import typer
    from rich.console import Console

    from api.settings import Settings

DELAY = 2.0


def settings_of(context: typer.Context) -> Settings:
    """Returns the settings that the command line asked for."""
    from api.settings import Settings

    found = context.obj
    if not isinstance(found, Settings):
        raise TypeError(found)
    return found


def out(text: str) -> None:
    """Prints a part of the answer."""
    print(text)


def say(text: str) -> None:
    """Prints a message for a person, apart from the answer and after what was said of it."""
    sys.stdout.flush()
    print(text, file=sys.stderr)


def dump(document: Any) -> None:
    """Prints one JSON document on standard output."""
    import orjson

    options = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
    sys.stdout.buffer.write(orjson.dumps(document, option=options))
    sys.stdout.buffer.flush()


def agreed(question: str) -> None:
    """Asks a person, who has to say yes.

    Raises:
        typer.Abort: the answer is another, or there is none.
    """
    import typer

    from graph.codes import folded
    from graph.kinds import TRUE

    said = typer.prompt(question, default="", show_default=False, prompt_suffix=" ", err=True)
    if folded(said) not in TRUE:
        raise typer.Abort


def console() -> Console:
    """Returns the console of the answer; wide where it is not a terminal, so that none is cut."""
    from rich.console import Console

    return Console(width=None if sys.stdout.isatty() else 160, highlight=False, soft_wrap=False)


@contextmanager
def progress() -> Iterator[Callable[[str, int, int], None]]:
    """Yields what tells how far a long work is; a bar appears once it has lasted two seconds.

    A total of 0 is one that nobody knows yet: the bar then only moves.
    """
    import time

    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    tasks: dict[str, Any] = {}
    begun = time.monotonic()

    def tell(name: str, done: int, total: int) -> None:
        if name not in tasks:
            tasks[name] = bar.add_task(name, total=total or None)
        if done or total:
            bar.update(tasks[name], completed=done, total=total or None)
        if time.monotonic() - begun > DELAY and not bar.live.is_started:
            bar.start()

    try:
        yield tell
    finally:
        if bar.live.is_started:
            bar.stop()


def day_of_option(text: str | None) -> str | None:
    """Returns a day as people write it in ISO form, None when none is given.

    Raises:
        DataError: it is no day.
    """
    from graph.errors import DataError
    from graph.kinds import CellError, Day

    try:
        return Day("", "", "").read(text) if text else None
    except CellError as error:
        raise DataError(error.code, (), **error.values) from None
