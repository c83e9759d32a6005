"""The pages of an artist and of a track."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.tests.factories import UserFactory
from reviews.models import Review
from spotify_cache.repository import get_repository


def test_artist_shows_releases_by_type_and_popular_tracks(client: Client, catalogue: dict[str, Any]) -> None:
    spotify_id = catalogue["guest_artist"]
    page = client.get(f"/artists/{spotify_id}").content.decode()
    discography = get_repository().discography(spotify_id).value
    assert discography is not None
    for release in discography.releases:
        assert f'href="/albums/{release.album.id}"' in page
        assert f'id="{release.group}"' in page
    assert "Appears on" in page
    assert "Popular</h2>" in page
    assert f"https://open.spotify.com/artist/{spotify_id}" in page


def test_artist_with_a_name_in_another_script(client: Client, catalogue: dict[str, Any]) -> None:
    for artist in catalogue["non_latin"]:
        assert artist["name"] in client.get(f"/artists/{artist['id']}").content.decode()


def test_track_shows_its_album_with_the_other_tracks_and_itself_marked(
    client: Client, catalogue: dict[str, Any]
) -> None:
    spotify_id = catalogue["tracks"][0]
    page = client.get(f"/tracks/{spotify_id}").content.decode()
    track = get_repository().track(spotify_id).value
    assert track is not None
    assert track.album is not None
    assert f'href="/albums/{track.album.id}"' in page
    assert f'href="/playlists/add/{spotify_id}"' in page
    assert page.count('aria-current="page"') == 1
    assert f"https://open.spotify.com/track/{spotify_id}" in page
    for artist in track.artists:
        assert f'href="/artists/{artist.id}"' in page


def test_track_names_its_guests(client: Client, catalogue: dict[str, Any]) -> None:
    spotify_id = catalogue["featuring_track"]
    track = get_repository().track(spotify_id).value
    assert track is not None
    assert len(track.artists) > 1
    page = client.get(f"/tracks/{spotify_id}").content.decode()
    assert all(f'href="/artists/{artist.id}"' in page for artist in track.artists)


@pytest.mark.parametrize("item_type", ["artist", "track"])
def test_unknown_and_malformed_ids_are_404(client: Client, catalogue: dict[str, Any], item_type: str) -> None:
    for spotify_id in (catalogue["unknown_id"], "short", "x" * 23):
        assert client.get(f"/{item_type}s/{spotify_id}").status_code == 404


@pytest.mark.parametrize("number", ["0", "-1", "zwei", "99999999999999999999", "1e3", ""])
def test_a_strange_page_number_shows_a_page(client: Client, catalogue: dict[str, Any], number: str) -> None:
    assert client.get(f"/tracks/{catalogue['tracks'][0]}", {"page": number}).status_code == 200


def test_cached_pages_are_a_fixed_number_of_queries_and_round_trips(
    client: Client,
    catalogue: dict[str, Any],
    django_assert_num_queries: DjangoAssertNumQueries,
    redis_round_trips: Callable[[], Any],
) -> None:
    artist_id, track_id = catalogue["artists"][0], catalogue["tracks"][0]
    for item_type, spotify_id in (("artist", artist_id), ("track", track_id)):
        client.get(f"/{item_type}s/{spotify_id}", {"try": 1})
        for number in range(3):
            Review.objects.create(
                author=UserFactory.create(), item_type=item_type, spotify_id=spotify_id, text=f"No. {number}"
            )
    with django_assert_num_queries(4), redis_round_trips() as trips:
        client.get(f"/artists/{artist_id}")
    assert trips.count == 1, trips
    with django_assert_num_queries(4), redis_round_trips() as trips:
        client.get(f"/tracks/{track_id}")
    assert trips.count == 2, f"the track, its album with its tracks: {trips}"
