"""JSON of playlists and of what they hold. In development mode `tracks` and `track` are called `items` and `item`."""

from __future__ import annotations

import base64
from typing import Any

from spotify_cache.sandbox.clock import timestamp
from spotify_cache.sandbox.endpoint import Call
from spotify_cache.sandbox.listeners.listener import Listener, Playlist, PlaylistItem
from spotify_cache.sandbox.listeners.seeding import SHOW_ID

from .paging import paging_object

_MOSAIC_SIZES = (640, 300, 60)


def user_reference(call: Call, listener_id: str) -> dict[str, Any]:
    return {
        "external_urls": {"spotify": f"https://open.spotify.com/user/{listener_id}"},
        "href": f"{call.origin}/v1/users/{listener_id}",
        "id": listener_id,
        "type": "user",
        "uri": f"spotify:user:{listener_id}",
    }


def public_user(call: Call, listener: Listener) -> dict[str, Any]:
    return {
        **user_reference(call, listener.id),
        "display_name": listener.profile.display_name,
        "followers": {"href": None, "total": len(listener.saved_tracks) % 97},
        "images": user_images(call, listener),
    }


def user_images(call: Call, listener: Listener) -> list[dict[str, Any]]:
    if not listener.profile.has_image:
        return []
    key = call.world.listener_image(listener.id)
    return [
        {"height": size, "url": f"{call.origin}/image/{prefix}{key}", "width": size}
        for size, prefix in ((300, "ab6775700000ee85"), (64, "ab67757000003b82"))
    ]


def playlist_images(call: Call, playlist: Playlist) -> list[dict[str, Any]]:
    """A mosaic of the first four covers, one cover where there are fewer, nothing for an empty playlist."""
    covers: list[str] = []
    catalog = call.world.catalog
    for item in playlist.items:
        track = catalog.track(item.id) if item.kind == "track" and item.id else None
        if track is None:
            continue
        key = call.world.album_image(catalog.albums[track.album])
        if key not in covers:
            covers.append(key)
        if len(covers) == 4:
            mosaic = "".join(covers)
            return [
                {"height": size, "url": f"{call.origin}/image/mosaic/{size}/{mosaic}", "width": size}
                for size in _MOSAIC_SIZES
            ]
    if not covers:
        return []
    return [{"height": 640, "url": f"{call.origin}/image/ab67616d0000b273{covers[0]}", "width": 640}]


def snapshot_id(playlist: Playlist) -> str:
    return base64.b64encode(f"{playlist.version},{playlist.id}".encode()).decode()


def may_see_items(call: Call, playlist: Playlist) -> bool:
    """Development mode shows the items of one's own and of collaborative playlists only (changes of February 2026)."""
    return call.extended or works_on(call, playlist)


def works_on(call: Call, playlist: Playlist) -> bool:
    return call.grant.listener is not None and call.grant.listener in (playlist.owner, *playlist.collaborators)


def _head(call: Call, playlist: Playlist) -> dict[str, Any]:
    owner = call.world.listeners[playlist.owner]
    return {
        "collaborative": playlist.collaborative,
        "description": playlist.description,
        "external_urls": {"spotify": f"https://open.spotify.com/playlist/{playlist.id}"},
        "href": f"{call.origin}/v1/playlists/{playlist.id}",
        "id": playlist.id,
        "images": playlist_images(call, playlist),
        "name": playlist.name,
        "owner": {**user_reference(call, owner.id), "display_name": owner.profile.display_name},
        "primary_color": None,
        "public": playlist.public,
        "snapshot_id": snapshot_id(playlist),
        "type": "playlist",
        "uri": f"spotify:playlist:{playlist.id}",
    }


def short_playlist(call: Call, playlist: Playlist) -> dict[str, Any]:
    """The simplified playlist: how many items, not which."""
    shape = _head(call, playlist)
    address = f"{call.origin}/v1/playlists/{playlist.id}"
    if may_see_items(call, playlist):
        shape["items"] = {"href": f"{address}/items", "total": len(playlist.items)}
    if call.extended:
        shape["tracks"] = {"href": f"{address}/tracks", "total": len(playlist.items)}
    return shape


def whole_playlist(call: Call, playlist: Playlist) -> dict[str, Any]:
    """The playlist with the first hundred items, where the caller may see them."""
    shape = _head(call, playlist)
    shape["followers"] = {"href": None, "total": call.world.listeners.followers(playlist)}
    if may_see_items(call, playlist):
        shape["items"] = items_page(call, playlist, "items", 100, 0)
    if call.extended:
        shape["tracks"] = items_page(call, playlist, "tracks", 100, 0)
    return shape


def items_page(call: Call, playlist: Playlist, naming: str, limit: int, offset: int) -> dict[str, Any]:
    """A page of items; `naming` is items or tracks and decides whether each holds an `item` or a `track`."""
    shown = [playlist_item(call, item, naming) for item in playlist.items[offset : offset + limit]]
    address = f"{call.origin}/v1/playlists/{playlist.id}/{naming}"
    return paging_object(address, {}, limit, offset, len(playlist.items), shown)


def playlist_item(call: Call, item: PlaylistItem, naming: str) -> dict[str, Any]:
    return {
        "added_at": timestamp(item.added_at),
        "added_by": user_reference(call, item.added_by),
        "is_local": item.kind == "local",
        "primary_color": None,
        "item" if naming == "items" else "track": _content(call, item),
        "video_thumbnail": {"url": None},
    }


def _content(call: Call, item: PlaylistItem) -> dict[str, Any] | None:
    if item.kind == "local" and item.local:
        return _local_file(call, *item.local)
    if item.kind == "episode" and item.id:
        return episode(call, item.id)
    track = call.world.catalog.track(item.id) if item.kind == "track" and item.id else None
    return None if track is None else call.shapes.track(track)


def _local_file(call: Call, title: str, artist: str, album: str, milliseconds: int) -> dict[str, Any]:
    """A file of the listener's own: everything that Spotify would know is null."""
    nothing: dict[str, Any] = {"external_urls": {}, "href": None, "id": None, "uri": None}
    shape: dict[str, Any] = {
        "album": {
            **nothing,
            "album_type": None,
            "artists": [],
            "images": [],
            "name": album,
            "release_date": None,
            "release_date_precision": None,
            "type": "album",
        },
        "artists": [{**nothing, "name": artist, "type": "artist"}],
        "disc_number": 0,
        "duration_ms": milliseconds,
        "explicit": False,
        "external_ids": {},
        **nothing,
        "is_local": True,
        "name": title,
        "preview_url": None,
        "track_number": 0,
        "type": "track",
        "uri": f"spotify:local:{artist}:{album}:{title}:{milliseconds // 1000}".replace(" ", "+"),
    }
    if call.extended:
        shape["available_markets"] = []
        shape["popularity"] = 0
        shape["album"]["available_markets"] = []
    return shape


def episode(call: Call, identifier: str) -> dict[str, Any]:
    """An episode of the one podcast that there is; it stands in playlists only."""
    show: dict[str, Any] = {
        **call.shapes.reference("show", SHOW_ID),
        "copyrights": [],
        "description": "Records, and the rooms they were made in.",
        "explicit": False,
        "html_description": "<p>Records, and the rooms they were made in.</p>",
        "images": call.shapes.images("album", SHOW_ID),
        "is_externally_hosted": False,
        "languages": ["en"],
        "media_type": "audio",
        "name": "The Listening Room",
        "total_episodes": 3,
    }
    if call.extended:
        show["available_markets"] = ["CA", "GB", "US"]
        show["publisher"] = "Stoop Kids Radio"
    return {
        **call.shapes.reference("episode", identifier),
        "audio_preview_url": None,
        "description": "Two producers argue about one snare drum for forty minutes.",
        "duration_ms": 2_523_000,
        "explicit": False,
        "html_description": "<p>Two producers argue about one snare drum for forty minutes.</p>",
        "images": call.shapes.images("album", identifier),
        "is_externally_hosted": False,
        "is_playable": True,
        "language": "en",
        "languages": ["en"],
        "name": "One snare drum",
        "release_date": "2026-03-02",
        "release_date_precision": "day",
        "resume_point": {"fully_played": False, "resume_position_ms": 0},
        "show": show,
    }
