"""Hours in which few people read: when popular content is warmed (R14). All in UTC.

Learned from the reads of two weeks, unless SPOTIFY_WARMING_HOURS names them.
"""

from __future__ import annotations

import datetime
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from django.conf import settings

from spotify_cache import popularity
from spotify_cache.kinds import DAY, HOUR
from spotify_cache.store import Store

DAYS_LOOKED_AT: Final = 14
#: Where nobody knows better: night from the Azores to the Urals.
USUAL_HOURS: Final = frozenset({1, 2, 3, 4, 5})
#: An hour with less than this share of the mean hour's reads is a quiet one.
_QUIET_SHARE: Final = 0.5
#: Where fewer are that quiet, these many of the least busy hours count as quiet.
_FEWEST_HOURS: Final = 4
#: Fewer reads in all, or reads on fewer days, teach nothing.
_LEAST_READS: Final = 2_000
_LEAST_DAYS: Final = 3

#: As `popularity.reads_by_hour` has them.
Reads = Mapping[tuple[datetime.date, int], Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Peak:
    """The time that warming prepares for, in Unix seconds: the busy hours that run now or come next."""

    starts: int
    ends: int


@dataclass(frozen=True, slots=True)
class Quiet:
    """The quiet hours, from 0 to 23, and how they are known."""

    hours: frozenset[int]
    #: ``set`` by the operator, ``learned``, or ``usual`` where too little was read to learn from.
    how: str

    def next_after(self, now: float) -> int | None:
        """When the quiet hours begin that come next (Unix seconds); None where there are none, or no others."""
        begins = _next(now, lambda hour: hour not in self.hours) if is_quiet(self.hours, now) else int(now)
        return None if begins is None else _next(begins - 1, lambda hour: hour in self.hours)


def quiet_hours(store: Store) -> frozenset[int]:
    """Hours from 0 to 23: set by the operator, or learned. Raises StoreDown."""
    if settings.SPOTIFY_WARMING_HOURS:
        return frozenset(settings.SPOTIFY_WARMING_HOURS)
    return learned(popularity.reads_by_hour(store, DAYS_LOOKED_AT + 1))


def quiet_of(reads: Reads) -> Quiet:
    """As `quiet_hours`, where `reads_by_hour` of as many days or more have been asked for already."""
    if settings.SPOTIFY_WARMING_HOURS:
        return Quiet(frozenset(settings.SPOTIFY_WARMING_HOURS), "set")
    today = datetime.datetime.fromtimestamp(time.time(), datetime.UTC).date()
    lately = {(day, hour): counted for (day, hour), counted in reads.items() if (today - day).days <= DAYS_LOOKED_AT}
    hours = learned(lately)
    return Quiet(hours, "usual" if hours is USUAL_HOURS else "learned")


def learned(reads: Reads) -> frozenset[int]:
    """The quiet hours of `reads_by_hour`, whose last day is left out as it may not be whole."""
    last = max((day for day, _ in reads), default=None)
    by_hour: Counter[int] = Counter(dict.fromkeys(range(24), 0))
    for (day, hour), counted in reads.items():
        if day != last:
            by_hour[hour] += sum(counted.values())
    days = {day for day, _ in reads if day != last}
    if by_hour.total() < _LEAST_READS or len(days) < _LEAST_DAYS:
        return USUAL_HOURS
    quiet = {hour for hour, times in by_hour.items() if times < _QUIET_SHARE * by_hour.total() / 24}
    if len(quiet) < _FEWEST_HOURS:
        quiet = set(sorted(by_hour, key=lambda hour: (by_hour[hour], hour))[:_FEWEST_HOURS])
    return frozenset(quiet)


def is_quiet(quiet: frozenset[int], now: float) -> bool:
    return _hour(now) in quiet


def coming_peak(quiet: frozenset[int], now: float) -> Peak:
    """With no busy hour at all, and with no quiet one, it lasts from now for a day."""
    starts: int | None = int(now)
    if is_quiet(quiet, now):
        starts = _next(now, lambda hour: hour not in quiet)
    ends = _next(starts, lambda hour: hour in quiet) if starts is not None else None
    return Peak(starts or int(now), ends or int(now) + DAY)


def _next(after: float, is_wanted: Callable[[int], bool]) -> int | None:
    """When the next hour begins that is wanted; None where none of a day is."""
    begins = int(after) // HOUR * HOUR
    return next((at for at in range(begins + HOUR, begins + DAY + HOUR, HOUR) if is_wanted(_hour(at))), None)


def _hour(moment: float) -> int:
    return int(moment) // HOUR % 24
