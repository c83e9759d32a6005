"""Where to look in the catalogue: IDs of items that are interesting to a test or a demonstration."""

from __future__ import annotations

from typing import Any

from .catalog.markets import EVERYWHERE, MARKETS, plays_in
from .catalog.model import Album, Artist
from .listeners.profiles import PROFILES
from .world import World


def handy_ids(world: World) -> dict[str, Any]:
    """Sample IDs by what makes them interesting, the sizes of the catalogue, and the listeners."""
    catalog = world.catalog
    famous = sorted(catalog.artists[1:], key=lambda artist: artist.rank)
    albums = [album for artist in famous[:60] for album in (catalog.albums[index] for index in artist.albums)]
    studio = [album for album in albums if album.kind == "studio"]
    tracks = [track for artist in famous[:60] for track in catalog.top_tracks(artist, 10)]
    longest = max(catalog.albums, key=lambda album: album.track_count)
    long_one = next(album for album in catalog.albums if album.track_count > 50)
    discs = next(album for album in catalog.albums if catalog.album_tracks(album)[-1].disc > 1)
    return {
        "counts": {"artists": len(catalog.artists), "albums": len(catalog.albums), "tracks": len(catalog.tracks)},
        "artists": [artist.id for artist in famous[:60]],
        "albums": [album.id for album in studio[:120]],
        "tracks": [track.id for track in tracks[:300]],
        "longest_album": _album(world, longest),
        "long_album": _album(world, long_one),
        "multi_disc_album": _album(world, discs),
        "compilation": _album(world, next(album for album in catalog.albums if album.kind == "various")),
        "single": _album(world, next(album for album in albums if album.kind == "single")),
        "live_album": _album(world, next(album for album in catalog.albums if album.kind == "live")),
        "deluxe_album": _album(world, next(album for album in catalog.albums if album.kind == "deluxe")),
        "limited_album": _album(world, next(album for album in catalog.albums if album.territory)),
        "featuring_track": next(track.id for track in catalog.tracks if "(feat." in track.name),
        "guest_artist": next(artist.id for artist in famous if artist.appears_on),
        "non_latin": [_artist(artist) for artist in _one_of_each_script(famous)],
        "relinked_track": _relinked(world),
        "unknown_id": "0" * 22,
        "listeners": [_listener(world, profile.id) for profile in PROFILES],
    }


def _relinked(world: World) -> dict[str, str]:
    """A track that does not play in a market, where another release of the recording does."""
    catalog = world.catalog
    for album in catalog.albums:
        if album.territory == EVERYWHERE:
            continue
        market = next(code for code in MARKETS if not plays_in(album.territory, code))
        for track in catalog.album_tracks(album):
            other = catalog.playable_instead(track, market)
            if other is not None:
                return {"id": track.id, "market": market, "plays": other.id}
    return {}


def _album(world: World, album: Album) -> dict[str, Any]:
    return {
        "id": album.id,
        "name": album.name,
        "artist": world.catalog.artists[album.artists[0]].name,
        "tracks": album.track_count,
    }


def _artist(artist: Artist) -> dict[str, Any]:
    return {"id": artist.id, "name": artist.name}


def _one_of_each_script(artists: list[Artist]) -> list[Artist]:
    """The best known artist of each script other than Latin."""
    found: dict[int, Artist] = {}
    for artist in artists:
        first = ord(artist.name[0])
        if first >= 0x370 and not 0x1E00 <= first < 0x2100:
            found.setdefault(first >> 8 if first < 0x3000 else 0x30 + (first >= 0xAC00), artist)
    return list(found.values())


def _listener(world: World, listener_id: str) -> dict[str, Any]:
    listener = world.listeners[listener_id]
    owned = world.listeners.owned_by(listener_id)
    return {
        "id": listener.id,
        "account_id": listener.profile.account_id,
        "display_name": listener.profile.display_name,
        "has_image": listener.profile.has_image,
        "saved_tracks": len(listener.saved_tracks),
        "public_playlists": [playlist.id for playlist in owned if playlist.public][:5],
        "private_playlists": [playlist.id for playlist in owned if not playlist.public][:5],
    }
