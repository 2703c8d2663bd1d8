"""Fields of forms: what a page shows of a parameter, of a question or of an analysis."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin

from pydantic.fields import FieldInfo

from api.http.service import Service
from api.pages.frame import spaced
from api.pages.tables import shown
from graph.analyses.registry import Analysis
from graph.errors import DataError
from graph.wording import has, sentence

if TYPE_CHECKING:
    from graph.records import Name

LISTED = 60
SUGGESTED = 2000
KEYS_OF: Mapping[str, tuple[str, ...]] = {
    "occupation": ("Occupation",),
    "company": ("Company", "Actor"),
    "towards": ("Company", "Actor"),
    "territory": ("Territory",),
    "near": ("Territory", "Actor"),
    "basin": ("Territory",),
}
Choices = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Field:
    """A field: `choices` are a list, or suggestions when they are many.

    One that takes `several` values shows the `chosen` ones, each to be taken off, and adds others.
    """

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
    several: bool = False
    chosen: Choices = ()

    @property
    def id(self) -> str:
        """The id of the field on its page."""
        return f"champ-{self.name}"


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
        _analysis_field(service, name, info, given.get(name), errors.get(name, ""), analysis)
        for name, info in analysis.parameters.model_fields.items()
    ]


def _analysis_field(
    service: Service,
    name: str,
    info: FieldInfo,
    given: str | None,
    error: str,
    analysis: Analysis,
) -> Field:
    choices = _options(info)
    default = "" if info.is_required() or info.default is None else shown(info.default)
    if choices:
        default = str(info.default).lower()
    choices = choices or _keys(service, KEYS_OF.get(name, ()))
    usual = _words(f"parameter.help.{name}", info.description or "")
    return Field(
        name,
        _words(f"parameter.title.{name}", name.replace("_", " ")),
        _words(f"parameter.help.{analysis.name}.{name}", usual),
        default if given is None else given,
        info.is_required(),
        "date" if _holds(info, date) else "text",
        "decimal" if _holds(info, float) else "numeric" if _holds(info, int) else "",
        choices,
        len(choices) > LISTED,
        error,
    )


def _options(info: FieldInfo) -> list[tuple[str, str]]:
    """Returns what a parameter can be where that is a short list: words, or yes and no."""
    values = get_args(info.annotation) if get_origin(info.annotation) is Literal else ()
    if info.annotation is bool:
        values = ("false", "true")
    return [(value, _words(f"parameter.choice.{value}", value)) for value in values]


def _holds(info: FieldInfo, kind: type) -> bool:
    annotation: Any = info.annotation
    return annotation is kind or kind in getattr(annotation, "__args__", ())


def _words(code: str, other: str) -> str:
    return spaced(sentence(code)) if has(code) else other


def resolved(service: Service, labels: Sequence[str], text: str) -> str:
    """Returns the key of the one node of that name, or of what was suggested; else the text."""
    for key in (text, text.rpartition("(")[2].removesuffix(")")):
        if any(key in service.directory(label).by_key for label in labels):
            return key
    keys = [key for label in labels for key in service.directory(label).called(text)]
    return keys[0] if len(keys) == 1 else text


def named_errors(error: DataError) -> list[tuple[str, str]]:
    """Returns what is wrong, each with the field it is about."""
    if not error.issues:
        return [("", spaced(sentence(error.code, **error.values)))]
    return [
        (issue.column or "", spaced(sentence(issue.code, **issue.values))) for issue in error.issues
    ]
