"""The rate window and the gate, shared by every process through Redis."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from spotify_cache.answers import State
from spotify_cache.errors import Drill, RateLimited
from spotify_cache.quota import LONGEST_GATE, Priority, Quota, history_commands, history_of
from spotify_cache.repository import SpotifyCacheRepository
from spotify_cache.sandbox.process import SandboxProcess
from spotify_cache.store import Store

NOON = "2026-11-01T12:00:00Z"


@pytest.fixture
def quotas(settings: Any) -> list[Quota]:
    """Two processes of one deployment, ten calls in thirty seconds between them."""
    settings.SPOTIFY_RATE_LIMIT = 10
    return [Quota(Store()), Quota(Store())]


def _taken(quota: Quota, times: int, priority: Priority = Priority.PAGE) -> int:
    granted = 0
    for _ in range(times):
        try:
            quota.take(priority)
        except RateLimited:
            continue
        granted += 1
    return granted


def test_processes_share_one_window(quotas: list[Quota]) -> None:
    assert _taken(quotas[0], 6) == 6
    assert _taken(quotas[1], 6) == 4


def test_many_at_once_take_no_more_than_there_is(quotas: list[Quota]) -> None:
    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(lambda number: _taken(quotas[number % 2], 4), range(8))) == 10


def test_the_window_slides_and_says_when_the_next_slot_comes(quotas: list[Quota]) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        assert _taken(quotas[0], 5) == 5
        clock.shift(timedelta(seconds=20))
        assert _taken(quotas[0], 6) == 5
        with pytest.raises(RateLimited) as limited:
            quotas[0].take()
        assert 9 < limited.value.retry_after <= 10.1
        assert not limited.value.by_spotify
        clock.shift(timedelta(seconds=11))
        assert _taken(quotas[0], 6) == 5, "five left the window, the later five are still in it"


def test_workers_and_warming_step_back_before_pages_do(quotas: list[Quota]) -> None:
    assert _taken(quotas[0], 10, Priority.WARMING) == 5
    assert _taken(quotas[0], 10, Priority.WORKER) == 3
    assert _taken(quotas[0], 10, Priority.PAGE) == 2


def test_a_closed_gate_is_closed_to_all_and_not_for_ever(quotas: list[Quota]) -> None:
    quotas[0].close_gate(10 * LONGEST_GATE)
    for quota in quotas:
        with pytest.raises(RateLimited):
            quota.take()
    assert 0 < quotas[1].gate_closed_for() <= LONGEST_GATE


def test_a_shorter_retry_after_does_not_open_the_gate_earlier(quotas: list[Quota]) -> None:
    quotas[0].close_gate(600)
    quotas[1].close_gate(5)
    assert quotas[0].gate_closed_for() > 500


def test_a_used_up_quota_closes_the_gate(
    sandbox: SandboxProcess, repository: SpotifyCacheRepository, catalog: dict[str, Any]
) -> None:
    sandbox.faults({"endpoint": "*", "fault": "quota_exceeded", "times": 1})
    assert repository.track(catalog["tracks"][0]).state is not State.FRESH
    calls = sandbox.calls()
    assert repository.quota.gate_closed_for() > 0
    repository.tracks(catalog["tracks"][:10])
    assert sandbox.calls() == calls


def test_a_drill_costs_reads_nothing_and_no_token_is_asked_for_either(
    sandbox: SandboxProcess, repository: SpotifyCacheRepository, catalog: dict[str, Any], redis_round_trips: Any
) -> None:
    repository.track(catalog["tracks"][0])
    tokens_asked = sandbox.calls()
    repository.quota.begin_drill(60)
    with redis_round_trips() as trips:
        assert repository.track(catalog["tracks"][0]).state is State.FRESH
    assert trips.count == 1, trips
    repository.tokens.forget("app")
    with pytest.raises(Drill):
        repository.tokens.of_app()
    assert sandbox.calls() == tokens_asked


def test_a_drill_is_a_failure_for_the_breaker_and_no_call(
    sandbox: SandboxProcess, repository: SpotifyCacheRepository, catalog: dict[str, Any]
) -> None:
    repository.quota.begin_drill(60)
    for track in catalog["tracks"][:6]:
        assert repository.track(track).state is State.UNAVAILABLE
    assert repository.breaker.state == "open"
    assert sandbox.calls() == 0
    assert repository.quota.window().used == 0


def test_it_is_known_how_full_the_window_was_in_each_hour_and_how_long_the_gate_was_closed(quotas: list[Quota]) -> None:
    store = Store()
    with time_machine.travel(NOON, tick=False) as clock:
        _taken(quotas[0], 4)
        clock.shift(timedelta(seconds=40))
        _taken(quotas[1], 2)
        clock.shift(timedelta(hours=25))
        _taken(quotas[0], 12)
        quotas[0].close_gate(60)
        quotas[1].close_gate(90)
        quotas[1].close_gate(30)
        hours = history_of(store.ask(*history_commands(3)))
    told = {(day.day, hour): counted for (day, hour), counted in hours.items()}
    assert told.keys() == {(1, 12), (2, 13)}
    assert told[1, 12] == {"calls": 4}
    assert told[2, 13]["calls"] == 10
    assert told[2, 13]["closed"] == pytest.approx(90, abs=1)


def test_knowing_that_costs_a_call_no_round_trip_more(quotas: list[Quota], redis_round_trips: Any) -> None:
    quotas[0].take()
    with redis_round_trips() as trips:
        quotas[0].take()
    assert trips.count == 1, trips
