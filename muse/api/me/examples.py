"""Examples for the OpenAPI document: what people see and change of themselves."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample


def _sent(name: str, value: Any) -> OpenApiExample:
    return OpenApiExample(name, value, request_only=True)


def _answered(name: str, value: Any) -> OpenApiExample:
    return OpenApiExample(name, value, response_only=True, status_codes=["200"])


ME_CHANGES = _sent("A new name, and who follows has to ask", {"display_name": "Inês Duarte", "is_private": True})
ME = _answered(
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
PREFERENCES_CHANGES = _sent("Dark, and a mail a week", {"theme": "dark", "digest": "weekly"})
PREFERENCES = _answered(
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
