"""Searching in Chromium: while typing, by the keyboard, in tabs, and without JavaScript."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Error, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from accounts.tests.factories import PASSWORD, UserFactory
from playlists.tests.factories import PlaylistFactory
from spotify_cache.sandbox.process import SandboxProcess

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture
def catalogue(sandbox: SandboxProcess, transactional_db: None) -> dict[str, Any]:
    person = UserFactory.create(username="night_owl", display_name="Night Owl")
    PlaylistFactory.create(owner=person, title="Night songs")
    return sandbox.control("catalog")


def _sign_in(page: Page, live_server: LiveServer, person: User) -> None:
    page.goto(f"{live_server.url}/login")
    page.fill("[name=username]", person.username)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(re.compile("/dashboard"))


def _axe_finds_nothing(page: Page) -> None:
    found = Axe().run(page, options={"runOnly": WCAG})
    assert not found.violations_count, found.generate_report()


def test_results_come_while_typing_and_the_address_follows(
    browser_page: Page, live_server: LiveServer, catalogue: dict[str, Any]
) -> None:
    browser_page.goto(f"{live_server.url}/search")
    box = browser_page.locator("main [name=q]")
    box.press_sequentially("night", delay=20)
    expect(browser_page.get_by_role("heading", name="Albums")).to_be_visible()
    expect(browser_page).to_have_url(re.compile(r"/search\?q=night$"))
    expect(box).to_be_focused()


def test_an_older_answer_never_overwrites_a_newer_one(
    browser_page: Page, live_server: LiveServer, catalogue: dict[str, Any], sandbox: SandboxProcess
) -> None:
    sandbox.faults({"endpoint": "search", "fault": "timeout", "seconds": 1.5, "times": 1})
    browser_page.goto(f"{live_server.url}/search")
    box = browser_page.locator("main [name=q]")
    box.fill("winter")
    with browser_page.expect_request(re.compile("q=winter")):
        pass
    box.fill("night")
    expect(browser_page.locator("#results")).to_contain_text("for night")
    browser_page.wait_for_load_state("networkidle")
    expect(browser_page.locator("#results")).to_contain_text("for night")


def test_an_older_answer_never_overwrites_a_newer_one_in_the_masthead(
    browser_page: Page, live_server: LiveServer, catalogue: dict[str, Any]
) -> None:
    """The older search is held up on its way for as long as it lives: the newer one gives it up."""
    browser_page.goto(f"{live_server.url}/no-such-page")
    held: list[Route] = []
    browser_page.route(re.compile("q=autumn"), lambda route: held.append(route))
    box, quick = browser_page.locator("header [name=q]"), browser_page.locator("#quick-results")
    with browser_page.expect_request(re.compile("q=autumn")):
        box.press_sequentially("autumn", delay=10)
    with browser_page.expect_event("requestfailed", lambda request: "q=autumn" in request.url):
        box.fill("night")
    newer = quick.get_by_role("option", name="Night Owl @night_owl")
    expect(newer).to_be_visible()
    assert len(held) == 1
    with suppress(Error):  # Chromium knows of none any more
        held[0].continue_()
    changes = browser_page.evaluate(
        """() => new Promise((resolve) => {
             let changes = 0;
             new MutationObserver(() => changes++).observe(document.getElementById("quick-results"), {childList: true});
             setTimeout(() => resolve(changes), 1000);
           })"""
    )
    expect(newer).to_be_visible()
    assert changes == 0


def test_the_quick_results_are_a_combobox_for_the_keyboard(
    browser_page: Page, live_server: LiveServer, catalogue: dict[str, Any]
) -> None:
    browser_page.goto(f"{live_server.url}/tracks/{catalogue['tracks'][0]}")
    browser_page.keyboard.press("/")
    browser_page.keyboard.type("night", delay=20)
    box = browser_page.get_by_role("combobox", name="Albums, artists, tracks, people, playlists")
    options = browser_page.get_by_role("option")
    expect(options.first).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(browser_page.locator("#quick-said")).to_contain_text("suggestions")
    _axe_finds_nothing(browser_page)
    browser_page.keyboard.press("ArrowDown")
    browser_page.keyboard.press("ArrowDown")
    browser_page.keyboard.press("ArrowUp")
    expect(box).to_be_focused()
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", "quick-option-0")
    _axe_finds_nothing(browser_page)
    browser_page.keyboard.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    browser_page.keyboard.press("Escape")
    expect(browser_page.locator("#quick-results")).to_be_hidden()
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("night")
    browser_page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    href = options.first.get_attribute("href")
    browser_page.keyboard.press("Enter")
    browser_page.wait_for_url(re.compile(f"{href}$"))


def test_enter_without_a_choice_goes_to_the_search_page_and_tab_leaves_the_box(
    browser_page: Page, live_server: LiveServer, catalogue: dict[str, Any]
) -> None:
    browser_page.goto(f"{live_server.url}/no-such-page")
    box = browser_page.locator("header [name=q]")
    box.press_sequentially("night")
    expect(browser_page.get_by_role("option").first).to_be_visible()
    browser_page.keyboard.press("Tab")
    expect(browser_page.locator("#quick-results")).to_be_hidden()
    box.press("Enter")
    expect(browser_page).to_have_url(re.compile(r"/search\?q=night$"))


def test_a_pasted_link_in_the_masthead_goes_straight_to_its_page(
    browser_page: Page, live_server: LiveServer, catalogue: dict[str, Any]
) -> None:
    album = catalogue["albums"][0]
    browser_page.goto(f"{live_server.url}/no-such-page")
    browser_page.locator("header [name=q]").fill(f"https://open.spotify.com/intl-de/album/{album}?si=abc ")
    browser_page.wait_for_url(re.compile(f"/albums/{album}$"))


def test_tabs_swap_in_place_and_the_address_the_title_and_back_follow(
    browser_page: Page, live_server: LiveServer, catalogue: dict[str, Any]
) -> None:
    browser_page.goto(f"{live_server.url}/search?q=night")
    browser_page.evaluate("window.stays = true")
    browser_page.get_by_role("link", name=re.compile("^People")).focus()
    browser_page.keyboard.press("Enter")
    expect(browser_page).to_have_url(re.compile(r"/search\?q=night&type=person$"))
    expect(browser_page.get_by_role("heading", name="Night Owl")).to_be_visible()
    expect(browser_page).to_have_title(re.compile("People"))
    expect(browser_page.locator("#tab-person")).to_be_focused()
    expect(browser_page.locator("#tab-person")).to_have_attribute("aria-current", "page")
    # What is typed now is looked for in this tab.
    browser_page.locator("main [name=q]").fill("night o")
    expect(browser_page).to_have_url(re.compile(r"q=night\+?(%20)?o&type=person$"))
    assert browser_page.evaluate("window.stays") is True
    browser_page.go_back()
    expect(browser_page).to_have_url(re.compile(r"/search\?q=night$"))
    expect(browser_page.get_by_role("heading", name="Albums")).to_be_visible()


def test_what_one_searched_for_is_listed_in_the_empty_box_and_can_be_cleared(
    browser_page: Page, live_server: LiveServer, catalogue: dict[str, Any]
) -> None:
    _sign_in(browser_page, live_server, UserFactory.create())
    box = browser_page.locator("header [name=q]")
    box.press_sequentially("night")
    with browser_page.expect_response(re.compile("/search/recent$")):
        browser_page.get_by_role("option", name="Night Owl @night_owl").click()
    browser_page.wait_for_url(re.compile("/u/night_owl"))
    box.focus()
    again = browser_page.get_by_role("option", name="night")
    expect(again).to_be_visible()
    _axe_finds_nothing(browser_page)
    browser_page.get_by_role("button", name="Clear").click()
    expect(browser_page.locator("#quick-results")).to_be_hidden()
    browser_page.goto(f"{live_server.url}/search")
    expect(browser_page.get_by_role("heading", name="You searched for")).to_have_count(0)


@pytest.mark.parametrize("width", [1440, 390])
def test_axe_finds_nothing_in_any_tab(
    browser_page: Page, live_server: LiveServer, catalogue: dict[str, Any], width: int
) -> None:
    browser_page.emulate_media(reduced_motion="reduce")
    browser_page.set_viewport_size({"width": width, "height": 900})
    _sign_in(browser_page, live_server, UserFactory.create())
    for path in ("/search?q=night", "/search?q=night&type=person", "/search?q=night&type=playlist", "/search"):
        browser_page.goto(live_server.url + path)
        _axe_finds_nothing(browser_page)
        assert browser_page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        if "type=" in path:
            expect(browser_page.locator("#results [aria-current]")).to_be_in_viewport(ratio=0.9)


def test_search_works_without_javascript(browser: Browser, live_server: LiveServer, catalogue: dict[str, Any]) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(live_server.url)
    page.fill("header [name=q]", "night")
    page.press("header [name=q]", "Enter")
    expect(page).to_have_url(re.compile(r"/search\?q=night$"))
    page.get_by_role("link", name="Tracks", exact=False).first.click()
    expect(page).to_have_url(re.compile("type=track"))
    page.get_by_role("link", name="Next").click()
    expect(page.get_by_text("Page 2 of")).to_be_visible()
    context.close()
