"""Official codes and keys: as the register writes them, from what people and spreadsheets write.

Every reader returns the key or code in its one official form, and raises `ValueError` for a text
that is none. `repaired` undoes what a spreadsheet does to a code: a leading zero lost, `45000.0`.
Sources: SIRET and SIREN by `python-stdnum`; INSEE code officiel géographique; NAF rev. 2 and
NAF 2025; ROME 4.0; RNCP.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

TERRITORY = re.compile(
    r"(?:com:(?:\d{2}|2[AB])\d{3}|epci:\d{9}|be:\w{4}|dep:(?:\d{2,3}|2[AB])|reg:\d{2})"
)
COMMUNE = re.compile(r"(?:\d{2}|2[AB])\d{3}")
NAF_CLASS = re.compile(r"(\d{2})\.?(\d{2})\.?([A-Z])")
NAF_SECTIONS = {"naf2": "[A-U]", "naf25": "[A-V]"}
NAF_UPPER = {
    name: re.compile(rf"{sections}|\d{{2}}(?:\.\d{{1,2}})?")
    for name, sections in NAF_SECTIONS.items()
}
SECTOR = re.compile(r"(naf2|naf25):(.+)")
ROME = re.compile(r"[A-N]\d{4}")
RNCP = re.compile(r"\d{3,6}|(?:RNCP|RS)\d{1,6}")
LA_POSTE = "356000000"
DOUBLED = str.maketrans("0123456789", "0246813579")  # the figures of twice a figure, added up
FLOAT = re.compile(r"(\d+)(?:[.,]0+)?|(\d)[.,]?(\d*)[eE]\+?(\d{1,2})")


@lru_cache(maxsize=65536)
def folded(text: str) -> str:
    """Returns a text without accents, case and doubled spaces: how two names are compared."""
    text = text.replace("œ", "oe").replace("Œ", "OE").replace("æ", "ae").replace("’", "'")
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return " ".join(plain.split())


def slug(*parts: str) -> str:
    """Returns a stable key made of words: `l-atelier-d-amboise-et-fils-37003`."""
    words = re.sub(r"[^a-z0-9]+", "-", folded(" ".join(parts).replace("&", " et "))).strip("-")
    if not words:
        raise ValueError(parts)
    return words


def repaired(text: str, digits: int) -> str:
    """Returns a code of `digits` figures from what a spreadsheet made of it.

    Raises:
        ValueError: the text is not a number, has too many figures, or has lost some (`1,2E+13`).
    """
    found = FLOAT.fullmatch(re.sub(r"\s", "", text))
    if not found or (found[4] and len(found[3]) != int(found[4])):
        raise ValueError(text)
    figures = found[1] or found[2] + found[3]
    if not 0 < digits - len(figures) <= 2 and len(figures) != digits:
        raise ValueError(text)
    return figures.zfill(digits)


def siret(text: str) -> str:
    """Returns the 14 figures of an establishment; the check digit is verified."""
    figures = re.sub(r"[\s.]", "", text)
    if _is_plain_siret(figures):
        return figures
    from stdnum.fr import siret as register

    return _checked(register, figures)


def _is_plain_siret(figures: str) -> bool:
    """Returns whether both check figures hold: of most, sooner than the register's module says.

    The establishments of La Poste have a rule of their own.
    """
    if len(figures) != 14 or not (figures.isascii() and figures.isdigit()):
        return False
    return not figures.startswith(LA_POSTE) and _luhn(figures) and _luhn(figures[:9])


def _luhn(figures: str) -> bool:
    """Returns whether the last figure checks the others: ISO/IEC 7812-1, annex B."""
    return sum(map(int, figures[::-2] + figures[-2::-2].translate(DOUBLED))) % 10 == 0


def siren(text: str) -> str:
    """Returns the 9 figures of a legal unit; the check digit is verified."""
    from stdnum.fr import siren as register

    return _checked(register, re.sub(r"[\s.]", "", text))


def _checked(register: object, text: str) -> str:
    if not text.isdigit() or not register.is_valid(text):  # type: ignore[attr-defined]
        raise ValueError(text)
    return text


def commune(text: str) -> str:
    """Returns the 5 characters of a commune, Corsica's 2A and 2B included."""
    return _matched(COMMUNE, text.upper())


def territory(text: str) -> str:
    """Returns the key of a territory: `com:36044` for `36044`, others with their prefix."""
    if ":" not in text:
        return f"com:{commune(text)}"
    kind, _, code = text.partition(":")
    return _matched(TERRITORY, f"{kind.lower()}:{code.strip().upper()}")


def sector(text: str) -> str:
    """Returns the key of a NAF heading: `naf2:25.62B` for `2562B`, `25.62B` or `naf2:25.62B`."""
    found = SECTOR.fullmatch(text.strip())
    nomenclature, code = found.groups() if found else ("naf2", text.strip())
    klass = NAF_CLASS.fullmatch(code.upper())
    if klass:
        return f"{nomenclature}:{klass[1]}.{klass[2]}{klass[3]}"
    return f"{nomenclature}:{_matched(NAF_UPPER[nomenclature], code.upper())}"


def rome(text: str) -> str:
    """Returns a ROME 4.0 occupation code, such as `I1304`."""
    return _matched(ROME, text.upper())


def rncp(text: str) -> str:
    """Returns a number of the RNCP or of the répertoire spécifique: `RNCP35191`, `RS5000`."""
    number = _matched(RNCP, text.strip().upper())
    return f"RNCP{number}" if number.isdecimal() else number


def skill(text: str) -> str:
    """Returns the ROME code of a skill, or a slug where the skill has words of its own."""
    return text if text.isdigit() else slug(text)


def establishment(text: str) -> str:
    """Returns the SIRET of a company or actor, else the slug it goes by."""
    figures = re.sub(r"[\s.]", "", text)
    return siret(figures) if figures.isdigit() and len(figures) > 8 else slug(text)


def _matched(pattern: re.Pattern[str], text: str) -> str:
    if not pattern.fullmatch(text.strip()):
        raise ValueError(text)
    return text.strip()
