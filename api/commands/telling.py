"""Results told on a terminal: sentences first, reasons below."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from api.http.labels import day_text
from api.wordings import titled
from graph.wording import number, sentence

if TYPE_CHECKING:
    from api.computing import Computed
    from graph.analyses.bridging.results import Bridge, BridgesResult, Party
    from graph.analyses.closing.results import ClosureResult
    from graph.analyses.grouping.results import EmployerGrouping, GroupingsResult
    from graph.analyses.pooling.results import SharingResult
    from graph.analyses.reasons import Reason
    from graph.analyses.structuring.results import StructureResult
    from graph.analyses.transitions import Transition, TransitionsResult


def told(computed: Computed) -> Iterator[str]:
    """Yields the lines that tell a result in the current language."""
    yield sentence(computed.analysis.title)
    teller = TELLERS.get(computed.analysis.name, _any)
    yield from teller(computed.result)
    yield from (f"  {reason.sentence}" for reason in getattr(computed.result, "reasons", ()))


def _reasons(reasons: Iterable[Reason], indent: str = "     ") -> Iterator[str]:
    return (f"{indent}{reason.sentence}" for reason in reasons)


def _any(result: Any) -> Iterator[str]:
    yield result.model_dump_json(indent=2)


def _transitions(result: TransitionsResult) -> Iterator[str]:
    yield sentence("told.from", name=result.occupation.name, key=result.occupation.key)
    for place, move in enumerate(result.transitions, 1):
        yield f"{place:>3}. {transition_line(move)}"
        yield from _reasons(move.reasons)


def transition_line(move: Transition) -> str:
    """Returns a transition in one line."""
    values = {"name": move.occupation.name, "key": move.occupation.key}
    percent = round(100 * move.coverage)
    return sentence("told.transition", **values, score=number(move.likeness), coverage=percent)


def _bridges(result: BridgesResult) -> Iterator[str]:
    for place, bridge in enumerate(result.bridges, 1):
        yield f"{place:>3}. {bridge_line(bridge)}"
        yield from _reasons(bridge.reasons)
    for miss in result.near_misses[:5]:
        ends = {"source": miss.source.name, "target": miss.target.name}
        yield f"   - {sentence('told.ends', **ends)} {miss.reason.sentence}"


def bridge_line(bridge: Bridge) -> str:
    """Returns a bridge in one line: how many, from whom to whom, from what to what."""
    return sentence(
        "told.bridge",
        count=bridge.people,
        source=_placed(bridge.source),
        target=_placed(bridge.target),
        leaving=bridge.from_occupation.name,
        coming=bridge.to_occupation.name,
        km=round(bridge.km, 1),
    )


def _closure(result: ClosureResult) -> Iterator[str]:
    yield f"  {result.paragraph}"
    for place, way in enumerate(result.ways, 1):
        yield f"{place:>3}. {bridge_line(way.bridge)}"
    for group in result.leaving:
        if group.why:
            yield f"   - {titled(f'{group.occupation.name}, {group.without}', group.why.sentence)}"
    for miss in result.near_misses:
        ends = {"source": miss.from_occupation.name, "target": _placed(miss.target)}
        yield f"   - {sentence('told.ends', **ends)} {miss.reason.sentence}"
    for each in result.unlocking:
        seats = number(each.session.seats_left) if each.session.seats_left is not None else "?"
        values = {"title": each.training.title, "seats": seats}
        first = day_text(each.session.starts_on)
        yield f"   + {sentence('told.unlocking', count=each.posts, day=first, **values)}"
    yield from _reasons(result.to_ask, "  ")


def _placed(party: Party) -> str:
    """Returns a side with its commune, or the words that stand for both."""
    return party.name if party.blurred else f"{party.name} ({party.commune or '?'})"


def _groupings(result: GroupingsResult) -> Iterator[str]:
    for place, grouping in enumerate(result.list, 1):
        yield f"{place:>3}. {grouping_line(grouping)}"
        yield from _reasons(grouping.reasons)
    if result.plan:
        yield sentence("grouped.plan")
        yield from _reasons(result.plan.reasons)
        yield from (f"   - {grouping_line(grouping)}" for grouping in result.plan.groupings)


def grouping_line(grouping: EmployerGrouping) -> str:
    """Returns a grouping in one line: jobs, occupations, members with shares, margin."""
    members = [
        sentence("told.member", name=member.title, share=round(100 * member.share))
        for member in grouping.members
    ]
    return sentence(
        "told.grouping",
        count=grouping.jobs,
        occupations=", ".join(occupation.name for occupation in grouping.occupations),
        members=", ".join(members),
        margin=round(grouping.margin, 2),
        km=round(grouping.km, 1),
    )


def _structure(result: StructureResult) -> Iterator[str]:
    for community in result.communities:
        told = {"number": community.number, "name": community.name}
        yield f"  {sentence('told.community', count=community.size, **told)}"
        yield from _reasons(community.reasons)
    for title, lines in (
        ("result.holding_links", result.holding_links),
        ("result.holding_companies", result.holding_companies),
        ("result.backbone", result.backbone),
    ):
        yield from _titled(title, (("", line.reasons) for line in lines))
    companies = ((line.company.name, line.reasons) for line in result.joining_companies)
    yield from _titled("result.joining_companies", companies)
    occupations = ((line.occupation.name, line.reasons) for line in result.joining_occupations)
    yield from _titled("result.joining_occupations", occupations)


def _titled(title: str, lines: Iterable[tuple[str, Iterable[Reason]]]) -> Iterator[str]:
    """Yields a title and its lines, each after its name where it has one; nothing without lines."""
    for place, (name, reasons) in enumerate(lines):
        if not place:
            yield sentence(title)
        yield from (
            f"   - {titled(name, reason.sentence) if name else reason.sentence}"
            for reason in reasons
        )


def _sharing(result: SharingResult) -> Iterator[str]:
    for place, each in enumerate(result.all, 1):
        kind = sentence(f"sharing.kind.{each.kind}")
        yield f"{place:>3}. {sentence('told.sharing', kind=kind, title=each.title, who=each.who)}"
        yield from _reasons(each.reasons)


TELLERS: dict[str, Callable[[Any], Iterator[str]]] = {
    "transitions": _transitions,
    "bridges": _bridges,
    "groupings": _groupings,
    "structure": _structure,
    "closure": _closure,
    "sharing": _sharing,
}
