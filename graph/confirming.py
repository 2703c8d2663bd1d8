"""What to confirm next: what is no longer fresh, and of most use.

Use is what rests on a record: its edges, and its needs that are open once more. What is over, and
what an edition in force says, waits for nobody.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from heapq import nsmallest
from typing import TYPE_CHECKING

from graph.declare import SIGNATURES, Node
from graph.freshness import FULL_DAYS, freshness
from graph.quality import BESIDE, DIGITS, IN_FORCE, KEPT, readable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from graph.store import Store
    from graph.viewer import Viewer

EVENTS = ("Session", "Request", "Referral", "Visit", "Signal", "Survey", "Response", "Agreement")
LASTING = {label: node for label, node in KEPT.items() if label not in EVENTS}
OVER = ("closed", "over", "filled", "dropped", "done")


@dataclass(frozen=True)
class Waiting:
    """A record to confirm: how fresh it is, what rests on it, and its rank by both."""

    type: str
    key: str
    headline: str
    sources: tuple[str, ...]
    confirmed_on: str | None
    freshness: float
    links: int
    open_needs: int
    score: float


def to_confirm(store: Store, viewer: Viewer, on: date, most: int = 50) -> list[Waiting]:
    """Returns at most `most` records, first those of the greatest lack of freshness times use.

    Of equals those confirmed longest ago come first, then by type and key.
    """
    found = (each for node in LASTING.values() for each in _waiting(store, viewer, node, on))
    return nsmallest(most, found, key=_rank)


def _rank(one: Waiting) -> tuple[float, str, str, str]:
    return -one.score, one.confirmed_on or "", one.type, one.key


def _waiting(store: Store, viewer: Viewer, node: type[Node], on: date) -> Iterator[Waiting]:
    asked: Mapping[str, object] = {
        "visible": viewer.visible,
        "full": (on - timedelta(days=FULL_DAYS)).isoformat(),
        "over": list(OVER),
    }
    for batch in store.stream(_statement(node), asked):
        yield from (_one(node, row, on) for row in batch)


def _statement(node: type[Node]) -> str:
    current = " AND NOT coalesce(n.status, '') IN $over" if "status" in node.properties else ""
    needs = f"{node.__name__}-HAS_NEED-Need" in SIGNATURES
    counted = "count(w)" if needs else "0"
    opened = (
        "OPTIONAL MATCH (n)-[:HAS_NEED]->(w:Need) "
        "WHERE w.visibility IN $visible AND coalesce(w.status, 'open') = 'open' "
    )
    return (
        f"MATCH (n:{node.__name__}) WHERE {readable(node)}{current} "
        f"AND coalesce(n.confirmed_on, '') < $full AND NOT {IN_FORCE} "
        f"OPTIONAL MATCH (n)-[e]-(m) WHERE {BESIDE} "
        f"WITH n, count(e) AS links {opened if needs else ''}"
        f"RETURN n.key AS key, n.{node.headline} AS headline, n.sources AS sources, "
        f"n.confirmed_on AS day, links, {counted} AS needs"
    )


def _one(node: type[Node], row: Sequence[object], on: date) -> Waiting:
    key, headline, sources, day, links, needs = row
    confirmed_on = str(day) if day else None
    said = tuple(map(str, sources)) if isinstance(sources, list) else ()
    degree, edges, seeking = freshness(confirmed_on, on), int(str(links)), int(str(needs))
    score = round((1 - degree) * (1 + edges + seeking), DIGITS)
    named, degree = (str(key), str(headline or key)), round(degree, DIGITS)
    return Waiting(node.__name__, *named, said, confirmed_on, degree, edges, seeking, score)
