"""Which reviews a list of the API has, and in what order."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from accounts.models import Follow, User
from accounts.tests.factories import FollowFactory
from accounts.tests.tokens import phone_of
from muse.testing.openapi import documented
from reviews.models import Review
from reviews.tests.factories import LikeFactory, ReviewFactory

REVIEWS = "/api/v1/reviews"
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sandbox")]


def listed(client: Client, **query: Any) -> list[int]:
    response = client.get(REVIEWS, query)
    assert response.status_code == 200, response.content
    return [review["id"] for review in documented(response)["results"]]


def through(client: Client, **query: Any) -> tuple[list[int], list[int]]:
    """Every key of a list, page by page, and those of the pages before the last one on the way back."""
    body = documented(client.get(REVIEWS, query))
    seen = [review["id"] for review in body["results"]]
    while body["next"]:
        body = documented(client.get(body["next"]))
        seen += [review["id"] for review in body["results"]]
    last = len(body["results"])
    back: list[int] = []
    while body["previous"]:
        body = documented(client.get(body["previous"]))
        back = [review["id"] for review in body["results"]] + back
    return seen, back + seen[len(seen) - last :]


def keys(*reviews: Review) -> list[int]:
    return [review.pk for review in reviews]


# --- Filters ---------------------------------------------------------------------------------------------------------
def test_by_tag_in_any_case(client: Client) -> None:
    both = ReviewFactory(tags=["ferries", "late evening"])
    one = ReviewFactory(tags=["ferries"])
    ReviewFactory(tags=["ferry"])
    assert listed(client, tag="#Ferries") == keys(one, both)
    assert listed(client, tag="late evening") == keys(both)
    assert listed(client, tag="ferries,Late  Evening") == keys(both)
    assert listed(client, tag="nothing") == []


def test_by_rating(client: Client) -> None:
    low, middle, high = (ReviewFactory(rating=Decimal(rating)) for rating in ("1.5", "3", "5"))
    ReviewFactory(rating=None)
    assert listed(client, rating_min=3) == keys(high, middle)
    assert listed(client, rating_max="1.5") == keys(low)
    assert listed(client, rating_min=2, rating_max="4.5") == keys(middle)


def test_with_a_text_or_without(client: Client) -> None:
    words, stars = ReviewFactory(text="Words."), ReviewFactory(text="")
    assert listed(client, has_text="true") == keys(words)
    assert listed(client, has_text="false") == keys(stars)


def test_by_time(client: Client) -> None:
    before, at_noon, after = (ReviewFactory(created_at=NOON + timedelta(hours=hours)) for hours in (-1, 0, 1))
    assert listed(client, since=NOON.isoformat()) == keys(after, at_noon)
    assert listed(client, until="2026-03-01T12:00:00Z") == keys(before)
    assert listed(client, since="2026-03-01T13:00:00+01:00", until="2026-03-01T12:30:00Z") == keys(at_noon)


def test_by_people_whom_the_caller_follows(
    client: Client, owner: User, outsider: User, follower: User, moderator: User
) -> None:
    theirs = ReviewFactory(author=owner, visibility="followers")
    ReviewFactory(author=outsider)
    FollowFactory(follower=follower, followed=outsider, status="requested")
    assert listed(phone_of(follower), following="true") == keys(theirs)
    assert listed(phone_of(moderator), following="true") == []
    assert listed(client, following="true") == []
    assert len(listed(phone_of(follower), following="false")) == 2
    Follow.objects.all().delete()
    assert listed(phone_of(follower), following="true") == []


def test_several_filters_at_once(client: Client, owner: User) -> None:
    wanted = ReviewFactory(author=owner, rating=5, tags=["sea"], item_type="track")
    ReviewFactory(author=owner, rating=5, tags=["sea"])
    ReviewFactory(rating=5, tags=["sea"], item_type="track")
    assert listed(client, author="owner", tag="sea", item_type="track", rating_min=4, ordering="likes") == keys(wanted)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("rating_min", ["0", "5.5", "many", "NaN", "1e400", "\x00"]),
        ("rating_max", ["-1", "6", "Infinity"]),
        ("has_text", ["1", "yes", "True", "\x00"]),
        ("following", ["0", "everybody"]),
        ("tag", ["\x00", "x" * 31, ",".join("abcdefghijk")]),
        ("since", ["yesterday", "2026-13-01", "\x00", "0000-00-00T00:00:00Z"]),
        ("until", ["2026-03-01T25:00:00Z", "now"]),
        ("item_type", ["playlist", "\x00"]),
        ("spotify_id", ["x", "\x00" * 22]),
        ("author", ["x" * 200, "\x00"]),
        ("ordering", ["-created_at", "text", ""]),
    ],
)
def test_a_filter_that_makes_no_sense_is_named(client: Client, name: str, values: list[str]) -> None:
    for value in values:
        response = client.get(REVIEWS, {name: value})
        assert response.status_code == 400, value
        assert list(documented(response)["errors"]) == [name], value


@pytest.mark.parametrize(
    "moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "0001-01-01", "9999-12-31"]
)
def test_the_ends_of_time_are_moments_like_any_other(client: Client, moment: str) -> None:
    assert client.get(REVIEWS, {"since": moment, "until": moment}).status_code in (200, 400)


# --- Orders ----------------------------------------------------------------------------------------------------------
def test_the_best_rated_first_and_those_without_a_rating_last(client: Client) -> None:
    reviews = [ReviewFactory(rating=rating) for rating in (4, None, 5, Decimal("0.5"), 4, None, Decimal("4.5"), 4)]
    wanted = keys(*(reviews[place] for place in (2, 6, 7, 4, 0, 3, 5, 1)))
    assert listed(client, ordering="rating") == wanted
    for limit in (1, 2, 3, 8):
        assert through(client, ordering="rating", limit=limit) == (wanted, wanted)


def test_the_most_liked_first(client: Client) -> None:
    reviews = ReviewFactory.create_batch(5)
    for place, likes in ((1, 3), (3, 1), (4, 1)):
        LikeFactory.create_batch(likes, review=reviews[place])
    wanted = keys(*(reviews[place] for place in (1, 4, 3, 2, 0)))
    for limit in (1, 2, 5):
        assert through(client, ordering="likes", limit=limit) == (wanted, wanted)


def test_newest_first_is_what_comes_when_nothing_is_asked_for(client: Client) -> None:
    older, newer = (ReviewFactory(created_at=NOON + timedelta(hours=hours)) for hours in (0, 1))
    assert listed(client) == listed(client, ordering="newest") == keys(newer, older)


@pytest.mark.parametrize("ordering", ["newest", "rating", "likes"])
@pytest.mark.parametrize("value", ["", "NaN", "-Infinity", "1e400", "1e200000", "9" * 40, "4.5", "2026-03-01", "many"])
def test_a_cursor_that_somebody_made_up_breaks_nothing(client: Client, ordering: str, value: str) -> None:
    ReviewFactory()
    cursor = base64.urlsafe_b64encode(json.dumps(["n", value, 7]).encode()).decode().rstrip("=")
    response = client.get(REVIEWS, {"ordering": ordering, "cursor": cursor})
    assert response.status_code in (200, 400)
    documented(response)
