"""A person's own page."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from accounts.models import SpotifyConnection, User
from accounts.spotify import token_source
from accounts.tests.cast import ClientOf
from accounts.tests.factories import SpotifyConnectionFactory
from accounts.tests.spotify_walk import MIRA, Walk
from playlists.tests.factories import PlaylistFactory
from reviews.tests.factories import ReviewFactory
from spotify_cache.repository import get_repository
from spotify_cache.sandbox.process import SandboxProcess

pytestmark = pytest.mark.django_db

NEW_TO_SPOTIFY = "sam.whitfield"


@pytest.fixture
def mira(walk: Walk, django_capture_on_commit_callbacks: Any) -> Walk:
    """The browser of a listener who signed in through Spotify."""
    with django_capture_on_commit_callbacks(execute=True):
        walk.sign_in(MIRA)
    return walk


def page_of(client: Client, **query: str) -> str:
    answer = client.get("/dashboard", query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_visitor_is_asked_to_sign_in(client: Client) -> None:
    assert client.get("/dashboard")["Location"] == "/login?next=/dashboard"


def test_nothing_of_it_is_kept_by_caches(owner: User, client_of: ClientOf) -> None:
    assert "no-store" in client_of(owner).get("/dashboard")["Cache-Control"]


# --- With Spotify ----------------------------------------------------------------------------------------------------
def test_listener_sees_plays_top_items_and_playlists(mira: Walk) -> None:
    page = page_of(mira.client)
    source = token_source(User.objects.get())
    assert source is not None
    read = get_repository().listener(source).dashboard("short_term")
    assert f"/tracks/{read.recent.value.plays[0].track.id}" in page
    assert f"/artists/{read.top_artists.value.artists[0].id}" in page
    assert f"/tracks/{read.top_tracks.value.tracks[0].id}" in page
    assert read.playlists.value.playlists[0].spotify_url in page
    assert "Data and artwork from Spotify" in page
    assert "Connect Spotify" not in page


@pytest.mark.parametrize(
    ("asked", "current"),
    [
        ("short_term", "Last four weeks"),
        ("medium_term", "Last six months"),
        ("long_term", "Last year and more"),
        ("for_ever", "Last four weeks"),
        ("", "Last four weeks"),
    ],
)
def test_period_is_chosen_by_links(mira: Walk, asked: str, current: str) -> None:
    page = page_of(mira.client, period=asked)
    assert f'aria-current="page">{current}</a>' in page


def test_listener_without_any_plays_sees_that(walk: Walk) -> None:
    walk.sign_in(NEW_TO_SPOTIFY)
    page = page_of(walk.client)
    assert "Nothing played lately." in page
    assert "Not enough plays in this time." in page


def test_nobody_sees_what_somebody_else_listens_to(mira: Walk, outsider: User, client_of: ClientOf) -> None:
    page_of(mira.client)
    SpotifyConnectionFactory(user=outsider)
    page = page_of(client_of(outsider))
    assert "Played lately" not in page or "track__title" not in page


def test_cached_dashboard_stands_while_spotify_is_away(mira: Walk, sandbox: SandboxProcess) -> None:
    before = page_of(mira.client)
    sandbox.faults({"endpoint": "*", "fault": "error503"}, {"endpoint": "token", "fault": "error503"})
    after = page_of(mira.client)
    assert before.count("track__title") == after.count("track__title") > 10


def test_spotify_that_is_away_gives_a_calm_sentence(mira: Walk, sandbox: SandboxProcess) -> None:
    sandbox.faults({"endpoint": "*", "fault": "error503"})
    page = page_of(mira.client)
    assert "Spotify isn’t answering just now." in page
    assert "Reconnect" not in page


def test_permission_that_was_taken_back_asks_to_reconnect(walk: Walk, sandbox: SandboxProcess) -> None:
    walk.sign_in(MIRA)
    get_repository().tokens.forget(f"user:{User.objects.get().pk}")
    sandbox.control("revoke", {"listener": MIRA})
    page = page_of(walk.client)
    assert "Reconnect Spotify" in page
    assert "What you said" in page
    assert SpotifyConnection.objects.get().is_broken


def test_broken_connection_still_shows_what_is_cached(mira: Walk) -> None:
    page_of(mira.client)
    SpotifyConnection.objects.update(broken_at="2026-01-01T00:00Z")
    page = page_of(mira.client)
    assert "Reconnect Spotify" in page
    assert "Played lately" in page


def test_dropped_keys_ask_to_reconnect(owner: User, client_of: ClientOf) -> None:
    SpotifyConnectionFactory(user=owner)
    SpotifyConnection.objects.update(sealed_refresh_token="no key opens this")
    assert "Reconnect Spotify" in page_of(client_of(owner))


def test_dashboard_makes_a_fixed_number_of_queries_and_one_round_trip(
    mira: Walk, django_assert_num_queries: Any, redis_round_trips: Any
) -> None:
    page_of(mira.client)
    with django_assert_num_queries(3), redis_round_trips() as trips:  # who it is, their connection, what is new
        page_of(mira.client)
    assert trips.count == 1, trips


# --- Without Spotify -------------------------------------------------------------------------------------------------
def test_person_without_spotify_sees_what_they_and_others_wrote(
    owner: User, outsider: User, client_of: ClientOf, sandbox: SandboxProcess
) -> None:
    ReviewFactory(author=owner, text="Mine is short.")
    ReviewFactory(author=outsider, text="Theirs is long.")
    PlaylistFactory(owner=owner, title="For me alone", is_public=False)
    PlaylistFactory(owner=outsider, title="Not for you", is_public=False)
    page = page_of(client_of(owner))
    assert "Connect Spotify" in page
    assert page.index("What you said") < page.index("Mine is short.") < page.index("What others are saying")
    assert "Theirs is long." in page
    assert "For me alone" in page
    assert "Not for you" not in page


def test_new_person_is_told_what_to_do(owner: User, client_of: ClientOf, sandbox: SandboxProcess) -> None:
    page = page_of(client_of(owner))
    assert "You have not rated anything yet." in page
    assert "Find an album" in page


@pytest.mark.parametrize("count", [1, 15])
def test_plain_dashboard_makes_a_fixed_number_of_queries(
    owner: User, client_of: ClientOf, django_assert_num_queries: Any, sandbox: SandboxProcess, count: int
) -> None:
    ReviewFactory.create_batch(count, author=owner)
    ReviewFactory.create_batch(count)
    PlaylistFactory.create_batch(count, owner=owner)
    client = client_of(owner)
    with django_assert_num_queries(8):
        page_of(client)
