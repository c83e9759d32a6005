"""What a person's ratings and listens add up to, for the pages about them: of what the viewer may see, nothing else."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from django.contrib.auth.models import AnonymousUser
from django.db.models import CharField, Count, Q, QuerySet, Value
from django.db.models.functions import ExtractYear

from accounts.models import User
from reviews.models import RATINGS, DiaryEntry, ItemType, Review, ReviewQuerySet

Viewer: TypeAlias = User | AnonymousUser

#: Tastes are read from so many of a person's reviews, the newest.
LATEST = 300


@dataclass(frozen=True, slots=True)
class Spread:
    """How ratings are spread."""

    #: (rating, count), low to high, as templates/components/histogram.html takes them.
    bars: tuple[tuple[Decimal, int], ...]

    @property
    def rated(self) -> int:
        return sum(count for _, count in self.bars)

    @property
    def most(self) -> int:
        """The count of the highest bar."""
        return max(count for _, count in self.bars)

    @property
    def average(self) -> Decimal | None:
        return sum(rating * count for rating, count in self.bars) / Decimal(self.rated) if self.rated else None


@dataclass(frozen=True, slots=True)
class Ratings(Spread):
    """How many a person rated or reviewed, of which type, and how their ratings are spread."""

    total: int
    albums: int
    artists: int
    tracks: int
    with_text: int


@dataclass(frozen=True, slots=True)
class YearCount:
    """A year in which there is anything."""

    year: int
    listens: int
    reviews: int


def ratings_by(person: User, viewer: Viewer) -> Ratings:
    """One grouped query: eleven ratings, none among them, by three types at most."""
    rows = (
        _reviews(person, viewer)
        .order_by()
        .values("item_type", "rating")
        .annotate(count=Count("pk"), with_text=Count("pk", filter=~Q(text="")))
    )
    by_type: Counter[str] = Counter()
    by_rating: Counter[Decimal | None] = Counter()
    with_text = 0
    for row in rows:
        by_type[row["item_type"]] += row["count"]
        by_rating[row["rating"]] += row["count"]
        with_text += row["with_text"]
    return Ratings(
        total=by_type.total(),
        albums=by_type[ItemType.ALBUM],
        artists=by_type[ItemType.ARTIST],
        tracks=by_type[ItemType.TRACK],
        with_text=with_text,
        bars=tuple((rating, by_rating[rating]) for rating in RATINGS),
    )


def latest_reviews(person: User, viewer: Viewer) -> list[Review]:
    """The newest `LATEST`, without their texts; ``has_text`` says which have one. One query."""
    brief = _reviews(person, viewer).defer("text", "tags").annotate(has_text=~Q(text=""))
    return list(brief.order_by("-created_at", "-pk")[:LATEST])


def latest_entries(person: User, viewer: Viewer, limit: int) -> list[DiaryEntry]:
    """What was written into the diary last, whatever its day: one query."""
    return list(_entries(person, viewer).order_by("-created_at", "-pk")[:limit])


def years_of(person: User, viewer: Viewer) -> tuple[YearCount, ...]:
    """The years in which a person listened or reviewed, newest first: one query."""
    listens = _by_year(_entries(person, viewer), "listens", "listened_on")
    reviews = _by_year(_reviews(person, viewer), "reviews", "created_at")
    counts: dict[int, Counter[str]] = {}
    for kind, year, count in listens.union(reviews, all=True):
        counts.setdefault(year, Counter())[kind] += count
    return tuple(YearCount(year, one["listens"], one["reviews"]) for year, one in sorted(counts.items(), reverse=True))


def _by_year(
    rows: QuerySet[DiaryEntry] | QuerySet[Review], kind: str, day: str
) -> QuerySet[Review, tuple[str, int, int]]:
    """(kind, year, count)"""
    named = rows.order_by().annotate(kind=Value(kind, output_field=CharField()), year=ExtractYear(day))
    return named.values("kind", "year").annotate(count=Count("pk")).values_list("kind", "year", "count")  # type: ignore[return-value]


def _reviews(person: User, viewer: Viewer) -> ReviewQuerySet:
    return Review.objects.visible_to(viewer).filter(author=person)


def _entries(person: User, viewer: Viewer) -> QuerySet[DiaryEntry]:
    return DiaryEntry.objects.visible_to(viewer).filter(author=person)
