"""Playlists in the REST API, and their tracks, page by page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404
from django.utils.decorators import method_decorator
from django.views.decorators.http import conditional_page
from django_filters.rest_framework import DjangoFilterBackend, FilterSet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import (
    OpenApiExample,
    OpenApiParameter,
    extend_schema,
    extend_schema_field,
    extend_schema_serializer,
    extend_schema_view,
)
from rest_framework import mixins, serializers
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from accounts.api import PersonSerializer, UsernameFilter
from accounts.rest.views import GenericApiViewSet
from playlists import selectors
from playlists.models import MAX_TRACKS, Playlist
from playlists.selectors import TRACKS_PER_PAGE, Entry, PlaylistPage
from spotify_cache.answers import Answer
from spotify_cache.api import FreshnessSerializer, ImageSerializer, TrackSerializer, freshness, images
from spotify_cache.artwork import Artwork
from spotify_cache.repository import get_repository

PRIVATE = {"Cache-Control": "private, no-cache"}
LAST_PAGE = -(-MAX_TRACKS // TRACKS_PER_PAGE)
_TRACK = TrackSerializer()


class CoverSerializer(serializers.Serializer):
    images = ImageSerializer(many=True, help_text="Largest first.")


class PlaylistSerializer(serializers.ModelSerializer):
    """A playlist; ``context["covers"]`` has its pictures by primary key."""

    owner = PersonSerializer()
    track_count = serializers.IntegerField()
    covers = serializers.SerializerMethodField(help_text="Up to four different pictures, of its first tracks.")
    url = serializers.SerializerMethodField(help_text="Its page on Muse.")

    class Meta:
        model = Playlist
        fields: ClassVar = [
            "id",
            "owner",
            "title",
            "description",
            "is_public",
            "track_count",
            "covers",
            "created_at",
            "updated_at",
            "url",
        ]

    @extend_schema_field(CoverSerializer(many=True))
    def get_covers(self, playlist: Playlist) -> list[dict[str, Any]]:
        pictures: Sequence[Artwork] = self.context["covers"][playlist.pk]
        return [{"images": images(picture)} for picture in pictures]

    @extend_schema_field(OpenApiTypes.URI)
    def get_url(self, playlist: Playlist) -> str:
        return str(self.context["request"].build_absolute_uri(playlist.get_absolute_url()))


class PlaylistEntrySerializer(FreshnessSerializer):
    """A place in a playlist. ``instance`` is an `Entry`."""

    id = serializers.IntegerField(help_text="Of the place: the same track may stand in several.")
    number = serializers.IntegerField(help_text="Counted from 1.")
    spotify_id = serializers.CharField()
    spotify_url = serializers.URLField()
    added_at = serializers.DateTimeField()
    track = TrackSerializer(allow_null=True, help_text="null where `state` is pending, gone or unavailable.")

    def to_representation(self, instance: Entry) -> dict[str, Any]:
        answer = Answer(instance.track, instance.state, instance.fetched_at, instance.expires_at)
        return {
            "id": instance.pk,
            "number": instance.number,
            "spotify_id": instance.spotify_id,
            "spotify_url": instance.spotify_url,
            "added_at": instance.added_at.isoformat().replace("+00:00", "Z"),
            "track": _TRACK.to_representation(answer) if answer.value is not None else None,
            **freshness(answer),
        }


@extend_schema_serializer(many=False)
class PlaylistTracksSerializer(serializers.Serializer):
    """One page of a playlist's tracks, in order."""

    count = serializers.IntegerField(help_text="Tracks of the whole playlist.")
    next = serializers.URLField(allow_null=True, help_text="The page after this one.")
    previous = serializers.URLField(allow_null=True, help_text="The page before this one.")
    results = PlaylistEntrySerializer(many=True)


class PlaylistFilter(FilterSet):
    owner = UsernameFilter(field_name="owner__username", help_text="Of one person: the username.")


EXAMPLE = {
    "id": 42,
    "owner": {"username": "ines", "name": "Inês Duarte", "url": "https://muse.example/u/ines"},
    "title": "Ferry, early",
    "description": "For the 6:40 crossing.",
    "is_public": True,
    "track_count": 18,
    "covers": [{"images": [{"url": "https://i.scdn.co/image/ab67616d0000b273", "width": 640}]}],
    "created_at": "2026-01-12T06:31:02.220145Z",
    "updated_at": "2026-02-03T19:20:11.402113Z",
    "url": "https://muse.example/playlists/42",
}


@extend_schema(tags=["Playlists"])
@extend_schema_view(
    list=extend_schema(
        operation_id="playlists_list",
        summary="Public playlists and one's own, last changed first",
        description="Private ones are there for their owner alone.",
        examples=[OpenApiExample("Playlists", EXAMPLE, response_only=True)],
    ),
    retrieve=extend_schema(
        operation_id="playlists_retrieve",
        summary="One playlist",
        description="Without its tracks. A private one is 404 for everybody but its owner.",
        examples=[OpenApiExample("Playlist", EXAMPLE, response_only=True)],
    ),
)
@method_decorator(conditional_page, name="dispatch")
class PlaylistViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericApiViewSet):
    """Playlists that the caller may see: a private one is 404 for everybody but its owner.

    Those of a private account are 404 for everybody but its followers.
    """

    serializer_class = PlaylistSerializer
    queryset = Playlist.objects.none()  # for the OpenAPI document; what is answered comes from the selector
    filter_backends = (DjangoFilterBackend,)
    filterset_class = PlaylistFilter
    cursor_field = "updated_at"
    lookup_value_converter = "int"

    def get_queryset(self) -> QuerySet[Playlist]:
        return selectors.visible_playlists(self.request.user)

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        response = self.get_paginated_response(self._shown(page or []))
        response["Cache-Control"] = PRIVATE["Cache-Control"]
        return response

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return Response(self._shown([self.get_object()])[0], headers=PRIVATE)

    @extend_schema(
        operation_id="playlists_tracks",
        summary="A playlist's tracks",
        description=f"{TRACKS_PER_PAGE} a page, in order; all of a page in one read.",
        parameters=[
            OpenApiParameter(
                "page",
                {"type": "integer", "minimum": 1, "maximum": LAST_PAGE, "default": 1},
                description="Counted from 1.",
            )
        ],
        responses=PlaylistTracksSerializer,
        filters=False,
    )
    @action(detail=True, filterset_class=None, pagination_class=None)
    def tracks(self, request: Request, pk: int) -> Response:
        number = _page_number(request)
        try:
            shown = selectors.playlist_page(pk, request.user, number)
        except Playlist.DoesNotExist:
            raise Http404("There is no such playlist.") from None
        if shown.page.number != number:
            raise NotFound(f"The last page is {shown.page.number}.")
        return Response(_page_of_tracks(request, shown), headers=PRIVATE)

    def _shown(self, playlists: Sequence[Playlist]) -> Sequence[dict[str, Any]]:
        tracks = get_repository().tracks(selectors.cover_track_ids(playlists))
        covers = {card.playlist.pk: card.covers for card in selectors.playlist_cards(playlists, tracks)}
        context = {**self.get_serializer_context(), "covers": covers}
        serializer = PlaylistSerializer(context=context)
        return [serializer.to_representation(playlist) for playlist in playlists]


def _page_number(request: Request) -> int:
    asked = request.query_params.get("page", "1")
    if not (asked.isascii() and asked.isdigit() and len(asked) < 5 and 1 <= int(asked) <= LAST_PAGE):
        raise ValidationError({"page": [f"A page is a number from 1 to {LAST_PAGE}."]}, code="invalid_page")
    return int(asked)


def _page_of_tracks(request: Request, shown: PlaylistPage) -> dict[str, Any]:
    here = request.build_absolute_uri()
    page = shown.page
    entries = PlaylistEntrySerializer()
    return {
        "count": shown.total,
        "next": replace_query_param(here, "page", page.next_page_number()) if page.has_next() else None,
        "previous": replace_query_param(here, "page", page.previous_page_number()) if page.has_previous() else None,
        "results": [entries.to_representation(entry) for entry in shown.entries],
    }
