"""Questions asked in an open graph: the same for a command, an address and a page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from api.computing import day_of
from api.crediting import credited
from api.exporting import Exported
from queries.answer import PLAINLY, Answer, Manner, answer, reading, reading_statement
from queries.sources import Source, sources_of

if TYPE_CHECKING:
    from api.workspace import Workspace
    from queries.catalogue import Question

Sources = Callable[[], Sequence[Source]]


def asked(
    workspace: Workspace,
    question: Question,
    parameters: Mapping[str, object],
    manner: Manner = PLAINLY,
) -> Answer:
    """Returns the first rows of an answer for the reader of these settings, all of them counted.

    Raises:
        DataError: a parameter is wrong.
        StoreError: the store is away, or the time was not enough.
    """
    viewer = workspace.settings.viewer()
    return answer(workspace.store, viewer, question, parameters, _dated(workspace, manner))


@contextmanager
def exporting(
    workspace: Workspace,
    question: Question,
    parameters: Mapping[str, object],
    manner: Manner,
    sources: Sources | None = None,
) -> Iterator[Exported]:
    """Yields an answer on its way out; `sources` gives those of the question where they are kept.

    Raises as `asked` does.
    """
    viewer, store, settings = workspace.settings.viewer(), workspace.store, workspace.settings
    with reading(store, viewer, question, parameters, _dated(workspace, manner)) as coming:
        said = sources() if sources else sources_of(store, viewer, question.types)
        yield Exported(coming, credited(workspace.ledger, said), settings)


@contextmanager
def exporting_statement(
    workspace: Workspace, text: str, parameters: Mapping[str, object], manner: Manner
) -> Iterator[Exported]:
    """Yields the answer to one statement of the operator on its way out.

    Raises as `asked` does, and where the statement is refused.
    """
    from queries.check import types_read

    viewer, store = workspace.settings.viewer(), workspace.store
    with reading_statement(store, viewer, text, parameters, manner) as coming:
        said = sources_of(store, viewer, types_read(text))
        yield Exported(coming, credited(workspace.ledger, said), workspace.settings)


def _dated(workspace: Workspace, manner: Manner) -> Manner:
    return replace(manner, today=manner.today or day_of(workspace))
