"""How items are rated, read from one row each.

The rows are written by triggers on `reviews` and `users` (migration 0003) in the transaction of whatever changes them:
no writer can forget to, neither the admin nor the deletion of an account, and two at once wait for each other.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from django.db import connection, transaction

from reviews.models import RATINGS, ItemStats

#: Below it the page says how many ratings there are so far, and the opinion of one or two people does not pass for an
#: average: from three on no single rating makes half of it.
MIN_RATINGS_FOR_AVERAGE: Final = 3
_CENT = Decimal("0.01")

_BARS = ", ".join(f"count(*) FILTER (WHERE r.rating = {rating})" for rating in RATINGS)
_COLUMNS = "item_type, spotify_id, rating_count, rating_sum, review_count, histogram"
_ONE = """
    SELECT rating_count, rating_sum, review_count, histogram FROM item_stats WHERE item_type = %s AND spotify_id = %s
"""
_RECOUNT = f"""
    SELECT r.item_type, r.spotify_id, count(r.rating)::int, coalesce(sum(r.rating), 0),
        (count(*) FILTER (WHERE r.text <> ''))::int, ARRAY[{_BARS}]::int[]
    FROM reviews r JOIN users u ON u.id = r.author_id
    WHERE r.visibility = 'everyone' AND u.is_active AND NOT u.is_private
    GROUP BY r.item_type, r.spotify_id
"""


@dataclass(frozen=True, slots=True)
class HistogramBar:
    rating: Decimal
    count: int
    #: Of the highest bar, 0 to 100.
    percent: int


@dataclass(frozen=True, slots=True)
class RatingStats:
    """How one item is rated. ``review_count`` counts the ratings that come with a text, and texts without a rating."""

    #: To two decimals; None below `MIN_RATINGS_FOR_AVERAGE` ratings.
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


def item_stats(item_type: str, spotify_id: str) -> RatingStats:
    """One query, by the primary way to one row. Written out: every screen of an item asks it, and to have it composed
    anew takes longer than the answer."""
    with connection.cursor() as cursor:
        cursor.execute(_ONE, [item_type, spotify_id])
        found = cursor.fetchone() or (0, Decimal(0), 0, [0] * len(RATINGS))
    row = ItemStats(rating_count=found[0], rating_sum=found[1], review_count=found[2], histogram=found[3])
    most = max(row.histogram)
    return RatingStats(
        average=_average(row),
        rating_count=row.rating_count,
        review_count=row.review_count,
        histogram=tuple(
            HistogramBar(rating, count, round(100 * count / most) if most else 0)
            for rating, count in zip(RATINGS, row.histogram, strict=True)
        ),
    )


def rating_summaries(item_type: str, spotify_ids: Iterable[str]) -> dict[str, RatingSummary]:
    """Summaries by Spotify ID of the items that anybody reviewed: one query, none for no IDs."""
    ids = list(spotify_ids)
    if not ids:
        return {}
    rows = ItemStats.objects.filter(item_type=item_type, spotify_id__in=ids).defer("histogram")
    return {row.spotify_id: _summary(row) for row in rows if row.rating_count or row.review_count}


def averages(item_type: str, spotify_ids: Iterable[str]) -> dict[str, Decimal]:
    """Averages by Spotify ID of the items that have one: one query, none for no IDs."""
    summaries = rating_summaries(item_type, spotify_ids)
    return {spotify_id: one.average for spotify_id, one in summaries.items() if one.average is not None}


def averages_of_any(items: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Decimal]:
    """Averages by (type, Spotify ID) of the items that have one: one query, none for no items."""
    wanted = set(items)
    if not wanted:
        return {}
    rows = ItemStats.objects.filter(
        item_type__in={item_type for item_type, _ in wanted}, spotify_id__in=[spotify_id for _, spotify_id in wanted]
    )
    rated = {(row.item_type, row.spotify_id): _average(row) for row in rows}
    return {item: average for item, average in rated.items() if average is not None and item in wanted}


def rebuild() -> int:
    """Count all reviews anew, by one statement, while writers wait.

    Returns how many items had wrong counts: none, unless rows were changed behind the triggers.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        # Whoever writes a review meanwhile waits at its trigger and counts it afterwards.
        cursor.execute("LOCK TABLE item_stats IN EXCLUSIVE MODE")
        cursor.execute(f"CREATE TEMPORARY TABLE recount ({_COLUMNS}) ON COMMIT DROP AS {_RECOUNT}")
        cursor.execute(f"""
            SELECT count(DISTINCT (item_type, spotify_id)) FROM (
                (SELECT {_COLUMNS} FROM recount EXCEPT SELECT {_COLUMNS} FROM item_stats)
                UNION ALL
                (SELECT {_COLUMNS} FROM item_stats WHERE rating_count > 0 OR review_count > 0
                EXCEPT SELECT {_COLUMNS} FROM recount)
            ) AS differing
        """)
        wrong = int(cursor.fetchone()[0])
        cursor.execute("DELETE FROM item_stats")
        cursor.execute(f"INSERT INTO item_stats ({_COLUMNS}) SELECT {_COLUMNS} FROM recount")
        cursor.execute("DROP TABLE recount")
    return wrong


def _summary(row: ItemStats) -> RatingSummary:
    return RatingSummary(_average(row), row.rating_count, row.review_count)


def _average(row: ItemStats) -> Decimal | None:
    if row.rating_count < MIN_RATINGS_FOR_AVERAGE:
        return None
    return (Decimal(row.rating_sum) / row.rating_count).quantize(_CENT, ROUND_HALF_UP)
