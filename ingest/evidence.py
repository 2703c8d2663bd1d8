"""What the cells of a column tell of it, whatever its header says."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from graph import codes
from graph.declare import EdgeColumn, Node
from graph.kinds import CellError, Choice, Code, Day, Property, Text, Texts
from ingest.cells import read_one
from ingest.headers import Meaning
from ingest.mending import is_band
from ingest.synonyms import crossed

Known = Callable[[type[Node], str], str | None]  # the key of what is called so; None: nothing is

MOST = 0.9  # the share of cells that makes a column what they are
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[A-Za-z]{2,}")
TELEPHONE = re.compile(r"(?:\+33|0033|0)?[\s.\-]?[1-9](?:[\s.\-]?\d{2}){4}")
POSTCODE = re.compile(r"\d{4,5}")
LEVEL = re.compile(r"[1-5]")
DAY = Day("jour", "day", "A day.", name="day")


def _code(reader: Callable[[str], str], figures: int) -> Callable[[str], bool]:
    def holds(cell: str) -> bool:
        for text in (cell, _repaired(cell, figures)):
            try:
                if text:
                    reader(text)
                    return True
            except ValueError:
                continue
        return False

    return holds


def _repaired(cell: str, figures: int) -> str:
    try:
        return codes.repaired(cell, figures)
    except ValueError:
        return ""


def _plain(reader: Callable[[str], str]) -> Callable[[str], bool]:
    def holds(cell: str) -> bool:
        try:
            return bool(reader(cell))
        except ValueError:
            return False

    return holds


def _naf(cell: str) -> bool:
    return bool(codes.NAF_CLASS.fullmatch(cell.strip().upper()))


def _day(cell: str) -> bool:
    return read_one(DAY, cell)[1] is None and not cell.isdecimal()


KINDS: dict[str, Callable[[str], bool]] = {
    "siret": _code(codes.siret, 14),
    "siren": _code(codes.siren, 9),
    "rome": _plain(codes.rome),
    "naf": _naf,
    "email": lambda cell: bool(EMAIL.fullmatch(cell.strip())),
    "telephone": lambda cell: bool(TELEPHONE.fullmatch(cell.strip())),
    "day": _day,
    "level": lambda cell: bool(LEVEL.fullmatch(cell)),
    "band": is_band,
    "cross": crossed,
    "postal": lambda cell: bool(POSTCODE.fullmatch(cell)),
}


def kind_of(cells: Sequence[str]) -> str | None:
    """Returns what most of the filled cells are, the first of KINDS; None where they are words."""
    filled = [cell for cell in cells if cell]
    for name, holds in KINDS.items():
        if filled and sum(map(holds, filled)) >= MOST * len(filled):
            return name
    return None


def share_read(meaning: Meaning, cells: Sequence[str]) -> float:
    """Returns the share of filled cells that a meaning can be read from, 1 where any text can."""
    filled = list(filter(None, cells))
    if isinstance(meaning, Property):
        kind, named = meaning, False
    else:
        other = meaning.other if isinstance(meaning, EdgeColumn) else meaning.node
        kind, named = other.key.code, "name" in other.properties
    if not filled or named or isinstance(kind, (Text, Texts)):
        return 1.0
    return sum(map(_readable(kind), filled)) / len(filled)


def _readable(kind: Property) -> Callable[[str], bool]:
    """Returns what tells whether a cell holds a value, or keys written as keys are."""
    slugs = isinstance(kind, Code) and kind.reader is codes.slug

    def holds(cell: str) -> bool:
        if kind.name == "headcount" and is_band(cell):
            return True
        parts = [part.split(":")[0].strip() for part in cell.split(";")]
        texts = (cell,) if kind.name != "key" else tuple(part for part in parts if part)
        return all(read_one(kind, text)[1] is None for text in texts) and not (
            slugs and any(read_one(kind, text)[0] != text for text in texts)
        )

    return holds


def fitting_choice(kinds: Sequence[Property], cells: Sequence[str]) -> Property | None:
    """Returns the choice whose values all the cells are; None where none or several are it."""
    filled = set(filter(None, cells))
    fitting = [kind for kind in kinds if isinstance(kind, Choice) and _all_read(kind, filled)]
    return fitting[0] if len(fitting) == 1 and filled else None


def _all_read(kind: Choice, cells: set[str]) -> bool:
    try:
        return bool([kind.read(cell) for cell in cells])
    except CellError:
        return False
