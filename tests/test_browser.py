"""The browser of the tests hears everything that a page asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.browser import Heard


def test_a_request_to_a_host_is_heard(page: Page, heard: Heard, tmp_path: Path) -> None:
    drawing = tmp_path / "page.html"
    drawing.write_text("<title>é</title><img src='http://127.0.0.1:9/a.png'>", encoding="utf-8")
    page.goto(drawing.as_uri())
    assert heard.beyond_files == ["http://127.0.0.1:9/a.png"]


def test_a_page_alone_is_heard_without_requests(page: Page, heard: Heard, tmp_path: Path) -> None:
    drawing = tmp_path / "page.html"
    drawing.write_text("<img src='data:image/gif;base64,R0lGODlhAQABAAAAACw='>", encoding="utf-8")
    page.goto(drawing.as_uri())
    assert heard.beyond_files == []
    assert heard.requests[0] == drawing.as_uri()


def test_an_error_of_a_script_is_heard(page: Page, heard: Heard) -> None:
    page.set_content("<script>throw new Error('perdu')</script>")
    assert heard.errors == ["perdu"]
