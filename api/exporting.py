"""Answers as files: the same bytes for a command and for an address."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING, Any, cast

from api.http.labels import YEARS, day_text, instant_text, year_text
from graph.errors import DataError
from graph.wording import sentence, written

if TYPE_CHECKING:
    from api.settings import Settings
    from queries.answer import AnswerColumn, Reading, Rows
    from queries.sources import Source
    from viz.exports import Dialect, Table


@dataclass(frozen=True)
class Exported:
    """An answer on its way out, with who says what it rests on and at which level it is read."""

    coming: Reading
    sources: Sequence[Source]
    settings: Settings

    @property
    def columns(self) -> Sequence[AnswerColumn]:
        """Its columns, in order."""
        return self.coming.asked.columns

    def batches(self) -> Iterator[Rows]:
        """Yields its rows."""
        return iter(self.coming)

    def head(self) -> Mapping[str, Any]:
        """Returns the head of the one JSON document that commands and addresses give."""
        asked = self.coming.asked
        return {
            "name": asked.name,
            "title": asked.title,
            "parameters": dict(asked.parameters),
            "as_of": asked.as_of,
            "sources": [vars(source) for source in self.sources],
            "visibility": self.settings.viewer().visibility,
            "demonstration": self.settings.demonstration,
            "row_count": self.coming.row_count,
            "total": self.coming.total,
            "truncated": self.coming.truncated,
        }

    def about(self) -> Sequence[tuple[str, object]]:
        """Returns what a reader must know of the file, each with its label."""
        asked = self.coming.asked
        given = "; ".join(
            f"{name} = {year_text(value) if name in YEARS else written_value(value)}"
            for name, value in asked.parameters.items()
            if value is not None
        )
        level, coming = self.settings.viewer().visibility, self.coming
        all_rows = (sentence("export.total"), coming.total or sentence("export.uncounted"))
        warning = (sentence("export.warning"), sentence("scene.demonstration"))
        return [
            (sentence("export.title"), asked.title),
            (sentence("export.parameters"), given or sentence("export.none")),
            (sentence("export.as_of"), instant_text(asked.as_of)),
            (sentence("export.sources"), told(self.sources) or sentence("export.none")),
            (sentence("export.rows"), coming.row_count),
            *([all_rows] if coming.truncated else []),
            (sentence("export.level"), sentence(f"visibility.{level}")),
            *([warning] if self.settings.demonstration else []),
        ]


def told(sources: Sequence[Source]) -> str:
    """Returns who says what an answer rests on, in words: its credit, or its latest day."""
    return "; ".join(map(_told, sources))


def _told(source: Source) -> str:
    if source.credit or not source.confirmed_on:
        return source.credit or source.name
    return f"{source.name} ({day_text(source.confirmed_on)})"


def written_value(value: object) -> str:
    """Returns the value of a parameter as people read it."""
    if isinstance(value, bool):
        return sentence("word.yes" if value else "word.no")
    if isinstance(value, (list, tuple)):
        return ", ".join(map(written_value, value))
    return written(value)


def exported(table: Table, format: str, dialect: Dialect) -> IO[bytes]:
    """Returns a table as a `csv`, `xlsx` or `json` file, to be read from its start.

    Raises:
        DataError: there is no such format.
    """
    from viz.exports import IN_MEMORY, write_csv, write_json, write_xlsx

    if format not in {"csv", "xlsx", "json"}:
        raise DataError("cli.unknown_ending", value=format, right="csv, xlsx, json")
    made = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  who reads it closes it
    target = cast("IO[bytes]", made)
    if format == "csv":
        write_csv(target, table, dialect)
    else:
        (write_xlsx if format == "xlsx" else write_json)(target, table)
    target.seek(0)
    return target


def file_name(name: str, format: str, settings: Settings) -> str:
    """Returns the name of an export; one of the demonstration says so."""
    prefix = "demonstration-" if settings.demonstration else ""
    return f"{prefix}{name}.{format}"
