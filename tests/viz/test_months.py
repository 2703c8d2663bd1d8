"""Twelve months as they are drawn: bars stacked, holes under the line of the jobs."""

from __future__ import annotations

import pytest

from viz.months import SERIES, SMALL, WIDE, chart

FRUIT = (1, 1, 1, 0.5, 0, 0, 0, 0, 0.5, 1, 1, 1)
CHEESE = (0, 0, 0, 0.5, 1, 1, 1, 1, 0.5, 0, 0, 0)


def test_bars_stand_on_each_other_up_to_the_line_of_the_job() -> None:
    drawn = chart([FRUIT, CHEESE], 1)
    assert len(drawn.bars) == 14
    april = [bar for bar in drawn.bars if bar.month == 3]
    assert [(bar.series, bar.value) for bar in april] == [(0, 0.5), (1, 0.5)]
    assert april[0].y + april[0].height == WIDE.bottom
    assert april[1].y + april[1].height == pytest.approx(april[0].y)
    assert april[1].y == pytest.approx(drawn.target)


def test_what_is_missing_hangs_from_the_line_and_what_exceeds_goes_beyond_it() -> None:
    drawn = chart([(0.4,) * 6 + (1.2,) * 6], 1, SMALL)
    holes = [bar for bar in drawn.bars if bar.series is None]
    assert [(bar.month, round(bar.value, 6)) for bar in holes] == [(m, 0.6) for m in range(6)]
    assert {bar.y for bar in holes} == {drawn.target}
    highest = min(bar.y for bar in drawn.bars)
    assert SMALL.top <= highest < drawn.target


def test_nothing_leaves_the_ground() -> None:
    for months, jobs in (((0.01,) * 12, 0), ((37.0,) * 12, 30), ((0.0,) * 12, 1)):
        drawn = chart([months], jobs)
        for bar in drawn.bars:
            assert WIDE.left <= bar.x
            assert bar.x + bar.width <= WIDE.right
            assert WIDE.top - 0.1 <= bar.y <= WIDE.bottom
        assert 2 <= len(drawn.ticks) <= 7
        assert drawn.ticks[0].y == WIDE.bottom


def test_a_ninth_series_takes_the_first_pattern_again() -> None:
    drawn = chart([(0.1,) * 12] * 9, 0)
    assert [bar.series for bar in drawn.bars if bar.month == 0] == [*range(SERIES), 0]


def test_a_chart_of_nobody_shows_the_whole_job_missing() -> None:
    assert [bar.series for bar in chart([], 1).bars] == [None] * 12
