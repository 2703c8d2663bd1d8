"""What a steward says of bridges and moves: agreements of both sides, and vetoes.

Each is a load of its own of the source `form`, with its author, so that it can be undone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from graph.claims import FORM, GONE, Claim, edge_key
from graph.codes import slug
from graph.declare import NODES, SIGNATURES, Record, Signature
from graph.errors import DataError, unknown
from graph.records import names
from graph.schema import EMPLOYERS
from graph.viewer import LEVELS

if TYPE_CHECKING:
    from api.workspace import Workspace
    from graph.records import Name

VETOED = (*EMPLOYERS, "Occupation")


@dataclass(frozen=True)
class Terms:
    """On which terms employers agree to be named to each other."""

    agreed_on: date
    until: date | None = None
    conditions: str | None = None
    given_by: str | None = None
    visibility: str = "partners"


@dataclass(frozen=True)
class Said:
    """What was written: the records, and the load that can be undone."""

    load: int
    key: str
    names: tuple[str, ...]


def agree(workspace: Workspace, givers: Sequence[str], terms: Terms) -> Said:
    """Records that employers agreed to be named; one alone is half of an agreement.

    Raises:
        UnknownNameError: no employer has that key or name, or no level is called that.
    """
    if terms.visibility not in LEVELS:
        raise unknown("agree.unknown_level", terms.visibility, LEVELS)
    known = _known_names(workspace, EMPLOYERS)
    found = [_named(known, giver) for giver in givers]
    parties = sorted({name.key: (label, name) for label, name in found}.items())
    key = slug("accord", *(key for key, _ in parties), terms.agreed_on.isoformat())
    said = terms.agreed_on.isoformat()
    values = {
        "agreed_on": said,
        "until": terms.until.isoformat() if terms.until else None,
        "conditions": terms.conditions,
        "given_by": terms.given_by,
        "visibility": terms.visibility,
    }
    today = date.today().isoformat()
    told: list[tuple[Record, Claim]] = [
        (NODES["Agreement"], Claim(key, _known(values), today, FORM)),
        *(
            _edge(
                SIGNATURES[f"{label}-GAVE-Agreement"],
                (name.key, key),
                {"agreed_on": said, "given_by": terms.given_by},
            )
            for _, (label, name) in parties
        ),
    ]
    load = _written(workspace, f"Agreement {key}", told)
    return Said(load, key, tuple(name.headline for _, (_, name) in parties))


def veto(
    workspace: Workspace, one: str, other: str, reason: str, said_by: str | None = None
) -> Said:
    """Refuses the bridges, or the move, from one to another, one way.

    Raises:
        UnknownNameError: no employer or occupation has that key or name.
        DataError: they are not two employers or two occupations.
    """
    signature, ends, headlines = _pair(workspace, one, other)
    told = [_edge(signature, ends, {"reason": reason, "said_by": said_by, GONE: False})]
    return Said(_written(workspace, signature.name, told), signature.name, headlines)


def lift(workspace: Workspace, one: str, other: str) -> Said:
    """Takes a veto back.

    Raises:
        UnknownNameError: no employer or occupation has that key or name.
        DataError: they are not two employers or two occupations.
    """
    signature, ends, headlines = _pair(workspace, one, other)
    told = [_edge(signature, ends, {GONE: True})]
    return Said(_written(workspace, signature.name, told), signature.name, headlines)


def lift_if_said(workspace: Workspace, one: str, other: str) -> None:
    """Takes a veto back where there is one."""
    signature, ends, _ = _pair(workspace, one, other)
    if workspace.current.told(signature, edge_key(signature, *ends, {})):
        lift(workspace, one, other)


def _pair(
    workspace: Workspace, one: str, other: str
) -> tuple[Signature, tuple[str, str], tuple[str, str]]:
    known = _known_names(workspace, VETOED)
    (first, source), (second, target) = (_named(known, wanted) for wanted in (one, other))
    signature = SIGNATURES.get(f"{first}-VETOED-{second}")
    if signature is None:
        raise DataError("veto.two_kinds", one=source.headline, other=target.headline)
    return signature, (source.key, target.key), (source.headline, target.headline)


def _known_names(workspace: Workspace, labels: Iterable[str]) -> list[tuple[str, Name]]:
    """Returns the names of some types that the viewer may read, each with its type."""
    viewer = workspace.settings.viewer()
    return [(label, name) for label in labels for name in names(workspace.store, viewer, label)]


def _named(known: Sequence[tuple[str, Name]], wanted: str) -> tuple[str, Name]:
    """Returns the one record that a key or a whole name means, with its type."""
    by_key = [pair for pair in known if pair[1].key == wanted]
    found = by_key or [pair for pair in known if pair[1].headline == wanted]
    if len(found) != 1:
        raise unknown("veto.unknown", wanted, [name.key for _, name in found or known])
    return found[0]


def _edge(
    signature: Signature, ends: tuple[str, str], values: Mapping[str, object]
) -> tuple[Record, Claim]:
    told = _known(values)
    key = edge_key(signature, *ends, told)
    return signature, Claim(key, told, date.today().isoformat(), FORM, *ends)


def _known(values: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in values.items() if value is not None and value != ""}


def _written(workspace: Workspace, label: str, told: Sequence[tuple[Record, Claim]]) -> int:
    current, author = workspace.current, workspace.settings.viewer().name
    with current.staging(author, FORM, label) as load:
        for record, claim in told:
            load.say(record, [claim])
        load.acknowledge()
    current.carry(load.number)
    return load.number
