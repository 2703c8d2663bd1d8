"""Groupings as records of the graph: what a computation leaves when it is kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from graph.analyses.bridging.stocks import EMPLOYERS
from graph.analyses.grouping.results import EmployerGrouping
from graph.analyses.registry import Rows, Run

RECORDS = (
    "Grouping",
    *(f"{label}-CANDIDATE_FOR-Grouping" for label in EMPLOYERS),
    "Grouping-FOR_OCCUPATION-Occupation",
    "Grouping-UNDER-Agreement",
)
COLUMNS = {"key", "family", "jobs", "margin", "km"}


def rows_of(groupings: Sequence[EmployerGrouping], run: Run) -> Iterator[tuple[str, Rows]]:
    """Yields the rows of each record that groupings make, nodes first.

    Only those whose members are named are kept. Where not all agreed they are for the cell alone,
    since their edges name the members.
    """
    kept = [grouping for grouping in groupings if not grouping.blurred]
    rows: dict[str, Rows] = defaultdict(list)
    for grouping in kept:
        rows["Grouping"].append(_node(grouping, run))
        for member in grouping.members:
            edge = {"a": member.key, "b": grouping.key, "share": member.share}
            rows[f"{member.type}-CANDIDATE_FOR-Grouping"].append(edge)
        for name, end in _edges(grouping):
            rows[name].append({"a": grouping.key, "b": end})
    yield from ((name, rows[name]) for name in RECORDS if name in rows)


def _edges(grouping: EmployerGrouping) -> Iterator[tuple[str, str]]:
    for occupation in grouping.occupations:
        yield "Grouping-FOR_OCCUPATION-Occupation", occupation.key
    if grouping.agreement and grouping.agreement.complete:
        yield "Grouping-UNDER-Agreement", grouping.agreement.key


def _node(grouping: EmployerGrouping, run: Run) -> dict[str, object]:
    agreed = grouping.agreement is not None and grouping.agreement.complete
    made = {"run": run.key, "computed_on": run.computed_on, "parameters": run.parameters}
    level = {"visibility": grouping.visibility if agreed else "cell"}
    share = {"largest_share": grouping.share}
    return grouping.model_dump(include=COLUMNS) | share | made | level
