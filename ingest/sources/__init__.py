"""Official tables as their publishers give them: one module a source, each with a `SOURCE`."""

from __future__ import annotations

from ingest.sources import communes, naf, rome
from ingest.sources.official import OfficialReport, Source, load_source

__all__ = ["SOURCES", "OfficialReport", "load_official"]

SOURCES: dict[str, Source] = {
    source.name: source for source in (rome.SOURCE, communes.SOURCE, naf.SOURCE)
}
load_official = load_source(SOURCES)
