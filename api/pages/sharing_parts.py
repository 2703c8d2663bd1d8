"""Parts of what pages say of something to share: its facts, who shares, whom to call."""

from __future__ import annotations

from collections.abc import Iterator

from api.http.labels import day_text
from api.pages.bridge_parts import age_text
from api.pages.frame import Link, record_url, say, spaced
from api.pages.results import party_cell
from api.pages.tables import Cell, Column, Table, fixed, shown
from api.wordings import enumerated
from graph.analyses.pooling.results import (
    Caller,
    Participant,
    SharedFunction,
    SharedResource,
    SharedSession,
    Sharing,
)
from graph.wording import sentence

FIGURES = frozenset({"people", "days", "away"})
Facts = list[tuple[str, str]]


def identity(sharing: Sharing) -> str:
    """Returns what kind of thing it is and in which basins."""
    basins = ", ".join(basin.name for basin in sharing.basins)
    kind = say(f"sharing.kind.{sharing.kind}")
    return f"{kind}, {basins}" if basins else kind


def detail_text(sharing: Sharing) -> str:
    """Returns in a line when and where a session is, or of which occupations a function is."""
    if isinstance(sharing, SharedFunction):
        return enumerated(f"{each.name} ({each.key})" for each in sharing.occupations)
    if not isinstance(sharing, SharedSession):
        return ""
    if sharing.starts_on is None:
        last = sharing.last
        return say("shared.ask_by", day=day_text(last)) if last else say("shared.to_ask")
    day = day_text(sharing.starts_on)
    return f"{day}, {sharing.place.name}" if sharing.place else day


def records_of(sharing: Sharing) -> list[Link]:
    """Returns the links to the records of what is shared."""
    if isinstance(sharing, SharedSession) and sharing.what:
        found = [Link(say("shared.training"), record_url("Training", sharing.what.key))]
        if sharing.session:
            url = record_url("Session", sharing.session.key)
            found.append(Link(say("shared.session"), url))
        return found
    if isinstance(sharing, SharedResource) and sharing.what:
        return [Link(say("shared.resource"), record_url("Resource", sharing.what.key))]
    return []


def far_text(sharing: Sharing) -> str:
    """Returns how far the farthest is, in kilometres; a step where one is blurred."""
    if sharing.blurred:
        return say("closures.less_than", km=round(sharing.km))
    return fixed(sharing.km, 1)


def facts_of(sharing: Sharing) -> Facts:
    """Returns the figures of something to share with their names; what is unknown is left out."""
    own = list(_own_facts(sharing))
    if not sharing.blurred:
        own.append(("distance", say("bridging.km", km=fixed(sharing.km, 1))))
    own.append(("agreed", _agreement(sharing)))
    if sharing.introducer:
        own.append(("introducer", spaced(sharing.introducer.sentence)))
    told = [*own, ("visibility", sentence(f"visibility.{sharing.visibility}"))]
    return [(say(f"shared.fact.{name}"), value) for name, value in told if value]


def _agreement(sharing: Sharing) -> str:
    """Returns who agreed to be named: nobody yet, some and who is missing, or all."""
    found = sharing.agreement
    if found is None:
        return say("shared.agreed.none")
    if found.complete:
        return say("shared.agreed.all", day=day_text(found.agreed_on))
    names = ", ".join(each.name for each in found.missing)
    return say("shared.agreed.some", day=day_text(found.agreed_on), names=names)


def _own_facts(sharing: Sharing) -> Iterator[tuple[str, str]]:
    if isinstance(sharing, SharedSession):
        yield from _session_facts(sharing)
    elif isinstance(sharing, SharedResource):
        yield "nature", sentence(f"sharing.nature.{sharing.nature or 'other'}")
        yield "available", sharing.available or ""
    elif isinstance(sharing, SharedFunction):
        yield "days", say("shared.a_week", count=sharing.days)
        yield "occupations", enumerated(f"{o.name} ({o.key})" for o in sharing.occupations)


def _session_facts(session: SharedSession) -> Iterator[tuple[str, str]]:
    yield "state", say(f"shared.state.{session.state}")
    yield "begins", day_text(session.starts_on) if session.starts_on else say("shared.to_ask")
    if session.starts_on is None and session.last:
        yield "last", day_text(session.last)
    yield "place", session.place.name if session.place else ""
    yield "hours", shown(session.hours)
    yield "seats", say("shared.seats", count=session.taken, seats=session.seats)
    yield "people", shown(session.people)
    yield "seats_left", shown(session.left)
    yield "lacking", shown(session.lacking) if session.lacking else ""
    yield "beyond", shown(session.beyond) if session.beyond else ""


def parties_table(sharing: Sharing) -> Table:
    """Returns who shares, with what they say, since when, and by whom."""
    counted = "days" if isinstance(sharing, SharedFunction) else "people"
    names = ("employer", "said", counted, "away", "by", "sources")
    rows = [
        [
            party_cell(party),
            _said(party),
            Cell("" if party.role == "owner" else _counted(party)),
            Cell(_far(party)),
            Cell(day_text(party.by) if party.by else ""),
            Cell(enumerated(filter(None, (", ".join(party.sources), age_text(party))))),
        ]
        for party in _everyone(sharing)
    ]
    columns = [Column(say(f"shared.column.{name}"), name in FIGURES) for name in names]
    return Table(say("shared.parties"), columns, rows, aside=True)


def _everyone(sharing: Sharing) -> tuple[Participant, ...]:
    """Returns who has a resource, then who wants it; of all else, who shares."""
    owner = (sharing.owner,) if isinstance(sharing, SharedResource) else ()
    return (*owner, *sharing.participants)


def _said(party: Participant) -> Cell:
    role = say(f"sharing.role.{party.role}")
    if party.record is None or party.said is None:
        return Cell(role)
    days = f" ({', '.join(party.weekdays)})" if party.weekdays else ""
    lead = Cell(role)
    record = Cell(party.record.name, record_url(party.said, party.record.key), after=days)
    return Cell(parts=[lead, record])


def _counted(party: Participant) -> str:
    return fixed(party.days, 1) if party.days is not None else shown(party.people)


def _far(party: Participant) -> str:
    if party.blurred:
        return say("closures.less_than", km=round(party.km))
    if party.minutes is not None:
        return say("closures.minutes", minutes=round(party.minutes))
    return fixed(party.km, 1)


def callers_table(sharing: Sharing) -> Table:
    """Returns whom to call at those who are named, and at who gives a training."""
    rows = [
        [who, *map(Cell, _lines(caller))]
        for who, callers in _called(sharing)
        for caller in callers or (None,)
    ]
    names = ("employer", "function", "telephone", "email")
    columns = [Column(say(f"shared.column.{name}")) for name in names]
    nobody = say("shared.nobody_named")
    return Table(say("shared.callers"), columns, rows, empty=nobody, aside=True)


def _lines(caller: Caller | None) -> tuple[str, str, str]:
    if caller is None:
        return spaced(sentence("shared.no_contact")), "", ""
    return caller.function, caller.telephone or "", caller.email or ""


def _called(sharing: Sharing) -> Iterator[tuple[Cell, tuple[Caller, ...]]]:
    for body in sharing.bodies if isinstance(sharing, SharedSession) else ():
        place = f", {body.commune}" if body.commune else ""
        yield Cell(body.actor.name, record_url("Actor", body.actor.key), after=place), body.callers
    told: set[str] = set()
    for party in _everyone(sharing):
        if party.employer and party.employer.key not in told:
            told.add(party.employer.key)
            yield party_cell(party), party.callers
