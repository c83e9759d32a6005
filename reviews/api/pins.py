"""Favourites in the REST API: the four things that a person shows on their page, in order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Any, ClassVar

from django.db import transaction
from django.http import Http404
from django.utils.decorators import method_decorator
from django.views.decorators.http import conditional_page
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api import USERNAME
from accounts.rest import preconditions
from accounts.rest.bodies import ShortListField, checked
from accounts.rest.errors import conflict_at
from accounts.rest.one_page import OnePageSerializer, one_page
from accounts.rest.permissions import caller
from accounts.rest.views import ApiViewSet
from reviews import pins
from reviews.api import listening_examples as examples
from reviews.api.items import BesideItemSerializer, ItemReferenceSerializer, item_type_parameter, show_beside_items
from reviews.api.shelf import visible_person
from reviews.items import Reference, UnknownItem, ask_about
from reviews.models import MAX_PINNED, ItemType, PinnedItem
from spotify_cache.patience import told_once, without_waiting


class PinnedItemSerializer(BesideItemSerializer):
    position = serializers.IntegerField(help_text="Counted from 1.")

    class Meta:
        model = PinnedItem
        fields: ClassVar = ["position", *BesideItemSerializer.item_fields]


class PinsSerializer(OnePageSerializer):
    """All of a person's favourites."""

    results = PinnedItemSerializer(many=True, help_text="In their order, at most four.")


class NewPinsSerializer(serializers.Serializer):
    items = ShortListField(
        child=ItemReferenceSerializer(), max_length=MAX_PINNED, help_text="In order, each once; empty for none."
    )


@extend_schema(tags=["Shelf and pins"])
@method_decorator(conditional_page, name="dispatch")
class PinsViewSet(ApiViewSet):
    """Whoever sees a person's page sees the favourites: of a private account its followers, for others it is 404."""

    @extend_schema(
        operation_id="users_pins_list",
        summary="A person's four pins",
        parameters=[USERNAME],
        responses=PinsSerializer,
        examples=[examples.PINS],
    )
    def list(self, request: Request, username: str) -> Response:
        """Two queries, one more where the account is private, and one round trip to Redis."""
        return _answer(request, pins.pinned_by(visible_person(request, username)))


@extend_schema(tags=["Shelf and pins"])
class OwnPinsViewSet(ApiViewSet):
    def ask_ahead(self, request: Request, *args: Any, **named: str) -> None:
        if self.action == "replace":
            with suppress(ValidationError):
                ask_about(*_items(request))
        elif self.action == "update":
            ask_about((named["item_type"], named["spotify_id"]))

    @extend_schema(
        operation_id="me_pins_replace",
        summary="Choose one's pins and their order",
        description=(
            "In place of those that there are. While Spotify cannot be asked an item is believed to be there."
        ),
        parameters=[preconditions.IF_MATCH],
        request=NewPinsSerializer,
        responses=PinsSerializer,
        examples=[examples.NEW_PINS, examples.PINS],
    )
    def replace(self, request: Request) -> Response:
        person = caller(request)
        items = _items(request)
        try:
            with told_once():
                ask_about(*items)
                with without_waiting(), transaction.atomic():
                    preconditions.require(request, lambda: _state(pins.lock_pins(person)))
                    pinned = pins.pin_these(person, items)
        except UnknownItem as error:
            unknown = [ErrorDetail("Spotify knows no such item.", code="unknown_item")]
            places: dict[Any, Any] = {
                place: {"spotify_id": unknown} for place, item in enumerate(items) if item in error.items
            }
            raise ValidationError({"items": places}) from None
        return _answer(request, pinned)

    @extend_schema(
        operation_id="me_pins_add",
        summary="Pin an item to one's page",
        description=(
            "At the first free place; what is pinned already stays where it is. 409 where four are pinned. While "
            "Spotify cannot be asked the item is believed to be there."
        ),
        parameters=[item_type_parameter(*ItemType.values)],
        request=None,
        responses=PinnedItemSerializer,
        examples=[examples.PIN],
    )
    def update(self, request: Request, item_type: str, spotify_id: str) -> Response:
        try:
            with conflict_at("pins_full"):
                pinned = pins.pin(caller(request), item_type, spotify_id)
        except UnknownItem:
            raise Http404("Spotify knows no such item.") from None
        return Response(show_beside_items(PinnedItemSerializer, request, [pinned])[0])

    @extend_schema(
        operation_id="me_pins_remove",
        summary="Take a pin off one's page",
        description="The others close the gap.",
        parameters=[item_type_parameter(*ItemType.values)],
        responses={204: None},
    )
    def destroy(self, request: Request, item_type: str, spotify_id: str) -> Response:
        pins.unpin(caller(request), item_type, spotify_id)
        return Response(status=204)


def _items(request: Request) -> list[Reference]:
    return [(one["item_type"], one["spotify_id"]) for one in checked(NewPinsSerializer, request)["items"]]


def _answer(request: Request, pinned: Sequence[PinnedItem]) -> Response:
    body = one_page(show_beside_items(PinnedItemSerializer, request, pinned))
    return preconditions.versioned(Response(body), _state(pinned))


def _state(pinned: Iterable[PinnedItem]) -> str:
    return " ".join(f"{one.item_type}:{one.spotify_id}" for one in pinned)
