"""Making, changing, showing and deleting playlists."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.services import save_preferences
from accounts.tests.cast import ClientOf
from accounts.tests.factories import PASSWORD
from muse.testing.round_trips import RoundTrips
from playlists import selectors
from playlists.models import Playlist
from playlists.tests.factories import PlaylistFactory
from spotify_cache.repository import get_repository
from spotify_cache.sandbox.process import SandboxProcess

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser_of_owner(owner: User, client_of: ClientOf) -> Client:
    return client_of(owner)


def test_a_playlist_is_made(browser_of_owner: Client, owner: User) -> None:
    answer = browser_of_owner.post(
        "/playlists/new", {"title": " Night bus ", "description": "a\r\nb", "is_public": "on"}
    )
    made = Playlist.objects.get()
    assert answer["Location"] == f"/playlists/{made.pk}"
    assert (made.owner, made.title, made.description, made.is_public) == (owner, "Night bus", "a\nb", True)


def test_a_playlist_can_be_private_from_the_start(browser_of_owner: Client) -> None:
    browser_of_owner.post("/playlists/new", {"title": "Night bus"})
    assert Playlist.objects.get().is_public is False


@pytest.mark.parametrize("public", [True, False])
def test_the_form_starts_as_the_person_prefers(browser_of_owner: Client, owner: User, public: bool) -> None:
    save_preferences(owner, playlists_public_by_default=public)
    page = browser_of_owner.get("/playlists/new").content.decode()
    box = next(line for line in page.split("<") if 'name="is_public"' in line)
    assert ("checked" in box) is public


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"title": "  "}, "Give the playlist a title."),
        ({}, "Give the playlist a title."),
        ({"title": "x" * 101}, "at most 100 characters"),
        ({"title": "ok", "description": "x" * 2_001}, "at most 2,000 characters"),
        ({"title": "nul \x00"}, "characters that cannot be kept"),
    ],
)
def test_bad_input_is_refused_and_stays_in_the_form(
    browser_of_owner: Client, form: dict[str, str], sentence: str
) -> None:
    answer = browser_of_owner.post("/playlists/new", {"description": "What I typed.", **form})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert sentence in page
    assert form.get("description", "What I typed.") in page
    assert not Playlist.objects.exists()


def test_title_and_description_are_escaped(browser_of_owner: Client, owner: User) -> None:
    evil = PlaylistFactory(owner=owner, title="<script>a</script>", description="<img src=x>\nline")
    for path in ("/playlists", evil.get_absolute_url(), f"{evil.get_absolute_url()}/edit"):
        page = browser_of_owner.get(path).content.decode()
        assert "<script>a" not in page
        assert "<img src=x" not in page


def test_a_playlist_is_edited_and_its_time_of_change_moves(browser_of_owner: Client, owner: User) -> None:
    playlist = PlaylistFactory(owner=owner, title="Old")
    before = playlist.updated_at
    answer = browser_of_owner.post(f"/playlists/{playlist.pk}/edit", {"title": "New", "description": ""})
    assert answer["Location"] == f"/playlists/{playlist.pk}"
    playlist.refresh_from_db()
    assert (playlist.title, playlist.is_public) == ("New", False)
    assert playlist.updated_at > before


def test_deleting_asks_first(browser_of_owner: Client, owner: User, tracks: list[str]) -> None:
    playlist = PlaylistFactory(owner=owner, title="Old", track_ids=tracks[:2])
    page = browser_of_owner.get(f"/playlists/{playlist.pk}/delete").content.decode()
    assert "Delete the playlist" in page
    assert Playlist.objects.exists()
    answer = browser_of_owner.post(f"/playlists/{playlist.pk}/delete")
    assert answer["Location"] == "/playlists"
    assert not Playlist.objects.exists()
    assert browser_of_owner.post(f"/playlists/{playlist.pk}/delete").status_code == 404


def test_what_a_visitor_typed_waits_behind_the_sign_in(owner: User) -> None:
    browser = Client()
    answer = browser.post("/playlists/new", {"title": "An idea", "description": "Long thought."})
    assert answer["Location"] == "/login?next=/playlists/new"
    page = browser.post(answer["Location"], {"username": "owner", "password": PASSWORD}, follow=True).content.decode()
    assert 'value="An idea"' in page
    assert "Long thought." in page


def test_the_list_of_mine_is_empty_with_a_way_on(browser_of_owner: Client) -> None:
    page = browser_of_owner.get("/playlists").content.decode()
    assert "No playlist yet." in page
    assert "/playlists/new" in page


def test_a_visitor_has_no_list() -> None:
    assert Client().get("/playlists")["Location"] == "/login?next=/playlists"


# --- The page of a playlist -----------------------------------------------------------------------------------------


def test_tracks_are_shown_in_order_with_what_spotify_says(
    browser_of_owner: Client, owner: User, tracks: list[str]
) -> None:
    playlist = PlaylistFactory(owner=owner, track_ids=tracks[:3])
    page = browser_of_owner.get(playlist.get_absolute_url()).content.decode()
    known = get_repository().tracks(tracks[:3])
    places = [page.index(f"/tracks/{track}") for track in tracks[:3]]
    assert places == sorted(places)
    assert all(known[track].spotify_url in page for track in tracks[:3])
    assert "3 tracks" in page


def test_what_is_gone_keeps_its_place_and_its_way_to_spotify(
    browser_of_owner: Client, owner: User, tracks: list[str], unknown_id: str
) -> None:
    playlist = PlaylistFactory(owner=owner, track_ids=[tracks[0], unknown_id])
    page = browser_of_owner.get(playlist.get_absolute_url()).content.decode()
    assert "No longer on Spotify" in page
    assert f"https://open.spotify.com/track/{unknown_id}" in page


def test_the_page_opens_while_spotify_does_not_answer(
    client_of: ClientOf, outsider: User, owner: User, sandbox: SandboxProcess, tracks: list[str]
) -> None:
    playlist = PlaylistFactory(owner=owner, track_ids=tracks[:2])
    sandbox.faults({"endpoint": "*", "fault": "error503"})
    answer = client_of(outsider).get(playlist.get_absolute_url())
    assert answer.status_code == 200
    assert f"https://open.spotify.com/track/{tracks[0]}" in answer.content.decode()


@pytest.mark.parametrize("page", ["0", "-1", "x", "9" * 60, "2", ""])
def test_any_page_number_gives_a_page(browser_of_owner: Client, owner: User, tracks: list[str], page: str) -> None:
    playlist = PlaylistFactory(owner=owner, track_ids=tracks[:2])
    assert browser_of_owner.get(f"{playlist.get_absolute_url()}?page={page}").status_code == 200


def test_a_hundred_tracks_a_page_and_the_rest_by_link(owner: User, tracks: list[str]) -> None:
    playlist = PlaylistFactory(owner=owner, track_ids=(tracks * 4)[:230])
    last = selectors.playlist_page(playlist.pk, owner, 3)
    assert (last.total, len(last.entries), last.entries[0].number) == (230, 30, 201)
    assert last.page.has_previous()
    assert not last.page.has_next()
    assert not last.is_duration_complete


def test_time_and_covers_are_of_what_is_known(owner: User, tracks: list[str], unknown_id: str) -> None:
    playlist = PlaylistFactory(owner=owner, track_ids=[*tracks[:5], unknown_id])
    page = selectors.playlist_page(playlist.pk, owner)
    known = get_repository().tracks(tracks[:5])
    assert page.known_duration_ms == sum(track.duration_ms for track in known.values())
    assert not page.is_duration_complete
    assert 1 <= len(page.covers) <= 4
    assert len(set(page.covers)) == len(page.covers)


@pytest.mark.parametrize("how_many", [3, 100, 1_000])
def test_a_page_is_two_queries_and_one_round_trip_whatever_the_length(
    owner: User,
    sandbox: SandboxProcess,
    tracks: list[str],
    how_many: int,
    redis_round_trips: Callable[[], AbstractContextManager[RoundTrips]],
) -> None:
    sandbox.config(quota_mode="extended")  # fills the cache in a few batches
    ids = (tracks[:100] * 10)[:how_many]
    playlist = PlaylistFactory(owner=owner, track_ids=ids)
    get_repository().tracks(dict.fromkeys(ids))
    with CaptureQueriesContext(connection) as queries, redis_round_trips() as trips:
        page = selectors.playlist_page(playlist.pk, owner)
    assert len(page.entries) == min(how_many, 100)
    assert page.total == how_many
    assert len(queries) == 2, [query["sql"] for query in queries]
    assert trips.count == 1, trips


@pytest.mark.parametrize("how_many", [1, 20])
def test_lists_take_a_fixed_number_of_queries(owner: User, tracks: list[str], how_many: int) -> None:
    for _ in range(how_many):
        PlaylistFactory(owner=owner, track_ids=tracks[:5])
    with CaptureQueriesContext(connection) as queries:
        theirs = list(selectors.playlists_of(owner, owner))
        recent = selectors.recent_public_playlists(20)
        choices = selectors.playlists_to_add_to(owner, tracks[0])
        assert all(one.owner.name for one in (*theirs, *recent))
        assert all(choice.track_count == 5 and choice.has_track for choice in choices)
    assert len(queries) == 4
    known: dict[str, Any] = dict(get_repository().tracks(selectors.cover_track_ids(recent)))
    assert all(card.covers for card in selectors.playlist_cards(recent, known))


def test_empty_playlists_are_not_shown_to_everybody(owner: User) -> None:
    PlaylistFactory(owner=owner)
    assert selectors.recent_public_playlists(5) == []
