"""Music for the demo's people to have opinions on: whatever the connected Spotify finds."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from spotify_cache.entities import Album, Artist, SearchPage, Track
from spotify_cache.repository import SpotifyCacheRepository, get_repository

#: An album with fewer tracks has no second half to write about.
LEAST_TRACKS = 6
#: Searches under way at once: quick, and far from the rate window (R61).
AT_ONCE = 4


@dataclass(frozen=True, slots=True)
class Music:
    """Distinct items in the order in which the searches found them."""

    albums: tuple[Album, ...]
    artists: tuple[Artist, ...]
    tracks: tuple[Track, ...]
    #: Track IDs by query.
    found: dict[str, tuple[str, ...]]


def find_music(queries: Iterable[str]) -> Music | None:
    """Ask the read layer for each query, the first one alone: None where Spotify cannot be asked or finds nothing."""
    repository = get_repository()
    first, *others = dict.fromkeys(query for query in queries if query)
    pages = {first: _search(repository, first)}
    if pages[first] is None:
        return None
    with ThreadPoolExecutor(max_workers=AT_ONCE) as threads:
        pages |= dict(zip(others, threads.map(lambda query: _search(repository, query), others), strict=True))
    return _sorted_out({query: page for query, page in pages.items() if page is not None})


def _search(repository: SpotifyCacheRepository, query: str) -> SearchPage | None:
    return repository.search(query).value


def _sorted_out(pages: dict[str, SearchPage]) -> Music | None:
    albums = {album.id: album for page in pages.values() for album in page.albums if album.artwork}
    artists = {artist.id: artist for page in pages.values() for artist in page.artists if artist.artwork}
    tracks = {track.id: track for page in pages.values() for track in page.tracks}
    if not (albums and artists and tracks):
        return None
    return Music(
        albums=_one_per_artist(album for album in albums.values() if album.total_tracks >= LEAST_TRACKS),
        artists=tuple(artists.values()),
        tracks=tuple(tracks.values()),
        found={query: tuple(track.id for track in page.tracks) for query, page in pages.items()},
    )


def _one_per_artist(albums: Iterable[Album]) -> tuple[Album, ...]:
    """The first album of each artist, then the second ones, and so on: variety first."""
    by_artist: dict[str, list[Album]] = {}
    for album in albums:
        by_artist.setdefault(album.artists[0].id if album.artists else "", []).append(album)
    ordered = []
    place = 0
    while any(len(several) > place for several in by_artist.values()):
        ordered += [several[place] for several in by_artist.values() if len(several) > place]
        place += 1
    return tuple(ordered)
