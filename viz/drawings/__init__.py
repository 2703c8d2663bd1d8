"""The pictures there are: each makes a scene from a snapshot; techniques draw it elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from graph.errors import unknown
from viz.drawings.parts import View
from viz.scene import Scene

__all__ = ["NAMES", "Drawing", "View", "drawing"]

NAMES = {"network": "reseau", "bridges": "passerelles", "groupings": "groupements"}


@dataclass(frozen=True)
class Drawing:
    """One picture: the node types it needs of a snapshot, and what makes its scene."""

    name: str
    types: tuple[str, ...]
    scene: Callable[[View], Scene]


def drawing(name: str) -> Drawing:
    """Returns the picture of that name, in French or English.

    Raises:
        UnknownNameError: no picture is called that.
    """
    for english, french in NAMES.items():
        if name in {english, french}:
            module = import_module(f"viz.drawings.{english}")
            return Drawing(french, module.TYPES, module.scene)
    raise unknown("drawing.unknown", name, NAMES.values())
