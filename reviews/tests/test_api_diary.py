"""The diary in the API: the same rules as on pages, for those who may."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from accounts.tests.at_once import at_once
from accounts.tests.cast import ClientOf
from accounts.tests.tokens import codes, phone_of, send
from muse.testing.openapi import documented
from muse.testing.round_trips import RoundTrips
from reviews.models import DiaryEntry, Review, ShelfItem
from reviews.tests.factories import DiaryEntryFactory, ReviewFactory, ShelfItemFactory
from spotify_cache.sandbox.process import SandboxProcess

Counting = Callable[[], AbstractContextManager[RoundTrips]]
DIARY = "/api/v1/diary"
DAY = "2026-11-01"

pytestmark = pytest.mark.django_db


def days(response: Any) -> list[str]:
    return [entry["listened_on"] for entry in documented(response)["results"]]


def of_album(album_id: str, **said: Any) -> dict[str, Any]:
    return {"item_type": "album", "spotify_id": album_id, **said}


def entry_of(owner: User, **said: Any) -> tuple[DiaryEntry, str]:
    entry = DiaryEntryFactory.create(author=owner, **said)
    return entry, f"{DIARY}/{entry.pk}"


# --- reading ---------------------------------------------------------------------------------------------------------


def test_entries_come_last_heard_first_with_author_and_item(
    client: Client, owner: User, catalog: dict[str, Any]
) -> None:
    DiaryEntryFactory(author=owner, listened_on=datetime.date(2026, 10, 1))
    DiaryEntryFactory(author=owner, item_type="track", spotify_id=catalog["tracks"][0], rating="3.5", is_relisten=True)
    newer, older = documented(client.get(DIARY))["results"]
    assert (newer["listened_on"], older["listened_on"]) == (DAY, "2026-10-01")
    assert (newer["author"]["username"], newer["rating"], newer["is_relisten"]) == ("owner", 3.5, True)
    assert (newer["item"]["id"], newer["item"]["state"]) == (catalog["tracks"][0], "fresh")
    assert older["rating"] is None


def test_the_diary_is_found_by_person_period_and_item(client: Client, owner: User, sandbox: SandboxProcess) -> None:
    for day in ("2025-12-31", "2026-01-01", "2026-11-30", "2026-12-01"):
        DiaryEntryFactory(author=owner, listened_on=day)
    track = DiaryEntryFactory(item_type="track", listened_on=DAY)
    assert days(client.get(DIARY, {"author": "OWNER", "year": "2026"})) == ["2026-12-01", "2026-11-30", "2026-01-01"]
    assert days(client.get(DIARY, {"author": "owner", "year": "2026", "month": "12"})) == ["2026-12-01"]
    assert days(client.get(DIARY, {"year": 2026, "month": 11})) == ["2026-11-30", DAY]
    assert days(client.get(DIARY, {"item_type": "track"})) == [DAY]
    assert days(client.get(DIARY, {"item_type": "track", "spotify_id": track.spotify_id})) == [DAY]
    assert days(client.get(DIARY, {"author": "nobody"})) == []
    assert days(client.get(DIARY, {"year": 9998, "month": 12})) == []


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("month=3", "month"),
        ("year=2026&month=13", "month"),
        ("year=0", "year"),
        ("year=9999", "year"),
        ("year=2026.5", "year"),
        ("year=" + "9" * 400, "year"),
        ("item_type=song", "item_type"),
        ("spotify_id=x", "spotify_id"),
        ("cursor=nonsense", "cursor"),
    ],
)
def test_a_period_that_there_is_not_is_400(query: str, field: str, client: Client) -> None:
    assert list(codes(client.get(f"{DIARY}?{query}"))) == [field]


def test_cursors_lead_through_days_with_several_entries(client: Client, owner: User, sandbox: SandboxProcess) -> None:
    for number in range(7):
        DiaryEntryFactory(author=owner, listened_on=datetime.date(2026, 11, 1 + number // 3))
    seen, following = [], f"{DIARY}?limit=2&author=owner"
    while following:
        body = documented(client.get(following))
        seen += [entry["id"] for entry in body["results"]]
        following = body["next"]
    assert seen == list(DiaryEntry.objects.order_by("-listened_on", "-pk").values_list("pk", flat=True))


@pytest.mark.parametrize(
    ("visibility", "seen_by"),
    [("everyone", "owner outsider follower visitor"), ("followers", "owner follower"), ("only_me", "owner")],
)
def test_an_entry_is_there_for_who_may_see_it(
    visibility: str,
    seen_by: str,
    owner: User,
    outsider: User,
    follower: User,
    visitor: AnonymousUser,
    client_of: ClientOf,
    sandbox: SandboxProcess,
) -> None:
    _, path = entry_of(owner, visibility=visibility)
    for name, person in (("owner", owner), ("outsider", outsider), ("follower", follower), ("visitor", visitor)):
        client = client_of(person)
        is_there = name in seen_by.split()
        assert (days(client.get(DIARY)) == [DAY]) is is_there, name
        assert client.get(path).status_code == (200 if is_there else 404), name


def test_the_diary_of_a_private_account_is_for_its_followers(
    owner: User, outsider: User, follower: User, sandbox: SandboxProcess
) -> None:
    _, path = entry_of(owner)
    User.objects.filter(pk=owner.pk).update(is_private=True)
    assert days(phone_of(follower).get(DIARY)) == [DAY]
    for client in (phone_of(outsider), Client()):
        assert days(client.get(DIARY, {"author": "owner"})) == []
        assert client.get(path).status_code == 404


@pytest.mark.parametrize("count", [1, 50])
def test_a_diary_is_one_query_and_one_round_trip_whatever_its_length(
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
        DiaryEntryFactory(author=owner, item_type="track", spotify_id=track_id)
    path = f"{DIARY}?author=owner&year=2026&limit=50"
    client.get(path)
    with redis_round_trips() as trips, django_assert_num_queries(1):
        assert len(client.get(path).json()["results"]) == count
    assert trips.count == 1, trips


# --- logging ---------------------------------------------------------------------------------------------------------


def test_who_logs_an_item_gets_the_entry_and_its_address(owner: User, album_id: str) -> None:
    said = {"listened_on": DAY, "rating": 4.5, "text": "Again.", "tags": ["Ferries"], "visibility": "followers"}
    phone = phone_of(owner)
    response = send(phone, "post", DIARY, of_album(album_id, is_relisten=True, **said))
    body = documented(response)
    entry = DiaryEntry.objects.get()
    assert (response.status_code, response["Location"]) == (201, f"http://testserver{DIARY}/{entry.pk}")
    assert (body["listened_on"], body["rating"], body["is_relisten"]) == (DAY, 4.5, True)
    assert (body["visibility"], body["is_mine"], body["item"]["id"]) == ("followers", True, album_id)
    review = Review.objects.get(author=owner)
    assert (str(review.rating), review.text, review.tags) == ("4.5", "Again.", ["ferries"])
    assert (review.visibility, review.created_at) == ("followers", entry.created_at)
    assert body.pop("review") == documented(phone.get(f"/api/v1/reviews/{review.pk}"))
    assert documented(phone.get(response["Location"])) == body


def test_the_answer_to_a_log_is_one_read_of_the_item_and_its_etag_is_good_for_a_change(
    owner: User, album_id: str, redis_round_trips: Counting
) -> None:
    phone = phone_of(owner)
    phone.get(f"/api/v1/albums/{album_id}")
    with redis_round_trips() as trips:
        response = send(phone, "post", DIARY, of_album(album_id, listened_on=DAY, rating=3))
    asked = [words for words in trips.sent if album_id in words]
    assert len(asked) == 2, f"whether there is such an item, and what it is: {trips}"
    changed = send(phone, "patch", response["Location"], {"rating": 4}, If_Match=response["ETag"])
    assert (changed.status_code, changed.json()["rating"]) == (200, 4)


def test_a_day_alone_makes_no_review_and_takes_the_item_off_the_shelf(owner: User, album_id: str) -> None:
    ShelfItemFactory(person=owner, spotify_id=album_id)
    body = documented(send(phone_of(owner), "post", DIARY, of_album(album_id, listened_on=DAY)))
    assert (body["rating"], body["is_relisten"], body["visibility"]) == (None, False, "everyone")
    assert body["review"] is None
    assert not Review.objects.exists()
    assert not ShelfItem.objects.exists()


def test_a_day_alone_of_what_one_reviewed_leaves_the_review_as_it_is(owner: User, album_id: str) -> None:
    review = ReviewFactory(author=owner, spotify_id=album_id, rating="3.5")
    before = Review.objects.values().get(pk=review.pk)
    body = documented(send(phone_of(owner), "post", DIARY, of_album(album_id, listened_on=DAY)))
    assert (body["rating"], body["review"]["id"]) == (3.5, review.pk)
    assert Review.objects.values().get(pk=review.pk) == before


def test_the_same_item_on_the_same_day_is_the_same_entry(owner: User, album_id: str) -> None:
    phone = phone_of(owner)
    first = send(phone, "post", DIARY, of_album(album_id, listened_on=DAY))
    again = send(phone, "post", DIARY, of_album(album_id, listened_on=DAY, rating=2))
    other = send(phone, "post", DIARY, of_album(album_id, listened_on="2026-11-02"))
    assert [first.status_code, again.status_code, other.status_code] == [201, 200, 201]
    assert "Location" not in again
    assert documented(again)["id"] == first.json()["id"]
    assert DiaryEntry.objects.count() == 2


def test_another_day_is_another_entry_beside_the_same_review(owner: User, album_id: str) -> None:
    phone = phone_of(owner)
    first = documented(send(phone, "post", DIARY, of_album(album_id, listened_on=DAY, rating=3, text="Hm.")))
    second = documented(send(phone, "post", DIARY, of_album(album_id, listened_on="2026-11-02", rating=4)))
    assert second["id"] != first["id"]
    assert second["review"]["id"] == first["review"]["id"]
    assert (second["review"]["text"], second["review"]["rating"]) == ("Hm.", 4)


def test_a_log_sent_again_with_its_key_is_one(owner: User, album_id: str) -> None:
    phone, said = phone_of(owner), of_album(album_id, listened_on=DAY, rating=3)
    first, again = (send(phone, "post", DIARY, said, Idempotency_Key="k") for _ in range(2))
    assert (first.status_code, again.status_code, again.json()) == (201, 201, first.json())


def test_what_others_wrote_of_it_stays_theirs(owner: User, outsider: User, album_id: str) -> None:
    theirs = ReviewFactory(author=outsider, spotify_id=album_id, rating=5)
    day = DiaryEntryFactory(author=outsider, spotify_id=album_id)
    send(phone_of(owner), "post", DIARY, of_album(album_id, listened_on=DAY, rating=1))
    theirs.refresh_from_db()
    day.refresh_from_db()
    assert (theirs.rating, day.rating) == (5, None)
    assert Review.objects.count() == DiaryEntry.objects.count() == 2


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({"listened_on": None}, {"listened_on": ["null"]}),
        ({"listened_on": ""}, {"listened_on": ["day_required"]}),
        ({"listened_on": 20261101}, {"listened_on": ["invalid"]}),
        ({"listened_on": "2026-13-01"}, {"listened_on": ["invalid_day"]}),
        ({"listened_on": "1066-10-14"}, {"listened_on": ["day_out_of_range"]}),
        (
            {"listened_on": "9999-12-31", "rating": 6},
            {"listened_on": ["day_out_of_range"], "rating": ["invalid_rating"]},
        ),
        ({"listened_on": DAY, "rating": True}, {"rating": ["invalid"]}),
        ({"listened_on": DAY, "is_relisten": "maybe"}, {"is_relisten": ["invalid"]}),
        ({"listened_on": DAY, "visibility": "friends"}, {"visibility": ["invalid_choice"]}),
        ({"listened_on": DAY, "text": "t" * 10_001}, {"text": ["text_too_long"]}),
        ({"listened_on": DAY, "tags": ["alone"]}, {"tags": ["tags_alone"]}),
        ({"listened_on": DAY, "item_type": "song"}, {"item_type": ["invalid_choice"]}),
        ({"listened_on": DAY, "spotify_id": "x"}, {"spotify_id": ["invalid_spotify_id"]}),
        ({"item_type": None, "spotify_id": None}, {name: ["null"] for name in ("item_type", "spotify_id")}),
    ],
)
def test_what_cannot_be_logged_is_said_by_field(
    said: dict[str, Any], wrong: dict[str, list[str]], owner: User, album_id: str
) -> None:
    found = codes(send(phone_of(owner), "post", DIARY, of_album(album_id) | said))
    assert {name: found[name] for name in wrong} == wrong
    assert set(found) - set(wrong) <= {"listened_on"}
    assert not DiaryEntry.objects.exists()


def test_what_spotify_does_not_know_is_not_logged(owner: User, unknown_id: str) -> None:
    response = send(phone_of(owner), "post", DIARY, of_album(unknown_id, listened_on=DAY))
    assert codes(response) == {"spotify_id": ["unknown_item"]}


def test_while_spotify_is_down_it_is_logged_all_the_same(owner: User, album_id: str, sandbox: SandboxProcess) -> None:
    sandbox.faults({"endpoint": "*", "fault": "error503"})
    body = documented(send(phone_of(owner), "post", DIARY, of_album(album_id, listened_on=DAY)))
    assert (body["item"]["state"], body["item"]["name"]) == ("unavailable", None)


# --- changing --------------------------------------------------------------------------------------------------------


def test_what_is_not_sent_stays_as_it_is(owner: User, album_id: str) -> None:
    _, path = entry_of(owner, spotify_id=album_id, rating="2.5", visibility="followers")
    phone = phone_of(owner)
    body = documented(send(phone, "patch", path, {"listened_on": "2026-10-31", "is_relisten": True}))
    assert (body["listened_on"], body["rating"], body["is_relisten"]) == ("2026-10-31", 2.5, True)
    body = documented(send(phone, "patch", path, {"rating": None, "visibility": "only_me"}))
    assert (body["listened_on"], body["rating"], body["visibility"]) == ("2026-10-31", None, "only_me")
    assert documented(send(phone, "patch", path, {})) == body == documented(phone.get(path))


def test_a_day_that_is_taken_is_409(owner: User, album_id: str) -> None:
    _, path = entry_of(owner, spotify_id=album_id)
    DiaryEntryFactory(author=owner, spotify_id=album_id, listened_on="2026-11-02")
    response = send(phone_of(owner), "patch", path, {"listened_on": "2026-11-02"})
    assert (response.status_code, documented(response)["type"]) == (409, "/api/problems/conflict")


@pytest.mark.parametrize("said", [{"listened_on": None}, {"rating": "4"}, {"visibility": ""}, {"is_relisten": None}])
def test_a_bad_change_changes_nothing(said: dict[str, Any], owner: User) -> None:
    entry, path = entry_of(owner)
    assert list(codes(send(phone_of(owner), "patch", path, said))) == list(said)
    assert DiaryEntry.objects.get().said == entry.said


def test_an_entry_is_deleted_once_and_the_review_stays(owner: User, album_id: str) -> None:
    ReviewFactory(author=owner, spotify_id=album_id)
    _, path = entry_of(owner, spotify_id=album_id)
    phone = phone_of(owner)
    assert documented(send(phone, "delete", path)) is None
    assert send(phone, "delete", path).status_code == 404
    assert Review.objects.count() == 1


def test_who_changes_what_was_changed_since_is_told(owner: User, album_id: str) -> None:
    _, path = entry_of(owner, spotify_id=album_id)
    phone = phone_of(owner)
    read = phone.get(path)["ETag"]
    changed = send(phone, "patch", path, {"rating": 4}, If_Match=read)
    assert changed.status_code == 200
    for method in ("patch", "delete"):
        late = send(phone, method, path, {"rating": 1}, If_Match=read)
        assert (late.status_code, documented(late)["status"]) == (412, 412)
    assert send(phone, "delete", path, If_Match=changed["ETag"]).status_code == 204


# --- who may ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("visibility", "status"), [("everyone", 403), ("only_me", 404)])
def test_nobody_but_the_author_writes(
    visibility: str,
    status: int,
    owner: User,
    outsider: User,
    follower: User,
    moderator: User,
    sandbox: SandboxProcess,
) -> None:
    entry, path = entry_of(owner, visibility=visibility)
    for method in ("patch", "delete"):
        for person in (outsider, follower, moderator):
            response = send(phone_of(person), method, path, {"rating": 1})
            assert (response.status_code, documented(response)["status"]) == (status, status)
        assert send(Client(), method, path, {"rating": 1}).status_code == 401
        assert send(phone_of(owner, scopes=["read"]), method, path, {"rating": 1}).status_code == 403
    logged = of_album(entry.spotify_id, listened_on=DAY)
    assert send(Client(), "post", DIARY, logged).status_code == 401
    assert send(phone_of(owner, scopes=["read"]), "post", DIARY, logged).status_code == 403
    assert DiaryEntry.objects.get().said == entry.said


@pytest.mark.django_db(transaction=True)
def test_two_who_log_at_once_make_one_entry(owner: User, album_id: str) -> None:
    phones = [phone_of(owner) for _ in range(2)]
    answers = at_once(
        *(
            lambda phone=phone: send(phone, "post", DIARY, of_album(album_id, listened_on=DAY, rating=3))
            for phone in phones
        )
    )
    assert {answer.status_code for answer in answers} in ({201}, {200, 201})
    assert DiaryEntry.objects.count() == 1
