"""Reading reviews: who sees what, and how many queries it takes."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from reviews import selectors
from reviews.models import Review
from reviews.tests.factories import ReviewFactory
from spotify_cache.answers import CatalogBatch

pytestmark = pytest.mark.django_db
ID = "4aawyAB9vmqN3uQ7FjRGTy"
OTHER = "6rqhFgbbKwnb9MLmUQDhG6"


def test_stats_count_ratings_and_texts_apart(owner: User, outsider: User, follower: User) -> None:
    ReviewFactory(author=owner, spotify_id=ID, rating=Decimal("4.5"), text="Words.")
    ReviewFactory(author=outsider, spotify_id=ID, rating=3, text="")
    ReviewFactory(author=follower, spotify_id=ID, rating=None, text="Only words.")
    ReviewFactory(spotify_id=OTHER, rating=1)
    ReviewFactory(item_type="track", spotify_id=ID, rating=1)
    stats = selectors.item_stats("album", ID, AnonymousUser())
    assert (stats.average, stats.rating_count, stats.review_count) == (Decimal("3.75"), 2, 2)


def test_the_histogram_has_ten_bars_measured_by_the_highest() -> None:
    for rating in ("0.5", "4", "4", "4", "5"):
        ReviewFactory(spotify_id=ID, rating=Decimal(rating))
    bars = selectors.item_stats("album", ID, AnonymousUser()).histogram
    assert [(str(bar.rating), bar.count) for bar in bars if bar.count] == [("0.5", 1), ("4", 3), ("5", 1)]
    assert [bar.percent for bar in bars] == [33, 0, 0, 0, 0, 0, 0, 100, 0, 33]


def test_an_item_without_reviews_has_no_average() -> None:
    said = selectors.item_reviews("album", ID, AnonymousUser())
    assert said.stats.average is None
    assert said.stats.most == 0
    assert list(said.page) == []


def test_ones_own_review_stands_apart_from_the_others(owner: User) -> None:
    mine = ReviewFactory(author=owner, spotify_id=ID)
    others = [ReviewFactory(spotify_id=ID) for _ in range(2)]
    said = selectors.item_reviews("album", ID, owner)
    assert said.mine == mine
    assert set(said.page) == set(others)
    assert said.form.chosen_rating == mine.rating
    assert said.form.typed_text == mine.text


def test_ratings_without_words_are_counted_but_not_listed() -> None:
    ReviewFactory(spotify_id=ID, text="")
    said = selectors.item_reviews("album", ID, AnonymousUser())
    assert said.stats.rating_count == 1
    assert list(said.page) == []


def test_newest_first() -> None:
    now = timezone.now()
    old, new = (ReviewFactory(spotify_id=ID, created_at=now - timedelta(days=days)) for days in (3, 1))
    assert list(selectors.item_reviews("album", ID, AnonymousUser()).page) == [new, old]
    assert selectors.recent_reviews(5, AnonymousUser()) == [new, old]


@pytest.mark.parametrize("page", [0, -1, "x", "", "9" * 50, 99])
def test_any_page_number_gives_a_page(page: int | str) -> None:
    ReviewFactory.create_batch(25, spotify_id=ID)
    assert selectors.item_reviews("album", ID, AnonymousUser(), page).page.number in (1, 2)


@pytest.mark.parametrize("how_many", [1, 45])
def test_an_item_takes_four_queries_whatever_the_number_of_reviews(owner: User, how_many: int) -> None:
    ReviewFactory.create_batch(how_many, spotify_id=ID)
    ReviewFactory(author=owner, spotify_id=ID)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        said = selectors.item_reviews("album", ID, owner)
        assert all(review.author.name for review in said.page)
    assert len(queries) == 4, [query["sql"] for query in queries]


@pytest.mark.parametrize("how_many", [2, 12])
def test_lists_take_a_fixed_number_of_queries(owner: User, how_many: int) -> None:
    ReviewFactory.create_batch(how_many, author=owner)
    with CaptureQueriesContext(connection) as queries:
        assert all(review.author.name for review in selectors.recent_reviews(how_many, AnonymousUser()))
        assert all(review.author.name for review in selectors.reviews_of(owner, AnonymousUser()))
        selectors.review_counts(owner)
        selectors.popular_items(30, 10)
        selectors.rating_summaries("album", [ID, OTHER])
    assert len(queries) == 6


def test_summaries_come_for_what_was_reviewed_only() -> None:
    ReviewFactory(spotify_id=ID, rating=4)
    ReviewFactory(spotify_id=ID, rating=5, text="")
    summaries = selectors.rating_summaries("album", [ID, OTHER])
    assert list(summaries) == [ID]
    assert (summaries[ID].average, summaries[ID].rating_count, summaries[ID].review_count) == (Decimal("4.50"), 2, 1)
    assert selectors.rating_summaries("track", [ID]) == {}
    assert selectors.rating_summaries("album", []) == {}


def test_popular_is_what_most_people_reviewed_lately() -> None:
    ReviewFactory.create_batch(3, spotify_id=ID, created_at=timezone.now() - timedelta(days=100))
    ReviewFactory(spotify_id=ID)
    ReviewFactory.create_batch(2, spotify_id=OTHER)
    popular = selectors.popular_items(days=30, limit=5)
    assert [(item.spotify_id, item.review_count) for item in popular] == [(OTHER, 2), (ID, 1)]


def test_popular_items_without_ratings_come_last() -> None:
    ReviewFactory(spotify_id=ID, rating=None)
    ReviewFactory(spotify_id=OTHER, rating=1)
    assert [item.spotify_id for item in selectors.popular_items(30, 5)] == [OTHER, ID]


def test_counts_by_type(owner: User) -> None:
    ReviewFactory.create_batch(2, author=owner)
    ReviewFactory(author=owner, item_type="track", text="")
    assert selectors.review_counts(owner) == selectors.ReviewCounts(3, 2, 0, 1, 2)


def test_an_account_that_was_switched_off_says_nothing(owner: User) -> None:
    ReviewFactory(author=owner, spotify_id=ID)
    owner.is_active = False
    owner.save()
    assert list(selectors.item_reviews("album", ID, AnonymousUser()).page) == []
    assert selectors.item_stats("album", ID, AnonymousUser()).rating_count == 0
    assert selectors.recent_reviews(5, AnonymousUser()) == []


def test_a_review_whose_item_is_not_to_be_had_is_listed_without_it() -> None:
    review = ReviewFactory(spotify_id=ID)
    assert selectors.with_items([review], CatalogBatch()) == [selectors.ReviewedItem(review, None)]
    assert selectors.catalog_ids([review, review]) == {"tracks": [], "albums": [ID], "artists": []}


def test_deleting_a_person_deletes_what_they_wrote(owner: User) -> None:
    ReviewFactory(author=owner)
    owner.delete()
    assert not Review.objects.exists()
