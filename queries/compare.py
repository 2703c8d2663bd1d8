"""Two answers to one question, of two dates: the rows that came, that went, that changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Mark = Literal["came", "went", "before", "after"]
Row = tuple[object, ...]
Rows = Sequence[Sequence[object]]


@dataclass(frozen=True)
class Change:
    """A row that is there in both answers with other values."""

    before: Row
    after: Row


@dataclass(frozen=True)
class Difference:
    """What came, went and changed between two answers, in the order of the later one.

    What went is in the order of the earlier.
    """

    came: Sequence[Row]
    went: Sequence[Row]
    changed: Sequence[Change]

    def marked(self) -> Iterator[tuple[Mark, Row]]:
        """Yields every row that differs, with what happened to it; a changed one twice."""
        yield from (("came", row) for row in self.came)
        yield from (("went", row) for row in self.went)
        for change in self.changed:
            yield "before", change.before
            yield "after", change.after

    def __bool__(self) -> bool:
        """Whether anything differs."""
        return bool(self.came or self.went or self.changed)


def difference(
    before: Rows, after: Rows, columns: Sequence[str], identifying: Iterable[str]
) -> Difference:
    """Returns how two answers with the same columns differ.

    Rows are the same row where their `identifying` columns are equal. Where several rows of one
    answer are equal in these, or none identify, only rows equal in every column are the same.
    """
    places = [columns.index(name) for name in identifying if name in columns]
    old, new = _left(before, after), _left(after, before)
    partners = _paired(old, new, places)
    changed = [Change(old[mine], new[place]) for place, mine in partners.items()]
    met = set(partners.values())
    came = [row for place, row in enumerate(new) if place not in partners]
    went = [row for place, row in enumerate(old) if place not in met]
    return Difference(came, went, changed)


def _left(rows: Rows, others: Rows) -> list[Row]:
    """Returns the rows that the others have not, each as often as it is more frequent."""
    counted: dict[str, int] = defaultdict(int)
    for row in others:
        counted[repr(_plain(row))] += 1
    left = []
    for row in rows:
        name = repr(_plain(row))
        if counted[name]:
            counted[name] -= 1
        else:
            left.append(tuple(row))
    return left


def _plain(row: object) -> object:
    """Returns a value in which a list and a tuple, and 2 and 2.0, are the same."""
    if isinstance(row, (list, tuple)):
        return [_plain(each) for each in row]
    if isinstance(row, Mapping):
        return {name: _plain(row[name]) for name in sorted(row)}
    if isinstance(row, bool) or not isinstance(row, (int, float)):
        return row
    return float(row)


def _paired(old: Sequence[Row], new: Sequence[Row], places: Sequence[int]) -> dict[int, int]:
    """Returns, for each place in `new`, the place in `old` of the one row of the same identity."""
    if not places:
        return {}
    earlier, later = _by_identity(old, places), _by_identity(new, places)
    return {
        mine[0]: earlier[name][0]
        for name, mine in later.items()
        if len(mine) == 1 and len(earlier.get(name, ())) == 1
    }


def _by_identity(rows: Sequence[Row], places: Sequence[int]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        found[repr(_plain([row[place] for place in places]))].append(number)
    return found
