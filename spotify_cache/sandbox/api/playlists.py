"""Playlists: lists of them, single ones, making, changing and following them."""

from __future__ import annotations

import secrets
from typing import Any

from spotify_cache.sandbox.catalog.ids import make_ids
from spotify_cache.sandbox.endpoint import ApiError, Call, Reply, endpoint
from spotify_cache.sandbox.listeners.listener import Playlist

from .fields import chosen
from .paging import page
from .playlist_shapes import playlist_images, short_playlist, whole_playlist, works_on

PLAYLIST_WRITE = ("playlist-modify-public", "playlist-modify-private")


def visible_playlist(call: Call) -> Playlist:
    """The playlist of the path; 404 when there is none or it is somebody else's private one."""
    playlist = call.world.listeners.playlists.get(call.id("id"))
    if playlist is None or not (playlist.public or works_on(call, playlist)):
        raise ApiError(404, "Resource not found")
    return playlist


def own_playlist(call: Call, collaborator: bool = False) -> Playlist:
    """The playlist of the path, if the listener may change it; 403 when not, or when the scope does not reach."""
    playlist = visible_playlist(call)
    if not (playlist.owner == call.grant.listener or (collaborator and works_on(call, playlist))):
        raise ApiError(403, "You cannot change a playlist you don't own")
    needed = "playlist-modify-public" if playlist.public else "playlist-modify-private"
    if needed not in call.grant.scopes:
        raise ApiError(403, "Insufficient client scope")
    return playlist


@endpoint("GET", "/me/playlists", "my_playlists", "playlist", listener=True)
def my_playlists(call: Call) -> Any:
    """Own and followed playlists; private ones only with the scope for them."""
    listeners = call.world.listeners
    found = [
        listeners.playlists[identifier] for identifier in call.listener.playlists if identifier in listeners.playlists
    ]
    if "playlist-read-private" not in call.grant.scopes:
        found = [playlist for playlist in found if playlist.public]
    return page(call, found, lambda playlist: short_playlist(call, playlist))


@endpoint("GET", "/users/{user}/playlists", "user_playlists", "playlist", extended=True)
def user_playlists(call: Call) -> Any:
    owner = call.world.listeners.get(call.arguments["user"])
    if owner is None:
        raise ApiError(404, "No such user")
    found = [playlist for playlist in call.world.listeners.owned_by(owner.id) if playlist.public]
    return page(call, found, lambda playlist: short_playlist(call, playlist))


def _create(call: Call) -> Reply:
    body = call.body_object()
    name = body.get("name")
    if not isinstance(name, str) or not name:
        raise ApiError(400, "Missing required field: name")
    public = bool(body.get("public", True))
    collaborative = bool(body.get("collaborative", False))
    if public and collaborative:
        raise ApiError(400, "Collaborative playlists can only be private.")
    if ("playlist-modify-public" if public else "playlist-modify-private") not in call.grant.scopes:
        raise ApiError(403, "Insufficient client scope")
    identifier = make_ids(f"playlist/{secrets.token_hex(16)}")[0]
    description = str(body.get("description") or "")
    playlist = Playlist(identifier, name, description, call.listener.id, public, collaborative)
    call.world.listeners.add_playlist(playlist)
    call.world.listeners.save()
    return Reply(whole_playlist(call, playlist), 201)


@endpoint("POST", "/me/playlists", "create_playlist", "playlist", scopes=PLAYLIST_WRITE)
def create_playlist(call: Call) -> Any:
    return _create(call)


@endpoint("POST", "/users/{user}/playlists", "create_user_playlist", "playlist", extended=True, scopes=PLAYLIST_WRITE)
def create_user_playlist(call: Call) -> Any:
    if call.arguments["user"] != call.grant.listener:
        raise ApiError(403, "You cannot create a playlist for another user")
    return _create(call)


@endpoint("GET", "/playlists/{id}", "playlist", "playlist")
def playlist(call: Call) -> Any:
    return chosen(call, whole_playlist(call, visible_playlist(call)))


@endpoint("PUT", "/playlists/{id}", "change_playlist", "playlist", scopes=PLAYLIST_WRITE)
def change_playlist(call: Call) -> Any:
    playlist = own_playlist(call)
    body = call.body_object()
    if not body:
        raise ApiError(400, "No change was specified")
    if isinstance(body.get("name"), str) and body["name"]:
        playlist.name = body["name"]
    if isinstance(body.get("description"), str):
        playlist.description = body["description"]
    if isinstance(body.get("public"), bool):
        playlist.public = body["public"]
    if isinstance(body.get("collaborative"), bool):
        playlist.collaborative = body["collaborative"]
    playlist.version += 1
    call.world.listeners.save()
    return Reply(None, 200)


@endpoint("GET", "/playlists/{id}/images", "playlist_images", "playlist")
def images(call: Call) -> Any:
    return playlist_images(call, visible_playlist(call))


@endpoint("PUT", "/playlists/{id}/followers", "follow_playlist", "playlist", extended=True, scopes=PLAYLIST_WRITE)
def follow_playlist(call: Call) -> Any:
    found = visible_playlist(call)
    call.listener.playlists.setdefault(found.id, call.world.clock.now())
    call.world.listeners.save()
    return Reply(None, 200)


@endpoint("DELETE", "/playlists/{id}/followers", "unfollow_playlist", "playlist", extended=True, scopes=PLAYLIST_WRITE)
def unfollow_playlist(call: Call) -> Any:
    call.listener.playlists.pop(visible_playlist(call).id, None)
    call.world.listeners.save()
    return Reply(None, 200)


@endpoint("GET", "/playlists/{id}/followers/contains", "follows_playlist", "playlist", extended=True)
def follows_playlist(call: Call) -> Any:
    found = visible_playlist(call)
    asked = [name for name in call.query.get("ids", "").split(",") if name] or [call.grant.listener or ""]
    people = [call.world.listeners.get(name) for name in asked]
    return [person is not None and found.id in person.playlists for person in people]
