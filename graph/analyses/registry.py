"""What there is to analyse: every module of this package that declares an `ANALYSIS`.

Commands, addresses, pages and their descriptions are made from these declarations.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import graph.analyses
from graph.analyses.reasons import Described
from graph.errors import unknown
from graph.snapshot import Snapshot

Rows = list[dict[str, object]]


@dataclass(frozen=True)
class Run:
    """One computation, as the records it leaves name it."""

    key: str
    computed_on: str
    parameters: str


@dataclass(frozen=True)
class Analysis:
    """An analysis; `title` and `help` are codes of sentences, `types` what it reads.

    `run` takes a snapshot and parameters and returns a result. `write`, where results are kept,
    yields from a result and a `Run` the rows of each record: nodes `{"key": …}`, then edges
    `{"a": source, "b": target}`; `writes` are all the record names it may yield. `quality` names
    the analysis that measures how often this one is right.
    """

    name: str
    title: str
    help: str
    parameters: type[Described]
    result: type[Described]
    types: tuple[str, ...]
    run: Callable[[Snapshot, Any], Described]
    write: Callable[[Any, Run], Iterator[tuple[str, Rows]]] | None = None
    writes: tuple[str, ...] = ()
    quality: str | None = None


@cache
def analyses() -> dict[str, Analysis]:
    """Returns every analysis by its name, in the order of names."""
    modules = [import_module(f"graph.analyses.{name}") for name in _modules()]
    found = [module.ANALYSIS for module in modules if hasattr(module, "ANALYSIS")]
    return {analysis.name: analysis for analysis in sorted(found, key=lambda a: a.name)}


def analysis(name: str) -> Analysis:
    """Returns the analysis of that name, and imports no other.

    Raises:
        UnknownNameError: no analysis is called that.
    """
    module_name = name.replace("-", "_")
    if module_name in _modules() and module_name != "registry":
        module = import_module(f"graph.analyses.{module_name}")
        if hasattr(module, "ANALYSIS"):
            return module.ANALYSIS  # type: ignore[no-any-return]
    raise unknown("analysis.unknown", name, analyses())


def _modules() -> list[str]:
    return sorted(module.name for module in iter_modules(graph.analyses.__path__))
