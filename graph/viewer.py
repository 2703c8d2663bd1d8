"""Who reads: every read of the graph takes a viewer, and what is above its level is absent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Visibility = Literal["cell", "partners", "public"]
LEVELS: tuple[Visibility, ...] = get_args(Visibility)


@dataclass(frozen=True)
class Viewer:
    """A reader; `visibility` is the most confidential level it may read."""

    name: str = "operator"
    role: str = "operator"
    visibility: Visibility = "cell"
    territories: tuple[str, ...] = ()

    @property
    def visible(self) -> list[Visibility]:
        """The levels it may read, the most confidential first."""
        return list(LEVELS[LEVELS.index(self.visibility) :])


def lowest(*levels: Visibility) -> Visibility:
    """Returns the most confidential of the levels: what a derived thing takes."""
    return min(levels, key=LEVELS.index)
