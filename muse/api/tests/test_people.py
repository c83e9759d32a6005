"""People in the API."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from accounts.tests.cast import ClientOf
from accounts.tests.factories import PreferencesFactory, SpotifyConnectionFactory
from muse.testing.openapi import documented
from playlists.tests.factories import PlaylistFactory
from reviews.tests.factories import ReviewFactory


@pytest.fixture
def written(owner: User) -> None:
    """What the owner did: three reviews, a public playlist and a private one."""
    ReviewFactory(author=owner)
    ReviewFactory(author=owner, item_type="track")
    ReviewFactory(author=owner, item_type="track", text="")
    PlaylistFactory(owner=owner)
    PlaylistFactory(owner=owner, is_public=False)


def test_a_profile_counts_what_the_person_wrote(client: Client, owner: User, written: None) -> None:
    counts = documented(client.get("/api/v1/users/owner"))["counts"]
    assert counts == {"reviews": 3, "albums": 1, "artists": 0, "tracks": 2, "with_text": 2, "playlists": 1}


def test_private_playlists_are_counted_for_their_owner_alone(
    client_of: ClientOf, owner: User, outsider: User, moderator: User, visitor: AnonymousUser, written: None
) -> None:
    seen = {
        person.username: client_of(person).get("/api/v1/users/owner").json()["counts"]["playlists"]
        for person in (owner, outsider, moderator, visitor)
    }
    assert seen == {"owner": 2, "outsider": 1, "moderator": 1, "": 1}


def test_a_profile_has_tastes_and_nothing_private(client: Client, owner: User) -> None:
    SpotifyConnectionFactory(user=owner)
    PreferencesFactory(user=owner, favourite_artists=["0" * 22], favourite_genres=["fado"])
    response = client.get("/api/v1/users/owner")
    body = documented(response)
    assert (body["name"], body["favourite_artists"], body["favourite_genres"]) == ("Olga Owner", ["0" * 22], ["fado"])
    assert body["url"] == "http://testserver/u/owner"
    for secret in (owner.email, owner.spotify_connection.spotify_user_id, owner.spotify_connection.refresh_token):
        assert secret not in response.content.decode()


def test_a_private_account_tells_others_its_name_and_how_many_follow(
    client_of: ClientOf,
    owner: User,
    follower: User,
    outsider: User,
    moderator: User,
    visitor: AnonymousUser,
    written: None,
) -> None:
    PreferencesFactory(user=owner, favourite_artists=["0" * 22], favourite_genres=["fado"])
    User.objects.filter(pk=owner.pk).update(is_private=True)
    for person in (outsider, moderator, visitor):
        body = documented(client_of(person).get("/api/v1/users/owner"))
        assert (body["name"], body["is_private"], body["follower_count"], body["following_count"]) == (
            "Olga Owner",
            True,
            1,
            0,
        )
        kept = [body[name] for name in ("joined_at", "favourite_artists", "favourite_genres", "counts")]
        assert kept == [None, [], [], None], person
    for person in (owner, follower):
        body = documented(client_of(person).get("/api/v1/users/owner"))
        assert (body["counts"]["reviews"], body["favourite_genres"]) == (3, ["fado"]), person


def test_a_username_is_found_in_any_case(client: Client, owner: User) -> None:
    assert documented(client.get("/api/v1/users/OWNER"))["username"] == "owner"


@pytest.mark.parametrize("name", ["nobody", "a" * 10_000, "%00", "owner%00", "-1", "ówner"])
def test_who_is_not_there_is_404(name: str, client: Client, owner: User) -> None:
    response = client.get(f"/api/v1/users/{name}")
    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")


def test_who_was_switched_off_is_404(client: Client, owner: User) -> None:
    owner.is_active = False
    owner.save()
    assert client.get("/api/v1/users/owner").status_code == 404


def test_a_profile_is_six_queries_for_a_visitor_and_seven_for_a_person(
    client_of: ClientOf,
    owner: User,
    outsider: User,
    visitor: AnonymousUser,
    written: None,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for person, queries in ((visitor, 6), (outsider, 7)):
        browser = client_of(person)
        with django_assert_num_queries(queries):
            browser.get("/api/v1/users/owner")
