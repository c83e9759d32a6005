"""A person's year in review in the API."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts import following
from accounts.models import User
from accounts.tests.factories import UserFactory
from accounts.tests.tokens import phone_of
from muse.testing.openapi import documented
from reviews.tests.factories import DiaryEntryFactory, ReviewFactory

pytestmark = pytest.mark.django_db

YEAR = "/api/v1/users/owner/years/2026"


def at(month: int, day: int) -> datetime.datetime:
    return datetime.datetime(2026, month, day, 12, tzinfo=datetime.UTC)


def client_of(person: User | AnonymousUser) -> Client:
    return phone_of(person) if isinstance(person, User) else Client()


@pytest.fixture
def year(owner: User, catalogue: dict[str, Any]) -> User:
    """The owner in 2026: two albums rated, one of them heard twice, a day that only they see, and one of 2025."""
    best, second = catalogue["albums"][:2]
    ReviewFactory(author=owner, spotify_id=best, rating=5, created_at=at(2, 1))
    ReviewFactory(author=owner, spotify_id=second, rating=3, created_at=at(3, 1))
    DiaryEntryFactory(author=owner, spotify_id=best, listened_on=datetime.date(2026, 2, 1))
    DiaryEntryFactory(author=owner, spotify_id=best, listened_on=datetime.date(2026, 5, 2), is_relisten=True)
    DiaryEntryFactory(author=owner, listened_on=datetime.date(2026, 7, 3), visibility="only_me")
    DiaryEntryFactory(author=owner, listened_on=datetime.date(2025, 7, 3))
    return owner


def test_a_year_adds_up(year: User, client: Client, catalogue: dict[str, Any]) -> None:
    body = documented(client.get(YEAR))
    best = catalogue["albums"][0]
    assert (body["person"]["username"], body["year"], body["url"]) == ("owner", 2026, "http://testserver/u/owner/2026")
    assert (body["listens"], body["relistens"], body["reviews"]) == (2, 1, 2)
    assert body["listens_by_month"] == [0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0]
    assert body["reviews_by_month"] == [0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]
    assert (body["ratings"]["average"], body["ratings"]["rating_count"]) == (4.0, 2)
    assert [(one["rating"], one["item"]["state"]) for one in body["best_albums"]] == [(5.0, "fresh"), (3.0, "fresh")]
    assert [(one["count"], one["item"]["id"]) for one in body["most_heard"]] == [(2, best)]
    assert (body["first"]["listened_on"], body["last"]["listened_on"]) == ("2026-02-01", "2026-05-02")
    assert [one["year"] for one in body["years"]] == [2026, 2025]


def test_a_year_of_reviews_alone_has_no_first_day(owner: User, client: Client) -> None:
    ReviewFactory(author=owner, created_at=at(2, 1), rating=None)
    body = documented(client.get(YEAR))
    assert (body["first"], body["last"], body["most_heard"], body["ratings"]["average"]) == (None, None, [], None)


def test_each_sees_what_they_may(
    year: User, follower: User, outsider: User, visitor: AnonymousUser, moderator: User
) -> None:
    viewers = (year, follower, outsider, visitor, moderator)
    assert [documented(client_of(viewer).get(YEAR))["listens"] for viewer in viewers] == [3, 2, 2, 2, 2]
    following.set_private(year, True)
    asking = UserFactory.create()
    following.follow(asking, year)
    answers = [client_of(viewer).get(YEAR) for viewer in (*viewers, asking)]
    assert [answer.status_code for answer in answers] == [200, 200, 404, 404, 404, 404]
    for answer in answers:
        documented(answer)


@pytest.mark.parametrize("number", ["2024", "0", "1", "9999", "99999999999999999999", "9" * 5000, "-1", "x"])
def test_a_year_with_nothing_in_it_or_none_at_all_is_404(year: User, client: Client, number: str) -> None:
    response = client.get(f"/api/v1/users/owner/years/{number}")
    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")


def test_a_year_that_only_its_owner_knows_of_is_404_for_others(owner: User, outsider: User) -> None:
    DiaryEntryFactory(author=owner, listened_on=datetime.date(2026, 7, 3), visibility="only_me")
    assert [phone_of(person).get(YEAR).status_code for person in (owner, outsider)] == [200, 404]


@pytest.mark.parametrize("name", ["nobody", "switched_off", "%00"])
def test_nobody_has_no_years(client: Client, name: str) -> None:
    person = UserFactory.create(username="switched_off", is_active=False)
    DiaryEntryFactory(author=person)
    assert client.get(f"/api/v1/users/{name}/years/2026").status_code == 404


def test_an_unchanged_year_is_304(year: User, outsider: User) -> None:
    phone = phone_of(outsider)
    first = phone.get(YEAR)
    assert first["Cache-Control"] == "private, no-cache"
    assert phone.get(YEAR, headers={"If-None-Match": first["ETag"]}).status_code == 304


@pytest.mark.parametrize("count", [1, 6])
def test_a_year_is_a_fixed_number_of_queries_and_one_round_trip(
    owner: User,
    outsider: User,
    catalogue: dict[str, Any],
    django_assert_num_queries: DjangoAssertNumQueries,
    redis_round_trips: Any,
    count: int,
) -> None:
    for number, album in enumerate(catalogue["albums"][:count], start=1):
        ReviewFactory(author=owner, spotify_id=album, created_at=at(number, 1))
        for day in (1, 2):
            DiaryEntryFactory(author=owner, spotify_id=album, listened_on=datetime.date(2026, number, day))
    phone = phone_of(outsider)
    phone.get(YEAR)  # what is not cached yet is fetched
    with django_assert_num_queries(9), redis_round_trips() as trips:
        phone.get(YEAR)
    assert trips.count == 1, trips
