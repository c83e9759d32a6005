"""What each page reads, in the order in which Muse's selectors read it, from whatever answers reads."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Protocol

from benchmarks.traffic.trace import DAY, Popularity, Visit

SEARCH_LIMIT = 10
_FRONT_ITEMS = 12


class Reads(Protocol):
    """The reads of the repository that pages make."""

    def track(self, spotify_id: str) -> str | None:
        """The ID of the track's album."""

    def album(self, spotify_id: str) -> tuple[str | None, Sequence[str]]:
        """The album's first artist and its tracks; the tracks are read as well."""

    def tracks(self, ids: Sequence[str]) -> None: ...

    def catalog(self, tracks: Sequence[str], albums: Sequence[str], artists: Sequence[str]) -> None: ...

    def artist_page(self, spotify_id: str) -> None: ...

    def discography(self, artist_id: str) -> None: ...

    def search(self, query: str, limit: int) -> None: ...

    def new_releases(self) -> None: ...

    def dashboard(self, person: int) -> None: ...

    def sign_in(self, person: int) -> None: ...


def open_page(visit: Visit, reads: Reads, popularity: Popularity) -> None:
    match visit.page:
        case "search":
            reads.search(visit.what, SEARCH_LIMIT)
        case "album":
            _album(visit.what, reads)
        case "track":
            album_id = reads.track(visit.what)
            if album_id:
                reads.album(album_id)
        case "artist":
            reads.artist_page(visit.what)
        case "playlist":
            reads.tracks(popularity.playlists[int(visit.what)])
        case "home":
            _home(visit.at, reads, popularity)
        case "dashboard":
            reads.dashboard(visit.person)
        case "sign-in":
            reads.sign_in(visit.person)


def _album(spotify_id: str, reads: Reads) -> None:
    artist_id, _ = reads.album(spotify_id)
    if artist_id:
        reads.discography(artist_id)


def _home(at: int, reads: Reads, popularity: Popularity) -> None:
    """What people reviewed lately: it changes through the day, a third of it every hour."""
    tracks, albums, artists = [], [], []
    for place in range(_FRONT_ITEMS):
        chance = random.Random(f"{place} {(at + place % 3 * 3600) // (3 * 3600)} {at // DAY}")  # noqa: S311
        tracks.append(popularity.track_id(chance))
        albums.append(popularity.album(chance).id)
        if place % 4 == 0:
            artists.append(popularity.artist(chance).id)
    reads.catalog(tracks, albums, artists)
    reads.new_releases()
