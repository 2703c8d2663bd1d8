"""What every request passes through: the host it names, its language, who sends it, headers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection

from api.http.problems import refusal
from graph.wording import Language, spoken

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from api.http.door import Door

HOSTS = frozenset({"127.0.0.1", "localhost"})
OPEN_PATHS = ("/api/health", "/static/", "/entrer/", "/favicon.ico")
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
LANGUAGE_COOKIE = "maillage-lang"
YEAR = 365 * 24 * 3600
POLICY = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; "
    "img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class Guard:
    """Lets in who may come in, in the language they ask for, and hardens every response."""

    def __init__(self, app: ASGIApp, door: Door, language: Language) -> None:
        self.app = app
        self.door = door
        self.language: Language = language

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes one request on, or refuses it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        connection = HTTPConnection(scope)
        asked = _asked_language(scope)
        chosen = asked or _language(connection.cookies.get(LANGUAGE_COOKIE)) or self.language
        scope["signed_in"] = self._signed_in(connection)
        with spoken(chosen):
            app = self._refused(connection) or self.app
            await app(scope, receive, _hardened(send, asked))

    def _signed_in(self, connection: HTTPConnection) -> bool:
        cookie = connection.cookies.get(self.door.cookie)
        bearer = connection.headers.get("authorization")
        return self.door.knows_cookie(cookie) or self.door.knows_bearer(bearer)

    def _refused(self, connection: HTTPConnection) -> ASGIApp | None:
        path = connection.url.path
        if connection.url.hostname not in HOSTS:
            return refusal(connection, 400, "http.host", hosts=", ".join(sorted(HOSTS)))
        if not connection.scope["signed_in"] and not path.startswith(OPEN_PATHS):
            return refusal(connection, 401, "http.sign_in")
        if _comes_from_elsewhere(connection):
            return refusal(connection, 403, "http.origin")
        return None


def _comes_from_elsewhere(connection: HTTPConnection) -> bool:
    """Whether a page of another site sends a form with this reader's cookie.

    A browser that is told to send no referrer hides the origin too (`null`), but says whether it is
    this one; an older one says the origin only.
    """
    if connection.scope["method"] in SAFE:
        return False
    if site := connection.headers.get("sec-fetch-site"):
        return site not in {"same-origin", "none"}
    own = f"{connection.url.scheme}://{connection.url.netloc}"
    return connection.headers.get("origin", own) != own


def _asked_language(scope: Scope) -> Language | None:
    """Returns the language that `?lang=` asks for, and takes it off the address."""
    pairs = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
    found = [value for name, value in pairs if name == "lang"]
    if not found:
        return None
    left = [(name, value) for name, value in pairs if name != "lang"]
    scope["query_string"] = urlencode(left).encode()
    return _language(found[-1])


def _language(asked: str | None) -> Language | None:
    known: dict[str | None, Literal["fr", "en"]] = {"fr": "fr", "en": "en"}
    return known.get(asked)


def _hardened(send: Send, asked: Language | None) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
            if asked:
                headers.append(
                    "set-cookie",
                    f"{LANGUAGE_COOKIE}={asked}; Path=/; Max-Age={YEAR}; HttpOnly; SameSite=Strict",
                )
        await send(message)

    return sending
