"""What one listens to, in the API."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import SpotifyConnection, User
from accounts.tests.factories import SpotifyConnectionFactory
from accounts.tests.spotify_walk import MIRA, Walk
from accounts.tests.tokens import phone_of
from muse.testing.openapi import documented
from spotify_cache.repository import get_repository
from spotify_cache.sandbox.process import SandboxProcess

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/me/dashboard"
PARTS = ("recent", "top_artists", "top_tracks", "playlists")


@pytest.fixture
def mira(walk: Walk, django_capture_on_commit_callbacks: Any) -> Client:
    """The phone of a listener who signed in through Spotify."""
    with django_capture_on_commit_callbacks(execute=True):
        walk.sign_in(MIRA)
    return phone_of(User.objects.get(), scopes=["read"])


def states(body: Any) -> set[str]:
    return {body["listening"][part]["state"] for part in PARTS}


def test_a_visitor_is_401(client: Client) -> None:
    assert client.get(ADDRESS).status_code == 401


def test_without_spotify_there_is_nothing_to_listen_back_to(owner: User) -> None:
    body = documented(phone_of(owner).get(ADDRESS))
    assert body == {
        "period": "short_term",
        "spotify": {"is_connected": False, "is_broken": False},
        "listening": None,
    }


def test_a_listener_sees_plays_tops_and_playlists(mira: Client) -> None:
    response = mira.get(ADDRESS)
    body = documented(response)
    assert (body["spotify"], states(body)) == ({"is_connected": True, "is_broken": False}, {"fresh"})
    listening = body["listening"]
    played = [play["played_at"] for play in listening["recent"]["results"]]
    assert played == sorted(played, reverse=True)
    for part in PARTS:
        assert listening[part]["results"], part
    assert len(listening["playlists"]["results"]) <= listening["playlists"]["total"]
    assert response["Cache-Control"] == "private, no-cache"
    assert mira.get(ADDRESS, headers={"If-None-Match": response["ETag"]}).status_code == 304


def test_the_tops_are_of_the_period_asked_for(mira: Client) -> None:
    tops = []
    for period in ("short_term", "long_term"):
        body = documented(mira.get(f"{ADDRESS}?period={period}"))
        assert body["period"] == period
        tops.append([track["id"] for track in body["listening"]["top_tracks"]["results"]])
    assert tops[0] != tops[1]


@pytest.mark.parametrize("period", ["for_ever", "", "%00", "x" * 5_000])
def test_a_period_that_there_is_not_is_400(mira: Client, period: str) -> None:
    assert "period" in documented(mira.get(f"{ADDRESS}?period={period}"))["errors"]


def test_nobody_sees_what_somebody_else_listens_to(mira: Client, outsider: User) -> None:
    documented(mira.get(ADDRESS))
    SpotifyConnectionFactory(user=outsider)
    body = documented(phone_of(outsider).get(ADDRESS))
    assert body["listening"] is None or not body["listening"]["recent"]["results"]


def test_while_spotify_is_away_what_is_cached_stands(mira: Client, sandbox: SandboxProcess) -> None:
    before = documented(mira.get(ADDRESS))
    sandbox.faults({"endpoint": "*", "fault": "error503"}, {"endpoint": "token", "fault": "error503"})
    assert documented(mira.get(ADDRESS)) == before
    response = mira.get(f"{ADDRESS}?period=medium_term")
    body = documented(response)
    assert body["listening"]["recent"]["results"] == before["listening"]["recent"]["results"]
    assert (body["listening"]["top_tracks"]["state"], body["listening"]["top_tracks"]["results"]) == ("unavailable", [])
    assert (response["Cache-Control"], response.has_header("Retry-After")) == ("no-store", True)


def test_where_nothing_is_cached_every_part_says_so(mira: Client, sandbox: SandboxProcess) -> None:
    sandbox.faults({"endpoint": "*", "fault": "error503"})
    response = mira.get(ADDRESS)
    assert (response.status_code, states(documented(response))) == (200, {"unavailable"})


def test_what_is_slow_is_pending_and_says_when_to_ask_again(mira: Client, busy: None) -> None:
    response = mira.get(ADDRESS)
    assert response.status_code == 200
    assert "pending" in states(documented(response))
    assert (response["Retry-After"], response["Cache-Control"]) == ("2", "no-store")


def test_a_permission_that_was_taken_back_shows_as_broken(walk: Walk, sandbox: SandboxProcess) -> None:
    walk.sign_in(MIRA)
    person = User.objects.get()
    get_repository().tokens.forget(f"user:{person.pk}")
    sandbox.control("revoke", {"listener": MIRA})
    body = documented(phone_of(person).get(ADDRESS))
    assert (body["spotify"], body["listening"]) == ({"is_connected": True, "is_broken": True}, None)


def test_a_broken_connection_still_shows_what_is_cached(mira: Client) -> None:
    documented(mira.get(ADDRESS))
    SpotifyConnection.objects.update(broken_at="2026-01-01T00:00Z")
    body = documented(mira.get(ADDRESS))
    assert body["spotify"]["is_broken"] is True
    assert body["listening"]["recent"]["results"]


def test_it_is_two_queries_and_one_round_trip(
    mira: Client, django_assert_num_queries: DjangoAssertNumQueries, redis_round_trips: Any
) -> None:
    mira.get(ADDRESS)
    with django_assert_num_queries(2), redis_round_trips() as trips:  # whose token it is, their connection
        mira.get(ADDRESS)
    assert trips.count == 1, trips
