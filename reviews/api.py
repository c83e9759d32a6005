"""Reviews in the REST API, each with the item that it is about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

import django_filters
from django.utils.decorators import method_decorator
from django.views.decorators.http import conditional_page
from django_filters.rest_framework import DjangoFilterBackend, FilterSet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_field, extend_schema_view
from rest_framework import mixins, serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api import PersonSerializer, UsernameFilter
from accounts.rest.views import GenericApiViewSet
from reviews import selectors
from reviews.item_stats import RatingStats
from reviews.models import ItemType, Review, ReviewQuerySet
from spotify_cache.answers import Answer, CatalogBatch
from spotify_cache.api import ItemSerializer
from spotify_cache.repository import get_repository
from spotify_cache.spotify_ids import validate_spotify_id

PRIVATE = {"Cache-Control": "private, no-cache"}


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


class ReviewSerializer(serializers.ModelSerializer):
    """A review beside its item; ``context["catalog"]`` is the `CatalogBatch` that holds it."""

    author = PersonSerializer()
    rating = serializers.FloatField(allow_null=True, help_text="Half stars, 0.5 to 5; null for a text alone.")
    text = serializers.CharField(allow_blank=True, help_text="Plain text; empty for a rating alone.")
    item = serializers.SerializerMethodField()
    url = serializers.SerializerMethodField(help_text="Where to read it on Muse.")

    class Meta:
        model = Review
        fields: ClassVar = [
            "id",
            "author",
            "item_type",
            "spotify_id",
            "rating",
            "text",
            "created_at",
            "updated_at",
            "url",
            "item",
        ]

    @extend_schema_field(ItemSerializer)
    def get_item(self, review: Review) -> dict[str, Any]:
        catalog: CatalogBatch = self.context["catalog"]
        answer: Answer[Any] = catalog.of_type(review.item_type).answers[review.spotify_id]
        return ItemSerializer().to_representation((review.item_type, review.spotify_id, answer))

    @extend_schema_field(OpenApiTypes.URI)
    def get_url(self, review: Review) -> str:
        return str(self.context["request"].build_absolute_uri(review.get_absolute_url()))


class ReviewFilter(FilterSet):
    item_type = django_filters.ChoiceFilter(choices=ItemType.choices, help_text="Of albums, artists or tracks alone.")
    spotify_id = django_filters.CharFilter(
        validators=[validate_spotify_id], help_text="Of one item; together with `item_type` it is a little faster."
    )
    author = UsernameFilter(field_name="author__username", help_text="By one person: the username.")


EXAMPLE = {
    "id": 7,
    "author": {"username": "ines", "name": "Inês Duarte", "url": "https://muse.example/u/ines"},
    "item_type": "album",
    "spotify_id": "4aawyAB9vmqN3uQ7FjRGTy",
    "rating": 4.5,
    "text": "The second side is one long exhale.",
    "created_at": "2026-02-03T19:20:11.402113Z",
    "updated_at": "2026-02-03T19:24:40.118024Z",
    "url": "https://muse.example/reviews/7",
    "item": {
        "item_type": "album",
        "id": "4aawyAB9vmqN3uQ7FjRGTy",
        "name": "Harbour Lights",
        "artists": [
            {
                "id": "0TnOYISbd1XYRBk9myaseg",
                "name": "The Ferrymen",
                "spotify_url": "https://open.spotify.com/artist/0TnOYISbd1XYRBk9myaseg",
            }
        ],
        "images": [{"url": "https://i.scdn.co/image/ab67616d0000b273", "width": 640}],
        "spotify_url": "https://open.spotify.com/album/4aawyAB9vmqN3uQ7FjRGTy",
        "state": "fresh",
        "fetched_at": "2026-02-03T18:02:00Z",
        "expires_at": "2026-02-04T17:31:09Z",
    },
}


@extend_schema(tags=["Reviews"])
@extend_schema_view(
    list=extend_schema(
        operation_id="reviews_list",
        summary="What people say, newest first",
        description="Ratings without a text are among them. Each has a few words about its item.",
        examples=[OpenApiExample("Reviews", EXAMPLE, response_only=True)],
    ),
    retrieve=extend_schema(
        operation_id="reviews_retrieve",
        summary="One review",
        examples=[OpenApiExample("Review", EXAMPLE, response_only=True)],
    ),
)
@method_decorator(conditional_page, name="dispatch")
class ReviewViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericApiViewSet):
    """Reviews, each with its author and a few words about its item. A list is one query and one round trip to Redis."""

    serializer_class = ReviewSerializer
    queryset = Review.objects.none()  # for the OpenAPI document; what is answered comes from the selector
    filter_backends = (DjangoFilterBackend,)
    filterset_class = ReviewFilter
    cursor_field = "created_at"
    lookup_value_converter = "int"

    def get_queryset(self) -> ReviewQuerySet:
        return selectors.visible_reviews(self.request.user)

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        response = self.get_paginated_response(self._shown(page or []))
        response["Cache-Control"] = PRIVATE["Cache-Control"]
        return response

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return Response(self._shown([self.get_object()])[0], headers=PRIVATE)

    def _shown(self, reviews: Sequence[Review]) -> Sequence[dict[str, Any]]:
        catalog = get_repository().catalog(**selectors.catalog_ids(reviews))
        context = {**self.get_serializer_context(), "catalog": catalog}
        serializer = ReviewSerializer(context=context)
        return [serializer.to_representation(review) for review in reviews]
