"""Fills a listener's library and playlists at the start."""

from __future__ import annotations

from datetime import UTC, datetime
from random import Random

from spotify_cache.sandbox.catalog.catalog import Catalog
from spotify_cache.sandbox.catalog.ids import make_ids
from spotify_cache.sandbox.catalog.model import Track

from .listener import Listener, Playlist, PlaylistItem, Profile
from .playlist_names import NAMES
from .taste import Taste

_START = datetime(2026, 11, 1, 12, tzinfo=UTC).timestamp()
"""Nothing in a library is younger than this before a listener writes to it."""
_DAY = 86_400
EPISODE_IDS = tuple(make_ids("sandbox/episodes", 3))
SHOW_ID = make_ids("sandbox/shows")[0]


def seed_library(catalog: Catalog, profile: Profile, taste: Taste) -> Listener:
    """A listener with saved tracks, albums and followed artists after their taste."""
    listener = Listener(profile)
    random = Random(f"{catalog.seed}/library/{profile.id}")
    tracks = [track for artist in taste.artists for track in catalog.top_tracks(artist, 18)]
    different = list(dict.fromkeys(track.id for track in tracks))
    chosen = random.sample(different, min(profile.saved_tracks, len(different)))
    listener.saved_tracks = _over_time(chosen, random)
    albums = [catalog.albums[index].id for artist in taste.artists for index in artist.albums]
    listener.saved_albums = _over_time(random.sample(albums, min(profile.saved_albums, len(albums))), random)
    artists = [artist.id for artist in taste.artists[: profile.followed_artists]]
    random.shuffle(artists)
    listener.followed_artists = _over_time(artists, random)
    return listener


def _over_time(identifiers: list[str], random: Random) -> dict[str, float]:
    days = sorted((random.random() ** 2 * 1500 for _ in identifiers), reverse=True)
    return {identifier: float(int(_START - day * _DAY)) for identifier, day in zip(identifiers, days, strict=True)}


def seed_playlists(catalog: Catalog, listener: Listener, taste: Taste) -> list[Playlist]:
    """The listener's own playlists. Theo has many, one of them long; his mix holds what is not a plain track."""
    if not listener.profile.plays_a_day:
        return []
    random = Random(f"{catalog.seed}/playlists/{listener.id}")
    count = 64 if listener.profile.saved_tracks > 1000 else 5 + int(random.random() * 4)
    ids = make_ids(f"{catalog.seed}/playlists/{listener.id}", count)
    pool = [track for artist in taste.artists for track in catalog.top_tracks(artist, 10)]
    playlists = []
    for number in range(count):
        name, description = NAMES[(number + len(listener.id) * 3) % len(NAMES)]
        if number >= len(NAMES):
            name += f" {1994 + number // len(NAMES) * 11 + number % 9}"
        length = 8 + int(random.random() ** 2 * 90)
        playlist = Playlist(ids[number], name, description, listener.id, random.random() < 0.7, False)
        playlist.items = _items(listener.id, random.sample(pool, min(length, len(pool))), random)
        playlists.append(playlist)
    playlists[0].public = True
    playlists[1].public = False
    if count > 20:
        _make_odd(playlists[-1], listener.id)
        playlists[2].name = "Everything, in order"
        playlists[2].items = _items(listener.id, pool[:620], random)
        playlists[3].items = []
        playlists[3].name = "New Playlist"
    return playlists


def _items(owner: str, tracks: list[Track], random: Random) -> list[PlaylistItem]:
    at = _START - random.random() * 900 * _DAY
    items = []
    for track in tracks:
        at = min(_START, at + random.random() * 3 * _DAY)
        items.append(PlaylistItem("track", track.id, float(int(at)), owner))
    return items


def _make_odd(playlist: Playlist, owner: str) -> None:
    """Put in what a playlist may hold besides tracks: a local file, an episode, an item that is gone."""
    at = playlist.items[0].added_at
    local = ("Untitled Rehearsal (4-track)", "Marchbanks Brothers", "Garage Tapes 1997", 214_000)
    playlist.items.insert(2, PlaylistItem("local", None, at, owner, local))
    playlist.items.insert(4, PlaylistItem("episode", EPISODE_IDS[0], at, owner))
    playlist.items.insert(6, PlaylistItem("missing", None, at, owner))
    playlist.items.append(playlist.items[0])
    playlist.name, playlist.description = "Odds and ends", "Demos, a podcast, and something that is gone."
