"""What stands beside an item in the REST API: an entry of a diary, a thing on a shelf, a favourite."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import Any, ClassVar

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from accounts.api import PersonSerializer
from accounts.rest.bodies import SpotifyIdField, checked
from reviews.items import ask_about
from reviews.models import ItemType, OfItem
from reviews.selectors import catalog_ids
from spotify_cache.answers import Answer, CatalogBatch
from spotify_cache.api import ItemSerializer
from spotify_cache.repository import get_repository

Json = dict[str, Any]


class BesideItemSerializer(serializers.ModelSerializer):
    """A row beside its item; ``context["catalog"]`` is the `CatalogBatch` that holds that."""

    item = serializers.SerializerMethodField()

    #: For a subclass to put around its own.
    item_fields: ClassVar = ("item_type", "spotify_id", "item")

    @extend_schema_field(ItemSerializer)
    def get_item(self, row: OfItem) -> Json:
        catalog: CatalogBatch = self.context["catalog"]
        answer: Answer[Any] = catalog.of_type(row.item_type).answers[row.spotify_id]
        return ItemSerializer().to_representation((row.item_type, row.spotify_id, answer))


class BySomebodySerializer(BesideItemSerializer):
    """The same of what has an author."""

    author = PersonSerializer()
    is_mine = serializers.SerializerMethodField(help_text="Whether it is by whoever asks.")

    @extend_schema_field(OpenApiTypes.BOOL)
    def get_is_mine(self, row: Any) -> bool:
        return bool(row.author_id == self.context["request"].user.pk)


def show_beside_items(serializer: type[BesideItemSerializer], request: Request, rows: Iterable[OfItem]) -> list[Json]:
    """Each row as the serializer has it: one read of Spotify's data, none where there are no rows."""
    listed = list(rows)
    catalog = get_repository().catalog(**catalog_ids(listed))
    shown = serializer(context={"request": request, "catalog": catalog})
    return [shown.to_representation(row) for row in listed]


def ask_about_named(request: Request) -> None:
    """Ask Spotify about the item that a body names, if it names one (`accounts.rest.views.ApiMixin.ask_ahead`)."""
    with suppress(ValidationError):
        named = checked(ItemReferenceSerializer, request)
        ask_about((named["item_type"], named["spotify_id"]))


class ItemReferenceSerializer(serializers.Serializer):
    """An item, as a body names it."""

    item_type = serializers.ChoiceField(ItemType.choices)
    spotify_id = SpotifyIdField()


def item_type_parameter(*types: str) -> OpenApiParameter:
    """Of an address, for the document."""
    return OpenApiParameter("item_type", {"type": "string", "enum": list(types)}, OpenApiParameter.PATH)
