"""What takes long to count and changes slowly, such as what is popular: counted off the request and kept in Redis.

A page takes what is kept. Once that is older than its time, the first page to see so has a worker count anew and goes
on with what there is: nobody waits for the count but whoever comes where nothing is kept. Without Redis it is counted
for every page, slower (R74).
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from django.core.cache import cache
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

#: As JSON knows them.
Rows: TypeAlias = Sequence[Sequence[Any]]

#: How long what was counted is shown at all, where no worker counts anew (seconds).
KEPT_FOR: Final = 60 * 60
#: How long a worker has to count before another one is asked (seconds).
_COUNTING_S: Final = 60

_all: dict[str, KeptCount] = {}


@dataclass(frozen=True, slots=True)
class KeptCount:
    name: str
    count: Callable[[], Rows]
    #: Seconds after which it is counted anew.
    fresh_for: int

    def read(self) -> Rows:
        """Raises nothing of Redis's."""
        try:
            kept = cache.get(self._key)
        except (RedisError, OSError):
            return self.count()
        if kept is None:
            return self.count_anew()
        counted_at, rows = json.loads(kept)
        if counted_at + self.fresh_for < time.time():
            self._have_it_counted_anew()
        return list(rows)

    def count_anew(self) -> Rows:
        rows, now = self.count(), time.time()
        with suppress(RedisError, OSError):
            cache.set(self._key, json.dumps([now, rows]), KEPT_FOR)
        return rows

    def _have_it_counted_anew(self) -> None:
        from accounts.tasks import count_anew

        try:
            if cache.add(f"{self._key}:counting", "", _COUNTING_S):
                count_anew.delay(self.name)
        except (RedisError, OperationalError, OSError) as error:
            logger.warning("%s is not counted anew: %s", self.name, type(error).__name__)

    @property
    def _key(self) -> str:
        return f"kept-count:{self.name}"


def keep(name: str, count: Callable[[], Rows], fresh_for: int) -> KeptCount:
    """Name a count once, where its module is loaded; workers know it by its name."""
    _all[name] = KeptCount(name, count, fresh_for)
    return _all[name]


def count_anew(name: str) -> None:
    """Nothing for a name of an older release."""
    if name in _all:
        _all[name].count_anew()


def count_all_anew() -> list[str]:
    """The names of what was counted."""
    for kept in _all.values():
        kept.count_anew()
    return sorted(_all)
