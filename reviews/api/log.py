"""The log in the REST API: all that one says of an item in one call."""

from __future__ import annotations

from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.rest.bodies import checked
from accounts.rest.permissions import TokenMayDoThis, caller
from accounts.rest.views import ApiView
from reviews import selectors, services
from reviews.api import examples
from reviews.api.access import unknown_item_named
from reviews.api.diary import DiaryEntrySerializer
from reviews.api.fields import DayField
from reviews.api.serializers import NewReviewSerializer, ReviewSerializer, show_reviews
from reviews.models import FIRST_DAY
from reviews.services import Logged
from spotify_cache.repository import get_repository


class LogSerializer(NewReviewSerializer):
    listened_on = DayField(
        required=False,
        allow_null=True,
        help_text=f"The day one heard it, for the diary. From {FIRST_DAY} to tomorrow, as it is tomorrow somewhere.",
    )
    is_relisten = serializers.BooleanField(required=False, help_text="Heard before; of the day.")


class LoggedSerializer(serializers.Serializer):
    review = ReviewSerializer(allow_null=True, help_text="null where a day alone was logged.")
    diary_entry = DiaryEntrySerializer(allow_null=True, help_text="null where no day was said.")


class LogView(ApiView):
    permission_classes = (IsAuthenticated, TokenMayDoThis)

    @extend_schema(
        operation_id="log_create",
        tags=["Reviews"],
        summary="Log an item: rating, text and day in one",
        description=(
            "Everything is optional, but not all of it at once. A rating or a text are one's review of the item, as "
            "with `POST reviews`; a day is an entry of one's diary, once a day. Both are written or neither, and the "
            "item leaves one's shelf. 201 where one of them is new, with the address of the review if that is; 200 "
            "where both were there and are changed."
        ),
        request=LogSerializer,
        responses={201: LoggedSerializer, 200: LoggedSerializer},
        examples=[examples.NEW_LOG, examples.LOGGED],
    )
    def post(self, request: Request) -> Response:
        with unknown_item_named():
            logged = services.log(caller(request), **checked(LogSerializer, request))
        response = Response(_shown(request, logged))
        if address := _address_of_new(logged):
            response.status_code = 201
            response["Location"] = request.build_absolute_uri(address)
        return response


def _shown(request: Request, logged: Logged) -> dict[str, object]:
    """One read of Spotify's data for both, and none of their author: it is the caller."""
    rows = [row for row in (logged.review, logged.entry) if row is not None]
    for row in rows:
        row.author = caller(request)
    catalog = get_repository().catalog(**selectors.catalog_ids(rows))
    entry = DiaryEntrySerializer(context={"request": request, "catalog": catalog})
    return {
        "review": show_reviews(request, [logged.review], catalog)[0] if logged.review else None,
        "diary_entry": entry.to_representation(logged.entry) if logged.entry else None,
    }


def _address_of_new(logged: Logged) -> str | None:
    if logged.created and logged.review:
        return reverse("api:review-detail", args=[logged.review.pk])
    if logged.entry_created and logged.entry:
        return reverse("api:diary-entry", args=[logged.entry.pk])
    return None
