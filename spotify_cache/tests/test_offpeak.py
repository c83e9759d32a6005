"""When few people read."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
import time_machine

from spotify_cache import metrics, offpeak
from spotify_cache.offpeak import Peak, Quiet, coming_peak, learned, quiet_hours, quiet_of
from spotify_cache.repository import SpotifyCacheRepository

TODAY = datetime.date(2026, 11, 25)
NIGHT = frozenset({23, 0, 1, 2, 3, 4})


def _at(hour: int, minute: int = 0, day: int = 25) -> float:
    return datetime.datetime(2026, 11, day, hour, minute, tzinfo=datetime.UTC).timestamp()


def _traffic(by_hour: dict[int, int], days: int = 7) -> dict[tuple[datetime.date, int], dict[str, int]]:
    """Reads of whole days, and of today until noon."""
    reads = {
        (TODAY - datetime.timedelta(days=ago), hour): {"track": times}
        for ago in range(1, days + 1)
        for hour, times in by_hour.items()
    }
    return reads | {(TODAY, hour): {"track": 10_000} for hour in range(12)}


def test_hours_with_less_than_half_of_the_mean_are_quiet() -> None:
    busy = dict.fromkeys(range(8, 24), 100) | {7: 40, 6: 20, 5: 5}
    assert learned(_traffic(busy)) == {0, 1, 2, 3, 4, 5, 6}
    evening = dict.fromkeys(range(24), 10) | dict.fromkeys((20, 21, 22), 500)
    assert learned(_traffic(evening)) == set(range(24)) - {20, 21, 22}


def test_where_people_read_at_all_hours_the_least_busy_are_quiet() -> None:
    assert learned(_traffic({hour: 100 + hour for hour in range(24)})) == {0, 1, 2, 3}


def test_little_traffic_teaches_nothing() -> None:
    busy = dict.fromkeys(range(8, 24), 100)
    for reads in ({}, _traffic(dict.fromkeys(range(8, 24), 3)), _traffic(busy, days=2)):
        assert learned(reads) == offpeak.USUAL_HOURS


def test_quiet_hours_are_learned_from_what_was_read(repository: SpotifyCacheRepository) -> None:
    with time_machine.travel(_at(12, day=20), tick=False) as clock:
        for day in range(20, 25):
            for hour in range(6, 22):
                clock.move_to(_at(hour, day=day))
                metrics.reads({("track", "track", "hit"): 100})
                metrics.flush(repository.store, force=True)
        assert quiet_hours(repository.store) == {22, 23, 0, 1, 2, 3, 4, 5}


def test_an_operator_may_set_them(repository: SpotifyCacheRepository, settings: Any) -> None:
    settings.SPOTIFY_WARMING_HOURS = frozenset({23, 0, 1, 13})
    assert quiet_hours(repository.store) == {23, 0, 1, 13}


def test_it_is_said_how_they_are_known(settings: Any) -> None:
    busy = dict.fromkeys(range(8, 24), 100) | {7: 40, 6: 20, 5: 5}
    long_ago = {(TODAY - datetime.timedelta(days=20), hour): {"track": 10**6} for hour in range(8)}
    with time_machine.travel(_at(12), tick=False):
        assert quiet_of(_traffic(busy) | long_ago) == Quiet(frozenset(range(7)), "learned")
        assert quiet_of(long_ago) == Quiet(offpeak.USUAL_HOURS, "usual")
        settings.SPOTIFY_WARMING_HOURS = frozenset({23, 0})
        assert quiet_of(_traffic(busy)) == Quiet(frozenset({23, 0}), "set")


@pytest.mark.parametrize(
    ("hours", "now", "then"),
    [
        (NIGHT, _at(12, 30), _at(23)),
        (NIGHT, _at(2, 30), _at(23)),
        (NIGHT, _at(23, 30), _at(23, day=26)),
        (frozenset({12}), _at(12, 30), _at(12, day=26)),
        (frozenset[int](), _at(12), None),
        (frozenset(range(24)), _at(12), None),
    ],
)
def test_it_is_known_when_the_next_quiet_hours_begin(hours: frozenset[int], now: float, then: float | None) -> None:
    assert Quiet(hours, "set").next_after(now) == then


def test_the_coming_peak_lies_between_quiet_hours() -> None:
    assert coming_peak(NIGHT, _at(2, 30)) == Peak(int(_at(5)), int(_at(23)))
    assert coming_peak(NIGHT, _at(23, 30)) == Peak(int(_at(5, day=26)), int(_at(23, day=26)))
    assert coming_peak(NIGHT, _at(12, 30)) == Peak(int(_at(12, 30)), int(_at(23)))
    siesta = NIGHT | {14}
    assert coming_peak(siesta, _at(4, 59)).ends == _at(14)


@pytest.mark.parametrize("quiet", [frozenset(range(24)), frozenset[int]()])
def test_without_a_difference_the_peak_is_the_next_day(quiet: frozenset[int]) -> None:
    assert coming_peak(quiet, _at(9, 30)) == Peak(int(_at(9, 30)), int(_at(9, 30, day=26)))
