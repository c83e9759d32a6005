"""The catalogue in Chromium: what axe-core finds, and what works with and without JavaScript."""

from __future__ import annotations

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.tests.factories import PASSWORD, UserFactory
from playlists.models import Playlist, PlaylistTrack
from reviews.charts import compute_charts
from reviews.models import Review
from spotify_cache.repository import get_repository
from spotify_cache.sandbox.process import SandboxProcess

PATHS = (
    "/",
    "/search",
    "/search?q=night",
    "/search?q=night&type=track&page=2",
    "/search?q=qqqqxzzzzv",
    "/albums/{albums}",
    "/artists/{artists}",
    "/tracks/{tracks}",
    "/charts?type=artist",
    "/charts?type=track&by=rated",
    "/charts?period=week&page=2",
    "/albums/0000000000000000000000",
)
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture
def catalogue(sandbox: SandboxProcess, transactional_db: None) -> dict[str, Any]:
    ids = sandbox.control("catalog")
    for number in range(4):
        author = UserFactory.create()
        for kind in ("albums", "artists", "tracks"):
            Review.objects.create(
                author=author,
                item_type=kind[:-1],
                spotify_id=ids[kind][0],
                rating=2 + number / 2,
                text="A review. " * 9,
            )
        playlist = Playlist.objects.create(owner=author, title=f"List {number}")
        PlaylistTrack.objects.create(playlist=playlist, spotify_track_id=ids["tracks"][number], position=0)
    compute_charts()
    return ids


def _address(live_server: LiveServer, path: str, ids: dict[str, Any]) -> str:
    return live_server.url + path.format(**{kind: ids[kind][0] for kind in ("albums", "artists", "tracks")})


def _sign_in(page: Page, live_server: LiveServer) -> None:
    person = UserFactory.create()
    page.goto(f"{live_server.url}/login")
    page.fill("[name=username]", person.username)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(re.compile("/dashboard"))


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 390), ("light", 320)])
def test_axe_finds_nothing_on_any_page(
    browser_page: Page, live_server: LiveServer, catalogue: dict[str, Any], scheme: Any, width: int
) -> None:
    browser_page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    browser_page.set_viewport_size({"width": width, "height": 900})
    for path in PATHS:
        browser_page.goto(_address(live_server, path, catalogue))
        found = Axe().run(browser_page, options={"runOnly": WCAG})
        assert not found.violations_count, f"{path} at {width} px, {scheme}: {found.generate_report()}"
        wider = browser_page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wider <= 0, f"{path} is wider than {width} px by {wider}"


def test_axe_finds_nothing_on_pages_of_who_is_signed_in(
    browser_page: Page, live_server: LiveServer, catalogue: dict[str, Any]
) -> None:
    browser_page.emulate_media(reduced_motion="reduce")
    _sign_in(browser_page, live_server)
    for path in ("/", "/albums/{albums}", "/artists/{artists}", "/tracks/{tracks}", "/charts?by=rated"):
        browser_page.goto(_address(live_server, path, catalogue))
        found = Axe().run(browser_page, options={"runOnly": WCAG})
        assert not found.violations_count, f"{path}: {found.generate_report()}"


@pytest.mark.parametrize("scripts", [True, False])
def test_the_theme_switches_and_stays(
    browser: Browser, live_server: LiveServer, catalogue: dict[str, Any], scripts: bool
) -> None:
    context = browser.new_context(java_script_enabled=scripts, color_scheme="light")
    page = context.new_page()
    page.goto(f"{live_server.url}/search?q=night")
    with page.expect_response(re.compile("/theme$")):
        page.get_by_role("button", name="Switch to dark").click()
    expect(page).to_have_url(re.compile(r"/search\?q=night$"))
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.goto(f"{live_server.url}/search")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.locator("body")).to_have_css("background-color", re.compile(r"rgba?\(0, 0, 0, 0\)|rgb\(18, 16, 15\)"))
    context.close()


def test_a_picture_that_does_not_load_gives_way_to_the_placeholder(
    browser_page: Page, live_server: LiveServer, catalogue: dict[str, Any]
) -> None:
    browser_page.route(re.compile(r"/(image|artwork|img)/.*|.*ab67.*"), lambda route: route.abort())
    browser_page.goto(_address(live_server, "/albums/{albums}", catalogue))
    expect(browser_page.locator(".item__side .cover")).to_have_class(re.compile("is-broken"))


def test_a_page_that_was_incomplete_fills_in_by_itself(
    browser_page: Page, live_server: LiveServer, catalogue: dict[str, Any], settings: Any
) -> None:
    settings.SPOTIFY_RATE_LIMIT = 1
    browser_page.goto(_address(live_server, "/artists/{artists}", catalogue))
    settings.SPOTIFY_RATE_LIMIT = 1000
    browser_page.goto(_address(live_server, "/albums/{albums}", catalogue))
    expect(browser_page.locator(".track__time").first).to_be_visible()


def test_a_part_that_the_page_did_not_wait_for_fills_itself_in(
    browser_page: Page, live_server: LiveServer, catalogue: dict[str, Any]
) -> None:
    get_repository().album_with_tracks(catalogue["albums"][0])
    browser_page.goto(_address(live_server, "/albums/{albums}", catalogue))
    more = browser_page.locator("#more")
    expect(more.locator(".card__title").first).to_be_visible()
    expect(more.locator(".skeleton")).to_have_count(0)


def test_axe_finds_nothing_while_parts_are_on_their_way(
    browser_page: Page, live_server: LiveServer, catalogue: dict[str, Any], sandbox: SandboxProcess
) -> None:
    get_repository().album_with_tracks(catalogue["albums"][0])
    get_repository().artist(catalogue["artists"][0])
    sandbox.faults({"endpoint": "*", "fault": "timeout", "seconds": 30})
    for path, label in (
        ("/albums/{albums}", "More is still loading"),
        ("/artists/{artists}", "Releases are still loading"),
        ("/", "New releases are still loading"),
    ):
        browser_page.goto(_address(live_server, path, catalogue), wait_until="commit")
        expect(browser_page.get_by_role("status", name=label)).to_be_visible()
        found = Axe().run(browser_page, options={"runOnly": WCAG})
        assert not found.violations_count, f"{path}: {found.generate_report()}"


def test_without_javascript_the_rest_is_there_and_the_part_comes_when_the_page_is_loaded_again(
    browser: Browser, live_server: LiveServer, catalogue: dict[str, Any]
) -> None:
    get_repository().album_with_tracks(catalogue["albums"][0])
    context = browser.new_context(java_script_enabled=False)
    try:
        page = context.new_page()
        page.goto(_address(live_server, "/albums/{albums}", catalogue))
        expect(page.locator(".track__time").first).to_be_visible()
        expect(page.locator("#more .skeleton")).to_have_count(6)
        album = get_repository().album(catalogue["albums"][0]).value
        assert album is not None
        get_repository().discography(album.artists[0].id)
        page.get_by_role("link", name="Load again").click()
        expect(page.locator("#more .card__title").first).to_be_visible()
    finally:
        context.close()
