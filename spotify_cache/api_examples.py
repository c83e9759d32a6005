"""Example music for the OpenAPI document, as `spotify_cache.api` shows it: one album, its artist, its first track."""

from __future__ import annotations

from typing import Any

ALBUM_ID = "4aawyAB9vmqN3uQ7FjRGTy"
TRACK_ID = "11dFghVXANMlKmJXsNCbNl"
ARTIST_ID = "0TnOYISbd1XYRBk9myaseg"
OPEN = "https://open.spotify.com"
FRESH = {"state": "fresh", "fetched_at": "2026-02-03T18:02:00Z", "expires_at": "2026-02-04T17:31:09Z"}
IMAGES = [
    {"url": f"https://i.scdn.co/image/ab67616d{size}3ef4be0f0f4a", "width": width}
    for size, width in (("0000b273", 640), ("00001e02", 300), ("00004851", 64))
]
ARTISTS = [{"id": ARTIST_ID, "name": "The Ferrymen", "spotify_url": f"{OPEN}/artist/{ARTIST_ID}"}]

ALBUM: dict[str, Any] = {
    "id": ALBUM_ID,
    "name": "Harbour Lights",
    "album_type": "album",
    "artists": ARTISTS,
    "release_date": "2019-09-13",
    "images": IMAGES,
    "total_tracks": 2,
    "spotify_url": f"{OPEN}/album/{ALBUM_ID}",
    **FRESH,
}
#: An album in few words, as lists name it.
ITEM = (
    {"item_type": "album"} | {name: ALBUM[name] for name in ("id", "name", "artists", "images", "spotify_url")} | FRESH
)
ARTIST: dict[str, Any] = {
    "id": ARTIST_ID,
    "name": "The Ferrymen",
    "images": IMAGES,
    "genres": ["indie folk"],
    "followers": None,
    "popularity": None,
    "spotify_url": f"{OPEN}/artist/{ARTIST_ID}",
    **FRESH,
}
TRACK: dict[str, Any] = {
    "id": TRACK_ID,
    "name": "First Boat Out",
    "artists": ARTISTS,
    "album": {
        "id": ALBUM_ID,
        "name": "Harbour Lights",
        "release_date": "2019-09-13",
        "images": IMAGES,
        "spotify_url": f"{OPEN}/album/{ALBUM_ID}",
    },
    "duration_ms": 214_000,
    "explicit": False,
    "disc_number": 1,
    "track_number": 1,
    "isrc": "GBARL1900123",
    "popularity": None,
    "spotify_url": f"{OPEN}/track/{TRACK_ID}",
    **FRESH,
}
