"""Examples for the OpenAPI document."""

from __future__ import annotations

from typing import Any

from accounts.rest.documenting import PERSON, sent, shown
from spotify_cache.api_examples import ITEM

ALBUM: dict[str, Any] = {"item_type": "album", "spotify_id": ITEM["id"]}
#: What stands beside anything that is about it.
BESIDE_ALBUM: dict[str, Any] = ALBUM | {"item": ITEM}
_review: dict[str, Any] = {
    "id": 7,
    "author": PERSON,
    "is_mine": True,
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
} | BESIDE_ALBUM


REVIEWS = shown("Reviews", _review)
REVIEW = shown("Review", _review)
REVIEW_SAVED = shown("Saved", _review, 200, 201)
NEW_REVIEW = sent(
    "Rating, text and tags",
    ALBUM
    | {
        "rating": 4.5,
        "text": "The second side is *one long exhale*.",
        "tags": ["ferries", "late evening"],
        "visibility": "everyone",
    },
)
NEW_RATING = sent("A rating alone", ALBUM | {"rating": 4.5})
REVIEW_CHANGES = sent("For followers from now on", {"visibility": "followers", "comments_closed": True})
REVIEW_LIKED = shown("Liked", _review | {"is_mine": False, "is_liked": True, "like_count": 4})

_comment: dict[str, Any] = {
    "id": 12,
    "review_id": 7,
    "author": {"username": "teo", "name": "Teo Lindqvist", "url": "https://muse.example/u/teo"},
    "is_mine": True,
    "text": "That *last* minute!",
    "text_html": "<p>That <em>last</em> minute!</p>\n",
    "created_at": "2026-02-03T21:02:47.250071Z",
    "edited_at": None,
    "url": "https://muse.example/reviews/7#comment-12",
}
COMMENTS = shown("Comments", _comment)
COMMENT = shown("Comment", _comment)
COMMENT_MADE = shown("Made", _comment, 201)
COMMENT_BODY = sent("Words", {"text": "That *last* minute!"})
