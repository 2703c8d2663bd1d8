"""What became of communes that are no more: chains of movements followed to the living one.

The code officiel géographique lists, since 1943, what happened to each commune on which day. Not
followed are communes shared out among several, and those that came into being again since.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import NamedTuple

# Codes of MOD, as the INSEE lists them: suppression, merger, new commune, association, another
# département, another seat; then what brings a code into being: creation, re-establishment.
ENDINGS = {"30", "31", "32", "33", "41", "50"}
BEGINNINGS = {"20", "21"}


class Movement(NamedTuple):
    """What happened to a commune on a day: its code and name before, its code after."""

    kind: str
    on: str
    before: str
    name: str
    after: str


class Merged(NamedTuple):
    """A commune that is no more: its name, the day, "" where nothing tells it, its successor."""

    name: str
    retired: str
    successor: str


def merged(
    movements: Iterable[Movement], living: Collection[str]
) -> tuple[dict[str, Merged], set[str]]:
    """Returns, by old code, what became one living commune; and the codes that did not."""
    ends, begun = _read(movements)
    last = {code: _last(days, begun.get(code, "")) for code, days in ends.items()}
    found, lost = {}, set()
    for code in sorted(ends.keys() - set(living)):
        step = last[code]
        successor = _living(code, last, living)
        if step and successor:
            found[code] = Merged(step.name, step.on, successor)
        else:
            lost.add(code)
    return found, lost


def _read(
    movements: Iterable[Movement],
) -> tuple[dict[str, dict[str, list[Movement]]], dict[str, str]]:
    """Returns what ended each code, by day; and the last day on which each came into being."""
    ends: dict[str, dict[str, list[Movement]]] = defaultdict(lambda: defaultdict(list))
    begun: dict[str, str] = {}
    for one in movements:
        if one.before == one.after:
            continue
        if one.kind in ENDINGS:
            ends[one.before][one.on].append(one)
        elif one.kind in BEGINNINGS:
            begun[one.after] = max(begun.get(one.after, ""), one.on)
    return ends, begun


def _last(days: dict[str, list[Movement]], begun: str) -> Movement | None:
    """Returns what a code became at its last end; None where that is several, or no end."""
    day = max(days)
    alone = len({one.after for one in days[day]}) == 1
    return days[day][0] if alone and day >= begun else None


def _living(code: str, last: dict[str, Movement | None], living: Collection[str]) -> str:
    """Returns the living commune at the end of a chain, "" where there is none.

    A commune must have ended on the day when it took in the one before, or later.
    """
    met, day = {code}, ""
    while code not in living:
        step = last.get(code)
        if step is None or step.on < day or step.after in met:
            return ""
        code, day = step.after, step.on
        met.add(code)
    return code
