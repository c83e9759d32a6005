"""What a person's ratings and listens add up to, as JSON."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from muse.people.taste import Taste
from reviews.api.ratings import RatingBarSerializer
from reviews.portrait import Spread, YearCount

Json = dict[str, Any]


class RatingSpreadSerializer(serializers.Serializer):
    """How ratings are spread. ``instance`` is a `Spread`."""

    rating_count = serializers.IntegerField()
    average = serializers.FloatField(allow_null=True, help_text="To two decimals; null where nothing is rated.")
    histogram = RatingBarSerializer(many=True, help_text="Ten bars, low to high.")

    def to_representation(self, instance: Spread) -> Json:
        average = instance.average
        return {
            "rating_count": instance.rated,
            "average": None if average is None else float(round(average, 2)),
            "histogram": [{"rating": float(rating), "count": count} for rating, count in instance.bars],
        }


class ArtistCountSerializer(serializers.Serializer):
    id = serializers.CharField(help_text="Spotify ID.")
    name = serializers.CharField()
    count = serializers.IntegerField()


class DecadeCountSerializer(serializers.Serializer):
    decade = serializers.IntegerField(help_text="Its first year.")
    count = serializers.IntegerField()


class TasteSerializer(serializers.Serializer):
    """Whom and what years somebody listens to. ``instance`` is a `Taste`."""

    counted = serializers.IntegerField(help_text="Among how many of the latest ratings and reviews.")
    artists = ArtistCountSerializer(many=True, help_text="Most first, a few.")
    decades = DecadeCountSerializer(many=True, help_text="First to last, with those between.")

    def to_representation(self, instance: Taste) -> Json:
        return {
            "counted": instance.counted,
            "artists": [{"id": bar.key, "name": bar.label, "count": bar.count} for bar in instance.artists],
            "decades": [{"decade": bar.key, "count": bar.count} for bar in instance.decades],
        }


class YearCountSerializer(serializers.Serializer):
    """How much there is in a year. ``instance`` is a `YearCount`."""

    year = serializers.IntegerField()
    listens = serializers.IntegerField()
    reviews = serializers.IntegerField()

    def to_representation(self, instance: YearCount) -> Json:
        return {"year": instance.year, "listens": instance.listens, "reviews": instance.reviews}
