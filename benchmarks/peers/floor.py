"""The floor: redis-py with hiredis and msgspec over Muse's own entries, and nothing else.

No lifetime is judged, no state told, nothing counted, nothing made of a key that is not there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
import redis

from benchmarks.peers.contestant import SEARCH_LIMIT
from spotify_cache import kinds, wants
from spotify_cache.entities import Album, SearchPage, Track


class Floor:
    name = "floor"

    def __init__(self, redis_url: str) -> None:
        self._client: Any = redis.Redis.from_url(redis_url)
        self._track = msgspec.msgpack.Decoder(tuple[int, int, Track])
        self._album = msgspec.msgpack.Decoder(tuple[int, int, Album])
        self._page = msgspec.msgpack.Decoder(tuple[int, int, SearchPage])
        self._prefix = kinds.key(kinds.TRACK_THING, "")

    def track(self, spotify_id: str) -> Any:
        return self.tracks([spotify_id])

    def tracks(self, ids: Sequence[str]) -> list[Any]:
        decode, prefix = self._track.decode, self._prefix
        return [decode(raw) for raw in self._client.mget([prefix + spotify_id for spotify_id in ids])]

    def album(self, spotify_id: str) -> Any:
        raw = self._client.mget([kinds.key(kinds.ALBUM_THING, spotify_id)])[0]
        album = self._album.decode(raw)[2]
        return album, self.tracks(album.track_ids or ())

    def search(self, query: str) -> Any:
        return self._page.decode(self._client.mget([wants.search(query, ("track",), SEARCH_LIMIT, 0).key])[0])
