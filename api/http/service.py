"""What a request works with: the open graph, the questions, and what is kept by revision."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, partial
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

from fastapi import Depends
from starlette.requests import Request

from api.asking import asked, exporting
from api.computing import Wanted, dated, day_of
from api.crediting import credited
from api.exporting import Exported
from api.http.choices import Option, choices_of
from api.http.directory import Directory
from api.http.memory import Memory
from api.jobs.computations import Computations
from graph.records import names
from graph.snapshot import Snapshot, read_snapshot
from graph.viewer import Viewer
from graph.wording import language
from queries.answer import MOST, PLAINLY, Answer, Manner
from queries.catalogue import Catalogue, Question, Seen, catalogue, seen
from queries.sources import Source, sources_of

if TYPE_CHECKING:
    from api.workspace import Workspace
    from graph.analyses.reasons import Described
    from graph.analyses.registry import Analysis

ANONYMOUS = Viewer("anonymous", "anonymous", "public")
Kept = TypeVar("Kept")
Asked = TypeVar("Asked", bound="Described")


@dataclass
class Service:
    """One graph for the life of the process; requests share it from several threads."""

    workspace: Workspace
    _catalogue: Catalogue
    _seen: Seen = ()
    _memory: Memory = field(default_factory=Memory)
    _lock: threading.RLock = field(default_factory=threading.RLock)

    @classmethod
    def of(cls, workspace: Workspace) -> Service:
        """Returns the service of an open graph."""
        folder = workspace.settings.questions
        return cls(workspace, catalogue(folder), seen(folder))

    @property
    def questions(self) -> Catalogue:
        """Every question; those of the reader's own folder as its files are now."""
        folder = self.workspace.settings.questions
        if folder is not None and (files := seen(folder)) != self._seen:
            with self._lock:
                self._catalogue, self._seen = catalogue(folder), files
        return self._catalogue

    @property
    def viewer(self) -> Viewer:
        """Who is signed in."""
        return self.workspace.settings.viewer()

    def keep(self, name: Hashable, viewer: Viewer, make: Callable[[], Kept]) -> Kept:
        """Returns what was made for this graph, revision, day and level; else makes it."""
        key = (date.today(), viewer.visibility, name)
        return self._memory.keep(self.workspace.ledger.identity(), key, make)

    def snapshot(self, types: Sequence[str], viewer: Viewer | None = None) -> Snapshot:
        """Returns the graph in arrays for these types, as the signed-in reader may see it."""
        reader, store = viewer or self.viewer, self.workspace.store
        chosen = tuple(sorted(set(types)))
        return self.keep(("snapshot", chosen), reader, lambda: read_snapshot(store, reader, chosen))

    def directory(self, label: str) -> Directory:
        """Returns the names of a type's nodes."""
        store, reader = self.workspace.store, self.viewer
        return self.keep(
            ("directory", label), reader, lambda: Directory.of(names(store, reader, label))
        )

    def ask(self, name: str, parameters: Mapping[str, object], manner: Manner = PLAINLY) -> Answer:
        """Returns the first rows of an answer for the signed-in reader, all of them counted.

        Raises:
            UnknownNameError: no question is called that.
            DataError: a parameter is wrong.
        """
        return asked(self.workspace, self.questions.question(name), parameters, manner)

    @contextmanager
    def exporting(
        self, name: str, parameters: Mapping[str, object], manner: Manner
    ) -> Iterator[Exported]:
        """Yields an answer on its way out; raises as `ask` does."""
        question = self.questions.question(name)
        sources = partial(self.sources, question)
        with exporting(self.workspace, question, parameters, manner, sources) as table:
            yield table

    def sources(self, question: Question) -> Sequence[Source]:
        """Returns who says what the answers to a question rest on."""
        store, reader, types = self.workspace.store, self.viewer, question.types
        found = self.keep(("sources", types), reader, lambda: sources_of(store, reader, types))
        return credited(self.workspace.ledger, found)

    def choices(self, name: str) -> Mapping[str, Option]:
        """Returns what a question of choices gives, by key."""
        question = self.questions.question(name)
        manner = Manner(limit=MOST)
        return self.keep(
            ("choices", name, language()),
            self.viewer,
            lambda: choices_of(asked(self.workspace, question, {}, manner)),
        )

    @cached_property
    def computations(self) -> Computations:
        """What computes analyses, at once or as jobs."""
        return Computations(self.workspace, self._memory, self.snapshot)

    def dated(self, parameters: Asked) -> Asked:
        """Returns the parameters of an analysis with the day it speaks of, where none is given."""
        return dated(parameters, day_of(self.workspace))

    def wanted(self, analysis: Analysis, parameters: Described) -> Wanted:
        """Returns the computation of an analysis for the signed-in reader."""
        return Wanted(analysis, parameters, self.viewer, day_of(self.workspace))

    def run(self, analysis: Analysis, parameters: Described) -> dict[str, Any]:
        """Returns the document of an analysis, its result still typed, however long it takes."""
        found = self.computations.computed(self.wanted(analysis, parameters))
        return found.typed(self.workspace.ledger)


async def service_of(request: Request) -> Service:
    """Returns the service that the application opened; without a thread of its own."""
    found: Service = request.app.state.service
    return found


ServiceOf = Annotated[Service, Depends(service_of)]
