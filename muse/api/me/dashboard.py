"""What a person listens to, as Spotify says."""

from __future__ import annotations

from typing import Any

from django.utils.decorators import method_decorator
from django.views.decorators.http import conditional_page
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import SpotifyConnection
from muse.api.caching import kept_to_the_person, shared
from muse.api.me import examples
from muse.api.me.personal import PersonalView
from muse.api.me.profile import ConnectedSerializer
from muse.people import dashboard
from muse.people.dashboard import DEFAULT_PERIOD, Listening, listening_of
from spotify_cache.api import (
    ArtistSerializer,
    FreshnessSerializer,
    ImageSerializer,
    TrackSerializer,
    answers_of,
    freshness,
    images,
    iso_8601,
)
from spotify_cache.entities import SpotifyPlaylist

Json = dict[str, Any]
PERIODS = [
    ("short_term", "about the last four weeks"),
    ("medium_term", "about the last six months"),
    ("long_term", "the last year and more"),
]
_ARTIST, _TRACK = ArtistSerializer(), TrackSerializer()


class QuestionSerializer(serializers.Serializer):
    period = serializers.ChoiceField(PERIODS, default=DEFAULT_PERIOD)


class PlaySerializer(serializers.Serializer):
    played_at = serializers.DateTimeField()
    track = TrackSerializer()


class RecentPlaysSerializer(FreshnessSerializer):
    results = PlaySerializer(many=True, help_text="Newest first.")


class TopArtistsSerializer(FreshnessSerializer):
    results = ArtistSerializer(many=True)


class TopTracksSerializer(FreshnessSerializer):
    results = TrackSerializer(many=True)


class SpotifyPlaylistSerializer(serializers.Serializer):
    """A playlist on Spotify, none of Muse's."""

    id = serializers.CharField()
    name = serializers.CharField()
    owner_name = serializers.CharField(allow_blank=True)
    total_tracks = serializers.IntegerField()
    images = ImageSerializer(many=True, help_text="Largest first.")
    spotify_url = serializers.URLField()


class SpotifyPlaylistsSerializer(FreshnessSerializer):
    total = serializers.IntegerField(help_text="On Spotify; more than are listed here where there are many.")
    results = SpotifyPlaylistSerializer(many=True)


class ListeningSerializer(serializers.Serializer):
    """Each part says by itself how far it can be trusted: those that are pending or unavailable have no results."""

    recent = RecentPlaysSerializer()
    top_artists = TopArtistsSerializer()
    top_tracks = TopTracksSerializer()
    playlists = SpotifyPlaylistsSerializer()

    def to_representation(self, instance: Listening) -> Json:
        read = instance.read
        heard = answers_of((one.play.track for one in instance.recent), read.recent)
        plays = [
            {"played_at": iso_8601(one.play.played_at), "track": _TRACK.to_representation(track)}
            for one, track in zip(instance.recent, heard, strict=True)
        ]
        artists = answers_of(instance.top_artists.artists, read.top_artists)
        tracks = answers_of(instance.top_tracks.tracks, read.top_tracks)
        return {
            "recent": {"results": plays, **freshness(read.recent)},
            "top_artists": {
                "results": [_ARTIST.to_representation(one) for one in artists],
                **freshness(read.top_artists),
            },
            "top_tracks": {
                "results": [_TRACK.to_representation(one) for one in tracks],
                **freshness(read.top_tracks),
            },
            "playlists": {
                "total": instance.playlists.total,
                "results": [_playlist(one) for one in instance.playlists.playlists],
                **freshness(read.playlists),
            },
        }


class DashboardSerializer(serializers.Serializer):
    period = serializers.ChoiceField(PERIODS, help_text="That of the tops.")
    spotify = ConnectedSerializer()
    listening = ListeningSerializer(
        allow_null=True, help_text="null without a connection, and with a broken one of which nothing is cached."
    )


@extend_schema(tags=["Me"])
@method_decorator(conditional_page, name="dispatch")
class DashboardView(PersonalView):
    @extend_schema(
        operation_id="me_dashboard_retrieve",
        summary="What one listens to",
        description=(
            "Plays, tops and playlists of the connected Spotify account, each with its own `state`. Always 200: while "
            "a part is pending, `Retry-After` says when to ask again; where Spotify does not answer there is what is "
            "cached. What one wrote is at `reviews{?author}` and `playlists{?owner}`."
        ),
        parameters=[
            OpenApiParameter(
                "period",
                {"type": "string", "enum": list(dashboard.PERIODS), "default": DEFAULT_PERIOD},
                description="Of the tops, as Spotify names them: about four weeks, six months, a year and more.",
            )
        ],
        responses=DashboardSerializer,
        examples=[examples.DASHBOARD, examples.NO_DASHBOARD],
    )
    def get(self, request: Request) -> Response:
        """Two queries and one round trip to Redis; one query more where Spotify does not answer."""
        asked = QuestionSerializer(data=request.query_params.dict())
        asked.is_valid(raise_exception=True)
        period = asked.validated_data["period"]
        connection, listening = listening_of(self.person, period)
        body = {
            "period": period,
            "spotify": _connected(connection),
            "listening": ListeningSerializer().to_representation(listening) if listening else None,
        }
        if listening is None:
            return Response(body)
        read = listening.read
        return kept_to_the_person(shared(body, read.recent, read.top_artists, read.top_tracks, read.playlists))


def _connected(connection: SpotifyConnection | None) -> Json:
    return {"is_connected": connection is not None, "is_broken": connection is not None and connection.is_broken}


def _playlist(playlist: SpotifyPlaylist) -> Json:
    return {
        "id": playlist.id,
        "name": playlist.name,
        "owner_name": playlist.owner_name,
        "total_tracks": playlist.total_tracks,
        "images": images(playlist.artwork),
        "spotify_url": playlist.spotify_url,
    }
