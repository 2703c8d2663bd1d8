"""Tables of a type to fill in, as CSV with one example line, or as a workbook that explains itself.

The workbook's first sheet holds the header alone, so that no example is ever loaded by mistake;
what may stand in a column, with its example, is shown in its cells and told on the sheet of help.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from graph.declare import Edge, EdgeColumn, Node, edge_columns
from graph.errors import DataError
from graph.kinds import Choice, Property
from graph.wording import language, sentence
from ingest.headers import EndColumn, Meaning, Tabled, end_columns
from ingest.sheets import Aside, SheetColumn, write_workbook


def columns(of: Tabled) -> list[tuple[str, str]]:
    """Returns the headers of a type's table in the current language, each with its example."""
    return [(title(meaning), example) for meaning, example in examples(of)]


def examples(of: Tabled) -> list[tuple[Meaning, str]]:
    """Returns what the columns of a type's template mean, each with its example."""
    if issubclass(of, Edge):
        ends = [(end, end.node.key.example) for end in _alone(of)]
        return [*ends, *((kind, _value(kind)) for kind in of.properties.values())]
    own = [(kind, _value(kind)) for kind in (of.key.code, *of.properties.values())]
    return [*own, *_once((column, _ends(column)) for column in edge_columns(of))]


def _alone(of: type[Edge]) -> list[EndColumn]:
    """Returns one column an end: an example line names one source and one target."""
    ends = end_columns(of)
    first = {end: next(c for c in ends if c.end == end) for end in ("source", "target")}
    return list(first.values())


def _once(edges: Iterator[tuple[EdgeColumn, str]]) -> Iterator[tuple[Meaning, str]]:
    """Leaves the example of one owner only: a need belongs to a company or to an actor."""
    seen: set[str] = set()
    for column, example in edges:
        yield column, "" if example in seen else example
        seen.add(example)


def title(meaning: Meaning) -> str:
    """Returns the header of a column in the current language."""
    return meaning.fr if language() == "fr" else meaning.en


def _value(kind: Property) -> str:
    example = "" if kind.example is None else str(kind.example)
    if language() == "fr" and isinstance(kind.example, float):
        example = example.replace(".", ",")
    return example


def _ends(column: EdgeColumn) -> str:
    key = column.other.key.example
    values = [_value(kind) for kind in column.signature.properties.values()]
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
    """Returns the template as CSV, as French spreadsheets open it, with its example line."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    headers, examples = zip(*columns(of), strict=True)
    writer.writerows([headers, examples])
    return text.getvalue().encode("utf-8-sig")


def as_workbook(of: Tabled) -> bytes:
    """Returns the template as a workbook, whose first sheet is named after the type."""
    made = io.BytesIO()
    told = examples(of)
    shown = [sheet_column(of, meaning, example) for meaning, example in told]
    write_workbook(made, sheet_name(of), shown, asides=lambda: [help_sheet(of)])
    return made.getvalue()


def sheet_name(of: Tabled) -> str:
    """Returns the name of a sheet by which the loader knows the type."""
    if issubclass(of, Node):
        return of.fr_plural if language() == "fr" else of.en_plural
    return of.fr if language() == "fr" else of.en


def sheet_column(of: Tabled, meaning: Meaning, example: str = "") -> SheetColumn:
    """Returns a column of a type's workbook, with the help that its cells show."""
    needed = is_required(of, meaning)
    lines = [
        _described(meaning),
        takes(of, meaning),
        sentence("giving.needed") if needed else "",
        sentence("giving.example", example=example) if example else "",
    ]
    kind = meaning if isinstance(meaning, Property) else None
    return SheetColumn(title(meaning), "\n".join(filter(None, lines)), needed, kind)


def _described(meaning: Meaning) -> str:
    """Returns what a property is, which the model says in English only."""
    return meaning.description if language() == "en" and isinstance(meaning, Property) else ""


def is_required(of: Tabled, meaning: Meaning) -> bool:
    """Returns whether a line cannot do without a column; an edge names one of several ends."""
    if isinstance(meaning, EndColumn):
        return issubclass(of, Edge) and _is_only_end(of, meaning)
    if isinstance(meaning, EdgeColumn):
        return False
    if issubclass(of, Node) and meaning == of.key.code:
        return not of.key.alternatives
    return meaning.required


def _is_only_end(of: type[Edge], column: EndColumn) -> bool:
    return sum(other.end == column.end for other in end_columns(of)) == 1


def takes(of: Tabled, meaning: Meaning) -> str:
    """Returns what may stand in a column, in words."""
    if isinstance(meaning, EdgeColumn):
        return _takes_edges(meaning)
    if isinstance(meaning, EndColumn):
        return sentence("giving.takes.end", type=_type_title(meaning.node))
    if issubclass(of, Node) and meaning == of.key.code:
        return _takes_key(of)
    if isinstance(meaning, Choice):
        labels = ", ".join(labels[language() == "en"] for labels in meaning.choices.values())
        return sentence("giving.takes.choice", values=labels)
    limits = (
        f" ({meaning.limits})" if meaning.label in {"whole", "number"} and meaning.limits else ""
    )
    return sentence(f"giving.takes.{meaning.label}", limits=limits)


def _takes_edges(column: EdgeColumn) -> str:
    names = [title(kind) for kind in column.signature.properties.values()]
    told = sentence("giving.takes.edges", type=_type_title(column.other))
    return f"{told} {sentence('giving.takes.with', names=' : '.join(names))}" if names else told


def _takes_key(of: type[Node]) -> str:
    ways = [
        " + ".join(_column_title(of, name) for name in alternative)
        for alternative in of.key.alternatives
    ]
    told = sentence("giving.takes.key")
    return f"{told} {sentence('giving.takes.made', columns=' / '.join(ways))}" if ways else told


def _column_title(of: type[Node], name: str) -> str:
    known = {column.name: title(column) for column in edge_columns(of)}
    return title(of.properties[name]) if name in of.properties else known.get(name, name)


def _type_title(node: type[Node]) -> str:
    return node.fr if language() == "fr" else node.en


def help_sheet(of: Tabled) -> Aside:
    """Returns the sheet that explains each column of a type, a line each."""
    head = [sentence(f"giving.help.{name}") for name in ("column", "takes", "required", "example")]
    rows = [
        [
            title(meaning),
            " ".join(filter(None, (_described(meaning), takes(of, meaning)))),
            sentence("word.yes" if is_required(of, meaning) else "word.no"),
            example,
        ]
        for meaning, example in examples(of)
    ]
    return Aside(sentence("giving.sheet_help"), [head, *rows], (30, 70, 14, 44))
