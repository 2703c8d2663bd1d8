"""A way to read a table in words: what each column is taken for, what is doubtful, what lacks."""

from __future__ import annotations

from collections.abc import Iterator

from graph.declare import SIGNATURES
from graph.errors import DataError, Issue
from graph.wording import language, sentence
from ingest.fitting import type_of
from ingest.headers import meanings_of
from ingest.mapping import TableMapping
from ingest.recognition import ColumnGuess, Proposal
from ingest.synonyms import PROSE


def doubtful(proposal: Proposal) -> DataError:
    """Returns the error of a table that a person must first say how to read."""
    file = proposal.file.partition(",")[0]
    issues = [_told(guess, proposal) for guess in proposal.columns]
    return DataError("mapping.doubtful", [*issues, *proposal.lacking], file=file)


def taken(proposal: Proposal) -> Issue:
    """Returns the note that says how a table was read without anybody being asked."""
    shown = (f"{header} → {meaning}" for header, meaning in readings_of(proposal.mapping).items())
    return Issue("mapping.taken", proposal.file, values={"reading": ", ".join(shown)})


def readings_of(mapping: TableMapping) -> dict[str, str]:
    """Returns what each column that is read is taken for, in words, in the order of the table."""
    found = dict(_readings(mapping))
    return {header: found[header] for header in mapping.header if header in found}


def meaning_label(mapping: TableMapping, record: str, meaning: str) -> str:
    """Returns what people call a property or column of a record of a mapping."""
    if meaning == PROSE:
        return sentence("mapping.prose")
    of = next(type_of(one) for one in mapping.records if one.name == record)
    kind = meanings_of(of)[meaning]
    return kind.en if language() == "en" else kind.fr


def _readings(mapping: TableMapping) -> Iterator[tuple[str, str]]:
    for record in mapping.records:
        columns = dict(record.columns) | ({PROSE: [record.prose]} if record.prose else {})
        for meaning, headers in columns.items():
            label = meaning_label(mapping, record.name, meaning)
            for header in headers:
                yield header, sentence("mapping.column", meaning=label, record=record.name)
    for cross in mapping.crosses:
        edge = SIGNATURES[cross.signature].edge
        label = sentence("mapping.cross", edge=edge.en if language() == "en" else edge.fr)
        for header in cross.columns:
            yield header, sentence("mapping.column", meaning=label, record=cross.record)


def told_of(guess: ColumnGuess, mapping: TableMapping) -> str:
    """Returns what a column is taken for, in words, without what is doubtful of it."""
    if guess.why == "postal":
        return sentence("mapping.column_postal")
    return readings_of(mapping).get(guess.header) or sentence("mapping.column_none")


def _told(guess: ColumnGuess, proposal: Proposal) -> Issue:
    told = told_of(guess, proposal.mapping)
    if not guess.doubt:
        return Issue("mapping.said", proposal.file, None, guess.header, {"reading": told})
    values = {"reading": told, "doubt": sentence(guess.doubt)}
    return Issue("mapping.doubted", proposal.file, None, guess.header, values)
