"""Tracks, albums and artists: single ones, several at once, and what belongs to them."""

from __future__ import annotations

from typing import Any

from spotify_cache.sandbox.catalog.model import Album, Artist, Track
from spotify_cache.sandbox.endpoint import ApiError, Call, endpoint
from spotify_cache.sandbox.shapes import album_group

from .paging import kept, page

_GROUPS = ("album", "single", "compilation", "appears_on")


def _not_found() -> ApiError:
    return ApiError(404, "Resource not found")


def _artist(call: Call) -> Artist:
    artist = call.world.catalog.artist(call.id())
    if artist is None:
        raise _not_found()
    return artist


def _album(call: Call) -> Album:
    album = call.world.catalog.album(call.id())
    if album is None:
        raise _not_found()
    return album


@endpoint("GET", "/tracks/{id}", "track", "track")
def track(call: Call) -> Any:
    found = call.world.catalog.track(call.id())
    if found is None:
        raise _not_found()
    return call.shapes.track(found)


@endpoint("GET", "/tracks", "tracks", "track", extended=True)
def tracks(call: Call) -> Any:
    found = [call.world.catalog.track(identifier) for identifier in call.ids("ids", 50)]
    return {"tracks": [None if track is None else call.shapes.track(track) for track in found]}


@endpoint("GET", "/albums/{id}", "album", "album")
def album(call: Call) -> Any:
    return call.shapes.album(_album(call))


@endpoint("GET", "/albums", "albums", "album", extended=True)
def albums(call: Call) -> Any:
    found = [call.world.catalog.album(identifier) for identifier in call.ids("ids", 20)]
    return {"albums": [None if album is None else call.shapes.album(album) for album in found]}


@endpoint("GET", "/albums/{id}/tracks", "album_tracks", "album")
def album_tracks(call: Call) -> Any:
    tracks = call.world.catalog.album_tracks(_album(call))
    return page(call, tracks, call.shapes.short_track, keep=kept(call, "market"))


@endpoint("GET", "/artists/{id}", "artist", "artist")
def artist(call: Call) -> Any:
    return call.shapes.artist(_artist(call))


@endpoint("GET", "/artists", "artists", "artist", extended=True)
def artists(call: Call) -> Any:
    found = [call.world.catalog.artist(identifier) for identifier in call.ids("ids", 50)]
    return {"artists": [None if artist is None else call.shapes.artist(artist) for artist in found]}


@endpoint("GET", "/artists/{id}/albums", "artist_albums", "artist")
def artist_albums(call: Call) -> Any:
    """Grouped as Spotify does: albums, then singles, compilations, guest appearances; each newest first."""
    artist = _artist(call)
    wanted = [group.strip() for group in call.query.get("include_groups", "").split(",") if group.strip()] or _GROUPS
    if any(group not in _GROUPS for group in wanted):
        raise ApiError(400, "Invalid album_group/type")
    catalog = call.world.catalog
    found = [catalog.albums[index] for index in (*artist.albums, *artist.appears_on)]
    found = [album for album in found if album_group(album, artist) in wanted]
    found.sort(key=lambda album: album.date, reverse=True)
    found.sort(key=lambda album: _GROUPS.index(album_group(album, artist)))
    default, most = (20, 50) if call.extended else (5, 10)
    return page(
        call,
        found,
        lambda album: call.shapes.short_album(album, artist),
        default=default,
        most=most,
        keep=kept(call, "include_groups", "market"),
    )


@endpoint("GET", "/artists/{id}/top-tracks", "artist_top_tracks", "artist", extended=True)
def artist_top_tracks(call: Call) -> Any:
    top: list[Track] = call.world.catalog.top_tracks(_artist(call))
    return {"tracks": [call.shapes.track(track) for track in top]}


@endpoint("GET", "/artists/{id}/related-artists", "related_artists", "artist", extended=True)
def related_artists(call: Call) -> Any:
    related = call.world.recommender.related(_artist(call), 20)
    return {"artists": [call.shapes.artist(artist) for artist in related]}
