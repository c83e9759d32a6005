"""What a playlist's owner does with pointer and keyboard, in a real browser under the real content security policy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from accounts.models import User
from accounts.tests.factories import UserFactory
from playlists.models import Playlist
from playlists.tests.conftest import order_of
from playlists.tests.factories import PlaylistFactory
from spotify_cache import wants
from spotify_cache.gateway import Caller
from spotify_cache.quota import Priority
from spotify_cache.repository import get_repository
from spotify_cache.sandbox.process import SandboxProcess

pytestmark = pytest.mark.django_db(transaction=True)
ROWS = ".playlist-tracks > li"


@pytest.fixture
def person() -> User:
    return UserFactory(username="owner")


@pytest.fixture
def playlist(person: User, sandbox: SandboxProcess, tracks: list[str]) -> Playlist:
    sandbox.config(quota_mode="extended")
    return PlaylistFactory(owner=person, title="Night bus", track_ids=tracks[:5])


@pytest.fixture
def page(browser: Browser, live_server: Any, settings: Any, person: User) -> Iterator[Page]:
    """A page in which ``person`` is signed in. Whatever the browser complains about fails the test."""
    settings.BASE_URL = live_server.url
    settings.CSRF_TRUSTED_ORIGINS = [live_server.url]
    signed_in = Client()
    signed_in.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    context = browser.new_context(base_url=live_server.url, viewport={"width": 1280, "height": 900})
    context.set_default_timeout(15_000)
    context.add_cookies([{"name": "sessionid", "value": signed_in.cookies["sessionid"].value, "url": live_server.url}])
    page = context.new_page()
    complaints: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            complaints.append(message.text)

    page.on("console", listen)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert not complaints


def test_a_row_is_dragged_to_its_place(page: Page, playlist: Playlist, tracks: list[str]) -> None:
    page.goto(playlist.get_absolute_url())
    handles = page.locator(".drag-handle")
    first, third = handles.nth(0).bounding_box(), handles.nth(2).bounding_box()
    assert first is not None
    assert third is not None
    page.mouse.move(first["x"] + 10, first["y"] + 10)
    page.mouse.down()
    page.mouse.move(third["x"] + 10, third["y"] + 5, steps=4)
    page.mouse.up()
    expect(page.locator(ROWS).nth(2)).to_contain_text(name_of(tracks[0]))
    assert order_of(playlist) == [tracks[1], tracks[2], tracks[0], tracks[3], tracks[4]]


def test_a_row_is_moved_with_the_arrow_keys_and_keeps_the_focus(
    page: Page, playlist: Playlist, tracks: list[str]
) -> None:
    page.goto(playlist.get_absolute_url())
    handle = page.locator(".drag-handle").nth(2)
    name = handle.get_attribute("id")
    handle.focus()
    page.keyboard.press("ArrowUp")
    expect(page.locator("#live")).to_have_text("Moved to 2.")
    expect(page.locator(f"#{name}")).to_be_focused()
    page.keyboard.press("Home")
    expect(page.locator("#live")).to_have_text("Moved to 1.")
    assert order_of(playlist)[0] == tracks[2]


def test_a_dialog_moves_and_removes_in_place(page: Page, playlist: Playlist, tracks: list[str]) -> None:
    page.goto(playlist.get_absolute_url())
    dialog = page.get_by_role("dialog")
    page.get_by_role("link", name="Move or remove").nth(0).click()
    dialog.get_by_label("Place").fill("4")
    page.keyboard.press("Enter")
    expect(page.locator(ROWS).nth(3)).to_contain_text(name_of(tracks[0]))
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("link", name="Move or remove").nth(3)).to_be_focused()
    page.get_by_role("link", name="Move or remove").nth(0).click()
    dialog.get_by_role("button", name="Remove").click()
    expect(page.locator(ROWS)).to_have_count(4)
    expect(page.locator("#playlist-facts")).to_contain_text("4 tracks")
    assert order_of(playlist) == [tracks[2], tracks[3], tracks[0], tracks[4]]


def test_a_track_is_added_from_another_page_in_a_dialog(page: Page, playlist: Playlist, tracks: list[str]) -> None:
    page.goto(f"/tracks/{tracks[9]}")
    page.locator("a[data-add-to-playlist]").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Night bus").click()
    expect(dialog).to_contain_text("Added to Night bus.")
    dialog.get_by_role("button", name="Night bus").click()
    dialog.get_by_role("button", name="Add it again").click()
    expect(dialog).to_contain_text("Added to Night bus.")
    dialog.get_by_label(re.compile("new playlist")).fill("Day bus")
    dialog.get_by_role("button", name="Make it").click()
    expect(dialog).to_contain_text("Added to Day bus.")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    added = page.url.rsplit("/", 1)[1]
    assert order_of(playlist) == [*tracks[:5], added, added]
    assert order_of(Playlist.objects.get(title="Day bus")) == [added]


def test_what_is_on_its_way_arrives_by_itself(
    page: Page, person: User, sandbox: SandboxProcess, tracks: list[str]
) -> None:
    """In development mode a long playlist that nobody has opened comes in parts; a worker brings the rest."""
    sandbox.config(quota_mode="development", latency_ms=700)
    long = PlaylistFactory(owner=person, track_ids=tracks[:60])
    page.goto(long.get_absolute_url())
    expect(page.locator(ROWS)).to_have_count(60)
    expect(page.locator(f"{ROWS} .skeleton").first).to_be_attached()
    sandbox.config(latency_ms=0)
    get_repository().refresh([wants.item("track", track) for track in tracks[:60]], Caller(Priority.WORKER))
    expect(page.locator(f"{ROWS} .track__title")).to_have_count(60, timeout=15_000)


@pytest.mark.parametrize(
    "path", ["/playlists", "{playlist}", "{playlist}/edit", "{playlist}/delete", "{add}", "{entry}"]
)
def test_axe_finds_nothing(page: Page, playlist: Playlist, tracks: list[str], path: str) -> None:
    entry = f"{playlist.get_absolute_url()}/tracks/{playlist.tracks.get(position=0).pk}"
    page.goto(path.format(playlist=playlist.get_absolute_url(), add=f"/playlists/add/{tracks[0]}", entry=entry))
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("width", [390, 1440])
def test_nothing_is_wider_than_the_window(page: Page, playlist: Playlist, tracks: list[str], width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    for path in ("/playlists", playlist.get_absolute_url(), "/playlists/new", f"/playlists/add/{tracks[0]}"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def name_of(track_id: str) -> str:
    track = get_repository().track(track_id).value
    assert track is not None
    return track.name
