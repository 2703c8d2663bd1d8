"""`/entrer/{token}`: the link that works once, and what it leaves in the browser."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.http.door import Door
from api.http.problems import refusal
from api.pages.frame import bare_page, say

router = APIRouter(include_in_schema=False)


@router.get("/entrer/{token}")
def enter(token: str, request: Request) -> Response:
    """Signs the operator in, once.

    It answers with a page that moves on by itself, not with a redirection: a browser that came
    from another site would not send a strict cookie after a redirection.
    """
    door: Door = request.app.state.door
    if request.scope.get("signed_in"):
        return RedirectResponse("/", 303)
    if not door.enter(token):
        return refusal(request, 401, "http.link_used")
    response = bare_page(request, "entry.html", say("entry.title"))
    response.set_cookie(door.cookie, door.session, path="/", httponly=True, samesite="strict")
    return response
