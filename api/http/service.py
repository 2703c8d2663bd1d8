"""What a request works with: the open graph, the questions, snapshots kept by revision."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Depends
from starlette.requests import Request

from graph.records import revision
from graph.snapshot import Snapshot, read_snapshot
from graph.viewer import Viewer
from graph.wording import sentence
from queries.answer import LIMIT, Answer, answer
from queries.catalogue import Catalogue, catalogue

if TYPE_CHECKING:
    from api.workspace import Workspace
    from graph.analyses.reasons import Described
    from graph.analyses.registry import Analysis

KEPT = 4
ANONYMOUS = Viewer("anonymous", "anonymous", "public")
SnapshotKey = tuple[str, int, str, str, tuple[str, ...]]


@dataclass
class Service:
    """One graph for the life of the process; requests share it from several threads."""

    workspace: Workspace
    questions: Catalogue
    _snapshots: OrderedDict[SnapshotKey, Snapshot] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @classmethod
    def of(cls, workspace: Workspace) -> Service:
        """Returns the service of an open graph."""
        return cls(workspace, catalogue(workspace.settings.questions))

    @property
    def viewer(self) -> Viewer:
        """Who is signed in."""
        return self.workspace.settings.viewer()

    def snapshot(self, types: Sequence[str]) -> Snapshot:
        """Returns the graph in arrays for these types, read again after a change or a day."""
        store, today = self.workspace.store, date.today().isoformat()
        key = (*revision(store), today, self.viewer.visibility, tuple(sorted(set(types))))
        with self._lock:
            if key not in self._snapshots:
                self._snapshots[key] = read_snapshot(store, self.viewer, types)
                while len(self._snapshots) > KEPT:
                    self._snapshots.popitem(last=False)
            self._snapshots.move_to_end(key)
            return self._snapshots[key]

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
        snapshot = self.snapshot(analysis.types)
        return {
            "name": analysis.name,
            "title": sentence(analysis.title),
            "parameters": parameters,
            "as_of": snapshot.as_of,
            "result": analysis.run(snapshot, parameters),
        }


def service_of(request: Request) -> Service:
    """Returns the service that the application opened."""
    found: Service = request.app.state.service
    return found


ServiceOf = Annotated[Service, Depends(service_of)]
