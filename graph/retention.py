"""What is kept for too long: records that nobody confirmed for as long as their type may be kept.

Each type declares its months, and a setting may say others. A record that is past them is listed,
and leaves for good by one command.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import graph.schema  # noqa: F401  the registry holds what it declares
from graph.declare import BOOKKEEPING, NODES
from graph.errors import DataError
from graph.quality import BESIDE, readable

if TYPE_CHECKING:
    from graph.store import Store
    from graph.viewer import Viewer

Periods = Mapping[str, int]
LONGEST = 1200
BATCH = 500


@dataclass(frozen=True)
class Overdue:
    """A record past its retention: `since` is the day on which its `months` were over."""

    type: str
    key: str
    headline: str
    confirmed_on: str
    months: int
    since: str


def read_periods(asked: str) -> dict[str, int]:
    """Returns the months by type of a text such as `Contact=24,Visit=60`.

    Raises:
        DataError: a part is not a type of the model, `=` and a whole number of months.
    """
    found: dict[str, int] = {}
    for part in filter(None, map(str.strip, asked.split(","))):
        name, _, months = map(str.strip, part.partition("="))
        if name not in NODES:
            raise DataError("retention.type", value=part, right=", ".join(_limited()))
        if not months.isdecimal() or not 1 <= int(months) <= LONGEST:
            raise DataError("retention.months", value=part, most=str(LONGEST))
        if name in found:
            raise DataError("retention.twice", value=asked, type=name)
        found[name] = int(months)
    return found


def _limited() -> list[str]:
    return [label for label, node in NODES.items() if node.retention]


def periods(settled: Periods) -> dict[str, int]:
    """Returns the months of every type that has any, in the order of the model."""
    asked = {label: settled.get(label, node.retention) for label, node in NODES.items()}
    return {label: months for label, months in asked.items() if months}


def overdue(store: Store, viewer: Viewer, settled: Periods, on: date) -> Iterator[Overdue]:
    """Yields what is past its retention on a day and the viewer may read, by type.

    The longest unconfirmed of a type come first.
    """
    for label, months in periods(settled).items():
        node = NODES[label]
        text = (
            f"MATCH (n:{label}) WHERE n.confirmed_on <= $limit AND {readable(node)} "
            f"RETURN n.key AS key, n.{node.headline} AS headline, n.confirmed_on AS day "
            "ORDER BY day, key"
        )
        limit = after(on, -months).isoformat()
        for batch in store.stream(text, {"limit": limit, "visible": viewer.visible}):
            for key, headline, day in batch:
                since = after(date.fromisoformat(str(day)), months)
                if since < on:
                    told = str(key), str(headline or key), str(day)
                    yield Overdue(label, *told, months, since.isoformat())


def whole(
    store: Store, viewer: Viewer, label: str, keys: Sequence[str]
) -> Iterator[dict[str, object]]:
    """Yields records of a type with all that is known of them, `links` included, by key.

    A link is its verb, the type and the key at its other end, then what the edge itself says.
    """
    node = NODES[label]
    names = ["key", *node.properties, *(kind.name for kind in BOOKKEEPING)]
    shown = ", ".join(f"n.{name} AS {name}" for name in names)
    text = (
        f"UNWIND $keys AS own MATCH (n:{label} {{key: own}}) WHERE {readable(node)} "
        f"OPTIONAL MATCH (n)-[e]-(m) WHERE {BESIDE} "
        "WITH n, collect({edge: type(e), type: labels(m)[0], key: m.key, said: properties(e)}) "
        f"AS links RETURN {shown}, links ORDER BY key"
    )
    for first in range(0, len(keys), BATCH):
        asked = {"keys": list(keys[first : first + BATCH]), "visible": viewer.visible}
        for *values, links in store.read(text, asked).rows:
            known = dict(zip(names, values, strict=True))
            yield {"type": label, **known, "links": sorted(filter(None, map(_link, _all(links))))}


def _all(links: object) -> Sequence[Mapping[str, Any]]:
    return links if isinstance(links, list) else []


def _link(link: Mapping[str, Any]) -> str:
    if not link["edge"]:
        return ""
    claimed = {kind.name for kind in BOOKKEEPING}
    said = [f"{name}={value}" for name, value in link["said"].items() if name not in claimed]
    return " ".join([link["edge"], link["type"], link["key"], *sorted(said)])


def after(day: date, months: int) -> date:
    """Returns the day so many months later; a month's last where it has no such day."""
    year, month = divmod(12 * day.year + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
