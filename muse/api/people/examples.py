"""Examples for the OpenAPI document."""

from __future__ import annotations

from typing import Any

from accounts.rest.documenting import shown
from muse.api.examples import PROFILE
from playlists.api.examples import PLAYLIST
from reviews.api.examples import REVIEW
from reviews.api.listening_examples import DIARY_ENTRY, PINS

_review: dict[str, Any] = REVIEW.value


FEED = shown(
    "A review and the day it was heard",
    {
        "next": "https://muse.example/api/v1/feed?cursor=1770146411402113-2-7",
        "previous": None,
        "results": [
            {
                "id": "1770146411402113-2-7",
                "kind": "review",
                "created_at": _review["created_at"],
                "person": _review["author"],
                "item": _review["item"],
                "review": _review,
                "listens": [
                    {
                        "id": 31,
                        "listened_on": "2026-02-03",
                        "rating": 4.5,
                        "is_relisten": False,
                        "visibility": "everyone",
                    }
                ],
                "playlist": None,
            }
        ],
        "popular": [{"person_count": 3, "item": _review["item"]}],
        "suggestions": [
            {"username": "mio", "name": "Mio Aalto", "url": "https://muse.example/u/mio", "follower_count": 41},
        ],
    },
)

_connection = {
    "username": "mio",
    "name": "Mio Aalto",
    "url": "https://muse.example/u/mio",
    "follow_state": "accepted",
}
CONNECTION = shown("A person whom the caller follows", _connection)
FOLLOW_REQUEST = shown("Somebody asks", _connection | {"requested_at": "2026-02-03T19:20:11.402113Z"})
FOLLOW = shown("A public account", {"username": "mio", "follow_state": "accepted", "follower_count": 42})

_ratings = {
    "rating_count": 31,
    "average": 3.84,
    "histogram": [
        {"rating": halves / 2, "count": count} for halves, count in enumerate((0, 0, 1, 1, 2, 3, 6, 10, 5, 3), 1)
    ],
}
_years = [{"year": 2026, "listens": 14, "reviews": 6}, {"year": 2025, "listens": 40, "reviews": 25}]
PROFILE_SCREEN = shown(
    "With what a screen shows",
    PROFILE.value
    | {
        "follow_state": "accepted",
        "pins": PINS.value["results"],
        "reviews": [_review],
        "diary": [DIARY_ENTRY.value],
        "playlists": [PLAYLIST.value],
        "favourites": [],
        "ratings": _ratings,
        "taste": {
            "counted": 31,
            "artists": [{"id": "0TnOYISbd1XYRBk9myaseg", "name": "The Ferrymen", "count": 4}],
            "decades": [{"decade": 2000, "count": 9}, {"decade": 2010, "count": 17}],
        },
        "years": _years,
    },
)
YEAR = shown(
    "Year",
    {
        "person": _review["author"],
        "year": 2026,
        "url": "https://muse.example/u/ines/2026",
        "listens": 14,
        "relistens": 3,
        "reviews": 6,
        "listens_by_month": [5, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
        "reviews_by_month": [2, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
        "ratings": _ratings,
        "best_albums": [{"review_id": 7, "rating": 4.5, "item": _review["item"]}],
        "most_heard": [{"count": 3, "item": _review["item"]}],
        "first": DIARY_ENTRY.value,
        "last": DIARY_ENTRY.value,
        "years": _years,
    },
)
