"""The admin in Chromium: what axe-core finds, how wide its pages are, and that the policy refuses nothing."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from accounts.tests.factories import PASSWORD
from reviews.tests.factories import ReviewFactory
from spotify_cache import metrics
from spotify_cache.repository import get_repository
from spotify_cache.sandbox.process import SandboxProcess

pytestmark = pytest.mark.django_db(transaction=True)

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
CACHE = "/admin/spotify_cache/cache/"


@pytest.fixture
def page(browser_page: Page, live_server: LiveServer, settings: Any, moderator: User) -> Page:
    """The moderator's browser."""
    settings.BASE_URL = live_server.url.replace("localhost", "127.0.0.1")
    browser_page.goto(f"{settings.BASE_URL}/login?next={CACHE}")
    browser_page.fill("[name=username]", moderator.username)
    browser_page.fill("[name=password]", PASSWORD)
    browser_page.press("[name=password]", "Enter")
    browser_page.wait_for_url(f"**{CACHE}")
    return browser_page


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 390)])
def test_axe_finds_nothing_on_the_pages_of_the_cache(
    page: Page, settings: Any, sandbox: SandboxProcess, scheme: Any, width: int
) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": 900})
    catalog, repository = sandbox.control("catalog"), get_repository()
    repository.albums(catalog["albums"][:9])
    repository.artist_page(catalog["artists"][0])
    repository.search("moon")
    metrics.flush(repository.store, force=True)
    repository.quota.begin_drill(600)
    for path in ("", "?span=fortnight", "entry/?thing=search&name=moon", "searches/?pattern=*"):
        page.goto(settings.BASE_URL + CACHE + path)
        for numbers in page.locator("summary").all():
            numbers.click()
        found = Axe().run(page, options={"runOnly": WCAG})
        assert not found.violations_count, f"{path}: {found.generate_report()}"
        wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wider <= 0, f"{path} is wider than the window by {wider} px"


def test_an_entry_is_found_and_dropped_by_hand(page: Page, settings: Any, sandbox: SandboxProcess) -> None:
    get_repository().search("moon")
    page.goto(settings.BASE_URL + CACHE)
    page.get_by_label("What", exact=True).select_option("search")
    page.get_by_label("Spotify ID or words of the search").fill("moon")
    page.get_by_role("button", name="Look").click()
    page.get_by_role("button", name="Drop").click()
    expect(page.get_by_text("Dropped. Whoever reads it next has it fetched.")).to_be_visible()
    expect(page.get_by_text("not cached")).to_be_visible()


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 390)])
def test_axe_finds_nothing_on_pages_of_rows_and_they_are_wide_enough(
    page: Page, settings: Any, moderator: User, scheme: Any, width: int
) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    review, *_ = ReviewFactory.create_batch(3, text="So much to say about so little. " * 9)
    page.set_viewport_size({"width": width, "height": 900})
    one = f"/admin/reviews/review/{review.pk}"
    for path in (
        *("/admin/", "/admin/reviews/review/?stars=4.0&created_at_day=2026-11", "/admin/accounts/user/"),
        *(f"{one}/change/", f"{one}/history/", f"{one}/delete/", f"/admin/accounts/user/{moderator.pk}/delete/"),
    ):
        page.goto(settings.BASE_URL + path)
        found = Axe().run(page, options={"runOnly": WCAG, "preload": False})  # it would put styles into the page
        assert not found.violations_count, f"{path}: {found.generate_report()}"
        wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wider <= 0, f"{path} is wider than the window by {wider} px"
