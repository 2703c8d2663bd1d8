"""What a steward does on the page of a grouping: record that all its members agreed."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import Response

from api.agreeing import Terms, agree
from api.http.service import ServiceOf
from api.pages.analysing import back_to, given_of
from api.pages.groupings import ADDRESS, grouping_of
from graph.errors import DataError

router = APIRouter(include_in_schema=False)
Text = Annotated[str, Form(max_length=500)]


@router.post(ADDRESS + "/{key}/accord")
def agree_on(key: str, request: Request, service: ServiceOf, conditions: Text = "") -> Response:
    """Records that all members agreed today to be named; leads back to their grouping.

    Raises:
        UnknownNameError: the grouping is not, or no longer, in that answer.
        DataError: its members are described and not named to the reader.
    """
    grouping = grouping_of(service, given_of(service, request), key)
    if grouping.blurred:
        raise DataError("grouping.described")
    terms = Terms(date.today(), conditions=conditions.strip() or None)
    agree(service.workspace, [member.key for member in grouping.members], terms)
    return back_to(ADDRESS, key, request)
