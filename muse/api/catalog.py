"""Albums, artists and tracks in the REST API: Spotify's data through the cache, joined with what people say."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, Final

from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.utils.decorators import method_decorator
from django.views.decorators.http import conditional_page
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.rest.include import include_parameter, read_include
from accounts.rest.views import ApiViewSet
from muse.api import examples
from muse.api.caching import PENDING_RETRY_S, dated, kept_to_the_person, shared
from muse.api.catalog_serializers import (
    AlbumScreenSerializer,
    AlbumTracksSerializer,
    ArtistScreenSerializer,
    PendingSerializer,
    ReleasesSerializer,
    TrackScreenSerializer,
)
from muse.api.item_parts import PERSONAL, SAID, said
from muse.api.problems import SpotifyUnavailable
from muse.catalog.selectors import TOP_TRACKS, Viewer, more_albums
from reviews.api import RatingStatsSerializer
from reviews.item_stats import item_stats
from spotify_cache.answers import Answer, Batch, State
from spotify_cache.api import (
    AlbumSerializer,
    AlbumsSerializer,
    ArtistSerializer,
    ArtistsSerializer,
    BatchSerializer,
    FullAlbumSerializer,
    SpotifyObjectSerializer,
    TrackSerializer,
    TracksSerializer,
    answers_of,
    freshness,
)
from spotify_cache.entities import Album
from spotify_cache.repository import get_repository
from spotify_cache.spotify_ids import is_spotify_id

Json = dict[str, Any]
#: An item, its parts that come from Spotify, and what had to be read for them.
Screen = tuple[Answer[Any], Json, list[Answer[Any] | Batch[Any]]]

#: Spotify's own limit for a batch, and Muse's for one answer.
MAX_IDS = 50
SEVERAL = "In the order asked for, each once. What is not among the results is named by reason."
PARTS = (
    "`stats` are always there. `my_review`, `friends_reviews`, `is_on_shelf` and `is_pinned` are the caller's own: "
    "null, empty or false for a visitor. Without any of them `reviews` are as a visitor sees them."
)
_STATS = RatingStatsSerializer()
_PENDING: Final = {202: PendingSerializer}

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
    """One thing of Spotify's, called ``name``: 200 with what ``show`` makes of it alone, or what `absent` says."""
    return absent(answer, name) if answer.value is None else dated(shared(show(answer), answer), answer)


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
    """Reads of one type of item. The same for everybody, so that a CDN may keep it, but for personal parts."""

    permission_classes = (AllowAny,)
    lookup_field = "spotify_id"
    lookup_value_converter = "spotify_id"
    item_type: ClassVar[str]
    item_serializer: ClassVar[type[SpotifyObjectSerializer]]
    batch_serializer: ClassVar[type[BatchSerializer]]
    parts: ClassVar[tuple[str, ...]]

    def perform_authentication(self, request: Request) -> None:
        """Nobody is asked who they are before a part needs it: that would be a query, and a cookie looked at."""

    def list(self, request: Request) -> Response:
        ids = read_ids(request)
        batch = get_repository().catalog(**{f"{self.item_type}s": ids}).of_type(self.item_type)
        return dated(shared(self.batch_serializer().to_representation(batch), batch), batch)

    def retrieve(self, request: Request, spotify_id: str) -> Response:
        """One query and one round trip; more as parts are asked for, but never with the length of a list."""
        names = read_include(request, self.parts)
        if not names & PERSONAL:
            request.user = AnonymousUser()  # what everybody may keep holds nothing that is somebody's own
        viewer: Viewer = request.user
        answer, parts, reads = self.read(spotify_id, names)
        if answer.value is None:
            return absent(answer, self.item_type)
        body = self.item_serializer().to_representation(answer) | parts
        body["stats"] = _STATS.to_representation(item_stats(self.item_type, spotify_id))
        body |= said(request, viewer, self.item_type, spotify_id, answer, names)
        response = shared(body, answer, *reads, has_ratings=True)
        return kept_to_the_person(response) if names & PERSONAL else response

    def read(self, spotify_id: str, names: frozenset[str]) -> Screen:
        raise NotImplementedError


@extend_schema(tags=["Catalogue"])
@method_decorator(conditional_page, name="dispatch")
class AlbumViewSet(CatalogViewSet):
    item_type = "album"
    item_serializer = FullAlbumSerializer
    batch_serializer = AlbumsSerializer
    parts = ("tracks", "more_albums", *SAID)

    def read(self, spotify_id: str, names: frozenset[str]) -> Screen:
        reads: list[Answer[Any] | Batch[Any]] = []
        parts: Json = {}
        if "tracks" in names:
            answer, tracks = get_repository().album_with_tracks(spotify_id)
            parts["tracks"] = album_tracks(answer, tracks)
            reads.append(tracks)
        else:
            answer = get_repository().album(spotify_id)
        if "more_albums" in names and answer.value is not None:
            discography, others = more_albums(answer.value)
            parts["more_albums"] = [AlbumSerializer().to_representation(one) for one in answers_of(others, discography)]
            reads.append(discography)
        return answer, parts, reads

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
        parameters=[include_parameter(parts, PARTS)],
        responses={200: AlbumScreenSerializer} | _PENDING,
        examples=[examples.ALBUM, examples.PENDING],
    )
    def retrieve(self, request: Request, spotify_id: str) -> Response:
        return super().retrieve(request, spotify_id)

    @extend_schema(
        operation_id="albums_tracks_list",
        summary="An album's tracks, all of them",
        responses={200: AlbumTracksSerializer} | _PENDING,
        examples=[examples.ALBUM_TRACKS, examples.PENDING],
    )
    @action(detail=True)
    def tracks(self, request: Request, spotify_id: str) -> Response:
        answer, tracks = get_repository().album_with_tracks(spotify_id)
        if answer.value is None:
            return absent(answer, "album")
        body = album_tracks(answer, tracks)
        if body is None:
            known_soon = answer.state is State.PENDING
            return absent(Answer(None, State.PENDING if known_soon else State.UNAVAILABLE), "album")
        return dated(shared(body, answer, tracks), answer, tracks)


@extend_schema(tags=["Catalogue"])
@method_decorator(conditional_page, name="dispatch")
class ArtistViewSet(CatalogViewSet):
    item_type = "artist"
    item_serializer = ArtistSerializer
    batch_serializer = ArtistsSerializer
    parts = ("albums", "top_tracks", *(part for part in SAID if part != "is_on_shelf"))

    def read(self, spotify_id: str, names: frozenset[str]) -> Screen:
        if names.isdisjoint({"albums", "top_tracks"}):
            return get_repository().artist(spotify_id), {}, []
        page = get_repository().artist_page(spotify_id)
        parts: Json = {}
        if "albums" in names:
            parts["albums"] = ReleasesSerializer().to_representation(page.discography)
        if "top_tracks" in names:
            tracks = page.top_tracks.value.tracks[:TOP_TRACKS] if page.top_tracks.value else ()
            show = TrackSerializer().to_representation
            parts["top_tracks"] = [show(one) for one in answers_of(tracks, page.top_tracks)]
        return page.artist, parts, [page.discography, page.top_tracks]

    @extend_schema(
        operation_id="artists_list",
        summary="Several artists at once",
        description=SEVERAL,
        parameters=[IDS],
        responses=ArtistsSerializer,
        examples=[examples.ARTISTS],
    )
    def list(self, request: Request) -> Response:
        return super().list(request)

    @extend_schema(
        operation_id="artists_retrieve",
        summary="One artist, with their ratings on Muse",
        parameters=[include_parameter(parts, PARTS)],
        responses={200: ArtistScreenSerializer} | _PENDING,
        examples=[examples.ARTIST, examples.PENDING],
    )
    def retrieve(self, request: Request, spotify_id: str) -> Response:
        return super().retrieve(request, spotify_id)

    @extend_schema(
        operation_id="artists_albums_list",
        summary="An artist's releases, newest first",
        description="As many as Spotify lists in a few calls; `is_complete` says whether there are more on Spotify.",
        responses={200: ReleasesSerializer} | _PENDING,
        examples=[examples.RELEASES, examples.PENDING],
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
    item_serializer = TrackSerializer
    batch_serializer = TracksSerializer
    parts = ("album_tracks", *SAID)

    def read(self, spotify_id: str, names: frozenset[str]) -> Screen:
        repository = get_repository()
        answer = repository.track(spotify_id)
        if "album_tracks" not in names or answer.value is None:
            return answer, {}, []
        if not answer.value.album or not answer.value.album.id:
            return answer, {"album_tracks": None}, []
        album, tracks = repository.album_with_tracks(answer.value.album.id)
        return answer, {"album_tracks": album_tracks(album, tracks)}, [album, tracks]

    @extend_schema(
        operation_id="tracks_list",
        summary="Several tracks at once",
        description=SEVERAL,
        parameters=[IDS],
        responses=TracksSerializer,
        examples=[examples.TRACKS],
    )
    def list(self, request: Request) -> Response:
        return super().list(request)

    @extend_schema(
        operation_id="tracks_retrieve",
        summary="One track, with its ratings on Muse",
        parameters=[include_parameter(parts, PARTS)],
        responses={200: TrackScreenSerializer} | _PENDING,
        examples=[examples.TRACK, examples.PENDING],
    )
    def retrieve(self, request: Request, spotify_id: str) -> Response:
        return super().retrieve(request, spotify_id)


def album_tracks(answer: Answer[Album], tracks: Batch[Any]) -> Json | None:
    """None where the album is here in short form only: which tracks it has is still unknown."""
    album = answer.value
    if album is None or album.track_ids is None:
        return None
    return TracksSerializer().to_representation(tracks) | freshness(answer) | {"total": album.total_tracks}
