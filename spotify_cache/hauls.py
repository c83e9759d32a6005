"""What Spotify's answers bring: what was asked for, and every other track, album and artist that they happen to carry.

One function per thing asked, in either quota mode, in the fewest calls. What development mode lost, a search stands in
for (spotify.md).
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from spotify_cache import parsing
from spotify_cache.entities import (
    Album,
    AlbumList,
    Artist,
    ArtistList,
    CatalogEntity,
    Discography,
    Profile,
    RecentPlays,
    SearchPage,
    SpotifyPlaylists,
    Track,
    TrackList,
)
from spotify_cache.errors import BadAnswer, NotAllowed, NotFound
from spotify_cache.gateway import ALBUM_TRACKS_PAGE, DEVELOPMENT_PAGE, Caller, Gateway, Json

logger = logging.getLogger(__name__)
T = TypeVar("T")

MAX_ALBUM_PAGES = 10
MAX_DISCOGRAPHY_PAGES = 5


@dataclass(slots=True)
class Haul(Generic[T]):
    """``found``: by what was asked for, None where Spotify says that it does not exist.

    ``full`` and ``short`` are the entities to harvest; a short form must not overwrite a full one.
    """

    found: dict[str, T | None] = field(default_factory=dict)
    full: list[CatalogEntity] = field(default_factory=list)
    short: list[CatalogEntity] = field(default_factory=list)


def several(gateway: Gateway, item_type: str, ids: Sequence[str], caller: Caller) -> Haul[CatalogEntity]:
    """Items of one type by ID, in one call; at most `Gateway.batch_size` of them.

    Raises:
        NotAllowed: Spotify turned out to be in development mode; ask again one by one.
        SpotifyError: no answer.
    """
    haul: Haul[CatalogEntity] = Haul()
    if len(ids) == 1:
        try:
            listed: Sequence[Json | None] = [gateway.one(item_type, ids[0], caller)]
        except NotFound:
            listed = [None]
    else:
        listed = parsing.listed(gateway.many(item_type, ids, caller), f"{item_type}s")
    if len(listed) != len(ids):
        raise BadAnswer("a batch of another length than asked for")
    for spotify_id, json in zip(ids, listed, strict=True):
        haul.found[spotify_id] = None if json is None else _carry(gateway, item_type, json, caller, haul)
    return haul


def _carry(gateway: Gateway, item_type: str, json: Json, caller: Caller, haul: Haul[Any]) -> CatalogEntity:
    if item_type == "track":
        return _take_track(json, haul)
    if item_type == "artist":
        return parsing.artist(json)
    return _whole_album(gateway, json, caller, haul)


def _whole_album(gateway: Gateway, json: Json, caller: Caller, haul: Haul[Any]) -> Album:
    """An album with all of its tracks: the answer carries 50, longer ones take further calls."""
    page = json.get("tracks")
    if not isinstance(page, dict):
        raise BadAnswer("an album without its tracks")
    items, total, album_id = parsing.items(page), parsing.total(page), str(json.get("id"))
    for number in range(1, MAX_ALBUM_PAGES):
        offset = number * ALBUM_TRACKS_PAGE
        if offset >= total or not page.get("next"):
            break
        page = gateway.album_tracks(album_id, offset, caller)
        items += parsing.items(page)
    tracks = parsing.album_tracks(json, items)
    haul.short += tracks
    return parsing.album(json, tuple(track.id for track in tracks))


def search(
    gateway: Gateway, query: str, types: Sequence[str], limit: int, offset: int, caller: Caller
) -> Haul[SearchPage]:
    """One page of every type asked for; ``limit`` per type, at most 10 in development mode."""
    answer = gateway.search(query, types, limit, offset, caller)
    haul: Haul[SearchPage] = Haul()
    pages = {name: _page(answer, f"{name}s", required=name in types) for name in ("album", "artist", "track")}
    albums = tuple(parsing.album(json) for json in parsing.with_ids(parsing.items(pages["album"])))
    artists = tuple(parsing.artist(json) for json in parsing.with_ids(parsing.items(pages["artist"])))
    tracks = tuple(_take_track(json, haul) for json in parsing.with_ids(parsing.items(pages["track"])))
    haul.short += albums
    haul.full += artists
    totals = {name: parsing.total(page) for name, page in pages.items()}
    haul.found[""] = SearchPage(albums, artists, tracks, totals["album"], totals["artist"], totals["track"])
    return haul


def discography(gateway: Gateway, artist_id: str, caller: Caller) -> Haul[Discography]:
    """Releases of an artist in at most five calls: 50 of them in development mode, 250 in extended."""
    haul: Haul[Discography] = Haul()
    releases, total, size = [], 0, gateway.page_size()
    try:
        for number in range(MAX_DISCOGRAPHY_PAGES):
            page = gateway.artist_albums(artist_id, size, number * size, caller)
            releases += [parsing.release(json, artist_id) for json in parsing.with_ids(parsing.items(page))]
            total = parsing.total(page)
            if not page.get("next") or (number + 1) * size >= total:
                break
    except NotFound:
        haul.found[""] = None
        return haul
    releases.sort(key=lambda release: release.album.release_date, reverse=True)
    haul.short += [release.album for release in releases]
    haul.found[""] = Discography(tuple(releases), max(total, len(releases)))
    return haul


def artist_top_tracks(gateway: Gateway, artist: Artist, caller: Caller) -> Haul[TrackList]:
    """Most popular tracks; in development mode a search by the artist's name, which is asked for if it is not known.

    Raises:
        NotFound: nobody knows the artist's name.
    """
    haul: Haul[TrackList] = Haul()
    if gateway.mode() == "extended":
        answer = gateway.artist_top_tracks(artist.id, caller)
        tracks = [_take_track(json, haul) for json in parsing.with_ids(_objects(answer, "tracks"))]
    else:
        if not artist.name:
            artist = parsing.artist(gateway.one("artist", artist.id, caller))
            haul.full.append(artist)
        found = _search_tracks(gateway, f'artist:"{_quotable(artist.name)}"', caller, haul)
        tracks = [track for track in found if artist.id in {ref.id for ref in track.artists}]
    haul.found[""] = TrackList(tuple(tracks))
    return haul


def new_releases(gateway: Gateway, caller: Caller) -> Haul[AlbumList]:
    """Albums of the last weeks; in development mode ``tag:new`` of the search."""
    haul: Haul[AlbumList] = Haul()
    if gateway.mode() == "extended":
        page = _page(gateway.new_releases(caller), "albums")
    else:
        page = _page(gateway.search("tag:new", ("album",), DEVELOPMENT_PAGE, 0, caller), "albums")
    albums = tuple(parsing.album(json) for json in parsing.with_ids(parsing.items(page)))
    haul.short += albums
    haul.found[""] = AlbumList(albums)
    return haul


def recommendations(
    gateway: Gateway, artists: Sequence[Artist], genres: Sequence[str], caller: Caller
) -> Haul[TrackList]:
    """Tracks for tastes. Only old apps still have the endpoint; searches by genre or artist stand in for it."""
    haul: Haul[TrackList] = Haul()
    if gateway.mode() == "extended":
        try:
            answer = gateway.recommendations([artist.id for artist in artists], genres, caller)
            tracks = [_take_track(json, haul) for json in parsing.with_ids(_objects(answer, "tracks"))]
            haul.found[""] = TrackList(tuple(tracks))
            return haul
        except (NotAllowed, NotFound):
            logger.info("this app has no recommendations; searching instead")
    queries = [f'genre:"{_quotable(genre)}"' for genre in genres]
    queries = queries or [f'artist:"{_quotable(artist.name)}"' for artist in artists]
    found = [track for query in queries[:2] for track in _search_tracks(gateway, query, caller, haul)]
    haul.found[""] = TrackList(tuple({track.id: track for track in found}.values()))
    return haul


def profile(gateway: Gateway, caller: Caller) -> Haul[Profile]:
    return Haul({"": parsing.profile(gateway.me(caller))})


def recent_plays(gateway: Gateway, caller: Caller) -> Haul[RecentPlays]:
    haul: Haul[RecentPlays] = Haul()
    items = [item for item in parsing.items(gateway.recently_played(caller)) if isinstance(item.get("track"), dict)]
    plays = [parsing.play(item) for item in items if any(parsing.with_ids([item["track"]]))]
    haul.full += [play.track for play in plays]
    haul.found[""] = RecentPlays(tuple(plays))
    return haul


def top_artists(gateway: Gateway, time_range: str, caller: Caller) -> Haul[ArtistList]:
    answer = gateway.top("artists", time_range, caller)
    artists = tuple(parsing.artist(json) for json in parsing.with_ids(parsing.items(answer)))
    return Haul({"": ArtistList(artists)}, full=list(artists))


def top_tracks(gateway: Gateway, time_range: str, caller: Caller) -> Haul[TrackList]:
    haul: Haul[TrackList] = Haul()
    answer = gateway.top("tracks", time_range, caller)
    haul.found[""] = TrackList(tuple(_take_track(json, haul) for json in parsing.with_ids(parsing.items(answer))))
    return haul


def playlists(gateway: Gateway, caller: Caller) -> Haul[SpotifyPlaylists]:
    answer = gateway.my_playlists(caller)
    found = tuple(parsing.playlist(json) for json in parsing.with_ids(parsing.items(answer)))
    return Haul({"": SpotifyPlaylists(found, parsing.total(answer))})


def _search_tracks(gateway: Gateway, query: str, caller: Caller, haul: Haul[Any]) -> tuple[Track, ...]:
    found = search(gateway, query, ("track",), DEVELOPMENT_PAGE, 0, caller)
    haul.full += found.full
    haul.short += found.short
    page = found.found[""]
    return page.tracks if page else ()


def _take_track(json: Json, haul: Haul[Any]) -> Track:
    """A full track; it and the short form of its album go to the harvest."""
    track = parsing.track(json)
    haul.full.append(track)
    album = json.get("album")
    if isinstance(album, dict) and album.get("id"):
        haul.short.append(parsing.album(album))
    return track


def _quotable(text: str) -> str:
    """Free text for a quoted field filter of the search."""
    return text.replace('"', " ").replace("\\", " ")


def _objects(answer: Json, name: str) -> list[Json]:
    return [item for item in parsing.listed(answer, name) if item]


def _page(answer: Json, name: str, required: bool = True) -> Json:
    """The paging object under ``name``; an empty one where it was not asked for."""
    page = answer.get(name)
    if page is None and not required:
        return {"items": [], "total": 0}
    if not isinstance(page, dict):
        raise BadAnswer(f"no page of {name}")
    return page
