"""What can go wrong, sorted by whose fault it is.

    MaillageError
    ├── DeclarationError   a declaration is wrong: ours, found at import   exit 1, HTTP 500
    ├── DataError          what was given is wrong, where, the cure        exit 2, HTTP 422
    ├── UnknownNameError   nothing is called that: it says what there is   exit 4, HTTP 404
    └── StoreError         a store is away or refused                      exit 3, HTTP 503

An error is a code with values; `wording` makes the sentence, in the reader's language.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING

from graph.wording import sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


QUOTED = 400  # characters of a cell or a header, in a message
TYPED = {"value", "mended", "key"}  # what a cell held


class MaillageError(Exception):
    """The root: `code` names a sentence of the catalogues, `values` fill it."""

    exit_code = 1
    status = 500

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values

    def __str__(self) -> str:
        return sentence(self.code, **self.values)


class DeclarationError(MaillageError):
    """A declaration of the program contradicts itself."""


class UnknownNameError(MaillageError):
    """Nothing is called that."""

    exit_code = 4
    status = 404


class StoreError(MaillageError):
    """A store is away, or refused what it was asked."""

    exit_code = 3
    status = 503


@dataclass(frozen=True)
class Issue:
    """One thing wrong at one place of a table; `line` counts from 1, as an editor does."""

    code: str
    file: str = ""
    line: int | None = None
    column: str | None = None
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        place = [self.file] if self.file else []
        if self.line is not None:
            place.append(sentence("place.line", line=str(self.line)))
        if self.column:
            place.append(_cut(self.column))
        typed = {name: _cut(str(self.values[name])) for name in TYPED & self.values.keys()}
        cause = sentence(self.code, **{**self.values, **typed})
        return f"{', '.join(place)} : {cause}" if place else cause


def _cut(text: str) -> str:
    """Returns a text as it is shown: of a long one its beginning."""
    return text if len(text) <= QUOTED else f"{text[:QUOTED]}…"


class DataError(MaillageError):
    """What was given is wrong; `issues` are all that was found, not only the first."""

    exit_code = 2
    status = 422

    def __init__(self, code: str, issues: Sequence[Issue] = (), **values: object) -> None:
        super().__init__(code, **values)
        self.issues = tuple(issues)

    def __str__(self) -> str:
        return "\n".join([super().__str__(), *map(str, self.issues)])


def nearest(name: str, known: Iterable[str]) -> list[str]:
    """Returns the three names nearest to `name`; when none is near, the first of them all."""
    names = sorted(known)
    return get_close_matches(name, names, n=3, cutoff=0.5) or names[:12]


def unknown(code: str, name: str, known: Iterable[str]) -> UnknownNameError:
    """Returns the error for `name`, with the nearest of the known names, or all when few."""
    return UnknownNameError(code, name=name, near=", ".join(nearest(name, known)))
