"""Examples for the OpenAPI document."""

from __future__ import annotations

from accounts.rest.documenting import shown
from spotify_cache import api_examples as music

_HISTOGRAM = [{"rating": halves / 2, "count": count} for halves, count in enumerate((0, 0, 0, 1, 0, 2, 3, 7, 5, 2), 1)]
_STATS = {"average": 4.03, "rating_count": 20, "review_count": 9, "histogram": _HISTOGRAM}

ALBUM = shown(
    "Album",
    music.ALBUM
    | {
        "track_ids": [music.TRACK_ID, "7GhIk7Il098yCjg4BQjzvb"],
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
        "results": [music.ALBUM],
        "pending": ["7GhIk7Il098yCjg4BQjzvb"],
        "gone": ["0000000000000000000000"],
        "unavailable": [],
    },
)
ARTISTS = shown("Artists", {"results": [music.ARTIST], "pending": [], "gone": [], "unavailable": []})
TRACKS = shown("Tracks", {"results": [music.TRACK], "pending": [], "gone": [], "unavailable": []})
ALBUM_TRACKS = shown(
    "One of two is here",
    {
        "results": [music.TRACK],
        "pending": ["7GhIk7Il098yCjg4BQjzvb"],
        "gone": [],
        "unavailable": [],
        "total": 2,
        **music.FRESH,
    },
)
RELEASES = shown(
    "All of them",
    {"total": 1, "is_complete": True, "results": [music.ALBUM | {"group": "album"}], **music.FRESH},
)
ARTIST = shown("Artist", music.ARTIST | {"stats": _STATS})
TRACK = shown("Track", music.TRACK | {"stats": _STATS})
PENDING = shown("Being fetched", {"state": "pending"}, 202)
SEARCH = shown(
    "Two types",
    {
        "query": "harbour",
        "limit": 10,
        "offset": 0,
        "albums": {"total": 1, "results": [music.ALBUM]},
        "artists": None,
        "people": None,
        "playlists": None,
        "tracks": {"total": 1, "results": [music.TRACK]},
        **music.FRESH,
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
        "favourite_artists": [music.ARTIST_ID],
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
