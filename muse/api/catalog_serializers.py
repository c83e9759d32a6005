"""Albums, artists and tracks as JSON: Spotify's data and the parts of a screen (for the OpenAPI document)."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from muse.api.item_parts import SaidSerializer
from reviews.api import RatingStatsSerializer
from spotify_cache.answers import Answer
from spotify_cache.api import (
    RELEASE_GROUPS,
    STATES,
    AlbumSerializer,
    ArtistSerializer,
    FreshnessSerializer,
    FullAlbumSerializer,
    TrackSerializer,
    TracksSerializer,
    freshness,
)
from spotify_cache.entities import Discography

Json = dict[str, Any]


class PendingSerializer(serializers.Serializer):
    """Being fetched from Spotify: ask again after ``Retry-After`` seconds."""

    state = serializers.ChoiceField(STATES, help_text="pending.")


class RatedSerializer(serializers.Serializer):
    """What a screen adds to an item's own fields, which the other base class writes."""

    stats = RatingStatsSerializer(help_text="How people on Muse rate it.")


@extend_schema_serializer(many=False)
class AlbumTracksSerializer(TracksSerializer, FreshnessSerializer):
    """An album's tracks in order; freshness is the album's."""

    total = serializers.IntegerField(help_text="Tracks of the album.")


class ReleaseSerializer(AlbumSerializer):
    group = serializers.ChoiceField(RELEASE_GROUPS, help_text="What it is to the artist: see Spotify's `album_group`.")


@extend_schema_serializer(many=False)
class ReleasesSerializer(FreshnessSerializer):
    """An artist's releases, newest first. ``instance`` is an `Answer` with a `Discography`."""

    total = serializers.IntegerField(help_text="On Spotify; more than are listed here where `is_complete` is false.")
    is_complete = serializers.BooleanField()
    results = ReleaseSerializer(many=True)

    def to_representation(self, instance: Answer[Discography]) -> Json:
        discography = instance.value or Discography()
        album = AlbumSerializer()
        return {
            "total": discography.total,
            "is_complete": discography.is_complete,
            "results": [
                album.to_representation(instance.carrying(release.album)) | {"group": release.group}
                for release in discography.releases
            ],
            **freshness(instance),
        }


class AlbumScreenSerializer(RatedSerializer, SaidSerializer, FullAlbumSerializer):
    """An album with its parts."""

    tracks = AlbumTracksSerializer(required=False, allow_null=True, help_text="null while it is not known which.")
    more_albums = AlbumSerializer(many=True, required=False, help_text="Others by its first artist, newest first.")


class ArtistScreenSerializer(RatedSerializer, SaidSerializer, ArtistSerializer):
    """An artist with their parts."""

    albums = ReleasesSerializer(required=False, allow_null=True)
    top_tracks = TrackSerializer(many=True, required=False, help_text="Popular ones, at most ten.")


class TrackScreenSerializer(RatedSerializer, SaidSerializer, TrackSerializer):
    """A track with its parts."""

    album_tracks = AlbumTracksSerializer(
        required=False, allow_null=True, help_text="All of its album, itself among them; null while not known."
    )
