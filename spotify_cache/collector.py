"""The deployment's counts for Prometheus: right whichever process is asked, as Redis has added them up (R32)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from prometheus_client.metrics_core import CounterMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

from spotify_cache import metrics
from spotify_cache.metrics import AGE_BOUNDS, Label
from spotify_cache.store import Store, StoreDown

#: name of the count -> (name for Prometheus, what it says, names of its labels)
_FAMILIES = {
    "reads": ("muse_cache_reads", "Reads of Spotify data by kind and outcome.", ("kind", "outcome")),
    "saved": ("muse_spotify_calls_saved", "Reads answered without a call of their own, by kind.", ("kind",)),
    "calls": ("muse_spotify_calls", "Calls to Spotify by endpoint and result.", ("endpoint", "result")),
    "harvested": ("muse_cache_harvested", "Entities stored that an answer happened to carry, by form.", ("form",)),
    "bytes": ("muse_cache_written_bytes", "Bytes written to Redis for what was asked for, by kind.", ("kind",)),
    "warmed": (
        "muse_cache_warmed",
        "Entries that warming fetched, and what became of those it had fetched before, by kind and result.",
        ("kind", "result"),
    ),
    "warming_runs": ("muse_cache_warming_runs", "Runs of the warmer by what ended them.", ("ended",)),
    "warming_ms": ("muse_cache_warming_milliseconds", "Time that runs of the warmer took.", ()),
    "store_down": ("muse_cache_store_down", "Steps of reads that had to do without Redis.", ()),
}


class CacheCollector(Collector):
    """Asks Redis when Prometheus asks Muse; with Redis gone there is nothing to tell."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def describe(self) -> Iterable[Metric]:
        return ()

    def collect(self) -> Iterator[Metric]:
        metrics.flush(self._store, force=True)
        try:
            counts = metrics.counts(self._store)
        except StoreDown:
            return
        for name, (title, says, labels) in _FAMILIES.items():
            family = CounterMetricFamily(title, says, labels=labels)
            for label, times in sorted(counts.items()):
                if label[0] == name:
                    family.add_metric(label[1:], times)
            yield family
        yield _ages(counts)


def _ages(counts: dict[Label, int]) -> Metric:
    family = HistogramMetricFamily("muse_cache_age_seconds", "Age of entries when they are answered.", labels=["kind"])
    for kind in sorted({label[1] for label in counts if label[0] == "age"}):
        buckets, total = [], 0
        for bound in (*map(str, AGE_BOUNDS), "+Inf"):
            total += counts.get(("age", kind, bound), 0)
            buckets.append((bound, float(total)))
        family.add_metric([kind], buckets, counts.get(("age_sum", kind), 0))
    return family
