"""Official tables as their publishers give them: one module a source, each with a `SOURCE`."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from ingest.official.loading import load_source
from ingest.official.report import OfficialReport
from ingest.official.source import Source

__all__ = ["SOURCES", "OfficialReport", "load_official"]


def _found() -> dict[str, Source]:
    modules = (import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__))
    sources = [module.SOURCE for module in modules if hasattr(module, "SOURCE")]
    return {source.name: source for source in sources}


SOURCES: dict[str, Source] = _found()
load_official = load_source(SOURCES)
