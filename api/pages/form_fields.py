"""The fields of a record's form, from the declaration of its type."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from api.editing import NO, YES
from api.pages.fields import SUGGESTED, Choices, Field
from api.pages.frame import say, spaced
from graph.declare import EdgeColumn, Node, edge_columns
from graph.kinds import (
    ISO_DAY,
    CellError,
    Choice,
    Day,
    Flag,
    Number,
    Property,
    Text,
    Texts,
    Whole,
    parts,
)
from graph.wording import language, sentence
from ingest.cells import references
from ingest.templates import is_required, takes, title

if TYPE_CHECKING:
    from api.http.service import Service

LONG = 80  # from so many characters on a text has lines of its own
PROSE = frozenset(
    ("description", "learnt", "next_step", "outcome", "result", "conditions", "reason_of_refusal")
)
SHOWN_NAMES = 12
Given = Mapping[str, str]


def key_field(node: type[Node], texts: Given, errors: Given) -> Field:
    """Returns the field of a new record's key."""
    kind = node.key.code
    required = is_required(node, kind)
    help = _help(kind, takes(node, kind))
    return Field(
        "key", capital(title(kind)), help, texts["key"], required, error=errors.get("key", "")
    )


def property_fields(service: Service, node: type[Node], texts: Given, errors: Given) -> list[Field]:
    """Returns a field for each property of a type."""
    return [
        _property_field(service, node, kind, texts[kind.name], errors.get(kind.name, ""))
        for kind in node.properties.values()
    ]


def _property_field(
    service: Service, node: type[Node], kind: Property, text: str, error: str
) -> Field:
    told = takes(node, kind) if isinstance(kind, (Texts, Whole, Number)) else ""
    return Field(
        kind.name,
        capital(title(kind)),
        _help(kind, told),
        text,
        kind.required,
        _input(kind, text),
        "numeric" if isinstance(kind, Whole) else "decimal" if isinstance(kind, Number) else "",
        _choices(service, kind, text),
        error=error,
    )


def _input(kind: Property, text: str) -> str:
    """Returns how a value is entered; a day that is none stays the text that it is."""
    if isinstance(kind, Day) and (not text or ISO_DAY.fullmatch(text)):
        return "date"
    prose = isinstance(kind, Text) and kind.name in PROSE
    return "long" if prose or len(text) > LONG or "\n" in text else "text"


def _choices(service: Service, kind: Property, text: str) -> Choices:
    """Returns what a property is chosen among: nothing too, where it may be without a value."""
    if not isinstance(kind, (Choice, Flag)):
        return ()
    found = dict(_values(service, kind))
    if kind.default is None and (text == "" or not kind.required):
        found = {"": say("form.choose" if kind.required else "edit.unsaid"), **found}
    return list({**found, **({} if text in found else {text: text})}.items())


def _values(service: Service, kind: Choice | Flag) -> Iterator[tuple[str, str]]:
    """Yields the values a property may take, with their words; only levels that one reads."""
    if isinstance(kind, Flag):
        yield from ((YES, sentence("word.yes")), (NO, sentence("word.no")))
        return
    for code, words in kind.choices.items():
        if kind.name != "visibility" or code in service.viewer.visible:
            yield code, words[language() == "en"]


def _help(kind: Property, told: str) -> str:
    """Returns what a field takes, with an example; what it is, in the model's own language."""
    said = kind.description if language() == "en" else ""
    shown = ""
    if kind.example and not isinstance(kind, (Choice, Flag, Day)):
        shown = sentence("giving.example", example=str(kind.example))
    return spaced(" ".join(filter(None, (said, told, shown))))


def edge_fields(service: Service, node: type[Node], texts: Given, errors: Given) -> list[Field]:
    """Returns a field for each edge column of a type, with names to choose among where few."""
    return [
        _edge_field(service, node, column, texts[column.name], errors.get(column.name, ""))
        for column in edge_columns(node)
    ]


def _edge_field(
    service: Service, node: type[Node], column: EdgeColumn, text: str, error: str
) -> Field:
    directory = service.directory(column.other.__name__)
    entries = directory.entries if len(directory) <= SUGGESTED else ()
    return Field(
        column.name,
        capital(title(column)),
        spaced(f"{takes(node, column)} {sentence('edit.or_names')}"),
        text,
        kind="long" if len(text) > LONG else "text",
        choices=[(one.name.key, one.name.headline) for one in entries],
        suggested=True,
        error=error,
        chosen=_names(service, column, text),
    )


def _names(service: Service, column: EdgeColumn, text: str) -> Choices:
    """Returns the keys of a text with the names of their records."""
    known = service.directory(column.other.__name__).by_key
    found = []
    for part in parts(text, ";") if text else ():
        try:
            keys = [each.key for each in references(column.other, part)]
        except CellError:
            continue
        found += [(key, known[key].headline) for key in keys if key in known]
    return [(key, name) for key, name in found if name != key][:SHOWN_NAMES]


def capital(text: str) -> str:
    """Returns a text with its first letter a capital."""
    return text[:1].upper() + text[1:]
