"""Albums, artists and tracks in the REST API: Spotify's data through the cache, joined with how people rate it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from django.http import Http404
from django.utils.decorators import method_decorator
from django.views.decorators.http import conditional_page
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.rest.views import ApiViewSet
from muse.api import examples
from muse.api.caching import PENDING_RETRY_S, shared
from muse.api.problems import SpotifyUnavailable
from reviews.api import RatingStatsSerializer
from reviews.item_stats import RatingStats, item_stats
from spotify_cache.answers import Answer, State
from spotify_cache.api import (
    RELEASE_GROUPS,
    STATES,
    AlbumSerializer,
    AlbumsSerializer,
    ArtistSerializer,
    ArtistsSerializer,
    BatchSerializer,
    FreshnessSerializer,
    FullAlbumSerializer,
    TrackSerializer,
    TracksSerializer,
    freshness,
)
from spotify_cache.entities import Discography
from spotify_cache.repository import get_repository
from spotify_cache.spotify_ids import is_spotify_id

Json = dict[str, Any]

#: Spotify's own limit for a batch, and Muse's for one answer.
MAX_IDS = 50


SEVERAL = "In the order asked for, each once. What is not among the results is named by reason."


class PendingSerializer(serializers.Serializer):
    """Being fetched from Spotify: ask again after ``Retry-After`` seconds."""

    state = serializers.ChoiceField(STATES, help_text="pending.")


@dataclass(frozen=True, slots=True)
class Rated:
    """An item of the catalogue with how people on Muse rate it."""

    answer: Answer[Any]
    ratings: RatingStats


class RatedSerializer(serializers.Serializer):
    """Adds ``ratings`` to an item's own fields. ``instance`` is a `Rated`."""

    ratings = RatingStatsSerializer(help_text="On Muse.")

    def to_representation(self, instance: Any) -> Json:
        item: Json = super().to_representation(instance.answer)
        return item | {"ratings": RatingStatsSerializer().to_representation(instance.ratings)}


class RatedAlbumSerializer(RatedSerializer, FullAlbumSerializer):
    pass


class RatedArtistSerializer(RatedSerializer, ArtistSerializer):
    pass


class RatedTrackSerializer(RatedSerializer, TrackSerializer):
    pass


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
                album.to_representation(Answer(release.album, instance.state, instance.fetched_at))
                | {"group": release.group}
                for release in discography.releases
            ],
            **freshness(instance),
        }


IDS = OpenApiParameter(
    "ids",
    {"type": "array", "items": {"type": "string", "pattern": "^[0-9A-Za-z]{22}$"}, "minItems": 1, "maxItems": MAX_IDS},
    required=True,
    explode=False,
    description=f"Spotify IDs, up to {MAX_IDS}, between commas.",
)


def read_ids(request: Request) -> list[str]:
    """The Spotify IDs of ``ids=``, each once, in the order given.

    Raises:
        ValidationError: none, more than `MAX_IDS`, or one that is malformed.
    """
    ids = list(dict.fromkeys(request.query_params.get("ids", "").split(",")))
    if ids == [""]:
        raise ValidationError({"ids": ["Name the Spotify IDs that are wanted, between commas."]}, code="required")
    if len(ids) > MAX_IDS:
        raise ValidationError({"ids": [f"At most {MAX_IDS} at once; these are {len(ids)}."]}, code="max_length")
    malformed = [spotify_id for spotify_id in ids if not is_spotify_id(spotify_id)]
    if malformed:
        raise ValidationError({"ids": [f"Not a Spotify ID: {malformed[0][:60]!r}."]}, code="invalid_spotify_id")
    return ids


def answered(answer: Answer[Any], name: str, show: Callable[[Answer[Any]], Any]) -> Response:
    """One thing of Spotify's, called ``name``: 200 with what ``show`` makes of it, or what `absent` says."""
    return absent(answer, name) if answer.value is None else shared(show(answer), answer)


def absent(answer: Answer[Any], name: str) -> Response:
    """For a thing that is not here: 202 while it is being fetched.

    Raises:
        Http404: Spotify knows no such thing.
        SpotifyUnavailable: Spotify cannot be asked now.
    """
    if answer.state is State.GONE:
        raise Http404(f"Spotify knows no such {name}.")
    if answer.state is not State.PENDING:
        raise SpotifyUnavailable(get_repository().retry_after())
    headers = {"Retry-After": str(PENDING_RETRY_S), "Cache-Control": "no-store"}
    return Response({"state": State.PENDING.value}, status=202, headers=headers)


class CatalogViewSet(ApiViewSet):
    """Reads of one type of item. The same for everybody, so that nobody is asked who they are and a CDN may keep it."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    lookup_field = "spotify_id"
    lookup_value_converter = "spotify_id"
    item_type: ClassVar[str]
    rated_serializer: ClassVar[type[RatedSerializer]]
    batch_serializer: ClassVar[type[BatchSerializer]]

    def list(self, request: Request) -> Response:
        ids = read_ids(request)
        batch = get_repository().catalog(**{f"{self.item_type}s": ids}).of_type(self.item_type)
        return shared(self.batch_serializer().to_representation(batch), batch)

    def retrieve(self, request: Request, spotify_id: str) -> Response:
        return answered(self.read(spotify_id), self.item_type, self._show)

    def read(self, spotify_id: str) -> Answer[Any]:
        return get_repository().item(self.item_type, spotify_id)

    def _show(self, answer: Answer[Any]) -> Json:
        ratings = item_stats(self.item_type, answer.value.id)  # type: ignore[union-attr]
        return self.rated_serializer().to_representation(Rated(answer, ratings))


_PENDING = {202: PendingSerializer}


@extend_schema(tags=["Catalogue"])
@method_decorator(conditional_page, name="dispatch")
class AlbumViewSet(CatalogViewSet):
    item_type = "album"
    rated_serializer = RatedAlbumSerializer
    batch_serializer = AlbumsSerializer

    def read(self, spotify_id: str) -> Answer[Any]:
        return get_repository().album(spotify_id)

    @extend_schema(
        operation_id="albums_list",
        summary="Several albums at once",
        description=SEVERAL,
        parameters=[IDS],
        responses=AlbumsSerializer,
        examples=[examples.ALBUMS],
    )
    def list(self, request: Request) -> Response:
        return super().list(request)

    @extend_schema(
        operation_id="albums_retrieve",
        summary="One album, with its ratings on Muse",
        responses={200: RatedAlbumSerializer} | _PENDING,
        examples=[examples.ALBUM, examples.PENDING],
    )
    def retrieve(self, request: Request, spotify_id: str) -> Response:
        return super().retrieve(request, spotify_id)

    @extend_schema(
        operation_id="albums_tracks",
        summary="An album's tracks, all of them",
        responses={200: AlbumTracksSerializer} | _PENDING,
        examples=[examples.PENDING],
    )
    @action(detail=True)
    def tracks(self, request: Request, spotify_id: str) -> Response:
        answer, tracks = get_repository().album_with_tracks(spotify_id)
        album = answer.value
        if album is None:
            return absent(answer, "album")
        if album.track_ids is None:
            # Here in short form only: which tracks it has is still unknown.
            known_soon = answer.state is State.PENDING
            return absent(Answer(None, State.PENDING if known_soon else State.UNAVAILABLE), "album")
        body = TracksSerializer().to_representation(tracks)
        return shared(body | freshness(answer) | {"total": album.total_tracks}, answer, tracks)


@extend_schema(tags=["Catalogue"])
@method_decorator(conditional_page, name="dispatch")
class ArtistViewSet(CatalogViewSet):
    item_type = "artist"
    rated_serializer = RatedArtistSerializer
    batch_serializer = ArtistsSerializer

    @extend_schema(
        operation_id="artists_list",
        summary="Several artists at once",
        description=SEVERAL,
        parameters=[IDS],
        responses=ArtistsSerializer,
    )
    def list(self, request: Request) -> Response:
        return super().list(request)

    @extend_schema(
        operation_id="artists_retrieve",
        summary="One artist, with their ratings on Muse",
        responses={200: RatedArtistSerializer} | _PENDING,
        examples=[examples.ARTIST, examples.PENDING],
    )
    def retrieve(self, request: Request, spotify_id: str) -> Response:
        return super().retrieve(request, spotify_id)

    @extend_schema(
        operation_id="artists_albums",
        summary="An artist's releases, newest first",
        description="As many as Spotify lists in a few calls; `is_complete` says whether there are more on Spotify.",
        responses={200: ReleasesSerializer} | _PENDING,
        examples=[examples.PENDING],
    )
    @action(detail=True)
    def albums(self, request: Request, spotify_id: str) -> Response:
        return answered(
            get_repository().discography(spotify_id),
            "artist",
            lambda known: ReleasesSerializer().to_representation(known),
        )


@extend_schema(tags=["Catalogue"])
@method_decorator(conditional_page, name="dispatch")
class TrackViewSet(CatalogViewSet):
    item_type = "track"
    rated_serializer = RatedTrackSerializer
    batch_serializer = TracksSerializer

    @extend_schema(
        operation_id="tracks_list",
        summary="Several tracks at once",
        description=SEVERAL,
        parameters=[IDS],
        responses=TracksSerializer,
    )
    def list(self, request: Request) -> Response:
        return super().list(request)

    @extend_schema(
        operation_id="tracks_retrieve",
        summary="One track, with its ratings on Muse",
        responses={200: RatedTrackSerializer} | _PENDING,
        examples=[examples.TRACK, examples.PENDING],
    )
    def retrieve(self, request: Request, spotify_id: str) -> Response:
        return super().retrieve(request, spotify_id)
