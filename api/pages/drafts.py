"""What the page of something sent shows: how each table is read, and what loading it would do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from api.http.labels import instant_text, property_title, title_of_label
from api.pages.frame import say, spaced
from api.pages.joints import Picture, picture_of, record_title
from api.readings import TableReading, addable, chosen, is_known, joins_of
from api.wordings import titled
from graph.codes import folded
from graph.declare import EdgeColumn
from graph.errors import DataError, Issue
from graph.wording import has, language, sentence
from ingest.fitting import type_of
from ingest.headers import EndColumn, Meaning, meanings_of
from ingest.mapping import RecordMapping, TableMapping
from ingest.synonyms import PROSE

if TYPE_CHECKING:
    from ingest.load import Report, TableReport

SHOWN = 200
CONFIRMED = frozenset(
    {
        "mapping.need_unsure",
        "mapping.need_unknown",
        "naming.several",
        "naming.several_places",
        "naming.near",
    }
)
OF_RECORDS = frozenset({"mapping.doubt.legal_basis", "mapping.doubt.carried"})
Choices = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class ColumnRow:
    """One column: its name, some cells, what it is taken for, why, and what is doubtful.

    `key` is the node that a column of crosses names.
    """

    id: str
    header: str
    examples: str
    value: str
    choices: Choices
    key: str
    why: str
    doubt: str


@dataclass(frozen=True)
class ConstantField:
    """What holds for every row: a property that no column says."""

    id: str
    title: str
    value: str
    required: bool


@dataclass(frozen=True)
class RecordPart:
    """One record of a row: how it is joined, and what holds for every row.

    `carried` is whether a line that is silent of it speaks of the one above.
    """

    place: int
    name: str
    joined: str
    joins: Choices
    carried: bool
    constants: Sequence[ConstantField]
    properties: Choices


@dataclass(frozen=True)
class Question:
    """A text that a person should say the meaning of: what it may be, and what was said."""

    number: int
    header: str
    text: str
    told: str
    options: Choices
    answer: str


@dataclass(frozen=True)
class TablePart:
    """One table of what was sent; `groups` are what its columns may be taken for.

    `reasoned` is whether something tells why they are, `hidden` how many columns are not shown,
    `unfolded` whether what each row makes must be looked at.
    """

    place: int
    file: str
    told: str
    doubts: int
    errors: Sequence[str]
    columns: Sequence[ColumnRow]
    reasoned: bool
    hidden: int
    unfolded: bool
    groups: Sequence[tuple[str, Choices]]
    records: Sequence[RecordPart]
    addable: Choices
    picture: Picture | None
    questions: Sequence[Question]


def table_part(place: int, reading: TableReading, report: TableReport | None) -> TablePart:
    """Returns what the page shows of one table; `report` is that of a dry run."""
    broken = () if reading.broken is None else lines_of(reading.broken)
    lacking = [spaced(titled(issue.column or "", _cause(issue))) for issue in reading.lacking]
    mapping = reading.mapping
    readable = not broken
    columns = _columns(reading)
    return TablePart(
        place,
        reading.table.file,
        _origin(reading),
        sum(bool(column.doubt) for column in columns),
        [*broken, *lacking],
        columns[:SHOWN],
        any(column.why for column in columns),
        max(0, len(columns) - SHOWN),
        _is_unfolded(reading),
        _groups(mapping),
        [_record(mapping, each, record) for each, record in enumerate(mapping.records)],
        [(node.__name__, title_of_label(node.__name__)) for node in addable()],
        picture_of(mapping) if readable else None,
        list(_questions(mapping, report)),
    )


def _is_unfolded(reading: TableReading) -> bool:
    """Whether a person must look at what each row makes."""
    doubts = {guess.doubt for guess in reading.guesses.values()}
    return bool(reading.broken or reading.lacking or doubts & OF_RECORDS)


def lines_of(error: DataError) -> list[str]:
    """Returns what is wrong, and each place where it is."""
    told = [sentence(error.code, **error.values), *map(str, error.issues)]
    return [spaced(line) for line in told]


def _cause(issue: Issue) -> str:
    return sentence(issue.code, **issue.values)


def _origin(reading: TableReading) -> str:
    if reading.kept:
        day = instant_text(reading.kept.kept_at)
        return say("uploads.origin.kept", day=day, name=reading.kept.name)
    return say(f"uploads.origin.{reading.origin}")


# columns


def _columns(reading: TableReading) -> list[ColumnRow]:
    values, examples = chosen(reading.mapping), reading.examples()
    keys = {h: key for cross in reading.mapping.crosses for h, key in cross.columns.items()}
    return [
        ColumnRow(
            f"c{place}",
            header,
            ", ".join(examples.get(header, ())),
            values.get(header, ""),
            [(values[header], say("uploads.cross"))] if header in keys else [],
            keys.get(header, ""),
            *_reason(reading, header),
        )
        for place, header in enumerate(reading.mapping.header)
    ]


def _reason(reading: TableReading, header: str) -> tuple[str, str]:
    """Returns why a column is taken for what it is, and what is doubtful of that."""
    guess = reading.guesses.get(header)
    if guess is None:
        return "", ""
    return say(f"uploads.why.{guess.why}"), _doubt(guess.doubt) if guess.doubt else ""


def _doubt(code: str) -> str:
    """Returns what is doubtful, with its cure on this page where it has one here."""
    own = f"uploads.doubt.{code.rpartition('.')[2]}"
    return say(own if has(own) else code)


def _groups(mapping: TableMapping) -> list[tuple[str, Choices]]:
    groups: list[tuple[str, Choices]] = []
    for place, record in enumerate(mapping.records):
        found = [(f"{place}:{name}", label) for name, label in _meanings(record)]
        if record.type == "Need":
            found.insert(0, (f"{place}:{PROSE}", sentence("mapping.prose")))
        groups.append((record_title(record), found))
    return groups


def _meanings(record: RecordMapping) -> list[tuple[str, str]]:
    """Returns what a column of a record may be, by its words."""
    if not is_known(record):
        return []
    found = [(name, _title(meaning)) for name, meaning in meanings_of(type_of(record)).items()]
    return sorted(found, key=lambda pair: folded(pair[1]))


def _title(meaning: Meaning) -> str:
    if isinstance(meaning, (EdgeColumn, EndColumn)):
        return meaning.en if language() == "en" else meaning.fr
    return property_title(meaning)


# records


def _record(mapping: TableMapping, place: int, record: RecordMapping) -> RecordPart:
    known = is_known(record)
    joins = joins_of(mapping, place) if known else []
    titles = {each.name: record_title(each) for each in mapping.records}
    return RecordPart(
        place,
        record_title(record),
        next((f"{column}:{other}" for column, other in record.joins.items()), ""),
        [(f"{column}:{other}", _join(words, titles[other])) for column, other, words in joins],
        bool(record.carried),
        list(_constants(place, record)) if known else [],
        _meanings(record),
    )


def _join(column: str, record: str) -> str:
    """Returns the words of a join; a column called as the record it names is not said twice."""
    return record if column == record else say("uploads.join", column=column, record=record)


def _constants(place: int, record: RecordMapping) -> Iterator[ConstantField]:
    """Yields what a record has for every row, and what it must have that no column says."""
    titles = dict(_meanings(record))
    said = record.columns.keys() | record.joins.keys() | ({"title"} if record.prose else set())
    required = {name for name, kind in type_of(record).properties.items() if kind.required} - said
    for name in dict.fromkeys((*record.constants, *sorted(required))):
        if name in titles:
            value = record.constants.get(name, "")
            yield ConstantField(f"k{place}:{name}", titles[name], value, name in required)


# what a person should say


def _questions(mapping: TableMapping, report: TableReport | None) -> Iterator[Question]:
    """Yields the texts whose meaning is not sure, then those that a person said already."""
    told = [*report.issues, *report.notes] if report else []
    asked = {
        (issue.column, str(issue.values["value"])): issue
        for issue in told
        if issue.code in CONFIRMED and issue.column in mapping.header
    }
    answers = {
        (header, text): key for header, own in mapping.answers.items() for text, key in own.items()
    }
    for place, (header, text) in enumerate(dict.fromkeys((*asked, *answers))):
        issue = asked.get((header, text))
        options: Any = issue.values.get("options", ()) if issue else ()
        yield Question(
            place,
            str(header),
            text,
            _asked(issue) if issue else "",
            [(each.key, f"{each.headline} ({each.key})") for each in options],
            answers.get((header, text), ""),
        )


def _asked(issue: Issue) -> str:
    """Returns what a person is asked: the page has the candidates, and no file to write them in."""
    own = f"uploads.asked.{issue.code.rpartition('.')[2]}"
    return say(own) if has(own) else spaced(_cause(issue))


def report_of(report: Report | None, file: str) -> TableReport | None:
    """Returns what a dry run says of a table; None where there is none."""
    tables: Iterable[TableReport] = report.tables if report else ()
    return next((table for table in tables if table.file == file), None)
