"""Examples for the OpenAPI document."""

from __future__ import annotations

from typing import Any

from accounts.rest.documenting import shown

_ALBUM_ID = "4aawyAB9vmqN3uQ7FjRGTy"
_TRACK_ID = "11dFghVXANMlKmJXsNCbNl"
_ARTIST_ID = "0TnOYISbd1XYRBk9myaseg"
_OPEN = "https://open.spotify.com"
_FRESH = {"state": "fresh", "fetched_at": "2026-02-03T18:02:00Z", "expires_at": "2026-02-04T17:31:09Z"}
_IMAGES = [
    {"url": f"https://i.scdn.co/image/ab67616d{size}3ef4be0f0f4a", "width": width}
    for size, width in (("0000b273", 640), ("00001e02", 300), ("00004851", 64))
]
_ARTISTS = [{"id": _ARTIST_ID, "name": "The Ferrymen", "spotify_url": f"{_OPEN}/artist/{_ARTIST_ID}"}]
_HISTOGRAM = [{"rating": halves / 2, "count": count} for halves, count in enumerate((0, 0, 0, 1, 0, 2, 3, 7, 5, 2), 1)]
_STATS = {"average": 4.03, "rating_count": 20, "review_count": 9, "histogram": _HISTOGRAM}

_album: dict[str, Any] = {
    "id": _ALBUM_ID,
    "name": "Harbour Lights",
    "album_type": "album",
    "artists": _ARTISTS,
    "release_date": "2019-09-13",
    "images": _IMAGES,
    "total_tracks": 2,
    "spotify_url": f"{_OPEN}/album/{_ALBUM_ID}",
    **_FRESH,
}
#: An album in few words, as lists name it.
ITEM = (
    {"item_type": "album"}
    | {name: _album[name] for name in ("id", "name", "artists", "images", "spotify_url")}
    | _FRESH
)
_artist: dict[str, Any] = {
    "id": _ARTIST_ID,
    "name": "The Ferrymen",
    "images": _IMAGES,
    "genres": ["indie folk"],
    "followers": None,
    "popularity": None,
    "spotify_url": f"{_OPEN}/artist/{_ARTIST_ID}",
    **_FRESH,
}
_track: dict[str, Any] = {
    "id": _TRACK_ID,
    "name": "First Boat Out",
    "artists": _ARTISTS,
    "album": {
        "id": _ALBUM_ID,
        "name": "Harbour Lights",
        "release_date": "2019-09-13",
        "images": _IMAGES,
        "spotify_url": f"{_OPEN}/album/{_ALBUM_ID}",
    },
    "duration_ms": 214_000,
    "explicit": False,
    "disc_number": 1,
    "track_number": 1,
    "isrc": "GBARL1900123",
    "popularity": None,
    "spotify_url": f"{_OPEN}/track/{_TRACK_ID}",
    **_FRESH,
}


ALBUM = shown(
    "Album",
    _album
    | {
        "track_ids": [_TRACK_ID, "7GhIk7Il098yCjg4BQjzvb"],
        "label": "Quayside",
        "copyrights": ["2019 Quayside"],
        "genres": [],
        "popularity": None,
        "stats": _STATS,
    },
)
ALBUMS = shown(
    "One of three is here",
    {
        "results": [_album],
        "pending": ["7GhIk7Il098yCjg4BQjzvb"],
        "gone": ["0000000000000000000000"],
        "unavailable": [],
    },
)
ARTISTS = shown("Artists", {"results": [_artist], "pending": [], "gone": [], "unavailable": []})
TRACKS = shown("Tracks", {"results": [_track], "pending": [], "gone": [], "unavailable": []})
ALBUM_TRACKS = shown(
    "One of two is here",
    {
        "results": [_track],
        "pending": ["7GhIk7Il098yCjg4BQjzvb"],
        "gone": [],
        "unavailable": [],
        "total": 2,
        **_FRESH,
    },
)
RELEASES = shown(
    "All of them",
    {"total": 1, "is_complete": True, "results": [_album | {"group": "album"}], **_FRESH},
)
ARTIST = shown("Artist", _artist | {"stats": _STATS})
TRACK = shown("Track", _track | {"stats": _STATS})
PENDING = shown("Being fetched", {"state": "pending"}, 202)
SEARCH = shown(
    "Two types",
    {
        "query": "harbour",
        "limit": 10,
        "offset": 0,
        "albums": {"total": 1, "results": [_album]},
        "artists": None,
        "people": None,
        "playlists": None,
        "tracks": {"total": 1, "results": [_track]},
        **_FRESH,
    },
)
PROFILE = shown(
    "Profile",
    {
        "username": "ines",
        "name": "Inês Duarte",
        "url": "https://muse.example/u/ines",
        "bio": "Mostly ferries.",
        "is_private": False,
        "follower_count": 12,
        "following_count": 9,
        "joined_at": "2025-11-02T08:15:30.001244Z",
        "favourite_artists": [_ARTIST_ID],
        "favourite_genres": ["indie folk"],
        "counts": {"reviews": 31, "albums": 20, "artists": 4, "tracks": 7, "with_text": 12, "playlists": 3},
    },
)
VALIDATION_PROBLEM = {
    "type": "/api/problems/validation-error",
    "title": "Something in the request is not valid.",
    "status": 400,
    "detail": "At most 50 at once; these are 51.",
    "request_id": "3f6c0c0de1f24f6c8f1b3a52cf5f9d10",
    "errors": {"ids": [{"message": "At most 50 at once; these are 51.", "code": "max_length"}]},
}
TOO_LARGE_PROBLEM = {
    "type": "/api/problems/content-too-large",
    "title": "The body is too big.",
    "status": 413,
    "detail": "The body is too big: Muse takes 1,048,576 bytes at most.",
    "request_id": "3f6c0c0de1f24f6c8f1b3a52cf5f9d10",
}
ROOT = shown(
    "Muse",
    {
        "name": "Muse",
        "version": "1",
        "schema": "https://muse.example/api/schema/",
        "docs": "https://muse.example/api/docs/",
        "reference": "https://muse.example/api/redoc/",
        "spotify_sign_in": {
            "authorize_url": "https://accounts.spotify.com/authorize",
            "client_id": "5f1d0c3e7b2a4e8d9c6b1a0f3e2d4c5b",
            "scopes": ["user-read-private", "user-top-read"],
        },
        "resources": {
            "feed": "https://muse.example/api/v1/feed{?include,limit,cursor}",
            "album": "https://muse.example/api/v1/albums/{id}{?include}",
        },
    },
)
