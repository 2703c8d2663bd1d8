"""Minutes by road between employers, where travel times between their communes were loaded."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np

from graph.analyses.bridging.stocks import EMPLOYERS, Employer
from graph.geography import Numbers
from graph.snapshot import Snapshot


class Travel:
    """The travel times of a snapshot; one said one way holds for the way back, unless said too."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._communes: dict[str, Mapping[int, tuple[int, ...]]] = {
            label: snapshot.links(f"{label}-LOCATED_IN-Territory").by_source for label in EMPLOYERS
        }
        links = snapshot.links("Territory-REACHES-Territory")
        minutes = links.columns.get("minutes", (None,) * len(links))
        told = zip(links.pairs(), minutes, strict=True)
        self._minutes = {pair: float(m) for pair, m in told if isinstance(m, (int, float))}

    def __bool__(self) -> bool:
        return bool(self._minutes)

    def communes_of(self, employer: Employer) -> tuple[int, ...]:
        """Returns the places of the communes an employer is in."""
        return self._communes[employer.label].get(employer.place, ())

    def minutes(self, one: Employer, other: Employer) -> float | None:
        """Returns the least minutes between the communes of two employers; 0 in one commune."""
        return self.of_communes(self.communes_of(one), self.communes_of(other))

    def of_communes(self, starts: Collection[int], ends: Collection[int]) -> float | None:
        """Returns the least minutes between some communes and others; 0 in one."""
        if not set(starts).isdisjoint(ends):
            return 0.0
        pairs = [(a, b) for a in starts for b in ends]
        told = [self._minutes.get((a, b), self._minutes.get((b, a))) for a, b in pairs]
        return min((each for each in told if each is not None), default=None)

    def between(self, ones: Sequence[Employer], others: Sequence[Employer]) -> Numbers:
        """Returns the minutes between employers in pairs; `nan` where no time was loaded."""
        if not self._minutes:
            return np.full(len(ones), np.nan)
        told = (self.minutes(*pair) for pair in zip(ones, others, strict=True))
        return np.array([np.nan if each is None else each for each in told], dtype=np.float64)

    def between_all(self, employers: Sequence[Employer]) -> Numbers:
        """Returns the minutes between every two of some employers, (n, n); `nan` unknown."""
        size = len(employers)
        starts = [each for each in employers for _ in range(size)]
        return self.between(starts, [*employers] * size).reshape(size, size)
