"""Chains of mergers, followed backwards, give what following them day by day gives."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from hypothesis import given, strategies as st

from ingest.sources.mergers import Merged, Movement, merged


def move(kind: str, on: str, before: str, after: str) -> Movement:
    return Movement(kind, on, before, f"Nom de {before}", after)


def became(movements: list[Movement], living: set[str]) -> dict[str, str]:
    return {code: one.successor for code, one in merged(movements, living)[0].items()}


@pytest.mark.parametrize(
    ("movements", "living", "expected", "lost"),
    [
        ([("32", "2016-01-01", "A", "B")], "B", {"A": "B"}, ""),
        (  # Two mergers in a row: both old codes are the last commune.
            [("32", "2016-01-01", "A", "B"), ("32", "2019-01-01", "B", "C")],
            "C",
            {"A": "C", "B": "C"},
            "",
        ),
        (  # Another département and a merger on one day (Freigné, 2018).
            [("41", "2018-01-01", "A", "B"), ("32", "2018-01-01", "B", "C")],
            "C",
            {"A": "C", "B": "C"},
            "",
        ),
        (  # The seat moves: the new commune takes the code of another part.
            [("32", "2016-01-01", "A", "B"), ("50", "2020-01-01", "B", "A")],
            "A",
            {"B": "A"},
            "",
        ),
        (  # Shared out among two.
            [("30", "1970-01-01", "A", "B"), ("30", "1970-01-01", "A", "C")],
            "BC",
            {},
            "A",
        ),
        (  # Merged, then came into being again: it lives.
            [("33", "1972-01-01", "A", "B"), ("21", "1985-01-01", "B", "A")],
            "AB",
            {},
            "",
        ),
        (  # What merged into it before is still part of it, not of what it left.
            [
                ("31", "1965-01-01", "X", "A"),
                ("33", "1972-01-01", "A", "B"),
                ("21", "1985-01-01", "B", "A"),
            ],
            "AB",
            {"X": "A"},
            "",
        ),
        (  # Re-established, then merged elsewhere: the last merger counts.
            [
                ("33", "1972-01-01", "A", "B"),
                ("21", "1985-01-01", "B", "A"),
                ("32", "2016-01-01", "A", "C"),
            ],
            "BC",
            {"A": "C"},
            "",
        ),
        (  # Re-established, and no more for a reason that nothing tells.
            [("33", "1972-01-01", "A", "B"), ("21", "1985-01-01", "B", "A")],
            "B",
            {},
            "A",
        ),
        (  # What it became ended before: the chain is broken.
            [("31", "1972-01-01", "A", "B"), ("31", "1960-01-01", "B", "C")],
            "C",
            {"B": "C"},
            "A",
        ),
        (  # Two that became each other on one day: no one lives.
            [("31", "1972-01-01", "A", "B"), ("31", "1972-01-01", "B", "A")],
            "C",
            {},
            "AB",
        ),
        ([("10", "1972-01-01", "A", "A"), ("20", "1947-01-01", "A", "B")], "AB", {}, ""),
    ],
)
def test_a_commune_that_merged_is_the_living_one_at_the_end_of_its_chain(
    movements: list[tuple[str, str, str, str]], living: str, expected: dict[str, str], lost: str
) -> None:
    found, others = merged([move(*each) for each in movements], set(living))
    assert {code: one.successor for code, one in found.items()} == expected
    assert others == set(lost)


def test_an_old_commune_keeps_its_name_and_the_day_of_its_own_end() -> None:
    chain = [move("32", "2016-01-01", "A", "B"), move("32", "2019-01-01", "B", "C")]
    assert merged(chain, {"C"})[0] == {
        "A": Merged("Nom de A", "2016-01-01", "C"),
        "B": Merged("Nom de B", "2019-01-01", "C"),
    }


@dataclass
class History:
    """Communes that merge, change their code or are shared out, one event a year."""

    living: list[str] = field(default_factory=lambda: [f"c{place}" for place in range(8)])
    now: dict[str, str | None] = field(default_factory=dict)
    movements: list[Movement] = field(default_factory=list)

    def happens(self, year: int, kind: str, one: int, other: int) -> None:
        if len(self.living) < 3:
            return
        old = self.living.pop(one % len(self.living))
        into = self.living[other % len(self.living)]
        day = f"{1943 + year}-01-01"
        if kind == "41":
            into = f"n{year}"
            self.living.append(into)
        self.movements.append(move(kind, day, old, into))
        if kind == "30":
            other_half = self.living[(other + 1) % len(self.living)]
            self.movements.append(move(kind, day, old, other_half))
        for code in [old, *(code for code, at in self.now.items() if at == old)]:
            self.now[code] = None if kind == "30" else into


@given(
    st.lists(
        st.tuples(st.sampled_from(["31", "32", "33", "41", "30"]), st.integers(0), st.integers(0)),
        max_size=12,
    ),
    st.randoms(),
)
def test_following_backwards_gives_what_following_day_by_day_gives(
    events: list[tuple[str, int, int]], shuffled: object
) -> None:
    history = History()
    for year, (kind, one, other) in enumerate(events):
        history.happens(year, kind, one, other)
    rows = list(history.movements)
    shuffled.shuffle(rows)  # type: ignore[attr-defined]
    found, lost = merged(rows, set(history.living))
    told = {code: one.successor for code, one in found.items()}
    assert told == {code: at for code, at in history.now.items() if at}
    assert lost == {code for code, at in history.now.items() if at is None}
