"""What a listener saved and follows: the library by URI, and the older calls for each kind of item."""

from __future__ import annotations

from collections.abc import Iterable, MutableMapping
from typing import Any

from spotify_cache.sandbox.clock import timestamp
from spotify_cache.sandbox.endpoint import ApiError, Call, Reply, checked_id, endpoint

from .paging import kept, page

_READ = ("user-library-read",)
_WRITE = ("user-library-modify",)
_MOST_URIS = 40


def _ids(call: Call) -> list[str]:
    """IDs of the query or of the body (a list, or an object with `ids`)."""
    if call.query.get("ids"):
        return call.ids("ids", 50)
    given = call.body if isinstance(call.body, list) else call.body_object().get("ids")
    if not isinstance(given, list) or not given:
        raise ApiError(400, "Missing required field: ids")
    if len(given) > 50:
        raise ApiError(400, "Too many ids requested")
    return [checked_id(str(identifier)) for identifier in given]


def save_all(call: Call, shelf: MutableMapping[str, float], identifiers: Iterable[str]) -> None:
    """Put items on a shelf; what is there already keeps its date."""
    now = float(int(call.world.clock.now()))
    for identifier in identifiers:
        shelf.setdefault(identifier, now)
    call.world.listeners.save()


def remove_all(call: Call, shelf: MutableMapping[str, float], identifiers: Iterable[str]) -> None:
    for identifier in identifiers:
        shelf.pop(identifier, None)
    call.world.listeners.save()


@endpoint("GET", "/me/tracks", "saved_tracks", "library", scopes=_READ)
def saved_tracks(call: Call) -> Any:
    shelf = call.listener.saved_tracks
    tracks = call.world.catalog.track
    return page(
        call,
        list(reversed(shelf)),
        lambda identifier: {
            "added_at": timestamp(shelf[identifier]),
            "track": call.shapes.track(track) if (track := tracks(identifier)) else None,
        },
        keep=kept(call, "market"),
    )


@endpoint("GET", "/me/albums", "saved_albums", "library", scopes=_READ)
def saved_albums(call: Call) -> Any:
    shelf = call.listener.saved_albums
    albums = call.world.catalog.album
    return page(
        call,
        list(reversed(shelf)),
        lambda identifier: {
            "added_at": timestamp(shelf[identifier]),
            "album": call.shapes.album(album) if (album := albums(identifier)) else None,
        },
        keep=kept(call, "market"),
    )


@endpoint("PUT", "/me/tracks", "save_tracks", "library", extended=True, scopes=_WRITE)
def save_tracks(call: Call) -> Any:
    save_all(call, call.listener.saved_tracks, _known(call.world.catalog.track_by_id, _ids(call)))
    return Reply(None, 200)


@endpoint("DELETE", "/me/tracks", "unsave_tracks", "library", extended=True, scopes=_WRITE)
def unsave_tracks(call: Call) -> Any:
    remove_all(call, call.listener.saved_tracks, _ids(call))
    return Reply(None, 200)


@endpoint("GET", "/me/tracks/contains", "tracks_saved", "library", extended=True, scopes=_READ)
def tracks_saved(call: Call) -> Any:
    return [identifier in call.listener.saved_tracks for identifier in call.ids("ids", 50)]


@endpoint("PUT", "/me/albums", "save_albums", "library", extended=True, scopes=_WRITE)
def save_albums(call: Call) -> Any:
    save_all(call, call.listener.saved_albums, _known(call.world.catalog.album_by_id, _ids(call)))
    return Reply(None, 200)


@endpoint("DELETE", "/me/albums", "unsave_albums", "library", extended=True, scopes=_WRITE)
def unsave_albums(call: Call) -> Any:
    remove_all(call, call.listener.saved_albums, _ids(call))
    return Reply(None, 200)


@endpoint("GET", "/me/albums/contains", "albums_saved", "library", extended=True, scopes=_READ)
def albums_saved(call: Call) -> Any:
    return [identifier in call.listener.saved_albums for identifier in call.ids("ids", 20)]


def _known(index: dict[str, int], identifiers: list[str]) -> list[str]:
    """The IDs that exist; Spotify passes over the others in silence."""
    return [identifier for identifier in identifiers if identifier in index]


def _uris(call: Call) -> list[tuple[str, str]]:
    """Kind and ID of each URI of the query."""
    given = [uri.strip() for uri in call.query.get("uris", "").split(",") if uri.strip()]
    if not given:
        raise ApiError(400, "Missing required field: uris")
    if len(given) > _MOST_URIS:
        raise ApiError(400, f"Too many uris requested, maximum is {_MOST_URIS}")
    return [_split(call, uri) for uri in given]


def _split(call: Call, uri: str) -> tuple[str, str]:
    pieces = uri.split(":")
    if len(pieces) != 3 or pieces[0] != "spotify" or pieces[1] not in _shelves(call):
        raise ApiError(400, f"Invalid URI: {uri}")
    if pieces[1] != "user":
        checked_id(pieces[2])
    return pieces[1], pieces[2]


def _shelves(call: Call) -> dict[str, MutableMapping[str, float]]:
    """The shelf for each kind of URI. Shows, episodes and audiobooks are taken and forgotten: there are none."""
    listener = call.listener
    return {
        "track": listener.saved_tracks,
        "album": listener.saved_albums,
        "artist": listener.followed_artists,
        "user": listener.followed_users,
        "playlist": listener.playlists,
        "show": {},
        "episode": {},
        "audiobook": {},
    }


def _exists(call: Call, kind: str, identifier: str) -> bool:
    world = call.world
    known: dict[str, Any] = {
        "track": world.catalog.track_by_id,
        "album": world.catalog.album_by_id,
        "artist": world.catalog.artist_by_id,
        "playlist": world.listeners.playlists,
    }
    return identifier in known.get(kind, (identifier,))


_LIBRARY_WRITE = ("user-library-modify", "user-follow-modify", "playlist-modify-public")
_LIBRARY_READ = ("user-library-read", "user-follow-read", "playlist-read-private")


@endpoint("PUT", "/me/library", "library_save", "library", scopes=_LIBRARY_WRITE)
def library_save(call: Call) -> Any:
    shelves = _shelves(call)
    for kind, identifier in _uris(call):
        if _exists(call, kind, identifier):
            save_all(call, shelves[kind], [identifier])
    return Reply(None, 200)


@endpoint("DELETE", "/me/library", "library_remove", "library", scopes=_LIBRARY_WRITE)
def library_remove(call: Call) -> Any:
    shelves = _shelves(call)
    for kind, identifier in _uris(call):
        remove_all(call, shelves[kind], [identifier])
    return Reply(None, 200)


@endpoint("GET", "/me/library/contains", "library_contains", "library", scopes=_LIBRARY_READ)
def library_contains(call: Call) -> Any:
    shelves = _shelves(call)
    return [identifier in shelves[kind] for kind, identifier in _uris(call)]
