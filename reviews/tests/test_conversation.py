"""Likes and comments: who may, what is counted, who hears of it."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Notification, User
from accounts.tests.at_once import at_once
from accounts.tests.factories import FollowFactory, UserFactory
from reviews import conversation, services
from reviews.models import MAX_COMMENT_LENGTH, Comment, Like, Review
from reviews.tests.factories import CommentFactory, LikeFactory, ReviewFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def review(owner: User) -> Review:
    return ReviewFactory(author=owner)


def test_a_like_counts_once_and_can_be_taken_back(review: Review, outsider: User) -> None:
    assert [conversation.like(outsider, review.pk).like_count for _ in range(2)] == [1, 1]
    assert conversation.liked_by(outsider, [review]) == {review.pk}
    assert [conversation.unlike(outsider, review.pk).like_count for _ in range(2)] == [0, 0]
    assert conversation.liked_by(outsider, [review]) == set()


def test_the_author_hears_of_likes_and_comments_once(review: Review, owner: User, outsider: User) -> None:
    conversation.like(outsider, review.pk)
    conversation.unlike(outsider, review.pk)
    assert not Notification.objects.exists()
    for _ in range(2):
        conversation.like(outsider, review.pk)
    conversation.add_comment(outsider, review.pk, "Quite.")
    conversation.add_comment(owner, review.pk, "Thank you.")
    heard = Notification.objects.filter(recipient=owner).values_list("actor", "verb")
    assert sorted(heard) == [(outsider.pk, "commented_on_review"), (outsider.pk, "liked_review")]
    review.delete()
    assert not Notification.objects.exists()


def test_nobody_likes_their_own(review: Review, owner: User) -> None:
    with pytest.raises(Review.DoesNotExist):
        conversation.like(owner, review.pk)
    assert not Like.objects.exists()


@pytest.mark.parametrize("visibility", ["followers", "only_me"])
def test_what_one_may_not_see_one_cannot_like_or_comment_on(review: Review, outsider: User, visibility: str) -> None:
    Review.objects.update(visibility=visibility)
    for deed in (conversation.like, conversation.unlike, lambda who, key: conversation.add_comment(who, key, "Hm.")):
        with pytest.raises(Review.DoesNotExist):
            deed(outsider, review.pk)
    assert not Like.objects.exists()
    assert not Comment.objects.exists()


def test_a_comment_is_written_changed_and_deleted_by_its_author(review: Review, outsider: User) -> None:
    comment = conversation.add_comment(outsider, review.pk, "  Quite.\r\nSo.  ")
    assert (comment.text, comment.edited_at) == ("Quite.\nSo.", None)
    assert conversation.edit_comment(outsider, comment.pk, "Quite.\nSo.").edited_at is None
    assert conversation.edit_comment(outsider, comment.pk, "Not so.").edited_at is not None
    review.refresh_from_db()
    assert review.comment_count == 1
    conversation.delete_comment(outsider, comment.pk)
    review.refresh_from_db()
    assert review.comment_count == 0


def test_with_somebodys_last_comment_goes_what_its_author_was_told(review: Review, owner: User, outsider: User) -> None:
    first, second = (conversation.add_comment(outsider, review.pk, words) for words in ("Quite.", "So."))
    conversation.add_comment(UserFactory(), review.pk, "Hm.")
    conversation.delete_comment(outsider, first.pk)
    assert Notification.objects.filter(recipient=owner).count() == 2
    conversation.delete_comment(owner, second.pk)
    assert not Notification.objects.filter(recipient=owner, actor=outsider).exists()
    assert Notification.objects.filter(recipient=owner).count() == 1


def test_the_same_words_twice_in_a_row_are_one_comment(review: Review, outsider: User) -> None:
    first, second = (conversation.add_comment(outsider, review.pk, "Quite.") for _ in range(2))
    assert first == second


@pytest.mark.parametrize("who", ["outsider", "moderator", "owner"])
def test_nobody_else_changes_a_comment(review: Review, who: str, request: pytest.FixtureRequest) -> None:
    comment = CommentFactory(review=review)
    with pytest.raises(Comment.DoesNotExist):
        conversation.edit_comment(request.getfixturevalue(who), comment.pk, "Other words.")


def test_the_author_of_the_review_may_delete_a_comment_and_others_may_not(
    review: Review, owner: User, outsider: User, moderator: User
) -> None:
    comment = CommentFactory(review=review)
    for stranger in (outsider, moderator):
        with pytest.raises(Comment.DoesNotExist):
            conversation.delete_comment(stranger, comment.pk)
    conversation.delete_comment(owner, comment.pk)
    with pytest.raises(Comment.DoesNotExist):
        conversation.delete_comment(owner, comment.pk)


def test_closed_is_closed_until_it_is_opened_again(review: Review, owner: User, outsider: User) -> None:
    services.close_comments(owner, review.pk, closed=True)
    with pytest.raises(ValidationError) as error:
        conversation.add_comment(outsider, review.pk, "Hm.")
    assert error.value.code == "comments_closed"
    services.close_comments(owner, review.pk, closed=False)
    conversation.add_comment(outsider, review.pk, "Hm.")
    with pytest.raises(Review.DoesNotExist):
        services.close_comments(outsider, review.pk, closed=True)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "comment_empty"),
        (None, "comment_empty"),
        (" \r\n ", "comment_empty"),
        ("x" * (MAX_COMMENT_LENGTH + 1), "text_too_long"),
        ("nul \x00", "text_not_storable"),
    ],
)
def test_a_comment_that_is_none_is_refused(review: Review, outsider: User, text: str | None, code: str) -> None:
    with pytest.raises(ValidationError) as error:
        conversation.add_comment(outsider, review.pk, text)
    assert error.value.code == code


def test_a_comment_of_a_private_account_is_for_its_followers_and_the_author(
    review: Review, owner: User, outsider: User, follower: User
) -> None:
    private = UserFactory(is_private=True)
    FollowFactory(follower=follower, followed=private)
    comment = CommentFactory(review=review, author=private)
    for viewer, seen in ((owner, True), (follower, True), (private, True), (outsider, False)):
        assert (comment in conversation.comments_on(review, viewer)) == seen
    User.objects.filter(pk=private.pk).update(is_active=False)
    assert list(conversation.comments_on(review, owner)) == []


def test_counts_fall_when_an_account_goes(review: Review, outsider: User) -> None:
    LikeFactory(review=review, person=outsider)
    CommentFactory(review=review, author=outsider)
    LikeFactory(review=review)
    outsider.delete()
    review.refresh_from_db()
    assert (review.like_count, review.comment_count) == (1, 0)


@pytest.mark.parametrize("how_many", [2, 12])
def test_comments_take_two_queries(review: Review, owner: User, how_many: int) -> None:
    CommentFactory.create_batch(how_many, review=review)
    with CaptureQueriesContext(connection) as queries:
        assert all(comment.author.name for comment in conversation.comments_on(review, owner))
    assert len(queries) == 2


@pytest.mark.django_db(transaction=True)
def test_likes_at_the_same_time_are_all_counted() -> None:
    review = ReviewFactory()
    people = [UserFactory() for _ in range(8)]
    at_once(*[lambda person=person: conversation.like(person, review.pk) for person in people])
    review.refresh_from_db()
    assert review.like_count == 8
