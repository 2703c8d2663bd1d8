"""Answers: a question asked of a graph by a viewer, with what it was asked and when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import chain
from typing import TYPE_CHECKING

from queries.parameters import check_known, read_parameters
from queries.sorting import Sort

if TYPE_CHECKING:
    from graph.store import Store
    from graph.viewer import Viewer
    from queries.catalogue import Question
    from queries.header import Header

LIMIT = 500
MOST = 100_000
SECONDS = 10.0
Row = Sequence[object]
Rows = Sequence[Row]


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
class Asked:
    """What was asked, with which values, and when the graph was read."""

    name: str
    title: str
    parameters: Mapping[str, object]
    as_of: str
    columns: Sequence[AnswerColumn]


@dataclass(frozen=True)
class Answer(Asked):
    """The first rows of an answer in the order it promises.

    `total` is how many there are, None when more than can be counted (100,000).
    """

    rows: Rows
    total: int | None

    @property
    def row_count(self) -> int:
        """How many rows it holds."""
        return len(self.rows)

    @property
    def truncated(self) -> bool:
        """Whether there are more rows than it holds."""
        return self.total is None or self.total > len(self.rows)


class Reading:
    """An answer on its way: what was asked, then its rows in batches as they come.

    It gives the first `limit` rows; `row_count` and `total` say how many came once all are read.
    """

    def __init__(self, asked: Asked, batches: Iterator[Rows], limit: int) -> None:
        self.asked = asked
        self.limit = limit
        self.row_count = 0
        self.total: int | None = None
        self._batches = batches

    @property
    def truncated(self) -> bool:
        """Whether there were more rows than it gave."""
        return self.total is None or self.total > self.row_count

    def __iter__(self) -> Iterator[Rows]:
        """Yields the rows it gives; the others, up to 100,000 in all, are counted only."""
        seen = 0
        for batch in self._batches:
            seen += len(batch)
            given = batch[: self.limit - self.row_count]
            self.row_count += len(given)
            if given:
                yield given
            if seen > max(MOST, self.limit):
                return
        self.total = seen

    def answer(self) -> Answer:
        """Returns the answer, read to its end."""
        rows = list(chain.from_iterable(self))
        return Answer(**vars(self.asked), rows=rows, total=self.total)


@dataclass(frozen=True)
class Manner:
    """How a reader wants an answer: rows, order, time, and the day that `today` means."""

    limit: int = LIMIT
    sort: str = ""
    seconds: float = SECONDS
    today: date | None = None


PLAINLY = Manner()


@contextmanager
def reading(
    store: Store,
    viewer: Viewer,
    question: Question,
    parameters: Mapping[str, object],
    manner: Manner = PLAINLY,
) -> Iterator[Reading]:
    """Yields the answer to a question as it comes; `parameters` are as people write them.

    Raises:
        DataError: a parameter is unknown, missing or wrong: all of them at once.
        QuestionError: the question itself is wrong.
        StoreError: the store is away, or the time was not enough.
    """
    header = question.checked().header
    values = read_parameters(question.name, header, parameters, manner.today)
    asked = Asked(question.name, question.title, values, _now(), columns_of(header))
    sort = Sort.read(manner.sort, asked.columns, asked.name)
    with store.finding(
        question.file.body, {**values, "visible": viewer.visible}, timeout=manner.seconds
    ) as found:
        first = next(found.batches, [])
        check_known(store, viewer, question.name, header, values, empty=not first)
        yield _reading(asked, chain([first], found.batches), sort, manner)


def answer(
    store: Store,
    viewer: Viewer,
    question: Question,
    parameters: Mapping[str, object],
    manner: Manner = PLAINLY,
) -> Answer:
    """Returns the first rows that the viewer may read, all of them counted; raises as `reading`."""
    with reading(store, viewer, question, parameters, manner) as coming:
        return coming.answer()


@contextmanager
def reading_statement(
    store: Store,
    viewer: Viewer,
    text: str,
    parameters: Mapping[str, object],
    manner: Manner = PLAINLY,
) -> Iterator[Reading]:
    """Yields the answer to one statement of the operator, under the rules of a question.

    Raises:
        DataError: the statement is refused.
        StoreError: the store is away, or the time was not enough.
    """
    from queries.check import checked_statement

    statement = checked_statement(text, parameters)
    given = {**parameters, "visible": viewer.visible}
    as_of = _now()
    with store.finding(statement, given, timeout=manner.seconds) as found:
        columns = [AnswerColumn(name, name) for name in found.columns]
        asked = Asked("cypher", "Cypher", parameters, as_of, columns)
        sort = Sort.read(manner.sort, columns, asked.name)
        yield _reading(asked, found.batches, sort, manner)


def answer_statement(
    store: Store,
    viewer: Viewer,
    text: str,
    parameters: Mapping[str, object],
    manner: Manner = PLAINLY,
) -> Answer:
    """Returns the answer to one statement of the operator; raises as `reading_statement`."""
    with reading_statement(store, viewer, text, parameters, manner) as coming:
        return coming.answer()


def example_of(question: Question) -> Mapping[str, object]:
    """Returns the parameters of the question's own example."""
    return question.header.example


def columns_of(header: Header) -> list[AnswerColumn]:
    """Returns the columns of a question, in the current language."""
    return [
        AnswerColumn(name, str(column), column.types, column.words)
        for name, column in header.columns.items()
    ]


def _reading(asked: Asked, batches: Iterator[Rows], sort: Sort | None, manner: Manner) -> Reading:
    return Reading(asked, sort.applied(batches, MOST) if sort else batches, manner.limit)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
