"""Parts of what pages say of a bridge: its words, figures, skills, trainings and both sides."""

from __future__ import annotations

from collections.abc import Sequence

from api.http.analyses import LISTED_AS
from api.http.labels import day_text, text_of
from api.pages.frame import Link, record_url, say, spaced
from api.pages.results import party_cell
from api.pages.tables import Cell, Column, Table, fixed, shown
from api.wordings import enumerated
from graph.analyses.bridging.results import Bridge, Party
from graph.analyses.moves.skills import SkillWeight
from graph.analyses.transitions import Part, Transition
from graph.declare import NODES
from graph.wording import sentence

KINDS = ("same", "short", "long", "none")  # what a move asks, or that there is none
FIGURES = frozenset(
    {
        *("people", "distance", "weight", "seats", "hours", "headcount"),
        *("found", "contribution", "share"),
    }
)


def list_files(name: str, query: str) -> list[Link]:
    """Returns the links to what an analysis found, as files."""
    return [Link(say(f"listing.as_{f}"), f"/api/analyses/{name}.{f}{query}") for f in LISTED_AS]


def columns(names: Sequence[str]) -> list[Column]:
    """Returns the columns of a table of bridges, with their titles."""
    return [Column(say(f"bridging.column.{name}"), name in FIGURES) for name in names]


def move_text(bridge: Bridge) -> str:
    """Returns from which occupation to which, with their codes."""
    ends = (bridge.from_occupation, bridge.to_occupation)
    return " → ".join(f"{one.name} ({one.key})" for one in ends)


def missing_text(bridge: Bridge) -> str:
    """Returns the heaviest skill that is missing, and how many others."""
    if not bridge.missing:
        return say("closures.nothing")
    first, *others = bridge.missing
    return f"{first.title} {say('closures.more', count=len(others))}" if others else first.title


def passage(bridge: Bridge) -> str:
    """Returns what a move asks and which list speaks for it."""
    told = [say(f"closures.effort.{bridge.effort}")]
    if bridge.effort != "same":
        close = bridge.likeness >= bridge.practice
        told.append(say("closures.close" if close else "closures.frequent"))
    if bridge.official:
        told.append(say("closures.official", rank=bridge.official))
    return spaced(enumerated(told))


def distance_text(bridge: Bridge) -> str:
    """Returns how far it is: minutes by road where known, else kilometres, a step when blurred."""
    if bridge.source.blurred or bridge.target.blurred:
        return say("closures.less_than", km=round(bridge.km))
    if bridge.minutes is not None:
        return say("closures.minutes", minutes=round(bridge.minutes))
    return fixed(bridge.km, 1)


def facts_of(bridge: Bridge) -> list[tuple[str, str]]:
    """Returns the figures of a bridge with their names."""
    official = say("closures.official", rank=bridge.official) if bridge.official else ""
    told = [
        ("people", say("bridging.at_most", count=bridge.people, possible=bridge.people_possible)),
        ("passage", passage(bridge)),
        ("likeness", fixed(bridge.likeness, 2)),
        ("practice", fixed(bridge.practice, 2)),
        ("coverage", f"{round(100 * bridge.coverage)}\u00a0%"),
        ("official", official or say("bridging.no_official")),
        ("distance", _distance(bridge)),
        ("window", _window(bridge)),
        ("basis", say(f"parameter.choice.{bridge.basis}")),
        ("agreement", _agreement(bridge)),
        ("visibility", sentence(f"visibility.{bridge.visibility}")),
    ]
    return [(say(f"bridging.fact.{name}"), value) for name, value in told]


def _distance(bridge: Bridge) -> str:
    told = distance_text(bridge)
    return told if bridge.minutes is not None else say("bridging.km", km=told)


def _window(bridge: Bridge) -> str:
    first = day_text(bridge.starts_on)
    if bridge.until is None:
        return say("bridging.open_window", first=first)
    return say("bridging.window", first=first, last=day_text(bridge.until))


def _agreement(bridge: Bridge) -> str:
    found = bridge.agreement
    if found is None:
        return say("bridging.no_agreement")
    told = f" {found.conditions}" if found.conditions else ""
    if found.missing:
        return say("bridging.half_agreement", name=found.missing[0].name) + told
    return say("bridging.agreed", day=day_text(found.agreed_on)) + told


def score_tables(move: Transition) -> list[Table]:
    """Returns what both scores of a move are made of, line by line, with their sums."""
    kind = NODES["Skill"].properties["kind"]
    kinds = [[Cell(text_of(kind, n)), Cell(fixed(share, 2))] for n, share in move.by_kind.items()]
    return [
        _parts_table("close_parts", move.likeness_parts),
        Table(say("bridging.by_kind"), columns(("kind", "share")), kinds, empty=say("page.empty")),
        _parts_table("frequent_parts", move.frequent_parts),
    ]


def _parts_table(name: str, parts: Sequence[Part]) -> Table:
    rows = [
        [Cell(part.title), *(Cell(fixed(value, 3)) for value in _factors(part))] for part in parts
    ]
    whole = sum(part.contribution for part in parts)
    rows.append([Cell(say("bridging.sum")), Cell(), Cell(), Cell(fixed(whole, 3))])
    shown_columns = columns(("part", "found", "weight", "contribution"))
    return Table(say(f"bridging.{name}"), shown_columns, rows if parts else [])


def _factors(part: Part) -> tuple[float, float, float]:
    return part.value, part.weight, part.contribution


def skills_table(name: str, skills: Sequence[SkillWeight]) -> Table:
    """Returns skills as they are told, those at the core of the occupation marked."""
    rows = [
        [
            Cell(
                skill.title,
                record_url("Skill", skill.key),
                after=say("bridging.core") if skill.core else "",
            ),
            Cell(fixed(skill.weight, 2)),
        ]
        for skill in skills
    ]
    return Table(
        say(f"bridging.{name}"), columns(("skill", "weight")), rows, empty=say("closures.nothing")
    )


def trainings_table(bridge: Bridge) -> Table:
    """Returns what teaches the missing skills, with its next session."""
    names = ("training", "begins", "in_time", "hours", "seats")
    rows = [
        [
            Cell(offer.training.title, record_url("Training", offer.training.key)),
            Cell(day_text(offer.session.starts_on) if offer.session else say("bridging.undated")),
            Cell(
                say("bridging.in_time" if offer.in_time else "bridging.late")
                if offer.session
                else ""
            ),
            Cell(shown(offer.training.hours)),
            Cell(shown(offer.session.seats_left if offer.session else None)),
        ]
        for offer in bridge.trainings
    ]
    return Table(say("bridging.trainings"), columns(names), rows, empty=say("bridging.no_training"))


def sides_table(bridge: Bridge) -> Table:
    """Returns both sides with what they say, since when, and by whom."""
    rows = [
        [
            Cell(say(f"bridging.side.{side}")),
            party_cell(party),
            Cell(party.record.name if party.record else say("bridging.undeclared")),
            Cell(shown(party.people)),
            Cell(", ".join(party.sources)),
            Cell(age_text(party)),
        ]
        for side, party in (("source", bridge.source), ("target", bridge.target))
    ]
    names = ("side", "employer", "record", "people", "sources", "observed_on")
    return Table(say("bridging.sides"), columns(names), rows)


def age_text(party: Party) -> str:
    """Returns the day a side was first observed and how old that is; empty when not known."""
    if party.observed_on is None:
        return ""
    day = day_text(party.observed_on)
    months = party.age_months
    return day if months is None else say("bridging.aged", day=day, count=months)
