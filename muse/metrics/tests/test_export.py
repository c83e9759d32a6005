"""What /metrics says, what it costs, and what is left of it when a server is gone."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

import pytest
from celery import current_app, shared_task
from django.apps import apps
from django.core.cache import caches
from django.test import Client
from django_celery_beat.models import PeriodicTask
from prometheus_client.parser import text_string_to_metric_families

from accounts.models import User
from accounts.tests.factories import SpotifyConnectionFactory
from muse.tasks import take_census
from muse.testing.servers import TestServers
from spotify_cache import kinds, metrics, runs
from spotify_cache.breaker import OPEN_SECONDS
from spotify_cache.offpeak import USUAL_HOURS
from spotify_cache.repository import get_repository
from spotify_cache.sandbox.process import SandboxProcess
from spotify_cache.store import Write
from spotify_cache.tasks import fetch_wants
from spotify_cache.tests.worker import run_worker
from spotify_cache.warming import warm_popular

pytestmark = pytest.mark.django_db

Series = dict[tuple[str, ...], float]


@pytest.fixture(autouse=True)
def nothing_counted() -> None:
    metrics._tally.clear()


def exported(client: Client) -> Series:
    """Every series by its name and the values of its labels, in the order of their names."""
    answer = client.get("/metrics")
    assert answer.status_code == 200
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(answer.content.decode())
        for sample in family.samples
    }


@pytest.fixture
def gone(settings: Any) -> Callable[..., None]:
    def take_away(*aliases: str) -> None:
        taken = {alias: {**settings.CACHES[alias], "LOCATION": "redis://127.0.0.1:1/0"} for alias in aliases}
        settings.CACHES = {**settings.CACHES, **taken}
        assert caches["default"]

    return take_away


def test_it_costs_three_round_trips_and_no_query(
    client: Client,
    sandbox: SandboxProcess,
    redis_round_trips: Any,
    django_assert_num_queries: Any,
) -> None:
    get_repository().search("moon")
    with redis_round_trips() as trips, django_assert_num_queries(0):
        exported(client)
    assert trips.count == 3, trips


def test_it_names_no_family_twice(client: Client) -> None:
    types = [line for line in client.get("/metrics").content.decode().splitlines() if line.startswith("# TYPE")]
    assert len(types) == len(set(types))


def test_it_says_how_redis_does(client: Client, test_servers: TestServers) -> None:
    series = exported(client)
    for instance in ("cache", "sessions"):
        assert series["muse_redis_up", instance] == 1
        assert 0 < series["muse_redis_ping_seconds", instance] < 1
        assert series["muse_redis_memory_used_bytes", instance] > 100_000
        assert series["muse_redis_commands_total", instance] > 0
    assert series["muse_redis_memory_limit_bytes", "cache"] == 64 * 1024 * 1024


def test_it_says_how_the_window_and_the_gate_stand(client: Client, sandbox: SandboxProcess, settings: Any) -> None:
    settings.SPOTIFY_RATE_LIMIT = 40
    repository = get_repository()
    repository.search("moon")
    repository.quota.close_gate(60)
    series = exported(client)
    assert series["muse_spotify_window_limit",] == 40
    assert series["muse_spotify_window_remaining",] == 39
    assert 30 < series["muse_spotify_gate_closed_seconds",] <= 60


def test_it_says_until_when_the_circuit_is_open(client: Client, sandbox: SandboxProcess) -> None:
    began_at = time.time()
    sandbox.faults({"endpoint": "*", "fault": "error500"})
    for word in ("one", "two", "three"):
        get_repository().search(word)
    series = exported(client)
    assert series["muse_spotify_circuit_opened_total",] >= 1
    assert series["muse_spotify_circuit_open_until_timestamp_seconds",] > began_at + OPEN_SECONDS


def test_without_the_caches_redis_it_says_what_is_known_without_it(client: Client, gone: Callable[..., None]) -> None:
    client.get("/charts")
    gone("default")
    series = exported(client)
    assert (series["muse_redis_up", "cache"], series["muse_redis_up", "sessions"]) == (0, 1)
    assert series["muse_response_seconds_count", "GET", "charts", "2xx", "no"] > 0
    assert not [name for name in series if name[0].startswith(("muse_cache", "muse_spotify_window"))]


def test_without_the_broker_it_says_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(current_app.conf, "broker_read_url", "redis://127.0.0.1:1/0")
    series = exported(client)
    assert series["muse_broker_up",] == 0
    assert ("muse_queue_length", "celery") not in series


def test_it_counts_what_waits_for_workers(client: Client) -> None:
    fetch_wants.delay([])
    fetch_wants.delay([])
    series = exported(client)
    assert series["muse_queue_length", "celery"] == 2
    assert series["muse_queue_unacknowledged",] == 0


@shared_task(name="muse.metrics.tests.fails")
def fails() -> None:
    raise ZeroDivisionError


@pytest.fixture
def failing_task() -> Iterator[None]:
    yield
    current_app.tasks.pop("muse.metrics.tests.fails", None)


@pytest.mark.django_db(transaction=True)
def test_it_counts_tasks_by_name_and_outcome_whoever_ran_them(client: Client, failing_task: None) -> None:
    fetch_wants.delay([])
    fails.delay()
    run_worker()
    series = exported(client)
    assert series["muse_task_seconds_count", "success", "spotify_cache.fetch_wants"] == 1
    assert series["muse_task_seconds_count", "failure", "muse.metrics.tests.fails"] == 1
    assert series["muse_task_seconds_sum", "success", "spotify_cache.fetch_wants"] < 5


def _put(thing: kinds.Thing, spotify_id: str, value: Any, fetched_at: float, fresh_until: float) -> None:
    raw = kinds.encode_entry(value, int(fetched_at), int(fresh_until))
    get_repository().store.write([Write(kinds.key(thing, spotify_id), raw, 1000)])


def test_the_census_says_what_is_kept_and_which_of_it_ended_unread(
    client: Client, sandbox: SandboxProcess, owner: User
) -> None:
    SpotifyConnectionFactory(user=owner)
    repository, now = get_repository(), time.time()
    read, unread, fresh = sandbox.control("catalog")["artists"][:3]
    values = {spotify_id: repository.artist(spotify_id).value for spotify_id in (read, unread, fresh)}
    metrics.flush(repository.store, force=True)  # with what was read just now
    _put(kinds.ARTIST_THING, read, values[read], now - 100, now - 10)
    _put(kinds.ARTIST_THING, unread, values[unread], now + 100, now - 10)  # fetched after the last read
    take_census()
    series = exported(client)
    assert series["muse_cache_entries", "artist"] >= 3
    assert series["muse_cache_entry_bytes", "artist"] > 300
    assert series["muse_cache_sampled_expired", "artist"] == 2
    assert series["muse_cache_sampled_expired_unread", "artist"] == 1
    assert series["muse_spotify_connections", "working"] == 1
    assert series["muse_spotify_connections", "broken"] == 0
    assert series["muse_beat_last_timestamp_seconds",] == pytest.approx(time.time(), abs=30)


def test_it_says_how_warming_stands_and_how_long_a_drill_lasts(client: Client, sandbox: SandboxProcess) -> None:
    series = exported(client)
    assert series["muse_cache_warming_running",] == 0
    assert series["muse_spotify_drill_seconds",] == 0
    assert ("muse_cache_warming_last_timestamp_seconds",) not in series
    repository = get_repository()
    repository.search("moon")
    track = sandbox.control("catalog")["tracks"][0]
    for _ in range(5):
        repository.track(track)
    metrics.flush(repository.store, force=True)
    repository.invalidate("track", [track])
    assert warm_popular(repository, force=True, limit=1).calls
    runs.hold(repository.store)
    repository.quota.begin_drill(600)
    take_census()
    series = exported(client)
    assert series["muse_cache_warming_entries",] >= 1
    assert series["muse_cache_warming_last_calls",] == series["muse_cache_warming_calls_total",] == 1
    assert series["muse_cache_warming_last_timestamp_seconds",] == pytest.approx(time.time(), abs=30)
    assert 3_500 < series["muse_cache_warming_held_seconds",] <= 3_600
    assert 590 < series["muse_spotify_drill_seconds",] <= 600
    assert {series["muse_cache_quiet_hour", str(hour)] for hour in USUAL_HOURS} == {1}
    assert series["muse_cache_quiet_hour", "12"] == 0


def test_calls_that_were_saved_are_told_by_endpoint(client: Client, sandbox: SandboxProcess) -> None:
    repository, artist = get_repository(), sandbox.control("catalog")["artists"][0]
    for _ in range(2):
        repository.artist_page(artist)
        repository.search("moon")
    series = exported(client)
    saved = {name[1:]: value for name, value in series.items() if name[0] == "muse_spotify_calls_saved_total"}
    assert saved["search", "search"] == 1
    assert saved["artist", "artist"] >= 1
    assert saved["artist albums", "artist"] == saved["artist top tracks", "artist"] == 1


def test_refreshes_that_changed_nothing_are_counted_apart(client: Client, sandbox: SandboxProcess) -> None:
    repository, now = get_repository(), time.time()
    same, other = sandbox.control("catalog")["artists"][:2]
    for spotify_id in (same, other):
        value = repository.artist(same).value
        _put(kinds.ARTIST_THING, spotify_id, value, now - 100, now - 10)
    fetch_wants([["artist", same], ["artist", other]])
    series = exported(client)
    assert series["muse_cache_refreshes_total", "artist", "unchanged"] == 1
    assert series["muse_cache_refreshes_total", "artist", "changed"] == 1


def test_beat_takes_the_census_every_two_minutes() -> None:
    # Tests of what is committed empty the tables in between, and with them what migrations have put there.
    import_module("muse.migrations.0001_census_every_two_minutes").schedule(apps, None)
    (planned,) = PeriodicTask.objects.filter(task=take_census.name)
    assert (planned.interval.every, planned.interval.period, planned.enabled) == (2, "minutes", True)
    assert take_census.name in current_app.tasks
