"""Twelve months of needs, stacked by who has them, under the line of the jobs they sustain.

Geometry alone: what draws it gives classes to the series and writes the labels.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor

MONTHS = 12
SERIES = 8  # patterns of their own; a further series takes the first again
FILLED = 0.76  # of the width of a month
TINY = 1e-6
STEPS = (0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0)
MOST_TICKS = 5


@dataclass(frozen=True)
class Ground:
    """What months are drawn on: its size, and where the chart stands in it."""

    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int


WIDE = Ground(700, 220, 44, 690, 24, 190)
SMALL = Ground(300, 126, 40, 294, 14, 100)


@dataclass(frozen=True)
class Bar:
    """A part of a month: of the series of that number, or what is missing under the line."""

    series: int | None
    month: int
    x: float
    y: float
    width: float
    height: float
    value: float


@dataclass(frozen=True)
class Tick:
    """A line of the ground with the value it stands for."""

    value: float
    y: float


@dataclass(frozen=True)
class Chart:
    """The whole picture: `target` is where the line of the jobs stands."""

    ground: Ground
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    middles: tuple[float, ...]
    target: float
    jobs: int


def chart(series: Sequence[Sequence[float]], jobs: int, ground: Ground = WIDE) -> Chart:
    """Returns the picture of series of twelve months, in full-time equivalents."""
    totals = [sum(month) for month in zip(*series, strict=True)] or [0.0] * MONTHS
    highest = max(*totals, jobs, 0.25)
    step = next((s for s in STEPS if highest / s <= MOST_TICKS), STEPS[-1])
    unit = (ground.bottom - ground.top) / (step * ceil(highest / step - TINY))
    room = (ground.right - ground.left) / MONTHS
    lefts = [ground.left + room * (month + (1 - FILLED) / 2) for month in range(MONTHS)]

    def bar(number: int | None, month: int, start: float, value: float) -> Bar:
        x, y = round(lefts[month], 1), round(ground.bottom - (start + value) * unit, 1)
        return Bar(number, month, x, y, round(room * FILLED, 1), round(value * unit, 1), value)

    bars = [
        bar(number % SERIES, month, sum(each[month] for each in series[:number]), value)
        for number, told in enumerate(series)
        for month, value in enumerate(told)
        if value > TINY
    ]
    bars += [
        bar(None, month, total, jobs - total)
        for month, total in enumerate(totals)
        if jobs - total > TINY
    ]
    ticks = [Tick(n * step, ground.bottom - n * step * unit) for n in _up_to(highest, step)]
    middles = tuple(round(left + room * FILLED / 2, 1) for left in lefts)
    return Chart(
        ground, tuple(bars), tuple(ticks), middles, round(ground.bottom - jobs * unit, 1), jobs
    )


def _up_to(highest: float, step: float) -> range:
    return range(floor(highest / step + TINY) + 1)
