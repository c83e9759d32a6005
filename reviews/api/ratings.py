"""How people rate an item, in figures."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from reviews.item_stats import RatingStats


class RatingBarSerializer(serializers.Serializer):
    rating = serializers.FloatField(help_text="Half stars, 0.5 to 5.")
    count = serializers.IntegerField()


class RatingStatsSerializer(serializers.Serializer):
    """How people on Muse rate one item. ``instance`` is a `RatingStats`."""

    average = serializers.FloatField(allow_null=True, help_text="To two decimals; null below three ratings.")
    rating_count = serializers.IntegerField()
    review_count = serializers.IntegerField(help_text="Reviews with a text.")
    histogram = RatingBarSerializer(many=True, help_text="Ten bars, low to high.")

    def to_representation(self, instance: RatingStats) -> dict[str, Any]:
        return {
            "average": None if instance.average is None else float(instance.average),
            "rating_count": instance.rating_count,
            "review_count": instance.review_count,
            "histogram": [{"rating": float(bar.rating), "count": bar.count} for bar in instance.histogram],
        }
