"""What each page reads, in the order in which Muse's selectors read it, from whatever answers reads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from benchmarks.traffic.trace import Popularity, Visit

SEARCH_LIMIT = 10


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
            _home(visit, reads)
        case "dashboard":
            reads.dashboard(visit.person)
        case "sign-in":
            reads.sign_in(visit.person)


def _album(spotify_id: str, reads: Reads) -> None:
    artist_id, _ = reads.album(spotify_id)
    if artist_id:
        reads.discography(artist_id)


def _home(visit: Visit, reads: Reads) -> None:
    """What people reviewed last and most."""
    ids: dict[str, list[str]] = {"album": [], "artist": [], "track": []}
    for item_type, spotify_id in visit.shown:
        ids[item_type].append(spotify_id)
    reads.catalog(ids["track"], ids["album"], ids["artist"])
    reads.new_releases()
