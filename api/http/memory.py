"""What is kept in memory of one revision of the graph: made once, whoever asks meanwhile."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

MOST = 96  # the choices and sources of every question, beside some snapshots
Made = TypeVar("Made")


@dataclass
class Memory:
    """Keeps the latest; each thing has a lock of its own while it is made, so that none waits.

    What was made for another revision of the graph is let go.
    """

    _graph: tuple[str, int] | None = None
    _kept: OrderedDict[Hashable, Any] = field(default_factory=OrderedDict)
    _making: dict[Hashable, threading.RLock] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def keep(self, graph: tuple[str, int], key: Hashable, make: Callable[[], Made]) -> Made:
        """Returns what was made for this graph and revision under a key; else makes it."""
        with self._lock:
            if self._has(graph, key):
                return cast(Made, self._found(key))
            making = self._making.setdefault((graph, key), threading.RLock())
        with making:
            with self._lock:
                if self._has(graph, key):
                    return cast(Made, self._found(key))
            try:
                made = make()
                self.put(graph, key, made)
            finally:
                with self._lock:
                    self._making.pop((graph, key), None)
        return made

    def find(self, graph: tuple[str, int], key: Hashable) -> Any:
        """Returns what was made for this graph and revision under a key; None where nothing was."""
        with self._lock:
            return self._found(key) if self._has(graph, key) else None

    def put(self, graph: tuple[str, int], key: Hashable, made: object) -> None:
        """Keeps what was made, unless another revision has come meanwhile."""
        with self._lock:
            if graph == self._graph:
                self._kept[key] = made
                while len(self._kept) > MOST:
                    self._kept.popitem(last=False)

    def _has(self, graph: tuple[str, int], key: Hashable) -> bool:
        if graph != self._graph:
            self._kept.clear()
            self._graph = graph
        return key in self._kept

    def _found(self, key: Hashable) -> Any:
        """Returns what is kept under a key, now the latest asked for."""
        self._kept.move_to_end(key)
        return self._kept[key]
