"""Likes of reviews and comments on them: the only writers of both, and what pages read of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.notifications import Verb, notify, take_back
from reviews import rules
from reviews.models import Comment, CommentQuerySet, Like, Review

COMMENTS_PER_PAGE = 50


def like(person: User, review_id: int) -> Review:
    """Like a review of somebody else's; twice is once. Returns it with the new count.

    Raises:
        Review.DoesNotExist: there is none, the person may not see it, or it is their own (R71).
    """
    review = _of_somebody_else(person, review_id)
    with in_turn(review.pk) as current:
        if current is None:
            raise Review.DoesNotExist
        Like.objects.bulk_create([Like(person=person, review=review)], ignore_conflicts=True)
        notify(review.author, person, Verb.LIKED_REVIEW, review)
    review.refresh_from_db(fields=["like_count"])
    return review


def unlike(person: User, review_id: int) -> Review:
    """Take a like back, if there is one.

    Raises:
        Review.DoesNotExist: as for `like`.
    """
    review = _of_somebody_else(person, review_id)
    withdraw(person, review)
    review.refresh_from_db(fields=["like_count"])
    return review


@transaction.atomic
def withdraw(person: User, review: Review) -> None:
    """Forget that a person likes a review, whether they still see it or not, and that its author was told."""
    Like.objects.filter(person=person, review=review).delete()
    take_back(person, Verb.LIKED_REVIEW, review.author, review)


def add_comment(person: User, review_id: int, text: str | None) -> Comment:
    """Comment on a review that one may see. The same words twice in a row are one comment.

    Raises:
        Review.DoesNotExist: there is none, or the person may not see it (R71).
        ValidationError: as `rules.clean_comment`, or with code ``comments_closed``.
    """
    review = Review.objects.visible_to(person).select_related("author").get(pk=review_id)
    clean = rules.clean_comment(text)
    with in_turn(review.pk) as current:
        if current is None:
            raise Review.DoesNotExist
        if current.comments_closed:
            raise ValidationError(_("The author has closed the comments."), code="comments_closed")
        last = review.comments.order_by("-created_at", "-pk").first()
        if last is not None and (last.author_id, last.text) == (person.pk, clean):
            return last
        comment = Comment.objects.create(review=review, author=person, text=clean)
        notify(review.author, person, Verb.COMMENTED_ON_REVIEW, review)
    return comment


def edit_comment(person: User, comment_id: int, text: str | None) -> Comment:
    """Change the words of a comment of one's own.

    Raises:
        Comment.DoesNotExist: there is none, or it is somebody else's, or they may see its review no longer (R71).
        ValidationError: as `rules.clean_comment`.
    """
    comment = own_comment(person, comment_id)
    clean = rules.clean_comment(text)
    if clean != comment.text:
        comment.text, comment.edited_at = clean, timezone.now()
        comment.save(update_fields=["text", "edited_at"])
    return comment


def delete_comment(person: User, comment_id: int) -> Comment:
    """Delete a comment of one's own, or one on a review of one's own, and return what it was.

    With somebody's last comment on a review goes what its author was told of it.

    Raises:
        Comment.DoesNotExist: there is none, or it is none of the person's business (R71).
    """
    comment = Comment.objects.deletable_by(person).select_related("author", "review__author").get(pk=comment_id)
    with in_turn(comment.review_id):
        Comment.objects.filter(pk=comment.pk).delete()
        if not Comment.objects.filter(review=comment.review_id, author=comment.author_id).exists():
            take_back(comment.author, Verb.COMMENTED_ON_REVIEW, comment.review.author, comment.review)
    return comment


@contextmanager
def in_turn(review_id: int) -> Iterator[Review | None]:
    """One after the other for what is said of a review: who commits second sees the first one's words.

    Gives the review as it is now; None where it was deleted meanwhile.
    """
    with transaction.atomic():
        yield Review.objects.select_for_update(no_key=True).filter(pk=review_id).first()


def own_comment(person: User, comment_id: int) -> Comment:
    """
    Raises:
        Comment.DoesNotExist: as for `edit_comment`.
    """
    return Comment.objects.owned_by(person).visible_to(person).select_related("review").get(pk=comment_id)


def visible_comments(viewer: object) -> CommentQuerySet:
    """Every comment that ``viewer`` may see, with its author."""
    return Comment.objects.visible_to(viewer).select_related("author")


def comments_of(review: Review, viewer: object) -> CommentQuerySet:
    """What is said about a review, with its authors: one query, once it is ordered and cut."""
    return visible_comments(viewer).filter(review=review)


def comments_on(review: Review, viewer: object, page: int | str = 1) -> Page[Comment]:
    """What is said about a review, first one first, 50 a page: two queries."""
    return Paginator(comments_of(review, viewer).order_by("created_at", "pk"), COMMENTS_PER_PAGE).get_page(page)


def liked_by(viewer: object, reviews: Iterable[Review]) -> set[int]:
    """Keys of those reviews that ``viewer`` likes: one query, none for a visitor or for no reviews."""
    keys = [review.pk for review in reviews]
    if not keys or not isinstance(viewer, User):
        return set()
    return set(Like.objects.filter(person=viewer, review__in=keys).values_list("review_id", flat=True))


def _of_somebody_else(person: User, review_id: int) -> Review:
    return Review.objects.visible_to(person).exclude(author=person).select_related("author").get(pk=review_id)
