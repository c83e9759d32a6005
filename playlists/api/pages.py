"""A playlist's tracks page by page, in the envelope of every list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Final

from django.urls import reverse
from drf_spectacular.utils import OpenApiParameter, extend_schema_serializer
from rest_framework import serializers
from rest_framework.request import Request

from accounts.rest.pagination import (
    CURSOR,
    CURSOR_HELP,
    CURSOR_SCHEMA,
    LIMIT,
    LIMIT_SCHEMA,
    CursorPagination,
    Order,
    read_cursor,
    read_limit,
)
from playlists import selectors
from playlists.api.serializers import PlaylistEntrySerializer, PlaylistSerializer, show_entries
from playlists.models import Playlist
from playlists.selectors import Row
from spotify_cache.answers import Batch
from spotify_cache.entities import Track

DEFAULT_TRACKS = 50
MAX_TRACKS_AT_ONCE = 100
PARAMETERS: Final = (
    OpenApiParameter(CURSOR, CURSOR_SCHEMA, description=CURSOR_HELP),
    OpenApiParameter(
        LIMIT, LIMIT_SCHEMA | {"maximum": MAX_TRACKS_AT_ONCE, "default": DEFAULT_TRACKS}, description="How many."
    ),
)
_IN_ORDER = Order("position", is_falling=False)


@extend_schema_serializer(many=False)
class PlaylistTracksSerializer(serializers.Serializer):
    """One page of a playlist's tracks, in order."""

    total = serializers.IntegerField(help_text="Tracks of the whole playlist.")
    next = serializers.URLField(allow_null=True, help_text="The page after this one.")
    previous = serializers.URLField(allow_null=True, help_text="The page before this one.")
    results = PlaylistEntrySerializer(many=True)


class PlaylistScreenSerializer(PlaylistSerializer):
    """A playlist with its parts."""

    tracks = PlaylistTracksSerializer(
        required=False, help_text=f"The first {DEFAULT_TRACKS}; `next` leads on. With `include=tracks` alone."
    )

    class Meta(PlaylistSerializer.Meta):
        fields: ClassVar = [*PlaylistSerializer.Meta.fields, "tracks"]


class TracksPage:
    """One page of the places of a playlist that carries ``track_count``: one query.

    The tracks are read by whoever makes the answer, together with what else it needs of Spotify's.
    """

    def __init__(self, request: Request, playlist: Playlist, *, is_first: bool = False) -> None:
        """The page that the request asks for, or the first.

        Raises:
            rest_framework.exceptions.ValidationError: the limit or the cursor makes no sense.
        """
        self._playlist = playlist
        self._pages = CursorPagination()
        path = reverse("api:playlist-tracks", args=[playlist.pk])
        address = request.build_absolute_uri(path if is_first else None)
        limit = DEFAULT_TRACKS if is_first else read_limit(request, MAX_TRACKS_AT_ONCE, DEFAULT_TRACKS)
        cursor = None if is_first else read_cursor(request)
        rows = self._pages.page(selectors.rows_of(playlist), _IN_ORDER, limit, cursor, address)
        self.rows: Sequence[Row] = rows

    @property
    def track_ids(self) -> list[str]:
        return list(dict.fromkeys(row.spotify_track_id for row in self.rows))

    def shown(self, tracks: Batch[Track]) -> dict[str, Any]:
        return {
            "total": self._playlist.track_count,  # type: ignore[attr-defined]
            **self._pages.links(),
            "results": show_entries(selectors.entries(self.rows, tracks)),
        }
