"""Answers kept with their date, and how they differ from each other or from the graph now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from api.asking import asked
from graph.errors import DataError, MaillageError
from graph.ledger import now
from graph.viewer import Viewer
from queries.answer import MOST, AnswerColumn, Manner, answer, columns_of
from queries.compare import Difference, Row, difference

if TYPE_CHECKING:
    from api.workspace import Workspace
    from graph.kept import KeptAnswer
    from queries.catalogue import Catalogue, Question

LONGEST_NAME = 80


@dataclass(frozen=True)
class Comparison:
    """How an answer kept at one instant differs from a later one, or from the present one."""

    kept: KeptAnswer
    title: str
    columns: Sequence[AnswerColumn]
    since: str
    until: str
    counts: tuple[int, int]
    difference: Difference

    def document(self) -> dict[str, Any]:
        """Returns the one JSON document that commands and addresses give."""
        names = [column.name for column in self.columns]

        def row(values: Row) -> dict[str, object]:
            return dict(zip(names, values, strict=True))

        found = self.difference
        return {
            "name": self.kept.name,
            "question": self.kept.question,
            "title": self.title,
            "parameters": dict(self.kept.parameters),
            "visibility": self.kept.visibility,
            "since": self.since,
            "until": self.until,
            "rows_before": self.counts[0],
            "rows_after": self.counts[1],
            "columns": [{"name": each.name, "title": each.title} for each in self.columns],
            "came": [row(each) for each in found.came],
            "went": [row(each) for each in found.went],
            "changed": [
                {"before": row(each.before), "after": row(each.after)} for each in found.changed
            ],
        }


def keep(
    workspace: Workspace, question: Question, parameters: Mapping[str, object], name: str
) -> None:
    """Asks a question and keeps its whole answer under a name, with the present instant.

    Raises:
        DataError: a parameter is wrong, the name is no name or another question's, or the answer
            is too long.
    """
    found = asked(workspace, question, parameters, Manner(limit=MOST))
    name = name.strip()
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise DataError("kept.name", longest=LONGEST_NAME)
    if found.truncated:
        raise DataError("kept.cut", most=MOST)
    _check_same(workspace, question, found.parameters, name)
    viewer, columns = workspace.settings.viewer(), [column.name for column in found.columns]
    workspace.kept.keep(viewer, name, question.name, found.parameters, columns, found.rows)


def _check_same(
    workspace: Workspace, question: Question, parameters: Mapping[str, object], name: str
) -> None:
    """A name is that of one question with one set of values; only its days may move on."""
    for kept in workspace.kept.latest(workspace.settings.viewer()):
        if kept.name != name:
            continue
        if kept.question != question.name:
            raise DataError("kept.other_question", name=name, question=kept.question)
        days = {p for p, each in question.header.parameters.items() if each.type == "date"}
        for parameter in parameters.keys() - days:
            if kept.parameters.get(parameter) != parameters[parameter]:
                value = kept.parameters.get(parameter)
                raise DataError("kept.other_value", name=name, parameter=parameter, value=value)


def compare(
    workspace: Workspace,
    questions: Catalogue,
    name: str,
    since: str | None = None,
    until: str | None = None,
) -> Comparison:
    """Returns how the answer kept under a name differs between two days.

    `since` and `until` are ISO days or instants: the latest answer kept by then counts. Without
    `until` the question is asked again now, with the same values at the same level; without `since`
    the answer kept last before that counts.

    Raises:
        UnknownNameError: nothing is kept under that name.
        DataError: nothing was kept by then, or the question is another by now.
    """
    dated = workspace.kept.dated(workspace.settings.viewer(), name)
    after = _by(dated, until, name) if until else None
    earlier = [each for each in dated if after is None or each.id < after.id]
    if not earlier:
        raise DataError("kept.only_one", name=name)
    before = _by(earlier, since, name) if since else earlier[0]
    question = questions.question(before.question)
    columns = columns_of(question.header)
    names = [column.name for column in columns]
    if names != list(before.columns) or (after and names != list(after.columns)):
        raise DataError("kept.other_columns", name=name)
    old = workspace.kept.rows(before)
    new = workspace.kept.rows(after) if after else _now(workspace, question, before)
    return Comparison(
        before,
        question.title,
        columns,
        before.kept_at,
        after.kept_at if after else now(),
        (len(old), len(new)),
        difference(old, new, names, question.header.identifying),
    )


def _by(dated: Sequence[KeptAnswer], day: str, name: str) -> KeptAnswer:
    for each in dated:
        if each.kept_at[: len(day)] <= day:
            return each
    raise DataError("kept.not_then", name=name, day=day, first=dated[-1].day)


def _now(workspace: Workspace, question: Question, kept: KeptAnswer) -> Sequence[Sequence[object]]:
    viewer = Viewer(visibility=kept.visibility)
    given = {name: value for name, value in kept.parameters.items() if value is not None}
    return answer(workspace.store, viewer, question, given, Manner(limit=MOST)).rows


def changed(workspace: Workspace, questions: Catalogue) -> Iterator[Comparison | KeptAnswer]:
    """Yields how each kept answer differs from the present one, where it does.

    Where it cannot be asked again, the kept answer alone.
    """
    for kept in workspace.kept.latest(workspace.settings.viewer()):
        try:
            found = compare(workspace, questions, kept.name)
        except MaillageError:
            yield kept
            continue
        if found.difference:
            yield found
