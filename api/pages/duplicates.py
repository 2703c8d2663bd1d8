"""`/doublons`: which records may be one, best first, and what people decided of others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from api.http.duplicates import likely_of
from api.http.labels import day_text, instant_text, title_of_label
from api.http.service import Service, ServiceOf
from api.merging import Kept, Merged, kept_two, merged, proposed
from api.pages.duplicate_links import (
    ADDRESS,
    LARGEST,
    LEAST,
    PAGE,
    Asked,
    AskedOf,
    Two,
    TwoOf,
    compare_url,
    pair_url,
    undo_url,
)
from api.pages.fields import Field
from api.pages.frame import Link, linked, page, record_url, say, spaced
from api.pages.tables import Cell, Column, Table, fixed
from api.removals import own_key
from graph.aliases import aliases_of
from graph.analyses.duplicate.entries import EMPLOYERS
from graph.analyses.duplicates import Candidate, DuplicatesParameters, DuplicatesResult
from graph.declare import NODES
from graph.wording import language

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True)
class Outcome:
    """What was just decided, and the button that takes it back."""

    text: str
    button: str = ""
    url: str = ""


@router.get(ADDRESS)
def show_duplicates(
    request: Request,
    service: ServiceOf,
    chosen: AskedOf,
    pair: TwoOf,
    done: Annotated[int | None, Query(alias="fait", ge=1, le=LARGEST)] = None,
) -> Response:
    """Shows the pairs that may be one; after a decision, what it was."""
    parameters = chosen.parameters
    told, both = _proposed(service, parameters) if parameters else (None, None)
    settled = merged(service.workspace, service.viewer)
    refused = kept_two(service.workspace, service.viewer)
    outcome = _made_one(service, settled, chosen, done) if done else None
    return page(
        request,
        "duplicates.html",
        say("merging.title"),
        menu="analyses",
        crumbs=((say("menu.analyses"), "/analyses"),),
        status=200 if parameters else 422,
        outcome=outcome or _kept_two(service, refused, chosen, pair),
        fields=_fields(chosen),
        table=_table(told, chosen),
        pages=_pages(chosen, told.found if told else 0),
        both=_both(both),
        notes=_notes(told),
        merged=_merged(settled, chosen),
        refused=_refused(refused, chosen),
        file="/api/duplicates",
    )


def _proposed(
    service: Service, parameters: DuplicatesParameters
) -> tuple[DuplicatesResult, DuplicatesResult]:
    """Returns the pairs that could be merged, then those of an establishment and an actor."""
    found = likely_of(service, parameters.threshold)
    first = parameters.model_copy(update={"top": PAGE})
    return (
        proposed(service.workspace, found.of_one_type(), parameters),
        proposed(service.workspace, found.of_two_types(), first),
    )


def _notes(told: DuplicatesResult | None) -> list[str]:
    return [spaced(each.sentence) for each in told.reasons] if told else []


def _fields(chosen: Asked) -> list[Field]:
    types = [(label, title_of_label(label, plural=True)) for label in EMPLOYERS]
    wrong = "" if chosen.parameters else say("merging.least_wrong")
    least = chosen.least or _score(LEAST)
    return [
        Field("type", say("merging.type"), say("merging.type_help"), chosen.type, choices=types),
        Field(
            "seuil",
            say("merging.least"),
            say("merging.least_help"),
            least,
            mode="decimal",
            error=wrong,
        ),
    ]


def _score(score: float) -> str:
    text = f"{score:.2f}"
    return text.replace(".", ",") if language() == "fr" else text


def _columns(*names: str) -> list[Column]:
    return [Column(say(f"merging.column.{name}"), name == "score") for name in names]


def _table(told: DuplicatesResult | None, chosen: Asked) -> Table:
    found = told.found if told else 0
    first = (min(chosen.place, _last(found)) - 1) * PAGE
    shown = told.candidates[first : first + PAGE] if told else ()
    rows = [
        (
            _record(each.a.type, each.a.key, each.a.name, each.a.commune),
            _record(each.b.type, each.b.key, each.b.name, each.b.commune),
            Cell(fixed(each.score, 2)),
            _evidence(each),
            Cell(say("merging.compare"), compare_url(chosen, each.a.type, each.a.key, each.b.key)),
            Cell(
                say("merging.refuse"),
                pair_url(chosen, "refuser", each.a.type, each.a.key, each.b.key),
                button=say("merging.pair", a=each.a.name, b=each.b.name),
            ),
        )
        for each in shown
    ]
    count = say("merging.found", count=found)
    if shown and found > PAGE:
        count = say("merging.range", first=first + 1, last=first + len(shown), count=found)
    columns = _columns("record", "other", "score", "evidence", "compare", "refuse")
    caption = say("merging.proposed")
    return Table(caption, columns, rows, count, say("merging.none"), aside=True)


def _record(label: str, key: str, name: str, commune: str | None) -> Cell:
    return Cell(name, record_url(label, key), after=f", {commune}" if commune else "")


def _evidence(each: Candidate) -> Cell:
    return Cell(parts=[Cell(spaced(why.sentence)) for why in each.evidence])


def _both(told: DuplicatesResult | None) -> Table:
    """Returns the establishments that are actors too: two types of record are never merged."""
    pairs = told.candidates if told else ()
    rows = [
        (_record(a.type, a.key, a.name, a.commune), _record(b.type, b.key, b.name, b.commune))
        for a, b in ((each.a, each.b) for each in pairs)
    ]
    count = say("merging.both_count", count=told.found if told else 0)
    columns = [Column(title_of_label(label).capitalize()) for label in EMPLOYERS]
    return Table(say("merging.both"), columns, rows, count, aside=True)


def _last(count: int) -> int:
    """Returns the number of the last page; what was decided may have left fewer than asked for."""
    return max(1, -(-count // PAGE))


def _pages(chosen: Asked, count: int) -> list[Link]:
    last = _last(count)
    here = min(chosen.place, last)
    around = (("list.previous", here - 1), ("list.next", here + 1))
    return [
        Link(say(code, page=place), chosen.url(place=place))
        for code, place in around
        if 1 <= place <= last
    ]


def _merged(found: Sequence[Merged], chosen: Asked) -> Table:
    rows = [
        (
            Cell(each.name, code=each.merge.alias.key),
            _into(each),
            Cell(title_of_label(each.merge.alias.type)),
            Cell(each.merge.author),
            Cell(instant_text(each.merge.at)),
            Cell(
                say("merging.undo"),
                undo_url(chosen, each.merge.alias.load),
                button=say("merging.pair", a=each.name, b=each.into),
            ),
        )
        for each in found[:PAGE]
    ]
    count = _first(len(found))
    columns = _columns("merged", "into", "type", "author", "at", "undo")
    empty = say("merging.none_merged")
    return Table(say("merging.merged"), columns, rows, count, empty, aside=True)


def _into(each: Merged) -> Cell:
    alias = each.merge.alias
    return Cell(each.into, record_url(alias.type, alias.into), alias.into)


def _refused(found: Sequence[Kept], chosen: Asked) -> Table:
    rows = [
        (
            Cell(each.a, record_url(each.refusal.type, each.refusal.a)),
            Cell(each.b, record_url(each.refusal.type, each.refusal.b)),
            Cell(title_of_label(each.refusal.type)),
            Cell(each.refusal.refused_by),
            Cell(day_text(each.refusal.refused_at)),
            Cell(
                say("merging.reconsider"),
                pair_url(chosen, "reconsiderer", *each.refusal.pair),
                button=say("merging.pair", a=each.a, b=each.b),
            ),
        )
        for each in found[:PAGE]
    ]
    count = _first(len(found))
    columns = _columns("record", "other", "type", "author", "at", "reconsider")
    empty = say("merging.none_refused")
    return Table(say("merging.refused"), columns, rows, count, empty, aside=True)


def _first(count: int) -> str:
    return say("merging.first", shown=PAGE, count=count) if count > PAGE else ""


def _made_one(
    service: Service, settled: Sequence[Merged], chosen: Asked, number: int
) -> Outcome | None:
    """Returns what became of a merge, as it stands now; None where the number is of none."""
    for each in settled:
        if each.merge.alias.load == number:
            into = Link(each.into, record_url(each.merge.alias.type, each.merge.alias.into))
            text = linked("merging.done", {"into": into}, name=each.name, number=str(number))
            return Outcome(text, say("merging.undo"), undo_url(chosen, number))
    if aliases_of(service.workspace.ledger, number):
        return Outcome(say("merging.undone", number=str(number)))
    return None


def _kept_two(
    service: Service, refused: Sequence[Kept], chosen: Asked, pair: Two
) -> Outcome | None:
    """Returns whether a pair is refused, as it stands now; None where it is no pair."""
    label, *keys = pair
    if label not in NODES or not all(keys):
        return None
    a, b = sorted(own_key(service.workspace, NODES[label], key) for key in keys)
    for each in refused:
        if each.refusal.pair == (label, a, b):
            text = say("merging.kept_two", a=each.a, b=each.b)
            url = pair_url(chosen, "reconsiderer", label, a, b)
            return Outcome(text, say("merging.reconsider"), url)
    return Outcome(say("merging.open_again"))
