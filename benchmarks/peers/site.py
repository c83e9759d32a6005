"""Muse's pages with a peer in place of its read layer, for gunicorn: ``BENCHMARK_PEER`` names the peer.

What Spotify answers is kept as the peer keeps it, and made into Muse's entities at every read, as a site on top of that
peer would do. Everything above the repository is Muse's own.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Any

import redis
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")
application = get_wsgi_application()

import time  # noqa: E402

from django.core.cache import caches  # noqa: E402
from dogpile.cache import make_region  # noqa: E402
from requests_cache import CachedSession, RedisCache  # noqa: E402

from benchmarks.peers.contestant import DAY, Json  # noqa: E402
from benchmarks.peers.dogpile_region import DogpileRegion  # noqa: E402
from benchmarks.peers.http_cache import HttpCache  # noqa: E402
from benchmarks.peers.raw_json import RawJson  # noqa: E402
from spotify_cache import hauls, repository  # noqa: E402
from spotify_cache.answers import Answer, State  # noqa: E402
from spotify_cache.gateway import BATCH_SIZES, Caller, Gateway  # noqa: E402
from spotify_cache.store import Store  # noqa: E402
from spotify_cache.wants import Want  # noqa: E402

Fetch = Callable[[], Json]
FetchMany = Callable[[Sequence[str]], list[Any]]


class Nothing:
    """spotipy alone; also requests-cache, which keeps answers below spotipy."""

    def one(self, key: str, fetch: Fetch) -> Json:
        return fetch()

    def several(self, keys: Sequence[str], fetch: FetchMany) -> list[Any]:
        return fetch(keys)


class DjangoRedis(Nothing):
    def __init__(self) -> None:
        self._cache = caches["raw_json"]

    def one(self, key: str, fetch: Fetch) -> Json:
        found: Json | None = self._cache.get(key)
        if found is None:
            found = fetch()
            self._cache.set(key, found, DAY)
        return found

    def several(self, keys: Sequence[str], fetch: FetchMany) -> list[Any]:
        found = self._cache.get_many(keys)
        missing = [key for key in keys if key not in found]
        if missing:
            new = dict(zip(missing, fetch(missing), strict=True))
            self._cache.set_many(new, DAY)
            found |= new
        return [found[key] for key in keys]


class Dogpile(Nothing):
    def __init__(self) -> None:
        arguments = {
            "url": os.environ["BENCHMARK_DOGPILE"],
            "distributed_lock": True,
            "lock_timeout": 30,
            "thread_local_lock": False,
        }
        self._region = make_region().configure("dogpile.cache.redis", expiration_time=DAY, arguments=arguments)

    def one(self, key: str, fetch: Fetch) -> Json:
        found: Json = self._region.get_or_create(key, fetch)
        return found

    def several(self, keys: Sequence[str], fetch: FetchMany) -> list[Any]:
        return list(self._region.get_or_create_multi(list(keys), lambda *missing: fetch(missing)))


class KeepingGateway(Gateway):
    """The gateway with a peer's cache around each of its questions."""

    def __init__(self, store: Store, keep: Nothing) -> None:
        super().__init__(store)
        self._keep = keep

    def _call(self, endpoint: str, caller: Caller, ask: Any) -> Json:
        """Every question but for items goes through here; its key is what it asks, and who asks."""
        who = caller.person.cache_id if caller.person else ""
        names = [str(cell.cell_contents) for cell in ask.__closure__ or () if not callable(cell.cell_contents)]
        key = "|".join((endpoint, who, *names)).replace(" ", "+")
        return self._keep.one(key, lambda: super(KeepingGateway, self)._call(endpoint, caller, ask))

    def many(self, item_type: str, ids: Sequence[str], caller: Caller) -> Json:
        def fetch(keys: Sequence[str]) -> list[Any]:
            wanted = [key.split(":")[1] for key in keys]
            ask = Gateway._call
            answer = ask(self, f"{item_type}s", caller, lambda spotify: getattr(spotify, f"{item_type}s")(wanted))
            return list(answer[f"{item_type}s"])

        return {f"{item_type}s": self._keep.several([f"{item_type}:{spotify_id}" for spotify_id in ids], fetch)}


class PeerReader:
    """Stands in for `spotify_cache.reader.Reader`: no entries, no leases, no background."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway

    def read(
        self, wants: Sequence[Want], caller: Caller, *_: Any, only_cached: bool = False, **__: Any
    ) -> dict[str, Answer[Any]]:
        answers: dict[str, Answer[Any]] = {}
        if only_cached:
            return answers
        now = int(time.time())
        for want in wants:
            if want.load:
                answers[want.key] = _answer(want.load(self._gateway, caller).found.get(""), now)
        items = sorted((want for want in wants if not want.load), key=lambda want: want.thing.name)
        for item_type, group in groupby(items, key=lambda want: want.thing.name):
            members = list(group)
            for start in range(0, len(members), BATCH_SIZES[item_type]):
                batch = members[start : start + BATCH_SIZES[item_type]]
                ids = [want.spotify_id for want in batch]
                found = hauls.several(self._gateway, item_type, ids, caller).found
                answers |= {want.key: _answer(found[want.spotify_id], now) for want in batch}
        return answers

    def read_one(self, want: Want, caller: Caller) -> Answer[Any]:
        return self.read([want], caller)[want.key]


def _answer(value: Any, now: int) -> Answer[Any]:
    return Answer(value, State.FRESH if value is not None else State.GONE, now)


class PeerRepository(repository.SpotifyCacheRepository):
    def __init__(self, store: Store) -> None:
        super().__init__(store)
        peer = os.environ["BENCHMARK_PEER"]
        keep = {RawJson.name: DjangoRedis, DogpileRegion.name: Dogpile}.get(peer, Nothing)()
        gateway = KeepingGateway(store, keep)
        if peer == HttpCache.name:
            backend = RedisCache(connection=redis.Redis.from_url(os.environ["BENCHMARK_HTTP_CACHE"]))
            gateway._session = CachedSession(backend=backend, expire_after=DAY)
        self._gateway = gateway
        self._reader: Any = PeerReader(gateway)


repository.SpotifyCacheRepository = PeerRepository  # type: ignore[misc]
