"""Chromium for the tests, and what a page asked of the network."""

from __future__ import annotations

import re
import shutil
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


PAGE_OF_PDF = re.compile(rb"/Type\s*/Page\b")
WIDTHS = (1440, 1024, 390)


def sheets(page: Page) -> int:
    """Returns how many sheets of A4 a page prints on."""
    return len(PAGE_OF_PDF.findall(page.pdf(format="A4")))


def slides(page: Page) -> list[int]:
    """Returns the widths of a wide screen, a projector and a phone at which a page slides."""
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append(width)
    return found


@contextmanager
def chromium() -> Iterator[Browser]:
    """Gives the system's Chromium until the block ends."""
    with sync_playwright() as playwright:
        program = shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Heard:
    """What a page did while it was open, in order: addresses it asked for, errors it met."""

    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def beyond_files(self) -> list[str]:
        """Requests that a page without a network may not make."""
        inside = ("file:", "data:", "blob:", "about:")
        return [url for url in self.requests if not url.startswith(inside)]

    def listen(self, page: Page) -> None:
        """Records from here on; a refused request and a policy's veto count as errors."""
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", self._read)

    def _read(self, said: ConsoleMessage) -> None:
        if said.type == "error":
            self.errors.append(said.text)
