"""The browser that the browser tests use."""

from __future__ import annotations

from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer


def test_browser_reaches_the_live_server(browser_page: Page, live_server: LiveServer) -> None:
    answer = browser_page.goto(f"{live_server.url}/no-such-page")
    assert answer is not None
    assert answer.status == 404
