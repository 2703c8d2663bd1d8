"""`load`, `check`, `loads` and `template`: rows in."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.commands.changes import changed_answers, described, tell_changed
from api.commands.console import day_of_option, dump, out, progress, say, settings_of
from api.wordings import titled
from graph.errors import DataError
from graph.wording import sentence

if TYPE_CHECKING:
    from ingest.load import Orders, Report, TableReport
    from ingest.mapping import TableMapping

REJECTS = Path("rejets.csv")
MENTIONED = 20


class Format(StrEnum):
    """How an answer is printed."""

    table = "table"
    json = "json"


Files = Annotated[list[Path], typer.Argument(help=sentence("cli.files"), metavar="FILE…")]
TypeOption = Annotated[str | None, typer.Option("--type", help=sentence("cli.type_option"))]
SourceOption = Annotated[str | None, typer.Option("--source", help=sentence("cli.source_option"))]
DateOption = Annotated[str | None, typer.Option("--date", help=sentence("cli.date_option"))]
RejectsOption = Annotated[Path, typer.Option("--rejects", help=sentence("cli.rejects_option"))]
MappingOption = Annotated[
    Path | None, typer.Option("--mapping", help=sentence("cli.mapping_option"))
]
FormatOption = Annotated[Format, typer.Option("--format", help=sentence("cli.format_option"))]


def register(app: typer.Typer) -> None:
    """Adds these commands to the application."""
    app.command("load", help=sentence("cli.load"))(load)
    app.command("check", help=sentence("cli.check"))(check)
    app.command("template", help=sentence("cli.template"))(template)
    group = typer.Typer(help=sentence("cli.loads"), invoke_without_command=True)
    group.callback()(loads)
    group.command("undo", help=sentence("cli.undo"))(undo)
    app.add_typer(group, name="loads")


def load(
    context: typer.Context,
    files: Files,
    type: TypeOption = None,
    source: SourceOption = None,
    date: DateOption = None,
    rejects: RejectsOption = REJECTS,
    complete: Annotated[
        bool, typer.Option("--complete", help=sentence("cli.complete_option"))
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=sentence("cli.dry_run"))] = False,
    mapping: MappingOption = None,
    format: FormatOption = Format.table,
) -> int:
    """Loads tables; returns 2 where a line was refused."""
    from ingest.load import Orders

    orders = Orders(
        source=source,
        observed_on=day_of_option(date),
        type=type,
        complete=complete,
        dry_run=dry_run,
        mappings=_mappings(mapping),
    )
    return _load(context, files, orders, rejects, format)


def check(
    context: typer.Context,
    files: Files,
    type: TypeOption = None,
    mapping: MappingOption = None,
    format: FormatOption = Format.table,
) -> int:
    """Says what a load would do; writes nothing, not even the rejects."""
    from ingest.load import Orders

    orders = Orders(type=type, dry_run=True, mappings=_mappings(mapping))
    return _load(context, files, orders, None, format)


def _mappings(path: Path | None) -> tuple[TableMapping, ...]:
    """Returns the mappings of a file, none where no file is given."""
    from ingest.mapping import SIZE_LIMIT, read_all

    if path is None:
        return ()
    try:
        with path.open(encoding="utf-8-sig") as stream:
            return read_all(stream.read(SIZE_LIMIT + 1), path.name)
    except (OSError, UnicodeDecodeError) as error:
        raise DataError("mapping.not_yaml", file=path.name, reason=str(error)) from None


def _load(
    context: typer.Context,
    files: list[Path],
    orders: Orders,
    rejects: Path | None,
    format: Format,
) -> int:
    from api.workspace import opened
    from ingest.load import document, load as load_tables

    with opened(settings_of(context)) as workspace, progress() as tell:
        report = load_tables(workspace.current, files, orders, tell)
        found = [] if orders.dry_run else changed_answers(workspace)
    if format is Format.json:
        dump(document(report) | {"changed_answers": described(found)})
    else:
        _print(report)
        tell_changed(found)
    if rejects and report.refused and not orders.dry_run:
        _write_rejects(report, rejects)
    return 0 if report.clean else 2


def _write_rejects(report: Report, path: Path) -> None:
    from api.loading import write_rejects

    count = write_rejects(report, path)
    say(sentence("load.rejects", count=count, path=path))


def _print(report: Report) -> None:
    for table in report.tables:
        head = {"file": table.file, "type": _label(table.type), "count": table.lines}
        out(sentence("load.table", **head))
        if report.dry_run:
            _print_reading(table)
        _print_outcome(table, "would" if report.dry_run else "did")
        _mention([*table.issues, *table.notes])
    for error in report.unreadable:
        say(str(error))


def _print_outcome(table: TableReport, tense: str) -> None:
    from api.loading import counted

    if table.known_already:
        out(f"  {sentence('load.known_already', number=str(table.load))}")
    for verb in ("created", "updated", "unchanged", "removed"):
        if counts := +getattr(table.outcome, verb):
            out(f"  {titled(sentence(f'load.{verb}.{tense}'), ', '.join(counted(counts)))}")
    if table.waiting:
        out(f"  {sentence('load.waiting', count=table.waiting)}")
    if table.refused:
        out(f"  {sentence('load.refused', count=table.refused)}")


def _print_reading(table: TableReport) -> None:
    """Prints what each column is taken for and how the records of a row are joined."""
    from ingest.describing import readings_of
    from ingest.fitting import joined

    for header, reading in readings_of(table.mapping).items() if table.mapping else ():
        out(f"  {header} → {reading}")
    for record, verb, other in joined(table.mapping) if table.mapping else ():
        out(f"  {record} ─ {verb} → {other}")


def _mention(issues: list[Any]) -> None:
    for issue in issues[:MENTIONED] if len(issues) > 5 * MENTIONED else issues:
        say(f"    {issue}")
    if len(issues) > 5 * MENTIONED:
        say(f"    {sentence('load.more', count=len(issues) - MENTIONED)}")


def _label(type: str) -> str:
    from graph.declare import EDGES, NODES

    if type in NODES:
        return NODES[type].fr_plural
    return next(edge.fr for edge in EDGES.values() if edge.__name__ == type)


def loads(context: typer.Context, format: FormatOption = Format.table) -> int:
    """Lists the loads, the newest first."""
    if context.invoked_subcommand:
        return 0
    from dataclasses import asdict

    from api.commands.tables import print_table
    from api.workspace import opened

    with opened(settings_of(context)) as workspace:
        rows = [asdict(row) for row in workspace.ledger.loads()]
    if format is Format.json:
        dump({"loads": rows})
        return 0
    names = ("id", "label", "source", "started_at", "claims", "state", "undone_at")
    titles = [sentence(f"loads.{name}") for name in names]
    print_table(titles, [[_shown(name, row) for name in names] for row in rows])
    return 0


def _shown(name: str, row: dict[str, Any]) -> str:
    value = row[name]
    if name == "state":
        return sentence(f"loads.state.{'undone' if row['undone_at'] else value}")
    if name in {"started_at", "undone_at"}:
        return (value or "")[:19].replace("T", " ")
    return str(value)


def undo(
    context: typer.Context,
    number: Annotated[int, typer.Argument(help=sentence("cli.load_number"))],
) -> int:
    """Undoes one load, also when later ones stand on it."""
    from api.workspace import opened

    with opened(settings_of(context)) as workspace:
        outcome = workspace.current.undo(number, "operator")
        found = changed_answers(workspace) if outcome else []
    if outcome is None:
        out(sentence("loads.already_undone", number=str(number)))
        return 0
    counts = {verb: getattr(outcome, verb).total() for verb in ("removed", "updated", "created")}
    out(sentence("loads.undone", number=str(number), **counts))
    tell_changed(found)
    return 0


def template(
    type: Annotated[str, typer.Argument(help=sentence("cli.template_type"))],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help=sentence("cli.output_option"))
    ] = None,
) -> int:
    """Writes an empty table to fill in: a workbook explains itself, a CSV has an example line."""
    from ingest.headers import named_type
    from ingest.templates import write

    of = named_type(type)
    path = output or Path(f"{of.__name__.lower()}.xlsx")
    write(of, path)
    out(sentence("template.written", path=path))
    return 0
