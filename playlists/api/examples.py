"""Examples for the OpenAPI document."""

from __future__ import annotations

from typing import Any

from accounts.rest.documenting import PERSON, sent, shown
from spotify_cache import api_examples as music

_playlist: dict[str, Any] = {
    "id": 42,
    "owner": PERSON,
    "is_mine": True,
    "title": "Ferry, early",
    "description": "For the 6:40 crossing.",
    "is_public": True,
    "track_count": 18,
    "covers": [{"images": music.IMAGES}],
    "created_at": "2026-01-12T06:31:02.220145Z",
    "updated_at": "2026-02-03T19:20:11.402113Z",
    "url": "https://muse.example/playlists/42",
}
_entry: dict[str, Any] = {
    "id": 3071,
    "position": 18,
    "spotify_id": music.TRACK_ID,
    "spotify_url": f"{music.OPEN}/track/{music.TRACK_ID}",
    "added_at": "2026-02-03T19:20:11.402113Z",
    "track": music.TRACK,
    **music.FRESH,
}


_tracks: dict[str, Any] = {
    "total": 18,
    "next": "https://muse.example/api/v1/playlists/42/tracks?cursor=WyJuIiwiMTgiLDMwNzFd&limit=1",
    "previous": None,
    "results": [_entry],
}


PLAYLISTS = shown("Playlists", _playlist)
PLAYLIST = shown("Playlist", _playlist)
PLAYLIST_WITH_TRACKS = shown("With tracks", _playlist | {"tracks": _tracks})
PLAYLIST_MADE = shown("Made", _playlist | {"track_count": 0, "covers": []}, 201)
NEW_PLAYLIST = sent("A playlist", {"title": "Ferry, early", "description": "For the 6:40 crossing.", "is_public": True})
NEW_PLAYLIST_OF_TRACKS = sent("With tracks", {"title": "Ferry, early", "spotify_ids": [music.TRACK_ID]})
PLAYLIST_CHANGES = sent("For oneself alone", {"is_public": False})
TRACKS = shown("Tracks", _tracks)
ENTRY = shown("A place", _entry)
NEW_TRACKS = sent("Two tracks", {"spotify_ids": [music.TRACK_ID, "7GhIk7Il098yCjg4BQjzvb"]})
NEW_TRACKS_FIRST = sent("At the top", {"spotify_ids": [music.TRACK_ID], "position": 1, "again": True})
ADDED = shown("One of two was there", {"total": 18, "present": ["7GhIk7Il098yCjg4BQjzvb"], "results": [_entry]}, 201)
NONE_ADDED = shown("All were there", {"total": 18, "present": [music.TRACK_ID], "results": []}, 200)
PLACE = sent("To the top", {"position": 1})
ENTRY_MOVED = shown("At its new place", _entry | {"position": 1})
