"""From wants to calls: plans the fewest, makes a bounded number at once, stores what comes back.

Each call stores its own answer, so one that comes too late for the reader who asked is there for the next.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextvars import copy_context
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

import msgspec
from django.db import connections

from spotify_cache import metrics
from spotify_cache.entities import Album, Artist, CatalogEntity, Track
from spotify_cache.errors import CircuitOpen, NotAllowed, NotFound, RateLimited, SpotifyError, Unavailable
from spotify_cache.gateway import Caller, Gateway
from spotify_cache.hauls import Haul, several
from spotify_cache.kinds import (
    ALBUM_THING,
    ARTIST_THING,
    NEGATIVE_FOR,
    SEARCH_PAGE,
    TRACK_THING,
    Cached,
    Thing,
    encode_entry,
    key,
)
from spotify_cache.pool import Pool
from spotify_cache.store import LEASE_SECONDS, GivesWay, Outcome, Store, StoreDown, Write
from spotify_cache.wants import Want, item

logger = logging.getLogger(__name__)

#: Calls that one process makes at once.
CONCURRENT_CALLS = 8
# How often leases are renewed while calls are under way; how long a call that came too late keeps its own (seconds).
_RENEW_SECONDS = LEASE_SECONDS / 3
_LATE_SECONDS = 4.0
_THINGS: dict[type, Thing] = {Track: TRACK_THING, Album: ALBUM_THING, Artist: ARTIST_THING}


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came of a want: an entry (without a value: it does not exist), or why there is none."""

    entry: Cached | None = None
    error: SpotifyError | None = None
    #: Somebody else fetched it.
    coalesced: bool = False
    #: Dropped while it was fetched: an answer for whoever had asked before that, and for nobody else.
    dropped: bool = False


Results = dict[str, Fetched]

#: A window that opens sooner than this is worth a placeholder; a gate closed for longer is an outage (seconds).
WORTH_WAITING = 30


@dataclass(frozen=True, slots=True)
class Call:
    """One call to Spotify and the wants that it answers.

    With ``album_id`` it is that album which is asked for: it carries the tracks wanted, in short form; what the short
    form leaves out is taken over from ``known``, their entries so far.
    """

    wants: list[Want]
    album_id: str = ""
    known: Mapping[str, Cached] = field(default_factory=dict)
    #: The wants lie in the pool of all readers, and this call asks for what has gathered there in the end: ``taken``.
    is_gathering: bool = False
    taken: list[Want] = field(default_factory=list)

    @property
    def held(self) -> list[str]:
        """Keys whose leases this call may hold."""
        return [want.key for want in (*self.wants, *self.taken)]


def is_passing(error: SpotifyError | None) -> bool:
    """Whether Muse's own rate window is all that is in the way, and opens soon."""
    return isinstance(error, RateLimited) and error.retry_after <= WORTH_WAITING


class Fetcher:
    def __init__(self, store: Store, gateway: Gateway) -> None:
        self._store = store
        self._gateway = gateway
        self._threads = ThreadPoolExecutor(CONCURRENT_CALLS, thread_name_prefix="spotify")
        self._pools = {thing.name: Pool(store, thing.name) for thing in _THINGS.values()}

    def refusal(self) -> SpotifyError | None:
        """Why nothing would come of asking now, as far as this process knows without asking anybody."""
        try:
            self._gateway.breaker.refuse_while_open()
        except CircuitOpen as error:
            return error
        return None

    def plan(self, wants: Sequence[Want], known: Mapping[str, Cached] | None = None) -> list[Call]:
        """Group wants into the fewest calls.

        Batches of one type where the quota mode has them. Where it has not, tracks of one album go into one call for
        the album, as far as ``known`` (entries past their lifetime, by key) tells the album; the rest go one by one.
        """
        calls = [Call([want]) for want in wants if want.load]
        items = sorted((want for want in wants if not want.load), key=lambda want: want.thing.name)
        for item_type, group in groupby(items, key=lambda want: want.thing.name):
            members, size = list(group), self._gateway.batch_size(item_type)
            if size == 1 and known:
                by_album, members = _by_album(members, known)
                calls += [Call(tracks, album_id, known) for album_id, tracks in by_album.items()]
            calls += [Call(members[start : start + size]) for start in range(0, len(members), size)]
        return calls

    def fetch(
        self, calls: Sequence[Call], caller: Caller, owner: str, deadline: float, crowded: bool = False
    ) -> Results:
        """Make the planned calls; what is not done at ``deadline`` (monotonic seconds) is left out, and goes on.

        Readers who have to wait for others anyway (``crowded``) pool what does not fill a batch: fifty who each miss a
        few tracks fill one together. What others ask for of that is left out too.
        """
        try:
            self._gateway.ready_token(caller)
        except SpotifyError as error:
            return self._failed([want for call in calls for want in call.wants], error, owner)
        if crowded:
            calls = [made for call in calls for made in self._pooled(call, owner)]
        # In a copy of the reader's context each, so that what is logged names the request that it belongs to.
        futures = {self._threads.submit(copy_context().run, self._make, call, caller, owner): call for call in calls}
        done, waiting = wait(futures, timeout=min(_RENEW_SECONDS, max(0.0, deadline - time.monotonic())))
        while waiting and time.monotonic() < deadline:
            self._extend([key for call in calls for key in call.held], owner, LEASE_SECONDS)
            more, waiting = wait(waiting, timeout=min(_RENEW_SECONDS, max(0.0, deadline - time.monotonic())))
            done |= more
        results: Results = {}
        for future in waiting:
            # What has not begun is left to a worker: a queue here would only grow while Spotify is slow.
            if future.cancel():
                results |= self._failed(futures[future].wants, RateLimited(0), owner)
        if waiting:
            self._extend([key for call in calls for key in call.held], owner, _LATE_SECONDS)
        for future in done:
            results |= future.result()
        return results

    def _pooled(self, call: Call, owner: str) -> list[Call]:
        """What to make at once in place of a call: itself if it is full, else what the pool has this reader ask for."""
        first = call.wants[0]
        size = 1 if first.load or call.album_id else self._gateway.batch_size(first.thing.name)
        if len(call.wants) >= size:
            return [call]
        try:
            offered = self._pools[first.thing.name].offer([want.key for want in call.wants], owner, size)
        except StoreDown:
            return [call]
        filled = [Call(_items(first.thing, offered.taken))] if offered.taken else []
        return filled + ([Call(call.wants, is_gathering=True)] if offered.gathers else [])

    def _gather(self, call: Call, caller: Caller, owner: str) -> Results:
        """Ask for what the pool holds when nothing more comes; nothing where others have asked for it."""
        thing = call.wants[0].thing
        try:
            keys = self._pools[thing.name].gather(owner, self._gateway.batch_size(thing.name))
        except StoreDown:
            return self._make(Call(call.wants), caller, owner)
        call.taken.extend(_items(thing, keys))
        return self._make(Call(call.taken), caller, owner) if call.taken else {}

    def _extend(self, keys: Sequence[str], owner: str, seconds: float) -> None:
        try:
            self._store.extend(keys, owner, seconds)
        except StoreDown:
            metrics.store_down()

    def _make(self, call: Call, caller: Caller, owner: str) -> Results:
        try:
            if call.is_gathering:
                return self._gather(call, caller, owner)
            return self._ask(call, caller, owner)
        except NotAllowed as error:
            if len(call.wants) > 1 and not call.album_id:
                # The batch endpoint is gone: this is development mode, and each item takes a call of its own.
                results: Results = {}
                for want in call.wants:
                    results |= self._make(Call([want]), caller, owner)
                return results
            return self._failed(call.wants, error, owner)
        except SpotifyError as error:
            return self._failed(call.wants, error, owner)
        except Exception as error:
            # Whatever it is (PostgreSQL gone while a token is renewed, a mistake here): reads do not raise, and whoever
            # waits for this call is told.
            logger.exception("a call to Spotify failed in Muse itself")
            return self._failed(call.wants, Unavailable(type(error).__name__), owner)
        finally:
            if caller.person is not None:
                # A person's token may have been renewed here, through a database connection of this thread's own.
                connections.close_all()

    def _ask(self, call: Call, caller: Caller, owner: str) -> Results:
        wants, begun_at = call.wants, time.time()
        first = wants[0]
        if call.album_id:
            return self._ask_album(call, caller, owner)
        if first.load:
            try:
                haul: Haul[Any] = first.load(self._gateway, caller)
            except NotFound:
                haul = Haul({"": None})
            found = {first.key: haul.found.get("")}
        else:
            haul = several(self._gateway, first.thing.name, [want.spotify_id for want in wants], caller)
            found = {want.key: haul.found.get(want.spotify_id) for want in wants}
        return self._keep(wants, found, haul, owner, begun_at)

    def _ask_album(self, call: Call, caller: Caller, owner: str) -> Results:
        begun_at = time.time()
        haul = several(self._gateway, "album", [call.album_id], caller)
        haul.full += [entity for entity in haul.found.values() if entity is not None]
        carried = {entity.id: entity for entity in haul.short if isinstance(entity, Track)}
        found = {
            want.key: _completed(carried[want.spotify_id], call.known.get(want.key))
            for want in call.wants
            if want.spotify_id in carried
        }
        results = self._keep([want for want in call.wants if want.key in found], found, haul, owner, begun_at)
        for want in call.wants:
            if want.key not in found:
                results |= self._make(Call([want]), caller, owner)  # no longer on the album
        return results

    def _keep(
        self, call: Sequence[Want], found: dict[str, Any], haul: Haul[Any], owner: str, begun_at: float
    ) -> Results:
        now = int(time.time())
        results: Results = {}
        writes: list[Write] = []
        for want in call:
            value = found[want.key]
            lifetime = want.thing.kind.jittered_fresh_for() if value is not None else NEGATIVE_FOR
            results[want.key] = Fetched(Cached(now, now + lifetime, value))
            keep = lifetime + (want.thing.kind.stale_for if value is not None else 0)
            writes.append(Write(want.key, encode_entry(value, now, now + lifetime), keep))
        asked = {want.key for want in call}
        writes += harvest(haul.full, now, asked, short=False)
        writes += harvest(haul.short, now, asked, short=True)
        metrics.harvested(len(haul.full), len(haul.short))
        if call:
            metrics.stored(call[0].thing.kind.name, sum(len(write.value) for write in writes[: len(call)]))
        dropped: set[str] = set()
        try:
            if call and call[0].thing is SEARCH_PAGE and not self._is_findable(call[0], now + writes[0].ttl, begun_at):
                dropped.add(writes.pop(0).key)
            dropped |= self._store.write(writes, release=[want.key for want in call], owner=owner)
        except StoreDown:
            metrics.store_down()
        return {key: replace(result, dropped=key in dropped) for key, result in results.items()} if dropped else results

    def _is_findable(self, search: Want, expires_at: int, begun_at: float) -> bool:
        """Whether a search may be stored; `invalidate_search` finds it from now on."""
        return self._store.index_search(search.recipe[1], search.key, expires_at, begun_at)

    def _failed(self, call: Sequence[Want], error: SpotifyError, owner: str) -> Results:
        outcome = Outcome.LATER if is_passing(error) else Outcome.FAILED
        try:
            self._store.write((), release=[want.key for want in call], owner=owner, outcome=outcome)
        except StoreDown:
            metrics.store_down()
        return {want.key: Fetched(error=error) for want in call}


def _items(thing: Thing, keys: Sequence[str]) -> list[Want]:
    return [item(thing.name, key.rpartition(":")[2]) for key in keys]


def _by_album(tracks: Sequence[Want], known: Mapping[str, Cached]) -> tuple[dict[str, list[Want]], list[Want]]:
    """Wants whose tracks share an album with another one, by album; and the rest."""
    albums: dict[str, list[Want]] = {}
    for want in tracks:
        entry = known.get(want.key)
        if entry is not None and isinstance(entry.value, Track) and entry.value.album:
            albums.setdefault(entry.value.album.id, []).append(want)
    shared = {album_id: wants for album_id, wants in albums.items() if len(wants) > 1}
    grouped = {want.key for wants in shared.values() for want in wants}
    return shared, [want for want in tracks if want.key not in grouped]


def _completed(short: Track, known: Cached | None) -> Track:
    """A track as an album carries it, with what that leaves out as it was known before."""
    if known is None or not isinstance(known.value, Track):
        return short
    return msgspec.structs.replace(short, isrc=known.value.isrc, popularity=known.value.popularity)


def harvest(entities: Iterable[CatalogEntity], now: int, known: set[str], short: bool) -> list[Write]:
    """Writes for entities that an answer happened to carry; what was asked for itself is in ``known``.

    A short form replaces nothing fresh. That of a track replaces one past its lifetime, that of an album only a short
    one: it lacks the tracks.
    """
    writes = []
    for entity in entities:
        thing = _THINGS[type(entity)]
        entity_key = key(thing, entity.id)
        if entity_key in known:
            continue
        known.add(entity_key)
        lifetime = thing.kind.jittered_fresh_for()
        raw = encode_entry(entity, now, now + lifetime)
        writes.append(Write(entity_key, raw, lifetime + thing.kind.stale_for, _gives_way(thing, short)))
    return writes


def _gives_way(thing: Thing, short: bool) -> GivesWay:
    if not short:
        return GivesWay.NEVER
    return GivesWay.TO_FRESH if thing is TRACK_THING else GivesWay.TO_FULLER
