"""The cells of one column of names: each part a key, where one node alone is called that."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graph.codes import folded
from graph.declare import EdgeColumn, Node
from graph.kinds import parts, unescaped
from graph.schema import Territory
from ingest.candidates import Found, Near, coded, shown
from ingest.cells import Cause, read_one

if TYPE_CHECKING:
    from ingest.headers import EndColumn
    from ingest.naming import Names

BETWEEN = re.compile(r"\s*[,\n/]\s*")


@dataclass
class Reading:
    """A cell with keys for names; `refused` and `told` are codes of sentences with values."""

    cell: str
    refused: list[Cause] = field(default_factory=list)
    told: list[Cause] = field(default_factory=list)


class Reader:
    """Reads the cells of one column, whose cells name nodes of one type."""

    def __init__(
        self, names: Names, meaning: EdgeColumn | EndColumn, answers: Mapping[str, str]
    ) -> None:
        self.names = names
        self.answers = answers
        self.parted = isinstance(meaning, EdgeColumn)
        self.node = meaning.other if isinstance(meaning, EdgeColumn) else meaning.node
        self._codes: dict[str, bool] = {}

    def texts(self, cell: str) -> list[str]:
        """Returns what the parts of a cell may be keys by."""
        return [head for head, _ in map(self._split, self._parts(cell))]

    def read(self, cell: str, near: Near) -> Reading:
        """Returns a cell with keys for names."""
        reading = Reading(cell)
        told = self._parts(cell)
        if all(self._is_code(part.partition(":")[0].rstrip()) for part in told):
            return reading
        found = [self._part(part, near, reading) for part in told]
        reading.cell = "; ".join(found) if found != told else cell
        return reading

    def _is_code(self, head: str) -> bool:
        """Returns whether what stands before the first colon is a key, as most are."""
        if head not in self._codes:
            is_plain = "\\" not in head and folded(head) not in self.answers
            self._codes[head] = is_plain and self.names.is_key(self.node, head)
        return self._codes[head]

    def _parts(self, cell: str) -> list[str]:
        stripped = map(str.strip, parts(cell, ";") if self.parted else [cell])
        return [part for part in stripped if part]

    def _split(self, part: str) -> tuple[str, str]:
        """Returns what names the node, and the rest: the values of its edge, after `:`."""
        if not self.parted:
            return part, ""
        pieces = parts(part, ":")
        length = 2 if len(pieces) > 1 and not is_wordy(self.node) else 1
        while length == 2 and key_of(self.node, ":".join(map(str.strip, pieces[:2]))) is None:
            length = 1
        head = ":".join(unescaped(piece).strip() for piece in pieces[:length])
        return head, "".join(f":{piece}" for piece in pieces[length:])

    def _part(self, part: str, near: Near, reading: Reading) -> str:
        head, rest = self._split(part)
        if answer := self.answers.get(folded(head)):
            return coded(answer) + rest
        found = self.names.find(self.node, head, near)
        if found.how == "code":
            return part
        if found.key:
            named = found.candidates[0].headline
            if folded(named) != folded(head):
                values = {"value": head, "key": coded(found.key), "name": named}
                reading.told.append(("naming.read", values))
            return coded(found.key) + rest
        if listed := self._listed(head, near) if self.parted and not rest else "":
            return listed
        self._doubt(head, found, reading)
        return part

    def _listed(self, text: str, near: Near) -> str:
        """Returns the keys of names between commas or on lines of their own, if all are known."""
        pieces = [piece for piece in BETWEEN.split(text) if piece]
        keys = [self.names.find(self.node, piece, near).key for piece in pieces]
        return "; ".join(coded(key) for key in keys if key) if len(keys) > 1 and all(keys) else ""

    def _doubt(self, text: str, found: Found, reading: Reading) -> None:
        """Refuses a text that may mean several nodes, or none of them exactly.

        Where any words can be a key, what is only near is told: the key may be still to come.
        """
        values = {
            "value": text,
            "candidates": shown(found.candidates),
            "options": found.candidates,
        }
        if found.how == "several":
            place = "naming.several_places" if self.node is Territory else "naming.several"
            reading.refused.append((place, values))
        elif found.how == "near":
            sink = reading.told if is_wordy(self.node) else reading.refused
            sink.append(("naming.near", values))


def is_wordy(node: type[Node]) -> bool:
    """Returns whether any words can be a key of that type."""
    return bool(key_of(node, "un mot"))


def key_of(node: type[Node], text: str) -> str | None:
    """Returns the key that a text is as it stands, mended where a spreadsheet changed it."""
    value, _, _ = read_one(node.key.code, text)
    return str(value) if value else None
