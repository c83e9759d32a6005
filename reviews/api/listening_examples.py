"""Examples of the diary, the shelf and the favourites for the OpenAPI document."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample

_ALBUM_ID = "4aawyAB9vmqN3uQ7FjRGTy"
_ALBUM: dict[str, Any] = {"item_type": "album", "spotify_id": _ALBUM_ID}
_item: dict[str, Any] = _ALBUM | {
    "item": {
        "item_type": "album",
        "id": _ALBUM_ID,
        "name": "Harbour Lights",
        "artists": [
            {
                "id": "0TnOYISbd1XYRBk9myaseg",
                "name": "The Ferrymen",
                "spotify_url": "https://open.spotify.com/artist/0TnOYISbd1XYRBk9myaseg",
            }
        ],
        "images": [{"url": "https://i.scdn.co/image/ab67616d0000b273", "width": 640}],
        "spotify_url": f"https://open.spotify.com/album/{_ALBUM_ID}",
        "state": "fresh",
        "fetched_at": "2026-02-03T18:02:00Z",
        "expires_at": "2026-02-04T18:02:00Z",
    },
}
_entry = _item | {
    "id": 311,
    "author": {"username": "ines", "name": "Inês Duarte", "url": "https://muse.example/u/ines"},
    "is_mine": True,
    "listened_on": "2026-02-03",
    "rating": 4.5,
    "is_relisten": True,
    "visibility": "everyone",
    "created_at": "2026-02-03T19:20:11.402113Z",
}
_on_shelf = _item | {"added_at": "2026-02-03T19:20:11.402113Z"}
_pin = _item | {"position": 1}


def _shown(name: str, value: Any, *statuses: int) -> OpenApiExample:
    return OpenApiExample(name, value, response_only=True, status_codes=[str(status) for status in statuses or (200,)])


def _sent(name: str, value: Any) -> OpenApiExample:
    return OpenApiExample(name, value, request_only=True)


DIARY = _shown("Entries", _entry)
DIARY_ENTRY = _shown("Entry", _entry)
DIARY_ENTRY_SAVED = _shown("Logged", _entry, 200, 201)
NEW_DAY = _sent("A day alone", _ALBUM | {"listened_on": "2026-02-03"})
NEW_LOG = _sent(
    "With rating and text",
    _ALBUM
    | {
        "listened_on": "2026-02-03",
        "rating": 4.5,
        "text": "The second side is *one long exhale*.",
        "is_relisten": True,
        "visibility": "everyone",
    },
)
DIARY_CHANGES = _sent("It was the day before", {"listened_on": "2026-02-02"})
SHELF = _shown("Shelf", _on_shelf)
SHELF_ITEM = _shown("On the shelf", _on_shelf)
PINS = _shown("One favourite", {"next": None, "previous": None, "results": [_pin]})
PIN = _shown("Pinned", _pin)
NEW_PINS = _sent("One favourite", {"items": [_ALBUM]})
