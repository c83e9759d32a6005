"""Reads of reviews, shared by every face. Each makes a fixed number of queries whatever the length of its answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeAlias

from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Page, Paginator
from django.db.models import Avg, Count, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import User
from reviews.forms import ReviewForm
from reviews.models import RATINGS, ItemType, Review, ReviewQuerySet
from spotify_cache.answers import CatalogBatch
from spotify_cache.entities import CatalogEntity

Viewer: TypeAlias = User | AnonymousUser

PER_PAGE = 20
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class HistogramBar:
    rating: Decimal
    count: int
    #: Of the highest bar, 0 to 100.
    percent: int


@dataclass(frozen=True, slots=True)
class RatingStats:
    """How one item is rated. ``review_count`` counts the ratings that come with a text, and texts without a rating."""

    #: To two decimals; None without a rating.
    average: Decimal | None
    rating_count: int
    review_count: int
    #: Ten bars, half a star to five.
    histogram: tuple[HistogramBar, ...]

    @property
    def most(self) -> int:
        """The count of the highest bar."""
        return max(bar.count for bar in self.histogram)

    @property
    def bars(self) -> tuple[tuple[Decimal, int], ...]:
        """(rating, count), low to high, as templates/components/histogram.html takes them."""
        return tuple((bar.rating, bar.count) for bar in self.histogram)


@dataclass(frozen=True, slots=True)
class RatingSummary:
    average: Decimal | None
    rating_count: int
    review_count: int


@dataclass(frozen=True, slots=True)
class ItemReviews:
    """Everything that people say about one item, as one viewer sees it."""

    stats: RatingStats
    #: The viewer's own; None for a visitor and for who has not reviewed it.
    mine: Review | None
    #: Of `mine`, or empty.
    form: ReviewForm
    #: Texts by others, newest first, each with its author.
    page: Page[Review]


@dataclass(frozen=True, slots=True)
class ReviewedItem:
    """A review beside what it is about; ``entity`` is None where Spotify's data is not to be had now."""

    review: Review
    entity: CatalogEntity | None


@dataclass(frozen=True, slots=True)
class PopularItem:
    item_type: str
    spotify_id: str
    #: Within the days asked for.
    review_count: int
    average: Decimal | None


@dataclass(frozen=True, slots=True)
class ReviewCounts:
    total: int
    albums: int
    artists: int
    tracks: int
    with_text: int


def item_reviews(item_type: str, spotify_id: str, viewer: Viewer, page: int | str = 1) -> ItemReviews:
    """Stats, own review and texts by others of one item: three queries for a visitor, four for a person.

    ``page`` counts from 1; a number past the end means the last page, anything else the first.
    """
    reviews = Review.objects.of_item(item_type, spotify_id).visible_to(viewer)
    mine = own_review(item_type, spotify_id, viewer)
    others = reviews.with_text().select_related("author").order_by("-created_at", "-pk")
    if mine is not None:
        others = others.exclude(pk=mine.pk)
    return ItemReviews(
        stats=_stats(reviews),
        mine=mine,
        form=ReviewForm(review=mine),
        page=Paginator(others, PER_PAGE).get_page(page),
    )


def own_review(item_type: str, spotify_id: str, viewer: Viewer) -> Review | None:
    return Review.objects.owned_by(viewer).of_item(item_type, spotify_id).first()


def item_stats(item_type: str, spotify_id: str, viewer: Viewer) -> RatingStats:
    """One query."""
    return _stats(Review.objects.of_item(item_type, spotify_id).visible_to(viewer))


def visible_reviews(viewer: Viewer) -> ReviewQuerySet:
    """Every review that ``viewer`` may see, with its author: one query, once it is filtered, ordered and cut."""
    return Review.objects.visible_to(viewer).select_related("author")


def recent_reviews(limit: int, viewer: Viewer) -> list[Review]:
    """The newest reviews with a text, with their authors: one query."""
    recent = Review.objects.visible_to(viewer).with_text().select_related("author")
    return list(recent.order_by("-created_at", "-pk")[:limit])


def reviews_of(author: User, viewer: Viewer, page: int | str = 1) -> Page[Review]:
    """Everything a person rated or reviewed, newest first, 20 a page: two queries."""
    theirs = Review.objects.visible_to(viewer).filter(author=author).select_related("author")
    return Paginator(theirs.order_by("-created_at", "-pk"), PER_PAGE).get_page(page)


def review_counts(author: User) -> ReviewCounts:
    """One query."""
    counts = Review.objects.filter(author=author).aggregate(
        total=Count("pk"),
        albums=Count("pk", filter=Q(item_type=ItemType.ALBUM)),
        artists=Count("pk", filter=Q(item_type=ItemType.ARTIST)),
        tracks=Count("pk", filter=Q(item_type=ItemType.TRACK)),
        with_text=Count("pk", filter=~Q(text="")),
    )
    return ReviewCounts(**counts)


def popular_items(days: int, limit: int) -> list[PopularItem]:
    """What most people reviewed in the last ``days`` days, ties by rating: one query."""
    since = timezone.now() - timedelta(days=days)
    rows = (
        Review.objects.visible_to(AnonymousUser())
        .filter(created_at__gte=since)
        .values("item_type", "spotify_id")
        .annotate(reviews=Count("pk"), average=Avg("rating"))
        .order_by("-reviews", Coalesce("average", Decimal(0)).desc(), "item_type", "spotify_id")[:limit]
    )
    return [PopularItem(row["item_type"], row["spotify_id"], row["reviews"], _to_cents(row["average"])) for row in rows]


def rating_summaries(item_type: str, spotify_ids: Iterable[str]) -> dict[str, RatingSummary]:
    """Summaries by Spotify ID of the items that anybody reviewed: one query, none for no IDs."""
    ids = list(spotify_ids)
    if not ids:
        return {}
    rows = (
        Review.objects.visible_to(AnonymousUser())
        .filter(item_type=item_type, spotify_id__in=ids)
        .values("spotify_id")
        .annotate(average=Avg("rating"), ratings=Count("rating"), texts=Count("pk", filter=~Q(text="")))
        .order_by()
    )
    return {row["spotify_id"]: RatingSummary(_to_cents(row["average"]), row["ratings"], row["texts"]) for row in rows}


def catalog_ids(reviews: Iterable[Review]) -> dict[str, list[str]]:
    """What ``repository.catalog(**catalog_ids(reviews))`` has to read to show them: IDs by ``tracks``, ``albums``,
    ``artists``."""
    ids: dict[str, list[str]] = {"tracks": [], "albums": [], "artists": []}
    for review in reviews:
        ids[f"{review.item_type}s"].append(review.spotify_id)
    return {kind: list(dict.fromkeys(several)) for kind, several in ids.items()}


def with_items(reviews: Iterable[Review], catalog: CatalogBatch) -> list[ReviewedItem]:
    """Each review beside its item, as templates/reviews/_review.html takes them."""
    return [ReviewedItem(review, catalog.get(review.item_type, review.spotify_id)) for review in reviews]


def _stats(reviews: ReviewQuerySet) -> RatingStats:
    rows = reviews.values("rating").annotate(people=Count("pk"), texts=Count("pk", filter=~Q(text=""))).order_by()
    people: dict[Decimal, int] = dict.fromkeys(RATINGS, 0)
    texts = 0
    for row in rows:
        texts += row["texts"]
        if row["rating"] is not None:
            people[row["rating"]] = row["people"]
    count = sum(people.values())
    total = sum((rating * number for rating, number in people.items()), Decimal(0))
    most = max(people.values())
    return RatingStats(
        average=_to_cents(total / count) if count else None,
        rating_count=count,
        review_count=texts,
        histogram=tuple(
            HistogramBar(rating, number, round(100 * number / most) if most else 0) for rating, number in people.items()
        ),
    )


def _to_cents(average: Decimal | float | None) -> Decimal | None:
    return None if average is None else Decimal(str(average)).quantize(_CENT, ROUND_HALF_UP)
