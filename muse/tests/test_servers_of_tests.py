"""The servers that every other test stands on."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
import requests
from django.conf import settings
from django.core.cache import cache, caches
from django.db import connection

from muse.testing.round_trips import RoundTrips
from muse.testing.servers import TestServers
from spotify_cache.sandbox.process import SandboxProcess

CountRoundTrips = Callable[[], AbstractContextManager[RoundTrips]]


@pytest.mark.django_db
def test_database_is_a_real_postgresql_for_this_run() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int, current_setting('listen_addresses')")
        version, addresses = cursor.fetchone()
    assert version >= 180_000
    assert addresses == ""  # reached through its private socket only


@pytest.mark.parametrize("alias", ["default", "sessions"])
@pytest.mark.parametrize("_turn", ["first", "second"])
def test_redis_is_empty_when_a_test_begins(alias: str, _turn: str) -> None:
    assert caches[alias].get("left-behind") is None
    caches[alias].set("left-behind", "by the first turn")


def test_cache_evicts_and_sessions_and_broker_do_not(test_servers: TestServers) -> None:
    assert cache.client.get_client().config_get("maxmemory-policy") == {"maxmemory-policy": "allkeys-lfu"}
    sessions = caches["sessions"].client.get_client()
    assert sessions.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}


def test_round_trips_count_a_pipeline_once_and_connecting_never(redis_round_trips: CountRoundTrips) -> None:
    client = cache.client.get_client()
    client.connection_pool.disconnect()
    with redis_round_trips() as trips:
        client.get("a")
        with client.pipeline(transaction=False) as pipeline:
            for key in ("a", "b", "c"):
                pipeline.get(key)
            pipeline.execute()
        client.mget(["a", "b"])
    assert trips.count == 3, trips
    assert trips.sent[0] == "GET a"


def test_round_trips_to_sessions_are_not_counted(redis_round_trips: CountRoundTrips) -> None:
    with redis_round_trips() as trips:
        caches["sessions"].get("a")
    assert trips.count == 0, trips


@pytest.mark.parametrize("_turn", ["first", "second"])
def test_sandbox_is_where_the_settings_say_and_as_new(sandbox: SandboxProcess, _turn: str) -> None:
    assert sandbox.api_url == settings.SPOTIFY_API_URL
    assert sandbox.calls() == 0
    assert requests.get(f"{settings.SPOTIFY_API_URL}/me", timeout=5).status_code == 401
    assert sandbox.calls() == 1
