"""Examples for the OpenAPI document: what people see and change of themselves."""

from __future__ import annotations

from typing import Any

from accounts.rest.documenting import sent, shown
from accounts.rest.one_page import one_page
from muse.api import examples
from spotify_cache.api import ArtistSerializer, FreshnessSerializer, TrackSerializer

_artist = {name: value for name, value in examples.ARTIST.value.items() if name in ArtistSerializer().fields}
_track = {name: value for name, value in examples.TRACK.value.items() if name in TrackSerializer().fields}
_fresh = {name: value for name, value in _artist.items() if name in FreshnessSerializer().fields}
_ARTIST_ID = str(_artist["id"])
_favourite = {
    "spotify_id": _ARTIST_ID,
    "spotify_url": f"https://open.spotify.com/artist/{_ARTIST_ID}",
    "artist": _artist,
    **_fresh,
}
_pending = {
    "spotify_id": "7GhIk7Il098yCjg4BQjzvb",
    "spotify_url": "https://open.spotify.com/artist/7GhIk7Il098yCjg4BQjzvb",
    "artist": None,
    **dict.fromkeys(_fresh),
    "state": "pending",
}

ME_CHANGES = sent("A new name, and who follows has to ask", {"display_name": "Inês Duarte", "is_private": True})
ME = shown(
    "Oneself",
    {
        "username": "ines",
        "name": "Inês Duarte",
        "url": "https://muse.example/u/ines",
        "display_name": "Inês Duarte",
        "bio": "Mostly ferries.",
        "email": "ines@example.org",
        "is_private": True,
        "has_password": True,
        "joined_at": "2025-11-02T08:15:30.001244Z",
        "spotify": {"is_connected": True, "is_broken": False},
        "unread_notifications": 3,
    },
)
PREFERENCES_CHANGES = sent("Dark, and a mail a week", {"theme": "dark", "digest": "weekly"})
PREFERENCES = shown(
    "Preferences",
    {
        "theme": "dark",
        "default_visibility": "everyone",
        "time_zone": "Europe/Lisbon",
        "digest": "weekly",
        "playlists_public_by_default": True,
        "favourite_genres": ["fado", "indie folk"],
        "updated_at": "2026-02-03T19:24:40.118024Z",
    },
)
FAVOURITE = shown("Favourite", _favourite)
FAVOURITES = shown("One of two is here", one_page([_favourite, _pending]))
CONNECTION = shown(
    "Connected",
    {
        "is_connected": True,
        "is_broken": False,
        "account_id": "6rqhFgbbKwnb9MLmUQDhG6",
        "scopes": ["user-read-private", "user-top-read", "user-read-recently-played"],
        "connected_at": "2025-11-02T08:15:30.001244Z",
        "broken_at": None,
    },
)
NO_CONNECTION = shown(
    "Not connected",
    {
        "is_connected": False,
        "is_broken": False,
        "account_id": None,
        "scopes": [],
        "connected_at": None,
        "broken_at": None,
    },
)
_nothing: dict[str, Any] = {"total": 0, "results": [], **dict.fromkeys(_fresh), "state": "unavailable"}
DASHBOARD = shown(
    "What one listens to",
    {
        "period": "short_term",
        "spotify": {"is_connected": True, "is_broken": False},
        "listening": {
            "recent": {"results": [{"played_at": "2026-02-03T17:40:12Z", "track": _track}], **_fresh},
            "top_artists": {"results": [_artist], **_fresh},
            "top_tracks": {"results": [], **_fresh},
            "playlists": _nothing,
        },
    },
)
NO_DASHBOARD = shown(
    "Without Spotify",
    {"period": "short_term", "spotify": {"is_connected": False, "is_broken": False}, "listening": None},
)
EXPORT = shown(
    "Somebody who wrote one review",
    {
        "profile": {"username": "ines", "display_name": "Inês Duarte", "email": "ines@example.org"},
        "preferences": {"theme": "dark", "favourite_artists": [_ARTIST_ID]},
        "spotify": None,
        "reviews": [{"item_type": "album", "spotify_id": "4aawyAB9vmqN3uQ7FjRGTy", "rating": 4.5, "text": "Long."}],
        **{
            name: []
            for name in (
                "access_tokens",
                "following",
                "followers",
                "notifications",
                "diary",
                "shelf",
                "pinned",
                "likes",
                "comments",
            )
        },
        "playlists": [],
    },
)
SEARCH = sent("A search", {"query": "harbour lights"})
SEARCHES = shown(
    "Two searches",
    one_page([{"query": "harbour lights"}, {"query": "ferrymen"}]),
)
NOTIFICATION = shown(
    "Somebody likes a review",
    {
        "id": 1204,
        "verb": "liked_review",
        "actor": {"username": "tomas", "name": "Tomás", "url": "https://muse.example/u/tomas"},
        "about": {"type": "review", "id": 7},
        "url": "https://muse.example/reviews/7",
        "created_at": "2026-02-03T19:24:40.118024Z",
        "read_at": None,
    },
)
READ = sent("Those that were on the screen", {"ids": [1204, 1203]})
READ_ALL = sent("All", {})
LEFT = shown("Two were new, one still is", {"read": 2, "unread": 1})
