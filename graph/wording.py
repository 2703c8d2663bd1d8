"""Sentences: a code with values becomes French or English, through the gettext catalogues.

A catalogue is every `.po` file of `locale/<language>/`. A message id is a code such as
`bridge.people`. The value `count` chooses: `code#zero` when it is 0 and the catalogue has it,
else gettext's own plural forms.
"""

from __future__ import annotations

import gettext
import io
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

Language = Literal["fr", "en"]
FOLDER = Path(__file__).parent / "locale"
_current: ContextVar[Language] = ContextVar("language", default="fr")


def language() -> Language:
    """Returns the language sentences are made in now."""
    return _current.get()


@contextmanager
def spoken(chosen: Language) -> Iterator[None]:
    """Makes sentences in `chosen` until the block ends."""
    token = _current.set(chosen)
    try:
        yield
    finally:
        _current.reset(token)


def speak(chosen: Language) -> None:
    """Makes sentences in `chosen` from here on."""
    _current.set(chosen)


@lru_cache
def catalogue(chosen: Language) -> gettext.GNUTranslations:
    """Returns every message of a language; the first file's header says its plural rule."""
    import polib

    merged = polib.POFile()
    for path in sorted((FOLDER / chosen).glob("*.po")):
        part = polib.pofile(str(path), encoding="utf-8", check_for_duplicates=True)
        merged.metadata = merged.metadata or part.metadata
        merged.extend(part)
    return gettext.GNUTranslations(io.BytesIO(merged.to_binary()))


def sentence(code: str, **values: object) -> str:
    """Returns the sentence of `code` in the current language, its values written as people do.

    Raises:
        LookupError: the catalogue has no such code.
    """
    text = _template(catalogue(language()), code, values.get("count"))
    return text.format_map({name: written(value) for name, value in values.items()})


def has(code: str) -> bool:
    """Returns whether the current catalogue has a sentence of that code."""
    return _found(catalogue(language()), code) is not None


def _template(messages: gettext.GNUTranslations, code: str, count: object) -> str:
    if isinstance(count, (int, float)):
        zero = _found(messages, f"{code}#zero") if count == 0 else None
        plural = messages.ngettext(code, "", _plural_of(count))
        found = zero or (plural if plural not in {code, ""} else _found(messages, code))
    else:
        found = _found(messages, code)
    if found is None:
        raise LookupError(f"no sentence {code!r} in the {language()} catalogue")
    return found


def _plural_of(count: float) -> int:
    """French takes the plural from 2 on, English from above 1: 1.5 is read by its whole part."""
    return int(count) if language() == "fr" or count == int(count) else 2


def _found(messages: gettext.GNUTranslations, code: str) -> str | None:
    text = messages.gettext(code)
    return None if text == code else text


def written(value: object) -> str:
    """Returns a value as a sentence shows it: decimal comma and thin spaces, dates in words."""
    if isinstance(value, bool) or value is None:
        return _word(value)
    if isinstance(value, (int, float, Decimal)):
        return number(value)
    if isinstance(value, date):
        return day(value)
    return str(value)


def _word(value: object) -> str:
    if value is None:
        return sentence("word.unknown")
    return sentence("word.yes" if value else "word.no")


def number(value: float | Decimal, digits: int = 2) -> str:
    """Returns a number as the language writes it, at most `digits` decimals: `1 284,5`."""
    text = f"{value:,}" if isinstance(value, int) else f"{value:,.{digits}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text if language() == "en" else text.replace(",", "\u202f").replace(".", ",")


def day(value: date) -> str:
    """Returns a day as the language writes it: `7 septembre 2026`, `1er octobre 2026`."""
    from babel.dates import format_date

    written = format_date(value, "d MMMM y", locale=language())
    return f"1er{written[1:]}" if language() == "fr" and value.day == 1 else written
