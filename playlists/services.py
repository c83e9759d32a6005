"""The only writers of playlists.

Everything that changes the order or the number of tracks first locks the playlist's row, so that two at once follow
each other and positions stay 0..n-1 without gaps. Every function finds the playlist and the right to change it
together: somebody else's raises `Playlist.DoesNotExist` like one that is not there (R4, R71).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Func, IntegerField, Value
from django.utils import timezone

from accounts.models import User
from accounts.selectors import preferences_of
from playlists import rules
from playlists.models import Playlist, PlaylistTrack
from spotify_cache.answers import Batch
from spotify_cache.entities import Track
from spotify_cache.repository import get_repository
from spotify_cache.spotify_ids import validate_spotify_id


class UnknownTracks(Exception):
    """Spotify says that these tracks do not exist; ``track_ids`` names them."""

    def __init__(self, track_ids: Sequence[str]) -> None:
        super().__init__(", ".join(track_ids))
        self.track_ids = tuple(track_ids)


@dataclass(frozen=True, slots=True)
class Added:
    """What became of tracks that were to be added."""

    playlist: Playlist
    #: In order, at their places.
    entries: tuple[PlaylistTrack, ...]
    #: IDs that were left out: they are in the playlist already.
    present: tuple[str, ...]
    #: What was read of all of them.
    tracks: Batch[Track]
    #: Tracks of the playlist now.
    total: int

    @property
    def added(self) -> int:
        return len(self.entries)


def create_playlist(
    owner: User, *, title: str, description: str = "", is_public: bool | None = None, track_ids: Sequence[str] = ()
) -> Playlist:
    """A new playlist; who sees it is as the owner's preferences say, if not given.

    Raises:
        ValidationError: a dict of messages by field, or of code ``invalid_spotify_id`` or ``playlist_full``.
        UnknownTracks
    """
    fields = _clean(title, description)
    ids = list(dict.fromkeys(track_ids))
    rules.require_room(0, len(ids))
    _require_tracks(ids)
    if is_public is None:
        is_public = preferences_of(owner).playlists_public_by_default
    with transaction.atomic():
        playlist = Playlist.objects.create(owner=owner, is_public=is_public, **fields)
        _insert(playlist, 0, ids)
    return playlist


def update_playlist(
    owner: User,
    playlist_id: int,
    *,
    title: str | None = None,
    description: str | None = None,
    is_public: bool | None = None,
) -> Playlist:
    """Change what a playlist says of itself; None leaves as it is.

    Raises:
        Playlist.DoesNotExist
        ValidationError: a dict of messages by field.
    """
    with transaction.atomic():
        playlist = _lock(owner, playlist_id)
        for name, value in _clean(title, description).items():
            setattr(playlist, name, value)
        if is_public is not None:
            playlist.is_public = is_public
        playlist.updated_at = timezone.now()
        playlist.save(update_fields=["title", "description", "is_public", "updated_at"])
    return playlist


def delete_playlist(owner: User, playlist_id: int) -> Playlist:
    """Delete a playlist and return what it was.

    Raises:
        Playlist.DoesNotExist
    """
    with transaction.atomic():
        playlist = _lock(owner, playlist_id)
        Playlist.objects.filter(pk=playlist.pk).delete()
    return playlist


def add_tracks(
    owner: User, playlist_id: int, track_ids: Iterable[str], *, again: bool = False, position: int | None = None
) -> Added:
    """Put tracks in, in order, at the end or at ``position``, counted from 0; a place beyond the end means the end.

    One that is in the playlist already is left out, unless ``again``. One that Spotify cannot be asked about now is
    taken (R62).

    Raises:
        Playlist.DoesNotExist
        ValidationError: of code ``invalid_spotify_id`` or ``playlist_full`` (then none is added).
        UnknownTracks: then none is added.
    """
    wanted = list(track_ids)
    Playlist.objects.owned_by(owner).only("pk").get(pk=playlist_id)
    tracks = _require_tracks(wanted)
    with transaction.atomic():
        playlist = _lock(owner, playlist_id)
        here = list(playlist.tracks.values_list("spotify_track_id", flat=True))
        present: list[str] = []
        if not again:
            wanted = list(dict.fromkeys(wanted))
            known = set(here)
            present = [track_id for track_id in wanted if track_id in known]
            wanted = [track_id for track_id in wanted if track_id not in known]
        rules.require_room(len(here), len(wanted))
        first = len(here) if position is None else min(max(position, 0), len(here))
        if wanted and first < len(here):
            playlist.tracks.filter(position__gte=first).update(position=F("position") + len(wanted))
        entries = _insert(playlist, first, wanted)
    return Added(playlist, tuple(entries), tuple(present), tracks, len(here) + len(entries))


def remove_track(owner: User, playlist_id: int, entry_id: int) -> Playlist:
    """Take one entry out; those behind it move up.

    Raises:
        Playlist.DoesNotExist
        PlaylistTrack.DoesNotExist: no entry of this playlist.
    """
    with transaction.atomic():
        playlist = _lock(owner, playlist_id)
        entry = playlist.tracks.get(pk=entry_id)
        playlist.tracks.filter(pk=entry.pk).delete()
        _close(playlist, [entry.position])
        _touch(playlist)
    return playlist


def remove_tracks(owner: User, playlist_id: int, entry_ids: Collection[int]) -> Playlist:
    """Take several entries out; the others close the gaps. Those that are not there, or no longer, are no obstacle.

    Raises:
        Playlist.DoesNotExist
    """
    with transaction.atomic():
        playlist = _lock(owner, playlist_id)
        going = playlist.tracks.filter(pk__in=entry_ids)
        gaps = list(going.values_list("position", flat=True))
        if gaps:
            going.delete()
            _close(playlist, gaps)
            _touch(playlist)
    return playlist


def move_track(owner: User, playlist_id: int, entry_id: int, position: int) -> int:
    """Put one entry at ``position``, counted from 0; a place beyond either end means that end. Returns the new place.

    Raises:
        Playlist.DoesNotExist
        PlaylistTrack.DoesNotExist: no entry of this playlist.
    """
    with transaction.atomic():
        playlist = _lock(owner, playlist_id)
        entry = playlist.tracks.get(pk=entry_id)
        target = min(max(position, 0), playlist.tracks.count() - 1)
        if target == entry.position:
            return target
        if target < entry.position:
            between = playlist.tracks.filter(position__gte=target, position__lt=entry.position)
            between.update(position=F("position") + 1)
        else:
            between = playlist.tracks.filter(position__gt=entry.position, position__lte=target)
            between.update(position=F("position") - 1)
        playlist.tracks.filter(pk=entry.pk).update(position=target)
        _touch(playlist)
    return target


def step_track(owner: User, playlist_id: int, entry_id: int, step: int) -> int:
    """Move one entry ``step`` places (negative: up) from where it is now. Returns and raises as `move_track`."""
    with transaction.atomic():
        playlist = _lock(owner, playlist_id)
        return move_track(owner, playlist_id, entry_id, playlist.tracks.get(pk=entry_id).position + step)


def _lock(owner: User, playlist_id: int) -> Playlist:
    return Playlist.objects.owned_by(owner).select_for_update().get(pk=playlist_id)


def _touch(playlist: Playlist) -> None:
    playlist.updated_at = timezone.now()
    playlist.save(update_fields=["updated_at"])


def _insert(playlist: Playlist, first: int, track_ids: Sequence[str]) -> list[PlaylistTrack]:
    """At places from ``first`` on, which are free."""
    if not track_ids:
        return []
    entries = PlaylistTrack.objects.bulk_create(
        PlaylistTrack(playlist=playlist, spotify_track_id=track_id, position=position)
        for position, track_id in enumerate(track_ids, start=first)
    )
    _touch(playlist)
    return entries


def _close(playlist: Playlist, gaps: Sequence[int]) -> None:
    """Move up what is behind the places ``gaps``, which are empty: one query, however many they are."""
    empty = Value(sorted(gaps), ArrayField(IntegerField()))
    # How many of the gaps are before a place: the bucket that it falls into between them.
    before = Func(F("position"), empty, function="width_bucket", output_field=IntegerField())
    playlist.tracks.filter(position__gt=min(gaps)).update(position=F("position") - before)


def _clean(title: str | None, description: str | None) -> dict[str, str]:
    fields: dict[str, str] = {}
    errors: dict[str, ValidationError] = {}
    for name, clean, value in (
        ("title", rules.clean_title, title),
        ("description", rules.clean_description, description),
    ):
        if value is None:
            continue
        try:
            fields[name] = clean(value)
        except ValidationError as error:
            errors[name] = error
    if errors:
        raise ValidationError(errors)
    return fields


def _require_tracks(track_ids: Sequence[str]) -> Batch[Track]:
    for track_id in track_ids:
        validate_spotify_id(track_id)
    if not track_ids:
        return Batch({})
    rules.require_room(0, len(track_ids))
    several = list(dict.fromkeys(track_ids))
    tracks = get_repository().tracks(several)
    if tracks.gone:
        raise UnknownTracks([track_id for track_id in several if track_id in tracks.gone])
    return tracks
