"""Entries, leases and counters in Redis. The only module that knows the Redis client (house.md).

Every method is one round trip. When Redis does not answer, `StoreDown` is raised; for a second after that it is raised
at once, so that a page with several reads waits for the time-out only once (R74).
"""

from __future__ import annotations

import hashlib
import re
import secrets
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from typing import Any

from django_redis import get_redis_connection
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import MaxConnectionsError, NoScriptError, RedisError
from redis.exceptions import TimeoutError as RedisTimeoutError

from spotify_cache import scripts
from spotify_cache.kinds import SEARCH_INDEX

#: A lease ends this long after its holder last renewed it: what the death of a holder delays others by (seconds).
LEASE_SECONDS = 1.5
#: How long a drop keeps out what fetches under way before it still bring: longer than a worker gives a group of wants
#: (`reader.WORKER_SECONDS`) and its last call takes (seconds).
DROP_SECONDS = 75
#: Members of a sorted set that are kept in any case: the highest.
MEMBERS_KEPT = 5_000
_PAUSE_AFTER_FAILURE = 1.0  # seconds
_SEARCH_DROPS = f"{SEARCH_INDEX}:drops"


class StoreDown(Exception):
    """Redis cannot be reached, is too slow, or refuses."""


class Outcome(StrEnum):
    """What those who wait for a lease learn when it is given back."""

    STORED = "stored"
    #: There is no answer now; asking again would not help.
    FAILED = "failed"
    #: Left for a worker, as the rate window is full.
    LATER = "later"


class GivesWay(StrEnum):
    """Which entry that is there already stays, and is not replaced."""

    NEVER = "never"
    #: To one within its lifetime.
    TO_FRESH = "to fresh"
    #: Also to one past its lifetime that holds more: one that is longer by more than names and numbers that changed.
    TO_FULLER = "to fuller"


@dataclass(frozen=True, slots=True)
class Write:
    """One entry to store for ``ttl`` seconds."""

    key: str
    value: bytes
    ttl: int
    gives_way: GivesWay = GivesWay.NEVER


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


def _delete(client: Any, keys: Sequence[str]) -> None:
    pipeline = client.pipeline(transaction=True)
    for key in keys:
        pipeline.delete(key, _lease(key))
        pipeline.set(f"{key}:dropped", b"1", ex=DROP_SECONDS)
    pipeline.execute()


def _pattern(wildcards: str) -> re.Pattern[str]:
    """``*`` and ``?`` of a drop by pattern; everything else stands for itself."""
    parts = {"*": ".*", "?": "."}
    return re.compile("".join(parts.get(character) or re.escape(character) for character in wildcards), re.DOTALL)


def _indexed(client: Any, pattern: str) -> list[bytes]:
    """Members of the index of searches whose query matches: ``query NUL key``."""
    glob = re.sub(r"[\[\]\\^-]", r"\\\g<0>", pattern)
    return [member for member, _ in client.zscan_iter(SEARCH_INDEX, match=f"{glob}\x00*", count=1000)]


def _released(channel: Any, names: dict[bytes, str], seconds: float) -> dict[str, Outcome]:
    """Wait for the first message, then take what has come with it."""
    outcomes: dict[str, Outcome] = {}
    deadline = time.monotonic() + seconds
    while not outcomes and (left := deadline - time.monotonic()) > 0:
        message = channel.get_message(timeout=left)
        while message is not None:
            if (key := names.get(message["channel"])) is not None:  # else: what an earlier wait did not hear
                outcomes[key] = Outcome(message["data"].decode())
            message = channel.get_message()
    return outcomes


class Store:
    """Safe to share between threads."""

    def __init__(self, alias: str = "default") -> None:
        self._alias = alias
        self._down_until = 0.0
        self._connected: Any = None
        self._listeners: list[Any] = []

    def _client(self) -> Any:
        if time.monotonic() < self._down_until:
            raise StoreDown("Redis did not answer a moment ago")
        if self._connected is None:
            # One client and its pool for all threads, as django-redis has it too; looking it up takes a while.
            self._connected = get_redis_connection(self._alias)
        return self._connected

    def _run(self, work: Any) -> Any:
        client = self._client()
        try:
            return work(client)
        except (RedisError, OSError) as error:
            raise self._down(error) from error

    def _down(self, error: Exception) -> StoreDown:
        """Leave Redis alone for a moment if it was not reached; one that refuses (full, busy) is asked again."""
        unreached = isinstance(error, (RedisConnectionError, RedisTimeoutError, OSError))
        if unreached and not isinstance(error, MaxConnectionsError):
            self._down_until = time.monotonic() + _PAUSE_AFTER_FAILURE
        return StoreDown(type(error).__name__)

    def ping(self) -> None:
        """Raises StoreDown."""
        self._run(lambda client: client.ping())

    def read(self, keys: Sequence[str]) -> list[bytes | None]:
        """What is under each key, in order."""
        return list(self._run(lambda client: client.mget(keys))) if keys else []

    def write(
        self,
        entries: Iterable[Write],
        release: Iterable[str] = (),
        owner: str = "",
        outcome: Outcome = Outcome.STORED,
    ) -> frozenset[str]:
        """Store entries, give back the leases on ``release`` that ``owner`` holds, and wake who waits for them.

        Entries that were dropped while they were fetched are not stored: theirs are the keys that come back.
        ``outcome`` is what the waiting learn.
        """
        entries, leases = list(entries), [_lease(key) for key in release]
        if not entries and not leases:
            return frozenset()
        fields = [field for entry in entries for field in (entry.value, max(1, entry.ttl), entry.gives_way.value)]
        arguments = [len(entries), owner, outcome.value, int(time.time()), *fields]
        refused = self.script(scripts.STORE, [*(entry.key for entry in entries), *leases], arguments)
        return frozenset(key.decode() for key in refused)

    def extend(self, keys: Iterable[str], owner: str, seconds: float) -> int:
        """Renew the leases that ``owner`` still holds; how many these are."""
        return int(self.script(scripts.EXTEND, [_lease(key) for key in keys], [owner, int(seconds * 1000)]))

    @contextmanager
    def watch(self, keys: Sequence[str]) -> Iterator[Callable[[float], dict[str, Outcome]]]:
        """Wait for leases of others without asking again and again.

        Yields a function that blocks for up to some seconds and answers what has been given back since: by key,
        what came of it. Empty when nothing was.
        """
        names = {_lease(key).encode(): key for key in keys}
        channel = self._listener()
        try:
            channel.subscribe(*names)
            yield lambda seconds: _released(channel, names, seconds)
            channel.unsubscribe(*names)
        except (RedisError, OSError) as error:
            channel.close()
            raise StoreDown(type(error).__name__) from error
        except BaseException:
            channel.close()
            raise
        self._listeners.append(channel)

    def _listener(self) -> Any:
        """A connection to listen on: one that is idle, for making one takes longer than all the rest of a wait."""
        try:
            return self._listeners.pop()
        except IndexError:
            return self._client().pubsub(ignore_subscribe_messages=True)

    def claim(self, keys: Sequence[str], owner: str, seconds: float = LEASE_SECONDS) -> list[Claim]:
        """Ask for the lease of each key and read the key again after it, in one pipeline."""

        def work(client: Any) -> list[Claim]:
            pipeline = client.pipeline(transaction=False)
            for key in keys:
                pipeline.set(_lease(key), owner, nx=True, px=int(seconds * 1000))
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
        """Drop keys, and keep out what is being fetched for them right now."""
        if keys:
            self._run(lambda client: _delete(client, keys))

    def index_search(self, query: str, key: str, expires_at: int, begun_at: float) -> bool:
        """Note a search in the index that `delete_searches` looks through, before its entry is stored.

        Whether it may be stored: not if it was dropped after ``begun_at``, when its fetch began (Unix seconds).
        """

        def work(client: Any) -> bool:
            pipeline = client.pipeline(transaction=False)
            pipeline.zremrangebyscore(SEARCH_INDEX, "-inf", int(time.time()))
            pipeline.zadd(SEARCH_INDEX, {f"{query}\x00{key}": expires_at})
            pipeline.hgetall(_SEARCH_DROPS)
            drops: dict[bytes, bytes] = pipeline.execute()[-1]
            return not any(
                float(at) >= begun_at and _pattern(pattern.decode()).fullmatch(query) for pattern, at in drops.items()
            )

        return bool(self._run(work))

    def searches(self, pattern: str) -> list[tuple[str, str]]:
        """(query, key) of the searches that `delete_searches` would drop."""
        members = self._run(lambda client: _indexed(client, pattern))
        return [(query, key) for query, _, key in (member.decode().partition("\x00") for member in members)]

    def delete_searches(self, pattern: str) -> int:
        """Drop the searches whose query matches ``pattern`` (``*`` and ``?``); how many they were.

        Walks the index alone, never the keyspace (no KEYS, no SCAN). The drop is told first: a search that is being
        fetched either learns of it or is found in the index.
        """

        def work(client: Any) -> int:
            pipeline = client.pipeline(transaction=False)
            pipeline.hset(_SEARCH_DROPS, pattern, time.time())
            pipeline.expire(_SEARCH_DROPS, DROP_SECONDS)
            pipeline.execute()
            members = _indexed(client, pattern)
            for start in range(0, len(members), 500):
                chunk = members[start : start + 500]
                _delete(client, [member.split(b"\x00", 1)[1].decode() for member in chunk])
                client.zrem(SEARCH_INDEX, *chunk)
            return len(members)

        return int(self._run(work))

    def swap(self, key: str, old: bytes, new: bytes) -> None:
        """Put another value in place of ``old`` unless it changed since."""
        self.script(scripts.SWAP, (key,), (old, new))

    def script(self, source: str, keys: Sequence[str], arguments: Sequence[Any]) -> Any:
        """Run a Lua script, for what must be one step; its text goes to a server only once."""
        digest = hashlib.sha1(source.encode(), usedforsecurity=False).hexdigest()

        def work(client: Any) -> Any:
            try:
                return client.evalsha(digest, len(keys), *keys, *arguments)
            except NoScriptError:
                return client.eval(source, len(keys), *keys, *arguments)

        return self._run(work)

    def ask(self, *commands: tuple[Any, ...]) -> list[Any]:
        """Answers to several commands, in order: for those who look at Redis itself (`survey`)."""

        def work(client: Any) -> list[Any]:
            pipeline = client.pipeline(transaction=False)
            for command in commands:
                pipeline.execute_command(*command)
            return list(pipeline.execute())

        return list(self._run(work)) if commands else []

    def add_counts(
        self,
        counts: Mapping[str, Mapping[str, int]],
        scores: Mapping[str, Mapping[bytes, float]] | None = None,
        keep: Mapping[str, int] | None = None,
    ) -> None:
        """Add to the counters of hashes and to the scores of sorted sets, by key, in one pipeline.

        ``keep``: seconds for which keys of these are kept from now on; the others stay.
        """

        def work(client: Any) -> None:
            pipeline = client.pipeline(transaction=False)
            for key, named in counts.items():
                for name, times in named.items():
                    pipeline.hincrby(key, name, times)
            for key, members in (scores or {}).items():
                pipeline.eval(scripts.ADD_SCORES, 1, key, MEMBERS_KEPT, *chain.from_iterable(members.items()))
            for key, seconds in (keep or {}).items():
                pipeline.expire(key, seconds)
            pipeline.execute()

        self._run(work)

    def read_counts(self, keys: Sequence[str]) -> list[dict[str, int]]:
        """The counters of each hash, in order."""

        def work(client: Any) -> list[dict[bytes, bytes]]:
            pipeline = client.pipeline(transaction=False)
            for key in keys:
                pipeline.hgetall(key)
            return list(pipeline.execute())

        return [{name.decode(): int(times) for name, times in counted.items()} for counted in self._run(work)]

    def highest(self, key: str, limit: int) -> list[tuple[bytes, float]]:
        """Members of a sorted set with their scores, the highest first."""
        return list(self._run(lambda client: client.zrevrange(key, 0, limit - 1, withscores=True)))

    def raise_scores(self, members: Mapping[str, Mapping[bytes, float]], kept: int = MEMBERS_KEPT) -> int:
        """Put members into sorted sets, where they are with a higher score already that stays; how many were raised
        or are new. Of a set more than the ``kept`` highest are dropped."""

        def work(client: Any) -> list[int]:
            pipeline = client.pipeline(transaction=False)
            for key, scores in members.items():
                pipeline.zadd(key, dict(scores), gt=True, ch=True)
                pipeline.zremrangebyrank(key, 0, -kept - 1)
            return list(pipeline.execute()[::2])

        members = {key: scores for key, scores in members.items() if scores}
        return sum(self._run(work)) if members else 0

    def scores(self, members: Mapping[str, Sequence[bytes]]) -> dict[bytes, float]:
        """Scores of members, by the key of their sorted set; those that it does not have are left out."""

        def work(client: Any) -> list[list[float | None]]:
            pipeline = client.pipeline(transaction=False)
            for key, names in members.items():
                pipeline.zmscore(key, list(names))
            return list(pipeline.execute())

        found = self._run(work) if members else []
        names = chain.from_iterable(members.values())
        return {name: score for name, score in zip(names, chain.from_iterable(found), strict=True) if score is not None}

    def notes(self, key: str) -> dict[str, str]:
        """What `note` put under a key."""
        return {name.decode(): note.decode() for name, note in self._run(lambda client: client.hgetall(key)).items()}

    def note(self, key: str, notes: Mapping[str, str], seconds: int) -> None:
        """Put short texts under a key, by name, for so long after the last of them."""

        def work(client: Any) -> None:
            pipeline = client.pipeline(transaction=False)
            pipeline.hset(key, mapping=dict(notes))
            pipeline.expire(key, seconds)
            pipeline.execute()

        if notes:
            self._run(work)

    def drop_notes(self, key: str, names: Sequence[str]) -> None:
        """Take back what `note` put there."""
        if names:
            self._run(lambda client: client.hdel(key, *names))

    def value(self, key: str) -> bytes | None:
        client = self._client()
        try:
            found: bytes | None = client.get(key)
        except (RedisError, OSError) as error:
            raise self._down(error) from error
        return found

    def put(self, key: str, value: bytes | str, ttl: float, only_if_absent: bool = False) -> bool:
        """Set one key for ``ttl`` seconds; whether it was set."""
        milliseconds = max(1, int(ttl * 1000))
        return bool(self._run(lambda client: client.set(key, value, px=milliseconds, nx=only_if_absent)))
