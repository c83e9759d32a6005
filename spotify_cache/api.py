"""Spotify's entities as JSON for the REST API: what the fields are (for the OpenAPI document) and how they are filled.

Each serializer takes an `Answer` that has a value and writes it by hand: a list of 100 tracks is some 4,000 fields,
and DRF's walk over declared fields would take longer than everything else in the answer. Tests hold every answer
against the document, so that the two cannot part.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from spotify_cache.answers import Answer, Batch, State
from spotify_cache.artwork import Artwork
from spotify_cache.entities import Album, AlbumRef, Artist, ArtistRef, CatalogEntity, Track
from spotify_cache.spotify_ids import CATALOG_TYPES, open_url

Json = dict[str, Any]

#: What each means to who reads the OpenAPI document.
STATES = [
    (State.FRESH.value, "within its lifetime"),
    (State.STALE.value, "past its lifetime, and being asked for again"),
    (State.PENDING.value, "being fetched; a short form stands in meanwhile, where there is one"),
    (State.GONE.value, "Spotify knows no such thing"),
    (State.UNAVAILABLE.value, "not here, and Spotify cannot be asked now"),
]
ALBUM_TYPES = ("album", "single", "compilation")
RELEASE_GROUPS = [
    ("album", "an album of the artist"),
    ("single", "a single or an EP"),
    ("compilation", "a compilation of the artist"),
    ("appears_on", "somebody else's, with the artist on it"),
]
_RELEASE_DATE = "`YYYY`, `YYYY-MM` or `YYYY-MM-DD`, as exactly as Spotify knows it; empty where it does not say."


class ImageSerializer(serializers.Serializer):
    url = serializers.URLField()
    width = serializers.IntegerField(allow_null=True, help_text="Pixels; null where Spotify does not say.")


class ArtistRefSerializer(serializers.Serializer):
    """An artist as albums and tracks name it."""

    id = serializers.CharField()
    name = serializers.CharField()
    spotify_url = serializers.URLField()


class AlbumRefSerializer(serializers.Serializer):
    """An album as its tracks name it."""

    id = serializers.CharField()
    name = serializers.CharField()
    release_date = serializers.CharField(allow_blank=True, help_text=_RELEASE_DATE)
    images = ImageSerializer(many=True, help_text="Largest first.")
    spotify_url = serializers.URLField()


class FreshnessSerializer(serializers.Serializer):
    """How far an answer that comes from Spotify can be trusted."""

    state = serializers.ChoiceField(
        STATES,
        help_text="How far it can be trusted.",
    )
    fetched_at = serializers.DateTimeField(allow_null=True, help_text="When Spotify said so.")
    expires_at = serializers.DateTimeField(
        allow_null=True,
        help_text="Until when it is fresh: no need to ask again before. Past where `state` is stale or pending.",
    )


class SpotifyObjectSerializer(FreshnessSerializer):
    """What every object of Spotify's carries. ``instance`` is an `Answer` with a value."""

    id = serializers.CharField()
    name = serializers.CharField()
    spotify_url = serializers.URLField(help_text="Its page on Spotify, to link to wherever it is shown.")


class TrackSerializer(SpotifyObjectSerializer):
    artists = ArtistRefSerializer(many=True)
    album = AlbumRefSerializer(allow_null=True)
    duration_ms = serializers.IntegerField()
    explicit = serializers.BooleanField()
    disc_number = serializers.IntegerField()
    track_number = serializers.IntegerField()
    isrc = serializers.CharField(allow_null=True, help_text="International Standard Recording Code.")
    popularity = serializers.IntegerField(allow_null=True, help_text="0 to 100, where Spotify says.")

    def to_representation(self, instance: Answer[Track]) -> Json:
        track = _value(instance)
        return {
            "id": track.id,
            "name": track.name,
            "artists": _artists(track.artists),
            "album": _album(track.album) if track.album else None,
            "duration_ms": track.duration_ms,
            "explicit": track.explicit,
            "disc_number": track.disc_number,
            "track_number": track.track_number,
            "isrc": track.isrc,
            "popularity": track.popularity,
            "spotify_url": track.spotify_url,
            **freshness(instance),
        }


class AlbumSerializer(SpotifyObjectSerializer):
    album_type = serializers.CharField(help_text=f"{', '.join(ALBUM_TYPES)}.")
    artists = ArtistRefSerializer(many=True)
    release_date = serializers.CharField(allow_blank=True, help_text=_RELEASE_DATE)
    images = ImageSerializer(many=True, help_text="Largest first.")
    total_tracks = serializers.IntegerField()

    def to_representation(self, instance: Answer[Album]) -> Json:
        album = _value(instance)
        return {
            "id": album.id,
            "name": album.name,
            "album_type": album.album_type,
            "artists": _artists(album.artists),
            "release_date": album.release_date,
            "images": images(album.artwork),
            "total_tracks": album.total_tracks,
            "spotify_url": album.spotify_url,
            **freshness(instance),
        }


class FullAlbumSerializer(AlbumSerializer):
    """An album with what only the answer for the album itself carries."""

    track_ids = serializers.ListField(
        child=serializers.CharField(),
        allow_null=True,
        help_text="In order; null while only the short form is here (`state` is pending).",
    )
    label = serializers.CharField(allow_null=True)  # type: ignore[assignment]  # a field of that name
    copyrights = serializers.ListField(child=serializers.CharField())
    genres = serializers.ListField(child=serializers.CharField())
    popularity = serializers.IntegerField(allow_null=True, help_text="0 to 100, where Spotify says.")

    def to_representation(self, instance: Answer[Album]) -> Json:
        album = _value(instance)
        return super().to_representation(instance) | {
            "track_ids": None if album.track_ids is None else list(album.track_ids),
            "label": album.label,
            "copyrights": list(album.copyrights),
            "genres": list(album.genres),
            "popularity": album.popularity,
        }


class ArtistSerializer(SpotifyObjectSerializer):
    images = ImageSerializer(many=True, help_text="Largest first.")
    genres = serializers.ListField(child=serializers.CharField())
    followers = serializers.IntegerField(allow_null=True, help_text="On Spotify, where it says.")
    popularity = serializers.IntegerField(allow_null=True, help_text="0 to 100, where Spotify says.")

    def to_representation(self, instance: Answer[Artist]) -> Json:
        artist = _value(instance)
        return {
            "id": artist.id,
            "name": artist.name,
            "images": images(artist.artwork),
            "genres": list(artist.genres),
            "followers": artist.followers,
            "popularity": artist.popularity,
            "spotify_url": artist.spotify_url,
            **freshness(instance),
        }


class ItemSerializer(FreshnessSerializer):
    """An album, artist or track in few words: what a line about it needs. Same fields for the three.

    ``instance`` is (item type, Spotify ID, `Answer`).
    """

    item_type = serializers.ChoiceField([(name, name.title()) for name in CATALOG_TYPES])
    id = serializers.CharField()
    name = serializers.CharField(allow_null=True, help_text="null unless `state` is fresh or stale.")
    artists = ArtistRefSerializer(many=True, help_text="Of an album or a track.")
    images = ImageSerializer(many=True, help_text="Largest first; a track has those of its album.")
    spotify_url = serializers.URLField()

    def to_representation(self, instance: tuple[str, str, Answer[CatalogEntity]]) -> Json:
        item_type, spotify_id, answer = instance
        entity = answer.value
        return {
            "item_type": item_type,
            "id": spotify_id,
            "name": entity.name if entity else None,
            "artists": [] if entity is None or isinstance(entity, Artist) else _artists(entity.artists),
            "images": images(entity.artwork) if entity else [],
            "spotify_url": open_url(item_type, spotify_id),
            **freshness(answer),
        }


class MissingSerializer(serializers.Serializer):
    """Which of the items that were asked for are not among the results, by reason."""

    pending = serializers.ListField(child=serializers.CharField(), help_text="Being fetched: ask again.")
    gone = serializers.ListField(child=serializers.CharField(), help_text="Spotify knows no such thing.")
    unavailable = serializers.ListField(
        child=serializers.CharField(), help_text="Not here, and Spotify cannot be asked now: ask again later."
    )


class BatchSerializer(MissingSerializer):
    """``instance`` is a `Batch`; a subclass declares ``results``."""

    def to_representation(self, instance: Batch[Any]) -> Json:
        item: serializers.BaseSerializer = self.fields["results"].child  # type: ignore[attr-defined]
        return {
            "results": [item.to_representation(answer) for answer in instance.answers.values() if answer.value],
            **missing(instance),
        }


@extend_schema_serializer(many=False)
class TracksSerializer(BatchSerializer):
    results = TrackSerializer(many=True, help_text="In the order asked for.")


@extend_schema_serializer(many=False)
class AlbumsSerializer(BatchSerializer):
    results = AlbumSerializer(many=True, help_text="In the order asked for.")


@extend_schema_serializer(many=False)
class ArtistsSerializer(BatchSerializer):
    results = ArtistSerializer(many=True, help_text="In the order asked for.")


def freshness(answer: Answer[Any]) -> Json:
    """``state``, ``fetched_at`` and ``expires_at`` of an answer."""
    return {
        "state": answer.state.value,
        "fetched_at": iso_8601(answer.fetched_at),
        "expires_at": iso_8601(answer.expires_at),
    }


def missing(batch: Batch[Any]) -> Json:
    """IDs without a value by reason, in the order asked for."""
    without = {sid: answer.state for sid, answer in batch.answers.items() if answer.value is None}
    return {
        state.value: [sid for sid, reason in without.items() if reason is state]
        for state in (State.PENDING, State.GONE, State.UNAVAILABLE)
    }


def images(artwork: Artwork) -> list[Json]:
    """Every size of a picture, largest first; empty without one."""
    return [
        {"url": f"{artwork.prefix}{middle}{artwork.suffix}", "width": width or None} for width, middle in artwork.sizes
    ]


@lru_cache(maxsize=4096)
def iso_8601(moment: int | None) -> str | None:
    """Unix time in seconds as ``2026-01-31T12:00:00Z``. Remembered: what was fetched together says the same time."""
    if moment is None:
        return None
    return datetime.datetime.fromtimestamp(moment, datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def answers_of(entities: Iterable[Any], source: Answer[Any]) -> list[Answer[Any]]:
    """Entities that came with one answer of Spotify's, each as fresh as that."""
    return [source.carrying(entity) for entity in entities]


def is_settled(*reads: Answer[Any] | Batch[Any]) -> bool:
    """Whether nothing is still to come: only then may an answer be kept by whoever gets it."""
    return all(states_of(read).isdisjoint({State.PENDING, State.UNAVAILABLE}) for read in reads)


def states_of(read: Answer[Any] | Batch[Any]) -> set[State]:
    return {read.state} if isinstance(read, Answer) else {answer.state for answer in read.answers.values()}


def _artists(artists: Iterable[ArtistRef]) -> list[Json]:
    return [{"id": ref.id, "name": ref.name, "spotify_url": open_url("artist", ref.id)} for ref in artists]


def _album(album: AlbumRef) -> Json:
    return {
        "id": album.id,
        "name": album.name,
        "release_date": album.release_date,
        "images": images(album.artwork),
        "spotify_url": open_url("album", album.id),
    }


def _value(answer: Answer[Any]) -> Any:
    if answer.value is None:
        raise ValueError(f"an answer without a value cannot be shown: {answer.state}")
    return answer.value
