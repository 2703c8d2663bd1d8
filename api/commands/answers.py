"""Answers and their differences on a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from api.commands.console import out
from api.commands.tables import print_table
from api.http.labels import YEARS, instant_text, year_text
from api.wordings import counted, differing, titled
from graph.wording import number, sentence

if TYPE_CHECKING:
    from api.keeping import Comparison
    from graph.kept import KeptAnswer
    from queries.answer import Answer, AnswerColumn

Rows = Sequence[Sequence[object]]


def print_answer(found: Answer, *, keys: bool) -> None:
    """Prints a title, the rows as a table, and how many there are."""
    out(found.title)
    _print_rows(found.columns, found.rows, keys=keys)
    out(counted(found))


def _print_rows(
    columns: Sequence[AnswerColumn],
    rows: Rows,
    *,
    keys: bool,
    signs: Sequence[str] = (),
) -> None:
    kept = [place for place in range(len(columns)) if keys or not is_key(columns, place)]
    titles = [columns[place].title for place in kept]
    cells = [[cell(columns[place], row[place]) for place in kept] for row in rows]
    numeric = frozenset(at for at, place in enumerate(kept) if _is_numeric(rows, place))
    if signs:
        titles.insert(0, "")
        cells = [[sign, *line] for sign, line in zip(signs, cells, strict=True)]
        numeric = frozenset(at + 1 for at in numeric)
    print_table(titles, cells, numeric)


def is_key(columns: Sequence[AnswerColumn], place: int) -> bool:
    """Returns whether a column holds keys and the next one says in words what they are of."""
    following = columns[place + 1 : place + 2]
    return bool(columns[place].key_of) and bool(following) and not following[0].key_of


def cell(column: AnswerColumn, value: object) -> str:
    """Returns a value as people read it; codes in their words."""
    if isinstance(value, str):
        return column.words.get(value, value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return sentence("word.yes" if value else "word.no")
    if isinstance(value, (int, float)):
        return year_text(value) if column.name in YEARS else number(value)
    if isinstance(value, list):
        return ", ".join(cell(column, each) for each in value)
    if isinstance(value, Mapping):
        return ", ".join(titled(name, cell(column, each)) for name, each in value.items())
    return str(value)


def _is_numeric(rows: Rows, place: int) -> bool:
    values = [row[place] for row in rows if row[place] is not None]
    return bool(values) and all(type(value) in {int, float} for value in values)


def print_comparison(found: Comparison, *, keys: bool) -> None:
    """Prints what came, went and changed, each row with its sign."""
    out(found.title)
    out(between(found))
    out(differing(found))
    marked = list(found.difference.marked())
    if marked:
        signs = [sentence(f"compare.{mark}") for mark, _ in marked]
        _print_rows(found.columns, [row for _, row in marked], keys=keys, signs=signs)


def between(found: Comparison) -> str:
    """Returns the two instants that are compared, in words."""
    return sentence(
        "compare.between", since=instant_text(found.since), until=instant_text(found.until)
    )


def print_kept(answers: Sequence[KeptAnswer]) -> None:
    """Prints the latest answer kept under each name."""
    titles = [sentence(f"kept.{name}") for name in ("title", "question", "kept_at", "rows")]
    lines = [
        [each.name, each.question, instant_text(each.kept_at), number(each.row_count)]
        for each in answers
    ]
    print_table(titles, lines, frozenset({3}))


def changed_lines(found: Sequence[Comparison | KeptAnswer]) -> list[str]:
    """Returns the report's lines on kept answers that a load changed."""
    from graph.kept import KeptAnswer

    lines = []
    for each in found:
        if isinstance(each, KeptAnswer):
            lines.append(sentence("compare.unasked", name=each.name))
        else:
            name = each.kept.name
            lines.append(sentence("compare.changed_answer", name=name, how=differing(each)))
    return lines
