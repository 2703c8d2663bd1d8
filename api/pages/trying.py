"""`/groupements/{key}/essai`: what if a member left or joined, a season moved, a rule changed?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import cast
from urllib.parse import quote, urlencode

from fastapi import APIRouter
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response

from api.computing import named, read_parameters
from api.http.service import Service, ServiceOf
from api.pages.analysing import given_of
from api.pages.fields import Field, analysis_fields, named_errors
from api.pages.frame import page, say
from api.pages.grouping_parts import charts_of, joined_months, short_months, title_of
from api.pages.groupings import ADDRESS, grouping_of
from api.pages.results import lines_of
from graph.analyses.grouping.parameters import GroupingsParameters
from graph.analyses.grouping.results import EmployerGrouping
from graph.analyses.grouping.trial import Change, Trial, tried
from graph.errors import DataError

router = APIRouter(include_in_schema=False)
WITHOUT, JOINING, SHIFT, RULE = "without", "joining", "shift_", "try_"
RULES = ("tau", "beta", "alpha", "rho", "distance_km", "minutes")
SHIFTS = range(-6, 7)


@router.get(ADDRESS + "/{key}/essai")
def try_change(key: str, request: Request, service: ServiceOf) -> Response:
    """Shows what becomes of a grouping, and the form of what is tried.

    Raises:
        UnknownNameError: it is not, or no longer, in the answer that the address asks for.
        DataError: its members are described and not named to the reader.
    """
    asked = _asked(service, request)
    base = grouping_of(service, asked, key)
    if base.blurred or service.viewer.visibility != "cell":
        raise DataError("grouping.described")
    told = request.query_params
    change, rules = _change(told), asked | _rules(told)
    errors: list[tuple[str, str]] = []
    try:
        trial = _tried(service, base, change, rules)
    except DataError as error:
        errors = [(name and RULE + name, text) for name, text in named_errors(error)]
        trial = _tried(service, base, Change(), asked)
    query = f"?{urlencode(asked)}" if asked else ""
    sheet = f"{ADDRESS}/{quote(key, safe='')}"
    return page(
        request,
        "trial.html",
        say("grouped.trial.title"),
        menu="analyses",
        crumbs=(
            (say("menu.analyses"), "/analyses"),
            (say("menu.groupings"), ADDRESS + query),
            (title_of(base), sheet + query),
        ),
        status=422 if errors else 200,
        base=base,
        after=trial.after,
        told=[*lines_of(trial.reasons), *_months(trial)],
        **charts_of(trial.after),
        errors=errors,
        fields=_fields(service, rules),
        kept=[(name, value) for name, value in asked.items() if name not in RULES],
        change=change,
        shifts=[(months, _shift(months)) for months in SHIFTS],
        others=trial.others,
        action=f"{sheet}/essai",
        back=sheet + query,
    )


def _tried(
    service: Service, base: EmployerGrouping, change: Change, given: Mapping[str, str]
) -> Trial:
    wanted = named("groupings")
    rules = cast("GroupingsParameters", read_parameters(wanted, given))
    return tried(service.snapshot(wanted.types), base, change, service.dated(rules))


def _shift(months: int) -> str:
    """Returns by how much a season moves, in words."""
    if not months:
        return say("grouped.trial.none")
    return say(f"grouped.trial.{'later' if months > 0 else 'earlier'}", count=abs(months))


def _asked(service: Service, request: Request) -> dict[str, str]:
    """Returns what the address asks of the list in which the grouping was found."""
    known = GroupingsParameters.model_fields
    return {n: value for n, value in given_of(service, request).items() if n in known}


def _change(told: QueryParams) -> Change:
    shifts = {
        name.removeprefix(SHIFT): int(value)
        for name, value in told.items()
        if name.startswith(SHIFT) and value.lstrip("-").isdecimal() and int(value)
    }
    joining = tuple(key for key in told.getlist(JOINING) if key)
    return Change(frozenset(told.getlist(WITHOUT)), joining, shifts)


def _rules(told: QueryParams) -> dict[str, str]:
    """Returns the rules that are tried, as programs write them."""
    given = ((name, told.get(RULE + name, "")) for name in RULES)
    return {name: value.replace(",", ".") for name, value in given if value}


def _fields(service: Service, given: Mapping[str, str]) -> list[Field]:
    found = analysis_fields(service, named("groupings"), given, {})
    return [replace(each, name=RULE + each.name) for each in found if each.name in RULES]


def _months(trial: Trial) -> list[str]:
    """Returns in which months hours came to be missing, and in which they no longer are."""
    before, after = (short_months(each, max(1, each.jobs)) for each in (trial.before, trial.after))
    told = []
    if came := after - before:
        told.append(say("grouped.trial.came", count=len(came), months=joined_months(came)))
    if went := before - after:
        told.append(say("grouped.trial.went", count=len(went), months=joined_months(went)))
    return told
