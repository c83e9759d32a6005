"""The only writers of playlists.

Everything that changes the order or the number of tracks first locks the playlist's row, so that two at once follow
each other and positions stay 0..n-1 without gaps. Every function finds the playlist and the right to change it
together: somebody else's raises `Playlist.DoesNotExist` like one that is not there (R4, R71).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from playlists import rules
from playlists.models import Playlist, PlaylistTrack
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
    added: int
    #: IDs that were left out: they are in the playlist already.
    present: tuple[str, ...]


def create_playlist(
    owner: User, *, title: str, description: str = "", is_public: bool = True, track_ids: Sequence[str] = ()
) -> Playlist:
    """
    Raises:
        ValidationError: a dict of messages by field, or of code ``invalid_spotify_id`` or ``playlist_full``.
        UnknownTracks
    """
    fields = _clean(title, description)
    ids = list(dict.fromkeys(track_ids))
    rules.require_room(0, len(ids))
    _require_tracks(ids)
    with transaction.atomic():
        playlist = Playlist.objects.create(owner=owner, is_public=is_public, **fields)
        _append(playlist, 0, ids)
    return playlist


def update_playlist(owner: User, playlist_id: int, *, title: str, description: str, is_public: bool) -> Playlist:
    """
    Raises:
        Playlist.DoesNotExist
        ValidationError: a dict of messages by field.
    """
    with transaction.atomic():
        playlist = _lock(owner, playlist_id)
        for name, value in _clean(title, description).items():
            setattr(playlist, name, value)
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


def add_tracks(owner: User, playlist_id: int, track_ids: Iterable[str], *, again: bool = False) -> Added:
    """Append tracks in order. One that is in the playlist already is left out, unless ``again``.

    A track that Spotify cannot be asked about now is taken (R62).

    Raises:
        Playlist.DoesNotExist
        ValidationError: of code ``invalid_spotify_id`` or ``playlist_full`` (then none is added).
        UnknownTracks: then none is added.
    """
    wanted = list(track_ids)
    Playlist.objects.owned_by(owner).only("pk").get(pk=playlist_id)
    _require_tracks(wanted)
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
        _append(playlist, len(here), wanted)
    return Added(playlist, len(wanted), tuple(present))


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
        playlist.tracks.filter(position__gt=entry.position).update(position=F("position") - 1)
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


def _append(playlist: Playlist, first: int, track_ids: Sequence[str]) -> None:
    if not track_ids:
        return
    PlaylistTrack.objects.bulk_create(
        PlaylistTrack(playlist=playlist, spotify_track_id=track_id, position=position)
        for position, track_id in enumerate(track_ids, start=first)
    )
    _touch(playlist)


def _clean(title: str, description: str) -> dict[str, str]:
    fields: dict[str, str] = {}
    errors: dict[str, ValidationError] = {}
    for name, clean, value in (
        ("title", rules.clean_title, title),
        ("description", rules.clean_description, description),
    ):
        try:
            fields[name] = clean(value)
        except ValidationError as error:
            errors[name] = error
    if errors:
        raise ValidationError(errors)
    return fields


def _require_tracks(track_ids: Sequence[str]) -> None:
    for track_id in track_ids:
        validate_spotify_id(track_id)
    if not track_ids:
        return
    rules.require_room(0, len(track_ids))
    unknown = get_repository().tracks(list(dict.fromkeys(track_ids))).gone
    if unknown:
        raise UnknownTracks([track_id for track_id in dict.fromkeys(track_ids) if track_id in unknown])
