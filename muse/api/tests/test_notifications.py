"""What one is told, in the API."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts import following
from accounts.models import Notification, User
from accounts.notifications import Verb, notify, unread_count
from accounts.tests.factories import UserFactory
from accounts.tests.tokens import phone_of
from muse.testing.openapi import documented
from reviews.models import Review
from reviews.tests.factories import ReviewFactory

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/me/notifications"


@pytest.fixture
def phone(owner: User) -> Client:
    return phone_of(owner)


def read(client: Client, body: Any) -> Any:
    return client.post(f"{ADDRESS}/read", body, content_type="application/json")


def listed(client: Client, query: str = "") -> list[Any]:
    results: list[Any] = documented(client.get(f"{ADDRESS}{query}"))["results"]
    return results


def test_a_visitor_is_401_and_a_reader_may_not_write(client: Client, owner: User, outsider: User) -> None:
    assert client.get(ADDRESS).status_code == 401
    assert read(client, {}).status_code == 401
    notify(owner, outsider, Verb.FOLLOWED)
    reader = phone_of(owner, scopes=["read"])
    assert len(listed(reader)) == 1
    assert read(reader, {}).status_code == 403
    assert unread_count(owner) == 1


def test_each_says_who_did_what_to_what_newest_first(phone: Client, owner: User, outsider: User) -> None:
    review = ReviewFactory(author=owner)
    notify(owner, outsider, Verb.FOLLOWED)
    notify(owner, outsider, Verb.LIKED_REVIEW, review)
    liked, followed = listed(phone)
    assert (liked["verb"], liked["actor"]["username"], liked["read_at"]) == ("liked_review", "outsider", None)
    assert liked["about"] == {"type": "review", "id": review.pk}
    assert liked["url"] == f"http://testserver{review.get_absolute_url()}"
    assert (followed["about"], followed["url"]) == (None, "http://testserver/u/outsider")


def test_a_request_to_follow_leads_to_the_requests(phone: Client, owner: User, outsider: User) -> None:
    following.set_private(owner, True)
    following.follow(outsider, owner)
    assert [note["url"] for note in listed(phone)] == ["http://testserver/followers/requests"]


def test_being_listed_makes_nothing_read(phone: Client, owner: User, outsider: User) -> None:
    notify(owner, outsider, Verb.FOLLOWED)
    response = phone.get(ADDRESS)
    assert response["Cache-Control"] == "private, no-cache"
    assert phone.get(ADDRESS, headers={"If-None-Match": response["ETag"]}).status_code == 304
    assert unread_count(owner) == 1


def test_some_are_read_then_all_then_none_are_left(phone: Client, owner: User) -> None:
    for person in UserFactory.create_batch(3):
        notify(owner, person, Verb.FOLLOWED)
    first = listed(phone)[0]["id"]
    assert documented(read(phone, {"ids": [first, first]})) == {"read": 1, "unread": 2}
    assert documented(read(phone, {"ids": []})) == {"read": 0, "unread": 2}
    assert [note["id"] for note in listed(phone, "?unread=false")] == [first]
    assert first not in [note["id"] for note in listed(phone, "?unread=true")]
    assert documented(read(phone, {})) == {"read": 2, "unread": 0}
    assert documented(read(phone, {})) == {"read": 0, "unread": 0}
    assert listed(phone, "?unread=true") == []
    assert all(note["read_at"] for note in listed(phone))


@pytest.mark.parametrize("unread", ["yes", "1", "True", "x"])
def test_neither_true_nor_false_is_an_error(phone: Client, unread: str) -> None:
    answer = phone.get(f"/api/v1/me/notifications?unread={unread}")
    assert list(documented(answer)["errors"]) == ["unread"]


def test_a_list_of_mistakes_that_is_too_long_is_one_mistake(phone: Client) -> None:
    assert list(documented(read(phone, {"ids": ["x"] * 10_000}))["errors"]) == ["ids"]


def test_nobody_sees_or_reads_those_of_others(owner: User, outsider: User, moderator: User, follower: User) -> None:
    notify(owner, outsider, Verb.FOLLOWED)
    note = Notification.objects.get()
    for person in (outsider, moderator, follower):
        phone = phone_of(person)
        assert listed(phone) == []
        assert documented(read(phone, {"ids": [note.pk]})) == {"read": 0, "unread": 0}
        read(phone, {})
    assert unread_count(owner) == 1


def test_what_is_out_of_sight_is_not_told(phone: Client, owner: User, outsider: User) -> None:
    review = ReviewFactory(author=outsider)
    notify(owner, UserFactory(), Verb.COMMENTED_ON_REVIEW, review)
    assert len(listed(phone)) == 1
    Review.objects.update(visibility="only_me")
    assert listed(phone) == []


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"ids": "1"}, "ids"),
        ({"ids": None}, "ids"),
        ({"ids": ["x"]}, "ids.0"),
        ({"ids": [0]}, "ids.0"),
        ({"ids": [-1]}, "ids.0"),
        ({"ids": [2**63]}, "ids.0"),
        ({"ids": [1.5]}, "ids.0"),
        ({"ids": list(range(1, 202))}, "ids"),
        ([], "request"),
    ],
)
def test_what_is_not_valid_reads_nothing(phone: Client, owner: User, outsider: User, body: Any, field: str) -> None:
    notify(owner, outsider, Verb.FOLLOWED)
    assert list(documented(read(phone, body))["errors"]) == [field]
    assert unread_count(owner) == 1


@pytest.mark.parametrize("query", ["?cursor=x", "?limit=0", "?limit=51", "?fields=nothing"])
def test_an_odd_question_is_400(phone: Client, owner: User, outsider: User, query: str) -> None:
    notify(owner, outsider, Verb.FOLLOWED)
    assert documented(phone.get(f"{ADDRESS}{query}"))["status"] == 400


def test_the_pages_hold_each_once(phone: Client, owner: User) -> None:
    for person in UserFactory.create_batch(5):
        notify(owner, person, Verb.FOLLOWED)
    seen, address = [], f"{ADDRESS}?limit=2"
    while address:
        page = documented(phone.get(address))
        seen += [note["id"] for note in page["results"]]
        address = page["next"]
    assert seen == list(Notification.objects.values_list("pk", flat=True))


@pytest.mark.parametrize("count", [1, 20])
def test_a_list_is_three_queries(
    phone: Client, owner: User, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for person in UserFactory.create_batch(count):
        notify(owner, person, Verb.LIKED_REVIEW, ReviewFactory(author=owner))
    phone.get(ADDRESS)
    with django_assert_num_queries(3):  # whose token it is, what they are told, what that is about
        phone.get(ADDRESS)
