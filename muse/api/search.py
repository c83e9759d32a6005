"""Search in the REST API: the same questions as the search page asks, through the same cache."""

from __future__ import annotations

import time
from typing import Any

from django.utils.decorators import method_decorator
from django.views.decorators.http import conditional_page
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import Throttled
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api import PersonSerializer
from accounts.rate_limits import search_limit
from accounts.rest import throttles
from accounts.rest.views import ApiView
from accounts.selectors import people_called
from muse.api import examples
from muse.api.caching import kept_to_the_person
from muse.api.catalog import answered
from muse.api.catalog_serializers import PendingSerializer
from muse.catalog.search import MAX_OFFSET, MAX_QUERY_LENGTH, PER_PAGE, TYPES, clean_query
from playlists.api.serializers import PlaylistSerializer, show_playlists
from playlists.selectors import playlists_called
from spotify_cache.answers import Answer, State
from spotify_cache.api import (
    AlbumSerializer,
    ArtistSerializer,
    FreshnessSerializer,
    TrackSerializer,
    answers_of,
    freshness,
)
from spotify_cache.entities import SearchPage
from spotify_cache.repository import SEARCH_LIMIT, get_repository
from spotify_cache.wants import SEARCH_TYPES

Json = dict[str, Any]

#: Development mode answers no more of a type at once (spotify.md).
MAX_LIMIT = PER_PAGE


class CommaSeparatedTypes(serializers.Field):
    """``album,track``: some of the types, each once, in Spotify's own order."""

    default_error_messages = {"invalid_type": "{name!r} is none of {types}."}

    def to_internal_value(self, data: Any) -> tuple[str, ...]:
        names = str(data).split(",")
        for name in names:
            if name not in TYPES:
                self.fail("invalid_type", name=name[:60], types=", ".join(TYPES))
        return tuple(name for name in TYPES if name in names)


class QueryField(serializers.CharField):
    def to_internal_value(self, data: Any) -> str:
        query = clean_query(super().to_internal_value(data))
        if not query:
            self.fail("blank")
        return query


class QuestionSerializer(serializers.Serializer):
    q = QueryField(max_length=MAX_QUERY_LENGTH)
    type = CommaSeparatedTypes(default=SEARCH_TYPES)
    limit = serializers.IntegerField(min_value=1, max_value=MAX_LIMIT, default=SEARCH_LIMIT)
    offset = serializers.IntegerField(min_value=0, max_value=MAX_OFFSET, default=0)


class FoundAlbumsSerializer(serializers.Serializer):
    total = serializers.IntegerField()
    results = AlbumSerializer(many=True)


class FoundArtistsSerializer(serializers.Serializer):
    total = serializers.IntegerField()
    results = ArtistSerializer(many=True)


class FoundTracksSerializer(serializers.Serializer):
    total = serializers.IntegerField()
    results = TrackSerializer(many=True)


class FoundPeopleSerializer(serializers.Serializer):
    total = serializers.IntegerField()
    results = PersonSerializer(many=True)


class FoundPlaylistsSerializer(serializers.Serializer):
    total = serializers.IntegerField()
    results = PlaylistSerializer(many=True)


class SearchResultsSerializer(FreshnessSerializer):
    """One page of results; a type that was not asked for is null."""

    query = serializers.CharField(help_text="As it was understood: one line, no control characters.")
    limit = serializers.IntegerField()
    offset = serializers.IntegerField()
    albums = FoundAlbumsSerializer(allow_null=True)
    artists = FoundArtistsSerializer(allow_null=True)
    tracks = FoundTracksSerializer(allow_null=True)
    people = FoundPeopleSerializer(allow_null=True)
    playlists = FoundPlaylistsSerializer(allow_null=True)


def show_results(question: Json, answer: Answer[SearchPage]) -> Json:
    """Spotify's part; what Muse finds is added to it."""
    page = answer.value or SearchPage()
    found = {
        "album": (AlbumSerializer(), page.albums, page.total_albums),
        "artist": (ArtistSerializer(), page.artists, page.total_artists),
        "track": (TrackSerializer(), page.tracks, page.total_tracks),
    }
    results = {
        f"{name}s": {
            "total": total,
            "results": [serializer.to_representation(one) for one in answers_of(entities, answer)],
        }
        if name in question["type"]
        else None
        for name, (serializer, entities, total) in found.items()
    }
    return {
        "query": question["q"],
        "limit": question["limit"],
        "offset": question["offset"],
        **results,
        "people": None,
        "playlists": None,
        **freshness(answer),
    }


def found_on_muse(request: Request, question: Json) -> Json:
    """People and playlists, where they are wanted: two queries for each, and one read of Spotify's data."""
    cut = slice(question["offset"], question["offset"] + question["limit"])
    found: Json = {}
    if "person" in question["type"]:
        people = people_called(question["q"])
        show = PersonSerializer(context={"request": request}).to_representation
        found["people"] = {"total": people.count(), "results": [show(person) for person in people[cut]]}
    if "playlist" in question["type"]:
        playlists = playlists_called(question["q"], request.user)
        found["playlists"] = {"total": playlists.count(), "results": show_playlists(request, list(playlists[cut]))}
    return found


@method_decorator(conditional_page, name="dispatch")
class SearchView(ApiView):
    """Albums, artists and tracks by name, the same for everybody; people, and playlists that the caller may see."""

    permission_classes = (AllowAny,)

    def perform_authentication(self, request: Request) -> None:
        """Who asks is looked at for a token, and where playlists are searched: some are for their owner's eyes."""

    @extend_schema(
        operation_id="search_list",
        tags=["Search"],
        summary="Albums, artists, tracks, people and playlists by name",
        parameters=[
            OpenApiParameter(
                "q",
                {"type": "string", "minLength": 1, "maxLength": MAX_QUERY_LENGTH, "example": "harbour"},
                required=True,
                description="What is looked for; Spotify's field filters (`artist:`, `year:`, ...) work.",
            ),
            OpenApiParameter(
                "type",
                {
                    "type": "array",
                    "items": {"type": "string", "enum": list(TYPES)},
                    "minItems": 1,
                    "default": list(SEARCH_TYPES),
                },
                explode=False,
                description="Between commas. People and playlists are Muse's own, and found with Spotify away too.",
            ),
            OpenApiParameter(
                "limit",
                {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": SEARCH_LIMIT},
                description="How many of each type.",
            ),
            OpenApiParameter(
                "offset",
                {"type": "integer", "minimum": 0, "maximum": MAX_OFFSET, "default": 0},
                description="How many of each type to pass over.",
            ),
        ],
        responses={200: SearchResultsSerializer, 202: PendingSerializer},
        examples=[examples.SEARCH, examples.PENDING],
    )
    def get(self, request: Request) -> Response:
        asked = QuestionSerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        question = asked.validated_data
        # One query, and only for who sends a token: phones of many people come from one address.
        person = request.user if "Authorization" in request.headers else None
        limit, subject = search_limit(request._request, getattr(person, "pk", None))
        if not limit.count(subject):
            throttles.tell(request, limit, subject)
            raise Throttled(wait=limit.seconds)
        answer, own = _ask_spotify(question), found_on_muse(request, question)
        response = answered(answer, "search", lambda known: show_results(question, known) | own)
        return kept_to_the_person(response) if "playlist" in question["type"] else response


def _ask_spotify(question: Json) -> Answer[SearchPage]:
    types = tuple(name for name in SEARCH_TYPES if name in question["type"])
    if not types:
        return Answer(SearchPage(), State.FRESH, int(time.time()))
    return get_repository().search(question["q"], types=types, limit=question["limit"], offset=question["offset"])
