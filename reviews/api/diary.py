"""The diary in the REST API: days on which people heard something."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import conditional_page
from django_filters.rest_framework import DjangoFilterBackend, FilterSet
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api import UsernameFilter
from accounts.rest import preconditions
from accounts.rest.bodies import checked
from accounts.rest.errors import conflict_at
from accounts.rest.permissions import caller
from accounts.rest.views import GenericApiViewSet
from accounts.visibility import Visibility
from reviews import diary, selectors, services
from reviews.api import listening_examples as examples
from reviews.api.access import unknown_item_named
from reviews.api.fields import DayField, RatingField
from reviews.api.items import BySomebodySerializer, ask_about_named, show_beside_items
from reviews.api.serializers import NewReviewSerializer, ReviewSerializer, show_reviews
from reviews.models import FIRST_DAY, DiaryEntry, DiaryQuerySet, ItemType, Review
from spotify_cache.repository import get_repository
from spotify_cache.spotify_ids import validate_spotify_id


class DiaryEntrySerializer(BySomebodySerializer):
    """A day in somebody's diary beside its item."""

    rating = serializers.FloatField(
        allow_null=True, help_text="What they gave it that day, half stars; their review has what they give it now."
    )
    is_relisten = serializers.BooleanField(help_text="Whether they had heard it before.")
    visibility = serializers.ChoiceField(Visibility.choices, help_text="Who may see it.")

    class Meta:
        model = DiaryEntry
        fields: ClassVar = [
            *("id", "author", "is_mine", "listened_on", "rating", "is_relisten", "visibility", "created_at"),
            *BySomebodySerializer.item_fields,
        ]


class LoggedSerializer(DiaryEntrySerializer):
    """The day that was logged, and one's review of the item."""

    review = ReviewSerializer(allow_null=True, help_text="As it is now; null where there is none.")

    class Meta(DiaryEntrySerializer.Meta):
        fields: ClassVar = [*DiaryEntrySerializer.Meta.fields, "review"]


class NewDiaryEntrySerializer(NewReviewSerializer):
    listened_on = DayField(help_text=f"Since {FIRST_DAY}; tomorrow at the latest, as it is tomorrow somewhere.")
    is_relisten = serializers.BooleanField(required=False, default=False, help_text="Heard before.")


class DiaryChangesSerializer(serializers.Serializer):
    """What is not sent stays as it is."""

    listened_on = DayField(required=False)
    rating = RatingField(required=False, allow_null=True, help_text="Half stars, 0.5 to 5; null takes it back.")
    is_relisten = serializers.BooleanField(required=False, help_text="Heard before.")
    visibility = serializers.ChoiceField(Visibility.choices, required=False, help_text="Who may see it.")


@extend_schema_field({"type": "integer", "minimum": 1, "maximum": diary.LAST_YEAR})
class _YearFilter(django_filters.NumberFilter):
    field_class = forms.IntegerField


@extend_schema_field({"type": "integer", "minimum": 1, "maximum": 12})
class _MonthFilter(django_filters.NumberFilter):
    field_class = forms.IntegerField


class DiaryFilter(FilterSet):
    author = UsernameFilter(field_name="author__username", help_text="By one person: the username.")
    year = _YearFilter(min_value=1, max_value=diary.LAST_YEAR, help_text="Heard in this year.")
    month = _MonthFilter(min_value=1, max_value=12, help_text="Of the year: give that as well.")
    item_type = django_filters.ChoiceFilter(choices=ItemType.choices, help_text="Of albums, artists or tracks alone.")
    spotify_id = django_filters.CharFilter(validators=[validate_spotify_id], help_text="Of one item.")

    def filter_queryset(self, queryset: Any) -> Any:
        period = {name: self.form.cleaned_data.pop(name) for name in ("year", "month")}
        if period["year"] is not None:
            queryset = diary.in_period(queryset, **period)
        elif period["month"] is not None:
            raise ValidationError({"month": ["Say of which year."]}, code="year_required")
        return super().filter_queryset(queryset)


@extend_schema(tags=["Diary"])
@method_decorator(conditional_page, name="dispatch")
class DiaryViewSet(GenericApiViewSet):
    """Entries that the caller may see. A list is one query and one round trip to Redis."""

    serializer_class = DiaryEntrySerializer
    queryset = DiaryEntry.objects.none()  # for the OpenAPI document; what is answered comes from the selector
    filter_backends = (DjangoFilterBackend,)
    filterset_class = DiaryFilter
    cursor_field = "listened_on"
    lookup_value_converter = "int"

    def get_queryset(self) -> DiaryQuerySet:
        return diary.visible_entries(self.request.user)

    @extend_schema(
        operation_id="diary_list",
        summary="What people heard, last heard first",
        description="Of those whom `author` names, or of all whose entries the caller may see.",
        examples=[examples.DIARY],
    )
    def list(self, request: Request) -> Response:
        entries: QuerySet[DiaryEntry] = self.filter_queryset(self.get_queryset())
        page = self.paginate_queryset(entries) or []
        return self.get_paginated_response(show_beside_items(DiaryEntrySerializer, request, page))

    @extend_schema(operation_id="diary_retrieve", summary="One day in a diary", examples=[examples.DIARY_ENTRY])
    def retrieve(self, request: Request, pk: int) -> Response:
        return self._answer(pk)

    def ask_ahead(self, request: Request, *args: Any, **kwargs: Any) -> None:
        if self.action == "create":
            ask_about_named(request)

    @extend_schema(
        operation_id="diary_create",
        summary="Log an item: the day on which one heard it, and what one says of it",
        description=(
            "A rating or a text are one's review of the item as well, as `POST reviews` writes it; what is not sent "
            "stays as it is there, and without either there need be none. The same item on the same day is the same "
            "entry, changed: 200. The item leaves one's shelf. While Spotify cannot be asked an item is believed to "
            "be there. The review alone, without a day, is for `POST reviews`."
        ),
        request=NewDiaryEntrySerializer,
        responses={201: LoggedSerializer, 200: LoggedSerializer},
        examples=[examples.NEW_DAY, examples.NEW_LOG, examples.DIARY_ENTRY_SAVED],
    )
    def create(self, request: Request) -> Response:
        said = checked(NewDiaryEntrySerializer, request)
        with unknown_item_named():
            logged = services.log(caller(request), **said)
        entry = logged.entry
        assert entry is not None
        response = preconditions.versioned(Response(_logged(request, entry, logged.review)), entry.said)
        if logged.entry_created:
            response.status_code = 201
            response["Location"] = request.build_absolute_uri(reverse("api:diary-entry", args=[entry.pk]))
        return response

    @extend_schema(
        operation_id="diary_update",
        summary="Change a day in one's diary",
        description=(
            "What is not sent stays as it is, and so does the review of the item. 409 where the item is in the diary "
            "on that day already."
        ),
        parameters=[preconditions.IF_MATCH],
        request=DiaryChangesSerializer,
        responses=DiaryEntrySerializer,
        examples=[examples.DIARY_CHANGES, examples.DIARY_ENTRY],
    )
    def partial_update(self, request: Request, pk: int) -> Response:
        entry = self._own(pk)
        said = checked(DiaryChangesSerializer, request)
        with _found(), conflict_at("day_taken"), preconditions.unchanged(request, entry, "said"):
            diary.change_entry(caller(request), pk, **said)
        return self._answer(pk)

    @extend_schema(
        operation_id="diary_delete",
        summary="Take a day out of one's diary",
        description="The review of the item stays.",
        parameters=[preconditions.IF_MATCH],
        responses={204: None},
    )
    def destroy(self, request: Request, pk: int) -> Response:
        entry = self._own(pk)
        with _found(), preconditions.unchanged(request, entry, "said"):
            diary.delete_entry(caller(request), pk)
        return Response(status=204)

    def _visible(self, pk: int) -> DiaryEntry:
        """
        Raises:
            Http404: there is none, or the caller may not see it.
        """
        with _found():
            return diary.visible_entries(self.request.user).get(pk=pk)

    def _own(self, pk: int) -> DiaryEntry:
        """
        Raises:
            Http404: as for `_visible`.
            PermissionDenied: the caller sees it, and it is somebody else's.
        """
        entry = self._visible(pk)
        if entry.author_id != self.request.user.pk:
            raise PermissionDenied("This is in somebody else's diary.")
        return entry

    def _answer(self, pk: int) -> Response:
        entry = self._visible(pk)
        shown = show_beside_items(DiaryEntrySerializer, self.request, [entry])[0]
        return preconditions.versioned(Response(shown), entry.said)


def _logged(request: Request, entry: DiaryEntry, review: Review | None) -> dict[str, Any]:
    """One read of Spotify's data for both, and none of their author: it is the caller."""
    entry.author = caller(request)
    catalog = get_repository().catalog(**selectors.catalog_ids([entry]))
    shown = DiaryEntrySerializer(context={"request": request, "catalog": catalog}).to_representation(entry)
    if review is not None:
        review.author = caller(request)
    return shown | {"review": show_reviews(request, [review], catalog)[0] if review else None}


@contextmanager
def _found() -> Iterator[None]:
    try:
        yield
    except DiaryEntry.DoesNotExist:
        raise Http404("There is no such entry.") from None
