"""Entries, leases and counters in Redis. The only module that knows the Redis client (house.md).

Every method is one round trip. When Redis does not answer, `StoreDown` is raised; for a second after that it is raised
at once, so that a page with several reads waits for the time-out only once (R74).
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django_redis import get_redis_connection
from redis.exceptions import RedisError

#: A lease outlives the slowest fetch; a holder that died delays others by this much at most (seconds).
LEASE_SECONDS = 8
_PAUSE_AFTER_FAILURE = 1.0  # seconds

_RELEASE = """
for i, key in ipairs(KEYS) do
  if redis.call('GET', key) == ARGV[1] then redis.call('DEL', key) end
end
"""


class StoreDown(Exception):
    """Redis cannot be reached, is too slow, or refuses."""


@dataclass(frozen=True, slots=True)
class Write:
    """One entry to store for ``ttl`` seconds; ``only_if_absent`` leaves what is there alone."""

    key: str
    value: bytes
    ttl: int
    only_if_absent: bool = False


@dataclass(frozen=True, slots=True)
class Claim:
    """The outcome of asking for a lease: whether it was won, and what the key held at that moment."""

    won: bool
    value: bytes | None


def new_owner() -> str:
    """A token that names a holder of leases."""
    return secrets.token_hex(8)


def _lease(key: str) -> str:
    return f"{key}:lease"


class Store:
    """Safe to share between threads."""

    def __init__(self, alias: str = "default") -> None:
        self._alias = alias
        self._down_until = 0.0

    def _client(self) -> Any:
        if time.monotonic() < self._down_until:
            raise StoreDown("Redis did not answer a moment ago")
        return get_redis_connection(self._alias)

    def _run(self, work: Any) -> Any:
        client = self._client()
        try:
            return work(client)
        except (RedisError, OSError) as error:
            self._down_until = time.monotonic() + _PAUSE_AFTER_FAILURE
            raise StoreDown(type(error).__name__) from error

    def ping(self) -> None:
        """Raises StoreDown."""
        self._run(lambda client: client.ping())

    def read(self, keys: Sequence[str]) -> list[bytes | None]:
        """What is under each key, in order."""
        return list(self._run(lambda client: client.mget(keys))) if keys else []

    def write(self, entries: Iterable[Write], release: Iterable[str] = (), owner: str = "") -> None:
        """Store entries and, in the same pipeline, give back the leases on ``release`` that ``owner`` holds."""
        entries, leases = list(entries), [_lease(key) for key in release]
        if not entries and not leases:
            return

        def work(client: Any) -> None:
            pipeline = client.pipeline(transaction=False)
            for entry in entries:
                pipeline.set(entry.key, entry.value, ex=max(1, entry.ttl), nx=entry.only_if_absent)
            if leases:
                pipeline.eval(_RELEASE, len(leases), *leases, owner)
            pipeline.execute()

        self._run(work)

    def claim(self, keys: Sequence[str], owner: str) -> list[Claim]:
        """Ask for the lease of each key and read the key again after it, in one pipeline."""

        def work(client: Any) -> list[Claim]:
            pipeline = client.pipeline(transaction=False)
            for key in keys:
                pipeline.set(_lease(key), owner, nx=True, ex=LEASE_SECONDS)
                pipeline.get(key)
            results = pipeline.execute()
            return [Claim(bool(won), value) for won, value in zip(results[::2], results[1::2], strict=True)]

        return list(self._run(work)) if keys else []

    def mark(self, keys: Sequence[str], seconds: int) -> list[bool]:
        """Set each key for a while; whether this caller was the first to."""

        def work(client: Any) -> list[bool]:
            pipeline = client.pipeline(transaction=False)
            for key in keys:
                pipeline.set(key, b"1", nx=True, ex=seconds)
            return [bool(first) for first in pipeline.execute()]

        return list(self._run(work)) if keys else []

    def delete(self, keys: Sequence[str]) -> None:
        """Drop keys and the leases on them."""
        if keys:
            self._run(lambda client: client.delete(*keys, *(_lease(key) for key in keys)))

    def index_search(self, index: str, member: str, expires_at: int) -> None:
        """Note a search in the index that `delete_searches` looks through; drop what has expired from it."""

        def work(client: Any) -> None:
            pipeline = client.pipeline(transaction=False)
            pipeline.zremrangebyscore(index, "-inf", int(time.time()))
            pipeline.zadd(index, {member: expires_at})
            pipeline.execute()

        self._run(work)

    def delete_searches(self, index: str, pattern: str) -> int:
        """Drop the searches whose member ``query NUL key`` matches the glob ``pattern``; how many they were.

        Walks the index alone, never the keyspace (no KEYS, no SCAN).
        """

        def work(client: Any) -> int:
            members = [member for member, _ in client.zscan_iter(index, match=f"{pattern}\x00*", count=1000)]
            if members:
                pipeline = client.pipeline(transaction=False)
                for start in range(0, len(members), 500):
                    chunk = members[start : start + 500]
                    pipeline.delete(*(member.split(b"\x00", 1)[1] for member in chunk))
                    pipeline.zrem(index, *chunk)
                pipeline.execute()
            return len(members)

        return int(self._run(work))

    def script(self, source: str, keys: Sequence[str], arguments: Sequence[Any]) -> Any:
        """Run a Lua script; for what must be one step, such as the rate window."""
        return self._run(lambda client: client.eval(source, len(keys), *keys, *arguments))

    def value(self, key: str) -> bytes | None:
        found: bytes | None = self._run(lambda client: client.get(key))
        return found

    def put(self, key: str, value: bytes | str, ttl: float, only_if_absent: bool = False) -> bool:
        """Set one key for ``ttl`` seconds; whether it was set."""
        milliseconds = max(1, int(ttl * 1000))
        return bool(self._run(lambda client: client.set(key, value, px=milliseconds, nx=only_if_absent)))
