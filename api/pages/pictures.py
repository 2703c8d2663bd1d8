"""`/images/{name}`: the pictures, as the offline pages that `draw` writes.

Such a page carries its script and its style, so it has a policy of its own, which allows these
very texts by their hashes and no other.
"""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256

from fastapi import APIRouter
from starlette.responses import HTMLResponse, Response

from api.computing import day_of
from api.crediting import credits_of_snapshot
from api.http.service import Service, ServiceOf
from graph.wording import language

router = APIRouter(include_in_schema=False)
SCRIPT = re.compile(r"<script(?![^>]*application/json)[^>]*>(.*?)</script>", re.DOTALL)
STYLE = re.compile(r"<style[^>]*>(.*?)</style>", re.DOTALL)


@router.get("/images/{name}")
def picture(name: str, service: ServiceOf) -> Response:
    """Shows a picture as a partner may see it, unless the service was started with another level.

    Raises:
        UnknownNameError: no picture is called that.
    """
    text = drawn(service, name)
    return HTMLResponse(text, headers={"Content-Security-Policy": policy_of(text)})


def drawn(service: Service, name: str) -> str:
    """Returns the page of a picture, drawn again only when the graph has changed."""
    from viz.drawings import View, drawing
    from viz.page import offline_page

    wanted = drawing(name)
    workspace = service.workspace
    viewer = workspace.settings.viewer("partners")

    def make() -> str:
        snapshot = service.snapshot(wanted.types, viewer)
        credits = credits_of_snapshot(workspace.ledger, snapshot)
        view = View(snapshot, day_of(workspace), workspace.settings.demonstration, credits)
        return offline_page(wanted.scene(view))

    return service.keep(("picture", wanted.name, language()), viewer, make)


def policy_of(text: str) -> str:
    """Returns the policy that lets exactly the scripts and styles of a page run."""
    scripts, styles = (
        " ".join(map(_hash, kind.findall(text))) or "'none'" for kind in (SCRIPT, STYLE)
    )
    return (
        f"default-src 'none'; script-src {scripts}; style-src {styles}; "
        "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


def _hash(text: str) -> str:
    """A browser hashes the text after it has read every line end as a line feed."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return f"'sha256-{b64encode(sha256(plain.encode()).digest()).decode()}'"
