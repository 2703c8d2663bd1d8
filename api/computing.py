"""Analyses computed for a reader: the same for a command, an address and a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import ValidationError

from api.crediting import sources_read
from api.workspace import Workspace
from graph.analyses.reasons import Described
from graph.analyses.registry import Analysis, analysis
from graph.errors import DataError, Issue
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
}
STORY_DAY = date(2026, 9, 7)


@dataclass(frozen=True)
class Computed:
    """A result, with what it was asked and of which snapshot."""

    analysis: Analysis
    parameters: Described
    result: Described
    snapshot: Snapshot
    sources: list[dict[str, str | None]]

    def document(self) -> dict[str, Any]:
        """Returns the one JSON document that commands and addresses give."""
        return {
            "name": self.analysis.name,
            "title": sentence(self.analysis.title),
            "parameters": self.parameters.model_dump(mode="json"),
            "as_of": self.snapshot.as_of,
            "sources": self.sources,
            "result": self.result.model_dump(mode="json"),
        }


def named(name: str) -> Analysis:
    """Returns the analysis of that name, in French or English.

    Raises:
        UnknownNameError: no analysis is called that.
    """
    return analysis(ALIASES.get(name, name))


def day_of(workspace: Workspace) -> date:
    """Returns the day analyses speak of: today, or the fixed day of the demonstration's story."""
    return STORY_DAY if workspace.settings.demonstration else date.today()


def compute(
    workspace: Workspace, viewer: Viewer, wanted: Analysis, given: Mapping[str, object]
) -> Computed:
    """Returns the result of an analysis; `given` holds parameters as people write them.

    Raises:
        DataError: parameters are unknown or wrong, all of them at once.
    """
    filled = {name: value for name, value in given.items() if value not in (None, "")}
    if "on" in wanted.parameters.model_fields:
        filled.setdefault("on", day_of(workspace))
    parameters = read_parameters(wanted, filled)
    snapshot = read_snapshot(workspace.store, viewer, wanted.types)
    result = wanted.run(snapshot, parameters)
    return Computed(wanted, parameters, result, snapshot, sources_read(workspace.ledger, snapshot))


def read_parameters(wanted: Analysis, given: Mapping[str, object]) -> Described:
    """Returns the parameters of an analysis.

    Raises:
        DataError: with an issue for each that is unknown, missing or wrong.
    """
    try:
        return wanted.parameters.model_validate(given)
    except ValidationError as error:
        issues = [
            Issue(
                f"parameter.{details['type']}" if details["type"] in KNOWN else "parameter.wrong",
                column=".".join(map(str, details["loc"])),
                values={"value": _shown(details["input"]), **details.get("ctx", {})},
            )
            for details in error.errors(include_url=False)
        ]
        raise DataError("parameters.wrong", issues, name=wanted.name) from None


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
