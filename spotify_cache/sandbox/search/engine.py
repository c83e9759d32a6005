"""Finds and ranks: whole name, then beginning, then words, then beginnings of words, across fields, parts of words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache

from spotify_cache.sandbox.catalog import facts
from spotify_cache.sandbox.catalog.catalog import Catalog, Item
from spotify_cache.sandbox.catalog.model import Album, Artist, Track
from spotify_cache.sandbox.catalog.releases import LAST_RELEASE

from .field import FieldIndex, Found
from .query import Query, parse_query
from .words import words_of

MOST_RESULTS = 1000
"""Spotify gives no more than the first thousand results of a search."""
_NEW = (LAST_RELEASE - timedelta(days=14)).isoformat()
_HIPSTER_POPULARITY = 12


class SearchEngine:
    """Search over one catalogue. Results are places in its lists, best first."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._artists = FieldIndex((artist.index, artist.name) for artist in catalog.artists)
        self._albums = FieldIndex((album.index, album.name) for album in catalog.albums)
        self._tracks = FieldIndex((track.index, track.name) for track in catalog.tracks)
        self._upcs: dict[str, int] = {}
        self._isrcs: dict[str, list[int]] = {}
        self._cached = lru_cache(maxsize=512)(self._search)

    def search(self, kind: str, text: str) -> Sequence[int]:
        """Indexes of the artists, albums or tracks (`kind`) that the text finds, at most a thousand."""
        return self._cached(kind, text.strip()[:1000])

    def rename(self, item: Item, old: str) -> None:
        """Follow a change of an item's name."""
        index = {Artist: self._artists, Album: self._albums, Track: self._tracks}[type(item)]
        index.rename(item.index, old, item.name)
        self._cached.cache_clear()

    def _search(self, kind: str, text: str) -> Sequence[int]:
        query = parse_query(text)
        if query.empty:
            return ()
        allowed = self._filtered(kind, query)
        if allowed is not None and not allowed:
            return ()
        if not query.words:
            return self._by_popularity(kind, allowed or set())[:MOST_RESULTS]
        results: list[int] = []
        seen: Found = set()
        for tier in self._tiers(kind, query.words):
            fresh = tier - seen if allowed is None else (tier - seen) & allowed
            seen |= fresh
            results += self._by_popularity(kind, fresh)
            if len(results) >= MOST_RESULTS:
                break
        return results[:MOST_RESULTS]

    def _by_popularity(self, kind: str, found: Found) -> list[int]:
        catalog = self._catalog
        if kind == "track":
            heard = catalog.track_popularity
            return sorted(found, key=lambda index: (-heard[index], index))
        if kind == "album":
            albums = catalog.albums
            return sorted(found, key=lambda index: (-albums[index].popularity, index))
        artists = catalog.artists
        return sorted(found, key=lambda index: (artists[index].rank, index))

    def _tiers(self, kind: str, words: list[str]) -> Iterator[Found]:
        """Sets of results, best first; a later set may repeat what an earlier one had."""
        own = {"artist": self._artists, "album": self._albums, "track": self._tracks}[kind]
        yield own.named(words)
        if kind != "artist" and (artists := self._artists.named(words)):
            yield self._works(kind, artists)
        yield own.beginning(words)
        yield _every(own.exact, words)
        yield _every(own.prefixed, words)
        if kind != "artist":
            yield _every(lambda word: self._anywhere(kind, word, FieldIndex.exact), words)
            yield _every(lambda word: self._anywhere(kind, word, FieldIndex.prefixed), words)
        yield _every(own.containing, words)

    def _anywhere(self, kind: str, word: str, how: Callable[[FieldIndex, str], Found]) -> Found:
        """Items with the word in their own name, their artists' or their album's."""
        by_artist = self._works(kind, how(self._artists, word))
        on_albums = how(self._albums, word)
        if kind == "album":
            return by_artist | on_albums
        return how(self._tracks, word) | by_artist | self._tracks_on(on_albums)

    def _works(self, kind: str, artists: Found) -> Found:
        catalog = self._catalog
        albums = {album for index in artists for album in catalog.artists[index].albums}
        if kind == "album":
            return albums
        guests = {
            track.index
            for index in artists
            for album in catalog.artists[index].appears_on
            for track in catalog.album_tracks(catalog.albums[album])
            if index in track.artists
        }
        return self._tracks_on(albums) | guests

    def _tracks_on(self, albums: Found) -> Found:
        tracks: Found = set()
        for index in albums:
            album = self._catalog.albums[index]
            tracks.update(range(album.first_track, album.first_track + album.track_count))
        return tracks

    def _filtered(self, kind: str, query: Query) -> Found | None:
        """What the field filters leave; None when there are none. A filter not made for the kind finds nothing."""
        allowed: Found | None = None
        for name, value in query.filters.items():
            here = self._one_filter(kind, name, value, query)
            allowed = here if allowed is None else allowed & here
        return allowed

    def _one_filter(self, kind: str, name: str, value: str, query: Query) -> Found:
        catalog = self._catalog
        words = words_of(value)
        match name:
            case "artist":
                artists = self._artists.any_word(words)
                return artists if kind == "artist" else self._works(kind, artists)
            case "album" if kind != "artist":
                albums = self._albums.any_word(words)
                return albums if kind == "album" else self._tracks_on(albums)
            case "track" if kind == "track":
                return self._tracks.any_word(words)
            case "year":
                return self._of_years(kind, query.years or (1, 0))
            case "genre" if kind != "album":
                artists = {artist.index for artist in catalog.artists if _has_genre(artist, value)}
                return artists if kind == "artist" else self._works(kind, artists)
            case "isrc" if kind == "track":
                return set(self._isrc_table().get(value.upper().replace("-", ""), ()))
            case "upc" if kind == "album":
                found = self._upc_table().get(value.lstrip("0"))
                return set() if found is None else {found}
            case "tag" if kind == "album":
                return self._tagged(value.lower())
        return set()

    def _of_years(self, kind: str, years: tuple[int, int]) -> Found:
        first, last = years
        if kind == "artist":
            return {artist.index for artist in self._catalog.artists if artist.debut <= last and artist.last >= first}
        albums = {album.index for album in self._catalog.albums if first <= album.year <= last}
        return albums if kind == "album" else self._tracks_on(albums)

    def _tagged(self, tag: str) -> Found:
        if tag == "new":
            return {album.index for album in self._catalog.albums if album.date >= _NEW and len(album.date) == 10}
        if tag == "hipster":
            return {album.index for album in self._catalog.albums if album.popularity <= _HIPSTER_POPULARITY}
        return set()

    def _upc_table(self) -> dict[str, int]:
        if not self._upcs:
            self._upcs = {facts.upc(album).lstrip("0"): album.index for album in self._catalog.albums}
        return self._upcs

    def _isrc_table(self) -> dict[str, list[int]]:
        if not self._isrcs:
            for track in self._catalog.tracks:
                self._isrcs.setdefault(self._catalog.isrc(track), []).append(track.index)
        return self._isrcs


def _every(find: Callable[[str], Found], words: list[str]) -> Found:
    """What every word finds."""
    found: Found | None = None
    for word in words:
        found = find(word) if found is None else found & find(word)
        if not found:
            return set()
    return found or set()


def _has_genre(artist: Artist, genre: str) -> bool:
    wanted = genre.strip().lower()
    return any(wanted == name or wanted in name.split() for name in artist.genres)


def newest_first(albums: Sequence[Album], before: date = LAST_RELEASE) -> list[Album]:
    """Albums with a full date, newest first."""
    limit = before.isoformat()
    dated = [album for album in albums if len(album.date) == 10 and album.date <= limit]
    return sorted(dated, key=lambda album: (album.date, album.popularity), reverse=True)
