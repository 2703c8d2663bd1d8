"""Laws of bridges, on small territories drawn at random with all that bears on them."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from typing import Any

from hypothesis import given, settings, strategies as st

from graph.analyses.bridges import BridgesParameters, run
from graph.analyses.bridging.results import Bridge, BridgesResult, NearMiss, Party
from tests.graph.analyses.comparing import crossable, limits, said_to_agree
from tests.graph.analyses.territories import EMPLOYERS, Land, lands

NAMES = re.compile(r"(emp|rec|com|agr)-|(Emp|Rec|Com) ")
OPAQUE = re.compile(r"p-[0-9a-f]{12}")
LAW = settings(max_examples=80, deadline=None)

minutes = st.sampled_from([None, None, 30, 50, 70, 90])
kilometres = st.sampled_from([35, 70, 50, 20, 10, 0])
bases = st.sampled_from(["auto", "declared", "usual"])
scores = st.sampled_from([0.0, 0.0, 0.18, 0.3])


@st.composite
def questions(draw: st.DrawFn) -> dict[str, Any]:
    return {
        "radius_km": draw(kilometres),
        "minutes": draw(minutes),
        "basis": draw(bases),
        "min_score": draw(scores),
        "turnover": draw(st.sampled_from([0.1, 0.5, 1.0])),
    }


def answer(land: Land, visibility: str = "cell", **asked: Any) -> BridgesResult:
    return run(land.snapshot(visibility), BridgesParameters.model_validate(asked))


def side(party: Party, occupation: str) -> tuple[str, str]:
    """The employer, and its surplus, its need or the occupation of its usual departures."""
    assert party.employer is not None
    return party.employer.key, party.record.key if party.record else occupation


def ends(bridge: Bridge | NearMiss) -> tuple[str, ...]:
    leaving = side(bridge.source, bridge.from_occupation.key)
    return (*leaving, side(bridge.target, "")[1])


@LAW
@given(lands(), questions())
def test_bridges_are_those_that_comparing_each_with_each_gives(
    land: Land, asked: dict[str, Any]
) -> None:
    found = answer(land, **asked)
    assert {ends(bridge) for bridge in found.bridges} == crossable(land, **asked)
    assert len({ends(bridge) for bridge in found.bridges}) == found.total == len(found.bridges)


@LAW
@given(lands(), questions())
def test_people_never_exceed_what_is_released_or_sought(land: Land, asked: dict[str, Any]) -> None:
    found = answer(land, **asked)
    taken: Counter[tuple[str, str]] = Counter()
    for bridge in found.bridges:
        assert bridge.people <= bridge.people_possible
        assert bridge.people == 0 or not bridge.vetoed
        assert bridge.source.employer != bridge.target.employer
        taken[side(bridge.source, bridge.from_occupation.key)] += bridge.people
        taken[side(bridge.target, "")] += bridge.people
    most = limits(land, asked["turnover"])
    assert {place: people for place, people in taken.items() if people > most[place]} == {}
    assert found.people == sum(bridge.people for bridge in found.bridges)


@LAW
@given(lands(), questions())
def test_the_best_come_first_and_the_refused_last(land: Land, asked: dict[str, Any]) -> None:
    order = [(b.vetoed, -b.people * b.score, -b.score, b.km) for b in answer(land, **asked).bridges]
    assert order == sorted(order)


@LAW
@given(lands(), questions(), kilometres)
def test_a_smaller_radius_never_adds_a_bridge(
    land: Land, asked: dict[str, Any], other: int
) -> None:
    far, near = sorted((asked["radius_km"], other), reverse=True)
    wide, narrow = (answer(land, **asked | {"radius_km": km}) for km in (far, near))
    assert {ends(bridge) for bridge in narrow.bridges} <= {ends(bridge) for bridge in wide.bridges}
    assert narrow.people <= wide.people


@LAW
@given(lands(), questions(), st.integers(0, 90), st.integers(0, 90))
def test_fewer_minutes_never_add_a_bridge(
    land: Land, asked: dict[str, Any], one: int, other: int
) -> None:
    few, many = (answer(land, **asked | {"minutes": each}) for each in sorted((one, other)))
    assert {ends(bridge) for bridge in few.bridges} <= {ends(bridge) for bridge in many.bridges}


@LAW
@given(lands(), questions(), st.integers(1, 3))
def test_a_likeness_that_is_asked_for_leaves_only_what_has_it(
    land: Land, asked: dict[str, Any], tenths: int
) -> None:
    for bridge in answer(land, **asked | {"min_score": tenths / 10}).bridges:
        assert bridge.score >= tenths / 10 or bridge.official is not None


def renamed(land: Land, name: Callable[[str], str]) -> Land:
    """Returns the same territory under other names."""
    nodes, edges = (json.loads(name(json.dumps(part))) for part in (land.nodes, land.edges))
    pairs = {sign: [tuple(edge) for edge in found] for sign, found in edges.items()}
    return Land(nodes, pairs)


def other_names(text: str) -> str:
    """Returns a text with other names; an occupation's code is no name, for it tells its domain."""
    return re.sub(f"{NAMES.pattern}|ski-", lambda found: f"{found[0]}z", text)


@LAW
@given(lands(), questions(), st.sampled_from(["cell", "partners", "public"]))
def test_renaming_changes_nothing_but_names(
    land: Land, asked: dict[str, Any], visibility: str
) -> None:
    """The keys of bridges change; all else is the same, word for word, but for the names."""
    first = answer(land, visibility, **asked).model_dump_json()
    other = answer(renamed(land, other_names), visibility, **asked).model_dump_json()
    assert OPAQUE.sub("", other_names(first)) == OPAQUE.sub("", other)
    assert not set(OPAQUE.findall(first)) & set(OPAQUE.findall(other))


@LAW
@given(lands(), questions())
def test_names_in_another_order_permute_the_bridges(land: Land, asked: dict[str, Any]) -> None:
    def backwards(text: str) -> str:
        return re.sub(r"rec-(\w+)-(\d)", lambda m: f"rec-{m[1]}-{9 - int(m[2])}", text)

    found, other = answer(land, **asked), answer(renamed(land, backwards), **asked)
    assert found.people == other.people
    assert {tuple(map(backwards, ends(b))) for b in found.bridges} == set(map(ends, other.bridges))


def texts_of_others(result: BridgesResult, may_read: set[tuple[str, str]]) -> str:
    """Returns the whole answer but what two employers of it agreed to, and what is left out."""
    told = result.model_dump(mode="json")
    for name in ("bridges", "near_misses"):
        told[name] = [each for each in told[name] if _pair(each) not in may_read]
    for left in told["left_out"]:
        assert set(left["record"]) == {"key", "name"}
        left["record"] = None
    return json.dumps(told, ensure_ascii=False)


def _pair(told: dict[str, Any]) -> tuple[str, str]:
    parties = (told["source"]["employer"], told["target"]["employer"])
    return tuple(each["key"] if each else "" for each in parties)  # type: ignore[return-value]


@LAW
@given(lands(), questions(), st.sampled_from(["partners", "public"]))
def test_below_the_cell_nobody_reads_a_name_before_both_agreed(
    land: Land, asked: dict[str, Any], visibility: str
) -> None:
    agreed = said_to_agree(land, visibility)
    found = answer(land, visibility, **asked)
    assert NAMES.findall(texts_of_others(found, agreed)) == []
    for bridge in found.bridges:
        assert bridge.source.blurred == bridge.target.blurred
        assert bridge.source.blurred or _pair(bridge.model_dump()) in agreed


@LAW
@given(lands(), questions(), st.sampled_from(sorted(EMPLOYERS)), st.booleans())
def test_who_is_asked_about_is_the_only_one_named(
    land: Land, asked: dict[str, Any], employer: str, leaving: bool
) -> None:
    name = "company" if leaving else "towards"
    found = answer(land, "partners", **asked | {name: employer})
    agreed = said_to_agree(land, "partners")
    told_of: list[Bridge | NearMiss] = [*found.bridges, *found.near_misses]
    for bridge in told_of:
        own, other = bridge.source, bridge.target
        if not leaving:
            own, other = other, own
        assert own.employer is not None
        assert own.employer.key == employer
        if not other.blurred:
            assert _pair(bridge.model_dump()) in agreed
            continue
        told = json.dumps(other.model_dump(mode="json")) + json.dumps(
            [each.model_dump(mode="json") for each in getattr(bridge, "reasons", ())]
        )
        assert NAMES.findall(told) == []


@LAW
@given(lands(), questions(), st.sampled_from(["partners", "public"]))
def test_what_a_reader_may_not_see_is_nowhere(
    land: Land, asked: dict[str, Any], visibility: str
) -> None:
    """Without what is hidden the answer is the same, word for word."""
    allowed = {"partners": {"partners", "public"}, "public": {"public"}}[visibility]
    kept = {
        label: [r for r in found if r.get("visibility", "public") in allowed]
        for label, found in land.nodes.items()
    }
    whole, without = (answer(each, visibility, **asked) for each in (land, Land(kept, land.edges)))
    assert whole.model_dump_json() == without.model_dump_json()
