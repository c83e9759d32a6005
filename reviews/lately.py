"""What many people reviewed lately, as pages show it: counted off the request (`accounts.kept_counts`)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any, Final

from django.contrib.auth.models import AnonymousUser
from django.db.models import Avg, Count
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.kept_counts import Rows, keep
from reviews import item_stats
from reviews.models import Review

#: "Lately".
DAYS: Final = 90
#: No page shows more.
_MOST: Final = 50
_FRESH_FOR_S: Final = 2 * 60


@dataclass(frozen=True, slots=True)
class PopularItem:
    """An item that many people reviewed lately."""

    item_type: str
    spotify_id: str
    #: Within the time that was asked for.
    review_count: int
    #: Of all its ratings.
    average: Decimal | None


def popular_lately(limit: int) -> list[PopularItem]:
    """What most people reviewed in the last `DAYS` days, as of some minutes ago; averages are of now. One query."""
    return _with_averages(_kept.read()[:limit])


def popular_items(days: int, limit: int) -> list[PopularItem]:
    """What most people reviewed in the last ``days`` days, ties by rating: two queries, one of which counts all."""
    return _with_averages(_count(days, limit))


def _count(days: int, limit: int) -> Rows:
    """(type, Spotify ID, reviews)"""
    counted = (
        Review.objects.visible_to(AnonymousUser())
        .filter(created_at__gte=timezone.now() - timedelta(days=days))
        .order_by()
        .values("item_type", "spotify_id")
        .annotate(reviews=Count("pk"), lately=Avg("rating"))
        .order_by("-reviews", Coalesce("lately", Decimal(0)).desc(), "item_type", "spotify_id")
    )
    return [list(row) for row in counted.values_list("item_type", "spotify_id", "reviews")[:limit]]


def _with_averages(rows: Iterable[Iterable[Any]]) -> list[PopularItem]:
    counted = [(item_type, spotify_id, reviews) for item_type, spotify_id, reviews in rows]
    averages = item_stats.averages_of_any((item_type, spotify_id) for item_type, spotify_id, _ in counted)
    return [PopularItem(*row, averages.get(row[:2])) for row in counted]


_kept = keep("popular lately", lambda: _count(DAYS, _MOST), _FRESH_FOR_S)
