"""PostgreSQL stops, or says nothing any more: pages say so in time, what needs no database goes on, and it heals.

A real Muse with all its threads, whose way to PostgreSQL is a proxy.
"""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest
import requests
from django.db import connection

from muse.embedded.processes import Child
from muse.postgres.connection import Connection
from muse.settings import DATABASE_QUESTION_SECONDS, DATABASE_SILENCE_SECONDS
from muse.testing.proxy import Proxy
from muse.testing.servers import free_port

ROOT = Path(__file__).resolve().parents[2]
NEEDS_THE_DATABASE = ("/readyz", "/api/v1/reviews", "/")
NEEDS_NONE = "/healthz"
THREADS = 4
#: Of a busy machine that runs the tests, on top of what Muse itself waits for: without a bound it would be for ever.
BUSY_SECONDS = 8.0
STARTS_WITHIN_SECONDS = 60
HEALS_WITHIN_SECONDS = 15.0

pytestmark = pytest.mark.django_db


@pytest.fixture
def proxy() -> Iterator[Proxy]:
    directory = connection.get_connection_params()["host"]
    with Proxy(Path(directory) / ".s.PGSQL.5432") as proxy:
        yield proxy


@pytest.fixture
def muse(proxy: Proxy, short_directory: Path) -> Iterator[str]:
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    environment = os.environ | {
        "DATABASE_URL": f"postgresql://postgres@127.0.0.1:{proxy.port}/{connection.settings_dict['NAME']}",
        "DJANGO_SETTINGS_MODULE": "muse.testing.bare",
        "BASE_URL": address,
        "WEB_HOST": "127.0.0.1",
        "WEB_CONCURRENCY": "1",
        "WEB_THREADS": str(THREADS),
        "PORT": str(port),
    }
    with (short_directory / "log").open("wb") as log:
        command = [sys.executable, "-m", "gunicorn", "muse.wsgi", "--config", "gunicorn.conf.py"]
        child = Child(command, env=environment, cwd=ROOT, output=log)
    try:
        assert is_ready_within(STARTS_WITHIN_SECONDS, address), (short_directory / "log").read_text()
        yield address
    finally:
        child.stop()


def is_ready_within(seconds: float, muse: str) -> bool:
    begun = time.monotonic()
    while time.monotonic() - begun < seconds:
        with suppress(requests.ConnectionError):
            if requests.get(f"{muse}/readyz", timeout=30).ok:
                return True
        time.sleep(0.05)
    return False


def ask(muse: str, path: str) -> tuple[int, float]:
    begun = time.monotonic()
    return requests.get(muse + path, timeout=30).status_code, time.monotonic() - begun


def asked_at_once(muse: str, times: int) -> list[tuple[int, float]]:
    """Each of the pages that need the database, so often, by more people than there are threads."""
    with ThreadPoolExecutor(times * len(NEEDS_THE_DATABASE)) as people:
        return list(people.map(lambda path: ask(muse, path), NEEDS_THE_DATABASE * times))


def test_a_silent_database_holds_nobody_for_long(muse: str, proxy: Proxy) -> None:
    assert Counter(status for status, _seconds in asked_at_once(muse, 2)) == {200: 6}
    proxy.freeze()
    bound = DATABASE_SILENCE_SECONDS + DATABASE_QUESTION_SECONDS + BUSY_SECONDS
    first = asked_at_once(muse, THREADS)
    assert {status for status, _seconds in first} == {503}
    assert max(seconds for _status, seconds in first) < bound
    # Now it is known: nobody waits for it, and so nobody keeps a thread from those who do not need it.
    later = asked_at_once(muse, THREADS)
    assert {status for status, _seconds in later} == {503}
    assert max(seconds for _status, seconds in later) < BUSY_SECONDS
    assert ask(muse, NEEDS_NONE)[0] == 200
    proxy.thaw()
    assert is_ready_within(HEALS_WITHIN_SECONDS, muse)
    assert Counter(status for status, _seconds in asked_at_once(muse, 2)) == {200: 6}


def test_a_database_that_was_stopped_is_told_at_once_and_comes_back(muse: str, proxy: Proxy) -> None:
    asked_at_once(muse, 2)
    proxy.cut()
    gone = asked_at_once(muse, THREADS)
    assert {status for status, _seconds in gone} == {503}
    assert max(seconds for _status, seconds in gone) < DATABASE_SILENCE_SECONDS + BUSY_SECONDS
    assert ask(muse, NEEDS_NONE)[0] == 200
    proxy.mend()
    assert is_ready_within(HEALS_WITHIN_SECONDS, muse)
    assert Counter(status for status, _seconds in asked_at_once(muse, 2)) == {200: 6}


class OfPages(Connection):
    """As in a process that serves pages."""

    serves_pages = True


def test_a_slow_statement_is_not_taken_for_silence() -> None:
    with OfPages.connect(**connection.get_connection_params()) as slow:
        seconds = DATABASE_SILENCE_SECONDS + 0.2
        assert slow.execute("SELECT 1 FROM pg_sleep(%s)", [seconds]).fetchone() == (1,)
