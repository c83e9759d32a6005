"""A person's year in review."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from accounts.models import User
from accounts.tests.cast import ClientOf
from reviews.tests.factories import DiaryEntryFactory, ReviewFactory
from reviews.years import year_of
from spotify_cache.sandbox.process import SandboxProcess

pytestmark = pytest.mark.django_db

NOBODY = AnonymousUser()


def day(month: int, number: int, year: int = 2026) -> datetime.date:
    return datetime.date(year, month, number)


def at(month: int, number: int, year: int = 2026) -> datetime.datetime:
    return datetime.datetime(year, month, number, 12, tzinfo=datetime.UTC)


def page_of(client: Client, year: int = 2026) -> str:
    answer = client.get(f"/u/owner/{year}")
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def test_listens_and_reviews_are_counted_by_month(owner: User) -> None:
    for one in (day(1, 1), day(1, 2), day(12, 31), day(12, 31, 2025), day(1, 1, 2027)):
        DiaryEntryFactory(author=owner, listened_on=one, is_relisten=one.month == 12)
    for moment in (at(3, 1), at(3, 31), at(3, 1, 2025)):
        ReviewFactory(author=owner, created_at=moment)
    year = year_of(owner, NOBODY, 2026)
    assert year.listens_by_month == (2, *[0] * 10, 1)
    assert year.reviews_by_month == (0, 0, 2, *[0] * 9)
    assert (year.listens, year.relistens, year.reviews, year.rated, str(year.average)) == (3, 1, 2, 2, "4.0")
    assert year.first is not None
    assert year.last is not None
    assert (year.first.listened_on, year.last.listened_on) == (day(1, 1), day(12, 31))


def test_best_albums_are_those_of_the_year_with_most_stars(owner: User) -> None:
    good, best = (ReviewFactory(author=owner, created_at=at(2, 1), rating=rating) for rating in ("3.5", "5"))
    ReviewFactory(author=owner, created_at=at(2, 1), rating=None)
    ReviewFactory(author=owner, created_at=at(2, 1), rating=5, item_type="track")
    ReviewFactory(author=owner, created_at=at(2, 1, 2025), rating=5)
    assert list(year_of(owner, NOBODY, 2026).best_albums) == [best, good]


def test_most_listened_to_is_what_was_heard_more_than_once(owner: User) -> None:
    for item, often in (("a" * 22, 2), ("b" * 22, 3), ("c" * 22, 1)):
        for number in range(1, often + 1):
            DiaryEntryFactory(author=owner, spotify_id=item, listened_on=day(4, number))
    DiaryEntryFactory(author=owner, spotify_id="c" * 22, listened_on=day(4, 1, 2025))
    heard = year_of(owner, NOBODY, 2026).most_heard
    assert [(one.item.spotify_id, one.count) for one in heard] == [("b" * 22, 3), ("a" * 22, 2)]


def test_a_year_holds_what_the_viewer_may_see(owner: User, follower: User, outsider: User) -> None:
    for visibility in ("everyone", "followers", "only_me"):
        DiaryEntryFactory(author=owner, listened_on=day(5, 1), visibility=visibility)
        ReviewFactory(author=owner, created_at=at(5, 1), visibility=visibility)
    for viewer, seen in ((owner, 3), (follower, 2), (outsider, 1), (NOBODY, 1)):
        year = year_of(owner, viewer, 2026)
        assert (year.listens, year.reviews, year.rated, len(year.best_albums)) == (seen, seen, seen, seen)


def test_the_page_shows_the_year(owner: User, client: Client, sandbox: SandboxProcess) -> None:
    ids = sandbox.control("catalog")
    for number, one in enumerate((day(2, 1), day(2, 3), day(11, 4))):
        DiaryEntryFactory(author=owner, spotify_id=ids["albums"][0], listened_on=one, is_relisten=number > 0)
    DiaryEntryFactory(author=owner, spotify_id=ids["albums"][0], listened_on=day(2, 1, 2024))
    ReviewFactory(author=owner, spotify_id=ids["albums"][0], created_at=at(2, 1), rating="4.5")
    client.get("/u/owner/2026")
    page = page_of(client)
    for said in ("2026 in review", "<dd>3</dd>", "of them again", "<dd>4.5</dd>", "3 times", "Best rated albums"):
        assert said in page, said
    assert 'href="/u/owner/diary/2026/2"' in page
    assert "1 February" in page
    assert "4 November" in page
    assert 'rel="prev" href="/u/owner/2024"' in page
    assert 'rel="next"' not in page
    assert 'rel="next" href="/u/owner/2026"' in page_of(client, 2024)


def test_a_single_review_makes_a_year(owner: User, client: Client) -> None:
    ReviewFactory(author=owner, created_at=at(6, 1), item_type="artist", rating=None)
    page = page_of(client)
    for absent in ("Best rated albums", "Most listened to", "The first and the last", "stars on average"):
        assert absent not in page, absent


@pytest.mark.parametrize("year", [0, 1, 1876, 2025, 2027, 9998, 9999, 10**30])
def test_a_year_with_nothing_is_404(owner: User, client: Client, year: int) -> None:
    DiaryEntryFactory(author=owner)
    assert client.get(f"/u/owner/{year}").status_code == 404


def test_a_year_of_what_only_its_owner_sees_is_404_for_others(owner: User, client: Client, client_of: ClientOf) -> None:
    DiaryEntryFactory(author=owner, visibility="only_me")
    assert client.get("/u/owner/2026").status_code == 404
    assert "only for you" not in page_of(client_of(owner))


def test_a_private_account_shows_its_years_to_followers_alone(
    owner: User, follower: User, outsider: User, moderator: User, client: Client, client_of: ClientOf
) -> None:
    DiaryEntryFactory(author=owner)
    User.objects.filter(pk=owner.pk).update(is_private=True)
    for browser in (client, client_of(outsider), client_of(moderator)):
        assert browser.get("/u/owner/2026").status_code == 404
    assert client_of(follower).get("/u/owner/2026").status_code == 200


def test_nobody_and_another_case(owner: User, client: Client) -> None:
    DiaryEntryFactory(author=owner)
    assert client.get("/u/nobody/2026").status_code == 404
    answer = client.get("/u/OwNeR/2026")
    assert (answer.status_code, answer["Location"]) == (301, "/u/owner/2026")


@pytest.mark.parametrize("count", [1, 40])
def test_a_year_makes_a_fixed_number_of_queries_and_one_round_trip(
    owner: User,
    client: Client,
    django_assert_num_queries: Any,
    redis_round_trips: Any,
    sandbox: SandboxProcess,
    count: int,
) -> None:
    ids = sandbox.control("catalog")["albums"]
    for number in range(count):
        ReviewFactory(author=owner, spotify_id=ids[number], created_at=at(1 + number % 12, 1))
        DiaryEntryFactory(author=owner, spotify_id=ids[number % 20], listened_on=day(1 + number % 12, 1 + number % 28))
    page_of(client)
    page_of(client)  # all is cached now
    with django_assert_num_queries(8), redis_round_trips() as trips:
        page_of(client)
    assert trips.count == 1, trips
