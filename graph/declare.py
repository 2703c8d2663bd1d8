"""What a declaration means: node types, edge types, their keys, columns and registry.

`schema.py` holds the model as classes of `Node` and `Edge`; everything else derives from them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar, Literal

from graph import codes
from graph.errors import DeclarationError, unknown
from graph.kinds import Code, Property, Text, Texts, Whole

BOOKKEEPING: tuple[Property, ...] = (
    Texts("sources", "sources", "Who says it, each once.", name="sources"),
    Text("observé le", "observed on", "First day it was observed.", name="observed_on"),
    Text("confirmé le", "confirmed on", "Last day it was observed.", name="confirmed_on"),
    Whole("chargement", "load", "Latest load that says it.", name="load"),
    Text("révision", "revision", "Hash of the values.", name="revision"),
)


@dataclass(frozen=True)
class Key:
    """How a type's nodes are told apart.

    `alternatives` are the columns a key is made of when its own cell is empty, best first: one
    column gives its value, several give a slug of their words.
    """

    description: str
    reader: Callable[[str], str] = codes.slug
    example: str = ""
    figures: int | None = None
    alternatives: tuple[tuple[str, ...], ...] = (("name",),)

    @cached_property
    def code(self) -> Code:
        """The key as a property, to read and repair its cells."""
        return Code(
            "clé",
            "key",
            self.description,
            reader=self.reader,
            system=self.description,
            figures=self.figures,
            example=self.example,
            name="key",
        )


class Node:
    """A type of node. Subclasses are declarations; they are never instantiated.

    `retention` is how many months its records may be kept after they were last confirmed; None
    keeps them.
    """

    fr: ClassVar[str]
    fr_plural: ClassVar[str]
    en: ClassVar[str]
    en_plural: ClassVar[str]
    synonyms: ClassVar[tuple[str, ...]] = ()
    key: ClassVar[Key] = Key("A short name of its own.")
    headline: ClassVar[str] = "name"
    retention: ClassVar[int | None] = None
    shape: ClassVar[str] = "dot"
    colour: ClassVar[str] = "#4b535d"
    properties: ClassVar[Mapping[str, Property]] = {}

    def __init_subclass__(cls) -> None:
        cls.properties = _collected(cls)
        if "abstract" not in vars(cls):
            NODES[cls.__name__] = cls

    @classmethod
    def guarded(cls) -> bool:
        """Returns whether its nodes have a visibility."""
        return "visibility" in cls.properties


class Edge:
    """A type of edge, named after its class: `LocatedIn` is `LOCATED_IN`."""

    fr: ClassVar[str]
    en: ClassVar[str]
    ends: ClassVar[tuple[tuple[type[Node], type[Node]], ...]]
    undirected: ClassVar[bool] = False
    at_source: ClassVar[Mapping[str, tuple[str, str]]] = {}
    at_target: ClassVar[Mapping[str, tuple[str, str]]] = {}
    type: ClassVar[str]
    properties: ClassVar[Mapping[str, Property]] = {}
    identity: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls) -> None:
        cls.type = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", cls.__name__).upper()
        cls.properties = _collected(cls)
        cls.identity = tuple(name for name, kind in cls.properties.items() if kind.identity)
        EDGES[cls.type] = cls
        for source, target in cls.ends:
            _register(Signature(cls, source, target))


@dataclass(frozen=True)
class Signature:
    """An edge type between two node types: the unit that statements and the ledger work in."""

    edge: type[Edge]
    source: type[Node]
    target: type[Node]

    @cached_property
    def name(self) -> str:
        """Its name in the ledger: `Company-EMPLOYS-Occupation`."""
        return f"{self.source.__name__}-{self.edge.type}-{self.target.__name__}"

    @property
    def properties(self) -> Mapping[str, Property]:
        """The properties of its edges."""
        return self.edge.properties


@dataclass(frozen=True)
class EdgeColumn:
    """A column of a node's own table that makes edges: `emplois: I1304:12; H2902:4`."""

    fr: str
    en: str
    signature: Signature
    own_end: Literal["source", "target"]

    @property
    def name(self) -> str:
        """Its canonical name, which commands and keys use."""
        return self.en.replace(" ", "_")

    @property
    def other(self) -> type[Node]:
        """The type its cells name."""
        return self.signature.target if self.own_end == "source" else self.signature.source


NODES: dict[str, type[Node]] = {}
EDGES: dict[str, type[Edge]] = {}
SIGNATURES: dict[str, Signature] = {}
Record = type[Node] | Signature


def _collected(cls: type) -> dict[str, Property]:
    found: dict[str, Property] = {}
    for base in reversed(cls.__mro__):
        found |= {name: kind for name, kind in vars(base).items() if isinstance(kind, Property)}
    if taken := found.keys() & {"key", *(p.name for p in BOOKKEEPING)}:
        raise DeclarationError("declaration.reserved", type=cls.__name__, name=min(taken))
    return found


def _register(signature: Signature) -> None:
    if signature.name in SIGNATURES:
        raise DeclarationError("declaration.twice", name=signature.name)
    SIGNATURES[signature.name] = signature


def node_type(label: str) -> type[Node]:
    """Returns the node type of that label.

    Raises:
        UnknownNameError: no node type is called that.
    """
    if label not in NODES:
        raise unknown("model.unknown_type", label, NODES)
    return NODES[label]


def record_type(name: str) -> Record:
    """Returns the node type or signature that the ledger calls `name`."""
    return SIGNATURES[name] if name in SIGNATURES else node_type(name)


def name_of(record: Record) -> str:
    """Returns what the ledger calls a node type or a signature."""
    return record.name if isinstance(record, Signature) else record.__name__


def edge_columns(node: type[Node]) -> Iterator[EdgeColumn]:
    """Yields the edge columns of a node type's own table, in the order of the model."""
    for signature in SIGNATURES.values():
        edge, source, target = signature.edge, signature.source, signature.target
        if source is node and (words := edge.at_source.get(target.__name__)):
            yield EdgeColumn(*words, signature, "source")
        if target is node and (words := edge.at_target.get(source.__name__)):
            yield EdgeColumn(*words, signature, "target")


def pairs(sources: str, targets: str) -> tuple[tuple[type[Node], type[Node]], ...]:
    """Returns every pair of `Company|Actor` with `Need`, by the names of types declared so far."""
    return tuple(
        (NODES[source], NODES[target])
        for source in sources.split("|")
        for target in targets.split("|")
    )
