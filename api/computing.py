"""Analyses computed for a reader: the same for a command, an address and a page."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar

from pydantic import ValidationError

from api.crediting import sources_read
from api.workspace import Workspace
from graph.analyses.reasons import Described
from graph.analyses.registry import Analysis, analysis
from graph.errors import DataError, Issue
from graph.ledger import Ledger, now
from graph.results import Asked, KeptResult, Results, Stamp
from graph.snapshot import Snapshot, read_snapshot
from graph.viewer import Viewer
from graph.views import Outcome
from graph.wording import sentence

ALIASES = {
    "passerelles": "bridges",
    "groupements": "groupings",
    "mobilites": "transitions",
    "mobilités": "transitions",
    "fermeture": "closure",
    "mutualisations": "sharing",
}
STORY_DAY = date(2026, 9, 7)
Dated = TypeVar("Dated", bound=Described)
TYPED = ("parameters", "result")
LONG = 0.5  # seconds from which on a result is kept


@dataclass(frozen=True)
class Wanted:
    """One computation: an analysis, what was asked of it, for whom, and the day of its answer."""

    analysis: Analysis
    asked: Described
    viewer: Viewer
    on: date

    @property
    def parameters(self) -> Described:
        """What it is computed with: what was asked, and the day where nobody gave one."""
        return dated(self.asked, self.on)

    @property
    def key(self) -> Asked:
        """Under what its result is kept."""
        return Asked(self.analysis.name, self.asked.model_dump_json(), self.viewer.visibility)


@dataclass(frozen=True)
class Computed:
    """A result, with what it was asked, of which graph, when computed, and what sources it read."""

    wanted: Wanted
    result: Described
    stamp: Stamp
    as_of: str
    computed_at: str
    seconds: float
    read: tuple[str, ...]

    @property
    def analysis(self) -> Analysis:
        """The analysis."""
        return self.wanted.analysis

    @property
    def parameters(self) -> Described:
        """What it was computed with."""
        return self.wanted.parameters

    def typed(self, ledger: Ledger) -> dict[str, Any]:
        """Returns the document of an analysis in the reader's language, its result still typed."""
        return {
            "name": self.analysis.name,
            "title": sentence(self.analysis.title),
            "parameters": self.parameters,
            "as_of": self.as_of,
            "sources": sources_read(ledger, self.read),
            "result": self.result,
        }

    def document(self, ledger: Ledger) -> dict[str, Any]:
        """Returns the one JSON document that commands and addresses give."""
        plain = {name: getattr(self, name).model_dump(mode="json") for name in TYPED}
        return {**self.typed(ledger), **plain}


def named(name: str) -> Analysis:
    """Returns the analysis of that name, in French or English.

    Raises:
        UnknownNameError: no analysis is called that.
    """
    return analysis(ALIASES.get(name, name))


def day_of(workspace: Workspace) -> date:
    """Returns the day analyses speak of: today, or the fixed day of the demonstration's story."""
    return STORY_DAY if workspace.settings.demonstration else date.today()


def dated(parameters: Dated, on: date) -> Dated:
    """Returns the parameters of an analysis with the day it speaks of, where none is given."""
    if "on" in type(parameters).model_fields and getattr(parameters, "on", None) is None:
        return parameters.model_copy(update={"on": on})
    return parameters


def wanted(
    workspace: Workspace, viewer: Viewer, chosen: Analysis, given: Mapping[str, object]
) -> Wanted:
    """Returns the computation of an analysis; `given` holds parameters as people write them.

    Raises:
        DataError: parameters are unknown or wrong, all of them at once.
    """
    filled = {name: value for name, value in given.items() if value not in (None, "")}
    return Wanted(chosen, read_parameters(chosen, filled), viewer, day_of(workspace))


def compute(
    workspace: Workspace, viewer: Viewer, chosen: Analysis, given: Mapping[str, object]
) -> Computed:
    """Returns the result of an analysis, as it is kept where that is of this day and revision.

    Raises:
        DataError: parameters are unknown or wrong, all of them at once.
    """
    asked = wanted(workspace, viewer, chosen, given)
    found = latest(workspace, asked)
    if found and found.stamp == stamp(workspace):
        return found
    return computed(workspace, asked, lambda: read_snapshot(workspace.store, viewer, chosen.types))


def computed(workspace: Workspace, asked: Wanted, read: Callable[[], Snapshot]) -> Computed:
    """Returns the result of a computation, done now; kept where it was long."""
    results = Results(workspace.ledger.engine)
    begun, told, newest = time.monotonic(), stamp(workspace), results.newest()
    snapshot = read()
    result = asked.analysis.run(snapshot, asked.parameters)
    seconds, at = time.monotonic() - begun, now()
    if seconds >= LONG:
        text = result.model_dump_json(round_trip=True).encode()
        found = KeptResult(told, at, snapshot.as_of, seconds, snapshot.sources, text)
        results.keep(asked.key, found, newest)
    return Computed(asked, result, told, snapshot.as_of, at, seconds, snapshot.sources)


def latest(workspace: Workspace, asked: Wanted) -> Computed | None:
    """Returns the newest result that is kept of what was asked, whatever its day and revision."""
    found = Results(workspace.ledger.engine).latest(asked.key, workspace.ledger.identity()[0])
    if found is None:
        return None
    on = asked.on if found.stamp.day == date.today().isoformat() else day_kept(workspace, found)
    return Computed(
        replace(asked, on=on),
        asked.analysis.result.model_validate_json(found.text),
        found.stamp,
        found.as_of,
        found.computed_at,
        found.seconds,
        found.sources,
    )


def took(workspace: Workspace, asked: Wanted) -> float | None:
    """Returns the seconds that the newest result took that is kept of this; None without one."""
    return Results(workspace.ledger.engine).seconds(asked.key, workspace.ledger.identity()[0])


def day_kept(workspace: Workspace, found: KeptResult) -> date:
    """Returns the day that a kept result speaks of where nobody gave one."""
    fixed = workspace.settings.demonstration
    return STORY_DAY if fixed else date.fromisoformat(found.stamp.day)


def stamp(workspace: Workspace) -> Stamp:
    """Returns of what a result is that is computed now."""
    return Stamp(*workspace.ledger.identity(), date.today().isoformat())


def read_parameters(chosen: Analysis, given: Mapping[str, object]) -> Described:
    """Returns the parameters of an analysis.

    Raises:
        DataError: with an issue for each that is unknown, missing or wrong.
    """
    try:
        return chosen.parameters.model_validate(given)
    except ValidationError as error:
        issues = [
            Issue(
                f"parameter.{details['type']}" if details["type"] in KNOWN else "parameter.wrong",
                column=".".join(map(str, details["loc"])),
                values={"value": _shown(details["input"]), **details.get("ctx", {})},
            )
            for details in error.errors(include_url=False)
        ]
        raise DataError("parameters.wrong", issues, name=chosen.name) from None


KNOWN = frozenset(
    {
        "missing",
        "extra_forbidden",
        "greater_than_equal",
        "less_than_equal",
        "greater_than",
        "less_than",
        "float_parsing",
        "int_parsing",
        "date_from_datetime_parsing",
    }
)


def _shown(given: object) -> str:
    return "" if isinstance(given, dict) else str(given)[:80]


def keep(workspace: Workspace, viewer: Viewer, computed: Computed) -> Outcome:
    """Stores a result in the graph, in the place of the last one of the same visibility.

    Raises:
        DataError: the analysis leaves nothing to keep.
    """
    if computed.analysis.write is None:
        raise DataError("analysis.nothing_to_keep", name=computed.analysis.name)
    from graph.writeback import write_back

    return write_back(
        workspace.current, computed.analysis, computed.result, computed.parameters, viewer
    )
