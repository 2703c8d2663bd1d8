"""What the routes of loads answer with, described for whoever makes a client of it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from api.http.schemas import Body
from graph.loads import Kind

State = Literal["undone", "applied", "pending"]


class LoadSummary(Body):
    """One load."""

    number: int = Field(description="Its number.")
    kind: Kind = Field(description="A table, a form, an official source …")
    what: str = Field(description="What was loaded, in words.")
    label: str = Field(description="What it was loaded as: a file, a record.")
    source: str = Field(description="Who says it.")
    author: str = Field(description="Who loaded it.")
    started_at: str = Field(description="Instant it began, ISO 8601.")
    claims: int = Field(description="How many records and edges it speaks of.")
    state: State = Field(description="`applied` is in the graph.")
    undone_at: str | None = Field(description="Instant it was undone.")


class LoadSummaries(Body):
    """Every load, the newest first."""

    loads: list[LoadSummary] = Field(description="The loads.")


class LoadDocument(LoadSummary):
    """One load, with what it speaks of."""

    undone_by: str | None = Field(description="Who undid it.")
    complete_for: list[str] = Field(description="Types that it delivers whole.")
    complete_on: str | None = Field(description="Day of that delivery.")
    spoken_of: dict[str, int] = Field(description="Records and edges it speaks of, by type.")


class LoadIssue(Body):
    """One thing to know of one place of a table."""

    file: str = Field(description="The table.")
    line: int | None = Field(description="Its line, from 1.")
    column: str | None = Field(description="Its column.")
    value: object = Field(description="The value, where one is wrong.")
    code: str = Field(description="Code of the sentence.")
    message: str = Field(description="The sentence, with the place and the cure.")


class LoadedTable(Body):
    """What became of one table."""

    file: str = Field(description="The table.")
    type: str = Field(description="Type of its first record.")
    lines: int = Field(description="How many lines it has.")
    load: int | None = Field(description="Number of the load; none for a dry run.")
    refused: int = Field(description="How many lines were refused.")
    waiting: int = Field(description="How many edges wait for a record still to come.")
    created: dict[str, int] = Field(description="Records that came, by type.")
    updated: dict[str, int] = Field(description="Records that changed, by type.")
    unchanged: dict[str, int] = Field(description="Records that stayed as they were, by type.")
    removed: dict[str, int] = Field(description="Records that went, by type.")
    issues: list[LoadIssue] = Field(description="Why lines were refused.")
    notes: list[LoadIssue] = Field(description="What else to know.")


class LoadedTables(Body):
    """The report of a load."""

    dry_run: bool = Field(description="Whether nothing was written.")
    clean: bool = Field(description="Whether every line was taken.")
    tables: list[LoadedTable] = Field(description="The tables, in the order they were written.")
    unreadable: list[str] = Field(description="What could not be read, with the cure.")


class Undone(Body):
    """What undoing a load changed."""

    number: int = Field(description="The load.")
    already: bool = Field(description="Whether it was undone before.")
    created: dict[str, int] = Field(description="Records that came back, by type.")
    updated: dict[str, int] = Field(description="Records that are as they were, by type.")
    removed: dict[str, int] = Field(description="Records that went, by type.")
