"""A Celery worker that is killed in the middle of a task (R74)."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django_redis import get_redis_connection

from spotify_cache import kinds
from spotify_cache.sandbox.process import SandboxProcess
from spotify_cache.store import Store
from spotify_cache.tasks import fetch_wants

_LOOKS = 150
_LOOK_SECONDS = 0.2


@contextmanager
def worker() -> Iterator[subprocess.Popen[bytes]]:
    """A real worker with a process group of its own, killed at the end if it has not been before."""
    process = subprocess.Popen(
        [sys.executable, "-m", "celery", "-A", "muse", "worker", "-c", "1", "--without-gossip", "--without-mingle"],
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "muse.testing.impatient"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def until_there(key: str) -> None:
    """Wait until Redis holds a key, woken by Redis itself."""
    client = get_redis_connection("default")
    client.config_set("notify-keyspace-events", "K$")
    with client.pubsub(ignore_subscribe_messages=True) as channel:
        channel.subscribe(f"__keyspace@0__:{key}")
        for _ in range(_LOOKS):
            if client.exists(key):
                return
            channel.get_message(timeout=_LOOK_SECONDS)
    raise AssertionError(f"nothing came to {key}")


def test_what_a_killed_worker_was_fetching_is_fetched_by_the_next(
    sandbox: SandboxProcess, catalog: dict[str, Any]
) -> None:
    track_id = catalog["tracks"][0]
    key = kinds.key(kinds.TRACK_THING, track_id)
    sandbox.config(latency_ms=30_000)
    with worker() as doomed:
        fetch_wants.delay([["track", track_id]])
        until_there(f"{key}:lease")
        os.killpg(doomed.pid, signal.SIGKILL)
    assert Store().read([key]) == [None]
    sandbox.config(latency_ms=0)
    with worker():
        until_there(key)
