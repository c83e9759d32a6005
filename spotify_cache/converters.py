"""Spotify IDs in addresses: a malformed one matches no page, so it is a 404 without asking anybody."""

from __future__ import annotations

from spotify_cache.spotify_ids import ID_PATTERN


class SpotifyIdConverter:
    """``<spotify_id:...>`` of ``django.urls.path``: 22 characters of base 62."""

    regex = ID_PATTERN

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
