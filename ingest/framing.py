"""Where a table begins in what a person laid out: the lines above it, its header, its totals.

Only shapes decide, never the model's words: a header is the first line that fills far more cells
than all above it, with short texts that differ, over lines that are filled like it. A table whose
first line is its header is therefore read as it stands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ingest.rows import Record

SAMPLE = 60  # filled lines on which the header is judged
DEEPEST = 30  # of these, how many may stand above it
NAME_LIMIT = 150  # characters
GROUP_LIMIT = 40
HEADER_LINES = 3
NAMED = 0.8  # of the cells of a header at least
DISTINCT = 0.5
YEAR = re.compile(r"(?:19|20)\d\d")
MONTH = re.compile(r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])-01")
LONE_GROUP = re.compile(r"[^\W\d]+ ?[^\W\d]+")  # else it may be a title
ADDRESSED = re.compile(r"@|://")
AMOUNT = re.compile(r"[+-]?\d[\d\s\u00a0\u202f]*(?:[.,]\d+)?\s*(?:[€%]|k€|ETP)?|-|—", re.IGNORECASE)
TOTAL = re.compile(
    r"(?:total|totaux|sous[- ]total|sous[- ]totaux|grand total|subtotal|ensemble|somme)(?![\w-])",
    re.IGNORECASE,
)
ALONE = re.compile(
    r"(?:total|totaux|sous[- ]total|sous[- ]totaux|grand total|subtotal|ensemble)(?: général)?"
    r"|[^:]{1,80}:[^:]*|.{1,80}\d",
    re.IGNORECASE | re.DOTALL,
)
CODED = re.compile(
    r"siren|siret|insee|\bcode|postal|\bcp\b|^commune\b|t[ée]l|phone|ann[ée]e|year|date|\bcl[ée]\b"
    r"|\bkey\b|\bid|finess|\brna\b|num[ée]ro|\bn°",
    re.IGNORECASE,
)


class Merge(NamedTuple):
    """Cells shown as one: its first and last lines, from 1, and its first and last places."""

    top: int
    bottom: int
    left: int
    right: int


@dataclass(frozen=True)
class Frame:
    """Where a table begins.

    Attributes:
        lines: those of the header, from 1.
        names: one for each place, "" where the header has none.
        above: the filled lines left above the header.
    """

    lines: tuple[int, ...]
    names: tuple[str, ...]
    above: tuple[Record, ...] = ()


def framed(sample: Sequence[Record], merges: Sequence[Merge] = ()) -> Frame:
    """Returns the frame of a table from its first filled lines, at least one, cells stripped."""
    first = _header(sample)
    start, end = _header_lines(sample, first, _Merged(merges))
    lines = tuple(line for line, _ in sample[start : end + 1])
    rows = [row for _, row in sample[start : end + 1]]
    return Frame(lines, _composed(lines, rows, _Merged(merges)), tuple(sample[:start]))


def _header(sample: Sequence[Record]) -> int:
    counts = [_count(row) for _, row in sample]
    highest = 0
    for place in range(min(len(sample), DEEPEST)):
        if place and _stands_out(counts, place, highest) and _is_header(sample[place][1]):
            return place
        highest = max(highest, counts[place])
    return 0


def _count(row: Sequence[str]) -> int:
    return len(row) - row.count("")


def _stands_out(counts: Sequence[int], place: int, above: int) -> bool:
    """Returns whether the lines below are filled like this one, and those above are not."""
    below = sorted(counts[place + 1 :])
    if not below:
        return above == 1 and counts[place] > 2
    usual = below[len(below) * 3 // 4]
    return counts[place] > 1 and counts[place] * 2 > usual and above * 2 <= usual


def _is_header(row: Sequence[str]) -> bool:
    names = [text for text in row if text]
    named = sum(map(_is_name, names)) >= NAMED * len(names)
    distinct = len({text.casefold() for text in names}) >= DISTINCT * len(names)
    return named and distinct and any(not YEAR.fullmatch(text) for text in names)


def _is_name(text: str) -> bool:
    if YEAR.fullmatch(text) or MONTH.fullmatch(text):
        return True
    return len(text) <= NAME_LIMIT and any(map(str.isalpha, text)) and not ADDRESSED.search(text)


class _Merged:
    """The merges of a sheet, asked by line."""

    def __init__(self, merges: Sequence[Merge]) -> None:
        self._merges = merges

    def right(self, line: int, place: int) -> int | None:
        """Returns the last place of what is merged from here to the right; `None` without."""
        for merge in self.across(line):
            if merge.left == place:
                return merge.right
        return None

    def across(self, line: int) -> list[Merge]:
        return [one for one in self._merges if one.top == line and one.right > one.left]

    def down(self, line: int) -> bool:
        """Returns whether a cell of this line is merged with the one below."""
        return any(one.top <= line < one.bottom for one in self._merges)


def _header_lines(sample: Sequence[Record], first: int, merged: _Merged) -> tuple[int, int]:
    """Returns the first and the last place of the header in the sample."""
    start = end = first
    while (
        end - start + 1 < HEADER_LINES
        and start
        and sample[start][0] == sample[start - 1][0] + 1
        and _groups(sample[start - 1], sample[first][1], merged)
    ):
        start -= 1
    while (
        end - start + 1 < HEADER_LINES
        and end + 1 < len(sample)
        and _continues(sample[end], sample[end + 1], merged, stacked=end > start)
    ):
        end += 1
    return start, end


def _groups(over: Record, names: Sequence[str], merged: _Merged) -> bool:
    """Returns whether a line right above a header names groups of its columns."""
    line, row = over
    filled = [place for place, text in enumerate(row) if text]
    if not all(_is_group(row[place]) for place in filled):
        return False
    if len(filled) == 1 and not (filled[0] and LONE_GROUP.fullmatch(row[filled[0]])):
        return False
    if across := merged.across(line):
        return all(one.right - one.left + 1 < _count(names) for one in across)
    return any(not _at(row, place + 1) and _at(names, place + 1) for place in filled)


def _is_group(text: str) -> bool:
    return len(text) <= GROUP_LIMIT and _is_name(text) and ":" not in text


def _continues(over: Record, under: Record, merged: _Merged, *, stacked: bool) -> bool:
    """Returns whether the line below a header's names the columns of its groups.

    Under groups of groups (`stacked`) a few may have but one column.
    """
    (line, row), (below, names) = over, under
    filled = [place for place, text in enumerate(names) if text]
    if below != line + 1 or not all(_is_name(names[place]) for place in filled):
        return False
    groups = [p for p in filled if _at(row, p) and _leads(over, under, p, merged)]
    lone = [p for p in filled if _at(row, p) and p not in groups]
    if (
        len(lone) > (len(groups) - 1 if stacked else 0)
        or not groups
        or not any(not _at(row, place) for place in filled)
    ):
        return False
    if merged.across(line) or merged.down(line):
        return True
    alone = [place for place, text in enumerate(row) if text and place not in groups]
    whole = {*filled, *alone} >= set(range(len(names)))
    return min(alone, default=groups[0]) < groups[0] or (whole and len(groups) > 1)


def _leads(over: Record, under: Record, place: int, merged: _Merged) -> bool:
    """Returns whether the cell at `place` is a group of two columns or more."""
    (line, row), (_, names) = over, under
    if merged.across(line):
        return merged.right(line, place) is not None
    return not _at(row, place + 1) and bool(_at(names, place + 1))


def _at(row: Sequence[str], place: int) -> str:
    return row[place] if place < len(row) else ""


def _composed(
    lines: Sequence[int], rows: Sequence[Sequence[str]], merged: _Merged
) -> tuple[str, ...]:
    """Returns the names, those of groups before those of their columns: `Contact Nom`."""
    width = max(map(len, rows))
    parts = [_spread(lines[place], rows, place, merged) for place in range(len(rows) - 1)]
    parts.append([_at(rows[-1], place) for place in range(width)])
    return tuple(
        " ".join(dict.fromkeys(filter(None, column))) for column in zip(*parts, strict=True)
    )


def _spread(line: int, rows: Sequence[Sequence[str]], depth: int, merged: _Merged) -> list[str]:
    """Returns a header's upper line with each group over all its columns."""
    width = max(map(len, rows))
    own = [_at(rows[depth], place) for place in range(width)]
    named = [any(_at(row, place) for row in rows[depth + 1 :]) for place in range(width)]
    known = bool(merged.across(line))
    group, end = "", -1
    for place, text in enumerate(own):
        if text:
            right = merged.right(line, place) if known else width
            group, end = (text, right or place) if named[place] else ("", -1)
        elif group and place <= end and named[place]:
            own[place] = group
    return own


def is_total(row: Sequence[str], names: Sequence[str]) -> bool:
    """Returns whether a line sums up others: a word for it, then nothing but amounts.

    A figure under a header that speaks of codes is none: `TOTAL` with a SIRET is a company.
    """
    filled = [(place, text) for place, cell in enumerate(row) if (text := cell.strip())]
    if not filled or len(names) < 2 or not TOTAL.match(filled[0][1]):
        return False
    if len(filled) == 1:
        return ALONE.fullmatch(filled[0][1]) is not None
    return all(
        AMOUNT.fullmatch(text) and not CODED.search(_at(names, place)) for place, text in filled[1:]
    )


def is_bare_sum(row: Sequence[str]) -> bool:
    """Returns whether a total's word may as well be a name: `Somme` is a département too."""
    return next(filter(None, map(str.strip, row)), "").casefold() in {"somme", "ensemble"}


def held(records: Iterable[Record], merges: Sequence[Merge]) -> Iterator[Record]:
    """Yields records with what is merged over several lines on each of these that holds more."""
    coming = sorted((one for one in merges if one.bottom > one.top), reverse=True)
    open_: dict[int, tuple[int, str]] = {}
    for line, row in records:
        while coming and coming[-1].top <= line:
            merge = coming.pop()
            if merge.top == line and merge.left < len(row):
                open_[merge.left] = merge.bottom, row[merge.left]
        if open_ and any(map(str.strip, row)):
            for place, (bottom, text) in list(open_.items()):
                if line > bottom:
                    del open_[place]
                elif not row[place]:
                    row[place] = text
        yield line, row
