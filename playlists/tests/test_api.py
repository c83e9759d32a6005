"""Playlists in the API."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from accounts.tests.cast import ClientOf
from muse.testing.openapi import documented
from muse.testing.round_trips import RoundTrips
from playlists.tests.factories import PlaylistFactory, track_id
from spotify_cache.sandbox.process import SandboxProcess

Counting = Callable[[], AbstractContextManager[RoundTrips]]
PLAYLISTS = "/api/v1/playlists"
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def titles(response: Any) -> list[str]:
    return [playlist["title"] for playlist in documented(response)["results"]]


def test_playlists_come_last_changed_first_with_owner_count_and_covers(
    client: Client, owner: User, tracks: list[str]
) -> None:
    PlaylistFactory(owner=owner, title="Older", updated_at=NOON, track_ids=tracks[:3])
    PlaylistFactory(title="Newer", updated_at=NOON + timedelta(hours=1))
    body = documented(client.get(PLAYLISTS))
    newer, older = body["results"]
    assert (newer["title"], newer["track_count"], newer["covers"]) == ("Newer", 0, [])
    assert (older["title"], older["track_count"]) == ("Older", 3)
    assert older["owner"] == {"username": "owner", "name": "Olga Owner", "url": "http://testserver/u/owner"}
    assert older["covers"][0]["images"][0]["width"] == 640


def test_a_private_playlist_is_listed_for_its_owner_alone(
    client_of: ClientOf,
    owner: User,
    outsider: User,
    follower: User,
    moderator: User,
    visitor: AnonymousUser,
    sandbox: SandboxProcess,
) -> None:
    PlaylistFactory(owner=owner, title="Public", updated_at=NOON)
    PlaylistFactory(owner=owner, title="Private", updated_at=NOON + timedelta(hours=1), is_public=False)
    assert titles(client_of(owner).get(PLAYLISTS, {"owner": "owner"})) == ["Private", "Public"]
    for person in (outsider, follower, moderator, visitor):
        assert titles(client_of(person).get(PLAYLISTS, {"owner": "owner"})) == ["Public"], person


@pytest.mark.parametrize("rest", ["", "/tracks"])
def test_a_private_playlist_is_404_for_everybody_but_its_owner(
    rest: str,
    client_of: ClientOf,
    owner: User,
    outsider: User,
    follower: User,
    moderator: User,
    visitor: AnonymousUser,
    sandbox: SandboxProcess,
) -> None:
    playlist = PlaylistFactory(owner=owner, is_public=False)
    path = f"{PLAYLISTS}/{playlist.pk}{rest}"
    nothing = f"{PLAYLISTS}/{playlist.pk + 1}{rest}"
    assert client_of(owner).get(path).status_code == 200
    for person in (outsider, follower, moderator, visitor):
        hidden, missing = client_of(person).get(path), client_of(person).get(nothing)
        assert hidden.status_code == 404, person
        assert said(hidden) == said(missing), "a private playlist looks like none at all"


def said(response: Any) -> dict[str, Any]:
    """The body of an answer, but what is another for every request."""
    return {name: value for name, value in response.json().items() if name != "request_id"}


def test_those_of_a_private_account_are_for_its_followers(
    client_of: ClientOf,
    owner: User,
    outsider: User,
    follower: User,
    moderator: User,
    visitor: AnonymousUser,
    sandbox: SandboxProcess,
) -> None:
    playlist = PlaylistFactory(owner=owner, title="For few")
    User.objects.filter(pk=owner.pk).update(is_private=True)
    for person, status in ((owner, 200), (follower, 200), (outsider, 404), (moderator, 404), (visitor, 404)):
        client = client_of(person)
        for path in (f"{PLAYLISTS}/{playlist.pk}", f"{PLAYLISTS}/{playlist.pk}/tracks"):
            assert client.get(path).status_code == status, person
        assert titles(client.get(PLAYLISTS)) == (["For few"] if status == 200 else []), person


def test_a_private_playlist_is_kept_by_nobody_but_its_owners_device(
    client_of: ClientOf, owner: User, sandbox: SandboxProcess
) -> None:
    playlist = PlaylistFactory(owner=owner, is_public=False)
    for path in (PLAYLISTS, f"{PLAYLISTS}/{playlist.pk}", f"{PLAYLISTS}/{playlist.pk}/tracks"):
        response = client_of(owner).get(path)
        assert response["Cache-Control"] == "private, no-cache"
        assert "Cookie" in response["Vary"]


def test_playlists_of_one_owner_are_found_by_username_in_any_case(
    client: Client, owner: User, sandbox: SandboxProcess
) -> None:
    PlaylistFactory(owner=owner, title="Mine")
    PlaylistFactory()
    assert titles(client.get(PLAYLISTS, {"owner": "OWNER"})) == ["Mine"]
    assert titles(client.get(PLAYLISTS, {"owner": "nobody"})) == []


def test_one_playlist_says_what_it_is(client: Client, tracks: list[str]) -> None:
    playlist = PlaylistFactory(title="Ferry <b>early</b>", description="For the 6:40.", track_ids=tracks[:2])
    body = documented(client.get(f"{PLAYLISTS}/{playlist.pk}"))
    assert (body["title"], body["description"], body["track_count"]) == ("Ferry <b>early</b>", "For the 6:40.", 2)
    assert body["url"] == f"http://testserver/playlists/{playlist.pk}"


def test_tracks_come_in_order_the_same_one_twice_as_well(client: Client, tracks: list[str]) -> None:
    order = [tracks[2], tracks[0], tracks[2]]
    playlist = PlaylistFactory(track_ids=order)
    body = documented(client.get(f"{PLAYLISTS}/{playlist.pk}/tracks"))
    assert [entry["track"]["id"] for entry in body["results"]] == order
    assert [entry["position"] for entry in body["results"]] == [1, 2, 3]
    assert len({entry["id"] for entry in body["results"]}) == 3
    assert (body["total"], body["next"], body["previous"]) == (3, None, None)


def test_tracks_say_which_are_gone_pending_or_unavailable(
    client: Client, tracks: list[str], unknown_id: str, sandbox: SandboxProcess, settings: Any
) -> None:
    settings.SPOTIFY_QUOTA_MODE = "development"
    client.get(f"/api/v1/tracks/{tracks[0]}")
    client.get(f"/api/v1/tracks/{unknown_id}")
    path = f"{PLAYLISTS}/{PlaylistFactory(track_ids=[tracks[0], unknown_id, tracks[1]]).pk}/tracks"

    def states() -> list[str]:
        entries = documented(client.get(path))["results"]
        assert [entry["track"] is None for entry in entries] == [False, True, True]
        assert all(entry["spotify_url"].endswith(entry["spotify_id"]) for entry in entries)
        return [entry["state"] for entry in entries]

    settings.SPOTIFY_RATE_LIMIT = 1
    assert states() == ["fresh", "gone", "pending"]
    settings.SPOTIFY_RATE_LIMIT = 90
    sandbox.faults({"endpoint": "*", "fault": "error503"})
    assert states() == ["fresh", "gone", "unavailable"]


@pytest.mark.parametrize(("query", "pages"), [("", 5), ("?limit=100", 3)])
def test_long_playlists_come_page_by_page(query: str, pages: int, client: Client, sandbox: SandboxProcess) -> None:
    playlist = PlaylistFactory(track_ids=[track_id(number) for number in range(250)])
    sandbox.faults({"endpoint": "*", "fault": "error503"})
    seen, following = [], f"{PLAYLISTS}/{playlist.pk}/tracks{query}"
    while following:
        body = documented(client.get(following))
        seen.append([entry["position"] for entry in body["results"]])
        following = body["next"]
        assert body["total"] == 250
    assert ([position for page in seen for position in page], len(seen)) == (list(range(1, 251)), pages)
    back = documented(client.get(body["previous"]))
    assert [entry["position"] for entry in back["results"]] == seen[-2]


@pytest.mark.parametrize("query", ["limit=101", "limit=0", "limit=all", "cursor=nonsense", "cursor=WyJuIiwieCIsMV0"])
def test_a_page_that_there_is_not_is_400(query: str, client: Client, sandbox: SandboxProcess) -> None:
    response = client.get(f"{PLAYLISTS}/{PlaylistFactory().pk}/tracks?{query}")
    assert (response.status_code, list(documented(response)["errors"])) == (400, [query.split("=")[0]])


@pytest.mark.parametrize("count", [1, 100])
def test_tracks_are_two_queries_and_one_round_trip_whatever_their_number(
    count: int,
    client: Client,
    tracks: list[str],
    sandbox: SandboxProcess,
    redis_round_trips: Counting,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    sandbox.config(quota_mode="extended")
    path = f"{PLAYLISTS}/{PlaylistFactory(track_ids=tracks[:count]).pk}/tracks?limit=100"
    client.get(path)
    with redis_round_trips() as trips, django_assert_num_queries(2):
        entries = client.get(path).json()["results"]
    assert [entry["state"] for entry in entries] == ["fresh"] * count
    assert trips.count == 1, trips


def test_a_playlist_with_its_tracks_is_one_call(client: Client, tracks: list[str], sandbox: SandboxProcess) -> None:
    sandbox.config(quota_mode="extended")
    playlist = PlaylistFactory(track_ids=tracks[:60])
    path = f"{PLAYLISTS}/{playlist.pk}"
    body = documented(client.get(f"{path}?include=tracks"))
    page = body.pop("tracks")
    assert body == documented(client.get(path))
    assert page == documented(client.get(f"{path}/tracks"))
    assert [entry["position"] for entry in client.get(page["next"]).json()["results"]] == list(range(51, 61))
    assert client.get(f"{path}?include=songs").status_code == 400


@pytest.mark.parametrize("count", [0, 1, 50])
def test_a_playlist_with_its_tracks_is_two_queries_and_one_round_trip(
    count: int,
    client: Client,
    tracks: list[str],
    sandbox: SandboxProcess,
    redis_round_trips: Counting,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    sandbox.config(quota_mode="extended")
    path = f"{PLAYLISTS}/{PlaylistFactory(track_ids=tracks[:count]).pk}?include=tracks"
    client.get(path)
    with redis_round_trips() as trips, django_assert_num_queries(2):
        assert len(client.get(path).json()["tracks"]["results"]) == count
    assert trips.count == min(count, 1), trips


@pytest.mark.parametrize("count", [1, 20])
def test_a_list_is_one_query_and_one_round_trip_whatever_its_length(
    count: int,
    client: Client,
    tracks: list[str],
    redis_round_trips: Counting,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(count):
        PlaylistFactory(track_ids=tracks[number : number + 4])
    client.get(PLAYLISTS)
    client.get(PLAYLISTS)
    with redis_round_trips() as trips, django_assert_num_queries(1):
        assert len(client.get(PLAYLISTS).json()["results"]) == count
    assert trips.count == 1, trips


def test_cursors_lead_through_all_playlists(client: Client, sandbox: SandboxProcess) -> None:
    for number in range(5):
        PlaylistFactory(title=str(number), updated_at=NOON + timedelta(minutes=number // 2))
    seen, following = [], f"{PLAYLISTS}?limit=2"
    while following:
        response = client.get(following)
        seen += titles(response)
        following = response.json()["next"]
    assert seen == ["4", "3", "2", "1", "0"]


@pytest.mark.parametrize(
    ("ordering", "order"),
    [("updated", "CBA"), ("created", "BCA"), ("title", "ABC")],
)
def test_playlists_come_in_other_orders(ordering: str, order: str, client: Client, sandbox: SandboxProcess) -> None:
    for title, created, updated in (("C", 1, 3), ("A", 0, 1), ("B", 2, 2)):
        PlaylistFactory(
            title=title,
            created_at=NOON + timedelta(minutes=created),
            updated_at=NOON + timedelta(minutes=updated),
        )
    seen, following = [], f"{PLAYLISTS}?limit=1&ordering={ordering}"
    while following:
        response = client.get(following)
        seen += titles(response)
        following = response.json()["next"]
    assert "".join(seen) == order


def test_titles_of_any_length_and_script_lead_on(client: Client, sandbox: SandboxProcess) -> None:
    for title in ("\U0001f6a2" * 100, "Ä" * 100, "a" * 100):
        PlaylistFactory(title=title)
    seen, following = [], f"{PLAYLISTS}?limit=1&ordering=title"
    while following:
        response = client.get(following)
        seen += titles(response)
        following = response.json()["next"]
    assert sorted(map(len, seen)) == [100] * 3


def test_those_with_a_track_in_them_are_found(
    client_of: ClientOf, owner: User, outsider: User, tracks: list[str]
) -> None:
    PlaylistFactory(title="With", track_ids=tracks[:2], updated_at=NOON)
    PlaylistFactory(title="Without", track_ids=tracks[1:2])
    PlaylistFactory(owner=owner, title="Mine", is_public=False, track_ids=tracks[:1])
    assert titles(client_of(owner).get(PLAYLISTS, {"contains": tracks[0]})) == ["Mine", "With"]
    assert titles(client_of(outsider).get(PLAYLISTS, {"contains": tracks[0]})) == ["With"]
    assert client_of(owner).get(PLAYLISTS, {"contains": "nonsense"}).status_code == 400


def test_ones_own_private_ones_can_be_listed_alone(
    client_of: ClientOf, owner: User, outsider: User, sandbox: SandboxProcess
) -> None:
    PlaylistFactory(owner=owner, title="Mine", is_public=False)
    PlaylistFactory(owner=owner, title="Everybody's")
    assert titles(client_of(owner).get(PLAYLISTS, {"is_public": "false"})) == ["Mine"]
    assert titles(client_of(owner).get(PLAYLISTS, {"is_public": "true"})) == ["Everybody's"]
    assert titles(client_of(outsider).get(PLAYLISTS, {"is_public": "false"})) == []
    assert client_of(owner).get(PLAYLISTS, {"is_public": "no"}).status_code == 400
