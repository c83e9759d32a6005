"""The diary: days on which a person heard something. Its writers and its readers."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.db import IntegrityError, transaction
from django.db.models import Count
from django.db.models.functions import ExtractMonth, ExtractYear
from django.utils.translation import gettext as _

from accounts.models import User
from reviews import rules
from reviews.models import DiaryEntry, DiaryQuerySet
from reviews.unchanged import UNCHANGED, Unchanged

PER_PAGE = 50
#: The year after it is the last that Python knows.
LAST_YEAR = datetime.MAXYEAR - 1


@dataclass(frozen=True, slots=True)
class MonthCount:
    year: int
    month: int
    count: int

    @property
    def first_day(self) -> datetime.date:
        return datetime.date(self.year, self.month, 1)


@dataclass(frozen=True, slots=True)
class DiaryPage:
    #: Last heard first, 50 a page.
    entries: Page[DiaryEntry]
    #: The months in which there is anything, newest first.
    months: tuple[MonthCount, ...]
    year: int | None
    month: int | None

    @property
    def years(self) -> tuple[int, ...]:
        return tuple(dict.fromkeys(one.year for one in self.months))

    @property
    def months_of_year(self) -> tuple[MonthCount, ...]:
        """Of the year that is shown, January first."""
        return tuple(reversed([one for one in self.months if one.year == self.year]))


def record(
    author: User,
    item_type: str,
    spotify_id: str,
    listened_on: datetime.date,
    *,
    rating: Decimal | None,
    is_relisten: bool,
    visibility: str,
    created_at: datetime.datetime,
) -> DiaryEntry:
    """Write a day into the diary. The same item on the same day is the same entry, changed, and as old as it was.

    Clean values only.
    """
    entry = DiaryEntry(
        author=author,
        item_type=item_type,
        spotify_id=spotify_id,
        listened_on=listened_on,
        rating=rating,
        is_relisten=is_relisten,
        visibility=visibility,
        created_at=created_at,
    )
    DiaryEntry.objects.bulk_create(
        [entry],
        update_conflicts=True,
        unique_fields=["author", "item_type", "spotify_id", "listened_on"],
        update_fields=["rating", "is_relisten", "visibility"],
    )
    return DiaryEntry.objects.get(author=author, item_type=item_type, spotify_id=spotify_id, listened_on=listened_on)


def change_entry(
    author: User,
    entry_id: int,
    *,
    listened_on: object = UNCHANGED,
    rating: object = UNCHANGED,
    is_relisten: bool | Unchanged = UNCHANGED,
    visibility: object = UNCHANGED,
) -> DiaryEntry:
    """Change an entry of one's own; the review of the item stays as it is.

    Raises:
        DiaryEntry.DoesNotExist: there is none, or it is somebody else's (R71).
        ValidationError: a dict of messages by field.
    """
    said: tuple[tuple[str, object, Callable[[Any], object]], ...] = (
        ("listened_on", listened_on, rules.require_day),
        ("rating", rating, rules.clean_rating),
        ("is_relisten", is_relisten, bool),
        ("visibility", visibility, rules.clean_visibility),
    )
    changes: dict[str, object] = {}
    errors: dict[str, ValidationError] = {}
    for name, value, clean in said:
        if value is UNCHANGED:
            continue
        try:
            changes[name] = clean(value)
        except ValidationError as error:
            errors[name] = error
    if errors:
        DiaryEntry.objects.owned_by(author).only("pk").get(pk=entry_id)
        raise ValidationError(errors)
    try:
        with transaction.atomic():
            entry = DiaryEntry.objects.owned_by(author).select_for_update(of=("self",)).get(pk=entry_id)
            for name, value in changes.items():
                setattr(entry, name, value)
            if changes:
                entry.save(update_fields=list(changes))
    except IntegrityError as error:
        message = _("This is in your diary on that day already.")
        raise ValidationError({"listened_on": ValidationError(message, code="day_taken")}) from error
    return entry


def delete_entry(author: User, entry_id: int) -> DiaryEntry:
    """Take an entry of one's own out of the diary and return what it was.

    Raises:
        DiaryEntry.DoesNotExist: as for `change_entry`.
    """
    entry = DiaryEntry.objects.owned_by(author).get(pk=entry_id)
    DiaryEntry.objects.filter(pk=entry.pk).delete()
    return entry


def own_entry(author: User, entry_id: int) -> DiaryEntry:
    """
    Raises:
        DiaryEntry.DoesNotExist: as for `change_entry`.
    """
    return DiaryEntry.objects.owned_by(author).get(pk=entry_id)


def visible_entries(viewer: object) -> DiaryQuerySet:
    """Every entry that ``viewer`` may see, with its author: for feeds and profiles to filter, order and cut."""
    return DiaryEntry.objects.visible_to(viewer).select_related("author")


def diary_page(
    author: User, viewer: object, *, year: int | None = None, month: int | None = None, page: int | str = 1
) -> DiaryPage:
    """A person's diary, all of it, of a year, or of a month of it, as ``viewer`` may see it: three queries."""
    theirs = DiaryEntry.objects.visible_to(viewer).filter(author=author)
    months = (
        theirs.order_by()
        .values(year=ExtractYear("listened_on"), month=ExtractMonth("listened_on"))
        .annotate(count=Count("pk"))
        .order_by("-year", "-month")
    )
    shown = in_period(theirs, year, month) if year is not None else theirs
    return DiaryPage(
        entries=Paginator(shown.order_by("-listened_on", "-pk"), PER_PAGE).get_page(page),
        months=tuple(MonthCount(row["year"], row["month"], row["count"]) for row in months),
        year=year,
        month=month,
    )


def in_period(entries: DiaryQuerySet, year: int, month: int | None = None) -> DiaryQuerySet:
    """Of these, those of a year from 1 to `LAST_YEAR`, or of a month of it."""
    first, last = (month, month) if month else (1, 12)
    after = datetime.date(year + last // 12, last % 12 + 1, 1)
    return entries.filter(listened_on__gte=datetime.date(year, first, 1), listened_on__lt=after)
