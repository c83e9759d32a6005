"""The deployment's counts and the state of Redis for Prometheus: right whichever process is asked (R32).

What all processes counted Redis has added up (`metrics`); how Redis and the rate window stand is asked now; what a
Celery task found out about the entries is read (`census`). All in one pipeline. With Redis gone only that is told.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

from spotify_cache import census, metrics, runs
from spotify_cache.metrics import AGE_BOUNDS, TASK_BOUNDS, Label
from spotify_cache.quota import WINDOW_SECONDS, Window, window_commands, window_of
from spotify_cache.store import Store, StoreDown

#: name of the count -> (name for Prometheus, what it says, names of its labels)
_FAMILIES = {
    "reads": ("muse_cache_reads", "Reads of Spotify data by kind and outcome.", ("kind", "outcome")),
    "saved": (
        "muse_spotify_calls_saved",
        "Reads answered without a call of their own, by kind and by the endpoint that they would have asked.",
        ("kind", "endpoint"),
    ),
    "calls": ("muse_spotify_calls", "Calls to Spotify by endpoint and result.", ("endpoint", "result")),
    "harvested": ("muse_cache_harvested", "Entities stored that an answer happened to carry, by form.", ("form",)),
    "bytes": ("muse_cache_written_bytes", "Bytes written to Redis for what was asked for, by kind.", ("kind",)),
    "refreshed": (
        "muse_cache_refreshes",
        "Entries that were fetched again, by kind and by whether anything had changed.",
        ("kind", "result"),
    ),
    "warmed": (
        "muse_cache_warmed",
        "Entries that warming fetched, and what became of those it had fetched before, by kind and result.",
        ("kind", "result"),
    ),
    "warming_runs": ("muse_cache_warming_runs", "Runs of the warmer by what ended them.", ("ended",)),
    "dashboards": (
        "muse_dashboards",
        "Dashboards of listeners, by whether all of it was cached or something had to be fetched.",
        ("source",),
    ),
    "warming_calls": ("muse_cache_warming_calls", "Calls to Spotify that runs of the warmer made.", ()),
    "store_down": ("muse_cache_store_down", "Steps of reads that had to do without Redis.", ()),
    "circuit_opened": ("muse_spotify_circuit_opened", "Times that a process left Spotify alone after failures.", ()),
}
#: name in the census -> (name for Prometheus, what it says, names of its labels)
_CENSUS = {
    "entries": ("muse_cache_entries", "Entries in Redis by kind, told from a sample.", ("kind",)),
    "bytes": ("muse_cache_entry_bytes", "Memory of Redis by kind, told from a sample.", ("kind",)),
    "ended": ("muse_cache_sampled_expired", "Entries of the last sample that are past their lifetime.", ("kind",)),
    "unread": (
        "muse_cache_sampled_expired_unread",
        "Those of them that nobody read since they were fetched.",
        ("kind",),
    ),
    "quiet": ("muse_cache_quiet_hour", "1 for hours of the day (UTC) in which few people read, else 0.", ("hour",)),
    "connections": ("muse_spotify_connections", "People's connections to Spotify by state.", ("state",)),
    "at": ("muse_beat_last_timestamp_seconds", "When a task that Celery beat queued last ran (Unix time).", ()),
}
#: field of INFO -> (name for Prometheus, what it says, whether it only grows)
_INFO = {
    "used_memory": ("muse_redis_memory_used_bytes", "Memory that Redis uses.", False),
    "maxmemory": ("muse_redis_memory_limit_bytes", "Memory that Redis may use; 0: all there is.", False),
    "connected_clients": ("muse_redis_clients", "Connections to Redis.", False),
    "evicted_keys": ("muse_redis_evicted_keys", "Keys that Redis dropped for want of memory.", True),
    "expired_keys": ("muse_redis_expired_keys", "Keys whose time was over.", True),
    "total_commands_processed": ("muse_redis_commands", "Commands that Redis ran.", True),
    "keyspace_hits": ("muse_redis_keyspace_hits", "Lookups of keys that were there.", True),
    "keyspace_misses": ("muse_redis_keyspace_misses", "Lookups of keys that were not there.", True),
}


@dataclass(frozen=True, slots=True)
class Look:
    """How a Redis server does: a timed PING, INFO, and answers to what else it was asked."""

    ping_seconds: float
    info: Mapping[str, Any]
    answers: Sequence[Any]


def look(store: Store, *further: tuple[str, ...]) -> Look | None:
    """Two round trips; None where Redis does not answer."""
    try:
        begun = time.perf_counter()
        store.ping()
        seconds = time.perf_counter() - begun
        info, *answers = store.ask(("INFO",), *further)
    except StoreDown:
        return None
    return Look(seconds, info, answers)


class CacheCollector(Collector):
    """The Redis of the cache with what it knows of all processes, in three round trips; and ``others``, in two each."""

    def __init__(self, cache: Store, **others: Store) -> None:
        self._cache = cache
        self._others = others

    def describe(self) -> Iterable[Metric]:
        return ()

    def collect(self) -> Iterator[Metric]:
        metrics.flush(self._cache, force=True)
        window = window_commands()
        cache = look(self._cache, metrics.COUNTS_COMMAND, census.COMMAND, *window, *runs.COMMANDS)
        yield from _servers({"cache": cache, **{name: look(store) for name, store in self._others.items()}})
        if cache is not None:
            counted, taken, *answers = cache.answers
            yield from _counted(metrics.understood(counted))
            yield from _found(census.understood(taken))
            yield from _window(window_of(*answers[: len(window)]))
            yield from _warming(runs.understood(*answers[len(window) :]))


def _servers(looks: Mapping[str, Look | None]) -> Iterator[Metric]:
    labels = ["server"]
    up = GaugeMetricFamily("muse_redis_up", "Whether Redis answers.", labels=labels)
    ping = GaugeMetricFamily("muse_redis_ping_seconds", "How long Redis took to answer one PING.", labels=labels)
    told = {
        field: (CounterMetricFamily if grows else GaugeMetricFamily)(name, says, labels=labels)
        for field, (name, says, grows) in _INFO.items()
    }
    for server, seen in looks.items():
        up.add_metric([server], 0 if seen is None else 1)
        if seen is not None:
            ping.add_metric([server], seen.ping_seconds)
            for field, family in told.items():
                family.add_metric([server], float(seen.info.get(field, 0)))
    yield from (up, ping, *told.values())


def _counted(counts: Mapping[Label, int]) -> Iterator[Metric]:
    for name, (title, says, labels) in _FAMILIES.items():
        yield _family(CounterMetricFamily(title, says, labels=labels), name, counts)
    seconds = counts.get(("warming_ms",), 0) / 1000
    yield CounterMetricFamily("muse_cache_warming_seconds", "Time that runs of the warmer took.", value=seconds)
    ages = HistogramMetricFamily("muse_cache_age_seconds", "Age of entries when they are answered.", labels=["kind"])
    yield _histogram(ages, ("age", "age_sum"), AGE_BOUNDS, counts)
    tasks = HistogramMetricFamily("muse_task_seconds", "Time of Celery tasks.", labels=["task", "outcome"])
    yield _histogram(tasks, ("task", "task_ms"), TASK_BOUNDS, counts, sum_scale=0.001)


def _found(found: census.Found) -> Iterator[Metric]:
    for name, (title, says, labels) in _CENSUS.items():
        yield _family(GaugeMetricFamily(title, says, labels=labels), name, found)


def _family(
    family: CounterMetricFamily | GaugeMetricFamily, name: str, counts: Mapping[Label, int] | census.Found
) -> Metric:
    for label, value in sorted(counts.items()):
        if label[0] == name:
            family.add_metric(label[1:], value)
    return family


def _histogram(
    family: HistogramMetricFamily,
    names: tuple[str, str],
    bounds: Sequence[float],
    counts: Mapping[Label, int],
    sum_scale: float = 1,
) -> Metric:
    """``names``: of the counts by upper bound, and of the sum."""
    by_bound, of_sum = names
    for labels in sorted({label[1:-1] for label in counts if label[0] == by_bound}):
        buckets, total = [], 0
        for bound in (*map(str, bounds), "+Inf"):
            total += counts.get((by_bound, *labels, bound), 0)
            buckets.append((bound, float(total)))
        family.add_metric(labels, buckets, counts.get((of_sum, *labels), 0) * sum_scale)
    return family


def _window(window: Window) -> Iterator[Metric]:
    seconds = WINDOW_SECONDS
    yield GaugeMetricFamily(
        "muse_spotify_window_limit", f"Calls that may be made in {seconds} seconds.", value=window.limit
    )
    yield GaugeMetricFamily(
        "muse_spotify_window_remaining",
        f"Calls that may still be made in these {seconds} seconds.",
        value=window.left,
    )
    yield GaugeMetricFamily(
        "muse_spotify_gate_closed_seconds",
        "Seconds until Spotify may be asked again, after it said to stop; 0: now.",
        value=window.closed_for,
    )
    yield GaugeMetricFamily(
        "muse_spotify_drill_seconds",
        "Seconds until a drill ends, in which Spotify is not asked; 0: there is none.",
        value=window.drill_for,
    )


def _warming(warming: runs.Warming) -> Iterator[Metric]:
    told = {
        "running": ("1 while a runner warms popular content, else 0.", float(warming.current is not None)),
        "held_seconds": ("Seconds for which staff wants warming left; 0: it may run.", warming.held_for),
    }
    if (run := warming.current or warming.last) is not None:
        told |= {
            "entries": ("Entries that the latest run of the warmer goes through.", run.of),
            "entries_looked_at": ("How many of them it has looked at.", run.looked_at),
            "entries_left": ("Entries that it left for the next run.", run.left),
            "last_calls": ("Calls to Spotify that it made.", run.calls),
            "last_timestamp_seconds": ("When it ended, or was last heard of (Unix time).", run.at),
        }
    for name, (says, value) in told.items():
        yield GaugeMetricFamily(f"muse_cache_warming_{name}", says, value=value)
