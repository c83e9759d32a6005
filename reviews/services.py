"""The only writers of reviews."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.models import User
from reviews import rules
from reviews.models import ItemType, Review
from spotify_cache.answers import State
from spotify_cache.repository import get_repository
from spotify_cache.spotify_ids import is_spotify_id


class UnknownItem(Exception):
    """Spotify says that there is no such item, or the reference has not even the form of one."""


class _Unchanged:
    """Stands for "leave the text as it is", which neither a text nor None can."""


UNCHANGED: Final = _Unchanged()


@dataclass(frozen=True, slots=True)
class Saved:
    review: Review
    #: False where the person had reviewed this item before. Of two first saves at the same time, both may say True.
    created: bool


def save_review(
    author: User,
    item_type: str,
    spotify_id: str,
    *,
    rating: Decimal | str | float | None,
    text: str | _Unchanged,
) -> Saved:
    """Write or change the one review that ``author`` has of an item (R3).

    ``rating`` in half stars or None; ``text=UNCHANGED`` changes the rating alone. A new review of an item that Spotify
    does not know is refused; where Spotify cannot be asked now it is kept (R62).

    Raises:
        UnknownItem: there is no such item.
        ValidationError: a dict of messages by field (``rating``, ``text``) or one of code ``empty_review``.
    """
    if item_type not in ItemType.values or not is_spotify_id(spotify_id):
        raise UnknownItem
    existing = Review.objects.filter(author=author).of_item(item_type, spotify_id).first()
    keep_text = isinstance(text, _Unchanged)
    known_text = existing.text if existing else ""
    clean_rating, clean_text = _clean(rating, known_text if isinstance(text, _Unchanged) else text)
    if existing is None:
        _require_item(item_type, spotify_id)
    draft = Review(author=author, item_type=item_type, spotify_id=spotify_id, rating=clean_rating, text=clean_text)
    return Saved(_upsert(draft, ["rating"] if keep_text else ["rating", "text"]), created=existing is None)


def clear_rating(author: User, item_type: str, spotify_id: str) -> None:
    """Take back one's rating of an item, if there is one. A review that was nothing else goes with it."""
    with transaction.atomic():
        mine = Review.objects.owned_by(author).of_item(item_type, spotify_id).select_for_update().first()
        if mine is None:
            return
        if mine.text:
            mine.rating = None
            mine.save(update_fields=["rating", "updated_at"])
        else:
            mine.delete()


def delete_review(author: User, review_id: int) -> Review:
    """Delete a review of one's own and return what it was.

    Raises:
        Review.DoesNotExist: there is none, or it is somebody else's (R71).
    """
    review = Review.objects.owned_by(author).get(pk=review_id)
    Review.objects.filter(pk=review.pk).delete()
    return review


def _clean(rating: object, text: str) -> tuple[Decimal | None, str]:
    errors: dict[str, ValidationError] = {}
    clean_rating: Decimal | None = None
    clean_text = ""
    try:
        clean_rating = rules.clean_rating(rating)
    except ValidationError as error:
        errors["rating"] = error
    try:
        clean_text = rules.clean_text(text)
    except ValidationError as error:
        errors["text"] = error
    if errors:
        raise ValidationError(errors)
    rules.require_something(clean_rating, clean_text)
    return clean_rating, clean_text


def _require_item(item_type: str, spotify_id: str) -> None:
    if get_repository().item(item_type, spotify_id).state is State.GONE:
        raise UnknownItem


def _upsert(draft: Review, fields: list[str]) -> Review:
    """One INSERT ... ON CONFLICT DO UPDATE: two saves at the same time both succeed and leave one row."""
    try:
        with transaction.atomic():
            Review.objects.bulk_create(
                [draft],
                update_conflicts=True,
                unique_fields=["author", "item_type", "spotify_id"],
                update_fields=[*fields, "updated_at"],
            )
    except IntegrityError as error:
        # Only a text that was deleted while its rating was being set to nothing gets here.
        raise ValidationError(rules.NOTHING_MESSAGE, code="empty_review") from error
    return Review.objects.of_item(draft.item_type, draft.spotify_id).get(author=draft.author)
