"""A year of somebody's listening and reviewing, of what the viewer may see: six queries, however much it was."""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Max, Q, QuerySet
from django.db.models.functions import ExtractMonth
from django.utils import timezone

from accounts.models import User
from reviews.models import FIRST_DAY, RATINGS, DiaryEntry, ItemType, Review, ReviewQuerySet
from reviews.portrait import Spread, Viewer

BEST_ALBUMS = 6
MOST_HEARD = 6
LAST_YEAR = 9998  # the last that has a year after it


@dataclass(frozen=True, slots=True)
class Heard:
    """An item, named by an entry that is not in the database, and how often it was listened to."""

    item: DiaryEntry
    count: int


@dataclass(frozen=True, slots=True)
class Year(Spread):
    year: int
    #: Of January to December.
    listens_by_month: tuple[int, ...]
    reviews_by_month: tuple[int, ...]
    relistens: int
    #: Reviews of the year with the highest ratings.
    best_albums: tuple[Review, ...]
    #: Most first; heard at least twice.
    most_heard: tuple[Heard, ...]
    first: DiaryEntry | None
    last: DiaryEntry | None

    @property
    def listens(self) -> int:
        return sum(self.listens_by_month)

    @property
    def reviews(self) -> int:
        return sum(self.reviews_by_month)

    @property
    def is_empty(self) -> bool:
        return not self.listens and not self.reviews


def is_year(year: int) -> bool:
    return FIRST_DAY.year <= year <= LAST_YEAR


def year_of(person: User, viewer: Viewer, year: int) -> Year:
    """``year`` is one that `is_year` accepts."""
    entries, reviews = _entries(person, viewer, year), _reviews(person, viewer, year)
    listens: Counter[int] = Counter()
    relistens = 0
    for month, count, again in (
        entries.order_by()
        .values(month=ExtractMonth("listened_on"))
        .annotate(count=Count("pk"), again=Count("pk", filter=Q(is_relisten=True)))
        .values_list("month", "count", "again")
    ):
        listens[month] = count
        relistens += again
    written: Counter[int] = Counter()
    ratings: Counter[Decimal | None] = Counter()
    for month, rating, count in (
        reviews.order_by()
        .values("rating", month=ExtractMonth("created_at"))
        .annotate(count=Count("pk"))
        .values_list("month", "rating", "count")
    ):
        written[month] += count
        ratings[rating] += count
    best = reviews.filter(item_type=ItemType.ALBUM, rating__isnull=False).defer("text", "tags")
    in_order = entries.order_by("listened_on", "pk")
    return Year(
        year=year,
        listens_by_month=tuple(listens[month] for month in range(1, 13)),
        reviews_by_month=tuple(written[month] for month in range(1, 13)),
        relistens=relistens,
        bars=tuple((rating, ratings[rating]) for rating in RATINGS),
        best_albums=tuple(best.order_by("-rating", "-created_at", "-pk")[:BEST_ALBUMS]),
        most_heard=_most_heard(entries),
        first=in_order.first(),
        last=in_order.last(),
    )


def _most_heard(entries: QuerySet[DiaryEntry]) -> tuple[Heard, ...]:
    rows = (
        entries.order_by()
        .values("item_type", "spotify_id")
        .annotate(count=Count("pk"), latest=Max("listened_on"))
        .filter(count__gt=1)
        .order_by("-count", "-latest", "item_type", "spotify_id")[:MOST_HEARD]
    )
    return tuple(
        Heard(DiaryEntry(item_type=row["item_type"], spotify_id=row["spotify_id"]), row["count"]) for row in rows
    )


def _entries(person: User, viewer: Viewer, year: int) -> QuerySet[DiaryEntry]:
    first, after = datetime.date(year, 1, 1), datetime.date(year + 1, 1, 1)
    return DiaryEntry.objects.visible_to(viewer).filter(author=person, listened_on__gte=first, listened_on__lt=after)


def _reviews(person: User, viewer: Viewer, year: int) -> ReviewQuerySet:
    """A review belongs to the year in which it was first written, in the reader's zone."""
    first, after = (datetime.datetime(one, 1, 1, tzinfo=timezone.get_current_timezone()) for one in (year, year + 1))
    return Review.objects.visible_to(viewer).filter(author=person, created_at__gte=first, created_at__lt=after)
