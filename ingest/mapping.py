"""How one table is read: which of its columns make which records, and how these are joined.

A mapping is a small file that can be shared. It is known again by the shape of the header: the
words of its names, whatever their accents, case and signs.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from graph.errors import DataError, Issue
from ingest.headers import words

FORMAT = 1
SIZE_LIMIT = 1 << 20  # characters
PART_LIMIT = 50_000  # thrice the columns of the widest table
TOLD = 20  # of what is wrong with one


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class RecordMapping(_Part):
    """The record that a row makes of one type: of a company, of its contact, of its need.

    Attributes:
        name: what the other records of the row call it.
        type: the node or edge type, as the model calls it.
        columns: property, edge column or end to the headers that hold it; several are put together.
        constants: property to the text that holds for every row.
        joins: edge column or end to the record of the same row that it names.
        prose: the header whose cells say a need in words, of a `Need`.
        carried: headers whose empty cells repeat the one above.
    """

    name: str
    type: str
    columns: dict[str, list[str]] = Field(default_factory=dict)
    constants: dict[str, str] = Field(default_factory=dict)
    joins: dict[str, str] = Field(default_factory=dict)
    prose: str | None = None
    carried: list[str] = Field(default_factory=list)


class CrossMapping(_Part):
    """Columns that each name one other end, with a cross or a value where there is an edge.

    Attributes:
        signature: the edges they make, as the ledger calls them: `Actor-WORKS_WITH-Actor`.
        record: the record of the row that each edge starts from or leads to.
        columns: the headers, each to the key of the node it names.
        property: the property that a cell other than a cross gives; none where crosses are all.
    """

    signature: str
    record: str
    columns: dict[str, str]
    property: str | None = None


class TableMapping(_Part):
    """How a table is read, with the shape of the header it is for.

    Attributes:
        header: the names of the columns it is for, in their order.
        left: headers that are not read.
        answers: what a person said that a text stands for: column to text to key.
    """

    version: int = FORMAT
    header: list[str]
    records: list[RecordMapping]
    crosses: list[CrossMapping] = Field(default_factory=list)
    left: list[str] = Field(default_factory=list)
    answers: dict[str, dict[str, str]] = Field(default_factory=dict)

    @property
    def shape(self) -> str:
        """What it is known again by."""
        return shape(self.header)


def shape(header: Iterable[str]) -> str:
    """Returns a hash of a header that accents, case, signs and the order of columns leave alone."""
    text = "\x1f".join(sorted(map(words, header)))
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def written(*mappings: TableMapping) -> str:
    """Returns mappings as the text of a file, one after another."""
    kept = [{"version": one.version} | one.model_dump(exclude_defaults=True) for one in mappings]
    return yaml.safe_dump_all(kept, allow_unicode=True, sort_keys=False, width=100)


class _Refused(Exception):  # noqa: N818  its argument is the sentence's code
    """A text is no mapping, and would take too long to be read as one."""


class _Plain(yaml.BaseLoader):
    """Reads YAML whose every scalar is a text, without references, which stand for any size."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._parts = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """Returns the next part with all that it holds."""
        self._parts += 1
        if self._parts > PART_LIMIT:
            raise _Refused("mapping.too_large")
        if self.check_event(yaml.AliasEvent):
            raise _Refused("mapping.reference")
        return super().compose_node(parent, index)


def read(text: str, file: str) -> TableMapping:
    """Returns the one mapping that a text holds.

    Raises:
        DataError: it is no mapping; each issue names the place.
    """
    return read_all(text, file)[0]


def read_all(text: str, file: str) -> tuple[TableMapping, ...]:
    """Returns the mappings that a file holds, one for each table that it is about.

    Raises:
        DataError: it holds something else; each issue names the place.
    """
    if len(text) > SIZE_LIMIT:
        raise DataError("mapping.too_large", file=file)
    try:
        found: list[Any] = list(yaml.load_all(text, _Plain)) or [None]
        return tuple(map(TableMapping.model_validate, found))
    except _Refused as error:
        raise DataError(str(error), file=file) from None
    except RecursionError:
        raise DataError("mapping.too_deep", file=file) from None
    except yaml.YAMLError as error:
        raise DataError("mapping.not_yaml", file=file, reason=str(error).splitlines()[0]) from None
    except ValidationError as error:
        issues = [
            Issue(
                "mapping.wrong",
                file,
                None,
                ".".join(map(str, each["loc"])),
                {"reason": each["msg"]},
            )
            for each in error.errors(include_url=False)[:TOLD]
        ]
        raise DataError("mapping.broken", issues, file=file) from None
