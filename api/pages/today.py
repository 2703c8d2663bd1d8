"""`/`: what the graph holds, what can be asked, the pictures, the strongest results in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from fastapi import APIRouter
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from api.computing import day_of
from api.http.labels import title_of_label
from api.http.service import Service, ServiceOf
from api.jobs.job import StillComputing
from api.pages.analysing import answered
from api.pages.frame import Link, linked, page, record_url, say, spaced
from api.pages.lists import list_url
from graph.analyses.bridging.results import BridgesResult
from graph.analyses.grouping.results import EmployerGrouping, GroupingsResult
from graph.analyses.registry import analysis
from graph.records import counts
from graph.wording import day, number

router = APIRouter(include_in_schema=False)
STRONGEST = 5
SENTENCES = (
    ("network", ("Company", "Actor", "Territory")),
    ("needs", ("Need", "Surplus", "Pool")),
    ("trainings", ("Training", "Session", "Occupation", "Skill")),
    ("projects", ("Project", "Action", "Method")),
    ("desk", ("Request", "Referral", "Visit", "Signal")),
)
PICTURES = ("reseau", "passerelles", "groupements")


@router.get("/")
def today(request: Request, service: ServiceOf) -> Response:
    """Shows the first page."""
    found = counts(service.workspace.store, service.viewer)
    empty = not any(found.values())
    return page(
        request,
        "today.html",
        say("today.title", day=day(day_of(service.workspace))),
        menu="today",
        empty=empty,
        sentences=[_sentence(code, labels, found) for code, labels in SENTENCES],
        weekly=service.questions.weekly,
        pictures=PICTURES,
        bridges=[] if empty else _strongest(service, "bridges", _bridges, top=STRONGEST),
        groupings=[] if empty else _strongest(service, "groupings", _groupings, most=STRONGEST),
    )


def _sentence(
    code: str, labels: Sequence[str], found: dict[str, int]
) -> tuple[str, Sequence[Link]]:
    """Returns the heading of a line of counts, and a link for each figure with its noun."""
    links = [Link(_counted(label, found[label]), list_url(label)) for label in labels]
    return say(f"today.of.{code}"), links


def _counted(label: str, count: int) -> str:
    noun = title_of_label(label, plural=count > 1)
    return f"{number(count)}\u00a0{noun}" if count else say("today.none", noun=noun)


def _bridges(found: BridgesResult) -> list[Markup]:
    return [
        linked(
            "today.bridge",
            {
                "source": Link(each.source.name, _url(each.source)),
                "target": Link(each.target.name, _url(each.target)),
            },
            count=each.people,
            leaving=each.from_occupation.name,
            coming=each.to_occupation.name,
            km=round(each.km, 1),
        )
        for each in found.bridges
        if each.people and not each.vetoed
    ]


def _url(party: Any) -> str | None:
    return record_url(party.type, party.employer.key) if party.employer else None


def _groupings(found: GroupingsResult) -> list[Markup]:
    return [_grouping(each) for each in found.list]


def _grouping(one: EmployerGrouping) -> Markup:
    members = ", ".join(spaced(each.title) for each in one.members)
    names = Markup('<a href="/groupements/{}?most={}">{}</a>').format(one.key, STRONGEST, members)
    occupations = ", ".join(each.name for each in one.occupations)
    text = say("today.grouping", count=one.jobs, occupations=occupations, km=round(one.km, 1))
    return Markup("{}{} {}").format(names, say("page.colon"), text)


def _strongest(
    service: Service, name: str, told: Callable[[Any], list[Markup]], **most: int
) -> list[Markup]:
    """Returns the lines of the first results of an analysis, or that they are on their way."""
    try:
        answer = answered(service, analysis(name), {n: str(value) for n, value in most.items()})
    except StillComputing as still:
        link = Link(say("jobs.on_its_way"), f"/calculs/{still.job}")
        return [linked("jobs.waits", {"job": link})]
    return told(answer.document["result"]) if answer.document else []
