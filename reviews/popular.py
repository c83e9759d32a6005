"""What is worth having from Spotify before anybody asks: what people review, log, shelve and show (R14).

Sources of `spotify_cache.warming`; each is one query, or two, off any request.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Final

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Min
from django.utils import timezone

from accounts.selectors import most_followed
from reviews.lately import popular_items
from reviews.models import ChartEntry, DiaryEntry, OfItem, PinnedItem, Review, ShelfItem
from spotify_cache.wants import Recipe
from spotify_cache.warming import register_popular_source

#: "Lately" of what is reviewed and logged, and of reviews whose authors many follow (days).
DAYS: Final = 30
NEW_DAYS: Final = 7
#: How many people count as those whom many follow; nobody whom fewer follow does.
LEADERS: Final = 50
LEAST_FOLLOWERS: Final = 3


def register() -> None:
    for name, source in {
        "charts": charted,
        "reviewed lately": reviewed_lately,
        "listened to lately": listened_lately,
        "reviews of those whom many follow": said_by_leaders,
        "shelves": shelved,
        "favourites": pinned,
    }.items():
        register_popular_source(name, source)


def recipes(items: Iterable[tuple[str, str]]) -> list[Recipe]:
    """Recipes of what pages of these items show: of an album its tracks as well."""
    return [(kind, spotify_id, "whole") if kind == "album" else (kind, spotify_id) for kind, spotify_id in items]


def charted(limit: int) -> list[Recipe]:
    """The highest places of all charts."""
    places = ChartEntry.objects.order_by().values_list("item_type", "spotify_id").annotate(best=Min("rank"))
    return recipes(row[:2] for row in places.order_by("best", "item_type", "spotify_id")[:limit])


def reviewed_lately(limit: int) -> list[Recipe]:
    return recipes((item.item_type, item.spotify_id) for item in popular_items(DAYS, limit))


def listened_lately(limit: int) -> list[Recipe]:
    """What most people logged."""
    since = timezone.localdate() - timedelta(days=DAYS)
    entries = DiaryEntry.objects.visible_to(AnonymousUser()).filter(listened_on__gte=since)
    return _most(
        entries.order_by().values_list("item_type", "spotify_id").annotate(times=Count("author", distinct=True)), limit
    )


def said_by_leaders(limit: int) -> list[Recipe]:
    """What they reviewed this week, newest first."""
    since = timezone.now() - timedelta(days=NEW_DAYS)
    reviews = Review.objects.visible_to(AnonymousUser()).filter(author__in=_leaders(), created_at__gte=since)
    return _of(reviews.order_by("-created_at", "-pk")[:limit])


def shelved(limit: int) -> list[Recipe]:
    """What most people mean to listen to."""
    return _most(ShelfItem.objects.order_by().values_list("item_type", "spotify_id").annotate(times=Count("pk")), limit)


def pinned(limit: int) -> list[Recipe]:
    """What people whom many follow show on their profiles."""
    return _of(PinnedItem.objects.filter(person__in=_leaders())[:limit])


def _leaders() -> list[int]:
    """Keys of the people whom most follow."""
    return [key for key, followers in most_followed()[:LEADERS] if followers >= LEAST_FOLLOWERS]


def _most(counted: Any, limit: int) -> list[Recipe]:
    """The most frequent of (type, ID, times); what one person alone has is not popular."""
    rows = counted.filter(times__gte=2).order_by("-times", "item_type", "spotify_id")[:limit]
    return recipes((kind, spotify_id) for kind, spotify_id, _ in rows)


def _of(rows: Iterable[OfItem]) -> list[Recipe]:
    return recipes(dict.fromkeys((row.item_type, row.spotify_id) for row in rows))
