"""The feed in the API."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts import following
from accounts.models import User
from accounts.tests.cast import ClientOf
from accounts.tests.factories import FollowFactory, UserFactory
from accounts.tests.tokens import phone_of
from muse.testing.openapi import documented
from playlists.tests.factories import PlaylistFactory, track_id
from reviews import services
from reviews.tests.factories import DiaryEntryFactory, ReviewFactory
from spotify_cache.sandbox.process import SandboxProcess

pytestmark = pytest.mark.django_db

FEED = "/api/v1/feed"


def ago(minutes: float) -> datetime.datetime:
    return timezone.now() - datetime.timedelta(minutes=minutes)


def feed_of(person: User, **asked: Any) -> Any:
    return documented(phone_of(person).get(FEED, asked))


def pages_of(phone: Client, address: str) -> Iterator[Any]:
    following_page: str | None = address
    while following_page:
        page = documented(phone.get(following_page))
        yield page
        following_page = page["next"]


# --- What is in it ---------------------------------------------------------------------------------------------------
def test_holds_reviews_days_and_playlists_newest_first(owner: User, follower: User, catalogue: dict[str, Any]) -> None:
    album, track = catalogue["albums"][0], catalogue["tracks"][0]
    playlist = PlaylistFactory(owner=owner, track_ids=[track], created_at=ago(3))
    review = ReviewFactory(author=owner, spotify_id=album, created_at=ago(1))
    listen = DiaryEntryFactory(author=owner, item_type="track", spotify_id=track, created_at=ago(2))
    first, second, third = feed_of(follower)["results"]
    assert [one["kind"] for one in (first, second, third)] == ["review", "listen", "playlist"]
    assert {one["person"]["username"] for one in (first, second, third)} == {"owner"}
    assert (first["review"]["id"], first["item"]["id"], first["item"]["state"]) == (review.pk, album, "fresh")
    assert first["item"]["name"] == first["review"]["item"]["name"]
    assert (second["listens"][0]["id"], second["item"]["id"], second["review"]) == (listen.pk, track, None)
    assert (third["playlist"]["id"], third["item"], third["listens"]) == (playlist.pk, None, [])
    assert third["playlist"]["covers"]


def test_what_was_logged_at_once_is_one_entry(owner: User, follower: User, catalogue: dict[str, Any]) -> None:
    said = services.log(owner, "album", catalogue["albums"][0], rating="4", text="Warm.", listened_on="2026-11-19")
    [entry] = feed_of(follower)["results"]
    assert said.entry is not None
    assert (entry["kind"], entry["review"]["id"], entry["listens"][0]["id"]) == (
        "review",
        said.review.pk,
        said.entry.pk,
    )


def test_an_item_that_is_still_to_come_says_so(owner: User, follower: User, away: SandboxProcess) -> None:
    ReviewFactory(author=owner)
    [entry] = feed_of(follower)["results"]
    assert (entry["item"]["name"], entry["item"]["state"]) == (None, "unavailable")


# --- Whose it is -----------------------------------------------------------------------------------------------------
def test_a_visitor_has_no_feed(client: Client) -> None:
    response = client.get(FEED)
    assert (response.status_code, documented(response)["type"]) == (401, "/api/problems/not-authenticated")


def test_everybody_has_their_own(owner: User, outsider: User, follower: User, moderator: User) -> None:
    ReviewFactory(author=owner)
    seen = {person.username: len(feed_of(person)["results"]) for person in (owner, outsider, follower, moderator)}
    assert seen == {"owner": 0, "outsider": 0, "follower": 1, "moderator": 0}


def test_is_read_with_a_token_that_may_only_read_and_in_a_browser(
    owner: User, follower: User, client_of: ClientOf
) -> None:
    ReviewFactory(author=owner)
    assert len(documented(phone_of(follower, scopes=["read"]).get(FEED))["results"]) == 1
    assert len(documented(client_of(follower).get(FEED))["results"]) == 1


def test_holds_what_followers_of_a_private_account_see_and_nothing_for_who_only_asked(
    owner: User, outsider: User, follower: User
) -> None:
    following.set_private(owner, True)
    following.follow(outsider, owner)
    for visibility in ("everyone", "followers", "only_me"):
        ReviewFactory(author=owner, visibility=visibility)
    PlaylistFactory(owner=owner, is_public=False, track_ids=[track_id(1)])
    assert {one["review"]["text"] for one in feed_of(follower)["results"]} == {
        review.text for review in owner.reviews.exclude(visibility="only_me")
    }
    assert feed_of(outsider, include="popular")["results"] == []


def test_who_was_switched_off_is_gone(owner: User, follower: User) -> None:
    ReviewFactory(author=owner)
    User.objects.filter(pk=owner.pk).update(is_active=False)
    assert feed_of(follower, include="popular") == {"next": None, "previous": None, "results": [], "popular": []}


# --- Pages -----------------------------------------------------------------------------------------------------------
def test_pages_lead_through_all_of_it_once(owner: User, follower: User) -> None:
    moment = ago(5)  # the same for all: the hard case
    ReviewFactory.create_batch(5, author=owner, created_at=moment)
    DiaryEntryFactory.create_batch(5, author=owner, created_at=moment)
    for number in range(5):
        PlaylistFactory(owner=owner, track_ids=[track_id(number)], created_at=moment)
    pages = list(pages_of(phone_of(follower), f"{FEED}?limit=2"))
    entries = [entry for page in pages for entry in page["results"]]
    assert len(pages) == 8
    assert len({entry["id"] for entry in entries}) == len(entries) == 15
    assert all(page["previous"] is None for page in pages)


def test_what_is_new_meanwhile_moves_nothing(owner: User, follower: User) -> None:
    ReviewFactory.create_batch(4, author=owner, created_at=ago(5))
    whole = [entry["id"] for entry in feed_of(follower)["results"]]
    first = feed_of(follower, limit=2)
    ReviewFactory(author=owner)
    second = documented(phone_of(follower).get(first["next"]))
    assert [entry["id"] for entry in (*first["results"], *second["results"])] == whole


@pytest.mark.parametrize(
    "asked",
    [
        {"cursor": ""},
        {"cursor": "x" * 5000},
        {"cursor": "1-9-1"},
        {"cursor": "\x00"},
        {"cursor": "1-2-9999999999999999999"},
        {"limit": "0"},
        {"limit": "51"},
        {"limit": "-1"},
        {"limit": "²"},
        {"include": "everything"},
        {"include": ","},
        {"include": "popular\x00"},
        {"fields": "nothing"},
    ],
)
def test_nonsense_is_400(owner: User, follower: User, asked: dict[str, str]) -> None:
    ReviewFactory(author=owner)
    response = phone_of(follower).get(FEED, asked)
    assert response.status_code == 400
    assert list(documented(response)["errors"]) == list(asked)


def test_the_furthest_places_are_none(owner: User, follower: User) -> None:
    ReviewFactory(author=owner)
    for cursor, count in (("0-0-0", 0), ("99999999999999999-2-999999999999999999", 1)):
        assert len(feed_of(follower, cursor=cursor)["results"]) == count


# --- Parts and fields ------------------------------------------------------------------------------------------------
def test_parts_come_when_they_are_asked_for(owner: User, follower: User, catalogue: dict[str, Any]) -> None:
    album = catalogue["albums"][0]
    ReviewFactory(author=owner, spotify_id=album)
    someone = UserFactory.create(username="someone")
    UserFactory.create(username="shy", is_private=True)
    FollowFactory.create(follower=owner, followed=someone)
    assert "popular" not in feed_of(follower)
    body = feed_of(follower, include="popular,suggestions")
    [popular] = body["popular"]
    assert (popular["person_count"], popular["item"]["id"], popular["item"]["state"]) == (1, album, "fresh")
    assert [(one["username"], one["follower_count"]) for one in body["suggestions"]] == [("someone", 1)]


def test_only_the_fields_that_a_screen_shows(owner: User, follower: User) -> None:
    ReviewFactory(author=owner)
    [entry] = phone_of(follower).get(FEED, {"fields": "kind,item.name"}).json()["results"]
    assert entry == {"kind": "review", "item": {"name": None}}


def test_an_unchanged_feed_is_304_and_nobody_elses(owner: User, follower: User) -> None:
    ReviewFactory(author=owner)
    phone = phone_of(follower)
    first = phone.get(FEED)
    assert first["Cache-Control"] == "private, no-cache"
    assert phone.get(FEED, headers={"If-None-Match": first["ETag"]}).status_code == 304


# --- What it costs ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("count", [1, 20])
def test_a_page_is_a_fixed_number_of_queries_and_round_trips(
    owner: User,
    follower: User,
    catalogue: dict[str, Any],
    django_assert_num_queries: DjangoAssertNumQueries,
    redis_round_trips: Any,
    count: int,
) -> None:
    for album in catalogue["albums"][:count]:
        ReviewFactory(author=owner, spotify_id=album)
    for track in catalogue["tracks"][:count]:
        DiaryEntryFactory(author=owner, item_type="track", spotify_id=track)
    PlaylistFactory(owner=owner, track_ids=[catalogue["tracks"][0]])
    phone = phone_of(follower)
    asked = {"include": "popular,suggestions", "limit": "50"}
    phone.get(FEED, asked)  # what is not cached yet is fetched
    with django_assert_num_queries(1 + 3 + 1 + 2), redis_round_trips() as trips:
        phone.get(FEED, asked)
    assert trips.count == 2, f"items of the catalogue, who is followed most: {trips}"
