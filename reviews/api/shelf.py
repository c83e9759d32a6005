"""Shelves in the REST API: what people mean to listen to later."""

from __future__ import annotations

from typing import ClassVar

from django.db.models import QuerySet
from django.http import Http404
from django.utils.decorators import method_decorator
from django.views.decorators.http import conditional_page
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api import USERNAME
from accounts.models import User
from accounts.rest.permissions import caller
from accounts.rest.views import ApiViewSet, GenericApiViewSet
from accounts.selectors import find_visible_person
from reviews import shelf
from reviews.api import listening_examples as examples
from reviews.api.items import BesideItemSerializer, item_type_parameter, show_beside_items
from reviews.items import UnknownItem, ask_about
from reviews.models import SHELF_TYPES, ShelfItem


class ShelfItemSerializer(BesideItemSerializer):
    class Meta:
        model = ShelfItem
        fields: ClassVar = [*BesideItemSerializer.item_fields, "added_at"]


def visible_person(request: Request, username: str) -> User:
    """
    Raises:
        Http404: there is nobody, or the caller may not see what they show.
    """
    person = find_visible_person(username, request.user)
    if person is None:
        raise Http404("Nobody here has that name.")
    return person


@extend_schema(tags=["Shelf and pins"])
@method_decorator(conditional_page, name="dispatch")
class ShelfViewSet(GenericApiViewSet):
    """Whoever sees a person's page sees the shelf: of a private account its followers, for others it is 404."""

    serializer_class = ShelfItemSerializer
    queryset = ShelfItem.objects.none()  # for the OpenAPI document
    cursor_field = "added_at"

    @extend_schema(
        operation_id="users_shelf_list",
        summary="What a person means to listen to, last added first",
        parameters=[USERNAME],
        examples=[examples.SHELF],
    )
    def list(self, request: Request, username: str) -> Response:
        """Two queries, one more where the account is private, and one round trip to Redis."""
        items: QuerySet[ShelfItem] = shelf.items_of(visible_person(request, username))
        page = self.paginate_queryset(items) or []
        return self.get_paginated_response(show_beside_items(ShelfItemSerializer, request, page))


@extend_schema(tags=["Shelf and pins"], parameters=[item_type_parameter(*SHELF_TYPES)])
class OwnShelfViewSet(ApiViewSet):
    def ask_ahead(self, request: Request, item_type: str, spotify_id: str) -> None:
        if self.action == "update":
            ask_about((item_type, spotify_id))

    @extend_schema(
        operation_id="me_shelf_add",
        summary="Put an album or a track on one's shelf",
        description="What stands there already stays where it is. While Spotify cannot be asked it is believed.",
        request=None,
        responses=ShelfItemSerializer,
        examples=[examples.SHELF_ITEM],
    )
    def update(self, request: Request, item_type: str, spotify_id: str) -> Response:
        person = caller(request)
        try:
            shelf.put_on(person, item_type, spotify_id)
            item = shelf.items_of(person).get(item_type=item_type, spotify_id=spotify_id)
        except (UnknownItem, ShelfItem.DoesNotExist):
            raise Http404("Spotify knows no such album or track.") from None
        return Response(show_beside_items(ShelfItemSerializer, request, [item])[0])

    @extend_schema(operation_id="me_shelf_remove", summary="Take it off one's shelf", responses={204: None})
    def destroy(self, request: Request, item_type: str, spotify_id: str) -> Response:
        shelf.take_off(caller(request), item_type, spotify_id)
        return Response(status=204)
