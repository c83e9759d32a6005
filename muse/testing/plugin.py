"""Pytest fixtures for every test of Muse: clean servers, the Spotify sandbox, counted round trips."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from muse import broker
from muse.embedded.processes import end_all
from muse.testing.round_trips import RoundTrips, counting
from muse.testing.servers import TestServers
from spotify_cache.repository import get_repository
from spotify_cache.sandbox.process import SandboxProcess


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    """End the servers here: the workers of pytest-xdist exit without running what is registered with atexit."""
    end_all()


@pytest.fixture(scope="session")
def test_servers() -> TestServers:
    """The Redis servers and the sandbox's port of this process."""
    from muse.testing.settings import SERVERS

    return SERVERS


@pytest.fixture
def short_directory() -> Iterator[Path]:
    """A directory whose path leaves room for a socket's name, which pytest's ``tmp_path`` does not."""
    with tempfile.TemporaryDirectory(prefix="muse-") as directory:
        yield Path(directory)


@pytest.fixture(autouse=True)
def _empty_redis(test_servers: TestServers) -> None:
    """Every test starts with both Redis servers empty."""
    test_servers.cache.command("FLUSHALL", "SYNC")
    test_servers.keeping.command("FLUSHALL", "SYNC")
    # What a process remembers by itself (tokens, quota mode, an open circuit) belongs to the test before.
    get_repository.cache_clear()
    broker._known.clear()


@pytest.fixture(scope="session")
def _sandbox_process(test_servers: TestServers) -> Iterator[SandboxProcess]:
    with SandboxProcess("--port", str(test_servers.sandbox_port), start_seconds=60) as process:
        yield process


@pytest.fixture
def sandbox(_sandbox_process: SandboxProcess) -> SandboxProcess:
    """The Spotify sandbox of this process, as good as new: no faults, no latency, no calls counted, nothing written."""
    _sandbox_process.reset(listeners=True)
    return _sandbox_process


@pytest.fixture
def redis_round_trips() -> Callable[[], AbstractContextManager[RoundTrips]]:
    """Count the round trips that this process makes to the cache server::

        with redis_round_trips() as trips:
            repository.tracks(ids)
        assert trips.count == 1, trips

    A pipeline and an MGET are one round trip each, whatever they carry; connecting is none.
    """
    return counting


@pytest.fixture(autouse=True)
def _no_waiting_in_transactions() -> Iterator[None]:
    """A test fails in which a transaction is open while somebody may wait for Spotify."""
    from muse.testing.transactions import watching

    with watching() as places:
        yield
    if places:
        pytest.fail(f"a read that may wait for Spotify, with a transaction open:\n{places[0]}", pytrace=False)


@pytest.fixture
def tasks_at_once() -> Iterator[None]:
    """What is queued is done on the spot, in the transaction of the test."""
    from muse.celery import app

    app.conf.task_always_eager = True
    yield
    app.conf.task_always_eager = False
