"""Reviews in the API."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from accounts.tests.cast import ClientOf
from accounts.tests.tokens import phone_of
from muse.testing.openapi import documented
from muse.testing.round_trips import RoundTrips
from reviews.tests.factories import LikeFactory, ReviewFactory
from spotify_cache.sandbox.process import SandboxProcess

Counting = Callable[[], AbstractContextManager[RoundTrips]]
REVIEWS = "/api/v1/reviews"
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def ids(response: Any) -> list[int]:
    return [review["id"] for review in documented(response)["results"]]


def test_reviews_come_newest_first_with_author_and_item(
    client: Client, owner: User, catalog: dict[str, Any], sandbox: SandboxProcess
) -> None:
    album, track = catalog["albums"][0], catalog["tracks"][0]
    older = ReviewFactory(author=owner, spotify_id=album, rating=Decimal("4.5"), created_at=NOON)
    newer = ReviewFactory(item_type="track", spotify_id=track, created_at=NOON + timedelta(hours=1))
    body = documented(client.get(REVIEWS))
    assert [review["id"] for review in body["results"]] == [newer.pk, older.pk]
    shown = body["results"][1]
    assert (shown["rating"], shown["text"]) == (4.5, older.text)
    assert shown["author"] == {"username": "owner", "name": "Olga Owner", "url": "http://testserver/u/owner"}
    assert shown["url"] == f"http://testserver/reviews/{older.pk}"
    assert (shown["item"]["id"], shown["item"]["state"]) == (album, "fresh")
    assert shown["item"]["name"]
    assert shown["item"]["artists"]
    assert shown["item"]["images"]


def test_one_review_is_read_by_its_number(client: Client, album_id: str) -> None:
    review = ReviewFactory(spotify_id=album_id, rating=None)
    body = documented(client.get(f"{REVIEWS}/{review.pk}"))
    assert (body["id"], body["rating"], body["text"]) == (review.pk, None, review.text)


def test_a_review_of_what_spotify_no_longer_knows_is_still_there(client: Client, unknown_id: str) -> None:
    review = ReviewFactory(spotify_id=unknown_id)
    body = documented(client.get(f"{REVIEWS}/{review.pk}"))
    assert body["text"] == review.text
    assert (body["item"]["state"], body["item"]["name"]) == ("gone", None)


def test_reviews_are_all_there_while_spotify_is_away(client: Client, album_id: str, sandbox: SandboxProcess) -> None:
    ReviewFactory(spotify_id=album_id)
    sandbox.faults({"endpoint": "*", "fault": "error503"})
    response = client.get(REVIEWS)
    assert response.status_code == 200
    assert [review["item"]["state"] for review in documented(response)["results"]] == ["unavailable"]


def test_reviews_are_filtered_by_type_item_and_author(client: Client, owner: User, sandbox: SandboxProcess) -> None:
    mine = ReviewFactory(author=owner, spotify_id="a" * 22, created_at=NOON)
    same_item = ReviewFactory(spotify_id="a" * 22, created_at=NOON + timedelta(hours=1))
    of_track = ReviewFactory(item_type="track", spotify_id="b" * 22, created_at=NOON + timedelta(hours=2))
    assert ids(client.get(REVIEWS, {"item_type": "track"})) == [of_track.pk]
    assert ids(client.get(REVIEWS, {"item_type": "album", "spotify_id": "a" * 22})) == [same_item.pk, mine.pk]
    assert ids(client.get(REVIEWS, {"author": "Owner"})) == [mine.pk]
    assert ids(client.get(REVIEWS, {"author": "nobody"})) == []


def test_cursors_lead_through_all_reviews_and_back_even_where_many_have_one_time(
    client: Client, sandbox: SandboxProcess
) -> None:
    written = [ReviewFactory(created_at=NOON + timedelta(minutes=number // 4)).pk for number in range(11)]
    seen, pages, following = [], [], f"{REVIEWS}?limit=3"
    while following:
        body = documented(client.get(following))
        page = [review["id"] for review in body["results"]]
        seen += page
        pages.append(page)
        following = body["next"]
    assert seen == written[::-1]
    backwards = []
    while body["previous"]:
        body = documented(client.get(body["previous"]))
        backwards.append([review["id"] for review in body["results"]])
    assert backwards == pages[-2::-1]


def test_what_is_written_meanwhile_moves_no_page(client: Client, sandbox: SandboxProcess) -> None:
    written = [ReviewFactory(created_at=NOON + timedelta(minutes=number)).pk for number in range(4)]
    following = documented(client.get(REVIEWS, {"limit": 2}))["next"]
    ReviewFactory(created_at=NOON + timedelta(hours=1))
    assert ids(client.get(following)) == [written[1], written[0]]


def test_reviews_by_who_was_switched_off_are_not_there(
    client_of: ClientOf, owner: User, outsider: User, sandbox: SandboxProcess
) -> None:
    review = ReviewFactory(author=owner)
    owner.is_active = False
    owner.save()
    browser = client_of(outsider)
    assert ids(browser.get(REVIEWS)) == []
    assert browser.get(f"{REVIEWS}/{review.pk}").status_code == 404


@pytest.mark.parametrize("count", [1, 20])
def test_a_list_is_one_query_and_one_round_trip_whatever_its_length(
    count: int,
    client: Client,
    catalog: dict[str, Any],
    redis_round_trips: Counting,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(count):
        item_type = ("album", "artist", "track")[number % 3]
        ReviewFactory(item_type=item_type, spotify_id=catalog[f"{item_type}s"][number])
    client.get(REVIEWS)
    with redis_round_trips() as trips, django_assert_num_queries(1):
        assert len(client.get(REVIEWS).json()["results"]) == count
    assert trips.count == 1, trips


@pytest.mark.parametrize("ordering", ["newest", "rating", "likes"])
@pytest.mark.parametrize("count", [1, 20])
def test_with_what_one_likes_it_is_one_query_more(
    count: int,
    ordering: str,
    owner: User,
    catalog: dict[str, Any],
    redis_round_trips: Counting,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    liked = [LikeFactory(person=owner, review__spotify_id=spotify_id) for spotify_id in catalog["albums"][:count]]
    phone = phone_of(owner)
    query = {"following": "false", "rating_min": "1", "has_text": "true", "ordering": ordering}
    phone.get(REVIEWS, query)
    with redis_round_trips() as trips, django_assert_num_queries(3):  # the token, the reviews, the likes
        body = phone.get(REVIEWS, query).json()
    assert trips.count == 1, trips
    assert [(one["is_liked"], one["like_count"]) for one in body["results"]] == [(True, 1)] * len(liked)


def test_a_list_of_a_signed_in_person_is_kept_by_nobody_else(client_of: ClientOf, owner: User) -> None:
    response = client_of(owner).get(REVIEWS)
    assert response["Cache-Control"] == "private, no-cache"
    assert "Cookie" in response["Vary"]


def test_an_unchanged_list_is_304(client: Client, album_id: str) -> None:
    ReviewFactory(spotify_id=album_id)
    first = client.get(REVIEWS)
    assert client.get(REVIEWS, headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_html_in_a_review_is_text_like_any_other(client: Client, album_id: str) -> None:
    review = ReviewFactory(spotify_id=album_id, text="<script>alert(1)</script> & so on")
    response = client.get(f"{REVIEWS}/{review.pk}")
    assert documented(response)["text"] == review.text
    assert response["Content-Type"] == "application/json"
    assert response["X-Content-Type-Options"] == "nosniff"
