"""What a newcomer does in the first minutes, in a real browser: with JavaScript and without."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from playlists.models import Playlist
from reviews.models import Review
from spotify_cache.sandbox.process import SandboxProcess

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def page(request: pytest.FixtureRequest, browser: Browser, live_server: Any, settings: Any) -> Iterator[Page]:
    settings.BASE_URL = live_server.url
    settings.CSRF_TRUSTED_ORIGINS = [live_server.url]
    context = browser.new_context(
        base_url=live_server.url, java_script_enabled=request.param, viewport={"width": 390, "height": 844}
    )
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


def test_a_newcomer_signs_in_with_spotify_rates_an_album_and_keeps_a_playlist_of_a_hundred_tracks(
    page: Page, sandbox: SandboxProcess
) -> None:
    sandbox.config(quota_mode="extended")
    _sign_in_with_spotify(page)
    _review_the_first_album_found(page)
    _make_a_playlist(page, sandbox.control("catalog")["tracks"][:100])
    _sees_it_all_again(page)


def _sign_in_with_spotify(page: Page) -> None:
    page.goto("/login")
    page.get_by_role("button", name="Spotify").or_(page.get_by_role("link", name="Continue with Spotify")).first.click()
    page.locator("input[name=listener]").first.check(force=True)
    page.get_by_role("button", name="Agree").click()
    page.wait_for_url("**/dashboard*")
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def _review_the_first_album_found(page: Page) -> None:
    page.goto("/search?q=moon")
    page.locator("main a[href^='/albums/']").first.click()
    page.wait_for_url("**/albums/*")
    page.locator("label[for=rating-7]").click()
    expect(page.locator("#rating-7")).to_be_checked()
    page.locator("#review-text").fill("Long nights, <b>slow</b> rivers.\n\nI came back to it twice.")
    page.get_by_role("button", name="Save review").click()
    expect(page.get_by_text("I came back to it twice.").first).to_be_attached()
    review = Review.objects.get()
    assert str(review.rating) == "3.5"
    assert review.text == "Long nights, <b>slow</b> rivers.\n\nI came back to it twice."


def _make_a_playlist(page: Page, track_ids: list[str]) -> None:
    page.goto("/playlists/new")
    page.get_by_label("Title").fill("A hundred and no more")
    page.get_by_role("button", name="Make it").click()
    page.wait_for_url("**/playlists/*")
    page.locator("textarea[name=tracks]").fill("\n".join(f"https://open.spotify.com/track/{sid}" for sid in track_ids))
    page.get_by_role("button", name="Add them").click()
    expect(page.locator("main a[href^='/tracks/']").nth(99)).to_be_attached()
    stored = Playlist.objects.get().tracks.order_by("position").values_list("spotify_track_id", "position")
    assert list(stored) == [(sid, place) for place, sid in enumerate(track_ids)]


def _sees_it_all_again(page: Page) -> None:
    page.goto("/playlists")
    expect(page.get_by_text("A hundred and no more").first).to_be_attached()
    page.goto("/")
    expect(page.get_by_text("I came back to it twice.").first).to_be_attached()
