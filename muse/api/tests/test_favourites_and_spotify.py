"""One's favourite artists, and one's connection to Spotify, in the API."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts import services
from accounts.models import SpotifyConnection, User, UserPreferences
from accounts.tests.at_once import at_once
from accounts.tests.factories import PreferencesFactory, SpotifyConnectionFactory, UserFactory
from accounts.tests.spotify_walk import MIRA, Walk
from accounts.tests.tokens import phone_of
from muse.testing.openapi import documented
from spotify_cache.sandbox.process import SandboxProcess

pytestmark = pytest.mark.django_db
FAVOURITES = "/api/v1/me/favourite-artists"
SPOTIFY = "/api/v1/me/spotify"


@pytest.fixture
def phone(owner: User) -> Client:
    return phone_of(owner)


@pytest.fixture
def artists(sandbox: SandboxProcess) -> list[str]:
    ids: list[str] = sandbox.control("catalog")["artists"]
    return ids


def chosen(person: User) -> list[str]:
    return UserPreferences.objects.get(user=person).favourite_artists


# --- Favourite artists -----------------------------------------------------------------------------------------------
def test_favourites_are_for_who_is_signed_in_and_readers_change_none(client: Client, owner: User) -> None:
    assert client.get(FAVOURITES).status_code == 401
    reader = phone_of(owner, scopes=["read"])
    assert documented(reader.get(FAVOURITES)) == {"next": None, "previous": None, "results": []}
    for method in ("put", "delete"):
        assert getattr(client, method)(f"{FAVOURITES}/{'1' * 22}").status_code == 401
        assert getattr(reader, method)(f"{FAVOURITES}/{'1' * 22}").status_code == 403
    assert chosen(owner) == []


def test_an_artist_is_added_once_and_taken_out_again(
    phone: Client, owner: User, outsider: User, artists: list[str]
) -> None:
    for artist in (artists[0], artists[1], artists[0]):
        body = documented(phone.put(f"{FAVOURITES}/{artist}"))
        assert (body["spotify_id"], body["artist"]["id"], body["state"]) == (artist, artist, "fresh")
    response = phone.get(FAVOURITES)
    assert [one["artist"]["id"] for one in documented(response)["results"]] == artists[:2]
    assert response["Cache-Control"] == "private, no-cache"
    assert phone.get(FAVOURITES, headers={"If-None-Match": response["ETag"]}).status_code == 304
    for _ in range(2):
        assert phone.delete(f"{FAVOURITES}/{artists[0]}").status_code == 204
    assert (chosen(owner), chosen(outsider)) == ([artists[1]], [])


def test_there_is_room_for_fifty(phone: Client, owner: User, artists: list[str]) -> None:
    PreferencesFactory(user=owner, favourite_artists=[f"{n:022d}" for n in range(50)])
    response = phone.put(f"{FAVOURITES}/{artists[0]}")
    assert response.status_code == 409
    assert documented(response)["detail"] == "There is room for 50 favourite artists. Remove one first."
    assert len(chosen(owner)) == 50
    assert phone.put(f"{FAVOURITES}/{7:022d}").status_code == 200


@pytest.mark.parametrize("artist", ["x", "0" * 23, "%00" * 22, "a" * 5_000, "é" * 22, "a/b"])
def test_what_is_no_spotify_id_is_404(phone: Client, owner: User, artist: str) -> None:
    for method in ("put", "delete"):
        assert getattr(phone, method)(f"{FAVOURITES}/{artist}").status_code == 404
    assert chosen(owner) == []


def test_while_spotify_is_away_what_is_cached_is_there_and_the_rest_says_so(
    phone: Client, artists: list[str], sandbox: SandboxProcess
) -> None:
    phone.put(f"{FAVOURITES}/{artists[0]}")
    sandbox.faults({"endpoint": "*", "fault": "error503"})
    added = phone.put(f"{FAVOURITES}/{artists[1]}")
    assert (documented(added)["artist"], added.status_code) == (None, 200)
    response = phone.get(FAVOURITES)
    here, away = documented(response)["results"]
    assert (here["state"], here["artist"]["id"]) == ("fresh", artists[0])
    assert (away["state"], away["artist"]) == ("unavailable", None)
    assert (response["Cache-Control"], response.has_header("Retry-After")) == ("no-store", True)


def test_an_artist_that_spotify_does_not_know_is_gone(phone: Client, sandbox: SandboxProcess) -> None:
    assert documented(phone.put(f"{FAVOURITES}/{'0' * 22}"))["state"] == "gone"


@pytest.mark.parametrize("count", [1, 20])
def test_favourites_are_two_queries_and_one_round_trip(
    phone: Client,
    owner: User,
    artists: list[str],
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
    redis_round_trips: Any,
) -> None:
    PreferencesFactory(user=owner, favourite_artists=artists[:count])
    phone.get(FAVOURITES)
    with django_assert_num_queries(2), redis_round_trips() as trips:  # whose token it is, their preferences
        phone.get(FAVOURITES)
    assert trips.count == 1, trips


@pytest.mark.django_db(transaction=True)
def test_artists_added_at_once_are_all_kept(owner: User, artists: list[str]) -> None:
    phones = [phone_of(owner) for _ in range(4)]
    at_once(
        *(
            lambda one=one, artist=artist: one.put(f"{FAVOURITES}/{artist}").status_code
            for one, artist in zip(phones, artists[:4], strict=True)
        )
    )
    assert sorted(chosen(owner)) == sorted(artists[:4])


# --- Spotify ---------------------------------------------------------------------------------------------------------
def test_the_connection_is_for_its_person_alone(client: Client, owner: User, outsider: User) -> None:
    SpotifyConnectionFactory(user=owner, refresh_token="the-refresh-token")
    assert client.get(SPOTIFY).status_code == 401
    assert client.delete(SPOTIFY).status_code == 401
    assert phone_of(owner, scopes=["read"]).delete(SPOTIFY).status_code == 403
    assert phone_of(outsider).delete(SPOTIFY).status_code == 204
    assert documented(phone_of(outsider).get(SPOTIFY))["is_connected"] is False
    response = phone_of(owner).get(SPOTIFY)
    body = documented(response)
    assert (body["is_connected"], body["is_broken"], body["broken_at"]) == (True, False, None)
    assert body["account_id"] == owner.spotify_connection.spotify_account_id
    assert body["scopes"] == owner.spotify_connection.scopes
    assert "the-refresh-token" not in response.content.decode()
    assert owner.spotify_connection.sealed_refresh_token not in response.content.decode()


def test_a_broken_connection_says_since_when(phone: Client, owner: User) -> None:
    SpotifyConnectionFactory(user=owner, broken_at="2026-01-01T00:00Z")
    body = documented(phone.get(SPOTIFY))
    assert (body["is_connected"], body["is_broken"], body["broken_at"]) == (True, True, "2026-01-01T00:00:00Z")


def test_disconnecting_twice_is_no_error(phone: Client, owner: User) -> None:
    SpotifyConnectionFactory(user=owner)
    for _ in range(2):
        response = phone.delete(SPOTIFY)
        assert response.status_code == 204
        documented(response)
    assert not SpotifyConnection.objects.exists()


def test_who_has_no_password_cannot_lock_themselves_out() -> None:
    person = UserFactory(password=None)
    SpotifyConnectionFactory(user=person)
    response = phone_of(person).delete(SPOTIFY)
    assert response.status_code == 409
    assert "Set a password first" in documented(response)["detail"]
    assert SpotifyConnection.objects.exists()


def test_disconnecting_drops_what_was_cached(walk: Walk, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        walk.sign_in(MIRA)
    person = User.objects.get()
    person.set_password("a slow river")
    person.save()
    phone = phone_of(person)
    assert documented(phone.get("/api/v1/me/dashboard"))["listening"]
    with django_capture_on_commit_callbacks(execute=True):
        assert phone.delete(SPOTIFY).status_code == 204
    assert documented(phone.get("/api/v1/me/dashboard"))["listening"] is None
    services.disconnect_spotify(person)
