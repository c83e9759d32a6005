"""What the read layer did, counted in one place (R30).

Counts are kept in the process and sent to Redis in one pipeline at the end of a request or task, at most once in
`FLUSH_SECONDS`: reading costs no round trip more for being counted. Redis adds up what all processes send, gunicorn's
and Celery's alike, and is asked when Prometheus comes (`collector.py`) or a page wants to know (`counts`).
"""

from __future__ import annotations

import threading
import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping

from spotify_cache import hours, popularity
from spotify_cache.kinds import DAY, PREFIX
from spotify_cache.store import Store, StoreDown

FLUSH_SECONDS = 1.0
#: Upper bounds of the ages at which entries are answered (seconds); the last bucket has none.
AGE_BOUNDS = (60, 300, 900, 1800, 3600, 4 * 3600, 12 * 3600, 24 * 3600, 7 * 24 * 3600)

#: Upper bounds of the times that tasks take (seconds).
TASK_BOUNDS = (0.1, 0.5, 1, 5, 15, 60, 300)

_BOUNDS = (*map(str, AGE_BOUNDS), "+Inf")
_TASK_BOUNDS = (*map(str, TASK_BOUNDS), "+Inf")

_KEY = f"{PREFIX}:counts"
_SEPARATOR = "\x1f"

#: A count by name and labels: ``("reads", kind, outcome)``, ``("calls", endpoint, result)``,
#: ``("saved", kind, endpoint)``, ``("harvested", form)``, ``("bytes", kind)``, ``("age", kind, bound)``,
#: ``("store_down",)``, ``("warmed", kind, result)``, ``("warming_runs", ended)``, ``("warming_ms",)``,
#: ``("warming_calls",)``, ``("dashboards", source)``,
#: ``("refreshed", kind, result)``, ``("circuit_opened",)``, ``("task", name, outcome, bound)``,
#: ``("task_ms", name, outcome)``.
Label = tuple[str, ...]

#: Outcomes of reads that needed no call of their own.
SAVED = frozenset({"hit", "stale", "negative", "coalesced"})

_lock = threading.Lock()
_tally: Counter[Label] = Counter()
_flushed_at = 0.0


def _add(counted: Mapping[Label, int]) -> None:
    with _lock:
        for label, times in counted.items():
            _tally[label] += times


def reads(outcomes: Mapping[tuple[str, str, str], int]) -> None:
    """Count reads by (kind, endpoint, outcome): hit, stale, miss, negative, unknown (found out
    just now that it does not exist), error, pending, coalesced.

    Each that needed no call of its own is a call saved to its endpoint, counted as if every read were one call.
    """
    counted: Counter[Label] = Counter()
    for (kind, endpoint, outcome), times in outcomes.items():
        counted["reads", kind, outcome] += times
        if outcome in SAVED:
            counted["saved", kind, endpoint] += times
    _add(counted)


def age_at_hit(kind: str, seconds: int) -> None:
    """Note how old an entry was when it was answered; one of each batch is enough to know."""
    _add({("age", kind, _bound(seconds)): 1, ("age_sum", kind): seconds})


def one_hit(kind: str, endpoint: str, age: int) -> None:
    """What `reads` and `age_at_hit` note of a single hit, in one step."""
    _add(
        {
            ("reads", kind, "hit"): 1,
            ("saved", kind, endpoint): 1,
            ("age", kind, _bound(age)): 1,
            ("age_sum", kind): age,
        }
    )


def _bound(seconds: int) -> str:
    return _BOUNDS[bisect_left(AGE_BOUNDS, seconds)]


def call_made(endpoint: str, result: str) -> None:
    _add({("calls", endpoint, result): 1})


def stored(kind: str, size: int) -> None:
    """Count bytes written for what was asked for."""
    _add({("bytes", kind): size})


def harvested(full: int, short: int) -> None:
    """Count entities that were stored because an answer happened to carry them."""
    _add({("harvested", form): times for form, times in (("full", full), ("short", short)) if times})


def warmed(counted: Mapping[tuple[str, str], int]) -> None:
    """Count entries that warming looked after, by (kind, result): fetched, gone, failed; and, of those it fetched
    before, read (by people, since) and unread (and let go)."""
    _add({("warmed", kind, result): times for (kind, result), times in counted.items()})


def warming_run(ended: str, seconds: float, calls: int) -> None:
    """Count a run of the warmer by what ended it, its time (milliseconds), and the calls that it made."""
    _add({("warming_runs", ended): 1, ("warming_ms",): int(seconds * 1000), ("warming_calls",): calls})


def refreshed(counted: Mapping[tuple[str, str], int]) -> None:
    """Count entries that were fetched again, by (kind, result): ``changed``, or ``unchanged``: the same as before."""
    _add({("refreshed", kind, result): times for (kind, result), times in counted.items()})


def circuit_opened() -> None:
    """Count that a process leaves Spotify alone for a while, after repeated failures."""
    _add({("circuit_opened",): 1})


def task_done(name: str, outcome: str, seconds: float) -> None:
    """Count a run of a Celery task and its time: workers answer no HTTP, so theirs come along here."""
    bound = _TASK_BOUNDS[bisect_left(TASK_BOUNDS, seconds)]
    _add({("task", name, outcome, bound): 1, ("task_ms", name, outcome): round(seconds * 1000)})


def dashboard_opened(is_cached: bool) -> None:
    """Count a person's dashboard, by whether all of it was cached: whether warming came before them."""
    _add({("dashboards", "cached" if is_cached else "fetched"): 1})


def store_down() -> None:
    """Count a step that had to do without Redis."""
    _add({("store_down",): 1})


def flush(store: Store, force: bool = False) -> None:
    """Send what was counted, and what people read (`popularity`), to Redis.

    With Redis gone what was counted is kept for the next time.
    """
    global _flushed_at
    with _lock:
        if not _tally or not (force or time.monotonic() - _flushed_at >= FLUSH_SECONDS):
            return
        _flushed_at = time.monotonic()
        counted = Counter(_tally)
        _tally.clear()
    now = time.time()
    reads_of: Counter[str] = Counter()
    for label, times in counted.items():
        if label[0] == "reads":
            reads_of[label[1]] += times
    by_hour = popularity.hourly(reads_of, now) | hours.to_add(counted, now)
    by_key = {_KEY: {_SEPARATOR.join(label): times for label, times in counted.items()}} | by_hour
    try:
        store.add_counts(by_key, popularity.take(now), dict.fromkeys(by_hour, popularity.DAYS_KEPT * DAY))
    except StoreDown:
        _add(counted)


def counts(store: Store) -> dict[Label, int]:
    """What the whole deployment has counted since the cache's Redis was last emptied. Raises StoreDown."""
    return understood(store.ask(COUNTS_COMMAND)[0])


#: What to ask Redis for all counts, in a pipeline of somebody's; `understood` reads the answer.
COUNTS_COMMAND = ("HGETALL", _KEY)


def understood(answer: Mapping[bytes, bytes]) -> dict[Label, int]:
    return {tuple(name.decode().split(_SEPARATOR)): int(times) for name, times in answer.items()}
