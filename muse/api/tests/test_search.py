"""Search in the API."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from accounts.rate_limits import SEARCH_OF_VISITOR
from accounts.tests.tokens import phone_of
from muse.testing.openapi import documented
from muse.testing.round_trips import RoundTrips
from playlists.tests.factories import PlaylistFactory
from spotify_cache.sandbox.process import SandboxProcess

Counting = Callable[[], AbstractContextManager[RoundTrips]]
SEARCH = "/api/v1/search"


def test_search_finds_albums_artists_and_tracks_by_name(client: Client, catalogue: dict[str, Any]) -> None:
    name = client.get(f"/api/v1/artists/{catalogue['artists'][0]}").json()["name"]
    body = documented(client.get(SEARCH, {"q": f"  {name}\n"}))
    assert catalogue["artists"][0] in [artist["id"] for artist in body["artists"]["results"]]
    assert (body["query"], body["limit"], body["offset"], body["state"]) == (name, 10, 0, "fresh")
    assert body["albums"]["results"]
    assert body["tracks"]["results"]
    assert body["tracks"]["results"][0]["fetched_at"] == body["fetched_at"]


def test_search_of_some_types_leaves_the_others_out(client: Client, catalogue: dict[str, Any]) -> None:
    body = documented(client.get(SEARCH, {"q": "love", "type": "track,album"}))
    assert body["artists"] is None
    assert body["albums"]["total"] > 0
    assert body["tracks"]["total"] > 0


def test_search_goes_on_at_an_offset(client: Client, catalogue: dict[str, Any]) -> None:
    def found(offset: int) -> list[str]:
        question: dict[str, str | int] = {"q": "love", "type": "track", "limit": 3, "offset": offset}
        return [track["id"] for track in documented(client.get(SEARCH, question))["tracks"]["results"]]

    first, second = found(0), found(3)
    assert (len(first), len(second)) == (3, 3)
    assert not set(first) & set(second)


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("q", None, "required"),
        ("q", "", "blank"),
        ("q", " \t\x00\n ", "blank"),
        ("q", "x" * 201, "max_length"),
        ("q", "x" * 10_000, "max_length"),
        ("type", "show", "invalid_type"),
        ("type", "track,,album", "invalid_type"),
        ("type", "x" * 10_000, "invalid_type"),
        ("limit", "0", "min_value"),
        ("limit", "11", "max_value"),
        ("limit", "ten", "invalid"),
        ("limit", "9" * 5_000, "max_string_length"),
        ("offset", "-1", "min_value"),
        ("offset", "1001", "max_value"),
        ("offset", "\x00", "invalid"),
    ],
)
def test_a_question_that_makes_no_sense_is_400_and_says_why(
    field: str, value: str | None, code: str, client: Client, sandbox: SandboxProcess, db: None
) -> None:
    question = {"q": "love", field: value}
    response = client.get(SEARCH, {name: text for name, text in question.items() if text is not None})
    body = documented(response)
    assert response.status_code == 400
    assert [error["code"] for error in body["errors"][field]] == [code]
    assert sandbox.calls() == 0


def test_control_characters_are_no_part_of_a_question(client: Client, catalogue: dict[str, Any]) -> None:
    assert documented(client.get(SEARCH, {"q": "love\x00\x07 me"}))["query"] == "love me"


def test_the_longest_question_is_asked(client: Client, catalogue: dict[str, Any]) -> None:
    assert client.get(SEARCH, {"q": "x" * 200}).status_code == 200


def test_search_is_503_with_retry_after_while_spotify_is_away(
    client: Client, catalogue: dict[str, Any], away: SandboxProcess
) -> None:
    response = client.get(SEARCH, {"q": "love"})
    assert response.status_code == 503
    assert documented(response)["type"] == "/api/problems/spotify-unavailable"
    assert int(response["Retry-After"]) > 0


def test_search_is_202_while_muse_waits_for_its_turn(client: Client, catalogue: dict[str, Any], busy: None) -> None:
    answers = [client.get(SEARCH, {"q": word}) for word in ("love", "moon", "rain")]
    assert answers[-1].status_code == 202
    assert documented(answers[-1]) == {"state": "pending"}


def test_a_cached_search_is_one_round_trip_and_no_query(
    client: Client,
    catalogue: dict[str, Any],
    redis_round_trips: Counting,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client.get(SEARCH, {"q": "love"})
    with (
        time_machine.travel(time.time() + 60),
        redis_round_trips() as trips,
        django_assert_num_queries(0),
    ):
        assert documented(client.get(SEARCH, {"q": "LOVE "}))["state"] == "fresh"
    assert trips.count == 1, trips


def test_search_finds_people_and_playlists_too(owner: User, catalogue: dict[str, Any], client: Client) -> None:
    PlaylistFactory(owner=owner, title="Olga's ferries")
    body = documented(client.get(SEARCH, {"q": "olga", "type": "person,playlist"}))
    assert [person["username"] for person in body["people"]["results"]] == ["owner"]
    assert [playlist["title"] for playlist in body["playlists"]["results"]] == ["Olga's ferries"]
    assert (body["people"]["total"], body["playlists"]["total"]) == (1, 1)
    assert (body["albums"], body["state"]) == (None, "fresh")


def test_a_phone_is_counted_by_its_person_and_not_with_all_who_share_its_address(owner: User, client: Client) -> None:
    asked = {"q": "olga", "type": "person"}
    visits = [client.get(SEARCH, asked).status_code for _ in range(SEARCH_OF_VISITOR.quota + 1)]
    assert (visits[-2], visits[-1]) == (200, 429)
    answer = phone_of(owner).get(SEARCH, asked)
    assert answer.status_code == 200
    assert answer["Cache-Control"].startswith("public")


def test_a_private_playlist_is_found_by_its_owner_alone(
    owner: User, outsider: User, catalogue: dict[str, Any], client: Client
) -> None:
    PlaylistFactory(owner=owner, title="Secret ferries", is_public=False)
    asked = {"q": "ferries", "type": "playlist"}
    answers = {who: documented(phone_of(who).get(SEARCH, asked)) for who in (owner, outsider)}
    assert answers[owner]["playlists"]["total"] == 1
    assert answers[outsider]["playlists"]["total"] == 0
    response = client.get(SEARCH, asked)
    assert response.json()["playlists"]["total"] == 0
    assert response["Cache-Control"].startswith("private")


def test_people_and_playlists_are_found_with_spotify_away(owner: User, away: SandboxProcess, client: Client) -> None:
    body = documented(client.get(SEARCH, {"q": "olga", "type": "person,playlist"}))
    assert body["people"]["total"] == 1


def test_a_search_of_everything_takes_as_many_queries_for_many_as_for_one(
    owner: User, catalogue: dict[str, Any], client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    asked = {"q": "olga", "type": "album,artist,track,person,playlist"}
    for _ in range(3):
        PlaylistFactory(owner=owner, title="Olga's ferries")
        client.get(SEARCH, asked)
        with django_assert_num_queries(4):
            client.get(SEARCH, asked)
