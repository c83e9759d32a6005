"""Commands for who runs Muse: each the service of a task or a page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client
from django_celery_beat.models import PeriodicTask, PeriodicTasks

from accounts.models import SpotifyConnection
from accounts.tests.factories import SpotifyConnectionFactory, UserFactory
from spotify_cache import kinds, metrics, tasks, wants
from spotify_cache.repository import SpotifyCacheRepository, get_repository
from spotify_cache.sandbox.process import SandboxProcess
from spotify_cache.store import Write

pytestmark = pytest.mark.django_db


@pytest.fixture
def repository(sandbox: SandboxProcess) -> SpotifyCacheRepository:
    return get_repository()


@pytest.fixture
def catalog(sandbox: SandboxProcess) -> dict[str, Any]:
    return sandbox.control("catalog")


def _told(*command: str) -> str:
    output = StringIO()
    call_command(*command, stdout=output)
    return output.getvalue()


# --- The schedule ----------------------------------------------------------------------------------------------------
def test_beat_has_popular_content_warmed_and_what_the_admin_changed_stays() -> None:
    migration = import_module("muse.migrations.0002_popular_content_in_quiet_hours")
    migration.schedule(apps, None)
    task = PeriodicTask.objects.get(task=tasks.warm_popular.name)
    assert (task.enabled, task.crontab.minute, task.crontab.hour) == (True, "*/10", "*")
    task.enabled = False
    task.save()
    migration.schedule(apps, None)
    assert not PeriodicTask.objects.get(task=tasks.warm_popular.name).enabled
    assert PeriodicTasks.objects.exists()
    migration.unschedule(apps, None)
    assert not PeriodicTask.objects.filter(task=tasks.warm_popular.name).exists()


def _schedules() -> Iterator[Callable[..., None]]:
    """What migrations have planned: tests of what is committed empty the tables in between."""
    for app in ("accounts", "reviews", "playlists", "muse"):
        for file in sorted((settings.BASE_DIR / app / "migrations").glob("[0-9]*.py")):
            if schedule := getattr(import_module(f"{app}.migrations.{file.stem}"), "schedule", None):
                yield schedule


def test_every_task_of_the_schedule_is_one_that_workers_know() -> None:
    tasks.warm_popular.app.loader.import_default_modules()
    for schedule in _schedules():
        schedule(apps, None)
    scheduled = set(PeriodicTask.objects.values_list("task", flat=True)) - {"celery.backend_cleanup"}
    assert tasks.warm_popular.name in scheduled
    assert scheduled <= set(tasks.warm_popular.app.tasks)


# --- invalidate ------------------------------------------------------------------------------------------------------
def test_items_are_dropped_by_id_uri_and_link(
    repository: SpotifyCacheRepository, catalog: dict[str, Any], sandbox: SandboxProcess
) -> None:
    first, second, third, kept = catalog["tracks"][:4]
    repository.tracks([first, second, third, kept])
    told = _told(
        "invalidate", "track", first, f"spotify:track:{second}", f"https://open.spotify.com/track/{third}?si=x"
    )
    assert told == "Dropped, where they were cached: 3.\n"
    found = repository.store.read([wants.item("track", track).key for track in (first, second, third, kept)])
    assert [raw is not None for raw in found] == [False, False, False, True]


def test_searches_are_dropped_by_pattern(repository: SpotifyCacheRepository) -> None:
    for query in ("moon river", "moonlight", "sun"):
        repository.search(query)
    assert _told("invalidate", "search", "Moon*") == "Searches dropped: 2.\n"
    assert _told("invalidate", "search", "*") == "Searches dropped: 1.\n"


def test_a_persons_data_is_dropped(repository: SpotifyCacheRepository) -> None:
    person = SpotifyConnectionFactory.create().user
    key = kinds.user_key(kinds.PROFILE, str(person.pk))
    repository.store.write([Write(key, b"something", 60)])
    assert _told("invalidate", "user", f"@{person.username}") == f"Dropped what was cached of @{person.username}.\n"
    assert repository.store.read([key]) == [None]
    assert SpotifyConnection.objects.exists(), "the connection stays"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "what"),
        (("planet", "x"), "planet"),
        (("track",), "ID"),
        (("track", "x"), "x is no Spotify ID"),
        (("track", "spotify:album:4aawyAB9vmqN3uQ7FjRGTy"), "of the type album, not track"),
        (("search", " "), "Which searches"),
        (("user", "nobody"), "There is no nobody"),
    ],
)
def test_what_cannot_be_dropped_is_named(arguments: tuple[str, ...], says: str) -> None:
    with pytest.raises(CommandError, match=says):
        _told("invalidate", *arguments)


def test_without_redis_nothing_can_be_dropped_or_told(repository: SpotifyCacheRepository) -> None:
    repository.store._down_until = float("inf")
    person = UserFactory.create()
    for command in (("invalidate", "search", "moon"), ("invalidate", "user", person.username), ("cache_stats",)):
        with pytest.raises(CommandError, match="Redis does not answer"):
            _told(*command)


# --- cache_stats -----------------------------------------------------------------------------------------------------
def test_an_empty_cache_has_its_figures_too(repository: SpotifyCacheRepository) -> None:
    metrics._tally.clear()
    told = _told("cache_stats")
    assert "Calls to Spotify: 0" in told
    assert "Quiet hours (UTC): 1, 2, 3, 4, 5" in told


def test_figures_of_the_cache(repository: SpotifyCacheRepository, catalog: dict[str, Any]) -> None:
    metrics._tally.clear()
    for _ in range(2):
        repository.tracks(catalog["tracks"][:2])
    repository.quota.close_gate(60)
    told = _told("cache_stats")
    assert "track                      4    50.0%     50.0%" in told
    assert "saved 2" in told
    assert "nobody calls for 60 s" in told
    assert f"track {catalog['tracks'][0]}" in told
    assert " entries, " in told


# --- forget_what_has_ended -------------------------------------------------------------------------------------------
def test_what_has_ended_is_forgotten() -> None:
    assert _told("forget_what_has_ended") == "Tokens: 0. Answers: 0.\n"


# --- take_census -----------------------------------------------------------------------------------------------------
def test_a_census_is_taken_at_once(repository: SpotifyCacheRepository, catalog: dict[str, Any], client: Client) -> None:
    repository.tracks(catalog["tracks"][:2])
    assert "/metrics" in _told("take_census")
    assert 'muse_cache_entries{kind="track"}' in client.get("/metrics").content.decode()
    repository.store._down_until = float("inf")
    with pytest.raises(CommandError, match="Redis does not answer"):
        _told("take_census")


def test_warming_is_told_to_prometheus(
    repository: SpotifyCacheRepository, catalog: dict[str, Any], client: Client
) -> None:
    metrics._tally.clear()
    metrics.warmed({("track", "fetched"): 3})
    metrics.warming_run("done", 1.5, 3)
    page = client.get("/metrics").content.decode()
    assert 'muse_cache_warmed_total{kind="track",result="fetched"} 3.0' in page
    assert 'muse_cache_warming_runs_total{ended="done"} 1.0' in page
    assert "muse_cache_warming_seconds_total 1.5" in page
