"""The header of a question file, typed: title, help, theme, parameters, columns, example.

A file begins with one block `/* YAML */`. Every scalar is read as text, so that codes, days and
numbers are written as people write them; the kind of the parameter reads them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError, model_validator
from pydantic_core import ErrorDetails, PydanticCustomError

import graph.schema  # noqa: F401 - fills the registry of node types
from graph.declare import EDGES, NODES
from graph.errors import DeclarationError, Issue
from graph.kinds import Choice
from graph.wording import language
from queries.values import Bounds, Reader, reader_of

Theme = Literal[
    "network", "needs", "trainings", "bridges", "groupings", "desk", "watch", "quality", "choices"
]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Line = Annotated[str, StringConstraints(min_length=1, max_length=500)]
RESERVED = frozenset({"visible", "limit", "sort", "dialect", "lang"})
PYDANTIC = {
    "missing": "question.missing",
    "extra_forbidden": "question.extra",
    "literal_error": "question.not_one_of",
}
READ_DIFFERENTLY = re.compile(r"[\\`\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029\ufeff]")


class QuestionError(DeclarationError):
    """A question contradicts itself or the model; `issues` say in which file and line."""

    def __init__(self, *issues: Issue) -> None:
        super().__init__("question.wrong")
        self.issues = issues

    def __str__(self) -> str:
        return "\n".join(map(str, self.issues))


class _Declared(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def _wrong(code: str, **values: object) -> PydanticCustomError:
    """Returns what pydantic collects with its own findings, each with its place."""
    return PydanticCustomError(code, code, values)


class Words(_Declared):
    """A text in both languages."""

    fr: Line
    en: Line

    def __str__(self) -> str:
        return self.fr if language() == "fr" else self.en


def _node_types(names: str) -> tuple[str, ...]:
    labels = tuple(part for part in names.split("|") if part)
    if strange := [label for label in labels if label not in NODES]:
        raise _wrong("question.label", name=strange[0])
    return labels


class Column(Words):
    """A column: its title and, where it holds a key, of which types.

    `choice_of` names what its codes are of, `Bridge.effort` or `TAKES_PART_IN.role`, or `type` for
    labels of node types: people read their words instead.
    """

    key_of: str = ""
    choice_of: str = ""

    @property
    def types(self) -> tuple[str, ...]:
        """The labels whose records the column's keys lead to; none when it holds no key."""
        return _node_types(self.key_of)

    @property
    def words(self) -> dict[str, str]:
        """The word of each code in the current language; empty when it holds no codes."""
        place = 0 if language() == "fr" else 1
        return {code: both[place] for code, both in _choices(self.choice_of).items()}

    @model_validator(mode="after")
    def _known(self) -> Column:
        _node_types(self.key_of)
        _choices(self.choice_of)
        return self


def _choices(name: str) -> dict[str, tuple[str, str]]:
    if not name:
        return {}
    if name == "type":
        return {label: (node.fr_plural, node.en_plural) for label, node in NODES.items()}
    label, _, own = name.partition(".")
    record = NODES.get(label) or EDGES.get(label)
    kind = record.properties.get(own) if record else None
    if not isinstance(kind, Choice):
        raise _wrong("question.choice_of", name=name)
    return kind.choices


class Parameter(_Declared):
    """A parameter: without a default it is required, unless it is optional (then null)."""

    type: Literal["text", "integer", "decimal", "date", "yes-no", "choice", "key", "keys"]
    title: Words
    help: Words
    default: str | None = None
    optional: bool = False
    least: str | None = None
    most: str | None = None
    choices: dict[str, Words] = {}
    key_of: str = ""
    choices_from: str = ""

    @property
    def types(self) -> tuple[str, ...]:
        """The labels of the nodes whose keys it takes."""
        return _node_types(self.key_of)

    @property
    def required(self) -> bool:
        """Whether a reader must give it."""
        return self.default is None and not self.optional

    def reader(self, today: date) -> Reader:
        """Returns what turns a text into its value; `today` is the day that the word means."""
        labels = {code: (words.fr, words.en) for code, words in self.choices.items()}
        return reader_of(self.type, labels, self.types, Bounds(self.least, self.most), today)

    @model_validator(mode="after")
    def _agree(self) -> Parameter:
        keyed = self.type in {"key", "keys"}
        if bool(self.choices) != (self.type == "choice"):
            raise _wrong("question.choices")
        if bool(self.types) != keyed or bool(self.choices_from) != keyed:
            raise _wrong("question.key_of")
        if (self.least or self.most) and self.type not in {"integer", "decimal", "date"}:
            raise _wrong("question.bounds")
        if self.default is not None:
            _check_default(self)
        return self


def _check_default(parameter: Parameter) -> None:
    try:
        parameter.reader(date.today())(parameter.default or "")
    except ValueError:
        raise _wrong("question.default", value=parameter.default) from None


class Header(_Declared):
    """All that the header of a question says.

    `weekly` is its place among those that are asked every week, `identity` the columns that tell
    one row from another where the keys in it do not.
    """

    title: Words
    help: Words
    theme: Theme
    parameters: dict[Name, Parameter] = {}
    columns: dict[Name, Column]
    identity: tuple[str, ...] = ()
    example: dict[str, str | list[str]] = {}
    weekly: int | None = None

    @property
    def identifying(self) -> tuple[str, ...]:
        """The columns that tell one row from another: those said, else those that hold keys."""
        return self.identity or tuple(name for name, each in self.columns.items() if each.key_of)

    @model_validator(mode="after")
    def _agree(self) -> Header:
        if taken := sorted(self.parameters.keys() & RESERVED):
            raise _wrong("question.reserved", name=taken[0])
        if strange := [name for name in self.identity if name not in self.columns]:
            raise _wrong("question.identity", name=strange[0])
        if strange := sorted(self.example.keys() - self.parameters.keys()):
            raise _wrong("question.example", name=strange[0])
        needed = {name for name, each in self.parameters.items() if each.required}
        if missing := sorted(needed - self.example.keys()):
            raise _wrong("question.example_lacks", name=missing[0])
        return self


@dataclass(frozen=True, eq=False)
class QuestionFile:
    """A file cut in two, equal to itself alone; `lines` has the line of each header entry."""

    header: Header
    text: str
    body: str
    first_line: int
    lines: Mapping[tuple[str, ...], int]


def read_file(text: str, file: str) -> QuestionFile:
    """Returns the typed header and the body of a question file.

    Raises:
        QuestionError: the header is absent, is no YAML or says something wrong: all of it at once.
    """
    end = text.find("*/")
    if not text.startswith("/*") or end < 0:
        raise QuestionError(Issue("question.no_header", file, 1))
    if found := READ_DIFFERENTLY.search(text, 0, end):
        character = f"U+{ord(found[0]):04X}"
        line = text.count("\n", 0, found.start()) + 1
        values = {"character": character}
        raise QuestionError(Issue("question.character", file, line, values=values))
    tree = _composed(text[2:end], file)
    lines = dict(_places(tree, ()))
    header = _typed(tree, lines, file)
    first_line = text.count("\n", 0, end) + 1
    return QuestionFile(header, text, text[end + 2 :].rstrip().removesuffix(";"), first_line, lines)


def _composed(text: str, file: str) -> yaml.MappingNode:
    try:
        tree = yaml.compose(text, Loader=yaml.CBaseLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line = mark.line + 1 if mark else 1
        values = {"cause": error.problem or ""}
        raise QuestionError(Issue("question.yaml", file, line, values=values)) from None
    if not isinstance(tree, yaml.MappingNode):
        raise QuestionError(Issue("question.no_header", file, 1))
    if twice := _twice(tree):
        line = twice.start_mark.line + 1
        raise QuestionError(Issue("question.twice", file, line, values={"name": twice.value}))
    return tree


def _twice(tree: yaml.Node) -> yaml.ScalarNode | None:
    """Returns the first key said twice in one mapping."""
    if not isinstance(tree, yaml.MappingNode):
        return None
    seen: set[str] = set()
    for key, value in tree.value:
        if key.value in seen:
            return key  # type: ignore[no-any-return]
        seen.add(key.value)
        if found := _twice(value):
            return found
    return None


def _places(tree: yaml.Node, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], int]]:
    """Yields the path of each entry with its line in the file."""
    yield path, tree.start_mark.line + 1
    if isinstance(tree, yaml.MappingNode):
        for key, value in tree.value:
            yield from _places(value, (*path, key.value))
            yield (*path, key.value), key.start_mark.line + 1


def _typed(tree: yaml.Node, lines: Mapping[tuple[str, ...], int], file: str) -> Header:
    said = yaml.constructor.BaseConstructor().construct_document(tree)
    try:
        return Header.model_validate(said)
    except ValidationError as error:
        issues = [_issue(each, lines, file) for each in error.errors()]
        raise QuestionError(*issues) from None


def _issue(error: ErrorDetails, lines: Mapping[tuple[str, ...], int], file: str) -> Issue:
    path = tuple(str(part) for part in error["loc"] if part != "[key]")
    line = next(lines[path[:n]] for n in range(len(path), -1, -1) if path[:n] in lines)
    own = error["type"].startswith("question.")
    code = error["type"] if own else PYDANTIC.get(error["type"], "question.header_value")
    values = {"entry": ".".join(path), "value": error["input"], **error.get("ctx", {})}
    return Issue(code, file, line, values={name: str(each) for name, each in values.items()})
