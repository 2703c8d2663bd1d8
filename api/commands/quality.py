"""`quality`: how fresh and complete the graph is, and what to confirm next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from api.commands.console import dump, out, settings_of
from api.commands.load import Format, FormatOption
from graph.wording import sentence

if TYPE_CHECKING:
    from api.quality import Quality
    from graph.quality import Freshness

PLACES = 20
FIRST = 20


def register(app: typer.Typer) -> None:
    """Adds this command to the application."""
    app.command("quality", help=sentence("cli.quality"))(quality)


def quality(
    context: typer.Context,
    most: Annotated[
        int, typer.Option("--limit", min=1, help=sentence("cli.waiting_limit"))
    ] = FIRST,
    format: FormatOption = Format.table,
) -> int:
    """Says how fresh and complete the graph is, what to confirm and what is past its retention."""
    from api.quality import quality as measured
    from api.workspace import opened

    with opened(settings_of(context)) as workspace:
        found = measured(workspace, workspace.settings.viewer(), most)
    if format is Format.json:
        dump(found)
    else:
        _print(found)
    return 0


def _print(found: Quality) -> None:
    from api.http.labels import title_of_label

    named = [(title_of_label(one.name, plural=True), one) for one in found.types]
    _fresh("type", named)
    _fresh("source", [(one.title, one) for one in found.sources])
    _fresh("basin", [(one.title, one) for one in found.basins[:PLACES]])
    _fresh("commune", [(one.title, one) for one in found.communes[:PLACES]])
    _complete(found)
    _waiting(found)
    out(sentence("retention.found", count=len(found.past_retention)))


def _table(title: str, names: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Prints a title and a table under it; nothing where there are no rows."""
    from api.commands.tables import print_table

    if not rows:
        return
    out(title)
    figures = {"records", "mean", "fresh", "known"}
    numeric = frozenset(place for place, name in enumerate(names) if name in figures)
    print_table([sentence(f"quality.column.{name}") for name in names], rows, numeric)


def _fresh(name: str, told: Iterable[tuple[str, Freshness]]) -> None:
    from api.quality import percent

    rows = [
        [title, str(one.records), percent(one.mean), percent(one.share), one.oldest or "—"]
        for title, one in told
    ]
    names = (name, "records", "mean", "fresh", "oldest")
    _table(sentence(f"quality.by_{name}"), names, rows)


def _complete(found: Quality) -> None:
    from api.http.labels import title_of_label
    from api.quality import percent

    rows = [
        [title_of_label(one.type, plural=True), str(one.records), percent(one.mean)]
        for one in found.completeness
    ]
    _table(sentence("quality.completeness"), ("type", "records", "known"), rows)


def _waiting(found: Quality) -> None:
    rows = [
        [one.headline, one.type, one.key, one.confirmed_on or "—", ", ".join(one.reasons)]
        for one in found.to_confirm
    ]
    names = ("record", "type", "key", "confirmed_on", "reasons")
    _table(sentence("quality.to_confirm"), names, rows)
