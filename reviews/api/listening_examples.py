"""Examples of the diary, the shelf and the favourites for the OpenAPI document."""

from __future__ import annotations

from accounts.rest.documenting import PERSON, sent, shown
from accounts.rest.one_page import one_page
from reviews.api.examples import ALBUM, BESIDE_ALBUM, REVIEW

_entry = {
    "id": 311,
    "author": PERSON,
    "is_mine": True,
    "listened_on": "2026-02-03",
    "rating": 4.5,
    "is_relisten": True,
    "visibility": "everyone",
    "created_at": "2026-02-03T19:20:11.402113Z",
} | BESIDE_ALBUM
_on_shelf = BESIDE_ALBUM | {"added_at": "2026-02-03T19:20:11.402113Z"}
_pin = {"position": 1} | BESIDE_ALBUM


DIARY = shown("Entries", _entry)
DIARY_ENTRY = shown("Entry", _entry)
DIARY_ENTRY_SAVED = shown("Logged", _entry | {"review": REVIEW.value}, 200, 201)
NEW_DAY = sent("A day alone", ALBUM | {"listened_on": "2026-02-03"})
NEW_LOG = sent(
    "With rating and text",
    ALBUM
    | {
        "listened_on": "2026-02-03",
        "rating": 4.5,
        "text": "The second side is *one long exhale*.",
        "is_relisten": True,
        "visibility": "everyone",
    },
)
DIARY_CHANGES = sent("It was the day before", {"listened_on": "2026-02-02"})
SHELF = shown("Shelf", _on_shelf)
SHELF_ITEM = shown("On the shelf", _on_shelf)
PINS = shown("One favourite", one_page([_pin]))
PIN = shown("Pinned", _pin)
NEW_PINS = sent("One favourite", {"items": [ALBUM]})
