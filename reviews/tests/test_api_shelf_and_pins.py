"""Shelves and favourites in the API."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from accounts.tests.at_once import at_once
from accounts.tests.tokens import codes, phone_of, send
from muse.testing.openapi import documented
from muse.testing.round_trips import RoundTrips
from reviews import pins
from reviews.models import PinnedItem, ShelfItem
from reviews.tests.factories import ShelfItemFactory
from spotify_cache.sandbox.process import SandboxProcess

Counting = Callable[[], AbstractContextManager[RoundTrips]]
SHELF = "/api/v1/users/owner/shelf"
PINS = "/api/v1/users/owner/pins"
MY_SHELF = "/api/v1/me/shelf"
MY_PINS = "/api/v1/me/pins"
NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def listed(response: Any) -> list[str]:
    return [one["spotify_id"] for one in documented(response)["results"]]


def pinned(person: User) -> list[str]:
    rows = pins.pinned_by(person)
    assert [one.position for one in rows] == list(range(1, len(rows) + 1))
    return [one.spotify_id for one in rows]


def albums(*spotify_ids: str) -> dict[str, Any]:
    return {"items": [{"item_type": "album", "spotify_id": one} for one in spotify_ids]}


# --- the shelf -------------------------------------------------------------------------------------------------------


def test_a_shelf_comes_last_added_first_page_by_page(client: Client, owner: User, catalog: dict[str, Any]) -> None:
    for number, album_id in enumerate(catalog["albums"][:3]):
        ShelfItemFactory(person=owner, spotify_id=album_id, added_at=NOON + timedelta(hours=number))
    ShelfItemFactory()
    first = documented(client.get(SHELF, {"limit": 2}))
    assert [one["spotify_id"] for one in first["results"]] == catalog["albums"][2:0:-1]
    assert first["results"][0]["item"]["name"]
    assert listed(client.get(first["next"])) == [catalog["albums"][0]]


def test_something_is_put_on_the_shelf_once(owner: User, album_id: str) -> None:
    phone = phone_of(owner)
    answers = [send(phone, "put", f"{MY_SHELF}/album/{album_id}") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert documented(answers[0])["item"]["id"] == album_id
    assert answers[0].json() == answers[1].json()
    assert ShelfItem.objects.get().person == owner


def test_something_is_taken_off_as_often_as_one_likes(owner: User, album_id: str) -> None:
    ShelfItemFactory(person=owner, spotify_id=album_id)
    other = ShelfItemFactory(spotify_id=album_id)
    for _ in range(2):
        assert documented(send(phone_of(owner), "delete", f"{MY_SHELF}/album/{album_id}")) is None
    assert ShelfItem.objects.get() == other


@pytest.mark.parametrize("path", ["artist/{album}", "song/{album}", "album/{unknown}", "album/short", "album/"])
def test_what_is_no_album_or_track_is_404(path: str, owner: User, album_id: str, unknown_id: str) -> None:
    address = f"{MY_SHELF}/{path}".format(album=album_id, unknown=unknown_id)
    assert send(phone_of(owner), "put", address).status_code == 404
    assert not ShelfItem.objects.exists()


def test_while_spotify_is_down_things_are_put_on_the_shelf_and_pinned(owner: User, sandbox: SandboxProcess) -> None:
    sandbox.faults({"endpoint": "*", "fault": "error503"})
    phone, ids = phone_of(owner), [f"{number:022d}" for number in range(3)]
    assert documented(send(phone, "put", f"{MY_SHELF}/track/{ids[0]}"))["item"]["state"] == "unavailable"
    assert listed(send(phone, "put", MY_PINS, albums(*ids[:2]))) == ids[:2]
    assert documented(send(phone, "put", f"{MY_PINS}/track/{ids[2]}"))["position"] == 3


# --- favourites ------------------------------------------------------------------------------------------------------


def test_favourites_are_chosen_and_put_in_order(owner: User, catalog: dict[str, Any], client: Client) -> None:
    phone, ids = phone_of(owner), catalog["albums"][:5]
    for chosen in (ids[:4], [ids[2], ids[0]], [ids[4], ids[0], ids[3], ids[2]], [], ids[:1]):
        for _ in range(2):
            body = documented(send(phone, "put", MY_PINS, albums(*chosen)))
            assert [one["spotify_id"] for one in body["results"]] == chosen
            assert [one["position"] for one in body["results"]] == list(range(1, len(chosen) + 1))
        assert pinned(owner) == chosen
        assert documented(client.get(PINS)) == body


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({}, {"items": ["required"]}),
        ({"items": None}, {"items": ["null"]}),
        ({"items": {}}, {"items": ["not_a_list"]}),
        (albums(*(f"{number:022d}" for number in range(5))), {"items": ["max_length"]}),
        (albums("1" * 22, "1" * 22), {"request": ["pinned_twice"]}),
        (albums("1" * 22, "short"), {"items.1.spotify_id": ["invalid_spotify_id"]}),
        ({"items": [{"item_type": "song", "spotify_id": "1" * 22}, 7]}, {"items.0.item_type": ["invalid_choice"]}),
    ],
)
def test_what_cannot_be_pinned_is_said_and_nothing_is_changed(
    said: Any, wrong: dict[str, list[str]], owner: User, album_id: str
) -> None:
    pins.pin(owner, "album", album_id)
    found = codes(send(phone_of(owner), "put", MY_PINS, said))
    assert {name: found[name] for name in wrong} == wrong
    assert pinned(owner) == [album_id]


def test_what_spotify_does_not_know_is_named_and_nothing_is_changed(
    owner: User, album_id: str, unknown_id: str
) -> None:
    pins.pin(owner, "album", album_id)
    response = send(phone_of(owner), "put", MY_PINS, albums(album_id, unknown_id))
    assert codes(response) == {"items.1.spotify_id": ["unknown_item"]}
    assert send(phone_of(owner), "put", f"{MY_PINS}/album/{unknown_id}").status_code == 404
    assert send(phone_of(owner), "put", f"{MY_PINS}/song/{album_id}").status_code == 404
    assert pinned(owner) == [album_id]


def test_one_favourite_more_one_favourite_less(owner: User, catalog: dict[str, Any]) -> None:
    phone, (first, second) = phone_of(owner), catalog["albums"][:2]
    assert documented(send(phone, "put", f"{MY_PINS}/album/{first}"))["position"] == 1
    for _ in range(2):
        assert documented(send(phone, "put", f"{MY_PINS}/album/{second}"))["position"] == 2
    for _ in range(2):
        assert documented(send(phone, "delete", f"{MY_PINS}/album/{first}")) is None
    assert pinned(owner) == [second]


def test_a_fifth_favourite_is_409(owner: User, catalog: dict[str, Any]) -> None:
    phone, ids = phone_of(owner), catalog["albums"][:5]
    send(phone, "put", MY_PINS, albums(*ids[:4]))
    response = send(phone, "put", f"{MY_PINS}/album/{ids[4]}")
    assert (response.status_code, documented(response)["type"]) == (409, "/api/problems/conflict")
    assert pinned(owner) == ids[:4]


def test_who_orders_what_was_changed_since_is_told(owner: User, catalog: dict[str, Any]) -> None:
    phone, ids = phone_of(owner), catalog["albums"][:3]
    read = phone.get(PINS)["ETag"]
    chosen = send(phone, "put", MY_PINS, albums(*ids), If_Match=read)
    assert chosen.status_code == 200
    late = send(phone, "put", MY_PINS, albums(ids[0]), If_Match=read)
    assert (late.status_code, documented(late)["status"]) == (412, 412)
    assert send(phone, "put", MY_PINS, albums(*ids[::-1]), If_Match=phone.get(PINS)["ETag"]).status_code == 200
    assert send(phone, "put", MY_PINS, albums(ids[0]), If_Match=chosen["ETag"]).status_code == 412
    assert pinned(owner) == ids[::-1]


# --- both ------------------------------------------------------------------------------------------------------------


def test_of_a_private_account_followers_alone_see_them(
    owner: User, outsider: User, follower: User, album_id: str
) -> None:
    item = ShelfItemFactory(person=owner, spotify_id=album_id)
    pins.pin(owner, "album", item.spotify_id)
    User.objects.filter(pk=owner.pk).update(is_private=True)
    for path in (SHELF, PINS):
        for person in (owner, follower):
            assert listed(phone_of(person).get(path)) == [item.spotify_id]
        for client in (phone_of(outsider), Client()):
            assert client.get(path).status_code == 404
        assert Client().get(path.replace("owner", "nobody")).status_code == 404


def test_writing_takes_a_person_and_the_right_token(owner: User, album_id: str) -> None:
    writes = [
        ("put", f"{MY_SHELF}/album/{album_id}", None),
        ("delete", f"{MY_SHELF}/album/{album_id}", None),
        ("put", f"{MY_PINS}/album/{album_id}", None),
        ("delete", f"{MY_PINS}/album/{album_id}", None),
        ("put", MY_PINS, albums(album_id)),
    ]
    for method, path, body in writes:
        assert send(Client(), method, path, body).status_code == 401
        response = send(phone_of(owner, scopes=["read"]), method, path, body)
        assert (response.status_code, documented(response)["status"]) == (403, 403)
    assert not ShelfItem.objects.exists()
    assert not PinnedItem.objects.exists()


@pytest.mark.parametrize("count", [1, 30])
def test_a_shelf_is_two_queries_and_one_round_trip_whatever_its_length(
    count: int,
    client: Client,
    owner: User,
    catalog: dict[str, Any],
    sandbox: SandboxProcess,
    redis_round_trips: Counting,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    sandbox.config(quota_mode="extended")
    for track_id in list(dict.fromkeys(catalog["tracks"]))[:count]:
        ShelfItemFactory(person=owner, item_type="track", spotify_id=track_id)
    for album_id in catalog["albums"][: min(count, 4)]:
        pins.pin(owner, "album", album_id)
    for path, shown in ((f"{SHELF}?limit=50", count), (PINS, min(count, 4))):
        client.get(path)
        with redis_round_trips() as trips, django_assert_num_queries(2):
            assert len(client.get(path).json()["results"]) == shown
        assert trips.count == 1, trips


@pytest.mark.django_db(transaction=True)
def test_two_who_write_at_once_both_do(owner: User, catalog: dict[str, Any]) -> None:
    phones, ids = [phone_of(owner) for _ in range(3)], catalog["albums"][:4]
    for answers in (
        at_once(*(lambda phone=phone: send(phone, "put", f"{MY_SHELF}/album/{ids[0]}") for phone in phones)),
        at_once(
            lambda: send(phones[0], "put", MY_PINS, albums(ids[0], ids[1])),
            lambda: send(phones[1], "put", MY_PINS, albums(ids[1], ids[0])),
            lambda: send(phones[2], "put", f"{MY_PINS}/album/{ids[2]}"),
        ),
    ):
        assert {answer.status_code for answer in answers} == {200}
    assert ShelfItem.objects.count() == 1
    assert set(pinned(owner)) in ({*ids[:2]}, {*ids[:3]})
