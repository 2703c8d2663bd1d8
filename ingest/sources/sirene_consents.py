"""The sole traders who agreed to be listed: a table that a territory keeps beside the stock."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from graph import codes
from graph.errors import DataError
from graph.kinds import CellError, Day
from ingest.official.layouts import numbered

COLUMNS = ("siret", "accord_le")
GIVEN_ON = Day("accord le", "agreed on", "Day of the consent.")


def consenting(path: Path) -> Iterator[str]:
    """Yields the SIRETs that a table of consents holds, as the register writes them.

    Raises:
        DataError: a line has no SIRET, or no day up to today on which the consent was given.
    """
    for line, row in numbered(path, COLUMNS):
        if not _is_past(row["accord_le"].strip()):
            raise _refused("source.sirene.consent", path, line, row["accord_le"])
        try:
            yield codes.siret(codes.repaired(row["siret"], 14))
        except ValueError:
            raise _refused("source.sirene.consent_siret", path, line, row["siret"]) from None


def _is_past(text: str) -> bool:
    try:
        return GIVEN_ON.read(text) <= date.today().isoformat()
    except CellError:
        return False


def _refused(code: str, path: Path, line: int, value: str) -> DataError:
    return DataError(code, file=path.name, line=str(line), value=value)
