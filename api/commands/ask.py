"""`query` and `cypher`: questions answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.commands.console import dump, out, say, settings_of
from graph.errors import DataError
from graph.wording import number, sentence

if TYPE_CHECKING:
    from api.settings import Settings
    from queries.answer import Answer
    from queries.catalogue import Catalogue


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


Given = Annotated[
    list[str] | None, typer.Argument(help=sentence("cli.parameters"), metavar="KEY=VALUE…")
]
FormatOption = Annotated[Format, typer.Option("--format", help=sentence("cli.format_option"))]
CsvOption = Annotated[Dialect, typer.Option("--csv", help=sentence("cli.csv_option"))]
LimitOption = Annotated[int, typer.Option("--limit", min=1, help=sentence("cli.limit_option"))]
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
    limit: LimitOption = 500,
    keys: KeysOption = False,
    output: OutputOption = None,
) -> int:
    """Answers a question, or lists them all."""
    from queries.catalogue import catalogue

    settings = settings_of(context)
    questions = catalogue(settings.questions)
    if name is None:
        _list(questions, format)
        return 0
    question = questions.question(name)
    from api.workspace import opened
    from queries.answer import answer, example_of

    parameters = {**(example_of(question) if example else {}), **_pairs(given or [])}
    with opened(settings) as workspace:
        found = answer(workspace.store, settings.viewer(), question, parameters, limit)
    _give(found, Wanted(format, csv, output, keys), settings)
    return 0


def cypher(
    context: typer.Context,
    statement: Annotated[str, typer.Argument(help=sentence("cli.statement"))],
    given: Given = None,
    format: FormatOption = Format.table,
    csv: CsvOption = Dialect.french,
    limit: LimitOption = 500,
    keys: KeysOption = False,
    output: OutputOption = None,
) -> int:
    """Answers one read-only statement, under the rules of a question."""
    from api.workspace import opened
    from queries.answer import answer_statement
    from queries.check import checked_statement

    settings = settings_of(context)
    parameters = _pairs(given or [])
    checked_statement(statement, parameters)
    with opened(settings) as workspace:
        found = answer_statement(workspace.store, settings.viewer(), statement, parameters, limit)
    _give(found, Wanted(format, csv, output, keys), settings)
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

    titles = [sentence(f"questions.{name}") for name in ("theme", "name", "title")]
    print_table(titles, [[_theme(q.header.theme), q.name, q.title] for q in questions])
    for name, error in questions.broken.items():
        say(f"{name} : {error}")


def _theme(theme: str) -> str:
    return sentence(f"theme.{theme}")


def _give(found: Answer, wanted: Wanted, settings: Settings) -> None:
    from api.commands.exports import write_answer

    if wanted.format is Format.json and wanted.output is None:
        dump(found.document())
    elif wanted.format is Format.table and wanted.output is None:
        _print(found, wanted.keys)
    else:
        write_answer(found, wanted.format.value, wanted.csv.value, wanted.output, settings)
    if found.truncated:
        say(sentence("answer.truncated", count=found.row_count))


def _print(found: Answer, keys: bool) -> None:
    from api.commands.tables import print_table

    out(found.title)
    kept = [place for place in range(len(found.columns)) if keys or not _is_key(found, place)]
    rows = [[_cell(found, row, place) for place in kept] for row in found.rows]
    numeric = frozenset(at for at, place in enumerate(kept) if _is_numeric(found, place))
    print_table([found.columns[place].title for place in kept], rows, numeric)
    out(sentence("answer.rows", count=found.row_count))


def _is_key(found: Answer, place: int) -> bool:
    """Whether a column holds keys and the next one says in words what they are of."""
    following = found.columns[place + 1 : place + 2]
    return bool(found.columns[place].key_of) and bool(following) and not following[0].key_of


def _cell(found: Answer, row: Sequence[object], place: int) -> str:
    value = row[place]
    words = found.columns[place].words
    return words.get(value, value) if isinstance(value, str) else _shown(value)


def _is_numeric(found: Answer, place: int) -> bool:
    values = [row[place] for row in found.rows if row[place] is not None]
    return bool(values) and all(type(value) in {int, float} for value in values)


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return sentence("word.yes" if value else "word.no")
    if isinstance(value, (int, float)):
        return number(value)
    if isinstance(value, list):
        return ", ".join(map(_shown, value))
    if isinstance(value, Mapping):
        return ", ".join(f"{key} : {_shown(item)}" for key, item in value.items())
    return str(value)
