"""A person's year in review in the REST API."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import conditional_page
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api import USERNAME, PersonSerializer
from accounts.rest.views import ApiView
from accounts.selectors import find_visible_person
from muse.api.people import examples
from muse.api.people.figures import RatingSpreadSerializer, YearCountSerializer
from muse.people.year import YearPage, year_page
from reviews.api.diary import DiaryEntrySerializer
from reviews.models import DiaryEntry, OfItem
from spotify_cache.answers import Answer
from spotify_cache.api import ItemSerializer

Json = dict[str, Any]


class BestAlbumSerializer(serializers.Serializer):
    review_id = serializers.IntegerField(help_text="Of the review that rates it.")
    rating = serializers.FloatField()
    item = ItemSerializer()


class HeardItemSerializer(serializers.Serializer):
    count = serializers.IntegerField(help_text="On how many days.")
    item = ItemSerializer()


class YearSerializer(serializers.Serializer):
    """A year of what the caller may see; a review belongs to the year, in UTC, in which it was first written."""

    person = PersonSerializer()
    year = serializers.IntegerField()
    url = serializers.URLField(help_text="Its page on Muse.")
    listens = serializers.IntegerField()
    relistens = serializers.IntegerField(help_text="Those of the listens that were not the first.")
    reviews = serializers.IntegerField(help_text="Ratings and reviews.")
    listens_by_month = serializers.ListField(
        child=serializers.IntegerField(), min_length=12, max_length=12, help_text="January to December."
    )
    reviews_by_month = serializers.ListField(
        child=serializers.IntegerField(), min_length=12, max_length=12, help_text="January to December."
    )
    ratings = RatingSpreadSerializer(help_text="How they rated.")
    best_albums = BestAlbumSerializer(many=True, help_text="Those with the highest ratings.")
    most_heard = HeardItemSerializer(many=True, help_text="Most first; what was heard at least twice.")
    first = DiaryEntrySerializer(allow_null=True, help_text="The first day in the diary.")
    last = DiaryEntrySerializer(allow_null=True, help_text="The last; the same as the first where there is one.")
    years = YearCountSerializer(many=True, help_text="Years with something in them, newest first.")


@method_decorator(conditional_page, name="dispatch")
class YearView(ApiView):
    @extend_schema(
        operation_id="users_years_retrieve",
        tags=["People"],
        summary="A person's year in review",
        description="404 where there is nothing in it that the caller may see.",
        parameters=[USERNAME],
        responses=YearSerializer,
        examples=[examples.YEAR],
    )
    def get(self, request: Request, username: str, year: int) -> Response:
        """Eight queries, one more for who is signed in and one more where the account is private; one round trip."""
        person = find_visible_person(username, request.user)
        page = year_page(person, request.user, year) if person else None
        if page is None:
            raise Http404("There is no such year.")
        return Response(_shown(request, page))


def _shown(request: Request, page: YearPage) -> Json:
    context = {"request": request, "catalog": page.catalog}
    numbers, person = page.numbers, page.person
    return {
        "person": PersonSerializer(context=context).to_representation(person),
        "year": page.year,
        "url": request.build_absolute_uri(reverse("year_in_review", args=[person.username, page.year])),
        "listens": numbers.listens,
        "relistens": numbers.relistens,
        "reviews": numbers.reviews,
        "listens_by_month": numbers.listens_by_month,
        "reviews_by_month": numbers.reviews_by_month,
        "ratings": RatingSpreadSerializer().to_representation(numbers),
        "best_albums": [
            {"review_id": review.pk, "rating": float(review.rating or 0), "item": _item(page, review)}
            for review in numbers.best_albums
        ],
        "most_heard": [{"count": one.count, "item": _item(page, one.item)} for one in numbers.most_heard],
        "first": _entry(context, page, numbers.first),
        "last": _entry(context, page, numbers.last),
        "years": [YearCountSerializer().to_representation(one) for one in page.years],
    }


def _item(page: YearPage, row: OfItem) -> Json:
    answer: Answer[Any] = page.catalog.of_type(row.item_type).answers[row.spotify_id]
    return ItemSerializer().to_representation((row.item_type, row.spotify_id, answer))


def _entry(context: Json, page: YearPage, entry: DiaryEntry | None) -> Json | None:
    if entry is None:
        return None
    entry.author = page.person
    shown: Json = DiaryEntrySerializer(context=context).to_representation(entry)
    return shown
