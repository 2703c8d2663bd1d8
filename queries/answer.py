"""Answers: a question asked of a graph by a viewer, with what it was asked and when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from graph.errors import DataError, Issue
from graph.kinds import CellError
from queries.header import Header, Parameter
from queries.values import issue_of

if TYPE_CHECKING:
    from graph.store import Store
    from graph.viewer import Viewer
    from queries.catalogue import Question

LIMIT = 500
SECONDS = 10.0


@dataclass(frozen=True)
class AnswerColumn:
    """A column by its name, and its title in the language of the answer.

    `key_of` are the labels whose records the keys in it lead to, `words` what people read
    instead of the codes in it.
    """

    name: str
    title: str
    key_of: tuple[str, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    """The rows of an answer in the order it promises; `truncated` when there were more."""

    name: str
    title: str
    parameters: Mapping[str, object]
    as_of: str
    columns: Sequence[AnswerColumn]
    rows: Sequence[Sequence[object]]
    truncated: bool

    @property
    def row_count(self) -> int:
        """How many rows it holds."""
        return len(self.rows)

    def document(self) -> dict[str, Any]:
        """Returns the one JSON document that commands and pages give."""
        names = [column.name for column in self.columns]
        return {
            "name": self.name,
            "title": self.title,
            "parameters": dict(self.parameters),
            "as_of": self.as_of,
            "row_count": self.row_count,
            "truncated": self.truncated,
            "columns": [{"name": each.name, "title": each.title} for each in self.columns],
            "rows": [dict(zip(names, row, strict=True)) for row in self.rows],
        }


def answer(
    store: Store,
    viewer: Viewer,
    question: Question,
    parameters: Mapping[str, object],
    limit: int = LIMIT,
    timeout: float = SECONDS,
) -> Answer:
    """Returns the first `limit` rows that the viewer may read; `parameters` as people write them.

    Raises:
        DataError: a parameter is unknown, missing or wrong: all of them at once.
        QuestionError: the question itself is wrong.
        StoreError: the store is away, or `timeout` seconds were not enough.
    """
    header = question.checked().header
    values = read_parameters(question.name, header, parameters)
    asked = {**values, "visible": viewer.visible}
    as_of = datetime.now(UTC).isoformat(timespec="seconds")
    found = store.read(question.file.body, asked, limit=limit, timeout=timeout)
    columns = [
        AnswerColumn(name, str(column), column.types, column.words)
        for name, column in header.columns.items()
    ]
    return Answer(
        question.name, question.title, values, as_of, columns, found.rows, found.truncated
    )


def answer_statement(
    store: Store,
    viewer: Viewer,
    text: str,
    parameters: Mapping[str, object],
    limit: int = LIMIT,
    timeout: float = SECONDS,
) -> Answer:
    """Returns the answer to one statement of the operator, under the rules of a question.

    Raises:
        DataError: the statement is refused.
        StoreError: the store is away, or `timeout` seconds were not enough.
    """
    from queries.check import checked_statement

    statement = checked_statement(text, parameters)
    asked = {**parameters, "visible": viewer.visible}
    as_of = datetime.now(UTC).isoformat(timespec="seconds")
    found = store.read(statement, asked, limit=limit, timeout=timeout)
    columns = [AnswerColumn(name, name) for name in found.columns]
    return Answer("cypher", "Cypher", parameters, as_of, columns, found.rows, found.truncated)


def example_of(question: Question) -> Mapping[str, object]:
    """Returns the parameters of the question's own example."""
    return question.header.example


def read_parameters(name: str, header: Header, given: Mapping[str, object]) -> dict[str, object]:
    """Returns the value of every parameter of the question `name`, defaults filled in.

    Raises:
        DataError: with one issue a parameter that is unknown, missing or wrong.
    """
    issues = _strangers(header, given)
    values: dict[str, object] = {}
    for each, parameter in header.parameters.items():
        try:
            values[each] = _value(parameter, given.get(each))
        except CellError as error:
            issues.append(issue_of(each, error))
    if issues:
        raise DataError("parameters.wrong", issues, name=name)
    return values


def _strangers(header: Header, given: Mapping[str, object]) -> list[Issue]:
    known = ", ".join(header.parameters)
    code = "value.unknown" if known else "value.unknown_here"
    strange = sorted(given.keys() - header.parameters.keys())
    return [Issue(code, column=name, values={"known": known}) for name in strange]


def _value(parameter: Parameter, given: object) -> object:
    said = None if given in ("", None, []) else given
    said = parameter.default if said is None else said
    if said is None and parameter.optional:
        return None
    if said is None:
        raise CellError("value.missing", help=parameter.help)
    return parameter.reader(said)
