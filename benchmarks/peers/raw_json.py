"""The usual hand-written cache: Spotify's JSON by ID through django-redis, with `cache.get`, `set` and `get_many`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.core.cache import caches

from benchmarks.peers.contestant import SEARCH_LIMIT, Json, Place, batches, spotify_client


class RawJson:
    name = "django-redis"

    def __init__(self, place: Place) -> None:
        self.client = spotify_client(place)
        self.cache = caches["raw_json"]
        self.ttl = place.ttl

    def _one(self, key: str, fetch: Callable[[], Json]) -> Json:
        found: Json | None = self.cache.get(key)
        if found is None:
            found = fetch()
            self.cache.set(key, found, self.ttl)
        return found

    def track(self, spotify_id: str) -> Json:
        return self._one(f"track:{spotify_id}", lambda: self.client.track(spotify_id))

    def tracks(self, ids: Sequence[str]) -> list[Any]:
        keys = [f"track:{spotify_id}" for spotify_id in ids]
        found = self.cache.get_many(keys)
        missing = [spotify_id for spotify_id, key in zip(ids, keys, strict=True) if key not in found]
        for batch in batches(missing):
            new = {f"track:{track['id']}": track for track in self.client.tracks(batch)["tracks"] if track}
            self.cache.set_many(new, self.ttl)
            found |= new
        return [found.get(key) for key in keys]

    def album(self, spotify_id: str) -> Json:
        return self._one(f"album:{spotify_id}", lambda: self.client.album(spotify_id))

    def search(self, query: str) -> Json:
        return self._one(
            f"search:{query}".replace(" ", "+"),
            lambda: self.client.search(query, limit=SEARCH_LIMIT, type="track"),
        )
