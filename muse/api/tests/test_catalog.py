"""Albums, artists and tracks in the API."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from contextlib import AbstractContextManager
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from muse.testing.openapi import documented
from muse.testing.round_trips import RoundTrips
from reviews.tests.factories import ReviewFactory
from spotify_cache.sandbox.process import SandboxProcess

Counting = Callable[[], AbstractContextManager[RoundTrips]]
TYPES = ("album", "artist", "track")


def address(item_type: str, spotify_id: str = "", rest: str = "") -> str:
    return f"/api/v1/{item_type}s{f'/{spotify_id}' if spotify_id else ''}{rest}"


@pytest.mark.parametrize("item_type", TYPES)
def test_an_item_has_what_spotify_says_and_how_fresh_it_is(
    item_type: str, client: Client, catalogue: dict[str, Any]
) -> None:
    spotify_id = catalogue[f"{item_type}s"][0]
    body = documented(client.get(address(item_type, spotify_id)))
    assert (body["id"], body["state"]) == (spotify_id, "fresh")
    assert body["spotify_url"] == f"https://open.spotify.com/{item_type}/{spotify_id}"
    fetched = datetime.datetime.fromisoformat(body["fetched_at"])
    assert abs(datetime.datetime.now(datetime.UTC) - fetched) < datetime.timedelta(minutes=1)


def test_images_come_in_every_size_largest_first(client: Client, catalogue: dict[str, Any]) -> None:
    images = client.get(address("album", catalogue["albums"][0])).json()["images"]
    assert [image["width"] for image in images] == [640, 300, 64]
    assert all(image["url"].startswith("http") for image in images)


@pytest.mark.parametrize("item_type", TYPES)
def test_an_item_has_how_people_on_muse_rate_it(item_type: str, client: Client, catalogue: dict[str, Any]) -> None:
    spotify_id = catalogue[f"{item_type}s"][0]
    ReviewFactory(item_type=item_type, spotify_id=spotify_id, rating=Decimal("4.5"))
    ReviewFactory(item_type=item_type, spotify_id=spotify_id, rating=Decimal("2"), text="")
    ReviewFactory(item_type=item_type, spotify_id=spotify_id, rating=Decimal("2.5"), text="")
    ratings = documented(client.get(address(item_type, spotify_id)))["stats"]
    assert (ratings["average"], ratings["rating_count"], ratings["review_count"]) == (3.0, 3, 1)
    assert [bar["rating"] for bar in ratings["histogram"] if bar["count"]] == [2.0, 2.5, 4.5]


@pytest.mark.parametrize("item_type", TYPES)
def test_a_cached_item_is_one_query_and_one_round_trip(
    item_type: str,
    client: Client,
    catalogue: dict[str, Any],
    redis_round_trips: Counting,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    spotify_id = catalogue[f"{item_type}s"][0]
    client.get(address(item_type, spotify_id))
    with redis_round_trips() as trips, django_assert_num_queries(1):
        client.get(address(item_type, spotify_id))
    assert trips.count == 1, trips


@pytest.mark.parametrize("item_type", TYPES)
def test_several_items_come_in_the_order_asked_for_each_once(
    item_type: str, client: Client, catalogue: dict[str, Any]
) -> None:
    ids = catalogue[f"{item_type}s"][:6][::-1]
    body = documented(client.get(address(item_type), {"ids": ",".join([*ids, ids[0]])}))
    assert [item["id"] for item in body["results"]] == ids
    assert (body["pending"], body["gone"], body["unavailable"]) == ([], [], [])


def test_several_items_say_which_spotify_does_not_know(client: Client, catalogue: dict[str, Any]) -> None:
    known, unknown = catalogue["tracks"][0], catalogue["unknown_id"]
    body = documented(client.get(address("track"), {"ids": f"{unknown},{known}"}))
    assert [track["id"] for track in body["results"]] == [known]
    assert body["gone"] == [unknown]


def test_several_items_say_which_are_still_being_fetched(client: Client, catalogue: dict[str, Any], busy: None) -> None:
    ids = catalogue["tracks"][:5]
    for spotify_id in ids[:2]:
        client.get(address("track", spotify_id))
    response = client.get(address("track"), {"ids": ",".join(ids)})
    body = documented(response)
    assert [track["id"] for track in body["results"]] == ids[:2]
    assert body["pending"] == ids[2:]
    assert int(response["Retry-After"]) > 0
    assert response["Cache-Control"] == "no-store"


def test_several_items_say_which_cannot_be_had_while_spotify_is_away(
    client: Client, catalogue: dict[str, Any], sandbox: SandboxProcess
) -> None:
    cached, other = catalogue["tracks"][:2]
    client.get(address("track", cached))
    sandbox.faults({"endpoint": "*", "fault": "error503"})
    body = documented(client.get(address("track"), {"ids": f"{other},{cached}"}))
    assert [track["id"] for track in body["results"]] == [cached]
    assert body["unavailable"] == [other]


def test_fifty_cached_items_are_one_round_trip_and_no_query(
    client: Client,
    catalogue: dict[str, Any],
    redis_round_trips: Counting,
    django_assert_num_queries: DjangoAssertNumQueries,
    sandbox: SandboxProcess,
) -> None:
    sandbox.config(quota_mode="extended")
    ids = ",".join(catalogue["tracks"][:50])
    assert len(client.get(address("track"), {"ids": ids}).json()["results"]) == 50
    with redis_round_trips() as trips, django_assert_num_queries(0):
        assert len(client.get(address("track"), {"ids": ids}).json()["results"]) == 50
    assert trips.count == 1, trips


@pytest.mark.parametrize(
    ("ids", "code"),
    [
        (None, "required"),
        ("", "required"),
        (",", "required"),
        ("abc", "invalid_spotify_id"),
        ("\x00", "invalid_spotify_id"),
        ("0" * 10_000, "invalid_spotify_id"),
        ("é" * 22, "invalid_spotify_id"),
        (",".join(f"{number:022d}" for number in range(51)), "max_length"),
    ],
)
def test_ids_that_make_no_sense_are_400_and_say_why(ids: str | None, code: str, client: Client, db: None) -> None:
    response = client.get(address("album"), {} if ids is None else {"ids": ids})
    body = documented(response)
    assert response.status_code == 400
    assert [error["code"] for error in body["errors"]["ids"]] == [code]
    assert len(response.content) < 1_000


@pytest.mark.parametrize("rest", ["", "/tracks"])
def test_an_album_that_spotify_does_not_know_is_404(rest: str, client: Client, catalogue: dict[str, Any]) -> None:
    response = client.get(address("album", catalogue["unknown_id"], rest))
    assert response.status_code == 404
    assert documented(response)["type"] == "/api/problems/not-found"


@pytest.mark.parametrize("malformed", ["1", "0" * 21, "0" * 23, "0" * 10_000, "%00" * 22, "é" * 22, f"{'0' * 22}%0A"])
def test_a_malformed_id_is_404_without_asking_spotify(
    malformed: str, client: Client, sandbox: SandboxProcess, db: None
) -> None:
    response = client.get(address("track", malformed))
    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")
    assert sandbox.calls() == 0


def test_what_was_never_cached_is_503_with_retry_after_while_spotify_is_away(
    client: Client, catalogue: dict[str, Any], away: SandboxProcess
) -> None:
    for path in (
        address("album", catalogue["albums"][0]),
        address("album", catalogue["albums"][0], "/tracks"),
        address("artist", catalogue["artists"][0], "/albums"),
        address("track", catalogue["tracks"][0]),
    ):
        response = client.get(path)
        assert response.status_code == 503, path
        assert documented(response)["type"] == "/api/problems/spotify-unavailable"
        assert int(response["Retry-After"]) > 0


def test_what_was_cached_is_answered_stale_while_spotify_is_away(
    client: Client, catalogue: dict[str, Any], sandbox: SandboxProcess
) -> None:
    path = address("artist", catalogue["artists"][0])
    with time_machine.travel("2026-11-01T12:00:00Z", tick=False):
        before = client.get(path).json()
    sandbox.faults({"endpoint": "*", "fault": "error503"})
    with time_machine.travel("2026-11-02T12:00:00Z", tick=False):
        body = documented(client.get(path))
    assert (body["state"], body["fetched_at"]) == ("stale", "2026-11-01T12:00:00Z")
    assert body["name"] == before["name"]


def test_what_is_being_fetched_is_202_with_retry_after(client: Client, catalogue: dict[str, Any], busy: None) -> None:
    answers = [client.get(address("track", spotify_id)) for spotify_id in catalogue["tracks"][:3]]
    assert answers[-1].status_code == 202
    assert documented(answers[-1]) == {"state": "pending"}
    assert int(answers[-1]["Retry-After"]) > 0
    assert answers[-1]["Cache-Control"] == "no-store"


def test_an_albums_tracks_come_in_order_over_all_discs(client: Client, catalogue: dict[str, Any]) -> None:
    album = catalogue["multi_disc_album"]
    body = documented(client.get(address("album", album["id"], "/tracks")))
    places = [(track["disc_number"], track["track_number"]) for track in body["results"]]
    assert (len(places), places) == (album["tracks"], sorted(places))
    assert places[-1][0] > 1
    assert (body["total"], body["state"]) == (album["tracks"], "fresh")


def test_an_albums_tracks_are_all_there_where_spotify_pages_them(client: Client, catalogue: dict[str, Any]) -> None:
    album = catalogue["longest_album"]
    body = documented(client.get(address("album", album["id"], "/tracks")))
    assert len(body["results"]) == album["tracks"] > 50


def test_an_albums_tracks_are_one_round_trip_and_no_query(
    client: Client,
    catalogue: dict[str, Any],
    redis_round_trips: Counting,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    path = address("album", catalogue["long_album"]["id"], "/tracks")
    client.get(path)
    with redis_round_trips() as trips, django_assert_num_queries(0):
        client.get(path)
    assert trips.count == 1, trips


def test_an_album_in_short_form_says_that_the_whole_is_pending(
    client: Client, catalogue: dict[str, Any], settings: Any
) -> None:
    settings.SPOTIFY_QUOTA_MODE = "development"
    track = client.get(address("track", catalogue["tracks"][0])).json()
    settings.SPOTIFY_RATE_LIMIT = 1
    response = client.get(address("album", track["album"]["id"]))
    body = documented(response)
    assert (body["name"], body["state"], body["track_ids"]) == (track["album"]["name"], "pending", None)
    assert response["Cache-Control"] == "no-store"
    assert client.get(address("album", track["album"]["id"], "/tracks")).status_code == 202


def test_an_artists_releases_say_their_group_newest_first(client: Client, catalogue: dict[str, Any]) -> None:
    body = documented(client.get(address("artist", catalogue["guest_artist"], "/albums")))
    assert body["results"]
    assert {release["group"] for release in body["results"]} <= {"album", "single", "compilation", "appears_on"}
    own = [release["release_date"] for release in body["results"] if release["group"] == "album"]
    assert own == sorted(own, reverse=True)
    assert body["is_complete"] == (len(body["results"]) == body["total"])


def test_releases_of_an_artist_that_spotify_does_not_know_are_404(client: Client, catalogue: dict[str, Any]) -> None:
    assert client.get(address("artist", catalogue["unknown_id"], "/albums")).status_code == 404


def test_an_unchanged_answer_is_304(client: Client, catalogue: dict[str, Any]) -> None:
    path = address("album", catalogue["albums"][0])
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    ReviewFactory(item_type="album", spotify_id=catalogue["albums"][0])
    assert client.get(path, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_catalogue_answers_are_the_same_for_everybody_and_a_cdn_may_keep_them(
    client: Client, catalogue: dict[str, Any]
) -> None:
    response = client.get(address("track", catalogue["tracks"][0]))
    assert "public" in response["Cache-Control"]
    assert "s-maxage=60" in response["Cache-Control"]
    assert "Cookie" not in response["Vary"]
    assert not response.cookies


def test_a_head_request_is_answered_without_a_body(client: Client, catalogue: dict[str, Any]) -> None:
    response = client.head(address("track", catalogue["tracks"][0]))
    assert (response.status_code, response.content) == (200, b"")
