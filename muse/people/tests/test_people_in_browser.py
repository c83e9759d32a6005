"""Pages about people in Chromium: what axe-core finds, how wide they are, and signing in with Spotify by hand."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.digests import stop_token
from accounts.models import SpotifyConnection, User
from accounts.notifications import Verb, notify
from accounts.tests.factories import PASSWORD, FollowFactory, PreferencesFactory, SpotifyConnectionFactory, UserFactory
from accounts.tokens import make_personal, sign_in_device
from playlists.tests.factories import PlaylistFactory
from reviews import pins
from reviews.tests.factories import DiaryEntryFactory, ReviewFactory
from spotify_cache.sandbox.process import SandboxProcess

pytestmark = pytest.mark.django_db(transaction=True)

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OF_VISITORS = (
    "/login",
    "/signup",
    "/password/reset",
    "/password/reset/sent",
    "/password/reset/x/y",
    "/u/olga",
    "/u/olga/2026",
    "/u/olga/followers",
)
OF_OLGA = (
    "/dashboard",
    "/feed",
    "/notifications",
    "/notifications?page=2",
    "/settings",
    "/settings?artist=the",
    "/settings/password",
    "/settings/spotify/disconnect",
    "/settings/devices",
    "/settings/delete",
    "/logout",
    "/u/olga",
    "/u/olga/followers",
    "/u/olga/following",
    "/followers/requests",
    "/u/shy",
)


@pytest.fixture
def page(browser_page: Page, live_server: LiveServer, settings: Any) -> Page:
    """A browser."""
    settings.BASE_URL = live_server.url.replace("localhost", "127.0.0.1")
    return browser_page


@pytest.fixture
def olga(sandbox: SandboxProcess) -> User:
    person = UserFactory.create(username="olga", bio="Mostly bass.")
    ids = sandbox.control("catalog")
    ReviewFactory(author=person, spotify_id=ids["albums"][0])
    ReviewFactory(spotify_id=ids["albums"][1])
    DiaryEntryFactory(author=person, item_type="track", spotify_id=ids["tracks"][0], is_relisten=True)
    for item_type in ("album", "track", "artist"):
        pins.pin(person, item_type, ids[f"{item_type}s"][1])
    PlaylistFactory(owner=person, title="For me alone", is_public=False, track_ids=ids["tracks"][:4])
    FollowFactory.create(followed=person)
    FollowFactory.create(
        follower=person, followed=UserFactory.create(username="shy", is_private=True), status="requested"
    )
    sign_in_device(person, "Pixel of Olga")
    make_personal(person, name="Notes", scopes=["read"], days=9)
    PreferencesFactory(user=person, favourite_artists=ids["artists"][:3], favourite_genres=["dub", "fado"])
    return person


def _sign_in(page: Page, base: str, person: User) -> None:
    page.goto(f"{base}/login")
    page.fill("[name=username]", person.username)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/dashboard")


def _assert_sound(page: Page, address: str) -> None:
    page.goto(address)
    found = Axe().run(page, options={"runOnly": WCAG})
    assert not found.violations_count, f"{address}: {found.generate_report()}"
    wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wider <= 0, f"{address} is wider than the window by {wider} px"


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 390)])
def test_axe_finds_nothing(
    page: Page, live_server: LiveServer, settings: Any, olga: User, scheme: Any, width: int
) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": 900})
    for path in (*OF_VISITORS, reverse("digest_stop", args=[stop_token(olga)])):
        _assert_sound(page, settings.BASE_URL + path)
    for person in UserFactory.create_batch(120):
        notify(olga, person, Verb.FOLLOWED)
    _sign_in(page, settings.BASE_URL, olga)
    for path in OF_OLGA:
        _assert_sound(page, settings.BASE_URL + path)
    SpotifyConnectionFactory(user=olga, broken_at="2026-01-01T00:00Z")
    _assert_sound(page, f"{settings.BASE_URL}/dashboard")


def test_form_that_was_refused_is_sound_too(page: Page, live_server: LiveServer, settings: Any, olga: User) -> None:
    page.goto(f"{settings.BASE_URL}/signup")
    page.fill("[name=username]", "olga")
    page.fill("[name=password1]", "short")
    page.fill("[name=password2]", "other")
    page.press("[name=password2]", "Enter")
    expect(page.locator("[name=password1]")).to_have_attribute("aria-invalid", "true")
    found = Axe().run(page, options={"runOnly": WCAG})
    assert not found.violations_count, found.generate_report()


def test_token_that_was_made_is_there_to_be_copied(
    page: Page, live_server: LiveServer, settings: Any, olga: User
) -> None:
    _sign_in(page, settings.BASE_URL, olga)
    page.goto(f"{settings.BASE_URL}/settings/devices")
    page.get_by_label("What is it for?").fill("Importer")
    page.get_by_role("button", name="Make a token").click()
    secret = page.get_by_label("Token", exact=True)
    expect(secret).to_be_in_viewport()
    assert secret.input_value().startswith("muse_")
    found = Axe().run(page, options={"runOnly": WCAG})
    assert not found.violations_count, found.generate_report()


def test_connecting_and_refusing_by_hand(page: Page, live_server: LiveServer, settings: Any, olga: User) -> None:
    _sign_in(page, settings.BASE_URL, olga)
    page.get_by_role("button", name="Connect Spotify").click()
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_text("You did not let Muse read your Spotify account")).to_be_visible()
    page.get_by_role("button", name="Connect Spotify").click()
    page.get_by_role("button", name="Agree").click()
    expect(page.get_by_text("Spotify is connected.")).to_be_visible()
    assert SpotifyConnection.objects.get().user == olga
    _assert_sound(page, f"{settings.BASE_URL}/dashboard")
    expect(page.get_by_role("heading", name="Played lately")).to_be_visible()


def test_theme_chosen_in_settings_holds(page: Page, live_server: LiveServer, settings: Any, olga: User) -> None:
    _sign_in(page, settings.BASE_URL, olga)
    page.goto(f"{settings.BASE_URL}/settings")
    page.get_by_label("Dark", exact=True).check()
    page.get_by_role("button", name="Save preferences").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.goto(f"{settings.BASE_URL}/u/olga")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_following_in_place_keeps_the_focus_and_is_said(
    page: Page, live_server: LiveServer, settings: Any, olga: User
) -> None:
    _sign_in(page, settings.BASE_URL, UserFactory.create(username="ines"))
    page.goto(f"{settings.BASE_URL}/u/olga")
    page.get_by_role("button", name="Follow Olga").focus()
    page.keyboard.press("Enter")
    unfollow = page.get_by_role("button", name="Unfollow Olga")
    expect(unfollow).to_be_focused()
    expect(page.get_by_role("link", name="2 followers")).to_be_visible()
    expect(page.locator("#live")).to_have_text("You follow Olga.")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="1 follower")).to_be_visible()
    expect(page.get_by_role("button", name="Follow Olga", exact=True)).to_be_focused()


def test_following_from_a_list_in_place(page: Page, live_server: LiveServer, settings: Any, olga: User) -> None:
    _sign_in(page, settings.BASE_URL, UserFactory.create(username="ines"))
    address = f"{settings.BASE_URL}/u/olga/followers"
    page.goto(address)
    page.get_by_role("button", name="Follow Listener").click()
    expect(page.get_by_role("button", name="Unfollow Listener")).to_be_visible()
    assert page.url == address
