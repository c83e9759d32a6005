"""A person's screen in one answer: ``users/{username}?include=...``."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts import following
from accounts.models import User
from accounts.tests.factories import PreferencesFactory, UserFactory
from accounts.tests.tokens import phone_of
from muse.api.people.parts import PARTS, SHOWN
from muse.testing.openapi import documented
from playlists.tests.factories import PlaylistFactory
from reviews.models import PinnedItem
from reviews.tests.factories import DiaryEntryFactory, LikeFactory, ReviewFactory
from spotify_cache.sandbox.process import SandboxProcess

pytestmark = pytest.mark.django_db

OWNER = "/api/v1/users/owner"
ALL = ",".join(PARTS)


def client_of(person: User | AnonymousUser) -> Client:
    return phone_of(person) if isinstance(person, User) else Client()


def screen_of(viewer: User | AnonymousUser, include: str = ALL) -> Any:
    return documented(client_of(viewer).get(OWNER, {"include": include}))


@pytest.fixture
def written(owner: User, catalogue: dict[str, Any]) -> User:
    """The owner, who did something of every kind, for everyone and for fewer."""
    album, track, artist = (catalogue[kind][0] for kind in ("albums", "tracks", "artists"))
    ReviewFactory(author=owner, spotify_id=album, rating=5)
    ReviewFactory(author=owner, item_type="track", spotify_id=track, rating=3, visibility="followers")
    DiaryEntryFactory(author=owner, spotify_id=album)
    DiaryEntryFactory(author=owner, item_type="track", spotify_id=track, visibility="only_me")
    PlaylistFactory(owner=owner, track_ids=[track])
    PlaylistFactory(owner=owner, is_public=False)
    PinnedItem.objects.create(person=owner, item_type="artist", spotify_id=artist, position=1)
    PreferencesFactory(user=owner, favourite_artists=[artist])
    return owner


# --- What there is ---------------------------------------------------------------------------------------------------
def test_parts_come_when_they_are_asked_for(written: User, client: Client) -> None:
    assert not set(documented(client.get(OWNER))) & set(PARTS)
    body = documented(client.get(OWNER, {"include": "pins,years"}))
    assert set(body) & set(PARTS) == {"pins", "years"}


def test_a_screen_holds_all_parts_of_what_the_viewer_may_see(
    written: User, follower: User, outsider: User, visitor: AnonymousUser, moderator: User
) -> None:
    seen = {}
    for viewer in (written, follower, outsider, visitor, moderator):
        body = screen_of(viewer)
        seen[viewer.get_username()] = (
            body["follow_state"],
            *(len(body[name]) for name in ("reviews", "diary", "playlists", "pins", "favourites")),
            body["ratings"]["rating_count"],
        )
    assert seen == {
        "owner": ("self", 2, 2, 2, 1, 1, 2),
        "follower": ("accepted", 2, 1, 1, 1, 1, 2),
        "outsider": ("none", 1, 1, 1, 1, 1, 1),
        "": ("none", 1, 1, 1, 1, 1, 1),
        "moderator": ("none", 1, 1, 1, 1, 1, 1),
    }


def test_parts_have_their_items_and_figures(written: User, client: Client, catalogue: dict[str, Any]) -> None:
    body = screen_of(written)
    for part in ("pins", "reviews", "diary"):
        assert all(row["item"]["state"] == "fresh" and row["item"]["name"] for row in body[part]), part
    assert body["favourites"][0]["id"] == catalogue["artists"][0]
    assert [playlist["covers"] != [] for playlist in body["playlists"]].count(True) == 1
    assert (body["ratings"]["average"], len(body["ratings"]["histogram"])) == (4.0, 10)
    assert body["taste"]["counted"] == 2
    assert body["taste"]["artists"]
    assert all(one["decade"] % 10 == 0 for one in body["taste"]["decades"])
    assert body["years"][0]["listens"] + body["years"][0]["reviews"] > 0


def test_reviews_say_whether_the_caller_likes_them(written: User, outsider: User) -> None:
    review = written.reviews.get(visibility="everyone")
    LikeFactory(person=outsider, review=review)
    [shown] = screen_of(outsider, "reviews")["reviews"]
    assert (shown["id"], shown["is_liked"], shown["like_count"]) == (review.pk, True, 1)


def test_the_newest_few_are_shown(owner: User, client: Client) -> None:
    for day in range(1, SHOWN + 3):
        ReviewFactory(author=owner)
        DiaryEntryFactory(author=owner, listened_on=datetime.date(2026, 1, day))
        PlaylistFactory(owner=owner)
    body = screen_of(AnonymousUser(), "reviews,diary,playlists")
    assert [len(body[name]) for name in ("reviews", "diary", "playlists")] == [SHOWN] * 3
    assert body["diary"][0]["listened_on"] == f"2026-01-{SHOWN + 2}"


def test_nothing_written_is_empty_and_not_null(owner: User) -> None:
    body = screen_of(owner)
    assert [body[name] for name in ("pins", "reviews", "diary", "playlists", "favourites", "years")] == [[]] * 6
    assert body["ratings"]["average"] is None
    assert body["taste"] == {"counted": 0, "artists": [], "decades": []}


def test_items_that_cannot_be_had_say_so(owner: User, away: SandboxProcess) -> None:
    ReviewFactory(author=owner)
    PreferencesFactory(user=owner, favourite_artists=["0" * 22])
    body = screen_of(owner, "reviews,favourites,taste")
    assert body["reviews"][0]["item"]["state"] == body["favourites"][0]["state"] == "unavailable"
    assert body["taste"] == {"counted": 1, "artists": [], "decades": []}


# --- A private account -----------------------------------------------------------------------------------------------
def test_a_private_account_keeps_every_part_from_strangers(
    written: User, follower: User, outsider: User, visitor: AnonymousUser, moderator: User
) -> None:
    following.set_private(written, True)
    asking = UserFactory.create(username="asking")
    following.follow(asking, written)
    states = {}
    for viewer in (outsider, visitor, moderator, asking):
        body = screen_of(viewer)
        states[viewer.get_username()] = body.pop("follow_state")
        assert {body[name] for name in PARTS if name in body} == {None}
    assert states == {"outsider": "none", "": "none", "moderator": "none", "asking": "requested"}
    for viewer in (written, follower):
        assert len(screen_of(viewer)["reviews"]) == 2


def test_who_was_switched_off_is_404_with_parts_too(written: User, follower: User) -> None:
    User.objects.filter(pk=written.pk).update(is_active=False)
    assert phone_of(follower).get(OWNER, {"include": ALL}).status_code == 404


# --- Asking ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("asked", ["everything", "pins,", ",", "pins,,years", "PINS", "pins\x00", "x" * 5000])
def test_a_part_that_there_is_not_is_400(client: Client, owner: User, asked: str) -> None:
    response = client.get(OWNER, {"include": asked})
    assert response.status_code == 400
    assert list(documented(response)["errors"]) == ["include"]


def test_fields_reach_into_parts(written: User, client: Client) -> None:
    response = client.get(OWNER, {"include": "pins", "fields": "username,pins.item.id"})
    assert list(response.json()) == ["username", "pins"]
    assert list(response.json()["pins"][0]) == ["item"]


# --- What it costs ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("count", [1, 10])
def test_a_screen_is_a_fixed_number_of_queries_and_one_round_trip(
    owner: User,
    outsider: User,
    catalogue: dict[str, Any],
    django_assert_num_queries: DjangoAssertNumQueries,
    redis_round_trips: Any,
    count: int,
) -> None:
    for number, album in enumerate(catalogue["albums"][:count], start=1):
        ReviewFactory(author=owner, spotify_id=album)
        PlaylistFactory(owner=owner, track_ids=catalogue["tracks"][:3])
        DiaryEntryFactory(author=owner, item_type="track", spotify_id=catalogue["tracks"][number])
        if number <= 4:
            PinnedItem.objects.create(person=owner, item_type="album", spotify_id=album, position=number)
    PreferencesFactory(user=owner, favourite_artists=catalogue["artists"][:count])
    phone = phone_of(outsider)
    phone.get(OWNER, {"include": ALL})  # what is not cached yet is fetched
    with django_assert_num_queries(7 + 9), redis_round_trips() as trips:
        phone.get(OWNER, {"include": ALL})
    assert trips.count == 1, trips


def test_a_name_alone_asks_spotifys_cache_nothing(
    written: User, client: Client, redis_round_trips: Any, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with redis_round_trips() as trips, django_assert_num_queries(6):
        client.get(OWNER, {"include": "follow_state"})
    assert trips.count == 0, trips
