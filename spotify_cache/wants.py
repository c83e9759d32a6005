"""What can be wanted of Spotify: the key it is kept under, and the call that gets it.

A want is made from a recipe, a short list of words, so that a worker can be told to fetch the same thing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

import msgspec

from spotify_cache import hauls, kinds
from spotify_cache.entities import Album, Artist
from spotify_cache.gateway import Caller, Gateway
from spotify_cache.hauls import Haul
from spotify_cache.kinds import Cached, Thing, digest, key, normalise_query, user_key

Load = Callable[[Gateway, Caller], Haul[Any]]
Recipe = tuple[str, ...]

SEARCH_TYPES = ("album", "artist", "track")


class Want(msgspec.Struct, frozen=True):
    """One entry. With ``load``, a call of its own gets it; without, it is a catalogue item and can go into a batch."""

    recipe: Recipe
    key: str
    thing: Thing
    spotify_id: str = ""
    load: Load | None = None
    #: Only an album with its tracks will do.
    whole: bool = False

    def accepts(self, cached: Cached | None) -> bool:
        """Whether this entry answers the want, however old it is."""
        if cached is None:
            return False
        return not self.whole or not isinstance(cached.value, Album) or cached.value.is_full


@lru_cache(maxsize=20_000)
def item(item_type: str, spotify_id: str, whole: bool = False) -> Want:
    """An album, artist or track by its (well-formed) Spotify ID; made once, about 300 bytes each."""
    thing = kinds.CATALOG_THINGS[item_type]
    recipe = (item_type, spotify_id, "whole") if whole else (item_type, spotify_id)
    return Want(recipe, key(thing, spotify_id), thing, spotify_id, whole=whole)


def discography(artist_id: str) -> Want:
    thing = kinds.DISCOGRAPHY
    return Want(
        (thing.name, artist_id),
        key(thing, artist_id),
        thing,
        load=lambda gateway, caller: hauls.discography(gateway, artist_id, caller),
    )


def artist_top_tracks(artist_id: str, artist_name: str) -> Want:
    """``artist_name`` is what development mode searches by; it is no part of the key."""
    thing = kinds.ARTIST_TOP_TRACKS
    return Want(
        (thing.name, artist_id, artist_name),
        key(thing, artist_id),
        thing,
        load=lambda gateway, caller: hauls.artist_top_tracks(gateway, Artist(artist_id, artist_name), caller),
    )


def nameless_artist(want: Want) -> Want | None:
    """The artist whose name these popular tracks are searched by and whose name the want does not say."""
    is_nameless = want.thing is kinds.ARTIST_TOP_TRACKS and not want.recipe[2]
    return item("artist", want.recipe[1]) if is_nameless else None


def search(query: str, types: Sequence[str], limit: int, offset: int) -> Want:
    """A page of search results; equal after normalisation means the same entry."""
    thing = kinds.SEARCH_PAGE
    normalised = normalise_query(query)
    asked = tuple(name for name in SEARCH_TYPES if name in types)
    name = digest(normalised, ",".join(asked), str(limit), str(offset))
    return Want(
        (thing.name, normalised, ",".join(asked), str(limit), str(offset)),
        key(thing, name),
        thing,
        load=lambda gateway, caller: hauls.search(gateway, normalised, asked, limit, offset, caller),
    )


def new_releases() -> Want:
    thing = kinds.NEW_RELEASES
    return Want((thing.name,), key(thing), thing, load=lambda gateway, caller: hauls.new_releases(gateway, caller))


def recommendations(artists: Sequence[tuple[str, str]], genres: Sequence[str]) -> Want:
    """For tastes: ``artists`` are (Spotify ID, name)."""
    thing = kinds.RECOMMENDED
    artists = sorted(tuple(artist) for artist in artists)  # type: ignore[misc]
    genres = sorted({normalise_query(genre) for genre in genres})
    name = digest(*(artist_id for artist_id, _ in artists), "genres", *genres)
    seeds = [Artist(artist_id, artist_name) for artist_id, artist_name in artists]
    return Want(
        (thing.name, json.dumps(artists), json.dumps(genres)),
        key(thing, name),
        thing,
        load=lambda gateway, caller: hauls.recommendations(gateway, seeds, genres, caller),
    )


def of_person(cache_id: str, name: str, time_range: str = "") -> Want:
    """A person's own data; ``time_range`` for top items."""
    thing, load = _PERSONAL[name]
    parts = (time_range,) if time_range else ()
    return Want(
        ("person", cache_id, name, *parts),
        user_key(thing, cache_id, *parts),
        thing,
        load=lambda gateway, caller: load(gateway, caller, time_range),
    )


_PERSONAL: dict[str, tuple[Thing, Callable[[Gateway, Caller, str], Haul[Any]]]] = {
    "profile": (kinds.PROFILE, lambda gateway, caller, _: hauls.profile(gateway, caller)),
    "recent": (kinds.RECENT_PLAYS, lambda gateway, caller, _: hauls.recent_plays(gateway, caller)),
    "playlists": (kinds.PLAYLISTS, lambda gateway, caller, _: hauls.playlists(gateway, caller)),
    "top-artists": (kinds.TOP_ARTISTS, lambda gateway, caller, span: hauls.top_artists(gateway, span, caller)),
    "top-tracks": (kinds.TOP_TRACKS, lambda gateway, caller, span: hauls.top_tracks(gateway, span, caller)),
}


def from_recipe(recipe: Sequence[str]) -> Want:
    """The want that a recipe describes.

    Raises:
        ValueError: it describes none, such as one of an older release.
    """
    name, *parts = recipe
    try:
        if name in kinds.CATALOG_THINGS:
            return item(name, parts[0], whole=parts[1:] == ["whole"])
        if name == "person":
            return of_person(*parts)
        if name == kinds.SEARCH_PAGE.name:
            return search(parts[0], parts[1].split(","), int(parts[2]), int(parts[3]))
        if name == kinds.RECOMMENDED.name:
            return recommendations(json.loads(parts[0]), json.loads(parts[1]))
        makers: dict[str, Callable[..., Want]] = {
            kinds.DISCOGRAPHY.name: discography,
            kinds.ARTIST_TOP_TRACKS.name: artist_top_tracks,
            kinds.NEW_RELEASES.name: new_releases,
        }
        return makers[name](*parts)
    except (KeyError, IndexError, TypeError) as error:
        raise ValueError(f"no such recipe: {name}") from error
