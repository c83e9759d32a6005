"""Examples for the OpenAPI document."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample

PERSON = {"username": "ines", "name": "Inês Duarte", "url": "https://muse.example/u/ines"}
_ALBUM_ID = "4aawyAB9vmqN3uQ7FjRGTy"
_review: dict[str, Any] = {
    "id": 7,
    "author": PERSON,
    "is_mine": True,
    "item_type": "album",
    "spotify_id": _ALBUM_ID,
    "rating": 4.5,
    "text": "The second side is *one long exhale*.",
    "text_html": "<p>The second side is <em>one long exhale</em>.</p>\n",
    "tags": ["ferries", "late evening"],
    "visibility": "everyone",
    "like_count": 3,
    "is_liked": False,
    "comment_count": 1,
    "comments_closed": False,
    "created_at": "2026-02-03T19:20:11.402113Z",
    "updated_at": "2026-02-03T19:24:40.118024Z",
    "url": "https://muse.example/reviews/7",
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
        "expires_at": "2026-02-04T17:31:09Z",
    },
}


def _shown(name: str, value: Any, *statuses: int) -> OpenApiExample:
    return OpenApiExample(name, value, response_only=True, status_codes=[str(status) for status in statuses or (200,)])


def _sent(name: str, value: Any) -> OpenApiExample:
    return OpenApiExample(name, value, request_only=True)


REVIEWS = _shown("Reviews", _review)
REVIEW = _shown("Review", _review)
REVIEW_SAVED = _shown("Saved", _review, 200, 201)
NEW_REVIEW = _sent(
    "Rating, text and tags",
    {
        "item_type": "album",
        "spotify_id": _ALBUM_ID,
        "rating": 4.5,
        "text": "The second side is *one long exhale*.",
        "tags": ["ferries", "late evening"],
        "visibility": "everyone",
    },
)
NEW_RATING = _sent("A rating alone", {"item_type": "album", "spotify_id": _ALBUM_ID, "rating": 4.5})
REVIEW_CHANGES = _sent("For followers from now on", {"visibility": "followers", "comments_closed": True})
REVIEW_LIKED = _shown("Liked", _review | {"is_mine": False, "is_liked": True, "like_count": 4})

_comment: dict[str, Any] = {
    "id": 12,
    "review": 7,
    "author": {"username": "teo", "name": "Teo Lindqvist", "url": "https://muse.example/u/teo"},
    "is_mine": True,
    "text": "That *last* minute!",
    "text_html": "<p>That <em>last</em> minute!</p>\n",
    "created_at": "2026-02-03T21:02:47.250071Z",
    "edited_at": None,
    "url": "https://muse.example/reviews/7#comment-12",
}
COMMENTS = _shown("Comments", _comment)
COMMENT = _shown("Comment", _comment)
COMMENT_MADE = _shown("Made", _comment, 201)
COMMENT_BODY = _sent("Words", {"text": "That *last* minute!"})

NEW_LOG = _sent(
    "Heard again, with a rating",
    {"item_type": "album", "spotify_id": _ALBUM_ID, "rating": 4.5, "listened_on": "2026-02-03", "is_relisten": True},
)
LOGGED = _shown(
    "Logged",
    {
        "review": _review,
        "diary_entry": {
            "id": 311,
            "author": PERSON,
            "is_mine": True,
            "listened_on": "2026-02-03",
            "rating": 4.5,
            "is_relisten": True,
            "visibility": "everyone",
            "created_at": "2026-02-03T19:20:11.402113Z",
            **{name: _review[name] for name in ("item_type", "spotify_id", "item")},
        },
    },
    200,
    201,
)
