"""Search for an item."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from spotify_cache.sandbox.endpoint import ApiError, Call, endpoint
from spotify_cache.sandbox.search.engine import MOST_RESULTS
from spotify_cache.sandbox.search.words import words_of

from .paging import kept, paging_object
from .playlist_shapes import short_playlist

_TYPES = ("album", "artist", "playlist", "track", "show", "episode", "audiobook")


@endpoint("GET", "/search", "search", "search")
def search(call: Call) -> Any:
    """A page of each type that was asked for. Development mode: default 5, at most 10 of a type."""
    text = call.query.get("q", "")
    if not text.strip():
        raise ApiError(400, "No search query")
    types = [kind.strip() for kind in call.query.get("type", "").split(",") if kind.strip()]
    if not types:
        raise ApiError(400, "Missing parameter type")
    if any(kind not in _TYPES for kind in types):
        raise ApiError(400, f"Bad search type field {next(kind for kind in types if kind not in _TYPES)}")
    default, most = (20, 50) if call.extended else (5, 10)
    limit = call.integer("limit", default, 1, most)
    offset = call.integer("offset", 0, 0, MOST_RESULTS)
    return {f"{kind}s": _page(call, kind, text, limit, offset) for kind in dict.fromkeys(types)}


def _page(call: Call, kind: str, text: str, limit: int, offset: int) -> dict[str, Any]:
    found: Sequence[Any]
    if kind == "playlist":
        items, total = _playlists(call, text, limit, offset)
    elif kind in ("artist", "album", "track"):
        found = call.world.search.search(kind, text)
        total = len(found)
        items = [_item(call, kind, index) for index in found[offset : offset + limit]]
    else:
        items, total = [], 0
    keep = {"query": text, "type": kind, **kept(call, "market")}
    return paging_object(f"{call.origin}/v1/search", keep, limit, offset, total, items)


def _item(call: Call, kind: str, index: int) -> dict[str, Any]:
    catalog = call.world.catalog
    if kind == "artist":
        return call.shapes.artist(catalog.artists[index])
    if kind == "album":
        return call.shapes.short_album(catalog.albums[index])
    return call.shapes.track(catalog.tracks[index])


def _playlists(call: Call, text: str, limit: int, offset: int) -> tuple[list[Any], int]:
    wanted = words_of(text)
    found = [
        playlist
        for playlist in call.world.listeners.public_playlists()
        if all(any(word.startswith(part) for word in words_of(playlist.name)) for part in wanted)
    ]
    return [short_playlist(call, playlist) for playlist in found[offset : offset + limit]], len(found)
