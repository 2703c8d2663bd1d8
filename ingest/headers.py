"""Which type a table is, and what each of its columns means, from its name and its header.

Header names are taken in French or English, with or without accents; so are the names of types.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from rapidfuzz import fuzz, process

import graph.schema  # noqa: F401  the registry holds what it declares
from graph.codes import folded
from graph.declare import EDGES, NODES, Edge, EdgeColumn, Node, edge_columns
from graph.errors import DataError, Issue, unknown
from graph.kinds import Day, Property, Text
from ingest.rejects import REJECT_COLUMNS
from ingest.rows import Table, shown

SOURCE = Text("source", "source", "Who says it.", name="source")
OBSERVED = Day("observé le", "observed on", "Day it was observed.", name="observed_on")
REVISION = Text("révision", "revision", "What held when it was given back.", name="revision")
KEY_WORDS = ("cle", "key", "id", "identifiant", "code")
LEFT = frozenset(
    map(
        folded,
        (
            *REJECT_COLUMNS,
            "sources",
            "confirmé le",
            "confirmed on",
            "chargement",
            "load",
        ),
    )
)
MONTHS = (
    ("janvier", "january"),
    ("fevrier", "february"),
    ("mars", "march"),
    ("avril", "april"),
    ("mai", "may"),
    ("juin", "june"),
    ("juillet", "july"),
    ("aout", "august"),
    ("septembre", "september"),
    ("octobre", "october"),
    ("novembre", "november"),
    ("decembre", "december"),
)
DATED = re.compile(
    r"(?:20\d\d )?(?:20\d\d (?P<first>\d\d)(?: 01)?|(?:01 )?(?P<last>\d\d) 20\d\d"
    r"|(?P<before>[a-z]{3,9}) (?:20)?\d\d)|20\d\d (?P<after>[a-z]{3,9})"
)
NAME_WORDS = 30  # of a table's name, in which its type is looked for
END_WORDS = {"source": ("de", "from"), "target": ("vers", "to", "cible")}


@dataclass(frozen=True)
class EndColumn:
    """A column of an edge table that names one end."""

    fr: str
    en: str
    node: type[Node]
    end: Literal["source", "target"]

    @property
    def name(self) -> str:
        """Its canonical name, such as `source_actor`."""
        return f"{self.end}_{self.node.__name__.lower()}"


Meaning = Property | EdgeColumn | EndColumn
Tabled = type[Node] | type[Edge]


@dataclass(frozen=True)
class Mapped:
    """A table whose type is known; `meanings` gives its columns', `left` those without one."""

    table: Table
    of: Tabled
    meanings: Mapping[str, Meaning]
    left: tuple[str, ...]

    @property
    def needs(self) -> set[str]:
        """The labels of the node types that its columns name."""
        named = {m.other.__name__ for m in self.meanings.values() if isinstance(m, EdgeColumn)}
        ends = {m.node.__name__ for m in self.meanings.values() if isinstance(m, EndColumn)}
        return (named | ends) - {self.of.__name__}


@lru_cache(maxsize=65536)  # several times what the widest table has
def words(header: str) -> str:
    """Returns a header as it is compared: no accents, case, or signs.

    A month of a year is that month: `m01` for `janv-26`, `janvier 2026` and `2026-01-01`.
    """
    plain = _plain(header)
    return _month(plain) or plain


def _plain(header: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", folded(header)))


def _month(plain: str) -> str | None:
    found = DATED.fullmatch(plain)
    if found is None:
        return None
    word, figures = found["before"] or found["after"], found["first"] or found["last"]
    named = (n for n, names in enumerate(MONTHS, 1) if any(m.startswith(word) for m in names))
    number = int(figures) if figures else next(named, 0)
    return f"m{number:02d}" if number in range(1, 13) else None


def vocabulary(of: Tabled) -> dict[str, Meaning]:
    """Returns every way to write a header of that type, with its meaning; the first one holds."""
    found: dict[str, Meaning] = {}
    for meaning, names in _named(of):
        for name in names:
            found.setdefault(words(name), meaning)
    return found


def meanings_of(of: Tabled) -> dict[str, Meaning]:
    """Returns all that a column of that type may mean, by canonical name."""
    return {meaning.name: meaning for meaning, _ in _named(of)}


def _named(of: Tabled) -> Iterator[tuple[Meaning, tuple[str, ...]]]:
    for kind in of.properties.values():
        yield kind, (kind.name, kind.fr, kind.en, *kind.synonyms)
    if issubclass(of, Node):
        yield from _node_named(of)
    else:
        yield from _edge_named(of)
    for kind in (SOURCE, OBSERVED, REVISION):
        yield kind, (kind.name, kind.fr, kind.en)


def _node_named(of: type[Node]) -> Iterator[tuple[Meaning, tuple[str, ...]]]:
    for column in edge_columns(of):
        yield column, (column.fr, column.en, column.name, f"code {column.fr}", f"{column.en} code")
    labels = (of.fr, of.en, *of.synonyms)
    yield of.key.code, (*KEY_WORDS, *(f"code {label}" for label in labels), f"{of.fr} code")


def _edge_named(of: type[Edge]) -> Iterator[tuple[Meaning, tuple[str, ...]]]:
    ends = end_columns(of)
    for column in ends:
        alone = sum(other.end == column.end for other in ends) == 1
        yield column, (column.fr, column.en, column.name, *(END_WORDS[column.end] if alone else ()))


def end_columns(of: type[Edge]) -> list[EndColumn]:
    """Returns the columns of an edge's own table: one for each type that each end may be."""
    sources = dict.fromkeys(source for source, _ in of.ends)
    targets = dict.fromkeys(target for _, target in of.ends)
    return [
        *(EndColumn(node.fr, node.en, node, "source") for node in sources),
        *(
            EndColumn(f"{node.fr} lié", f"other {node.en}", node, "target")
            if node in sources
            else EndColumn(node.fr, node.en, node, "target")
            for node in targets
        ),
    ]


def mapped(table: Table, wanted: str | None = None) -> Mapped:
    """Returns what a table is and what its columns mean.

    Raises:
        UnknownNameError: no type is called `wanted`.
        DataError: the header fits no type, or lacks a column that its type must have.
    """
    of = named_type(wanted) if wanted else _by_name(table) or _by_header(table)
    found = vocabulary(of)
    meanings: dict[str, Meaning] = {}
    left = []
    for header in table.columns:
        meaning = found.get(words(header))
        again = meaning in meanings.values() and _month(_plain(header)) is not None
        if again or (meaning is None and folded(header) not in LEFT):
            left.append(header)  # the same month of another year
        elif meaning is not None:
            if meaning in meanings.values():
                raise DataError("table.same_meaning", file=table.file, column=header)
            meanings[header] = meaning
    if lacking := _lacking(of, meanings):
        raise _lacks(table, of, lacking, left)
    return Mapped(table, of, meanings, tuple(left))


def named_type(name: str) -> Tabled:
    """Returns the node or edge type of that name, in French or English.

    `CONCERNS` is the edge type, as the model writes it; `concerns` is the plural of a node type.
    """
    if name in EDGES:
        return EDGES[name]
    names = names_of_types()
    if words(name) not in names:
        raise unknown("model.unknown_type", name, (*NODES, *EDGES))
    return names[words(name)]


def names_of_types() -> dict[str, Tabled]:
    """Returns every type by the words it is called by, the first type that has them."""
    found: dict[str, Tabled] = {}
    for node in NODES.values():
        for name in (
            node.__name__,
            node.fr,
            node.fr_plural,
            node.en,
            node.en_plural,
            *node.synonyms,
        ):
            found.setdefault(words(name), node)
    for edge in EDGES.values():
        for name in (edge.type, edge.__name__, edge.fr, edge.en):
            found.setdefault(words(name), edge)
    return found


def _by_name(table: Table) -> Tabled | None:
    """Finds `besoins`, `besoins-2026` and `2026 besoins du Blaisois`.

    A file named after a type is of that type even where it lacks a column, which is then told.
    """
    names = names_of_types()
    parts = words(table.name).split()[:NAME_WORDS]
    for length in range(len(parts), 0, -1):
        for first in range(len(parts) - length + 1):
            found = names.get(" ".join(parts[first : first + length]))
            if found and (_fit(found, table) > 0 or _named_after(found, table, length)):
                return found
    return None


def _named_after(of: Tabled, table: Table, length: int) -> bool:
    whole = length == len(re.findall(r"[^\W\d]+", words(table.name)))
    known = vocabulary(of)
    return whole and any(words(header) in known for header in table.columns)


def _by_header(table: Table) -> Tabled:
    types = {of.__name__: of for of in names_of_types().values()}
    ranked = sorted(((_fit(of, table), name) for name, of in types.items()), reverse=True)
    best, name = ranked[0]
    if best < 0.5 or ranked[1][0] == best:
        known = ", ".join(node.fr_plural for node in NODES.values())
        raise DataError("table.no_type", file=table.file, columns=shown(table.columns), types=known)
    return types[name]


def _fit(of: Tabled, table: Table) -> float:
    """Returns the share of columns that a type knows; 0 when it lacks one it must have."""
    found = vocabulary(of)
    meanings = {header: found[words(header)] for header in table.columns if words(header) in found}
    if _lacking(of, meanings) or not table.columns:
        return 0
    return len(meanings) / len(table.columns)


def _lacking(of: Tabled, meanings: Mapping[str, Meaning]) -> list[str]:
    """Returns the French names of the columns that the type must have and the header has not."""
    present = {meaning.name for meaning in meanings.values()}
    lacking = [
        kind.fr for kind in of.properties.values() if kind.required and kind.name not in present
    ]
    if issubclass(of, Edge):
        for end in ("source", "target"):
            columns = [column for column in end_columns(of) if column.end == end]
            if not any(column.name in present for column in columns):
                lacking.append(" ou ".join(column.fr for column in columns))
    elif not lacking and not any(present.issuperset(a) for a in (("key",), *of.key.alternatives)):
        lacking.append("clé")
    return lacking


def _lacks(table: Table, of: Tabled, lacking: list[str], left: list[str]) -> DataError:
    issues = []
    for name in lacking:
        near = process.extractOne(words(name), map(words, left), scorer=fuzz.ratio, score_cutoff=60)
        code = "table.column_near" if near else "table.column_missing"
        line, values = table.header_lines[-1], {"near": near[0] if near else ""}
        issues.append(Issue(code, table.file, line, name, values))
    return DataError("table.lacks", issues, file=table.file, type=of.fr)
