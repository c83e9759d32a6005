"""The tracks of a playlist in the REST API: its places, each with an ID of its own.

The `ETag` of each answer here has the version of the playlist: whatever changes its order or number changes that.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import conditional_page
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.rest import preconditions
from accounts.rest.bodies import checked
from accounts.rest.errors import conflict_at
from accounts.rest.permissions import caller
from accounts.rest.views import GenericApiViewSet
from playlists import selectors, services
from playlists.api import examples
from playlists.api.access import found, own_playlist
from playlists.api.pages import PARAMETERS, PlaylistTracksSerializer, TracksPage
from playlists.api.serializers import (
    MAX_AT_ONCE,
    AddedTracksSerializer,
    NewTracksSerializer,
    PlaceSerializer,
    PlaylistEntrySerializer,
    show_entries,
)
from playlists.api.views import unknown_tracks_named
from playlists.models import MAX_TRACKS, PlaylistTrack
from spotify_cache.patience import told_once
from spotify_cache.repository import get_repository

_ENTRIES = OpenApiParameter(
    "entries",
    {
        "type": "array",
        "items": {"type": "integer", "minimum": 1},
        "minItems": 1,
        "maxItems": MAX_AT_ONCE,
    },
    explode=False,
    required=True,
    description="IDs of places, between commas. One that is not there, or no longer, is no obstacle.",
)


@extend_schema(tags=["Playlists"])
@method_decorator(conditional_page, name="dispatch")
class PlaylistTrackViewSet(GenericApiViewSet):
    """Who may see a playlist sees its places; its owner changes them, for others that is 403, or 404 where private."""

    queryset = PlaylistTrack.objects.none()  # for the OpenAPI document
    serializer_class = PlaylistEntrySerializer

    @extend_schema(
        operation_id="playlists_tracks_list",
        summary="A playlist's tracks",
        description="In order; all of a page in one read.",
        parameters=[*PARAMETERS],
        responses=PlaylistTracksSerializer,
        examples=[examples.TRACKS],
    )
    def list(self, request: Request, pk: int) -> Response:
        with found():
            playlist = selectors.playlist_of_tracks(pk, request.user)
        page = TracksPage(request, playlist)
        response = Response(page.shown(get_repository().tracks(page.track_ids)))
        return preconditions.versioned(response, playlist.updated_at)

    def ask_ahead(self, request: Request, pk: int, **kwargs: Any) -> None:
        if self.action == "create":
            with suppress(APIException, Http404):
                own_playlist(request, pk)
                get_repository().tracks(checked(NewTracksSerializer, request)["spotify_ids"])

    @extend_schema(
        operation_id="playlists_tracks_create",
        summary="Add tracks to a playlist of one's own",
        description=(
            "All of them or none. Those that are in the playlist already are left out unless `again`; where that "
            f"leaves nothing, the answer is 200. A playlist holds at most {MAX_TRACKS:,} tracks: 409. While Spotify "
            "cannot be asked a track is believed to be there."
        ),
        parameters=[preconditions.IF_MATCH],
        request=NewTracksSerializer,
        responses={201: AddedTracksSerializer, 200: AddedTracksSerializer},
        examples=[examples.NEW_TRACKS, examples.NEW_TRACKS_FIRST, examples.ADDED, examples.NONE_ADDED],
    )
    def create(self, request: Request, pk: int) -> Response:
        playlist = own_playlist(request, pk)
        said = checked(NewTracksSerializer, request)
        ids, position = said["spotify_ids"], said.get("position")
        place = None if position is None else position - 1
        with found(), unknown_tracks_named(ids), conflict_at("playlist_full"), told_once():
            get_repository().tracks(ids)  # before the transaction, which does not wait for Spotify
            with preconditions.unchanged(request, playlist):
                added = services.add_tracks(caller(request), pk, ids, again=said["again"], position=place)
        body = {
            "total": added.total,
            "present": list(added.present),
            "results": show_entries(selectors.entries(added.entries, added.tracks)),
        }
        response = Response(body, status=201 if added.entries else 200)
        if added.entries:
            response["Location"] = request.build_absolute_uri(
                reverse("api:playlist-track", args=[pk, added.entries[0].pk])
            )
        return preconditions.versioned(response, added.playlist.updated_at)

    @extend_schema(
        operation_id="playlists_tracks_delete_many",
        summary="Take several tracks out of a playlist of one's own",
        description="Those behind them move up.",
        parameters=[_ENTRIES, preconditions.IF_MATCH],
        responses={204: None},
    )
    def destroy_many(self, request: Request, pk: int) -> Response:
        playlist = own_playlist(request, pk)
        entries = _entries(request)
        with found(), preconditions.unchanged(request, playlist):
            services.remove_tracks(caller(request), pk, entries)
        return Response(status=204)

    @extend_schema(
        operation_id="playlists_tracks_retrieve",
        summary="One place in a playlist",
        responses=PlaylistEntrySerializer,
        examples=[examples.ENTRY],
    )
    def retrieve(self, request: Request, pk: int, entry: int) -> Response:
        return self._answer(pk, entry)

    @extend_schema(
        operation_id="playlists_tracks_move",
        summary="Put a track of a playlist of one's own at another place",
        description="Those between the old place and the new one make room.",
        parameters=[preconditions.IF_MATCH],
        request=PlaceSerializer,
        responses=PlaylistEntrySerializer,
        examples=[examples.PLACE, examples.ENTRY_MOVED],
    )
    def partial_update(self, request: Request, pk: int, entry: int) -> Response:
        playlist = own_playlist(request, pk)
        with found():
            playlist.tracks.only("pk").get(pk=entry)
        said = checked(PlaceSerializer, request)
        with found(), preconditions.unchanged(request, playlist):
            services.move_track(caller(request), pk, entry, said["position"] - 1)
        return self._answer(pk, entry)

    @extend_schema(
        operation_id="playlists_tracks_delete",
        summary="Take a track out of a playlist of one's own",
        description="Those behind it move up.",
        parameters=[preconditions.IF_MATCH],
        responses={204: None},
    )
    def destroy(self, request: Request, pk: int, entry: int) -> Response:
        playlist = own_playlist(request, pk)
        with found(), preconditions.unchanged(request, playlist):
            services.remove_track(caller(request), pk, entry)
        return Response(status=204)

    def _answer(self, pk: int, entry: int) -> Response:
        with found():
            shown = selectors.visible_entry(pk, entry, self.request.user)
        response = Response(show_entries([shown.entry])[0])
        return preconditions.versioned(response, shown.playlist.updated_at)


def _entries(request: Request) -> list[int]:
    asked = request.query_params.get("entries", "").split(",")
    if not all(one.isascii() and one.isdigit() and len(one) < 19 for one in asked):
        raise ValidationError({"entries": ["Name places by their IDs, between commas."]}, code="invalid_entries")
    if len(asked) > MAX_AT_ONCE:
        message = f"At most {MAX_AT_ONCE} at once; these are {len(asked)}."
        raise ValidationError({"entries": [message]}, code="max_length")
    return [int(one) for one in asked]
