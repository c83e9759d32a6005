"""What a profile says of a person beside their reviews: what they did lately, how they rate, whom they like."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from accounts.models import User
from accounts.tests.cast import ClientOf
from muse.people.activity import SHOWN, latest_deeds
from muse.people.taste import taste_of
from reviews import portrait
from reviews.models import Review
from reviews.tests.factories import DiaryEntryFactory, ReviewFactory
from spotify_cache.answers import CatalogBatch
from spotify_cache.repository import get_repository
from spotify_cache.sandbox.process import SandboxProcess

pytestmark = pytest.mark.django_db

NOBODY = AnonymousUser()


def at(day: int, hour: int = 12) -> datetime.datetime:
    return datetime.datetime(2026, 11, day, hour, tzinfo=datetime.UTC)


def page_of(client: Client, username: str = "owner") -> str:
    return client.get(f"/u/{username}").content.decode()


def test_ratings_are_counted_by_type_and_stars(owner: User) -> None:
    ReviewFactory.create_batch(2, author=owner, rating="4.5")
    ReviewFactory(author=owner, item_type="track", rating="1", text="")
    ReviewFactory(author=owner, item_type="artist", rating=None)
    ReviewFactory(rating="0.5")
    said = portrait.ratings_by(owner, NOBODY)
    assert (said.total, said.albums, said.artists, said.tracks, said.with_text) == (4, 2, 1, 1, 3)
    assert {str(rating): count for rating, count in said.bars if count} == {"1": 1, "4.5": 2}
    assert (said.rated, said.most) == (3, 2)
    assert said.average is not None
    assert f"{said.average:.2f}" == "3.33"


def test_no_ratings_have_no_average(owner: User) -> None:
    said = portrait.ratings_by(owner, NOBODY)
    assert (said.total, said.most, said.average) == (0, 0, None)


def test_numbers_and_activity_are_of_what_the_viewer_may_see(owner: User, follower: User, outsider: User) -> None:
    for visibility in ("everyone", "followers", "only_me"):
        ReviewFactory(author=owner, visibility=visibility)
        DiaryEntryFactory(author=owner, visibility=visibility)
    for viewer, seen in ((owner, 3), (follower, 2), (outsider, 1), (NOBODY, 1)):
        assert portrait.ratings_by(owner, viewer).total == seen
        assert len(portrait.latest_reviews(owner, viewer)) == seen
        assert len(portrait.latest_entries(owner, viewer, 9)) == seen
        assert sum(one.listens for one in portrait.years_of(owner, viewer)) == seen
        assert sum(one.reviews for one in portrait.years_of(owner, viewer)) == seen


def test_years_are_those_with_anything_newest_first(owner: User) -> None:
    DiaryEntryFactory(author=owner, listened_on=datetime.date(2019, 12, 31))
    ReviewFactory(author=owner, created_at=at(1))
    DiaryEntryFactory(author=owner)
    years = portrait.years_of(owner, NOBODY)
    assert [(one.year, one.listens, one.reviews) for one in years] == [(2026, 1, 1), (2019, 1, 0)]


def test_activity_merges_reviews_and_listens_newest_first(owner: User) -> None:
    old, new = ReviewFactory(author=owner, created_at=at(1)), ReviewFactory(author=owner, created_at=at(5))
    heard = DiaryEntryFactory(author=owner, created_at=at(3))
    assert latest_deeds([new, old], [heard]) == [new, heard, old]


def test_what_was_logged_in_one_go_is_one_deed(owner: User) -> None:
    review = ReviewFactory(author=owner, created_at=at(5))
    logged = DiaryEntryFactory(author=owner, spotify_id=review.spotify_id, created_at=at(5))
    again = DiaryEntryFactory(
        author=owner, spotify_id=review.spotify_id, created_at=at(6), listened_on=datetime.date(2026, 11, 6)
    )
    assert latest_deeds([review], [again, logged]) == [again, review]


def test_activity_has_an_end(owner: User) -> None:
    reviews = ReviewFactory.create_batch(2 * SHOWN, author=owner)
    assert len(latest_deeds(reviews[::-1], [])) == SHOWN


def test_taste_counts_artists_and_decades(sandbox: SandboxProcess) -> None:
    ids = sandbox.control("catalog")
    rows = [Review(item_type="album", spotify_id=ids["albums"][0]), Review(item_type="track", spotify_id="0" * 22)]
    repository = get_repository()
    first = repository.album(ids["albums"][0]).value
    assert first is not None
    rows.append(Review(item_type="artist", spotify_id=first.artists[0].id))
    repository.artist(first.artists[0].id)
    catalog = repository.catalog(albums=[ids["albums"][0]], artists=[first.artists[0].id])
    taste = taste_of(rows, catalog)
    assert taste.counted == 3
    top = taste.artists[0]
    assert (top.label, top.count, top.url) == (first.artists[0].name, 2, f"/artists/{first.artists[0].id}")
    assert [(bar.label, bar.count) for bar in taste.decades] == [(f"{first.release_date[:3]}0s", 1)]


def test_taste_of_nothing_is_empty() -> None:
    taste = taste_of([Review(item_type="album", spotify_id="0" * 22)], CatalogBatch())
    assert (taste.artists, taste.decades, taste.most_of_an_artist, taste.most_of_a_decade) == ((), (), 0, 0)


def test_the_page_shows_what_was_done_how_they_rate_and_whom_they_like(
    owner: User, client: Client, client_of: ClientOf, sandbox: SandboxProcess
) -> None:
    ids = sandbox.control("catalog")
    ReviewFactory(author=owner, spotify_id=ids["albums"][0])
    ReviewFactory(author=owner, spotify_id=ids["albums"][1], text="")
    DiaryEntryFactory(author=owner, item_type="track", spotify_id=ids["tracks"][0], is_relisten=True)
    page_of(client)
    page = page_of(client)
    for said in (">Reviewed<", ">Rated<", ">Listened<", "again", "How they rate", "latest 2 reviews", "Decades"):
        assert said in page, said
    assert "2 ratings, 4.0 stars on average" in re.sub(r"\s+", " ", page)
    assert 'href="/u/owner/diary"' in page
    assert 'href="/u/owner/shelf"' in page
    assert 'href="/u/owner/2026"' in page
    assert "How you rate" in page_of(client_of(owner))


def test_a_new_account_has_none_of_it(owner: User, client: Client) -> None:
    page = page_of(client)
    assert "Lately" not in page
    assert "How they rate" not in page
    assert "in review" not in page


@pytest.mark.parametrize("who", ["outsider", "visitor", "moderator"])
def test_a_private_account_shows_strangers_none_of_it(
    owner: User, follower: User, who: str, request: pytest.FixtureRequest, client_of: ClientOf
) -> None:
    ReviewFactory(author=owner)
    DiaryEntryFactory(author=owner)
    User.objects.filter(pk=owner.pk).update(is_private=True)
    page = page_of(client_of(request.getfixturevalue(who)))
    for part in ("Lately", "How they rate", "/u/owner/diary", "/u/owner/shelf", "/u/owner/2026"):
        assert part not in page, part
    assert "Lately" in page_of(client_of(follower))


@pytest.mark.parametrize("count", [1, 40])
def test_a_portrait_takes_a_fixed_number_of_queries(owner: User, django_assert_num_queries: Any, count: int) -> None:
    ReviewFactory.create_batch(count, author=owner)
    DiaryEntryFactory.create_batch(count, author=owner)
    with django_assert_num_queries(4):
        portrait.ratings_by(owner, NOBODY)
        portrait.years_of(owner, NOBODY)
        latest_deeds(portrait.latest_reviews(owner, NOBODY), portrait.latest_entries(owner, NOBODY, 16))
