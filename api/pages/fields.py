"""Fields of forms, made from the parameters of questions and of analyses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from pydantic.fields import FieldInfo

from api.http.service import Service
from api.pages.frame import spaced
from api.pages.tables import shown
from graph.analyses.registry import Analysis
from graph.errors import DataError
from graph.wording import has, sentence
from queries.catalogue import Question
from queries.header import Parameter

if TYPE_CHECKING:
    from graph.records import Name

LISTED = 60
SUGGESTED = 2000
KINDS = {"integer": "text", "decimal": "text", "date": "date"}
MODES = {"integer": "numeric", "decimal": "decimal"}
KEYS_OF: Mapping[str, tuple[str, ...]] = {
    "occupation": ("Occupation",),
    "company": ("Company", "Actor"),
    "towards": ("Company", "Actor"),
    "basin": ("Territory",),
}
Choices = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Field:
    """A field: `choices` are a list, or suggestions when they are many."""

    name: str
    title: str
    help: str
    value: str = ""
    required: bool = False
    kind: str = "text"
    mode: str = ""
    choices: Choices = ()
    suggested: bool = False
    error: str = ""

    @property
    def id(self) -> str:
        """The id of the field on its page."""
        return f"champ-{self.name}"


def question_fields(
    service: Service, question: Question, given: Mapping[str, str], errors: Mapping[str, str]
) -> list[Field]:
    """Returns the fields of a question's form, filled with what was given or holds by default."""
    return [
        _question_field(service, name, parameter, given.get(name), errors.get(name, ""))
        for name, parameter in question.header.parameters.items()
    ]


def _question_field(
    service: Service, name: str, parameter: Parameter, given: str | None, error: str
) -> Field:
    if parameter.types:
        choices = _keys(service, parameter.types)
    elif parameter.type == "yes-no":
        choices = [("oui", sentence("word.yes")), ("non", sentence("word.no"))]
    else:
        choices = [(code, str(words)) for code, words in parameter.choices.items()]
    default = parameter.default or ""
    if parameter.type == "date" and default == "today":
        default = date.today().isoformat()
    return Field(
        name,
        str(parameter.title),
        str(parameter.help),
        default if given is None else given,
        parameter.required,
        KINDS.get(parameter.type, "text"),
        MODES.get(parameter.type, ""),
        choices,
        bool(parameter.types) and len(choices) > LISTED,
        error,
    )


def _keys(service: Service, labels: Iterable[str]) -> list[tuple[str, str]]:
    """Returns the nodes to choose among; none when there are more than a page can carry."""
    entries = [entry for label in labels for entry in service.directory(label).entries]
    return [] if len(entries) > SUGGESTED else [_choice(entry.name) for entry in entries]


def _choice(name: Name) -> tuple[str, str]:
    return name.key, f"{name.headline} ({name.key})"


def analysis_fields(
    service: Service, analysis: Analysis, given: Mapping[str, str], errors: Mapping[str, str]
) -> list[Field]:
    """Returns the fields of an analysis's form."""
    return [
        _analysis_field(service, name, info, given.get(name), errors.get(name, ""))
        for name, info in analysis.parameters.model_fields.items()
    ]


def _analysis_field(
    service: Service, name: str, info: FieldInfo, given: str | None, error: str
) -> Field:
    default = "" if info.is_required() or info.default is None else shown(info.default)
    choices = _keys(service, KEYS_OF.get(name, ()))
    return Field(
        name,
        _words(f"parameter.title.{name}", name.replace("_", " ")),
        _words(f"parameter.help.{name}", info.description or ""),
        default if given is None else given,
        info.is_required(),
        "date" if _holds(info, date) else "text",
        "decimal" if _holds(info, float) else "numeric" if _holds(info, int) else "",
        choices,
        len(choices) > LISTED,
        error,
    )


def _holds(info: FieldInfo, kind: type) -> bool:
    annotation: Any = info.annotation
    return annotation is kind or kind in getattr(annotation, "__args__", ())


def _words(code: str, other: str) -> str:
    return spaced(sentence(code)) if has(code) else other


def resolved(service: Service, labels: Sequence[str], text: str) -> str:
    """Returns the key of the one node of that name, or the text as it is."""
    if any(text in service.directory(label).by_key for label in labels):
        return text
    keys = [key for label in labels for key in service.directory(label).called(text)]
    return keys[0] if len(keys) == 1 else text


def named_errors(error: DataError) -> list[tuple[str, str]]:
    """Returns what is wrong, each with the field it is about."""
    if not error.issues:
        return [("", spaced(sentence(error.code, **error.values)))]
    return [
        (issue.column or "", spaced(sentence(issue.code, **issue.values))) for issue in error.issues
    ]
