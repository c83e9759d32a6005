"""The feed in Chromium: what axe-core finds, how wide it is, and going on in place by keyboard."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as django_settings
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from accounts.tests.cast import ClientOf
from accounts.tests.factories import FollowFactory, UserFactory
from playlists.tests.factories import PlaylistFactory
from reviews.tests.factories import DiaryEntryFactory, ReviewFactory
from spotify_cache.sandbox.process import SandboxProcess

pytestmark = pytest.mark.django_db(transaction=True)

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture
def reader(sandbox: SandboxProcess) -> User:
    """Somebody who follows two people, who wrote more than a page."""
    ids, now = sandbox.control("catalog"), timezone.now()
    person = UserFactory.create(username="reader")
    for name in ("olga", "otto"):
        author = UserFactory.create(username=name)
        FollowFactory.create(follower=person, followed=author)
        for place in range(11):
            moment = now - datetime.timedelta(hours=5 * place)
            review = ReviewFactory.create(
                author=author, spotify_id=ids["albums"][place], rating=3.5 if place % 4 else None, created_at=moment
            )
            if place % 3 == 0:
                DiaryEntryFactory.create(author=author, spotify_id=review.spotify_id, created_at=moment)
            if place % 3 == 1:
                DiaryEntryFactory.create(
                    author=author,
                    item_type="track",
                    spotify_id=ids["tracks"][place],
                    visibility="followers",
                    created_at=moment - datetime.timedelta(hours=1),
                )
        for place in range(3):
            PlaylistFactory.create(
                owner=author,
                track_ids=ids["tracks"][place * 4 : place * 4 + 4],
                description="For the evening.",
                created_at=now - datetime.timedelta(hours=7 * place + 2),
            )
    UserFactory.create_batch(3)
    return person


@pytest.fixture
def page(browser_page: Page, live_server: LiveServer, settings: Any, reader: User, client_of: ClientOf) -> Page:
    """The reader's browser."""
    settings.BASE_URL = live_server.url.replace("localhost", "127.0.0.1")
    name = django_settings.SESSION_COOKIE_NAME
    value = client_of(reader).cookies[name].value
    browser_page.context.add_cookies([{"name": name, "value": value, "url": settings.BASE_URL}])
    return browser_page


def _assert_sound(page: Page, address: str) -> None:
    page.goto(address)
    found = Axe().run(page, options={"runOnly": WCAG})
    assert not found.violations_count, found.generate_report()
    wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wider <= 0, f"{address} is wider than the window by {wider} px"


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 390)])
def test_axe_finds_nothing(page: Page, settings: Any, reader: User, scheme: Any, width: int) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": 900})
    for path in ("/feed", "/feed?before=9000000000000000-1-1", "/feed?before=1-1-1", "/"):
        _assert_sound(page, settings.BASE_URL + path)
    reader.following.all().delete()
    _assert_sound(page, f"{settings.BASE_URL}/feed")


def test_older_entries_come_in_place_by_keyboard(page: Page, settings: Any) -> None:
    page.goto(f"{settings.BASE_URL}/feed")
    entries = page.locator(".feed__entries article")
    expect(entries).to_have_count(20)
    page.get_by_role("link", name="Older").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#live")).to_have_text("16 older entries are shown.")
    expect(entries).to_have_count(36)
    expect(page).to_have_url(f"{settings.BASE_URL}/feed")
    expect(page.get_by_role("link", name="Older")).to_have_count(0)
