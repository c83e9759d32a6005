"""Which review or comment a request is about, and whether it is the caller's to see or to change.

What one may not see is 404; what one may see and not change, 403.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.http import Http404
from rest_framework.exceptions import PermissionDenied, ValidationError
from rest_framework.request import Request

from reviews import conversation, selectors
from reviews.items import UnknownItem
from reviews.models import Comment, Review


def visible_review(request: Request, pk: int) -> Review:
    """
    Raises:
        Http404: there is none, or the caller may not see it.
    """
    with found():
        return selectors.review_page(pk, request.user)


def own_review(request: Request, pk: int) -> Review:
    """
    Raises:
        Http404: as for `visible_review`.
        PermissionDenied: the caller sees it, and it is somebody else's.
    """
    review = visible_review(request, pk)
    if review.author_id != request.user.pk:
        raise PermissionDenied("This review is somebody else's.")
    return review


def somebody_elses_review(request: Request, pk: int) -> Review:
    """
    Raises:
        Http404: as for `visible_review`.
        PermissionDenied: it is the caller's own.
    """
    review = visible_review(request, pk)
    if review.author_id == request.user.pk:
        raise PermissionDenied("Nobody likes a review of their own.")
    return review


def visible_comment(request: Request, pk: int) -> Comment:
    """
    Raises:
        Http404: there is none, or the caller may not see it.
    """
    with found():
        return conversation.visible_comments(request.user).get(pk=pk)


def own_comment(request: Request, pk: int) -> Comment:
    """
    Raises:
        Http404: as for `visible_comment`.
        PermissionDenied: the caller sees it, and it is somebody else's.
    """
    comment = visible_comment(request, pk)
    if comment.author_id != request.user.pk:
        raise PermissionDenied("This comment is somebody else's.")
    return comment


def deletable_comment(request: Request, pk: int) -> Comment:
    """One's own, even where its review is no longer to be seen, or one on a review of one's own.

    Raises:
        Http404, PermissionDenied: as for `own_comment`.
    """
    comment = Comment.objects.deletable_by(request.user).filter(pk=pk).first()
    return comment or own_comment(request, pk)


@contextmanager
def found() -> Iterator[None]:
    """What a selector or service does not find inside is a 404."""
    try:
        yield
    except Review.DoesNotExist:
        raise Http404("There is no such review.") from None
    except Comment.DoesNotExist:
        raise Http404("There is no such comment.") from None


@contextmanager
def unknown_item_named() -> Iterator[None]:
    """An item that Spotify does not know is an error of ``spotify_id``."""
    try:
        yield
    except UnknownItem:
        raise ValidationError({"spotify_id": ["Spotify knows no such item."]}, code="unknown_item") from None
