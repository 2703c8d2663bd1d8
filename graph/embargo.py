"""What is not public yet: kept at `cell` until its day, then raised by a load of its own."""

from __future__ import annotations

from datetime import date
from typing import Any

from graph.claims import Claim
from graph.current import Current
from graph.declare import NODES, Node
from graph.ledger import BATCH

CLOSED = "cell"


def withheld(values: dict[str, Any], today: date | None = None) -> dict[str, Any]:
    """Returns the values of a record as they may be stored on a day: at `cell` before its day."""
    intended = values.get("visibility", CLOSED)
    on = (today or date.today()).isoformat()
    if values.get("public_on", "") <= on or intended == CLOSED:
        return values
    return values | {"visibility": CLOSED, "intended_visibility": intended}


def lift(current: Current, today: date | None = None) -> None:
    """Raises to its intended level whatever became public by a day, today unless given."""
    on = (today or date.today()).isoformat()
    for node in NODES.values():
        if "intended_visibility" in node.properties:
            claims = _due(current, node, on)
            if claims:
                _say(current, node, claims)


def _due(current: Current, node: type[Node], on: str) -> list[Claim]:
    """Returns what each source of a record would say of it now, so that ranks stay theirs."""
    found = []
    for key in current.ledger.naming(node, "intended_visibility"):
        view = current.view(node, key)
        if view and view.values["visibility"] == CLOSED and view.values["public_on"] <= on:
            values = {"visibility": view.values["intended_visibility"]}
            found += [Claim(key, values, on, source) for source in view.values["sources"]]
    return found


def _say(current: Current, node: type[Node], claims: list[Claim]) -> None:
    with current.staging("maillage", "embargo", f"{node.__name__} public") as load:
        for first in range(0, len(claims), BATCH):
            load.say(node, claims[first : first + BATCH])
        load.acknowledge()
        current.carry(load.number)
