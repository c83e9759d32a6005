"""dogpile.cache on Redis: `get_or_create`, `get_or_create_multi` and its distributed lock."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dogpile.cache import make_region

from benchmarks.peers.contestant import SEARCH_LIMIT, Json, Place, batches, spotify_client

#: Redis forgets an entry this much later than dogpile lets it expire (seconds), as its documentation advises.
_REDIS_KEEPS_LONGER = 3600
_LOCK_SECONDS = 30


class DogpileRegion:
    name = "dogpile.cache"

    def __init__(self, place: Place) -> None:
        self.client = spotify_client(place)
        self.region = make_region().configure(
            "dogpile.cache.redis",
            expiration_time=place.ttl,
            arguments={
                "url": place.redis_url,
                "redis_expiration_time": place.ttl + _REDIS_KEEPS_LONGER,
                "distributed_lock": True,
                "lock_timeout": _LOCK_SECONDS,
                "thread_local_lock": False,
            },
        )

    def track(self, spotify_id: str) -> Json:
        answer: Json = self.region.get_or_create(f"track:{spotify_id}", lambda: self.client.track(spotify_id))
        return answer

    def tracks(self, ids: Sequence[str]) -> list[Any]:
        return list(self.region.get_or_create_multi([f"track:{spotify_id}" for spotify_id in ids], self._create))

    def _create(self, *keys: str) -> list[Any]:
        ids = [key.removeprefix("track:") for key in keys]
        return [track for batch in batches(ids) for track in self.client.tracks(batch)["tracks"]]

    def album(self, spotify_id: str) -> Json:
        answer: Json = self.region.get_or_create(f"album:{spotify_id}", lambda: self.client.album(spotify_id))
        return answer

    def search(self, query: str) -> Json:
        answer: Json = self.region.get_or_create(
            f"search:{query}", lambda: self.client.search(query, limit=SEARCH_LIMIT, type="track")
        )
        return answer
