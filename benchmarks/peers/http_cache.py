"""spotipy over requests-cache: whole HTTP answers in Redis, by their address."""

from __future__ import annotations

from typing import Any

import redis
from requests_cache import CachedSession, RedisCache

from benchmarks.peers.contestant import Place
from benchmarks.peers.spotipy_alone import SpotipyAlone


class HttpCache(SpotipyAlone):
    name = "requests-cache"

    def __init__(self, place: Place, **options: Any) -> None:
        backend = RedisCache(connection=redis.Redis.from_url(place.redis_url))
        session = CachedSession(backend=backend, expire_after=place.ttl, **options)
        super().__init__(place, session)


class HttpCacheStaleIfError(HttpCache):
    """The same with its option to answer from expired entries while Spotify fails."""

    name = "requests-cache, stale_if_error"

    def __init__(self, place: Place) -> None:
        super().__init__(place, stale_if_error=True)
