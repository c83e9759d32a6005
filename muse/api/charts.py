"""Charts in the REST API: the places of one, each beside its item."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import QuerySet
from django.utils.decorators import method_decorator
from django.views.decorators.http import conditional_page
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api import moment
from accounts.rest.pagination import Order
from accounts.rest.views import GenericApiViewSet
from muse.api.caching import shared
from muse.catalog.charts import PERIODS, RANKINGS, TYPES
from reviews.models import ChartEntry
from reviews.selectors import catalog_ids
from spotify_cache.answers import Answer, CatalogBatch
from spotify_cache.api import ItemSerializer
from spotify_cache.api_examples import ITEM
from spotify_cache.repository import get_repository

#: What may be asked for; the first of each is what comes when nothing is.
CHOICES: Final = {"item_type": list(TYPES), "period": list(PERIODS), "ranking": list(RANKINGS)}


class WhichChartSerializer(serializers.Serializer):
    item_type = serializers.ChoiceField(CHOICES["item_type"], default=CHOICES["item_type"][0])
    period = serializers.ChoiceField(CHOICES["period"], default=CHOICES["period"][0])
    ranking = serializers.ChoiceField(CHOICES["ranking"], default=CHOICES["ranking"][0])


@extend_schema_serializer(component_name="ChartPlace")
class PlaceSerializer(serializers.Serializer):
    """A place in a chart; ``context["catalog"]`` has the items."""

    rank = serializers.IntegerField(help_text="Counted from 1.")
    rating_count = serializers.IntegerField(help_text="Within the period.")
    review_count = serializers.IntegerField(help_text="Of those, with a text.")
    average = serializers.FloatField(allow_null=True, help_text="null below three ratings.")
    computed_at = serializers.DateTimeField()
    item = ItemSerializer()

    def to_representation(self, instance: ChartEntry) -> dict[str, Any]:
        catalog: CatalogBatch = self.context["catalog"]
        answer: Answer[Any] = catalog.of_type(instance.item_type).answers[instance.spotify_id]
        return {
            "rank": instance.rank,
            "rating_count": instance.rating_count,
            "review_count": instance.review_count,
            "average": None if instance.average is None else float(instance.average),
            "computed_at": moment(instance.computed_at),
            "item": ItemSerializer().to_representation((instance.item_type, instance.spotify_id, answer)),
        }


EXAMPLE = {
    "rank": 1,
    "rating_count": 41,
    "review_count": 12,
    "average": 4.38,
    "computed_at": "2026-02-03T04:10:00.114320Z",
    "item": ITEM,
}


def _choice(name: str, description: str) -> OpenApiParameter:
    schema = {"type": "string", "enum": CHOICES[name], "default": CHOICES[name][0]}
    return OpenApiParameter(name, schema, description=description)


@extend_schema(tags=["Catalogue"])
@method_decorator(conditional_page, name="dispatch")
class ChartViewSet(GenericApiViewSet):
    """One query and one round trip. The same for everybody."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    serializer_class = PlaceSerializer
    queryset = ChartEntry.objects.none()  # for the OpenAPI document
    cursor_orders = {"rank": Order("rank", is_falling=False)}

    def get_queryset(self) -> QuerySet[ChartEntry]:
        asked = WhichChartSerializer(data=self.request.query_params)
        asked.is_valid(raise_exception=True)
        return ChartEntry.objects.filter(**asked.validated_data)

    @extend_schema(
        operation_id="charts_list",
        summary="What people review most or rate best",
        description="Counted anew every hour; `rated` goes by a Bayesian average.",
        parameters=[
            _choice("item_type", "Of what."),
            _choice("period", "The last week, month or year, or all time."),
            _choice("ranking", "By ratings, or by how many wrote about it."),
        ],
        examples=[OpenApiExample("Places", EXAMPLE, response_only=True)],
    )
    def list(self, request: Request) -> Response:
        places = self.paginate_queryset(self.get_queryset()) or []
        catalog = get_repository().catalog(**catalog_ids(places))
        serializer = PlaceSerializer(context={"catalog": catalog})
        body = self.get_paginated_response([serializer.to_representation(place) for place in places]).data
        return shared(body, catalog.tracks, catalog.albums, catalog.artists)
