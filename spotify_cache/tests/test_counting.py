"""Counts of what the read layer did, and how Prometheus sees them."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from spotify_cache import metrics
from spotify_cache.repository import SpotifyCacheRepository
from spotify_cache.sandbox.process import SandboxProcess


@pytest.fixture(autouse=True)
def nothing_counted() -> None:
    metrics._tally.clear()


def _counts(repository: SpotifyCacheRepository) -> dict[metrics.Label, int]:
    metrics.flush(repository.store, force=True)
    return metrics.counts(repository.store)


def test_reads_are_counted_by_kind_and_outcome(repository: SpotifyCacheRepository, catalog: dict[str, Any]) -> None:
    tracks = catalog["tracks"][:3]
    repository.tracks(tracks)
    repository.tracks(tracks)
    repository.track(catalog["unknown_id"])
    repository.track(catalog["unknown_id"])
    counts = _counts(repository)
    assert counts["reads", "track", "miss"] == 3
    assert counts["reads", "track", "hit"] == 3
    assert counts["reads", "track", "unknown"] == 1
    assert counts["reads", "track", "negative"] == 1
    assert counts["saved", "track", "track"] == 4
    assert counts["age", "track", "60"] == 2
    assert counts["bytes", "track"] > 3 * 50


def test_calls_are_counted_as_spotify_counts_them(
    sandbox: SandboxProcess, repository: SpotifyCacheRepository, catalog: dict[str, Any]
) -> None:
    repository.search("moon")
    sandbox.faults({"endpoint": "*", "fault": "error500", "times": 1})
    repository.artist(catalog["artists"][0])
    counts = _counts(repository)
    made = {label: times for label, times in counts.items() if label[0] == "calls"}
    assert made == {("calls", "search", "ok"): 1, ("calls", "artist", "unavailable"): 1, ("calls", "artist", "ok"): 1}
    assert sum(made.values()) == sandbox.calls()
    assert counts["harvested", "full"] > 10


def test_counting_costs_a_read_no_round_trip(
    repository: SpotifyCacheRepository, catalog: dict[str, Any], redis_round_trips: Any
) -> None:
    repository.tracks(catalog["tracks"][:5])
    with redis_round_trips() as trips:
        repository.tracks(catalog["tracks"][:5])
    assert trips.count == 1
    with redis_round_trips() as trips:
        metrics.flush(repository.store, force=True)
    assert trips.count == 1


def test_what_processes_count_adds_up_and_nothing_is_lost_while_redis_is_gone(
    repository: SpotifyCacheRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    metrics.call_made("search", "ok")
    repository.store._down_until = float("inf")
    metrics.flush(repository.store, force=True)
    repository.store._down_until = 0.0
    metrics.call_made("search", "ok")
    assert _counts(repository)["calls", "search", "ok"] == 2
    metrics.call_made("search", "ok")
    assert _counts(repository)["calls", "search", "ok"] == 3


def test_prometheus_sees_the_counts_of_the_whole_deployment(
    repository: SpotifyCacheRepository, catalog: dict[str, Any], client: Client
) -> None:
    repository.tracks(catalog["tracks"][:2])
    repository.tracks(catalog["tracks"][:2])
    page = client.get("/metrics").content.decode()
    assert 'muse_cache_reads_total{kind="track",outcome="hit"} 2.0' in page
    assert 'muse_spotify_calls_total{endpoint="track",result="ok"} 2.0' in page
    assert 'muse_cache_age_seconds_bucket{kind="track",le="+Inf"} 1.0' in page
    assert "django_http_requests" in page
