"""Muse: its repository as pages use it."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.peers.contestant import SEARCH_LIMIT
from spotify_cache.answers import Answer, Batch
from spotify_cache.entities import Album, SearchPage, Track
from spotify_cache.repository import SpotifyCacheRepository
from spotify_cache.store import Store


class MuseRepository:
    name = "Muse"

    def __init__(self) -> None:
        self.repository = SpotifyCacheRepository(Store())

    def track(self, spotify_id: str) -> Answer[Track]:
        return self.repository.track(spotify_id)

    def tracks(self, ids: Sequence[str]) -> Batch[Track]:
        return self.repository.tracks(ids)

    def album(self, spotify_id: str) -> tuple[Answer[Album], Batch[Track]]:
        return self.repository.album_with_tracks(spotify_id)

    def search(self, query: str) -> Answer[SearchPage]:
        return self.repository.search(query, types=("track",), limit=SEARCH_LIMIT)
