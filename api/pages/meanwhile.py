"""A record that someone else changed while its form was open: both versions, to choose from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.editing import NO, YES, Held
from api.http.labels import instant_text, text_of
from api.pages.form_fields import capital
from api.pages.frame import page, record_url, say
from api.pages.lists import MENUS
from graph.declare import Node
from graph.kinds import Choice, Day, Flag
from graph.wording import sentence
from ingest.giving import template_columns
from ingest.returning import plain
from ingest.templates import title

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from api.http.service import Service

MARK, BEFORE, CHOICE = "marque", "avant-", "choix-"
MINE, RECORDED = "la-mienne", "l-enregistree"
Given = Mapping[str, str]


@dataclass(frozen=True)
class Rival:
    """A field that holds otherwise than when its form was opened, and otherwise than entered.

    `was` is empty where it is not known; `chosen` says which version is proposed, if one is.
    """

    name: str
    title: str
    was: str
    mine: str
    recorded: str
    chosen: str


@dataclass(frozen=True)
class Meanwhile:
    """A record as it is recorded now, and as a person entered it from an earlier state."""

    now: Held
    headline: str
    recorded: Given
    mine: Given
    rivals: Sequence[Rival]


def contested(node: type[Node], before: Given, mine: Given, recorded: Given) -> list[Rival]:
    """Returns the fields that somebody else changed, to something else than was entered."""
    columns = {meaning.name: meaning for meaning in template_columns(node)}
    return [
        Rival(
            name,
            capital(title(columns[name])),
            shown(node, name, before.get(name, "")),
            shown(node, name, mine[name]),
            shown(node, name, text),
            "" if name not in before or differ(before[name], mine[name]) else RECORDED,
        )
        for name, text in recorded.items()
        if (name not in before or differ(before[name], text)) and differ(mine[name], text)
    ]


def differ(one: str, other: str) -> bool:
    """Returns whether two texts of a field say different things."""
    return plain(one) != plain(other)


def shown(node: type[Node], name: str, text: str) -> str:
    """Returns the text of a field as people read it: labels for codes, days in words."""
    kind = node.properties.get(name)
    if isinstance(kind, Flag) and text in {YES, NO}:
        return sentence("word.yes" if text == YES else "word.no")
    return text_of(kind, text) if isinstance(kind, (Choice, Day)) else text


def meanwhile_page(request: Request, service: Service, found: Meanwhile) -> Response:
    """Returns the page that shows both versions; nothing is saved yet."""
    now = found.now
    address = record_url(now.node.__name__, now.key)
    return page(
        request,
        "meanwhile.html",
        say("edit.title", name=found.headline),
        menu=MENUS.get(now.node.__name__, ""),
        crumbs=[(found.headline, address)],
        status=409,
        found=found,
        recorded_by=_by(service, now),
        action=f"{address}/modifier",
        back=address,
        mark_name=MARK,
        before_name=BEFORE,
        choice_name=CHOICE,
        mine=MINE,
        theirs=RECORDED,
    )


def _by(service: Service, now: Held) -> str:
    """Returns who recorded the latest version and when."""
    label = f"{now.node.__name__} {now.key}"
    for load in service.workspace.ledger.loads():
        if load.undone_at is None and (load.id == now.load or load.label == label):
            return say("edit.recorded_by", by=load.author, at=instant_text(load.started_at))
    return say("edit.recorded")
