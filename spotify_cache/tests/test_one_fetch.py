"""One fetch for everybody: leases between threads, processes and machines."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django_redis import get_redis_connection

from spotify_cache import kinds
from spotify_cache.answers import State
from spotify_cache.repository import SpotifyCacheRepository
from spotify_cache.sandbox.process import SandboxProcess
from spotify_cache.store import Store

PROCESSES, THREADS = 10, 5
# Children share nothing with this process but its settings: each has its own connections, as gunicorn's workers have.
fork = multiprocessing.get_context("fork")


def _read_in_threads(track_id: str, start: Any, answers: Any) -> None:
    repository = SpotifyCacheRepository(Store())
    with ThreadPoolExecutor(THREADS) as pool:
        start.wait()
        for answer in pool.map(lambda _: repository.track(track_id), range(THREADS)):
            answers.put((str(answer.state), answer.value.name if answer.value else ""))


def _commands() -> int:
    """Commands that clients have sent so far; those that a script runs inside Redis are not among them."""
    client = get_redis_connection("default")
    statistics = client.info("commandstats")
    calls = {name.removeprefix("cmdstat_"): int(numbers["calls"]) for name, numbers in statistics.items()}
    return sum(calls.get(name, 0) for name in ("mget", "get", "set", "evalsha", "eval", "subscribe", "unsubscribe"))


def test_fifty_readers_in_ten_processes_cost_one_call(sandbox: SandboxProcess, catalog: dict[str, Any]) -> None:
    SpotifyCacheRepository(Store()).search("warms the token")
    sandbox.config(latency_ms=400)
    calls, commands = sandbox.calls(), _commands()
    start, answers = fork.Event(), fork.Queue()
    children = [
        fork.Process(target=_read_in_threads, args=(catalog["tracks"][0], start, answers)) for _ in range(PROCESSES)
    ]
    for child in children:
        child.start()
    start.set()
    found = [answers.get(timeout=30) for _ in range(PROCESSES * THREADS)]
    for child in children:
        child.join(10)
    assert {state for state, _ in found} == {State.FRESH}
    assert len({name for _, name in found}) == 1
    assert sandbox.calls() == calls + 1
    assert (_commands() - commands) / len(found) <= 10, "nobody asks Redis again and again"


def test_a_reader_goes_on_when_whoever_held_the_lease_has_died(
    sandbox: SandboxProcess, repository: SpotifyCacheRepository, catalog: dict[str, Any]
) -> None:
    repository.search("warms the token")
    track_id = catalog["tracks"][1]
    sandbox.config(latency_ms=30_000)

    def fetch_for_ever() -> None:
        SpotifyCacheRepository(Store()).track(track_id)

    holder = fork.Process(target=fetch_for_ever)
    holder.start()
    lease = f"{kinds.key(kinds.TRACK_THING, track_id)}:lease"
    client = get_redis_connection("default")
    client.config_set("notify-keyspace-events", "K$")
    with client.pubsub(ignore_subscribe_messages=True) as channel:
        channel.subscribe(f"__keyspace@0__:{lease}")
        while not client.exists(lease):
            channel.get_message(timeout=0.2)
    assert holder.pid is not None
    os.kill(holder.pid, signal.SIGKILL)
    holder.join()
    sandbox.config(latency_ms=0)
    assert repository.track(track_id).state is State.FRESH


def test_those_who_wait_learn_that_there_is_no_answer_and_do_not_all_ask_again(
    sandbox: SandboxProcess, catalog: dict[str, Any]
) -> None:
    repositories = [SpotifyCacheRepository(Store()) for _ in range(8)]
    repositories[0].search("warms the token")
    sandbox.config(latency_ms=300)
    sandbox.faults({"endpoint": "track", "fault": "error500"})
    with ThreadPoolExecutor(8) as pool:
        states = list(pool.map(lambda repository: repository.track(catalog["tracks"][2]).state, repositories))
    assert set(states) == {State.UNAVAILABLE}
    assert sandbox.calls("track") == 2, "one call and its one retry"


def test_overlapping_batches_ask_for_every_track_once(sandbox: SandboxProcess, catalog: dict[str, Any]) -> None:
    sandbox.config(quota_mode="extended")
    repositories = [SpotifyCacheRepository(Store()) for _ in range(6)]
    repositories[0].tracks(catalog["tracks"][200:202])
    sandbox.config(latency_ms=100, quota_mode="extended")
    ids = catalog["tracks"]
    with ThreadPoolExecutor(6) as pool:
        batches = list(
            pool.map(lambda number: repositories[number].tracks(ids[number * 10 : number * 10 + 60]), range(6))
        )
    assert all(len(batch) == 60 for batch in batches)
    asked = [
        track_id
        for call in sandbox.stats()["calls"]
        if call["endpoint"] in ("track", "tracks")
        for track_id in ids[:110]
        if track_id in call["path"]
    ]
    assert sorted(asked) == sorted(set(asked)) == sorted(ids[:110])


def test_threads_of_a_process_share_one_call_even_without_redis(
    without_redis: None, sandbox: SandboxProcess, catalog: dict[str, Any]
) -> None:
    repository = SpotifyCacheRepository(Store())
    repository.search("warms the token")
    sandbox.config(latency_ms=500)
    start = threading.Barrier(THREADS)

    def read(track_id: str) -> State:
        start.wait()
        return repository.track(track_id).state

    with ThreadPoolExecutor(THREADS) as pool:
        assert set(pool.map(read, [catalog["tracks"][5]] * THREADS)) == {State.FRESH}
    assert sandbox.calls("track") == 1


def test_who_comes_after_a_drop_is_not_answered_by_a_fetch_that_began_before_it(
    sandbox: SandboxProcess, repository: SpotifyCacheRepository, catalog: dict[str, Any]
) -> None:
    repository.search("warms the token")
    track_id = catalog["tracks"][6]
    sandbox.config(latency_ms=400)
    lease = f"{kinds.key(kinds.TRACK_THING, track_id)}:lease"
    client = get_redis_connection("default")
    with ThreadPoolExecutor(2) as pool:
        before = pool.submit(repository.track, track_id)
        while not client.exists(lease):
            assert not before.done()
        repository.invalidate("track", [track_id])
        after = pool.submit(repository.track, track_id)
        assert before.result().state is after.result().state is State.FRESH
    assert sandbox.calls("track") == 2


def test_what_was_dropped_while_it_was_fetched_does_not_come_back(
    sandbox: SandboxProcess, repository: SpotifyCacheRepository, catalog: dict[str, Any]
) -> None:
    repository.search("warms the token")
    track_id = catalog["tracks"][3]
    sandbox.config(latency_ms=400)
    client = get_redis_connection("default")
    key = kinds.key(kinds.TRACK_THING, track_id)
    with ThreadPoolExecutor(1) as pool:
        under_way = pool.submit(repository.track, track_id)
        while not client.exists(f"{key}:lease"):
            assert not under_way.done()
        repository.invalidate("track", [track_id])
        assert under_way.result().state is State.FRESH
    assert Store().read([key]) == [None]
    sandbox.config(latency_ms=0)
    assert repository.track(track_id).state is State.FRESH
    assert Store().read([key]) != [None]


def test_what_was_dropped_is_not_brought_back_by_an_answer_that_carries_it(
    sandbox: SandboxProcess, repository: SpotifyCacheRepository
) -> None:
    found = repository.search("moon", ("track",)).value
    assert found is not None
    track_id = found.tracks[0].id
    repository.invalidate("track", [track_id])
    repository.search("moon ", ("track",), limit=9)
    assert Store().read([kinds.key(kinds.TRACK_THING, track_id)]) == [None]
    assert repository.track(track_id).state is State.FRESH
