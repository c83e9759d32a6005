"""What a write asks Spotify it asks before its transaction begins, and the answer is as good as without a key.

`muse.testing.plugin` fails any test in which a read may wait for Spotify while a transaction is open; here every write
that asks has something to ask about.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from accounts.models import User
from accounts.tests.tokens import codes, phone_of, send
from muse.testing.openapi import documented
from muse.testing.transactions import look
from playlists.models import Playlist
from playlists.tests.factories import PlaylistFactory
from reviews.models import PinnedItem, Review
from reviews.tests.factories import ReviewFactory
from spotify_cache.patience import without_waiting
from spotify_cache.sandbox.process import SandboxProcess

pytestmark = pytest.mark.django_db

KEYS: list[dict[str, str]] = [{}, {"Idempotency_Key": "one"}]
with_and_without_a_key = pytest.mark.parametrize("key", KEYS, ids=["no key", "key"])


@pytest.fixture
def catalog(sandbox: SandboxProcess) -> dict[str, Any]:
    """Spotify IDs of things that nobody has asked for yet."""
    return sandbox.control("catalog")


@pytest.fixture
def phone(owner: User) -> Client:
    return phone_of(owner)


def items(catalog: dict[str, Any], *ids: str) -> list[dict[str, str]]:
    return [{"item_type": "album", "spotify_id": one} for one in ids or catalog["albums"][:2]]


@with_and_without_a_key
@pytest.mark.parametrize("path", ["reviews", "diary"])
def test_a_review_or_a_day_of_something_never_read_is_answered_with_it(
    path: str, key: dict[str, str], phone: Client, catalog: dict[str, Any]
) -> None:
    body = items(catalog)[0] | {"rating": 4, **({"listened_on": "2026-11-01"} if path == "diary" else {})}
    response = send(phone, "post", f"/api/v1/{path}", body, **key)
    assert response.status_code == 201
    assert documented(response)["item"]["state"] == "fresh"


@with_and_without_a_key
@pytest.mark.parametrize("path", ["me/shelf/album", "me/pins/album"])
def test_the_same_on_the_shelf_and_among_the_pins(
    path: str, key: dict[str, str], phone: Client, catalog: dict[str, Any]
) -> None:
    response = send(phone, "put", f"/api/v1/{path}/{catalog['albums'][0]}", **key)
    assert documented(response)["item"]["state"] == "fresh"


@with_and_without_a_key
def test_pins_in_place_of_others(key: dict[str, str], phone: Client, owner: User, catalog: dict[str, Any]) -> None:
    PinnedItem.objects.create(person=owner, item_type="album", spotify_id=catalog["albums"][3], position=1)
    response = send(phone, "put", "/api/v1/me/pins", {"items": items(catalog)}, **key)
    assert [one["item"]["state"] for one in documented(response)["results"]] == ["fresh", "fresh"]


@with_and_without_a_key
def test_a_favourite_artist(key: dict[str, str], phone: Client, catalog: dict[str, Any]) -> None:
    response = send(phone, "put", f"/api/v1/me/favourite-artists/{catalog['artists'][0]}", **key)
    assert documented(response)["state"] == "fresh"


@with_and_without_a_key
def test_a_playlist_and_tracks_of_it(key: dict[str, str], phone: Client, owner: User, catalog: dict[str, Any]) -> None:
    playlist = PlaylistFactory(owner=owner)
    body = {"spotify_ids": catalog["tracks"][:3]}
    added = send(phone, "post", f"/api/v1/playlists/{playlist.pk}/tracks", body, **key)
    assert [one["state"] for one in documented(added)["results"]] == ["fresh"] * 3
    entry = documented(added)["results"][0]["id"]
    moved = send(phone, "patch", f"/api/v1/playlists/{playlist.pk}/tracks/{entry}", {"position": 3}, If_Match="*")
    assert documented(moved)["position"] == 3
    made = send(phone, "post", "/api/v1/playlists", {"title": "T", "spotify_ids": catalog["tracks"][3:6]})
    assert documented(made)["track_count"] == 3


def test_what_spotify_does_not_know_is_refused_under_a_key_as_well(
    phone: Client, owner: User, catalog: dict[str, Any]
) -> None:
    unknown = catalog["unknown_id"]
    playlist = PlaylistFactory(owner=owner)
    named = items(catalog, unknown)[0]
    writes: list[tuple[str, str, Any]] = [
        ("post", "reviews", named | {"rating": 3}),
        ("post", "diary", named | {"listened_on": "2026-11-01"}),
        ("put", "me/pins", {"items": [named]}),
        ("post", "playlists", {"title": "T", "spotify_ids": [unknown]}),
        ("post", f"playlists/{playlist.pk}/tracks", {"spotify_ids": [unknown]}),
    ]
    for number, (method, path, body) in enumerate(writes):
        response = send(phone, method, f"/api/v1/{path}", body, Idempotency_Key=str(number))
        (errors,) = codes(response).values()
        assert errors in (["unknown_item"], ["unknown_track"]), path
    for number, path in enumerate((f"me/shelf/album/{unknown}", f"me/pins/album/{unknown}")):
        assert send(phone, "put", f"/api/v1/{path}", Idempotency_Key=f"p{number}").status_code == 404
        strange = path.replace("album", "song")
        assert send(phone, "put", f"/api/v1/{strange}", Idempotency_Key=f"s{number}").status_code == 404
    assert not Review.objects.exists()
    assert not Playlist.objects.exclude(pk=playlist.pk).exists()


def test_what_was_answered_before_is_answered_again_without_asking(
    phone: Client, catalog: dict[str, Any], sandbox: SandboxProcess
) -> None:
    body = items(catalog)[0] | {"rating": 4}
    first = send(phone, "post", "/api/v1/reviews", body, Idempotency_Key="one")
    calls = sandbox.calls()
    again = send(phone, "post", "/api/v1/reviews", body, Idempotency_Key="one")
    assert (again.json(), again["Idempotency-Replayed"]) == (first.json(), "true")
    assert sandbox.calls() == calls


def test_a_stranger_makes_muse_ask_nothing(owner: User, outsider: User, catalog: dict[str, Any], sandbox: Any) -> None:
    playlist = PlaylistFactory(owner=owner)
    calls = sandbox.calls()
    body = {"spotify_ids": catalog["tracks"][:3]}
    response = send(phone_of(outsider), "post", f"/api/v1/playlists/{playlist.pk}/tracks", body, Idempotency_Key="one")
    assert response.status_code == 403
    assert sandbox.calls() == calls


def test_a_change_says_what_is_known_and_that_the_rest_is_on_its_way(
    phone: Client, owner: User, catalog: dict[str, Any], sandbox: SandboxProcess
) -> None:
    review = ReviewFactory(author=owner, spotify_id=catalog["albums"][0])
    calls = sandbox.calls()
    response = send(phone, "patch", f"/api/v1/reviews/{review.pk}", {"rating": 2}, Idempotency_Key="one")
    assert (response.status_code, documented(response)["item"]["state"]) == (200, "pending")
    assert sandbox.calls() == calls


def test_the_guard_of_the_tests_sees_who_may_wait_with_a_transaction_open(db: None) -> None:
    places: list[str] = []
    look(places)
    with transaction.atomic():
        with without_waiting():
            look(places)
        assert not places
        look(places)
    assert len(places) == 1
    assert "test_asking_ahead.py" in places[0]
