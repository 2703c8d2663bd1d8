"""Parameter values: what a person wrote, read by the kinds of the model."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from graph.declare import NODES
from graph.errors import Issue
from graph.kinds import CellError, Choice, Day, Flag, Number, Property, Text, Whole

Reader = Callable[[object], object]
LONGEST_TEXT = 500
MOST_KEYS = 200
TODAY = {"today", "aujourd'hui", "aujourd’hui"}


@dataclass(frozen=True)
class Bounds:
    """The least and the most a value may be, as the header writes them."""

    least: str | None = None
    most: str | None = None


def reader_of(
    type_name: str,
    choices: Mapping[str, tuple[str, str]],
    labels: Sequence[str],
    bounds: Bounds,
    today: date,
) -> Reader:
    """Returns what reads a value of that type, or raises `CellError` with what would be right."""
    if type_name == "key":
        return lambda value: _key(str(value), labels)
    if type_name == "keys":
        return lambda value: _keys(value, labels)
    kind = _kind(type_name, dict(choices))
    return lambda value: _bounded(_read(kind, str(value).strip(), today), kind, bounds, today)


def _kind(type_name: str, choices: dict[str, tuple[str, str]]) -> Property:
    words = ("", "", "")
    if type_name == "choice":
        return Choice(*words, choices=choices)
    if type_name == "text":
        return Text(*words, longest=LONGEST_TEXT)
    if type_name in {"integer", "decimal"}:
        return (Whole if type_name == "integer" else Number)(*words, least=None)
    return {"date": Day, "yes-no": Flag}[type_name](*words)


def _read(kind: Property, text: str, today: date) -> object:
    if not text:
        raise CellError("value.empty")
    if isinstance(kind, Text) and len(text) > kind.longest:
        raise CellError("value.too_long", longest=kind.longest)
    if isinstance(kind, Day) and text.lower() in TODAY:
        return today.isoformat()
    return kind.read(text)


def _bounded(value: object, kind: Property, bounds: Bounds, today: date) -> object:
    for limit, code in ((bounds.least, "value.below"), (bounds.most, "value.above")):
        if limit is None:
            continue
        edge = _read(kind, limit, today)
        beyond = value < edge if code == "value.below" else value > edge  # type: ignore[operator]
        if beyond:
            raise CellError(code, value=value, limit=edge)
    return value


def _key(text: str, labels: Sequence[str]) -> str:
    """Returns the key as the first of the types that can read it writes it."""
    refused: CellError | None = None
    for label in labels:
        try:
            return str(NODES[label].key.code.read(text.strip()))
        except CellError as error:
            refused = refused or error
    raise refused or CellError("value.empty")


def _keys(value: object, labels: Sequence[str]) -> list[str]:
    """Returns the keys of a list, or of a text with `;` or `,` between them, each once."""
    parts = value if isinstance(value, (list, tuple)) else str(value).replace(",", ";").split(";")
    keys = [_key(str(part), labels) for part in parts if str(part).strip()]
    if not keys or len(keys) > MOST_KEYS:
        raise CellError("value.count", most=MOST_KEYS)
    return list(dict.fromkeys(keys))


def issue_of(name: str, error: CellError) -> Issue:
    """Returns what is wrong with the value of the parameter `name`."""
    return Issue(error.code, column=name, values=error.values)
