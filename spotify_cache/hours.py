"""What the read layer did, hour by hour: reads by outcome and calls by result, for whoever looks at plots (R30, R32).

`metrics.flush` sends these along in its pipeline. A day is one hash, kept for `popularity.DAYS_KEPT`; times are UTC.
"""

from __future__ import annotations

import datetime
import time
from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

from spotify_cache.kinds import PREFIX
from spotify_cache.popularity import DAYS_KEPT

if TYPE_CHECKING:
    from spotify_cache.store import Store

#: Counts of `metrics` that are kept by the hour.
_COUNTED = {"reads", "calls", "saved", "circuit_opened"}
_SEPARATOR = "\x1f"

#: As `metrics.Label`: ``("reads", kind, outcome)``, ``("calls", endpoint, result)``, ``("saved", kind, endpoint)``, ...
Label = tuple[str, ...]
Hour = tuple[datetime.date, int]


def day_key(day: datetime.date) -> str:
    """The hash of a day: hour and label -> how many."""
    return f"{PREFIX}:hours:{day:%Y%m%d}"


def to_add(counted: Mapping[Label, int], now: float) -> dict[str, dict[str, int]]:
    """What of these counts to add, by key and field."""
    at = datetime.datetime.fromtimestamp(now, datetime.UTC)
    fields = {
        _SEPARATOR.join((str(at.hour), *label)): times for label, times in counted.items() if label[0] in _COUNTED
    }
    return {day_key(at.date()): fields} if fields else {}


def counted(store: Store, days: int) -> dict[Hour, Counter[Label]]:
    """Counts of the last days, today among them: (date, hour) -> label -> how many.

    Hours in which nothing happened are left out. One round trip. Raises StoreDown.
    """
    today = datetime.datetime.fromtimestamp(time.time(), datetime.UTC).date()
    asked = [today - datetime.timedelta(days=ago) for ago in range(min(days, DAYS_KEPT))]
    found: dict[Hour, Counter[Label]] = {}
    for day, fields in zip(asked, store.read_counts([day_key(day) for day in asked]), strict=True):
        for name, times in fields.items():
            hour, *label = name.split(_SEPARATOR)
            found.setdefault((day, int(hour)), Counter())[tuple(label)] += times
    return found
