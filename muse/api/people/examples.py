"""Examples for the OpenAPI document."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample

from reviews.api.examples import REVIEW

_review: dict[str, Any] = REVIEW.value


def _shown(name: str, value: Any) -> OpenApiExample:
    return OpenApiExample(name, value, response_only=True, status_codes=["200"])


FEED = _shown(
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
        "popular": [{"people": 3, "item": _review["item"]}],
        "suggestions": [
            {"username": "mio", "name": "Mio Aalto", "url": "https://muse.example/u/mio", "followers": 41},
        ],
    },
)

_connection = {
    "username": "mio",
    "name": "Mio Aalto",
    "url": "https://muse.example/u/mio",
    "follow_state": "accepted",
}
CONNECTION = _shown("A person whom the caller follows", _connection)
FOLLOW_REQUEST = _shown("Somebody asks", _connection | {"requested_at": "2026-02-03T19:20:11.402113Z"})
FOLLOW = _shown("A public account", {"username": "mio", "follow_state": "accepted", "followers": 42})
