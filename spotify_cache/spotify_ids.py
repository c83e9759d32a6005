"""Spotify's identifiers: 22 characters of base 62 (https://developer.spotify.com/documentation/web-api/concepts/spotify-uris-ids)."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError

ID_LENGTH = 22
#: As PostgreSQL and Python both read it: for CHECK constraints and for URL converters.
ID_PATTERN = r"[0-9A-Za-z]{22}"
CATALOG_TYPES = ("album", "artist", "track")

_URI = re.compile(rf"\Aspotify:(?P<type>[a-z]+):(?P<id>{ID_PATTERN})\Z", re.ASCII)
_PATH = re.compile(rf"\A(?:/intl-[a-zA-Z-]+|/embed)?/(?P<type>[a-z]+)/(?P<id>{ID_PATTERN})/?\Z", re.ASCII)


def is_spotify_id(value: object) -> bool:
    """Whether ``value`` has the form of a Spotify ID; says nothing of whether Spotify knows it."""
    # `ID_PATTERN` in other words, three times as fast: asked for every item of every page.
    return isinstance(value, str) and len(value) == ID_LENGTH and value.isascii() and value.isalnum()


def validate_spotify_id(value: str) -> None:
    """Django validator.

    Raises:
        ValidationError: with code ``invalid_spotify_id``.
    """
    if not is_spotify_id(value):
        raise ValidationError("This is not a Spotify ID.", code="invalid_spotify_id")


def parse_reference(text: str) -> tuple[str, str] | None:
    """``(type, id)`` of a pasted Spotify URI or open.spotify.com link of an album, artist or track, else None.

    Links also as apps and browsers give them: with ``?si=``, ``/intl-de/``, ``/embed/``, without ``https://``.
    """
    text = text.strip()
    match = _URI.match(text)
    if match is None:
        try:
            parts = urlsplit(f"https://{text}" if text.startswith("open.spotify.com/") else text)
        except ValueError:
            return None
        if parts.scheme not in {"http", "https"} or parts.hostname != "open.spotify.com":
            return None
        match = _PATH.match(parts.path)
    if match is None or match["type"] not in CATALOG_TYPES:
        return None
    return match["type"], match["id"]


def open_url(item_type: str, spotify_id: str) -> str:
    """The item's page on Spotify, which every page that shows it must link to (R63)."""
    return f"https://open.spotify.com/{item_type}/{spotify_id}"
