"""What is in a playlist: reading, adding, replacing, reordering, removing. `/tracks` is the older name of `/items`."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from spotify_cache.sandbox.catalog.ids import is_base62_id
from spotify_cache.sandbox.endpoint import ApiError, Call, Reply, endpoint
from spotify_cache.sandbox.listeners.listener import Playlist, PlaylistItem

from .fields import chosen
from .playlist_shapes import items_page, may_see_items, snapshot_id
from .playlists import PLAYLIST_WRITE, own_playlist, visible_playlist

_MOST = 100


def _read(call: Call, naming: str) -> Any:
    playlist = visible_playlist(call)
    if not may_see_items(call, playlist):
        raise ApiError(403, "Forbidden")
    limit = call.integer("limit", 20, 1, 50) if naming == "items" else call.integer("limit", 100, 1, 100)
    return chosen(call, items_page(call, playlist, naming, limit, call.integer("offset", 0, 0, 100_000)))


def _uris(given: Any) -> list[str]:
    if isinstance(given, str):
        given = [uri.strip() for uri in given.split(",") if uri.strip()]
    if not isinstance(given, list) or not all(isinstance(uri, str) for uri in given):
        raise ApiError(400, "Error parsing JSON.")
    if len(given) > _MOST:
        raise ApiError(400, f"You can add a maximum of {_MOST} tracks per request.")
    return given


def _new_item(call: Call, uri: str) -> PlaylistItem:
    pieces = uri.split(":")
    if len(pieces) != 3 or pieces[0] != "spotify" or pieces[1] not in ("track", "episode"):
        raise ApiError(400, f"Invalid track uri: {uri}")
    if not is_base62_id(pieces[2]):
        raise ApiError(400, "Invalid base62 id")
    if pieces[1] == "track" and pieces[2] not in call.world.catalog.track_by_id:
        raise ApiError(400, f"Invalid track uri: {uri}")
    return PlaylistItem(pieces[1], pieces[2], float(int(call.world.clock.now())), call.listener.id)


def _changed(call: Call, playlist: Playlist, status: int) -> Reply:
    playlist.version += 1
    call.world.listeners.save()
    return Reply({"snapshot_id": snapshot_id(playlist)}, status)


def _check_snapshot(playlist: Playlist, given: Any) -> None:
    """Any snapshot of this playlist will do; 400 for what is none."""
    if given is None:
        return
    try:
        version, _, identifier = base64.b64decode(str(given), validate=True).decode().partition(",")
        known = identifier == playlist.id and 1 <= int(version) <= playlist.version
    except (binascii.Error, ValueError):
        known = False
    if not known:
        raise ApiError(400, "Invalid snapshot_id")


def _add(call: Call) -> Reply:
    playlist = own_playlist(call, collaborator=True)
    body = call.body if isinstance(call.body, list) else call.body_object()
    given = body if isinstance(body, list) else body.get("uris")
    if given is None:
        given = call.query.get("uris")
    if not given:
        raise ApiError(400, "Missing required field: uris")
    items = [_new_item(call, uri) for uri in _uris(given)]
    position = call.query.get("position")
    if position is None and isinstance(body, dict):
        position = body.get("position")
    try:
        place = len(playlist.items) if position is None else int(position)
    except (TypeError, ValueError):
        raise ApiError(400, "Invalid position") from None
    if not 0 <= place <= len(playlist.items):
        raise ApiError(400, "Index out of bounds.")
    playlist.items[place:place] = items
    return _changed(call, playlist, 201)


def _replace_or_reorder(call: Call) -> Reply:
    playlist = own_playlist(call, collaborator=True)
    body = call.body_object()
    given = call.query.get("uris") if "uris" in call.query else body.get("uris")
    if given is not None:
        playlist.items = [_new_item(call, uri) for uri in _uris(given)]
        return _changed(call, playlist, 200)
    _check_snapshot(playlist, body.get("snapshot_id"))
    start, before, length = body.get("range_start"), body.get("insert_before"), body.get("range_length", 1)
    if not all(isinstance(number, int) and number >= 0 for number in (start, before, length)):
        raise ApiError(400, "Missing required field: range_start, insert_before")
    return _reorder(call, playlist, int(start or 0), int(before or 0), int(length))


def _reorder(call: Call, playlist: Playlist, start: int, before: int, length: int) -> Reply:
    count = len(playlist.items)
    if start + length > count or before > count:
        raise ApiError(400, "Index out of bounds.")
    moved = playlist.items[start : start + length]
    if not start <= before <= start + length:
        del playlist.items[start : start + length]
        place = before if before < start else before - length
        playlist.items[place:place] = moved
    return _changed(call, playlist, 200)


def _remove(call: Call) -> Reply:
    playlist = own_playlist(call, collaborator=True)
    body = call.body_object()
    _check_snapshot(playlist, body.get("snapshot_id"))
    given = body.get("items", body.get("tracks"))
    if not isinstance(given, list) or not given or len(given) > _MOST:
        raise ApiError(400, "Missing required field: items")
    doomed: set[int] = set()
    for entry in given:
        uri = entry.get("uri") if isinstance(entry, dict) else None
        if not isinstance(uri, str):
            raise ApiError(400, "Invalid track uri")
        places = entry.get("positions")
        if places is None:
            doomed.update(place for place, item in enumerate(playlist.items) if item.uri == uri)
            continue
        for place in places:
            if not isinstance(place, int) or not 0 <= place < len(playlist.items) or playlist.items[place].uri != uri:
                raise ApiError(400, "Could not remove tracks, please check parameters.")
            doomed.add(place)
    playlist.items = [item for place, item in enumerate(playlist.items) if place not in doomed]
    return _changed(call, playlist, 200)


@endpoint("GET", "/playlists/{id}/items", "playlist_items", "playlist")
def playlist_items(call: Call) -> Any:
    return _read(call, "items")


@endpoint("POST", "/playlists/{id}/items", "add_playlist_items", "playlist", scopes=PLAYLIST_WRITE)
def add_playlist_items(call: Call) -> Any:
    return _add(call)


@endpoint("PUT", "/playlists/{id}/items", "update_playlist_items", "playlist", scopes=PLAYLIST_WRITE)
def update_playlist_items(call: Call) -> Any:
    return _replace_or_reorder(call)


@endpoint("DELETE", "/playlists/{id}/items", "remove_playlist_items", "playlist", scopes=PLAYLIST_WRITE)
def remove_playlist_items(call: Call) -> Any:
    return _remove(call)


@endpoint("GET", "/playlists/{id}/tracks", "playlist_tracks", "playlist", extended=True)
def playlist_tracks(call: Call) -> Any:
    return _read(call, "tracks")


@endpoint("POST", "/playlists/{id}/tracks", "add_playlist_tracks", "playlist", extended=True, scopes=PLAYLIST_WRITE)
def add_playlist_tracks(call: Call) -> Any:
    return _add(call)


@endpoint("PUT", "/playlists/{id}/tracks", "update_playlist_tracks", "playlist", extended=True, scopes=PLAYLIST_WRITE)
def update_playlist_tracks(call: Call) -> Any:
    return _replace_or_reorder(call)


@endpoint(
    "DELETE", "/playlists/{id}/tracks", "remove_playlist_tracks", "playlist", extended=True, scopes=PLAYLIST_WRITE
)
def remove_playlist_tracks(call: Call) -> Any:
    return _remove(call)
