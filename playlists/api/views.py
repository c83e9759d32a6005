"""Playlists in the REST API; their tracks are in `playlists.api.tracks`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, ClassVar, Final

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import conditional_page
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.rest import preconditions
from accounts.rest.bodies import checked
from accounts.rest.include import include_parameter, read_include
from accounts.rest.pagination import Order
from accounts.rest.permissions import caller
from accounts.rest.views import GenericApiViewSet
from playlists import selectors, services
from playlists.api import examples
from playlists.api.access import found, own_playlist
from playlists.api.filters import PlaylistFilter
from playlists.api.pages import PlaylistScreenSerializer, TracksPage
from playlists.api.serializers import (
    NewPlaylistSerializer,
    PlaylistChangesSerializer,
    PlaylistSerializer,
    show_playlists,
)
from playlists.models import Playlist
from spotify_cache.repository import get_repository

PARTS: Final = ("tracks",)


@extend_schema(tags=["Playlists"])
@method_decorator(conditional_page, name="dispatch")
class PlaylistViewSet(GenericApiViewSet):
    """Playlists that the caller may see: a private one is 404 for everybody but its owner.

    Those of a private account are 404 for everybody but its followers. What one may see and not change is 403.
    """

    serializer_class = PlaylistSerializer
    queryset = Playlist.objects.none()  # for the OpenAPI document; what is answered comes from the selector
    filter_backends = (DjangoFilterBackend,)
    filterset_class = PlaylistFilter
    cursor_orders: ClassVar = {
        "updated": Order("updated_at"),
        "created": Order("created_at"),
        "title": Order("title", is_falling=False),
    }
    lookup_value_converter = "int"

    def get_queryset(self) -> QuerySet[Playlist]:
        return selectors.visible_playlists(self.request.user)

    @extend_schema(
        operation_id="playlists_list",
        summary="Public playlists and one's own",
        description=(
            "Private ones are there for their owner alone. Last changed first; or last made first, or by title."
        ),
        examples=[examples.PLAYLISTS],
    )
    def list(self, request: Request) -> Response:
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(show_playlists(request, page or []))

    @extend_schema(
        operation_id="playlists_retrieve",
        summary="One playlist",
        description="A private one is 404 for everybody but its owner.",
        parameters=[include_parameter(PARTS, "`tracks`: the first page of `playlists/{id}/tracks`.")],
        responses=PlaylistScreenSerializer,
        examples=[examples.PLAYLIST, examples.PLAYLIST_WITH_TRACKS],
    )
    def retrieve(self, request: Request, pk: int) -> Response:
        """One query and one round trip to Redis; with tracks, one query more."""
        if "tracks" not in read_include(request, PARTS):
            return self._answer(pk)
        with found():
            playlist = selectors.visible_playlist(pk, request.user)
        page = TracksPage(request, playlist, is_first=True)
        # The covers are of tracks that are on the first page.
        tracks = get_repository().tracks(page.track_ids)
        body = show_playlists(request, [playlist], tracks)[0] | {"tracks": page.shown(tracks)}
        return preconditions.versioned(Response(body), playlist.updated_at)

    def ask_ahead(self, request: Request, *args: Any, **kwargs: Any) -> None:
        if self.action == "create":
            with suppress(ValidationError):
                get_repository().tracks(checked(NewPlaylistSerializer, request).get("spotify_ids", ()))

    @extend_schema(
        operation_id="playlists_create",
        summary="Make a playlist",
        description="Empty, or of tracks to begin with: all of them, or the playlist is not made.",
        request=NewPlaylistSerializer,
        responses={201: PlaylistSerializer},
        examples=[examples.NEW_PLAYLIST, examples.NEW_PLAYLIST_OF_TRACKS, examples.PLAYLIST_MADE],
    )
    def create(self, request: Request) -> Response:
        said = checked(NewPlaylistSerializer, request)
        ids = said.pop("spotify_ids", [])
        with unknown_tracks_named(ids):
            made = services.create_playlist(caller(request), track_ids=ids, **said)
        response = self._answer(made.pk, status=201)
        response["Location"] = request.build_absolute_uri(reverse("api:playlist-detail", args=[made.pk]))
        return response

    @extend_schema(
        operation_id="playlists_update",
        summary="Change a playlist of one's own",
        description="What is not sent stays as it is.",
        parameters=[preconditions.IF_MATCH],
        request=PlaylistChangesSerializer,
        responses=PlaylistSerializer,
        examples=[examples.PLAYLIST_CHANGES, examples.PLAYLIST],
    )
    def partial_update(self, request: Request, pk: int) -> Response:
        playlist = own_playlist(request, pk)
        said = checked(PlaylistChangesSerializer, request)
        with found(), preconditions.unchanged(request, playlist):
            services.update_playlist(caller(request), pk, **said)
        return self._answer(pk)

    @extend_schema(
        operation_id="playlists_delete",
        summary="Delete a playlist of one's own",
        parameters=[preconditions.IF_MATCH],
        responses={204: None},
    )
    def destroy(self, request: Request, pk: int) -> Response:
        playlist = own_playlist(request, pk)
        with found(), preconditions.unchanged(request, playlist):
            services.delete_playlist(caller(request), pk)
        return Response(status=204)

    def _answer(self, pk: int, status: int = 200) -> Response:
        with found():
            playlist = selectors.visible_playlist(pk, self.request.user)
        response = Response(show_playlists(self.request, [playlist])[0], status=status)
        return preconditions.versioned(response, playlist.updated_at)


@contextmanager
def unknown_tracks_named(ids: list[str]) -> Iterator[None]:
    """Tracks that Spotify does not know are errors of ``spotify_ids``, each at its place."""
    try:
        yield
    except services.UnknownTracks as error:
        unknown = ErrorDetail("Spotify has no such track.", code="unknown_track")
        places: dict[Any, Any] = {
            place: [unknown] for place, track_id in enumerate(ids) if track_id in set(error.track_ids)
        }
        raise ValidationError({"spotify_ids": places}) from None
