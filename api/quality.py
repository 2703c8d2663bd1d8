"""How fresh and complete the graph is, and what to do about it: the same for all who ask."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from api.computing import day_of
from graph.completeness import Completeness, completeness
from graph.confirming import Waiting, to_confirm
from graph.quality import Freshness, by_basin, by_commune, by_source, by_type
from graph.retention import Overdue, overdue
from graph.wording import number, sentence

if TYPE_CHECKING:
    from api.workspace import Workspace
    from graph.viewer import Viewer

MOST = 50


@dataclass(frozen=True)
class Advised(Waiting):
    """A record to confirm, with the reasons for its rank in words."""

    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Quality:
    """What a reader of a level may know, on a day, of how fresh and complete the graph is.

    Freshness is 0 to 1: full under six months, nothing from two years on.
    """

    on: date
    visibility: str
    types: Sequence[Freshness]
    sources: Sequence[Freshness]
    communes: Sequence[Freshness]
    basins: Sequence[Freshness]
    completeness: Sequence[Completeness]
    to_confirm: Sequence[Advised]
    past_retention: Sequence[Overdue]


def quality(workspace: Workspace, viewer: Viewer, most: int = MOST) -> Quality:
    """Returns the quality of a graph, with at most `most` records to confirm."""
    store, on = workspace.store, day_of(workspace)
    return Quality(
        on,
        viewer.visibility,
        by_type(store, viewer, on),
        by_source(store, viewer, on),
        by_commune(store, viewer, on),
        by_basin(store, viewer, on),
        completeness(store, viewer),
        [
            Advised(**vars(one), reasons=_reasons(one))
            for one in to_confirm(store, viewer, on, most)
        ],
        list(overdue(store, viewer, workspace.settings.retention, on)),
    )


def _reasons(one: Waiting) -> tuple[str, ...]:
    return tuple(_told(one))


def _told(one: Waiting) -> Iterator[str]:
    yield sentence("quality.reason_freshness", share=percent(one.freshness))
    yield sentence("quality.reason_links", count=one.links)
    if one.open_needs:
        yield sentence("quality.reason_needs", count=one.open_needs)
    if len(one.sources) == 1:
        yield sentence("quality.reason_alone", source=one.sources[0])


def percent(share: float) -> str:
    """Returns a share of 1 as people read it; what is not whole is never written as 100."""
    whole = 100 if share == 1.0 else min(99, round(100 * share))
    return sentence("quality.percent", share=number(whole))
