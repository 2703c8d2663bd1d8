"""Empty tables to fill in: the header of a type and one example line, as CSV or XLSX."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from graph.declare import Edge, EdgeColumn, Node, edge_columns
from graph.errors import DataError
from graph.kinds import Property
from graph.wording import language
from ingest.headers import EndColumn, Tabled, end_columns


def columns(of: Tabled) -> list[tuple[str, str]]:
    """Returns the headers of a type's table in the current language, each with its example."""
    if issubclass(of, Edge):
        ends = [(_header(end), end.node.key.example) for end in _alone(of)]
        return [*ends, *map(_property, of.properties.values())]
    edges = [(_header(column), _example(column)) for column in edge_columns(of)]
    return [_property(of.key.code), *map(_property, of.properties.values()), *_once(edges)]


def _alone(of: type[Edge]) -> list[EndColumn]:
    """Returns one column an end: an example line names one source and one target."""
    ends = end_columns(of)
    first = {end: next(c for c in ends if c.end == end) for end in ("source", "target")}
    return list(first.values())


def _once(edges: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Leaves the example of one owner only: a need belongs to a company or to an actor."""
    seen: set[str] = set()
    found = []
    for header, example in edges:
        found.append((header, "" if example in seen else example))
        seen.add(example)
    return found


def _header(column: Property | EdgeColumn | EndColumn) -> str:
    return column.fr if language() == "fr" else column.en


def _property(kind: Property) -> tuple[str, str]:
    example = "" if kind.example is None else str(kind.example)
    if language() == "fr" and isinstance(kind.example, float):
        example = example.replace(".", ",")
    return _header(kind), example


def _example(column: EdgeColumn) -> str:
    key = column.other.key.example
    values = [_property(kind)[1] for kind in column.signature.properties.values()]
    return ":".join([key, *values]).rstrip(":") if column.own_end == "source" else key


def write(of: Tabled, path: Path) -> None:
    """Writes the template of a type; the file's ending says CSV or XLSX.

    Raises:
        DataError: the ending is neither `.csv` nor `.xlsx`.
    """
    if path.suffix.lower() == ".csv":
        path.write_bytes(as_csv(of))
    elif path.suffix.lower() == ".xlsx":
        path.write_bytes(as_workbook(of))
    else:
        raise DataError("template.ending", file=path.name)


def as_csv(of: Tabled) -> bytes:
    """Returns the template as CSV, as French spreadsheets open it."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    headers, examples = zip(*columns(of), strict=True)
    writer.writerows([headers, examples])
    return text.getvalue().encode("utf-8-sig")


def as_workbook(of: Tabled) -> bytes:
    """Returns the template as a workbook with one sheet, named after the type."""
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active or book.create_sheet()
    sheet.title = (of.fr_plural if issubclass(of, Node) else of.fr)[:31]
    for place, (header, example) in enumerate(columns(of), 1):
        sheet.cell(1, place, header).font = Font(bold=True)
        sheet.cell(2, place, example).number_format = "@"
        sheet.column_dimensions[get_column_letter(place)].width = max(12, len(header) + 2)
    sheet.freeze_panes = "A2"
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()
