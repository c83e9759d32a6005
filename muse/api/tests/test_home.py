"""The front page in one answer."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.tests.tokens import phone_of
from accounts.visibility import Visibility
from muse.testing.openapi import documented
from muse.testing.round_trips import RoundTrips
from playlists.models import PlaylistTrack
from playlists.tests.factories import PlaylistFactory
from reviews.tests.factories import ReviewFactory
from spotify_cache.sandbox.process import SandboxProcess

Counting = Callable[[], AbstractContextManager[RoundTrips]]
HOME = "/api/v1/home"


def _written(owner: User, catalogue: dict[str, Any], count: int) -> None:
    for number in range(count):
        ReviewFactory(spotify_id=catalogue["albums"][number], text="Words enough.")
        playlist = PlaylistFactory(owner=owner)
        PlaylistTrack.objects.create(playlist=playlist, spotify_track_id=catalogue["tracks"][number], position=0)


def test_it_has_reviews_what_is_popular_new_releases_and_playlists(
    owner: User, client: Client, catalogue: dict[str, Any]
) -> None:
    _written(owner, catalogue, 2)
    body = documented(client.get(HOME))
    assert [len(body[part]) for part in ("reviews", "popular", "playlists")] == [2, 2, 2]
    assert body["new_releases"]
    assert {review["item"]["state"] for review in body["reviews"]} == {"fresh"}
    assert all(playlist["covers"] for playlist in body["playlists"])


def test_it_takes_as_many_queries_and_round_trips_for_many_as_for_one(
    owner: User, catalogue: dict[str, Any], redis_round_trips: Counting
) -> None:
    phone, counts = phone_of(owner), []
    for _ in range(2):
        _written(owner, catalogue, 3)
        phone.get(HOME)
        phone.get(HOME)
        with CaptureQueriesContext(connection) as queries, redis_round_trips() as trips:
            phone.get(HOME)
        counts.append((len(queries), trips.count))
    assert counts[0] == counts[1]
    assert counts[0] <= (6, 3)


def test_what_is_for_followers_is_there_for_followers_alone(
    owner: User, follower: User, outsider: User, catalogue: dict[str, Any]
) -> None:
    ReviewFactory(author=owner, spotify_id=catalogue["albums"][0], visibility=Visibility.FOLLOWERS)
    assert len(phone_of(follower).get(HOME).json()["reviews"]) == 1
    response = phone_of(outsider).get(HOME)
    assert response.json()["reviews"] == []
    assert response["Cache-Control"].startswith(("private", "no-store"))


@pytest.mark.parametrize("away_from_start", [True, False])
def test_with_spotify_away_it_answers_what_is_here(
    away_from_start: bool, owner: User, client: Client, catalogue: dict[str, Any], sandbox: SandboxProcess
) -> None:
    _written(owner, catalogue, 1)
    if not away_from_start:
        client.get(HOME)
    sandbox.faults({"endpoint": "*", "fault": "error503"})
    body = documented(client.get(HOME))
    assert len(body["reviews"]) == 1
    assert body["reviews"][0]["item"]["state"] == ("unavailable" if away_from_start else "fresh")
