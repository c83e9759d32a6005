"""Playlists and their tracks as JSON, both ways: what is answered, and what a body may say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request

from accounts.api import PersonSerializer, moment
from accounts.rest.bodies import ShortListField, SpotifyIdField, TextField
from playlists import rules, selectors
from playlists.models import MAX_DESCRIPTION_LENGTH, MAX_TITLE_LENGTH, Playlist
from playlists.selectors import Entry
from spotify_cache.answers import Answer
from spotify_cache.api import FreshnessSerializer, ImageSerializer, TrackSerializer, freshness, images
from spotify_cache.artwork import Artwork
from spotify_cache.entities import Track
from spotify_cache.repository import get_repository

Json = dict[str, Any]

#: How many tracks one request may add, or take out.
MAX_AT_ONCE = 100
_TRACK = TrackSerializer()


class CoverSerializer(serializers.Serializer):
    images = ImageSerializer(many=True, help_text="Largest first.")


class PlaylistSerializer(serializers.ModelSerializer):
    """A playlist; ``context["covers"]`` has its pictures by primary key."""

    owner = PersonSerializer()
    is_mine = serializers.BooleanField(help_text="Whether it is of whoever asks.")
    description = serializers.CharField(allow_blank=True, help_text="Plain text.")
    is_public = serializers.BooleanField(help_text="Off: only its owner sees it.")
    track_count = serializers.IntegerField()
    covers = CoverSerializer(many=True, help_text="Up to four different pictures, of its first tracks.")
    url = serializers.URLField(help_text="Its page on Muse.")

    class Meta:
        model = Playlist
        fields: ClassVar = [
            "id",
            "owner",
            "is_mine",
            "title",
            "description",
            "is_public",
            "track_count",
            "covers",
            "created_at",
            "updated_at",
            "url",
        ]

    def to_representation(self, instance: Playlist) -> Json:
        """By hand: to make the fields of a model anew for one answer takes longer than the answer."""
        request: Request = self.context["request"]
        pictures: Sequence[Artwork] = self.context["covers"][instance.pk]
        return {
            "id": instance.pk,
            "owner": PersonSerializer(context=self.context).to_representation(instance.owner),
            "is_mine": bool(instance.owner_id == request.user.pk),
            "title": instance.title,
            "description": instance.description,
            "is_public": instance.is_public,
            "track_count": instance.track_count,  # type: ignore[attr-defined]  # of the selector
            "covers": [{"images": images(picture)} for picture in pictures],
            "created_at": moment(instance.created_at),
            "updated_at": moment(instance.updated_at),
            "url": request.build_absolute_uri(instance.get_absolute_url()),
        }


def show_playlists(
    request: Request, playlists: Sequence[Playlist], tracks: Mapping[str, Track] | None = None
) -> list[Json]:
    """Playlists as `selectors.visible_playlists` gives them.

    One read of Spotify's data, none where ``tracks`` holds what `selectors.cover_track_ids` asks for.
    """
    if tracks is None:
        tracks = get_repository().tracks(selectors.cover_track_ids(playlists))
    covers = {card.playlist.pk: card.covers for card in selectors.playlist_cards(playlists, tracks)}
    serializer = PlaylistSerializer(context={"request": request, "covers": covers})
    return [serializer.to_representation(playlist) for playlist in playlists]


class PlaylistEntrySerializer(FreshnessSerializer):
    """A place in a playlist. ``instance`` is an `Entry`."""

    id = serializers.IntegerField(help_text="Of the place: the same track may stand in several.")
    position = serializers.IntegerField(help_text="Counted from 1.")
    spotify_id = serializers.CharField()
    spotify_url = serializers.URLField()
    added_at = serializers.DateTimeField()
    track = TrackSerializer(allow_null=True, help_text="null where `state` is pending, gone or unavailable.")

    def to_representation(self, instance: Entry) -> Json:
        answer = Answer(instance.track, instance.state, instance.fetched_at, instance.expires_at)
        return {
            "id": instance.pk,
            "position": instance.number,
            "spotify_id": instance.spotify_id,
            "spotify_url": instance.spotify_url,
            "added_at": moment(instance.added_at),
            "track": _TRACK.to_representation(answer) if answer.value is not None else None,
            **freshness(answer),
        }


def show_entries(entries: Iterable[Entry]) -> list[Json]:
    serializer = PlaylistEntrySerializer()
    return [serializer.to_representation(entry) for entry in entries]


class AddedTracksSerializer(serializers.Serializer):
    """What became of tracks that were to be added."""

    total = serializers.IntegerField(help_text="Tracks of the whole playlist now.")
    present = serializers.ListField(
        child=serializers.CharField(), help_text="Left out: Spotify IDs that are in the playlist already."
    )
    results = PlaylistEntrySerializer(many=True, help_text="What was added, in order.")


@extend_schema_field({"type": "string", "minLength": 1, "maxLength": MAX_TITLE_LENGTH})
class _TitleField(TextField):
    rule = staticmethod(rules.clean_title)


@extend_schema_field({"type": "string", "maxLength": MAX_DESCRIPTION_LENGTH})
class _DescriptionField(TextField):
    rule = staticmethod(rules.clean_description)


class PlaylistChangesSerializer(serializers.Serializer):
    """What is not sent stays as it is."""

    title = _TitleField(required=False, help_text="One line.")
    description = _DescriptionField(required=False, help_text="Plain text.")
    is_public = serializers.BooleanField(required=False, help_text="Off: only the owner sees it.")


class NewPlaylistSerializer(PlaylistChangesSerializer):
    title = _TitleField(help_text="One line.")
    is_public = serializers.BooleanField(
        required=False, help_text="Off: only the owner sees it. If not given, as the preferences say."
    )
    spotify_ids = ShortListField(
        child=SpotifyIdField(),
        required=False,
        max_length=MAX_AT_ONCE,
        help_text="Tracks to begin with, each once; more of them can be added then.",
    )


class NewTracksSerializer(serializers.Serializer):
    spotify_ids = ShortListField(
        child=SpotifyIdField(), min_length=1, max_length=MAX_AT_ONCE, help_text="Of tracks, in order."
    )
    position = serializers.IntegerField(
        required=False,
        min_value=1,
        max_value=rules.LAST_PLACE,
        help_text="Where the first goes, counted from 1; beyond the last track, or if not given: at the end.",
    )
    again = serializers.BooleanField(
        required=False, default=False, help_text="Add those that are in the playlist already once more."
    )


class PlaceSerializer(serializers.Serializer):
    position = serializers.IntegerField(
        min_value=1, max_value=rules.LAST_PLACE, help_text="Counted from 1; beyond the last track it means the end."
    )
