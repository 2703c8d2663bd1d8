"""What the routes answer with, described for whoever makes a client of it."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model

from graph.analyses.registry import Analysis


class Body(BaseModel):
    """A body of this service."""

    model_config = ConfigDict(frozen=True)


class Health(Body):
    """Whether the service answers, and about which graph."""

    status: Literal["ok"] = Field("ok", description="The graph answers.")
    store: Literal["neo4j", "embedded"] = Field(description="Kind of the server.")
    demonstration: bool = Field(description="Whether the territory is a demonstration.")
    graph: str = Field(description="Id of the graph; empty before the first load.")
    revision: int = Field(description="Counter that every load advances.")
    visibility: str = Field(description="Level at which the counts are read.")
    counts: dict[str, int] = Field(description="Records of each type that this reader may see.")


class Choice(Body):
    """One value that a parameter may take."""

    value: str = Field(description="What is sent.")
    title: str = Field(description="What people read.")


class QuestionParameter(Body):
    """A parameter of a question."""

    name: str = Field(description="Its name in the address.")
    type: str = Field(description="`text`, `integer`, `decimal`, `date`, `key`, `choice` …")
    title: str = Field(description="Its title.")
    help: str = Field(description="What it is for.")
    required: bool = Field(description="Whether it must be given.")
    default: str | None = Field(description="What holds when it is not given.")
    choices: list[Choice] = Field(description="Values of a `choice`.")
    choices_from: str | None = Field(description="Question whose first column lists the keys.")


class QuestionSummary(Body):
    """A question that can be asked."""

    name: str = Field(description="Its name in the address.")
    title: str = Field(description="Its title.")
    theme: str = Field(description="Its theme.")
    weekly: int | None = Field(description="Its place among those asked every week.")
    help: str = Field(description="What it answers, and what for.")
    parameters: list[QuestionParameter] = Field(description="What it takes.")


class BrokenQuestion(Body):
    """A question of the reader's own folder that breaks a rule."""

    name: str = Field(description="Its name.")
    issues: list[str] = Field(description="What is wrong, with file and line.")


class Questions(Body):
    """Every question, by theme."""

    questions: list[QuestionSummary] = Field(description="The questions.")
    broken: list[BrokenQuestion] = Field(description="Those of one's own that cannot be asked.")


class ColumnTitle(Body):
    """A column of an answer."""

    name: str = Field(description="Its name in the rows.")
    title: str = Field(description="What people read.")


class AnswerSource(Body):
    """Who says what an answer rests on."""

    name: str = Field(description="The source.")
    confirmed_on: str | None = Field(description="Latest day for which it spoke.")
    credit: str | None = Field(None, description="What its licence asks to be shown.")


class SnapshotSource(Body):
    """Who says what an analysis read."""

    name: str = Field(description="The source.")
    credit: str | None = Field(description="What its licence asks to be shown.")


class AnswerDocument(Body):
    """An answer: what was asked, when, and the rows."""

    name: str = Field(description="The question.")
    title: str = Field(description="Its title.")
    parameters: dict[str, Any] = Field(description="Values it was asked with.")
    as_of: str = Field(description="When the graph was read.")
    sources: list[AnswerSource] = Field(description="Sources of the types that it reads.")
    visibility: str = Field(description="Level at which the graph was read.")
    demonstration: bool = Field(description="Whether the territory is a demonstration.")
    row_count: int = Field(description="Number of rows given.")
    total: int | None = Field(description="Number of rows there are; null beyond 100,000.")
    truncated: bool = Field(description="Whether there were more.")
    columns: list[ColumnTitle] = Field(description="The columns, in order.")
    rows: list[dict[str, Any]] = Field(description="The rows, in order.")


class KeptAnswer(Body):
    """An answer that somebody kept under a name."""

    name: str = Field(description="Its name.")
    kept_at: str = Field(description="When it was kept.")
    kept_by: str = Field(description="Who kept it.")
    question: str = Field(description="The question.")
    visibility: str = Field(description="Level at which it was read.")
    parameters: dict[str, Any] = Field(description="Values it was asked with.")
    row_count: int = Field(description="Number of its rows.")


class KeptAnswers(Body):
    """The latest answer kept under each name."""

    answers: list[KeptAnswer] = Field(description="The answers, by name.")


class ChangedRow(Body):
    """A row that is in both answers with other values."""

    before: dict[str, Any] = Field(description="As it was.")
    after: dict[str, Any] = Field(description="As it is.")


class Comparison(Body):
    """How an answer kept at one instant differs from a later one, or from the graph as it is."""

    name: str = Field(description="Name under which it is kept.")
    question: str = Field(description="The question.")
    title: str = Field(description="Its title.")
    parameters: dict[str, Any] = Field(description="Values it was asked with.")
    visibility: str = Field(description="Level at which it was read.")
    since: str = Field(description="Instant of the earlier answer.")
    until: str = Field(description="Instant of the later answer.")
    rows_before: int = Field(description="Rows of the earlier answer.")
    rows_after: int = Field(description="Rows of the later answer.")
    columns: list[ColumnTitle] = Field(description="The columns, in order.")
    came: list[dict[str, Any]] = Field(description="Rows of the later answer alone.")
    went: list[dict[str, Any]] = Field(description="Rows of the earlier answer alone.")
    changed: list[ChangedRow] = Field(description="Rows of both with other values.")


class AnalysisSummary(Body):
    """An analysis that can be run."""

    name: str = Field(description="Its name in the address.")
    title: str = Field(description="Its title.")
    help: str = Field(description="What it finds.")
    parameters: dict[str, Any] = Field(description="JSON schema of its parameters.")


class Analyses(Body):
    """Every analysis, by name."""

    analyses: list[AnalysisSummary] = Field(description="The analyses.")


class RecordValue(Body):
    """A property of a record, or of one of its edges."""

    name: str = Field(description="Name of the property.")
    title: str = Field(description="Its label.")
    value: Any = Field(description="Its value, as stored; null when it is withheld.")
    text: str = Field(description="Its value, as people read it.")


class Claims(Body):
    """Who says it, and since when."""

    sources: list[str] = Field([], description="Who says it, each once.")
    observed_on: str | None = Field(None, description="First day it was observed.")
    confirmed_on: str | None = Field(None, description="Last day it was observed.")
    load: int | None = Field(None, description="Latest load that says it.")
    revision: str | None = Field(None, description="Hash of the values.")


class SaidWord(Body):
    """What one source says of a property at its latest."""

    value: Any = Field(description="What it says; null when a form emptied it.")
    text: str = Field(description="The value, as people read it.")
    source: str = Field(description="Who says it.")
    observed_on: str = Field(description="The day for which it does.")
    load: int = Field(description="The load by which it does.")
    holds: bool = Field(description="Whether it is what holds.")


class PropertyProvenance(Body):
    """Who says what of a property, and why one of several values holds."""

    name: str = Field(description="Name of the property.")
    title: str = Field(description="Its label.")
    contested: bool = Field(description="Whether two sources say different things.")
    why: Literal["alone", "agreed", "priority", "day", "load", "value"] = Field(
        description="`alone`: one source says it; `agreed`: all say the same; else why it holds."
    )
    words: list[SaidWord] = Field(description="What sources say, what holds first.")


class RecordEnd(Body):
    """The record at the other end of an edge."""

    type: str = Field(description="Its type.")
    key: str = Field(description="Its key.")
    title: str = Field(description="What people call it.")
    properties: list[RecordValue] = Field(description="What the edge says.")
    claims: Claims = Field(description="Who says the edge.")
    provenance: list[PropertyProvenance] = Field(description="Who says what of the edge.")


class RecordEdges(Body):
    """The edges of one signature."""

    signature: str = Field(description="Such as `Company-EMPLOYS-Occupation`.")
    title: str = Field(description="The edge in words.")
    direction: Literal["out", "in", "both"] = Field(description="As seen from the record.")
    type: str = Field(description="Type at the other end.")
    count: int = Field(description="How many the reader may see.")
    ends: list[RecordEnd] = Field(description="The first of them, by title.")


class RecordDocument(Body):
    """A record with its edges, as the reader may see it."""

    type: str = Field(description="Its type.")
    key: str = Field(description="Its key.")
    title: str = Field(description="What people call it.")
    properties: list[RecordValue] = Field(description="What is known, in the model's order.")
    claims: Claims = Field(description="Who says it.")
    provenance: list[PropertyProvenance] = Field(description="Who says what of it.")
    also_known_as: list[str] = Field(description="Older keys that stand for it.")
    edges: list[RecordEdges] = Field(description="Its edges, a group a signature.")


class ProblemIssue(Body):
    """One thing that is wrong."""

    code: str = Field(description="Name of the sentence.")
    file: str | None = Field(description="File where it stands.")
    line: int | None = Field(description="Line where it stands.")
    column: str | None = Field(description="Column or parameter concerned.")
    detail: str = Field(description="The cause, and what would be right.")


class Problem(Body):
    """What went wrong (RFC 9457)."""

    type: str = Field(description="`urn:maillage:` and the code of the error.")
    title: str = Field(description="The kind of error.")
    status: int = Field(description="HTTP status.")
    detail: str = Field(description="What happened and what to try.")
    instance: str = Field(description="Path that was asked for.")
    issues: list[ProblemIssue] = Field(description="All that is wrong, where known.")


def analysis_answer(analysis: Analysis) -> type[BaseModel]:
    """Returns the body of one analysis: the head of every answer, and its own result."""
    words = "".join(part.capitalize() for part in analysis.name.replace("_", "-").split("-"))
    return create_model(
        f"{words}Answer",
        __doc__=f"The answer of the analysis `{analysis.name}`.",
        name=(str, Field(description="The analysis.")),
        title=(str, Field(description="Its title.")),
        parameters=(analysis.parameters, Field(description="Values it was run with.")),
        as_of=(str, Field(description="When the graph was read.")),
        sources=(list[SnapshotSource], Field(description="Who says what was read.")),
        result=(analysis.result, Field(description="What it found.")),
    )
