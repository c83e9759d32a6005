"""The feed in the REST API: one screen of it in one answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django.utils.decorators import method_decorator
from django.views.decorators.http import conditional_page
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from accounts.api import PersonSerializer, moment
from accounts.models import User
from accounts.rest.include import include_parameter, read_include
from accounts.rest.pagination import CURSOR, LIMIT, LIMIT_SCHEMA, read_limit
from accounts.rest.views import ApiView
from accounts.visibility import Visibility
from muse.api.people import examples
from muse.people.feed import (
    POPULAR_DAYS,
    SUGGESTIONS,
    FeedEntry,
    Place,
    catalog_of,
    people_to_follow,
    place_in,
    popular_lately,
    written_by_followed,
)
from muse.people.followed_writing import FollowedItem
from playlists.api import PlaylistSerializer, show_playlists
from reviews.api import ReviewSerializer, show_reviews
from reviews.models import DiaryEntry
from spotify_cache.answers import Answer, CatalogBatch
from spotify_cache.api import ItemSerializer

Json = dict[str, Any]

KINDS = [
    ("review", "a rating, a text, or both"),
    ("listen", "a day in a diary"),
    ("playlist", "a new playlist"),
]
PARTS = ("popular", "suggestions")


class FeedListenSerializer(serializers.ModelSerializer):
    """A day in a diary; what was heard is the entry's ``item``."""

    rating = serializers.FloatField(allow_null=True, help_text="What they gave it that day.")
    is_relisten = serializers.BooleanField(help_text="Whether they had heard it before.")
    visibility = serializers.ChoiceField(Visibility.choices)

    class Meta:
        model = DiaryEntry
        fields: ClassVar = ["id", "listened_on", "rating", "is_relisten", "visibility"]


class FeedEntrySerializer(serializers.Serializer):
    """Something that somebody did. ``instance`` is a `FeedEntry`; `_Screen` fills it."""

    id = serializers.CharField(help_text="Of the entry in this feed: no two have the same, and it never changes.")
    kind = serializers.ChoiceField(
        KINDS, help_text="What was done; of `item`, `review`, `listens` and `playlist` those are there that go with it."
    )
    created_at = serializers.DateTimeField()
    person = PersonSerializer()
    item = ItemSerializer(allow_null=True, help_text="What was reviewed or heard; null of a playlist.")
    review = ReviewSerializer(allow_null=True, help_text="Of a `review`.")
    listens = FeedListenSerializer(many=True, help_text="Of a `listen`; of a `review` the days logged with it, if any.")
    playlist = PlaylistSerializer(allow_null=True, help_text="Of a `playlist`.")


class PopularAmongFollowedSerializer(serializers.Serializer):
    person_count = serializers.IntegerField(help_text="How many of those whom one follows reviewed or heard it.")
    item = ItemSerializer()


class SuggestedPersonSerializer(PersonSerializer):
    follower_count = serializers.IntegerField(help_text="How many people follow them.")

    def to_representation(self, instance: User) -> Json:
        return super().to_representation(instance) | {"follower_count": instance.follower_count}  # type: ignore[attr-defined]


@extend_schema_serializer(many=False)
class FeedSerializer(serializers.Serializer):
    next = serializers.URLField(allow_null=True, help_text="The page after this one.")
    previous = serializers.URLField(
        allow_null=True, help_text="Always null: what is new stands at the beginning, so read that again."
    )
    results = FeedEntrySerializer(many=True)
    popular = PopularAmongFollowedSerializer(
        many=True,
        required=False,
        help_text=f"Of those whom one follows, in {POPULAR_DAYS} days; most first.",
    )
    suggestions = SuggestedPersonSerializer(
        many=True, required=False, help_text=f"Whom to follow: up to {SUGGESTIONS} people whom many follow."
    )


@method_decorator(conditional_page, name="dispatch")
class FeedView(ApiView):
    permission_classes = (IsAuthenticated,)

    @extend_schema(
        operation_id="feed_list",
        tags=["People"],
        summary="What the people whom one follows wrote, newest first",
        description=(
            "Reviews, days in diaries and playlists, as far as the caller may see them. A review that was logged "
            "together with a day is one entry."
        ),
        parameters=[
            include_parameter(
                PARTS, "`popular`: what many of them heard or reviewed lately; `suggestions`: whom to follow."
            ),
            OpenApiParameter(LIMIT, LIMIT_SCHEMA, description="How many."),
            OpenApiParameter(
                CURSOR,
                {"type": "string", "pattern": "^[0-9]{1,17}-[0-9]-[0-9]{1,18}$"},
                description="Where to go on: out of `next` of another page.",
            ),
        ],
        responses=FeedSerializer,
        examples=[examples.FEED],
    )
    def get(self, request: Request) -> Response:
        """Three queries, one for the reviews' talk, and one for each part; one round trip to Redis."""
        person: User = request.user  # type: ignore[assignment]  # who else has a feed
        parts, limit, place = read_include(request, PARTS), read_limit(request), _place(request)
        written = written_by_followed(person, place, limit)
        popular = popular_lately(person) if "popular" in parts else []
        catalog = catalog_of(written, popular)
        screen = _Screen(request, catalog)
        body: Json = {
            "next": _link(request, written.older),
            "previous": None,
            "results": screen.entries(written.entries),
        }
        if "popular" in parts:
            body["popular"] = [screen.popular(item) for item in popular]
        if "suggestions" in parts:
            suggested = SuggestedPersonSerializer(context={"request": request})
            body["suggestions"] = [suggested.to_representation(other) for other in people_to_follow(person)]
        return Response(body)


class _Screen:
    """Entries as JSON, all out of one read of Spotify's data."""

    def __init__(self, request: Request, catalog: CatalogBatch) -> None:
        self._request = request
        self._catalog = catalog
        self._item = ItemSerializer()

    def entries(self, entries: Sequence[FeedEntry]) -> list[Json]:
        written = [entry.review for entry in entries if entry.review]
        made = [entry.playlist for entry in entries if entry.playlist]
        # Both in the order of the entries.
        reviews = iter(show_reviews(self._request, written, self._catalog))
        playlists = iter(show_playlists(self._request, made, self._catalog.tracks))
        person = PersonSerializer(context={"request": self._request})
        listen = FeedListenSerializer()
        return [
            {
                "id": str(entry.place),
                "kind": "playlist" if entry.playlist else "review" if entry.review else "listen",
                "created_at": moment(entry.place.at),
                "person": person.to_representation(entry.person),
                "item": None if entry.playlist else self._shown(entry.said.item_type, entry.said.spotify_id),
                "review": next(reviews) if entry.review else None,
                "listens": [listen.to_representation(one) for one in entry.listens],
                "playlist": next(playlists) if entry.playlist else None,
            }
            for entry in entries
        ]

    def popular(self, found: FollowedItem) -> Json:
        return {"person_count": found.people, "item": self._shown(found.item_type, found.spotify_id)}

    def _shown(self, item_type: str, spotify_id: str) -> Json:
        answer: Answer[Any] = self._catalog.of_type(item_type).answers[spotify_id]
        return self._item.to_representation((item_type, spotify_id, answer))


def _place(request: Request) -> Place | None:
    given = request.query_params.get(CURSOR)
    if given is None:
        return None
    place = place_in(given)
    if place is None:
        raise ValidationError({CURSOR: ["This is not a cursor out of `next`."]}, code="invalid_cursor")
    return place


def _link(request: Request, older: Place | None) -> str | None:
    return replace_query_param(request.build_absolute_uri(), CURSOR, str(older)) if older else None
