"""What loading tables did or would do, in sentences, with the refused lines as a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.loading import VERBS, counted
from api.pages.frame import say, spaced
from api.pages.loads import load_url
from api.pages.tables import Cell, Column, Table
from api.wordings import titled
from graph.wording import number, sentence

SHOWN = 200


@dataclass(frozen=True)
class Outcome:
    """What a load does or would do with one table, in sentences, with its refused lines."""

    file: str
    counts: Sequence[str]
    load: str
    refused: Table
    notes: Sequence[str]


def outcomes(document: Mapping[str, Any]) -> list[Outcome]:
    """Returns what became, or would become, of the tables of a report."""
    return [_outcome(table, dry_run=document["dry_run"]) for table in document["tables"]]


def _outcome(table: Mapping[str, Any], *, dry_run: bool) -> Outcome:
    issues = table["issues"]
    count = say("uploads.refused_lines", count=table["refused"])
    if len(issues) > SHOWN:
        count = say("uploads.first_refused", count=SHOWN, total=number(len(issues)))
    columns = [Column(say(f"uploads.column.{n}")) for n in ("line", "column", "value", "cause")]
    rows = [_refused(issue) for issue in issues[:SHOWN]]
    return Outcome(
        table["file"],
        [spaced(line) for line in _counts(table, dry_run=dry_run)],
        load_url(table["load"]) if table["load"] and not dry_run else "",
        Table(say("uploads.refused"), columns, rows, count),
        [spaced(note["message"]) for note in table["notes"]],
    )


def _counts(table: Mapping[str, Any], *, dry_run: bool) -> Iterator[str]:
    tense = "would" if dry_run else "did"
    if not any(table[verb] for verb in VERBS):
        yield sentence("uploads.nothing_taken")
    for verb in VERBS:
        if table[verb]:
            yield titled(sentence(f"load.{verb}.{tense}"), ", ".join(counted(table[verb])))
    if table["waiting"]:
        yield sentence("load.waiting", count=table["waiting"])
    if table["refused"]:
        yield sentence("load.refused", count=table["refused"])


def _refused(issue: Mapping[str, Any]) -> tuple[Cell, ...]:
    line = issue["line"]
    place = [issue["file"], sentence("place.line", line=str(line)) if line else "", issue["column"]]
    cause = issue["message"].removeprefix(f"{', '.join(filter(None, place))} : ")
    return (
        Cell(str(line or "")),
        Cell(issue["column"] or ""),
        Cell(str(issue["value"] or "")),
        Cell(spaced(cause)),
    )
