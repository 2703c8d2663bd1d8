"""`/`: what the graph holds, what can be asked, the pictures, the strongest results in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from api.computing import day_of
from api.http.labels import title_of_label
from api.http.service import Service, ServiceOf
from api.pages.frame import Link, linked, page, record_url, say
from api.pages.lists import list_url
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
        bridges=[] if empty else _bridges(service),
        groupings=[] if empty else _groupings(service),
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


def _bridges(service: Service) -> list[Markup]:
    found = _strongest(service, "bridges", top=STRONGEST)
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


def _groupings(service: Service) -> list[Markup]:
    found = _strongest(service, "groupings", most=STRONGEST)
    return [_grouping(each) for each in found.groupings]


def _grouping(one: Any) -> Markup:
    members = {
        f"member_{'abcdefgh'[place]}": Link(each.name, record_url(each.type, each.key))
        for place, each in enumerate(one.members)
    }
    names = Markup(", ").join(
        Markup('<a href="{}">{}</a>').format(link.url, link.text) for link in members.values()
    )
    occupations = ", ".join(each.name for each in one.occupations)
    text = say("today.grouping", count=one.jobs, occupations=occupations, km=round(one.km, 1))
    return Markup("{}{} {}").format(names, say("page.colon"), text)


def _strongest(service: Service, name: str, **most: int) -> Any:
    wanted = analysis(name)
    return service.run(wanted, wanted.parameters.model_validate(most))["result"]
