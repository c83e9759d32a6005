"""Charts: what people review most and rate best. Computed off the request, read from rows of `ChartEntry`.

"Most reviewed" goes by reviews with a text, then by ratings. "Best rated" cannot go by the plain average: the five
stars of one person would lead it. It goes by a Bayesian average, in which every item begins with `PRIOR_RATINGS`
ratings at the average of its whole chart, so that few ratings weigh little and many outweigh the beginning::

    score = (C * m + sum of its ratings) / (m + number of its ratings)

with m = `PRIOR_RATINGS` and C = the average of all ratings of this type in this period. It is the "true Bayesian
estimate" by which IMDb said that it makes its Top 250 (weighted rating = v / (v + m) * R + m / (v + m) * C), and the
shrinkage of estimates toward their grand mean (Efron and Morris, "Stein's Paradox in Statistics", Scientific American
236, 1977). Below `MIN_RATINGS_FOR_AVERAGE` ratings nothing is ranked, as no average of it is shown anywhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from reviews.item_stats import MIN_RATINGS_FOR_AVERAGE
from reviews.models import CHART_LENGTH, ChartEntry, ItemStats, ItemType, Period, Ranking, Review

#: How many ratings at the average of all an item begins with.
PRIOR_RATINGS: Final = 10
#: None: since the first day.
DAYS: Final[dict[str, int | None]] = {Period.WEEK: 7, Period.MONTH: 30, Period.YEAR: 365, Period.ALL: None}

_PLACES = f"""
    INSERT INTO chart_entries (period, item_type, spotify_id, ranking, rank, rating_count, review_count, average, score,
        computed_at)
    WITH counted (spotify_id, ratings, stars, texts) AS ({{counted}}),
    mean AS (SELECT sum(stars) / nullif(sum(ratings), 0) AS stars FROM counted),
    scored AS (
        SELECT c.*,
            CASE WHEN c.ratings >= {MIN_RATINGS_FOR_AVERAGE} THEN c.stars / c.ratings END AS average,
            CASE WHEN c.ratings >= {MIN_RATINGS_FOR_AVERAGE}
                THEN (mean.stars * {PRIOR_RATINGS} + c.stars) / ({PRIOR_RATINGS} + c.ratings) END AS score
        FROM counted c CROSS JOIN mean
    ),
    placed AS (
        (SELECT '{Ranking.REVIEWED}' AS ranking,
                row_number() OVER (ORDER BY texts DESC, ratings DESC, spotify_id) AS rank, scored.*
            FROM scored WHERE texts > 0 ORDER BY rank LIMIT {CHART_LENGTH})
        UNION ALL
        (SELECT '{Ranking.RATED}', row_number() OVER (ORDER BY score DESC, ratings DESC, spotify_id) AS rank, scored.*
            FROM scored WHERE score IS NOT NULL ORDER BY rank LIMIT {CHART_LENGTH})
    )
    SELECT %s, %s, spotify_id, ranking, rank, ratings, texts, average, score, %s FROM placed
"""


def compute_charts(periods: Iterable[str] = tuple(Period)) -> int:
    """Write the charts of ``periods`` anew; how many places they have.

    Each (period, type) is one statement over what everyone may see, in a transaction of its own: whoever reads
    meanwhile sees the chart of before, whole. Two runs at once follow each other.
    """
    return sum(_compute(period, item_type, timezone.now()) for period in periods for item_type in ItemType.values)


def chart(item_type: str, period: str, ranking: str) -> list[ChartEntry]:
    """Its places from the first on, `CHART_LENGTH` at most: one query, by the index that keeps places apart."""
    places = ChartEntry.objects.filter(period=period, item_type=item_type, ranking=ranking)
    return list(places.order_by("rank"))


def _compute(period: str, item_type: str, now: datetime) -> int:
    counted, given = _counted(item_type, DAYS[period], now).query.sql_with_params()
    with transaction.atomic(), connection.cursor() as cursor:
        # Waits for another run, and for no reader.
        cursor.execute("LOCK TABLE chart_entries IN SHARE ROW EXCLUSIVE MODE")
        ChartEntry.objects.filter(period=period, item_type=item_type).delete()
        cursor.execute(_PLACES.format(counted=counted), [*given, period, item_type, now])
        return int(cursor.rowcount)


def _counted(item_type: str, days: int | None, now: datetime) -> QuerySet[Any, tuple[Any, ...]]:
    """(Spotify ID, number of ratings, their sum, number of texts) of everything that was said in ``days`` days."""
    if days is None:
        rows = ItemStats.objects.filter(item_type=item_type)
        return rows.values_list("spotify_id", "rating_count", "rating_sum", "review_count")
    reviews = Review.objects.visible_to(AnonymousUser()).filter(
        item_type=item_type, created_at__gt=now - timedelta(days=days), created_at__lte=now
    )
    return (
        reviews.order_by()
        .values("spotify_id")
        .annotate(
            ratings=Count("rating"), stars=Coalesce(Sum("rating"), Decimal(0)), texts=Count("pk", filter=~Q(text=""))
        )
        .values_list("spotify_id", "ratings", "stars", "texts")
    )
