"""Nobody alone uses up what all of Muse may ask Spotify: what is not cached has a limit by address."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts import rate_limits
from accounts.rate_limits import RateLimit
from muse.testing.servers import TestServers
from spotify_cache.sandbox.process import SandboxProcess


@pytest.fixture(autouse=True)
def three_calls(monkeypatch: pytest.MonkeyPatch, sandbox: SandboxProcess, settings: Any) -> None:
    """In development mode, where each item is a call."""
    settings.SPOTIFY_QUOTA_MODE = "development"
    sandbox.config(quota_mode="development")
    monkeypatch.setattr("accounts.middleware.SPOTIFY_CALLS", RateLimit("test", "3 per 30 seconds"))


def tracks(client: Client, ids: list[str], address: str = "127.0.0.1") -> Any:
    return client.get("/api/v1/tracks", {"ids": ",".join(ids)}, REMOTE_ADDR=address)


def test_past_it_what_is_cached_is_answered_and_the_rest_is_not_to_be_had_now(
    client: Client, catalogue: dict[str, Any], sandbox: SandboxProcess
) -> None:
    first, *others = list(dict.fromkeys(catalogue["tracks"]))[:4]
    tracks(client, [first])
    calls = sandbox.calls()
    body = tracks(client, [first, *others]).json()
    assert ([one["id"] for one in body["results"]], set(body["unavailable"])) == ([first], set(others))
    assert sandbox.calls() == calls
    assert len(tracks(client, others[:2]).json()["results"]) == 2, "there was room for two"
    page = client.get(f"/artists/{catalogue['non_latin'][0]['id']}")
    assert page.status_code == 503
    assert "Spotify isn’t answering" in page.content.decode()


def test_somebody_elses_share_is_their_own(client: Client, catalogue: dict[str, Any]) -> None:
    ids = list(dict.fromkeys(catalogue["tracks"]))[:6]
    assert len(tracks(client, ids[:3]).json()["results"]) == 3
    assert tracks(client, ids[3:]).json()["results"] == []
    assert len(tracks(client, ids[3:], "203.0.113.9").json()["results"]) == 3


def test_ids_that_nobody_has_use_up_the_share_of_who_makes_them_up(
    client: Client, catalogue: dict[str, Any], sandbox: SandboxProcess
) -> None:
    calls = sandbox.calls()
    for number in range(20):
        client.get(f"/tracks/{number:022}")
    assert sandbox.calls() - calls <= 4, "and a token"
    other = client.get(f"/tracks/{catalogue['tracks'][0]}", REMOTE_ADDR="203.0.113.9")
    assert other.status_code == 200


def test_who_reads_what_is_cached_is_not_counted(
    client: Client, catalogue: dict[str, Any], redis_round_trips: Callable[[], Any]
) -> None:
    tracks(client, catalogue["tracks"][:1])
    for _ in range(10):
        assert len(tracks(client, catalogue["tracks"][:1]).json()["results"]) == 1


def test_without_the_redis_of_the_limits_people_still_read(
    client: Client, catalogue: dict[str, Any], test_servers: TestServers
) -> None:
    rate_limits._local_limiter.cache_clear()
    test_servers.keeping.stop()
    try:
        assert len(tracks(client, catalogue["tracks"][:1]).json()["results"]) == 1
    finally:
        test_servers.keeping.start()
        rate_limits._local_limiter.cache_clear()


def test_it_is_two_thirds_of_the_window_that_all_have(settings: Any) -> None:
    assert (rate_limits.SPOTIFY_CALLS.quota, rate_limits.SPOTIFY_CALLS.seconds) == (60, 30)
    assert settings.SPOTIFY_RATE_LIMIT == 90
