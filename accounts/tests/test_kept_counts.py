"""Counts that pages take from Redis: who counts, when, and what happens without Redis."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.core.cache import caches
from django.core.management import call_command

from accounts import kept_counts
from accounts.kept_counts import KEPT_FOR, KeptCount, keep
from accounts.tasks import count_anew

FRESH_FOR = 60
Clock = Any


@pytest.fixture
def clock() -> Iterator[Clock]:
    with time_machine.travel(datetime.datetime(2026, 11, 25, 12, tzinfo=datetime.UTC), tick=False) as clock:
        yield clock


@pytest.fixture
def counted() -> list[int]:
    """Grows by one at every count."""
    return []


@pytest.fixture
def kept(counted: list[int]) -> Iterator[KeptCount]:
    def count() -> list[list[Any]]:
        counted.append(len(counted))
        return [["all of them", len(counted)]]

    yield keep("tests", count, FRESH_FOR)
    del kept_counts._all["tests"]


@pytest.fixture
def queued(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    names: list[str] = []
    monkeypatch.setattr(count_anew, "delay", names.append)
    return names


def test_many_pages_count_once(kept: KeptCount, counted: list[int], clock: Clock, queued: list[str]) -> None:
    assert [kept.read() for _ in range(3)] == [[["all of them", 1]]] * 3
    clock.shift(FRESH_FOR)
    assert kept.read() == [["all of them", 1]]
    assert (len(counted), queued) == (1, [])


def test_past_its_time_one_worker_is_asked_and_pages_go_on(
    kept: KeptCount, counted: list[int], clock: Clock, queued: list[str]
) -> None:
    kept.read()
    clock.shift(FRESH_FOR + 1)
    assert [kept.read() for _ in range(3)] == [[["all of them", 1]]] * 3
    assert (len(counted), queued) == (1, ["tests"])
    count_anew("tests")
    assert kept.read() == [["all of them", 2]]
    assert queued == ["tests"]


def test_a_worker_of_another_release_passes_over_what_it_does_not_know() -> None:
    count_anew("of another release")


def test_without_a_broker_pages_go_on(
    kept: KeptCount, clock: Clock, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(name: str) -> None:
        raise OSError

    monkeypatch.setattr(count_anew, "delay", refuse)
    kept.read()
    clock.shift(FRESH_FOR + 1)
    assert kept.read() == [["all of them", 1]]
    assert "tests is not counted anew" in caplog.text


def test_what_no_worker_counts_anew_is_shown_for_an_hour(kept: KeptCount, keys_live: Callable[[], list[int]]) -> None:
    kept.read()
    (left,) = keys_live()
    assert KEPT_FOR - 5 <= left <= KEPT_FOR


@pytest.fixture
def keys_live() -> Callable[[], list[int]]:
    """Seconds that what is kept has left, by Redis's own clock."""
    cache: Any = caches["default"]
    return lambda: [cache.ttl(key) for key in cache.keys("kept-count:tests")]


def test_without_redis_every_page_counts(kept: KeptCount, counted: list[int], settings: Any) -> None:
    gone = {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0"}
    settings.CACHES = {**settings.CACHES, "default": gone}
    assert [kept.read(), kept.read()] == [[["all of them", 1]], [["all of them", 2]]]


def test_a_command_counts_all_of_them(kept: KeptCount, counted: list[int], capsys: pytest.CaptureFixture[str]) -> None:
    kept.read()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kept_counts, "_all", {"tests": kept})
        call_command("count_anew")
    assert kept.read() == [["all of them", 2]]
    assert capsys.readouterr().out == "Counted anew: tests.\n"
