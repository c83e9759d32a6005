"""The real repository under a trace, on a clock that jumps from visit to visit."""

from __future__ import annotations

import heapq
import math
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from typing import Any

from django.conf import settings

from benchmarks.moved_clock import FrozenClock, install
from benchmarks.servers import Servers
from benchmarks.traffic.people import Person
from benchmarks.traffic.trace import DAY, Visit
from benchmarks.traffic.writing import forget_writing, write
from muse.celery import app
from reviews.charts import compute_charts
from spotify_cache import background, metrics, repository
from spotify_cache.entities import Album
from spotify_cache.repository import get_repository
from spotify_cache.store import GivesWay, Store, Write
from spotify_cache.wants import SEARCH_TYPES
from spotify_cache.warming import warm_popular

#: Midnight of the day before yesterday, in Unix seconds: for PostgreSQL, what people write in a trace is a day old.
START = int(time.time()) // DAY * DAY - 2 * DAY
#: How often Celery beat starts the warmer, and the charts (seconds).
WARMING_EVERY = 600
CHARTS_EVERY = 3600


class Warming(StrEnum):
    """What is fetched before people come."""

    NONE = "without"
    SIGN_IN = "at sign-in"
    ALL = "at sign-in and of what is popular"


class ClockedStore(Store):
    """A store whose Redis forgets on the trace's clock: Redis itself counts real seconds, and a trace lasts only some.

    Expiries are kept here, and `forget` drops what has expired before each visit. Marks ("queued already") are kept
    here alone.
    """

    clock = FrozenClock(START)

    def __init__(self) -> None:
        super().__init__()
        self._expiry: dict[str, float] = {}
        self._queue: list[tuple[float, str]] = []
        self._marks: dict[str, float] = {}

    def write(self, entries: Iterable[Write], *args: Any, **options: Any) -> frozenset[str]:
        entries = list(entries)
        now = self.clock.time()
        for entry in entries:
            if entry.gives_way is not GivesWay.NEVER and self._expiry.get(entry.key, 0) > now + entry.ttl:
                continue
            self._expiry[entry.key] = now + entry.ttl
            heapq.heappush(self._queue, (now + entry.ttl, entry.key))
        return super().write(entries, *args, **options)

    def mark(self, keys: Sequence[str], seconds: int) -> list[bool]:
        now = self.clock.time()
        first = [self._marks.get(key, 0) <= now for key in keys]
        self._marks |= {key: now + seconds for key, is_first in zip(keys, first, strict=True) if is_first}
        return first

    def lose(self) -> None:
        """Everything is gone, as after a start of Redis anew."""
        for kept in (self._expiry, self._queue, self._marks):
            kept.clear()

    def forget(self) -> None:
        now = self.clock.time()
        due = []
        while self._queue and self._queue[0][0] <= now:
            expiry, key = heapq.heappop(self._queue)
            if self._expiry.get(key) == expiry:
                del self._expiry[key]
                due.append(key)
        for start in range(0, len(due), 500):
            self._run(lambda client, chunk=due[start : start + 500]: client.delete(*chunk))


class MuseUnderTrace:
    """`Reads` of the real repository; what goes to the background is done at once, by Celery's eager mode."""

    def __init__(self, store: ClockedStore, people: dict[int, Person], warming: Warming) -> None:
        self._store = store
        self._people = people
        self._repository = get_repository()
        self._warming = warming
        self._warms_at = self._charts_at = 0
        self.calls_of_warming = 0

    def come_to(self, seconds: int, calls: Callable[[], int]) -> None:
        """Move the clock, with whatever the schedule starts on the way."""
        while self._warming is Warming.ALL and self._warms_at <= seconds:
            self.at(self._warms_at)
            if self._charts_at <= self._warms_at:
                compute_charts()
                self._charts_at += CHARTS_EVERY
            metrics.flush(self._store, force=True)
            before = calls()
            run = warm_popular(self._repository)
            self.calls_of_warming += calls() - before
            self._warms_at += math.ceil(run.retry_after) + 1 if run.goes_on else WARMING_EVERY
        self.at(seconds)

    def write(self, visit: Visit) -> None:
        """What the person wrote on that page: the sources of what is popular find it."""
        if visit.writes and self._warming is Warming.ALL:
            write(visit, START + visit.at)

    def lose_cache(self, servers: Servers) -> None:
        """Redis starts anew, empty; what was counted of reads is lost as well."""
        self._store.lose()
        servers.flush()

    def at(self, seconds: int) -> None:
        """Move the clock to so many seconds after `START`."""
        self._store.clock.now = START + seconds
        self._store.forget()

    def track(self, spotify_id: str) -> str | None:
        value = self._repository.track(spotify_id).value
        return value.album.id if value and value.album else None

    def album(self, spotify_id: str) -> tuple[str | None, Sequence[str]]:
        answer, tracks = self._repository.album_with_tracks(spotify_id)
        value: Album | None = answer.value
        return (value.artists[0].id if value and value.artists else None), list(tracks)

    def tracks(self, ids: Sequence[str]) -> None:
        self._repository.tracks(ids)

    def catalog(self, tracks: Sequence[str], albums: Sequence[str], artists: Sequence[str]) -> None:
        self._repository.catalog(tracks=tracks, albums=albums, artists=artists)

    def artist_page(self, spotify_id: str) -> None:
        self._repository.artist_page(spotify_id)

    def discography(self, artist_id: str) -> None:
        self._repository.discography(artist_id)

    def search(self, query: str, limit: int) -> None:
        self._repository.search(query, SEARCH_TYPES, limit)

    def new_releases(self) -> None:
        self._repository.new_releases()

    def dashboard(self, person: int) -> None:
        self._repository.listener(self._people[person]).dashboard("medium_term")

    def sign_in(self, person: int) -> None:
        if self._warming is not Warming.NONE:
            self._repository.listener(self._people[person]).warm()


@contextmanager
def muse(servers: Servers, quota_mode: str, people: dict[int, Person], warming: Warming) -> Iterator[MuseUnderTrace]:
    """A repository as new, on an empty cache, in a quota mode, with the clock at `START`."""
    servers.flush()
    servers.sandbox.config(quota_mode=quota_mode)
    settings.SPOTIFY_QUOTA_MODE = quota_mode
    app.conf.task_always_eager = True
    install(ClockedStore.clock)
    ClockedStore.clock.now = START
    store = ClockedStore()
    module: Any = repository
    before = module.Store
    module.Store = lambda: store
    get_repository.cache_clear()
    by_name = {person.cache_id: person for person in people.values()}
    background.register_token_sources(by_name.get)
    forget_writing()
    servers.keeping.command("FLUSHALL", "SYNC")
    metrics.flush(store, force=True)
    servers.flush()
    try:
        yield MuseUnderTrace(store, people, warming)
    finally:
        module.Store = before
        get_repository.cache_clear()


def counted() -> Counter[tuple[str, str]]:
    """Reads since the cache was emptied, by kind and outcome."""
    store = Store()
    metrics.flush(store, force=True)
    counts = metrics.counts(store)
    return Counter({(label[1], label[2]): times for label, times in counts.items() if label[0] == "reads"})
