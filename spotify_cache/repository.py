"""`SpotifyCacheRepository`: the one way to Spotify data (R12).

    repository = get_repository()
    repository.tracks(ids)                       a Batch: one round trip to Redis, the fewest calls to Spotify
    repository.album("4aawyAB9vmqN3uQ7FjRGTy")   an Answer: value, state (fresh, stale, pending, gone, unavailable), age
    repository.listener(token_source).dashboard("short_term")

Reads never raise for trouble at Spotify or Redis: the state says what is known. IDs that are malformed are gone without
leaving the process.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar, cast

from spotify_cache import kinds, metrics, patience, wants
from spotify_cache.answers import Answer, Batch, CatalogBatch, State
from spotify_cache.background import Background
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
from spotify_cache.fetching import Fetcher, Results
from spotify_cache.gateway import Caller, Gateway
from spotify_cache.reader import WORKER_SECONDS, Reader
from spotify_cache.spotify_ids import is_spotify_id
from spotify_cache.store import Store
from spotify_cache.tokens import TokenSource
from spotify_cache.wants import SEARCH_TYPES, Want

T = TypeVar("T", bound=CatalogEntity)
_GONE: Answer[Any] = Answer(None, State.GONE)
#: Asks on nobody's behalf.
_APP = Caller()
SEARCH_LIMIT = 10
#: After so long asking again may help where Spotify is simply away (seconds).
RETRY_AFTER = 10
#: Albums of which a process remembers the IDs of their tracks, about 1 KB each.
_ALBUMS_REMEMBERED = 2_000


@dataclass(frozen=True, slots=True)
class ArtistPage:
    """What Spotify says for the page of an artist."""

    artist: Answer[Artist]
    discography: Answer[Discography]
    top_tracks: Answer[TrackList]


@dataclass(frozen=True, slots=True)
class Dashboard:
    """What Spotify says for a person's dashboard."""

    profile: Answer[Profile]
    recent: Answer[RecentPlays]
    top_artists: Answer[ArtistList]
    top_tracks: Answer[TrackList]
    playlists: Answer[SpotifyPlaylists]


class SpotifyCacheRepository:
    """Cache-first reads of everything Spotify says. One per process; safe to share between threads."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._gateway = Gateway(store)
        self._background = Background(store)
        self._reader = Reader(store, Fetcher(store, self._gateway), self._background)
        self._tracks_of: dict[str, tuple[str, ...]] = {}
        self.tokens = self._gateway.tokens
        self.quota = self._gateway.quota
        self.breaker = self._gateway.breaker

    # --- catalogue ---------------------------------------------------------------------------------------------------

    def track(self, spotify_id: str) -> Answer[Track]:
        return self._one(wants.item("track", spotify_id))

    def album(self, spotify_id: str) -> Answer[Album]:
        """An album with its track IDs; in short form only while the whole is pending or cannot be had."""
        return self._one(wants.item("album", spotify_id, whole=True))

    def artist(self, spotify_id: str) -> Answer[Artist]:
        return self._one(wants.item("artist", spotify_id))

    def item(self, item_type: str, spotify_id: str) -> Answer[CatalogEntity]:
        """An album, artist or track, whichever ``item_type`` says.

        Raises:
            KeyError: another type.
        """
        return self._one(wants.item(item_type, spotify_id))

    def tracks(self, ids: Iterable[str]) -> Batch[Track]:
        return self.catalog(tracks=ids).tracks

    def albums(self, ids: Iterable[str]) -> Batch[Album]:
        """Albums for cards and rows: some may be in short form."""
        return self.catalog(albums=ids).albums

    def artists(self, ids: Iterable[str]) -> Batch[Artist]:
        return self.catalog(artists=ids).artists

    def catalog(
        self, *, tracks: Iterable[str] = (), albums: Iterable[str] = (), artists: Iterable[str] = ()
    ) -> CatalogBatch:
        """Items of all types in one round trip to Redis."""
        asked = {
            name: {sid: wants.item(name, sid) if is_spotify_id(sid) else None for sid in ids}
            for name, ids in (("track", tracks), ("album", albums), ("artist", artists))
        }
        wanted = [want for items in asked.values() for want in items.values() if want is not None]
        answers = self._reader.read(wanted, _APP) if wanted else {}
        batches: dict[str, Batch[Any]] = {
            name: Batch({sid: answers[want.key] if want is not None else _GONE for sid, want in items.items()})
            for name, items in asked.items()
        }
        return CatalogBatch(batches["track"], batches["album"], batches["artist"])

    def album_with_tracks(self, spotify_id: str) -> tuple[Answer[Album], Batch[Track]]:
        """An album and its tracks: one round trip where this process has read the album before, else one for each."""
        expected = self._tracks_of.get(spotify_id)
        if expected is None:
            answer = self.album(spotify_id)
            known: dict[str, Answer[Track]] = {}
        else:
            answer, known = self._album_and(spotify_id, expected)
        ids = (answer.value.track_ids if answer.value is not None else None) or ()
        absent = [track_id for track_id in ids if track_id not in known]
        if absent:
            known |= self.tracks(absent).answers
        if ids and ids != expected:
            self._remember_tracks(spotify_id, ids)
        return answer, Batch({track_id: known[track_id] for track_id in ids})

    def _album_and(self, spotify_id: str, track_ids: tuple[str, ...]) -> tuple[Answer[Album], dict[str, Answer[Track]]]:
        """An album, and those of these tracks that are cached."""
        album = wants.item("album", spotify_id, whole=True)
        tracks = {track_id: wants.item("track", track_id) for track_id in track_ids}
        answers = self._reader.read([album, *tracks.values()], _APP, only_cached=True)
        if album.key not in answers:
            # Its tracks come along with it: what was read of them before counts no more.
            return self._one(album), {}
        return answers[album.key], {
            track_id: answers[want.key] for track_id, want in tracks.items() if want.key in answers
        }

    def _remember_tracks(self, album_id: str, track_ids: tuple[str, ...]) -> None:
        """Remember which tracks to read along with an album; what they are is always read."""
        if len(self._tracks_of) >= _ALBUMS_REMEMBERED:
            self._tracks_of.clear()
        self._tracks_of[album_id] = track_ids

    def discography(self, artist_id: str) -> Answer[Discography]:
        return self._one(wants.discography(artist_id), artist_id)

    def artist_top_tracks(self, artist: Artist) -> Answer[TrackList]:
        return self._one(wants.artist_top_tracks(artist.id, artist.name), artist.id)

    def artist_page(self, artist_id: str, *, rest_is_asked_for: bool = True) -> ArtistPage:
        """An artist, their releases and their popular tracks: one round trip where all is cached.

        An artist who is cached does not wait for the rest, unless that ``rest_is_asked_for``.
        """
        if not is_spotify_id(artist_id):
            return ArtistPage(_GONE, _GONE, _GONE)
        artist, discography = wants.item("artist", artist_id), wants.discography(artist_id)
        top_key = wants.artist_top_tracks(artist_id, "")
        answers = self._reader.read([artist, discography, top_key], _APP, only_cached=True)
        absent = [want for want in (artist, discography) if want.key not in answers]
        with patience.without_waiting(artist.key in answers and not rest_is_asked_for):
            if absent:
                answers |= self._reader.read(absent, _APP)
            known = answers[artist.key]
            if top_key.key not in answers:
                # In development mode the name is what popular tracks are searched by.
                answers[top_key.key] = self.artist_top_tracks(known.value) if known.value else known
        return ArtistPage(known, answers[discography.key], answers[top_key.key])

    def search(
        self, query: str, types: Sequence[str] = SEARCH_TYPES, limit: int = SEARCH_LIMIT, offset: int = 0
    ) -> Answer[SearchPage]:
        """One page of results; albums in short form. A query of spaces finds nothing without asking."""
        if not kinds.normalise_query(query):
            return Answer(SearchPage(), State.FRESH, int(time.time()))
        want = wants.search(query, types, limit, offset)
        return self._one(want)

    def new_releases(self) -> Answer[AlbumList]:
        return self._one(wants.new_releases())

    def recommendations(self, artists: Sequence[Artist] = (), genres: Sequence[str] = ()) -> Answer[TrackList]:
        """Tracks for tastes; without any taste, none."""
        if not artists and not genres:
            return Answer(TrackList(), State.FRESH, int(time.time()))
        return self._one(wants.recommendations([(artist.id, artist.name) for artist in artists], genres))

    # --- people ------------------------------------------------------------------------------------------------------

    def listener(self, source: TokenSource) -> Listener:
        """Reads of one connected person's own data."""
        return Listener(self._reader, self._background, source)

    def retry_after(self) -> int:
        """Seconds after which asking again may help, for whoever was told ``unavailable``: one round trip to Redis.

        While the gate is closed, until it opens: Spotify has been seen to close it for hours.
        """
        return max(RETRY_AFTER, math.ceil(self.quota.gate_closed_for()))

    # --- forgetting --------------------------------------------------------------------------------------------------

    def invalidate(self, item_type: str, ids: Iterable[str]) -> None:
        """Drop albums, artists or tracks.

        Raises:
            StoreDown: Redis does not answer; entries then go by their lifetime.
        """
        thing = kinds.CATALOG_THINGS[item_type]
        self.store.delete([kinds.key(thing, spotify_id) for spotify_id in ids])

    def invalidate_user(self, cache_id: str) -> None:
        """Drop everything that is kept of a person (R15, R63). Raises StoreDown."""
        self.store.delete(kinds.user_keys(cache_id))

    def invalidate_search(self, pattern: str) -> int:
        """Drop searches whose query matches ``pattern``, with ``*`` and ``?``; how many they were. Raises StoreDown."""
        return self.store.delete_searches(kinds.normalise_query(pattern))

    def renew(self, want: Want) -> None:
        """Have a worker fetch something anew, however fresh it is; meanwhile it is answered as it is, as stale.

        Raises:
            StoreDown
        """
        (raw,) = self.store.read([want.key])
        entry = kinds.decode_entry(want.thing, raw)
        now = int(time.time())
        if raw is not None and entry is not None and entry.fresh_until > now:
            self.store.swap(want.key, raw, kinds.encode_entry(entry.value, entry.fetched_at, now))
        self._background([want], _APP)

    # --- ahead of time -----------------------------------------------------------------------------------------------

    def warm(self, wanted: Sequence[Want]) -> None:
        """Have a worker fetch what will be wanted soon; each once, and nothing that is fresh."""
        if wanted:
            self._background(wanted, _APP)

    @property
    def asks_in_batches(self) -> bool:
        """Whether Spotify answers for many items in one call now: not in development mode."""
        return self._gateway.batch_size("track") > 1

    # --- for workers -------------------------------------------------------------------------------------------------

    def refresh(
        self, wanted: Sequence[Want], caller: Caller, until: float = 0, seconds: float = WORKER_SECONDS
    ) -> Results:
        """Fetch what is absent or past its lifetime, now or at ``until`` (Unix seconds). Raises StoreDown.

        Nobody waits for it; what has not come after ``seconds`` is left out.
        """
        return self._reader.refresh(wanted, caller, until, seconds)

    def _one(self, want: Want, spotify_id: str | None = None) -> Answer[Any]:
        checked = spotify_id if spotify_id is not None else want.spotify_id
        if (spotify_id is not None or want.load is None) and not is_spotify_id(checked):
            return _GONE
        return self._reader.read_one(want, _APP)


class Listener:
    """A connected person's own data on Spotify: every entry under their own keys."""

    def __init__(self, reader: Reader, background: Background, source: TokenSource) -> None:
        self._reader = reader
        self._background = background
        self._caller = Caller(person=source)
        self._cache_id = source.cache_id

    def _read(self, *parts: tuple[str, str]) -> list[Answer[Any]]:
        wanted = [wants.of_person(self._cache_id, name, time_range) for name, time_range in parts]
        answers = self._reader.read(wanted, self._caller)
        return [answers[want.key] for want in wanted]

    def dashboard(self, time_range: str = "medium_term", *, rest_is_asked_for: bool = True) -> Dashboard:
        """Everything of the dashboard in one round trip where it is cached; ``time_range`` is one of
        `kinds.TIME_RANGES`. What is cached does not wait for the rest, unless that ``rest_is_asked_for``."""
        wanted = [wants.of_person(self._cache_id, *part) for part in _dashboard_parts(_span(time_range))]
        answers = self._reader.read(wanted, self._caller, only_cached=True)
        absent = [want for want in wanted if want.key not in answers]
        metrics.dashboard_opened(is_cached=not absent)
        if absent:
            with patience.without_waiting(bool(answers) and not rest_is_asked_for):
                answers |= self._reader.read(absent, self._caller)
        return Dashboard(*(answers[want.key] for want in wanted))

    def all_of_it(self) -> list[Want]:
        """Everything that a dashboard may show, whatever period is chosen."""
        parts = dict.fromkeys(part for span in kinds.TIME_RANGES for part in _dashboard_parts(span))
        return [wants.of_person(self._cache_id, *part) for part in parts]

    def warm(self) -> None:
        """Have a worker fetch what the dashboard shows, before it is opened (R14)."""
        self._background(self.all_of_it(), self._caller)

    def profile(self) -> Answer[Profile]:
        return cast("Answer[Profile]", self._read(("profile", ""))[0])

    def recent_plays(self) -> Answer[RecentPlays]:
        return cast("Answer[RecentPlays]", self._read(("recent", ""))[0])

    def top_artists(self, time_range: str = "medium_term") -> Answer[ArtistList]:
        return cast("Answer[ArtistList]", self._read(("top-artists", _span(time_range)))[0])

    def top_tracks(self, time_range: str = "medium_term") -> Answer[TrackList]:
        return cast("Answer[TrackList]", self._read(("top-tracks", _span(time_range)))[0])

    def playlists(self) -> Answer[SpotifyPlaylists]:
        return cast("Answer[SpotifyPlaylists]", self._read(("playlists", ""))[0])


def _dashboard_parts(span: str) -> list[tuple[str, str]]:
    return [("profile", ""), ("recent", ""), ("top-artists", span), ("top-tracks", span), ("playlists", "")]


def _span(time_range: str) -> str:
    return time_range if time_range in kinds.TIME_RANGES else "medium_term"


@lru_cache(maxsize=1)
def get_repository() -> SpotifyCacheRepository:
    """The repository of this process, made at first use: after gunicorn and Celery have forked."""
    return SpotifyCacheRepository(Store())
