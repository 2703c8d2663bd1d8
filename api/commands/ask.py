"""`query` and `cypher`: questions answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.commands.console import day_of_option, dump, out, say, settings_of
from api.wordings import titled
from graph.errors import DataError
from graph.wording import sentence

if TYPE_CHECKING:
    from api.exporting import Exported
    from api.workspace import Workspace
    from queries.answer import Answer, Manner
    from queries.catalogue import Catalogue, Question


class Format(StrEnum):
    """How an answer is printed."""

    table = "table"
    json = "json"
    csv = "csv"
    xlsx = "xlsx"


class Dialect(StrEnum):
    """Which CSV: for French spreadsheets, or for machines."""

    french = "french"
    rfc4180 = "rfc4180"


@dataclass(frozen=True)
class Wanted:
    """How a reader asked for the answer."""

    format: Format
    csv: Dialect
    output: Path | None
    keys: bool
    limit: int | None
    sort: str

    @property
    def is_table(self) -> bool:
        """Whether it is read on the terminal."""
        return self.format is Format.table and self.output is None

    @property
    def manner(self) -> Manner:
        """The rows and their order; a file has them all, up to 100,000."""
        from queries.answer import LIMIT, MOST, Manner

        return Manner(self.limit or (LIMIT if self.is_table else MOST), self.sort)


@dataclass(frozen=True)
class Comparing:
    """Which kept answer to compare, between which days."""

    name: str | None
    since: str | None
    until: str | None


Given = Annotated[
    list[str] | None, typer.Argument(help=sentence("cli.parameters"), metavar="KEY=VALUE…")
]
FormatOption = Annotated[Format, typer.Option("--format", help=sentence("cli.format_option"))]
CsvOption = Annotated[Dialect, typer.Option("--csv", help=sentence("cli.csv_option"))]
LimitOption = Annotated[
    int | None, typer.Option("--limit", min=1, max=100_000, help=sentence("cli.limit_option"))
]
SortOption = Annotated[str, typer.Option("--sort", help=sentence("cli.sort_option"))]
KeysOption = Annotated[bool, typer.Option("--keys", help=sentence("cli.keys_option"))]
OutputOption = Annotated[
    Path | None, typer.Option("--output", "-o", help=sentence("cli.output_option"))
]


def register(app: typer.Typer) -> None:
    """Adds these commands to the application."""
    app.command("query", help=sentence("cli.query"))(query)
    app.command("cypher", help=sentence("cli.cypher"))(cypher)


def query(
    context: typer.Context,
    name: Annotated[str | None, typer.Argument(help=sentence("cli.question"))] = None,
    given: Given = None,
    example: Annotated[bool, typer.Option("--example", help=sentence("cli.example"))] = False,
    format: FormatOption = Format.table,
    csv: CsvOption = Dialect.french,
    limit: LimitOption = None,
    sort: SortOption = "",
    keys: KeysOption = False,
    output: OutputOption = None,
    save: Annotated[str | None, typer.Option("--save", help=sentence("cli.save"))] = None,
    saved: Annotated[bool, typer.Option("--saved", help=sentence("cli.saved"))] = False,
    compare: Annotated[str | None, typer.Option("--compare", help=sentence("cli.compare"))] = None,
    since: Annotated[str | None, typer.Option("--since", help=sentence("cli.since"))] = None,
    until: Annotated[str | None, typer.Option("--until", help=sentence("cli.until"))] = None,
    forget: Annotated[str | None, typer.Option("--forget", help=sentence("cli.forget"))] = None,
) -> int:
    """Answers a question, or lists them all; keeps answers and compares them."""
    from api.workspace import opened
    from queries.catalogue import catalogue

    settings = settings_of(context)
    questions = catalogue(settings.questions)
    wanted = Wanted(format, csv, output, keys, limit, sort)
    if saved or compare or forget:
        with opened(settings) as workspace:
            return _kept(workspace, questions, wanted, Comparing(compare, since, until), forget)
    if name is None:
        _list(questions, format)
        return 0
    question = questions.question(name)
    from queries.answer import example_of

    parameters = {**(example_of(question) if example else {}), **_pairs(given or [])}
    with opened(settings) as workspace:
        _answer(workspace, question, parameters, wanted)
        if save is not None:
            _save(workspace, question, parameters, save)
    return 0


def _answer(
    workspace: Workspace, question: Question, parameters: Mapping[str, object], wanted: Wanted
) -> None:
    from api.asking import asked, exporting

    if wanted.is_table:
        _print(asked(workspace, question, parameters, wanted.manner), wanted)
        return
    with exporting(workspace, question, parameters, wanted.manner) as table:
        _write(table, wanted)


def _print(found: Answer, wanted: Wanted) -> None:
    from api.commands.answers import print_answer

    print_answer(found, keys=wanted.keys)
    if found.truncated:
        say(sentence("answer.truncated"))


def _write(table: Exported, wanted: Wanted) -> None:
    from api.commands.exports import write_answer

    write_answer(table, wanted.format.value, wanted.csv.value, wanted.output)
    if table.coming.truncated:
        total = table.coming.total
        code = "answer.cut" if total is None else "answer.cut_of"
        say(sentence(code, count=table.coming.row_count, total=total))


def _save(
    workspace: Workspace, question: Question, parameters: Mapping[str, object], name: str
) -> None:
    from api.keeping import keep

    keep(workspace, question, parameters, name)
    say(sentence("kept.done", name=name.strip()))


def _kept(
    workspace: Workspace,
    questions: Catalogue,
    wanted: Wanted,
    comparing: Comparing,
    forget: str | None,
) -> int:
    from api.commands.answers import print_comparison, print_kept
    from api.keeping import compare

    viewer = workspace.settings.viewer()
    if forget:
        say(sentence("kept.forgotten", count=workspace.kept.forget(viewer, forget), name=forget))
    elif comparing.name:
        since, until = day_of_option(comparing.since), day_of_option(comparing.until)
        found = compare(workspace, questions, comparing.name, since, until)
        if wanted.format is Format.json:
            dump(found.document())
        else:
            print_comparison(found, keys=wanted.keys)
    else:
        answers = workspace.kept.latest(viewer)
        if wanted.format is Format.json:
            dump({"answers": [vars(each) for each in answers]})
        else:
            print_kept(answers)
    return 0


def cypher(
    context: typer.Context,
    statement: Annotated[str, typer.Argument(help=sentence("cli.statement"))],
    given: Given = None,
    format: FormatOption = Format.table,
    csv: CsvOption = Dialect.french,
    limit: LimitOption = None,
    sort: SortOption = "",
    keys: KeysOption = False,
    output: OutputOption = None,
) -> int:
    """Answers one read-only statement, under the rules of a question."""
    from api.asking import exporting_statement
    from api.workspace import opened
    from queries.answer import answer_statement
    from queries.check import checked_statement

    settings = settings_of(context)
    parameters = _pairs(given or [])
    checked_statement(statement, parameters)
    wanted = Wanted(format, csv, output, keys, limit, sort)
    with opened(settings) as workspace:
        if wanted.is_table:
            viewer, manner = settings.viewer(), wanted.manner
            found = answer_statement(workspace.store, viewer, statement, parameters, manner)
            _print(found, wanted)
            return 0
        with exporting_statement(workspace, statement, parameters, wanted.manner) as table:
            _write(table, wanted)
    return 0


def _pairs(given: list[str]) -> dict[str, str]:
    pairs = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not equals:
            raise DataError("cli.no_pair", value=text)
        pairs[name.strip()] = value
    return pairs


def _list(questions: Catalogue, format: Format) -> None:
    if format is Format.json:
        described = [{"name": q.name, "title": q.title, "theme": q.header.theme} for q in questions]
        dump({"questions": described})
        return
    from api.commands.tables import print_table

    out(sentence("theme.weekly"))
    for question in questions.weekly:
        out(f"  {titled(question.name, question.title)}")
    titles = [sentence(f"questions.{name}") for name in ("theme", "name", "title")]
    print_table(titles, [[_theme(q.header.theme), q.name, q.title] for q in questions])
    for error in questions.broken.values():
        for issue in error.issues:
            say(str(issue))


def _theme(theme: str) -> str:
    return sentence(f"theme.{theme}")
