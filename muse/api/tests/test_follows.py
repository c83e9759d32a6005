"""Following people through the API."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, TypeAlias

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts import following
from accounts.models import Follow, Notification, User
from accounts.rest.models import AccessToken
from accounts.selectors import follow_state, is_following
from accounts.tests.at_once import at_once
from accounts.tests.factories import FollowFactory, UserFactory
from accounts.tests.tokens import phone_of
from muse.testing.openapi import documented

pytestmark = pytest.mark.django_db

API = "/api/v1"
#: Every write, as somebody may try it on the owner.
WRITES = [
    ("put", f"{API}/users/owner/follow"),
    ("delete", f"{API}/users/owner/follow"),
    ("delete", f"{API}/me/followers/owner"),
    ("put", f"{API}/me/follow-requests/owner"),
    ("delete", f"{API}/me/follow-requests/owner"),
]
Asking: TypeAlias = Callable[[], User]


def names(client: Client, address: str) -> list[str]:
    return [person["username"] for person in documented(client.get(address))["results"]]


def client_of(person: User | AnonymousUser) -> Client:
    return phone_of(person) if isinstance(person, User) else Client()


@pytest.fixture
def private(owner: User) -> User:
    following.set_private(owner, True)
    return owner


@pytest.fixture
def asking(private: User) -> User:
    """Somebody who asked the owner's private account."""
    person = UserFactory.create(username="asking")
    following.follow(person, private)
    return person


# --- Following and leaving -------------------------------------------------------------------------------------------
def test_following_a_public_account_is_accepted_at_once_and_twice_is_as_once(owner: User, outsider: User) -> None:
    phone = phone_of(outsider)
    for _ in range(2):
        answer = phone.put(f"{API}/users/OWNER/follow")
        assert answer.status_code == 200
        assert documented(answer) == {"username": "owner", "follow_state": "accepted", "follower_count": 1}
    assert is_following(outsider, owner)
    assert Notification.objects.filter(recipient=owner).count() == 1


def test_leaving_is_204_and_twice_as_well(owner: User, follower: User) -> None:
    phone = phone_of(follower)
    for _ in range(2):
        answer = phone.delete(f"{API}/users/owner/follow")
        assert (answer.status_code, documented(answer)) == (204, None)
    assert not is_following(follower, owner)


def test_a_private_account_is_asked_and_the_request_can_be_taken_back(private: User, outsider: User) -> None:
    phone = phone_of(outsider)
    for _ in range(2):
        assert documented(phone.put(f"{API}/users/owner/follow"))["follow_state"] == "requested"
    assert names(phone_of(private), f"{API}/me/follow-requests") == ["outsider"]
    assert phone.delete(f"{API}/users/owner/follow").status_code == 204
    assert names(phone_of(private), f"{API}/me/follow-requests") == []
    assert not Notification.objects.exists()


def test_a_follower_of_an_account_that_became_private_stays_one(private: User, follower: User) -> None:
    answer = phone_of(follower).put(f"{API}/users/owner/follow")
    assert documented(answer)["follow_state"] == "accepted"


def test_nobody_follows_themselves(owner: User) -> None:
    answer = phone_of(owner).put(f"{API}/users/owner/follow")
    assert answer.status_code == 400
    assert documented(answer)["errors"]["username"][0]["code"] == "oneself"
    assert phone_of(owner).delete(f"{API}/users/owner/follow").status_code == 204


def test_a_body_is_not_looked_at(owner: User, outsider: User) -> None:
    for body in ('{"follow_state": "none"}', "[1]", "null"):
        answer = phone_of(outsider).put(f"{API}/users/owner/follow", body, content_type="application/json")
        assert documented(answer)["follow_state"] == "accepted"


# --- Who may ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("method", "address"), WRITES)
def test_a_visitor_writes_nothing(client: Client, owner: User, method: str, address: str) -> None:
    answer = getattr(client, method)(address)
    assert (answer.status_code, documented(answer)["type"]) == (401, "/api/problems/not-authenticated")


@pytest.mark.parametrize(("method", "address"), WRITES)
def test_a_token_that_may_only_read_writes_nothing(owner: User, outsider: User, method: str, address: str) -> None:
    FollowFactory.create(follower=owner, followed=outsider, status="requested")
    phone = phone_of(outsider, scopes=["read"], kind=AccessToken.Kind.PERSONAL)
    answer = getattr(phone, method)(address)
    assert answer.status_code == 403
    documented(answer)
    assert follow_state(owner, outsider) == "requested"
    assert follow_state(outsider, owner) == "none"


@pytest.mark.parametrize("name", ["nobody", "x" * 5000, "%00", "-1", "switched_off"])
def test_who_is_not_there_is_404(outsider: User, name: str) -> None:
    UserFactory.create(username="switched_off", is_active=False)
    phone = phone_of(outsider)
    for method, address in WRITES:
        answer = getattr(phone, method)(address.replace("owner", name))
        assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    for kind in ("followers", "following"):
        assert phone.get(f"{API}/users/{name}/{kind}").status_code == 404


def test_nobody_answers_for_somebody_else(
    private: User, asking: User, follower: User, outsider: User, moderator: User
) -> None:
    for person in (outsider, moderator, follower, asking):
        phone = phone_of(person)
        assert names(phone, f"{API}/me/follow-requests") == []
        assert phone.put(f"{API}/me/follow-requests/asking").status_code == 404
        assert phone.delete(f"{API}/me/follow-requests/asking").status_code == 204
        assert phone.delete(f"{API}/me/followers/follower").status_code == 204
    assert follow_state(asking, private) == "requested"
    assert follow_state(follower, private) == "accepted"


# --- Requests and followers ------------------------------------------------------------------------------------------
def test_who_asked_is_let_in_and_twice_is_as_once(private: User, asking: User) -> None:
    phone = phone_of(private)
    [request] = documented(phone.get(f"{API}/me/follow-requests"))["results"]
    assert (request["username"], request["follow_state"]) == ("asking", "none")
    for _ in range(2):
        answer = phone.put(f"{API}/me/follow-requests/asking")
        assert (answer.status_code, documented(answer)["username"]) == (200, "asking")
    assert is_following(asking, private)
    assert names(phone, f"{API}/me/follow-requests") == []


def test_who_did_not_ask_or_took_it_back_is_not_let_in(private: User, asking: User, outsider: User) -> None:
    following.unfollow(asking, private)
    for name in ("asking", "outsider", "owner"):
        assert phone_of(private).put(f"{API}/me/follow-requests/{name}").status_code == 404
    assert not Follow.objects.exists()


def test_who_is_declined_is_out_and_a_follower_cannot_be_declined(private: User, asking: User, follower: User) -> None:
    phone = phone_of(private)
    for name in ("asking", "asking", "follower"):
        assert phone.delete(f"{API}/me/follow-requests/{name}").status_code == 204
    assert follow_state(asking, private) == "none"
    assert is_following(follower, private)


def test_a_follower_is_removed_and_not_told(owner: User, follower: User) -> None:
    for _ in range(2):
        assert phone_of(owner).delete(f"{API}/me/followers/follower").status_code == 204
    assert not is_following(follower, owner)
    assert not Notification.objects.filter(recipient=follower).exists()


def test_who_was_switched_off_waits_for_nothing(private: User, asking: User) -> None:
    User.objects.filter(pk=asking.pk).update(is_active=False)
    assert names(phone_of(private), f"{API}/me/follow-requests") == []
    assert phone_of(private).put(f"{API}/me/follow-requests/asking").status_code == 404


def test_requests_come_longest_first_or_newest_first(private: User) -> None:
    for number in range(3):
        following.follow(UserFactory.create(username=f"person{number}"), private)
    phone = phone_of(private)
    assert names(phone, f"{API}/me/follow-requests") == ["person0", "person1", "person2"]
    assert names(phone, f"{API}/me/follow-requests?ordering=newest") == ["person2", "person1", "person0"]
    first = documented(phone.get(f"{API}/me/follow-requests?limit=2"))
    assert names(phone, first["next"]) == ["person2"]


def test_requests_are_not_a_visitors(client: Client) -> None:
    assert client.get(f"{API}/me/follow-requests").status_code == 401


# --- Lists -----------------------------------------------------------------------------------------------------------
def test_lists_say_how_the_caller_stands_to_each(client: Client, owner: User, follower: User, outsider: User) -> None:
    following.follow(outsider, follower)
    [person] = documented(phone_of(outsider).get(f"{API}/users/owner/followers"))["results"]
    assert person == {
        "username": "follower",
        "name": "Fadi Follower",
        "url": "http://testserver/u/follower",
        "follow_state": "accepted",
    }
    [person] = documented(phone_of(outsider).get(f"{API}/users/outsider/following"))["results"]
    assert person["username"] == "follower"
    [person] = documented(phone_of(follower).get(f"{API}/users/owner/followers"))["results"]
    assert person["follow_state"] == "self"
    [person] = documented(client.get(f"{API}/users/owner/followers"))["results"]
    assert person["follow_state"] == "none"


def test_lists_hold_neither_who_only_asked_nor_who_was_switched_off(
    private: User, asking: User, follower: User
) -> None:
    FollowFactory.create(followed=private, follower=UserFactory.create(is_active=False))
    assert names(phone_of(private), f"{API}/users/owner/followers") == ["follower"]
    assert names(phone_of(asking), f"{API}/users/asking/following") == []


@pytest.mark.parametrize("kind", ["followers", "following"])
def test_lists_of_a_private_account_are_404_to_strangers(
    private: User,
    follower: User,
    outsider: User,
    asking: User,
    moderator: User,
    visitor: AnonymousUser,
    kind: str,
) -> None:
    seen = []
    for person in (private, follower, outsider, asking, moderator, visitor):
        answer = client_of(person).get(f"{API}/users/owner/{kind}")
        documented(answer)
        seen.append(answer.status_code)
    assert seen == [200, 200, 404, 404, 404, 404]


def test_pages_lead_through_a_list_newest_first_and_back(client: Client, owner: User) -> None:
    for number in range(5):
        following.follow(UserFactory.create(username=f"person{number}"), owner)
    first = documented(client.get(f"{API}/users/owner/followers?limit=2"))
    second = documented(client.get(first["next"]))
    third = documented(client.get(second["next"]))
    seen = [person["username"] for page in (first, second, third) for person in page["results"]]
    assert seen == [f"person{number}" for number in (4, 3, 2, 1, 0)]
    assert third["next"] is None
    assert documented(client.get(third["previous"]))["results"] == second["results"]


@pytest.mark.parametrize("asked", ["cursor=nonsense", "limit=0", "limit=1000", "fields=email"])
def test_nonsense_is_400(client: Client, owner: User, follower: User, asked: str) -> None:
    answer = client.get(f"{API}/users/owner/followers?{asked}")
    assert answer.status_code == 400
    documented(answer)


def test_an_unchanged_list_is_304_and_kept_by_nobody_else(owner: User, follower: User) -> None:
    phone = phone_of(owner)
    for address in (f"{API}/users/owner/followers", f"{API}/me/follow-requests"):
        first = phone.get(address)
        assert first["Cache-Control"] == "private, no-cache"
        assert phone.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304


@pytest.mark.parametrize("count", [1, 20])
def test_lists_make_a_fixed_number_of_queries(
    owner: User, outsider: User, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    FollowFactory.create_batch(count, followed=owner)
    FollowFactory.create_batch(count, follower=owner)
    FollowFactory.create_batch(count, followed=owner, status="requested")
    phone, own = phone_of(outsider), phone_of(owner)
    for one in (phone, own):
        one.get(f"{API}/me")  # notes that the token is used
    for address in (f"{API}/users/owner/followers", f"{API}/users/owner/following"):
        with django_assert_num_queries(4):  # who asks, the person, the page, how the caller stands to them
            phone.get(address)
    with django_assert_num_queries(3):
        own.get(f"{API}/me/follow-requests")


# --- At the same time ------------------------------------------------------------------------------------------------
def put(phone: Client, address: str) -> int:
    return phone.put(address).status_code


@pytest.mark.django_db(transaction=True)
def test_two_taps_at_once_are_one_follow() -> None:
    person, other = UserFactory.create(), UserFactory.create()
    phones = [phone_of(person), phone_of(person)]
    address = f"{API}/users/{other.username}/follow"
    assert at_once(*(partial(put, phone, address) for phone in phones)) == [200, 200]
    assert Follow.objects.count() == Notification.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_follow_each_other_at_once_both_do() -> None:
    people = [UserFactory.create(), UserFactory.create()]
    errands: list[Callable[[], int]] = []
    for person, other in (people, reversed(people)):
        errands.append(partial(put, phone_of(person), f"{API}/users/{other.username}/follow"))
    for _ in range(5):
        assert at_once(*errands) == [200, 200]
        assert Follow.objects.count() == 2
        Follow.objects.all().delete()


@pytest.mark.django_db(transaction=True)
def test_accepted_and_declined_at_once_is_one_of_the_two() -> None:
    private = UserFactory.create(is_private=True)
    asking = UserFactory.create()
    following.follow(asking, private)
    address = f"{API}/me/follow-requests/{asking.username}"
    accepting, declining = phone_of(private), phone_of(private)
    accepted, declined = at_once(partial(put, accepting, address), lambda: declining.delete(address).status_code)
    assert declined == 204
    assert (accepted, is_following(asking, private)) in ((200, True), (404, False))


def test_an_answer_that_was_lost_is_had_again_by_its_key(owner: User, outsider: User) -> None:
    phone: Any = phone_of(outsider)
    for replayed in (None, "true"):
        answer = phone.put(f"{API}/users/owner/follow", headers={"Idempotency-Key": "one"})
        assert (answer.status_code, answer.headers.get("Idempotency-Replayed")) == (200, replayed)
