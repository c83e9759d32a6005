"""Spotify slow, closed, broken or gone; Redis gone."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
import time_machine

from spotify_cache.answers import State
from spotify_cache.repository import SpotifyCacheRepository
from spotify_cache.sandbox.process import SandboxProcess
from spotify_cache.tasks import fetch_wants
from spotify_cache.tests.worker import run_worker

Repositories = Callable[[], SpotifyCacheRepository]
BROKEN = ("error500", "error502", "error503", "reset", "truncate", "badjson", "html", "html404")


@pytest.mark.parametrize("fault", BROKEN)
def test_what_was_never_cached_is_unavailable_while_spotify_is_broken_and_there_when_it_is_not(
    fault: str, sandbox: SandboxProcess, repository: SpotifyCacheRepository, catalog: dict[str, Any]
) -> None:
    track_id = catalog["tracks"][0]
    sandbox.faults({"endpoint": "*", "fault": fault})
    assert repository.track(track_id).state is State.UNAVAILABLE
    sandbox.faults()
    assert repository.track(track_id).state is State.FRESH


@pytest.mark.parametrize("fault", BROKEN)
def test_one_bad_answer_is_asked_again_at_once(
    fault: str, sandbox: SandboxProcess, repository: SpotifyCacheRepository, catalog: dict[str, Any]
) -> None:
    sandbox.faults({"endpoint": "*", "fault": fault, "times": 1})
    assert repository.track(catalog["tracks"][0]).state is State.FRESH


@pytest.mark.parametrize("fault", [*BROKEN, "429", "quota_exceeded"])
def test_what_was_cached_is_still_answered_past_its_lifetime(
    fault: str, sandbox: SandboxProcess, repository: SpotifyCacheRepository, catalog: dict[str, Any]
) -> None:
    track_id = catalog["tracks"][0]
    with time_machine.travel("2026-11-01T12:00:00Z", tick=False):
        value = repository.track(track_id).value
    sandbox.faults({"endpoint": "*", "fault": fault})
    with time_machine.travel("2026-11-03T12:00:00Z", tick=False):
        answer = repository.track(track_id)
    assert (answer.state, answer.value) == (State.STALE, value)


def test_a_search_that_is_not_found_is_no_search_without_results(
    sandbox: SandboxProcess, repository: SpotifyCacheRepository
) -> None:
    sandbox.faults({"endpoint": "search", "fault": "not_found"})
    assert repository.search("moon").state is State.UNAVAILABLE
    sandbox.faults()
    assert repository.search("moon").state is State.FRESH


def test_after_a_429_nobody_calls_until_retry_after_is_over(
    sandbox: SandboxProcess, repository: SpotifyCacheRepository, new_repository: Repositories, catalog: dict[str, Any]
) -> None:
    repository.search("moon")
    sandbox.faults({"endpoint": "*", "fault": "429", "retry_after": 120, "times": 1})
    assert repository.track(catalog["tracks"][0]).state is State.UNAVAILABLE
    calls = sandbox.calls()
    started = time.monotonic()
    for spotify_id in catalog["tracks"][1:30]:
        assert new_repository().track(spotify_id).state is State.UNAVAILABLE
    assert sandbox.calls() == calls
    assert time.monotonic() - started < 10, "no thread sleeps out a Retry-After"
    assert 100 < repository.quota.gate_closed_for() <= 120


def test_muse_keeps_within_its_own_rate_limit_and_the_rest_is_pending(
    sandbox: SandboxProcess, repository: SpotifyCacheRepository, catalog: dict[str, Any], settings: Any
) -> None:
    settings.SPOTIFY_RATE_LIMIT = 5
    settings.SPOTIFY_QUOTA_MODE = "development"
    states = [repository.track(spotify_id).state for spotify_id in catalog["tracks"][:9]]
    assert states == [State.FRESH] * 5 + [State.PENDING] * 4
    assert sandbox.calls() == 5


def test_a_refused_access_token_is_renewed_and_the_read_answered(
    sandbox: SandboxProcess, repository: SpotifyCacheRepository, catalog: dict[str, Any]
) -> None:
    sandbox.faults({"endpoint": "track", "fault": "401", "times": 1})
    assert repository.track(catalog["tracks"][0]).state is State.FRESH


def test_the_accounts_service_away_is_an_outage_like_any_other(
    sandbox: SandboxProcess, repository: SpotifyCacheRepository, catalog: dict[str, Any]
) -> None:
    sandbox.faults({"endpoint": "token", "fault": "error500"})
    assert repository.track(catalog["tracks"][0]).state is State.UNAVAILABLE


def test_an_album_known_in_short_form_is_shown_while_the_whole_cannot_be_had(
    sandbox: SandboxProcess, repository: SpotifyCacheRepository
) -> None:
    found = repository.search("night", ("album",)).value
    assert found is not None
    sandbox.faults({"endpoint": "*", "fault": "error500"})
    answer = repository.album(found.albums[0].id)
    assert answer.state is State.STALE
    assert answer.value == found.albums[0]


def test_a_failing_spotify_is_left_alone_for_a_moment(
    sandbox: SandboxProcess, repository: SpotifyCacheRepository, catalog: dict[str, Any]
) -> None:
    repository.search("moon")
    sandbox.faults({"endpoint": "*", "fault": "error500"})
    for spotify_id in catalog["tracks"][:20]:
        assert repository.track(spotify_id).state is State.UNAVAILABLE
    assert sandbox.calls("track") <= 5, "the circuit opens after repeated failures"


def test_without_redis_reads_are_answered_by_spotify(
    without_redis: None, sandbox: SandboxProcess, repository: SpotifyCacheRepository, catalog: dict[str, Any]
) -> None:
    assert repository.track(catalog["tracks"][0]).state is State.FRESH
    assert len(repository.tracks(catalog["tracks"][:5])) == 5
    assert repository.search("moon").state is State.FRESH


def test_without_redis_a_process_keeps_to_its_share_of_the_rate_limit(
    without_redis: None,
    sandbox: SandboxProcess,
    repository: SpotifyCacheRepository,
    catalog: dict[str, Any],
    settings: Any,
) -> None:
    settings.SPOTIFY_RATE_LIMIT = 20
    states = [repository.track(spotify_id).state for spotify_id in catalog["tracks"][:8]]
    assert states.count(State.FRESH) == 5
    assert sandbox.calls() == 5


def test_with_redis_full_reads_are_answered_and_cached_again_when_there_is_room(
    sandbox: SandboxProcess, repository: SpotifyCacheRepository, catalog: dict[str, Any], test_servers: Any
) -> None:
    repository.search("warms the token")
    try:
        test_servers.cache.command("CONFIG", "SET", "maxmemory-policy", "noeviction")
        test_servers.cache.command("CONFIG", "SET", "maxmemory", "1")
        assert repository.track(catalog["tracks"][0]).state is State.FRESH
        assert len(repository.tracks(catalog["tracks"][:3])) == 3
    finally:
        test_servers.cache.command("CONFIG", "SET", "maxmemory", "64mb")
        test_servers.cache.command("CONFIG", "SET", "maxmemory-policy", "allkeys-lfu")
    repository.store._down_until = 0.0
    calls = sandbox.calls()
    assert repository.track(catalog["tracks"][5]).state is State.FRESH
    assert repository.track(catalog["tracks"][5]).state is State.FRESH
    assert sandbox.calls() == calls + 1


def test_with_the_accounts_service_broken_it_is_not_asked_for_every_read(
    sandbox: SandboxProcess, repository: SpotifyCacheRepository, new_repository: Repositories, catalog: dict[str, Any]
) -> None:
    process = new_repository()
    sandbox.faults({"endpoint": "token", "fault": "error500"})
    states = {process.track(spotify_id).state for spotify_id in catalog["tracks"][:30]}
    assert states == {State.UNAVAILABLE}
    assert sum(sandbox.stats()["accounts"]["token"].values()) <= 8


def test_what_has_not_begun_when_the_time_is_up_is_left_to_a_worker(
    sandbox: SandboxProcess, repository: SpotifyCacheRepository, catalog: dict[str, Any], settings: Any
) -> None:
    settings.SPOTIFY_QUOTA_MODE = "development"
    repository.search("warms the token")
    sandbox.config(latency_ms=1_500)
    batch = repository.tracks(catalog["tracks"][:16])
    assert len(batch) + len(batch.pending) == 16
    sandbox.config(latency_ms=0)
    run_worker()
    assert len(repository.tracks(catalog["tracks"][:16])) == 16
    asked = [call["path"] for call in sandbox.stats()["calls"] if call["endpoint"] == "track"]
    assert len(asked) == len(set(asked)), "nothing was asked for twice"


def test_wrong_credentials_are_an_outage_and_teach_nothing_about_the_quota_mode(
    sandbox: SandboxProcess, repository: SpotifyCacheRepository, catalog: dict[str, Any], settings: Any
) -> None:
    settings.SPOTIPY_CLIENT_SECRET = "another"
    batch = repository.tracks(catalog["tracks"][:3])
    assert len(batch.unavailable) == 3
    settings.SPOTIPY_CLIENT_SECRET = "muse-sandbox-secret"
    assert repository.store.value("muse:quota-mode") is None


def test_a_recipe_of_an_older_release_does_not_hold_up_the_others(
    sandbox: SandboxProcess, repository: SpotifyCacheRepository, catalog: dict[str, Any]
) -> None:
    fetch_wants.delay([["what-was-once-known", "1"], ["track", catalog["tracks"][0]]])
    run_worker()
    assert sandbox.calls("track") == 1
    assert repository.track(catalog["tracks"][0]).state is State.FRESH
    assert sandbox.calls("track") == 1
