"""What a steward does on the page of a bridge: record that both sides agreed, or refuse it."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import Response

from api.agreeing import Terms, agree, lift_if_said, veto
from api.http.service import Service, ServiceOf
from api.pages.analysing import back_to, given_of
from api.pages.bridges import ADDRESS, bridge_of
from graph.errors import DataError

router = APIRouter(include_in_schema=False)
Text = Annotated[str, Form(max_length=500)]


@router.post(ADDRESS + "/{key}/accord")
def agree_on(key: str, request: Request, service: ServiceOf, conditions: Text = "") -> Response:
    """Records that both sides agreed today to be named; leads back to their bridge.

    Raises:
        UnknownNameError: the bridge is not, or no longer, in that answer.
        DataError: a side is described and not named to the reader.
    """
    terms = Terms(date.today(), conditions=conditions.strip() or None)
    agree(service.workspace, _employers(service, request, key), terms)
    return back_to(ADDRESS, key, request)


@router.post(ADDRESS + "/{key}/ecarter")
def refuse(key: str, request: Request, service: ServiceOf, reason: Text = "") -> Response:
    """Refuses the bridges from one side to the other, with why; leads back to the bridge.

    Raises:
        UnknownNameError: the bridge is not, or no longer, in that answer.
        DataError: no reason is given, or a side is described and not named to the reader.
    """
    if not reason.strip():
        raise DataError("bridging.say_why")
    source, target = _employers(service, request, key)
    author = service.workspace.settings.viewer().name
    veto(service.workspace, source, target, reason.strip(), author)
    return back_to(ADDRESS, key, request)


@router.post(ADDRESS + "/{key}/lever")
def take_back(key: str, request: Request, service: ServiceOf) -> Response:
    """Takes back every refusal that acts on a bridge, of its sides or its move; leads back to it.

    Raises:
        UnknownNameError: the bridge is not, or no longer, in that answer.
        DataError: a side is described and not named to the reader.
    """
    bridge = bridge_of(service, given_of(service, request), key)
    source, target = _employers(service, request, key)
    move = bridge.from_occupation.key, bridge.to_occupation.key
    for ends in ((source, target), (target, source), move):
        lift_if_said(service.workspace, *ends)
    return back_to(ADDRESS, key, request)


def _employers(service: Service, request: Request, key: str) -> tuple[str, str]:
    bridge = bridge_of(service, given_of(service, request), key)
    source, target = bridge.source.employer, bridge.target.employer
    if source is None or target is None:
        raise DataError("bridging.described")
    return source.key, target.key
