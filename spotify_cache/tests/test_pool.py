"""The pool: readers who wait for others share batches, and nothing that was laid in is lost or asked for twice."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from math import ceil
from typing import Any

import pytest
from django_redis import get_redis_connection

from spotify_cache import kinds
from spotify_cache.pool import MOST_SECONDS, Offered, Pool
from spotify_cache.repository import SpotifyCacheRepository
from spotify_cache.sandbox.catalog.build import build_catalog
from spotify_cache.sandbox.process import SandboxProcess
from spotify_cache.store import LEASE_SECONDS, Store, Write, new_owner

PROCESSES, THREADS = 10, 5
READERS = PROCESSES * THREADS
PLAYLIST, TRACKS, BATCH = 60, 600, 50
POOL = f"{kinds.PREFIX}:pool:track"
# Children share nothing with this process but its settings: each has its own connections, as gunicorn's workers have.
fork = multiprocessing.get_context("fork")


@cache
def _track_ids() -> tuple[str, ...]:
    return tuple(track.id for track in build_catalog("muse").tracks[:TRACKS])


# --- fifty readers ---------------------------------------------------------------------------------------------------


def _read_in_threads(lists: list[list[str]], start: Any, seconds: float, answers: Any) -> None:
    repository = SpotifyCacheRepository(Store())

    def read(ids: list[str]) -> int:
        start.wait(30)
        time.sleep(seconds)
        return len(repository.tracks(ids))

    with ThreadPoolExecutor(THREADS) as threads:
        for found in threads.map(read, lists):
            answers.put(found)


def _calls_of_fifty_readers(sandbox: SandboxProcess, latency_ms: int, spread: float) -> float:
    """Calls that fifty overlapping playlists cost, all of them cold, by how many full batches would be.

    Processes arrive evenly over so many seconds, while the first call is under way.
    """
    sandbox.config(quota_mode="extended")
    SpotifyCacheRepository(Store()).search("warms the token")
    draw = random.Random(1)
    lists = [draw.sample(_track_ids(), PLAYLIST) for _ in range(READERS)]
    sandbox.control("clear")
    sandbox.config(latency_ms=latency_ms, quota_mode="extended")
    start, answers = fork.Barrier(READERS), fork.Queue()
    children = [
        fork.Process(
            target=_read_in_threads,
            args=(lists[at * THREADS : (at + 1) * THREADS], start, spread * at / (PROCESSES - 1), answers),
        )
        for at in range(PROCESSES)
    ]
    for child in children:
        child.start()
    assert [answers.get(timeout=30) for _ in lists] == [PLAYLIST] * READERS, "all that was asked for is there"
    for child in children:
        child.join(10)
    calls = [call for call in sandbox.stats(last=500)["calls"] if call["endpoint"] in ("track", "tracks")]
    asked = Counter(track_id for call in calls for track_id in _track_ids() if track_id in call["path"])
    assert set(asked) == {track_id for one in lists for track_id in one}
    assert set(asked.values()) == {1}, "every track is asked for once"
    return len(calls) / ceil(len(asked) / BATCH)


def test_fifty_overlapping_playlists_cost_at_most_a_third_more_calls_than_full_batches(sandbox: SandboxProcess) -> None:
    assert _calls_of_fifty_readers(sandbox, latency_ms=600, spread=0) <= 4 / 3


def test_readers_who_arrive_over_half_a_second_share_calls_just_as_well(sandbox: SandboxProcess) -> None:
    # Twelve full batches; what the very first has over; what gathers in 0.3 s, at most twice; the last remainder.
    assert _calls_of_fifty_readers(sandbox, latency_ms=900, spread=0.5) <= 4 / 3


def test_gatherer_who_dies_holds_nobody_up_for_longer_than_a_lease(
    sandbox: SandboxProcess, repository: SpotifyCacheRepository
) -> None:
    sandbox.config(quota_mode="extended")
    repository.search("warms the token")
    sandbox.config(latency_ms=30_000)
    ids = _track_ids()[:4]
    keys = [kinds.key(kinds.TRACK_THING, track_id) for track_id in ids]
    Store().claim(keys[:1], new_owner())  # somebody fetches one of them: the others are pooled
    client = get_redis_connection("default")
    client.config_set("notify-keyspace-events", "K$")
    with client.pubsub(ignore_subscribe_messages=True) as channel:
        channel.subscribe(f"__keyspace@0__:{POOL}:gatherer")
        reader = fork.Process(target=_read_for_ever, args=(ids[:3],))
        reader.start()
        while channel.get_message(timeout=0.2) is None:
            assert reader.is_alive()
    assert reader.pid is not None
    os.kill(reader.pid, signal.SIGKILL)
    reader.join()
    sandbox.config(latency_ms=0)
    started = time.monotonic()
    assert len(repository.tracks(ids)) == len(ids)
    assert time.monotonic() - started < LEASE_SECONDS + 0.5


def _read_for_ever(ids: list[str]) -> None:
    SpotifyCacheRepository(Store()).tracks(ids)


def test_gatherer_who_loses_redis_asks_for_its_own_alone(
    sandbox: SandboxProcess, repository: SpotifyCacheRepository
) -> None:
    sandbox.config(quota_mode="extended")
    repository.search("warms the token")
    ids = _track_ids()[:3]
    Store().claim([kinds.key(kinds.TRACK_THING, ids[0])], new_owner())
    client = get_redis_connection("default")
    with ThreadPoolExecutor(1) as threads:
        reading = threads.submit(repository.tracks, ids)
        while not client.exists(f"{POOL}:gatherer"):
            assert not reading.done()
        client.execute_command("CLIENT", "PAUSE", 600)  # longer than anybody waits for Redis
        batch = reading.result()
    assert set(batch) == set(ids[1:])
    assert batch.pending == {ids[0]}
    assert sandbox.calls("tracks") == 1


# --- step by step ----------------------------------------------------------------------------------------------------

LayIn = Callable[[str, str], Offered]


@pytest.fixture
def pool(_empty_redis: None) -> Pool:
    return Pool(Store(), "track")


@pytest.fixture
def lay_in(pool: Pool) -> LayIn:
    """Claim keys (one letter each) and lay them into the pool, where a batch is three."""

    def offer(keys: str, owner: str) -> Offered:
        Store().claim(list(keys), owner)
        return pool.offer(list(keys), owner, size=3)

    return offer


def test_whoever_fills_a_batch_takes_it_with_its_leases(lay_in: LayIn) -> None:
    store, one, taker = Store(), new_owner(), new_owner()
    assert lay_in("ab", one).taken == []
    assert lay_in("cd", taker).taken == ["a", "b", "c"]
    store.write([Write("a", b"1", 60)], release=["a"], owner=one)
    assert not store.claim(["a"], new_owner())[0].won, "only the taker can give it back"
    store.write((), release=["a"], owner=taker)
    assert store.claim(["a"], new_owner())[0].won


def test_one_reader_alone_gathers_what_does_not_fill_a_batch(pool: Pool, lay_in: LayIn) -> None:
    first, second, third = new_owner(), new_owner(), new_owner()
    assert lay_in("a", first).gathers
    assert not lay_in("b", second).gathers
    assert pool.gather(second, size=3) == []
    assert pool.gather(first, size=3) == ["a", "b"]
    assert lay_in("c", third).gathers, "the turn was given back"


def test_what_is_left_of_a_full_batch_is_gathered_too(pool: Pool, lay_in: LayIn) -> None:
    first, second = new_owner(), new_owner()
    lay_in("a", first)
    get_redis_connection("default").delete(f"{POOL}:gatherer")  # it was not heard of for too long
    offered = lay_in("bcd", second)
    assert offered == Offered(["a", "b", "c"], gathers=True)
    assert pool.gather(first, size=3) == [], "somebody else's turn by now"
    assert pool.gather(second, size=3) == ["d"]


def test_gatherer_has_nothing_to_ask_for_where_others_filled_a_batch(pool: Pool, lay_in: LayIn) -> None:
    first = new_owner()
    lay_in("a", first)
    assert lay_in("bc", new_owner()).taken == ["a", "b", "c"]
    assert pool.gather(first, size=3) == []
    assert lay_in("d", new_owner()).gathers


def test_what_somebody_laid_in_and_then_lost_is_left_to_who_has_it_now(pool: Pool, lay_in: LayIn) -> None:
    store, first, second = Store(), new_owner(), new_owner()
    lay_in("ab", first)
    store.write((), release=["a"], owner=first)
    store.claim(["a"], new_owner())
    assert lay_in("c", second).taken == [], "two of them do not fill a batch"
    assert pool.gather(first, size=3) == ["b", "c"]


def test_gathering_ends_though_more_and_more_comes(pool: Pool) -> None:
    first, store = new_owner(), Store()
    store.claim(["first"], first)
    started = time.monotonic()
    assert pool.offer(["first"], first, size=10_000).gathers
    with ThreadPoolExecutor(1) as threads:
        gathering = threads.submit(pool.gather, first, size=10_000)
        for number in range(10_000):
            store.claim([f"{number}"], first)
            assert not pool.offer([f"{number}"], first, size=10_000).taken
            if gathering.done():
                break
    assert "first" in gathering.result()
    assert MOST_SECONDS <= time.monotonic() - started < LEASE_SECONDS
