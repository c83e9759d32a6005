"""Reading reviews: who sees what, and how many queries it takes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from accounts.tests.factories import FollowFactory, UserFactory
from reviews import selectors
from reviews.lately import popular_items
from reviews.models import Review
from reviews.tests.factories import LikeFactory, ReviewFactory
from spotify_cache.answers import CatalogBatch

pytestmark = pytest.mark.django_db
ID = "4aawyAB9vmqN3uQ7FjRGTy"
OTHER = "6rqhFgbbKwnb9MLmUQDhG6"


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
def test_an_item_takes_a_fixed_number_of_queries(owner: User, visitor: AnonymousUser, how_many: int) -> None:
    ReviewFactory.create_batch(how_many, spotify_id=ID)
    FollowFactory(follower=owner, followed=ReviewFactory(spotify_id=ID).author)
    ReviewFactory(author=owner, spotify_id=ID)
    for viewer, number in ((owner, 8), (visitor, 3)):
        with CaptureQueriesContext(connection) as queries:
            said = selectors.item_reviews("album", ID, viewer)
            assert all(review.author.name for review in (*said.followed, *said.page))
        assert len(queries) == number, [query["sql"] for query in queries]


@pytest.mark.parametrize("how_many", [2, 12])
def test_lists_take_a_fixed_number_of_queries(owner: User, how_many: int) -> None:
    ReviewFactory.create_batch(how_many, author=owner)
    with CaptureQueriesContext(connection) as queries:
        assert all(review.author.name for review in selectors.recent_reviews(how_many, AnonymousUser()))
        assert all(review.author.name for review in selectors.reviews_of(owner, AnonymousUser()))
        selectors.review_counts(owner, owner)
        popular_items(30, 10)
    assert len(queries) == 6, [query["sql"] for query in queries]


def test_popular_is_what_most_people_reviewed_lately() -> None:
    ReviewFactory.create_batch(3, spotify_id=ID, created_at=timezone.now() - timedelta(days=100))
    ReviewFactory(spotify_id=ID)
    ReviewFactory.create_batch(2, spotify_id=OTHER)
    popular = popular_items(days=30, limit=5)
    assert [(item.spotify_id, item.review_count) for item in popular] == [(OTHER, 2), (ID, 1)]


def test_popular_items_without_ratings_come_last() -> None:
    ReviewFactory(spotify_id=ID, rating=None)
    ReviewFactory(spotify_id=OTHER, rating=1)
    assert [item.spotify_id for item in popular_items(30, 5)] == [OTHER, ID]


def test_counts_by_type_of_what_the_viewer_may_see(owner: User) -> None:
    ReviewFactory.create_batch(2, author=owner)
    ReviewFactory(author=owner, item_type="track", text="")
    ReviewFactory(author=owner, visibility="only_me")
    assert selectors.review_counts(owner, owner) == selectors.ReviewCounts(4, 3, 0, 1, 3)
    assert selectors.review_counts(owner, AnonymousUser()) == selectors.ReviewCounts(3, 2, 0, 1, 2)


@pytest.mark.parametrize(
    ("sort", "order"),
    [("recent", [2, 1, 0]), ("", [2, 1, 0]), ("nonsense", [2, 1, 0]), ("liked", [1, 2, 0]), ("rating", [0, 2, 1])],
)
def test_texts_are_sorted_by_time_likes_or_rating(sort: str, order: list[int]) -> None:
    now = timezone.now()
    reviews = [
        ReviewFactory(spotify_id=ID, rating=rating, created_at=now - timedelta(days=days))
        for rating, days in ((5, 3), (None, 2), (4, 1))
    ]
    LikeFactory(review=reviews[1])
    said = selectors.item_reviews("album", ID, AnonymousUser(), sort=sort)
    assert [review.pk for review in said.page] == [reviews[index].pk for index in order]
    assert said.sort == (sort if sort in selectors.SORTS else "recent")


def test_people_whom_one_follows_come_first_and_apart(owner: User) -> None:
    friend, stranger = UserFactory(), UserFactory()
    FollowFactory(follower=owner, followed=friend)
    theirs = ReviewFactory(author=friend, spotify_id=ID, text="")
    other = ReviewFactory(author=stranger, spotify_id=ID)
    said = selectors.item_reviews("album", ID, owner)
    assert said.followed == (theirs,)
    assert list(said.page) == [other]
    assert selectors.item_reviews("album", ID, stranger).followed == ()


@pytest.mark.parametrize(
    ("visibility", "is_private", "seen_by"),
    [
        ("everyone", False, {"owner", "follower", "outsider", "visitor", "moderator"}),
        ("followers", False, {"owner", "follower"}),
        ("only_me", False, {"owner"}),
        ("everyone", True, {"owner", "follower"}),
        ("followers", True, {"owner", "follower"}),
        ("only_me", True, {"owner"}),
    ],
)
def test_who_sees_a_review(
    visibility: str, is_private: bool, seen_by: set[str], owner: User, follower: User, request: pytest.FixtureRequest
) -> None:
    User.objects.filter(pk=owner.pk).update(is_private=is_private)
    review = ReviewFactory(author=owner, spotify_id=ID, visibility=visibility)
    for who in ("owner", "follower", "outsider", "visitor", "moderator"):
        viewer = request.getfixturevalue(who)
        said = selectors.item_reviews("album", ID, viewer)
        is_listed = review in (said.mine, *said.followed, *said.page)
        is_readable = selectors.visible_reviews(viewer).filter(pk=review.pk).exists()
        assert is_listed == is_readable == (who in seen_by), who


def test_an_account_that_was_switched_off_says_nothing(owner: User) -> None:
    ReviewFactory(author=owner, spotify_id=ID)
    owner.is_active = False
    owner.save()
    assert list(selectors.item_reviews("album", ID, AnonymousUser()).page) == []
    assert selectors.recent_reviews(5, AnonymousUser()) == []


def test_a_review_whose_item_is_not_to_be_had_is_listed_without_it() -> None:
    review = ReviewFactory(spotify_id=ID)
    assert selectors.with_items([review], CatalogBatch()) == [selectors.ReviewedItem(review, None)]
    assert selectors.catalog_ids([review, review]) == {"tracks": [], "albums": [ID], "artists": []}


def test_deleting_a_person_deletes_what_they_wrote(owner: User) -> None:
    ReviewFactory(author=owner)
    owner.delete()
    assert not Review.objects.exists()
