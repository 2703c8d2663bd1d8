"""What a request works with: the open graph, the questions, and what is kept by revision."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

from fastapi import Depends
from starlette.requests import Request

from api.computing import day_of
from api.http.directory import Directory
from graph.records import names, revision
from graph.snapshot import Snapshot, read_snapshot
from graph.viewer import Viewer
from graph.wording import sentence
from queries.answer import LIMIT, Answer, answer
from queries.catalogue import Catalogue, catalogue

if TYPE_CHECKING:
    from api.workspace import Workspace
    from graph.analyses.reasons import Described
    from graph.analyses.registry import Analysis

KEPT = 24
ANONYMOUS = Viewer("anonymous", "anonymous", "public")
Kept = TypeVar("Kept")


@dataclass
class Service:
    """One graph for the life of the process; requests share it from several threads."""

    workspace: Workspace
    questions: Catalogue
    _kept: OrderedDict[Hashable, Any] = field(default_factory=OrderedDict)
    _lock: threading.RLock = field(default_factory=threading.RLock)

    @classmethod
    def of(cls, workspace: Workspace) -> Service:
        """Returns the service of an open graph."""
        return cls(workspace, catalogue(workspace.settings.questions))

    @property
    def viewer(self) -> Viewer:
        """Who is signed in."""
        return self.workspace.settings.viewer()

    def keep(self, name: Hashable, viewer: Viewer, make: Callable[[], Kept]) -> Kept:
        """Returns what was made for this graph, revision, day and level; else makes it."""
        stamp = (*revision(self.workspace.store), date.today(), viewer.visibility)
        key = (stamp, name)
        with self._lock:
            if key not in self._kept:
                self._kept[key] = make()
                while len(self._kept) > KEPT:
                    self._kept.popitem(last=False)
            self._kept.move_to_end(key)
            found: Kept = self._kept[key]
            return found

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

    def ask(self, name: str, parameters: Mapping[str, object], limit: int = LIMIT) -> Answer:
        """Returns the answer to a question for the signed-in reader.

        Raises:
            UnknownNameError: no question is called that.
            DataError: a parameter is wrong.
        """
        question = self.questions.question(name)
        return answer(self.workspace.store, self.viewer, question, parameters, limit)

    def run(self, analysis: Analysis, parameters: Described) -> dict[str, Any]:
        """Returns the document of an analysis, its result still typed."""
        if "on" in type(parameters).model_fields and getattr(parameters, "on", None) is None:
            parameters = parameters.model_copy(update={"on": day_of(self.workspace)})
        snapshot = self.snapshot(analysis.types)
        name = ("analysis", analysis.name, parameters.model_dump_json())
        result = self.keep(name, self.viewer, lambda: analysis.run(snapshot, parameters))
        return {
            "name": analysis.name,
            "title": sentence(analysis.title),
            "parameters": parameters,
            "as_of": snapshot.as_of,
            "result": result,
        }


def service_of(request: Request) -> Service:
    """Returns the service that the application opened."""
    found: Service = request.app.state.service
    return found


ServiceOf = Annotated[Service, Depends(service_of)]
