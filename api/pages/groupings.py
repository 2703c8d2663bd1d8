"""`/groupements`: who could share jobs; `/groupements/{key}`: one grouping, to print."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.http.service import Service, ServiceOf
from api.pages.analysing import given_of
from api.pages.filtered import Filtered
from api.pages.frame import page, say
from api.pages.grouping_parts import (
    answer_of,
    basis_of,
    charts_of,
    families_table,
    leavers_table,
    left_out_table,
    list_table,
    members_table,
    months_table,
    plan_table,
    title_of,
    to_settle,
    ways_of,
)
from api.pages.results import lines_of
from graph.analyses.grouping.results import EmployerGrouping, GroupingsResult
from graph.errors import unknown

router = APIRouter(include_in_schema=False)
ADDRESS = "/groupements"
QUESTIONS = ("hours", "days", "tasks", "travel", "pay", "host", "existing", "next")


@router.get(ADDRESS)
def show_groupings(request: Request, service: ServiceOf) -> Response:
    """Shows the groupings of a territory and family, the most jobs per member first."""
    given = given_of(service, request) | {"plan": "true"}
    return LIST.page(request, service, plan_url=f"{ADDRESS}?{urlencode(given)}")


def _told(result: GroupingsResult, query: str) -> dict[str, Any]:
    """Returns what the page says of a result."""
    return {
        "answer": [f"{line}." for line in lines_of(result.reasons[:1])],
        "plan": result.plan,
        "planned": lines_of(result.plan.reasons) if result.plan else [],
        "plan_table": plan_table(result.plan, ADDRESS, query) if result.plan else None,
        "table": list_table(result, ADDRESS, query),
        "families": families_table(result),
        "left_out": left_out_table(result),
        "reasons": lines_of(result.reasons[1:]),
    }


@router.get(ADDRESS + "/{key}")
def show_grouping(key: str, request: Request, service: ServiceOf) -> Response:
    """Shows one grouping with all that it can be checked by."""
    given = given_of(service, request)
    grouping = grouping_of(service, given, key)
    query = f"?{urlencode(given)}" if given else ""
    return page(
        request,
        "grouping.html",
        title_of(grouping),
        menu="analyses",
        crumbs=(
            (say("menu.analyses"), "/analyses"),
            (say("menu.groupings"), ADDRESS + query),
        ),
        grouping=grouping,
        answer=answer_of(grouping),
        **charts_of(grouping),
        months=months_table(grouping),
        members=members_table(grouping),
        ways=ways_of(grouping),
        leavers=leavers_table(grouping),
        settle=to_settle(grouping),
        questions=[say(f"grouped.question.{name}") for name in QUESTIONS],
        basis=basis_of(service, grouping, given),
        all_url=ADDRESS + query,
        agree=f"{ADDRESS}/{grouping.key}/accord{query}",
        try_url=f"{ADDRESS}/{grouping.key}/essai{query}",
        cell=service.viewer.visibility == "cell",
    )


def grouping_of(service: Service, given: Mapping[str, str], key: str) -> EmployerGrouping:
    """Returns the grouping of a key, of the answer that the address asks for.

    Raises:
        UnknownNameError: it is not, or no longer, in that answer.
        StillComputing: the answer takes longer than a page waits.
    """
    found: EmployerGrouping | None = LIST.one(service, given, key)
    if found is None:
        raise unknown("grouping.unknown", key, ())
    return found


LIST = Filtered(
    "groupings",
    ADDRESS,
    "groupings.html",
    "menu.groupings",
    ("basin", "family", "distance_km", "largest", "plan"),
    _told,
)
