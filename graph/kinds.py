"""Kinds of property: what one may hold, and how a text that a person wrote becomes it.

A property is declared in one line: `headcount = Whole("effectif", "headcount", "Salaried staff.")`.
`read` returns the value of a cell, or raises `CellError` with what would be right.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import Field

from graph import codes
from graph.codes import folded
from graph.viewer import LEVELS

TRUE = frozenset({"oui", "o", "vrai", "true", "yes", "y", "1", "x"})
FALSE = frozenset({"non", "n", "faux", "false", "no", "0"})
NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)")
ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?(?:\.0+)?)?")
FRENCH_DAY = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})")
WRITTEN_DAY = re.compile(r"(\d{1,2})(?:er)? ([a-z]+)\.? (\d{4})")
MONTHS = ("janv", "fevr", "mars", "avr", "mai", "juin", "juil", "aout", "sept", "oct", "nov", "dec")
SERIAL = re.compile(r"(\d{5})(?:[.,]\d+)?")  # a day as a spreadsheet counts it
SERIAL_DAYS = range(20_000, 80_001)  # 1954 to 2119: no other number of five figures is likely
DAY_ZERO = date(1899, 12, 30)  # of serial days from March 1900 on, a leap year to spreadsheets
CLOCK = re.compile(r"(.+?)[T ]\d{1,2}[:h]\d{2}(?::\d{2})?(?:\.\d+)?Z?")
LONGEST = 10_000
ESCAPED = re.compile(r"\\([;:\\])")


def parts(text: str, sign: str) -> list[str]:
    """Returns what stands between the signs `;` or `:`, those after a backslash left in place."""
    if "\\" not in text:
        return text.split(sign)
    found = [""]
    for piece in re.findall(rf"\\[;:\\]|{sign}|[^\\{sign}]+|\\", text):
        if piece == sign:
            found.append("")
        else:
            found[-1] += piece
    return found


def escaped(text: str) -> str:
    """Returns a text with a backslash before each `;`, `:` and backslash: one part of a cell."""
    return re.sub(r"[;:\\]", r"\\\g<0>", text)


def unescaped(text: str) -> str:
    """Returns what `escaped` was given."""
    return ESCAPED.sub(r"\1", text)


class CellError(ValueError):
    """A cell does not hold what its column asks; `code` names the sentence."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


@dataclass(frozen=True, kw_only=True)
class Property:
    """One property of a type.

    `identity` (of an edge) makes two edges between two nodes differ; `default` is what holds while
    no source says it. Where `withheld_by` names a flag that is set, an empty value is one that its
    publisher keeps to itself: it is shown as withheld.
    """

    fr: str = field(kw_only=False)
    en: str = field(kw_only=False)
    description: str = field(kw_only=False)
    required: bool = False
    default: object = None
    identity: bool = False
    withheld_by: str = ""
    example: object = None
    synonyms: tuple[str, ...] = ()
    name: str = ""

    def __set_name__(self, owner: type, name: str) -> None:
        object.__setattr__(self, "name", name)

    @property
    def label(self) -> str:
        """The kind of value, in a word, for the data dictionary."""
        return type(self).__name__.lower()

    @property
    def limits(self) -> str:
        """What the value must obey, in a few signs, for the data dictionary; often empty."""
        return ""

    def annotation(self) -> object:
        """Returns the type that pydantic checks the value by."""
        raise NotImplementedError

    def read(self, text: str) -> object:
        """Returns the value of a cell that is not empty.

        Raises:
            CellError: the text is not such a value.
        """
        raise NotImplementedError

    def repair(self, _text: str, /) -> str | None:
        """Returns what a cell that cannot be read was before a spreadsheet changed it, if known."""
        return None


@dataclass(frozen=True, kw_only=True)
class Text(Property):
    """A text of one or more characters."""

    longest: int = LONGEST

    def annotation(self) -> object:
        """Returns a text that is neither empty nor too long."""
        return Annotated[str, Field(min_length=1, max_length=self.longest)]

    def read(self, text: str) -> str:
        """Returns the text as it is."""
        return text


@dataclass(frozen=True, kw_only=True)
class Texts(Property):
    r"""Several texts, written in one cell with `;` between them; `\;` is a semicolon of theirs."""

    def annotation(self) -> object:
        """Returns a list of texts that are not empty."""
        return list[Annotated[str, Field(min_length=1, max_length=LONGEST)]]

    def read(self, text: str) -> list[str]:
        """Returns the texts between the semicolons, in their order, each once."""
        found = (unescaped(part).strip() for part in parts(text, ";"))
        return list(dict.fromkeys(filter(None, found)))


@dataclass(frozen=True, kw_only=True)
class _Bounded(Property):
    least: float | None = 0
    most: float | None = None

    @property
    def limits(self) -> str:
        """The least and the most it may be."""
        least = "" if self.least is None else f"≥ {self.least:g}"
        return f"{least} ≤ {self.most:g}".strip() if self.most is not None else least

    def _number(self, text: str) -> float:
        plain = re.sub(r"[\s\u00a0\u202f]", "", text).replace(",", ".", 1)
        if not NUMBER.fullmatch(plain):
            raise CellError(f"cell.{self.label}", value=text)
        return float(plain)


@dataclass(frozen=True, kw_only=True)
class Whole(_Bounded):
    """A whole number, from 0 unless `least` says otherwise."""

    def annotation(self) -> object:
        """Returns a whole number within its bounds."""
        return Annotated[int, Field(ge=self.least, le=self.most)]

    def read(self, text: str) -> int:
        """Returns the number; `12,0` is whole, `12,5` is not."""
        if text.isdecimal() and len(text) < 16:
            return int(text)
        value = self._number(text)
        if abs(value) >= 2**53 or value != int(value):
            raise CellError("cell.whole", value=text)
        return int(value)


@dataclass(frozen=True, kw_only=True)
class Number(_Bounded):
    """A number, with a decimal comma or point, from 0 unless `least` says otherwise."""

    def annotation(self) -> object:
        """Returns a number within its bounds, never infinite."""
        return Annotated[float, Field(ge=self.least, le=self.most, allow_inf_nan=False)]

    def read(self, text: str) -> float:
        """Returns the number of `1 284,5` or `1284.5`."""
        return self._number(text)


@dataclass(frozen=True, kw_only=True)
class Flag(Property):
    """Yes or no."""

    def annotation(self) -> object:
        """Returns the type of a truth value."""
        return bool

    def read(self, text: str) -> bool:
        """Returns whether a `oui`, `x`, `vrai` or `1` stands there."""
        word = folded(text)
        if word not in TRUE | FALSE:
            raise CellError("cell.flag", value=text)
        return word in TRUE


@dataclass(frozen=True, kw_only=True)
class Choice(Property):
    """One of a fixed list: code to its French and English label."""

    choices: dict[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def limits(self) -> str:
        """The codes it may be."""
        return ", ".join(self.choices)

    def annotation(self) -> object:
        """Returns the literal type of the codes."""
        return Literal[tuple(self.choices)]

    def read(self, text: str) -> str:
        """Returns the code of a code or a label, accents and case aside."""
        word = folded(text)
        for code, labels in self.choices.items():
            if word in {code, *map(folded, labels)}:
                return code
        right = ", ".join(fr for fr, _ in self.choices.values())
        raise CellError("cell.choice", value=text, right=right)


@dataclass(frozen=True, kw_only=True)
class Day(Property):
    """A day, stored as ISO text (`2026-09-07`), so that it sorts and compares as it stands."""

    def annotation(self) -> object:
        """Returns a text that is an ISO day."""
        return Annotated[str, Field(pattern=r"^\d{4}-[01]\d-[0-3]\d$")]

    def read(self, text: str) -> str:
        """Returns the ISO day of `2026-09-07`, `07/09/2026` or `7 septembre 2026`."""
        if found := ISO_DAY.fullmatch(text):
            year, month, number = map(int, found.groups())
        elif found := FRENCH_DAY.fullmatch(text):
            number, month, year = map(int, found.groups())
        elif found := WRITTEN_DAY.fullmatch(folded(text)):
            number, month, year = int(found[1]), _month(found[2], text), int(found[3])
        else:
            raise CellError("cell.day", value=text)
        try:
            return date(year, month, number).isoformat()
        except ValueError:
            raise CellError("cell.day", value=text) from None

    def repair(self, text: str, /) -> str | None:
        """Returns the day of a serial number such as `46267`, or the text without its hour."""
        if (found := SERIAL.fullmatch(text)) and int(found[1]) in SERIAL_DAYS:
            return (DAY_ZERO + timedelta(int(found[1]))).isoformat()
        timed = CLOCK.fullmatch(text)
        return timed[1] if timed else None


def _month(word: str, text: str) -> int:
    for number, start in enumerate(MONTHS, 1):
        if word.startswith(start):
            return number
    raise CellError("cell.day", value=text)


@dataclass(frozen=True, kw_only=True)
class Code(Property):
    """An official code: `reader` gives its one form, `figures` its length where it is a number."""

    reader: Callable[[str], str] = codes.slug
    pattern: str = r"^\S+$"
    system: str = ""
    figures: int | None = None

    @property
    def limits(self) -> str:
        """The register the code comes from."""
        return self.system

    def annotation(self) -> object:
        """Returns a text of the code's form; its check digit is the reader's to verify."""
        return Annotated[str, Field(pattern=self.pattern)]

    def read(self, text: str) -> str:
        """Returns the code in its official form."""
        try:
            return self.reader(text)
        except ValueError:
            raise CellError("cell.code", value=text, right=self.example) from None

    def repair(self, text: str, /) -> str | None:
        """Returns the code with its leading zero back and without `.0`."""
        try:
            return codes.repaired(text, self.figures) if self.figures else None
        except ValueError:
            return None


VISIBILITY_LABELS = dict(
    zip(
        LEVELS,
        (("cellule", "cell"), ("partenaires", "partners"), ("public", "public")),
        strict=True,
    )
)


def visibility(levels: tuple[str, ...] = LEVELS) -> Choice:
    """Returns the property that says who may read a thing."""
    return Choice(
        "visibilité",
        "visibility",
        "Who may read it: the cell, the partners or anyone.",
        default=levels[0],
        example=levels[min(1, len(levels) - 1)],
        choices={level: VISIBILITY_LABELS[level] for level in levels},  # type: ignore[index]
    )
