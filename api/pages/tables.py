"""Tables as pages show them: cells of text, with a link, a code or lines of their own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from api.http.labels import YEARS, day_text, instant_text, year_text
from api.http.service import Service
from api.pages.frame import record_url, spaced
from api.wordings import titled
from graph.declare import NODES
from graph.kinds import ISO_DAY
from graph.wording import language, number, written
from queries.answer import Answer, AnswerColumn

ISO_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d[\d:.]*(Z|[+-]\d\d:\d\d)")
NAMING = ("name", "title", "function")


@dataclass(frozen=True)
class Cell:
    """What stands in a cell.

    `code` and `after` follow the text, `lines` are folded away below it under `summary`, `parts`
    are cells of their own, a line each. Where `button` says of what, the text is a button that
    posts to `url`. A `blurred` text fits several employers.
    """

    text: str = ""
    url: str | None = None
    code: str = ""
    after: str = ""
    lines: Sequence[str] = ()
    parts: Sequence[Cell] = ()
    button: str = ""
    summary: str = ""
    blurred: bool = False


@dataclass(frozen=True)
class Column:
    """The head of a column; figures stand at the right.

    `url` leads to the table in the order of the column, `order` says which it is in now.
    """

    title: str
    number: bool = False
    url: str | None = None
    order: Literal["ascending", "descending"] | None = None


@dataclass(frozen=True)
class Table:
    """A table: `count` says how many rows of how many, `empty` why there is none.

    The caption of an `aside` table is for those who do not see the heading beside it.
    """

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    count: str = ""
    empty: str = ""
    aside: bool = False

    def first(self, most: int) -> Table:
        """Returns the table of its first rows."""
        return replace(self, rows=self.rows[:most])

    def after(self, most: int) -> Table:
        """Returns the table of the rows after the first."""
        return replace(self, rows=self.rows[most:], aside=True)


@dataclass(frozen=True)
class Ordered:
    """The order of a table: the column it is sorted by, and what leads to that of another."""

    sort: str
    link: Callable[[str], str]


def figures(texts: Iterable[object], digits: int = 1) -> str:
    """Returns a list in words, numbers as the language writes them."""
    return ", ".join(shown(text, digits) for text in texts)


def shown(value: object, digits: int = 2) -> str:
    """Returns any value of an answer as people read it; unknown is empty."""
    if value is None:
        return ""
    if isinstance(value, str):
        if ISO_DAY.fullmatch(value):
            return day_text(value)
        return instant_text(value) if ISO_INSTANT.fullmatch(value) else value
    if isinstance(value, bool):
        return written(value)
    if isinstance(value, (int, float)):
        return number(value, digits)
    if isinstance(value, (list, tuple)):
        return figures(value)
    if isinstance(value, Mapping):
        return ", ".join(titled(name, shown(each)) for name, each in value.items())
    return written(value) if isinstance(value, date) else str(value)


def decimals(values: Iterable[object]) -> int:
    """Returns how many decimals, 2 at most, every figure of a column is shown with."""
    parts = (f"{value:.2f}".rstrip("0") for value in values if isinstance(value, float))
    return max((len(part.partition(".")[2]) for part in parts), default=0)


def fixed(value: object, digits: int) -> str:
    """Returns a figure with that many decimals, as its column has; unknown is empty."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return shown(value)
    whole, _, rest = f"{value:.{digits}f}".partition(".")
    text = number(int(whole))
    text = f"-{text}" if whole == "-0" else text
    return text + (number(0.5)[1] + rest if rest else "")


def answer_table(
    service: Service,
    found: Answer,
    count: str,
    empty: str,
    ordered: Ordered | None = None,
) -> Table:
    """Returns an answer as a table; a key and the name that follows it become one linked cell."""
    places = _places(found.columns)
    columns, cells = [], []
    for key, text in places:
        values = [row[text] for row in found.rows]
        known = [value for value in values if value is not None]
        numeric = bool(known) and all(type(value) in {int, float} for value in known)
        digits = decimals(values)
        columns.append(_head(found.columns[text], numeric, ordered))
        types = found.columns[key].key_of if key is not None else ()
        keys = [row[key] if key is not None else None for row in found.rows]
        pairs = zip(keys, values, strict=True)
        words, written_as = found.columns[text].words, _manner(found.columns[text], digits)
        cells.append(
            [
                _cell(service, types, own, _worded(words, value) or written_as(value))
                for own, value in pairs
            ]
        )
    return Table(spaced(found.title), columns, list(zip(*cells, strict=True)), count, empty)


def _manner(column: AnswerColumn, digits: int) -> Callable[[object], str]:
    """Returns what writes the values of a column: a year takes no separator of thousands."""
    if column.name in YEARS:
        return lambda value: "" if value is None else year_text(value)
    return lambda value: fixed(value, digits)


def _worded(words: Mapping[str, str], value: object) -> str:
    """Returns the words of a code, or of a list of codes; nothing where it has none."""
    if isinstance(value, (list, tuple)) and words:
        return ", ".join(words.get(str(each), str(each)) for each in value)
    return words.get(str(value), "")


def _head(column: AnswerColumn, numeric: bool, ordered: Ordered | None) -> Column:
    if ordered is None:
        return Column(column.title, numeric)
    order: Literal["ascending", "descending"] | None = None
    if ordered.sort.removeprefix("-") == column.name:
        order = "descending" if ordered.sort.startswith("-") else "ascending"
    return Column(column.title, numeric, ordered.link(column.name), order)


def _places(columns: Sequence[AnswerColumn]) -> list[tuple[int | None, int]]:
    """Returns, for each column to show, where its key stands and where its text."""
    found: list[tuple[int | None, int]] = []
    for place, column in enumerate(columns):
        before = columns[place - 1] if place else None
        if before is not None and before.key_of and not column.key_of and _names(before, column):
            found[-1] = (place - 1, place)
        else:
            found.append((place if column.key_of else None, place))
    return found


def _names(key: AnswerColumn, text: AnswerColumn) -> bool:
    return text.name.rpartition("_")[2] in NAMING or text.name.startswith(f"{key.name}_")


def _cell(service: Service, types: Sequence[str], key: object, text: str) -> Cell:
    if not isinstance(key, str):
        return Cell(text)
    label = next((each for each in types if key in service.directory(each).by_key), None)
    code = key if label in {"Occupation"} and text != key else ""
    if label and text == key and NODES[label].headline == "key":
        text = NODES[label].fr if language() == "fr" else NODES[label].en
    return Cell(text or key, record_url(label, key) if label else None, code)
