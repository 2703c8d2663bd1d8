"""The frame around every page: menus, crumbs, language, footer; and the pages of errors."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from markupsafe import Markup, escape
from starlette.responses import HTMLResponse, Response

from graph.records import revision
from graph.wording import day, language, number, sentence

if TYPE_CHECKING:
    from jinja2 import Environment
    from starlette.requests import HTTPConnection

HERE = Path(__file__).parent.parent
MENUS = (
    ("today", "/"),
    ("companies", "/entreprises"),
    ("actors", "/partenaires"),
    ("projects", "/projets"),
    ("analyses", "/analyses"),
)
NARROW, BROAD = "\u202f", "\u00a0"
MARKED = re.compile("\ue000([a-z_]+)\ue001")
Crumbs = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Link:
    """Words that lead somewhere, or nowhere."""

    text: str
    url: str | None


def say(code: str, **values: object) -> str:
    """Returns a sentence with the spaces that French puts beside its signs."""
    return spaced(sentence(code, **values))


def spaced(text: str) -> str:
    """Returns a text whose signs keep the word before them on their line."""
    if language() != "fr":
        return text
    text = re.sub(" ([;!?])", rf"{NARROW}\1", text)
    text = re.sub(" ([:%»])", rf"{BROAD}\1", text)
    return text.replace("« ", f"«{BROAD}")


def linked(code: str, links: Mapping[str, Link], **values: object) -> Markup:
    """Returns a sentence, escaped, in which some values are links, or words where none leads."""
    marks = {name: f"\ue000{name}\ue001" for name in links}
    text = str(escape(say(code, **marks, **values)))

    def anchor(found: re.Match[str]) -> str:
        link = links.get(found[1])
        if link is None or link.url is None:
            return str(escape(link.text)) if link else ""
        return str(Markup('<a href="{}">{}</a>').format(link.url, link.text))

    return Markup(MARKED.sub(anchor, text))


def linked_names(
    code: str, links: Sequence[Link], joined: Callable[[Sequence[str]], str]
) -> Markup:
    """Returns a sentence, escaped, whose `names` are links, joined as names are."""
    marks = ["link_" + "i" * place for place in range(len(links))]
    names = joined([f"\ue000{mark}\ue001" for mark in marks])
    return linked(code, dict(zip(marks, links, strict=True)), names=names)


def record_url(label: str, key: str) -> str:
    """Returns the address of a record's page."""
    return f"/fiches/{label}/{quote(key, safe='')}"


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {
        "say": say,
        "figure": number,
        "linked": linked,
        "link": Link,
        "record_url": record_url,
        "menus": MENUS,
    }
    return made


def page(
    request: HTTPConnection,
    template: str,
    title: str,
    *,
    menu: str = "",
    crumbs: Crumbs = (),
    status: int = 200,
    **values: Any,
) -> Response:
    """Returns a page in the reader's language; `crumbs` lead from the first page to this one."""
    service = request.app.state.service
    identity, counter = revision(service.workspace.store)
    common = {
        "title": title,
        "menu": menu,
        "crumbs": crumbs,
        "revision": counter,
        "graph": identity,
        "level": sentence(f"visibility.{service.viewer.visibility}"),
        "demonstration": service.workspace.settings.demonstration,
        **_of_request(request),
    }
    text = _environment().get_template(template).render(common | values)
    return HTMLResponse(text, status)


def _of_request(request: HTTPConnection) -> dict[str, Any]:
    other = "en" if language() == "fr" else "fr"
    query = request.scope["query_string"].decode("latin-1")
    address = request.url.path + (f"?{query}" if query else "")
    return {
        "lang": language(),
        "other": other,
        "other_url": f"{quote(request.url.path)}?{query + '&' if query else ''}lang={other}",
        "address": f"{request.url.scheme}://{request.url.netloc}{address}",
        "today": day(date.today()),
    }


def bare_page(request: HTTPConnection, template: str, title: str, status: int = 200) -> Response:
    """Returns a page without menus, for who is not signed in yet."""
    text = _environment().get_template(template).render({"title": title, **_of_request(request)})
    return HTMLResponse(text, status)


def problem_page(request: HTTPConnection, document: Mapping[str, Any]) -> Response:
    """Returns the page of an error: what happened, and what to try."""
    issues = [issue["detail"] for issue in document["issues"]]
    values = {
        "title": document["title"],
        "problem": {**document, "issues": issues},
        "signed_in": bool(request.scope.get("signed_in")),
        **_of_request(request),
    }
    text = _environment().get_template("problem.html").render(values)
    return HTMLResponse(text, int(document["status"]))
