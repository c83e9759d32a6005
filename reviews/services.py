"""The only writers of reviews. `log` is the one call behind "I heard this": review, diary and shelf together."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeAlias

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.selectors import preferences_of
from reviews import diary, rules, shelf
from reviews.items import UnknownItem, require_form, require_item
from reviews.models import DiaryEntry, Review
from reviews.unchanged import UNCHANGED, Unchanged

__all__ = [
    "UNCHANGED",
    "Logged",
    "Saved",
    "UnknownItem",
    "change_review",
    "clear_rating",
    "close_comments",
    "delete_review",
    "log",
    "save_review",
]


Rating: TypeAlias = "Decimal | str | float | None"
Tags: TypeAlias = "str | Iterable[str]"


@dataclass(frozen=True, slots=True)
class Saved:
    review: Review
    #: False where the person had reviewed this item before. Of two first saves at the same time, both may say True.
    created: bool


@dataclass(frozen=True, slots=True)
class Logged:
    """What became of a `log`: at least one of the two is there."""

    review: Review | None
    entry: DiaryEntry | None
    #: As `Saved.created`; of the review.
    created: bool
    #: The same of the entry.
    entry_created: bool


@dataclass(frozen=True, slots=True)
class _Change:
    """A review as it would be saved, and which of its fields are to change where it exists."""

    draft: Review
    fields: list[str]

    @property
    def says_something(self) -> bool:
        return self.draft.rating is not None or bool(self.draft.text)


def save_review(
    author: User,
    item_type: str,
    spotify_id: str,
    *,
    rating: Rating | Unchanged = UNCHANGED,
    text: str | Unchanged = UNCHANGED,
    tags: Tags | Unchanged = UNCHANGED,
    visibility: str | Unchanged = UNCHANGED,
) -> Saved:
    """Write or change the one review that ``author`` has of an item (R3), and take the item off their shelf.

    ``rating`` in half stars or None; what is UNCHANGED stays, and in a new review is empty, ``visibility`` as the
    person's preferences say. A new review of an item that Spotify does not know is refused; where Spotify cannot be
    asked now it is kept (R62).

    Raises:
        UnknownItem: there is no such item.
        ValidationError: a dict of messages by field (``rating``, ``text``, ``tags``, ``visibility``) or one of code
            ``empty_review``.
    """
    logged = log(author, item_type, spotify_id, rating=rating, text=text, tags=tags, visibility=visibility)
    assert logged.review is not None  # without a day something has to be said
    return Saved(logged.review, logged.created)


def log(
    author: User,
    item_type: str,
    spotify_id: str,
    *,
    rating: Rating | Unchanged = UNCHANGED,
    text: str | Unchanged = UNCHANGED,
    tags: Tags | Unchanged = UNCHANGED,
    visibility: str | Unchanged = UNCHANGED,
    listened_on: datetime.date | str | None = None,
    is_relisten: bool = False,
) -> Logged:
    """Save in one transaction what a person says about an item and the day on which they heard it.

    Everything is optional, but not all of it at once. The review is written or changed where there is a rating or a
    text, a diary entry made or changed where there is a day, and the item leaves the shelf. What is new bears one
    moment, by which a feed knows that it was said at once.

    Raises:
        UnknownItem: there is no such item.
        ValidationError: as `save_review`, and by the field ``listened_on``.
    """
    require_form(item_type, spotify_id)
    existing = Review.objects.filter(author=author).of_item(item_type, spotify_id).first()
    draft = existing or Review(author=author, item_type=item_type, spotify_id=spotify_id)
    change, day = _log_change(draft, rating, text, tags, visibility, listened_on)
    if not change.says_something:
        _require_day_alone(change, day, is_new=existing is None)
    if existing is None:
        require_item(item_type, spotify_id)
    with transaction.atomic():
        review = _upsert(change) if change.says_something else None
        moment = review.created_at if review and existing is None else timezone.now()
        entry = _record(change.draft, day, is_relisten=is_relisten, created_at=moment) if day else None
        shelf.take_off(author, item_type, spotify_id)
    return Logged(
        review,
        entry,
        created=review is not None and existing is None,
        entry_created=entry is not None and entry.created_at == moment,
    )


def change_review(
    author: User,
    review_id: int,
    *,
    rating: Rating | Unchanged = UNCHANGED,
    text: str | Unchanged = UNCHANGED,
    tags: Tags | Unchanged = UNCHANGED,
    visibility: str | Unchanged = UNCHANGED,
    comments_closed: bool | Unchanged = UNCHANGED,
) -> Review:
    """Change a review of one's own and nothing else: unlike `save_review` it makes none and leaves the shelf alone.

    Who may comment is no change of what was said: ``updated_at`` stays.

    Raises:
        Review.DoesNotExist: there is none, or it is somebody else's (R71).
        ValidationError: as `save_review`.
    """
    with transaction.atomic():
        review = Review.objects.owned_by(author).select_for_update(of=("self",)).get(pk=review_id)
        change = _change(review, rating, text, tags, visibility)
        rules.require_something(review.rating, review.text)
        fields = [*change.fields, "updated_at"] if change.fields else []
        if not isinstance(comments_closed, Unchanged):
            review.comments_closed = comments_closed
            fields.append("comments_closed")
        if fields:
            review.save(update_fields=fields)
    return review


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
    """Delete a review of one's own, with likes and comments, and return what it was. Its days stay in the diary.

    Raises:
        Review.DoesNotExist: there is none, or it is somebody else's (R71).
    """
    with transaction.atomic():
        # Before its likes and comments, as whoever writes one does (`conversation.in_turn`).
        review = Review.objects.owned_by(author).select_for_update(of=("self",)).get(pk=review_id)
        Review.objects.filter(pk=review.pk).delete()
    return review


def close_comments(author: User, review_id: int, *, closed: bool) -> Review:
    """Let nobody comment on a review of one's own any more, or again everybody who sees it.

    Raises:
        Review.DoesNotExist: as for `delete_review`.
    """
    return change_review(author, review_id, comments_closed=closed)


def _change(
    draft: Review,
    rating: Rating | Unchanged,
    text: str | Unchanged,
    tags: Tags | Unchanged,
    visibility: str | Unchanged,
) -> _Change:
    """``draft`` with all that is said put into it; every mistake is told at once."""
    fields: list[str] = []
    errors: dict[str, ValidationError] = {}
    if draft._state.adding and isinstance(visibility, Unchanged):
        draft.visibility = preferences_of(draft.author).default_visibility
    said: tuple[tuple[str, Any, Callable[[Any], object]], ...] = (
        ("rating", rating, rules.clean_rating),
        ("text", text, rules.clean_text),
        ("tags", tags, rules.clean_tags),
        ("visibility", visibility, rules.clean_visibility),
    )
    for name, value, clean in said:
        if isinstance(value, Unchanged):
            continue
        fields.append(name)
        try:
            setattr(draft, name, clean(value))
        except ValidationError as error:
            errors[name] = error
    if errors:
        raise ValidationError(errors)
    return _Change(draft, fields)


def _log_change(
    draft: Review,
    rating: Rating | Unchanged,
    text: str | Unchanged,
    tags: Tags | Unchanged,
    visibility: str | Unchanged,
    listened_on: object,
) -> tuple[_Change, datetime.date | None]:
    errors: dict[str, list[ValidationError]] = {}
    day = None
    try:
        day = rules.clean_day(listened_on)
    except ValidationError as error:
        errors["listened_on"] = [error]
    try:
        change = _change(draft, rating, text, tags, visibility)
    except ValidationError as error:
        errors |= error.error_dict
    if errors:
        raise ValidationError(errors)
    return change, day


def _require_day_alone(change: _Change, day: datetime.date | None, *, is_new: bool) -> None:
    """A log that says nothing of the item is one of a day alone; tags and an earlier review want something said."""
    if not is_new or day is None:
        rules.require_something(None, "")
    if change.draft.tags:
        message = _("Tags stand beside a rating or a text: give one of them too.")
        raise ValidationError({"tags": ValidationError(message, code="tags_alone")})


def _record(said: Review, day: datetime.date, *, is_relisten: bool, created_at: datetime.datetime) -> DiaryEntry:
    return diary.record(
        said.author,
        said.item_type,
        said.spotify_id,
        day,
        rating=said.rating,
        is_relisten=is_relisten,
        visibility=said.visibility,
        created_at=created_at,
    )


def _upsert(change: _Change) -> Review:
    """One INSERT ... ON CONFLICT DO UPDATE: two saves at the same time both succeed and leave one row."""
    draft = change.draft
    if not change.fields and not draft._state.adding:
        return draft
    row = Review(
        author=draft.author,
        item_type=draft.item_type,
        spotify_id=draft.spotify_id,
        rating=draft.rating,
        text=draft.text,
        tags=draft.tags,
        visibility=draft.visibility,
    )
    try:
        with transaction.atomic():
            Review.objects.bulk_create(
                [row],
                update_conflicts=True,
                unique_fields=["author", "item_type", "spotify_id"],
                update_fields=[*change.fields, "updated_at"],
            )
    except IntegrityError as error:
        # Only a text that was deleted while its rating was being set to nothing gets here.
        raise ValidationError(rules.NOTHING_MESSAGE, code="empty_review") from error
    return Review.objects.of_item(draft.item_type, draft.spotify_id).get(author=draft.author)
