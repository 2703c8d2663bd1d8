"""Answers as files: the same bytes for a command and for an address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.errors import DataError
from graph.wording import sentence

if TYPE_CHECKING:
    from api.settings import Settings
    from queries.answer import Answer
    from viz.exports import Dialect


def exported(found: Answer, format: str, dialect: Dialect, settings: Settings) -> bytes:
    """Returns an answer as `csv`, `xlsx` or `json`.

    Raises:
        DataError: there is no such format.
    """
    from viz.exports import csv_bytes, json_bytes, xlsx_bytes

    if format == "csv":
        return csv_bytes(found.columns, found.rows, dialect)
    if format == "xlsx":
        return xlsx_bytes(found.columns, found.rows, found.document(), _notes(settings))
    if format == "json":
        return json_bytes(found.document())
    raise DataError("cli.unknown_ending", value=format, right="csv, xlsx, json")


def file_name(found: Answer, format: str, settings: Settings) -> str:
    """Returns the name of an export; one of the demonstration says so, a CSV has no other place."""
    prefix = "demonstration-" if settings.demonstration else ""
    return f"{prefix}{found.name}.{format}"


def _notes(settings: Settings) -> list[tuple[str, str]]:
    level = settings.viewer().visibility
    notes = [(sentence("export.level"), sentence(f"visibility.{level}"))]
    if settings.demonstration:
        notes.append((sentence("export.warning"), sentence("scene.demonstration")))
    return notes
