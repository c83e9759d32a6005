"""What the read layer did, counted in one place for Prometheus (R30)."""

from __future__ import annotations

from prometheus_client import Counter

_READS = Counter("muse_cache_reads_total", "Reads of Spotify data by kind and outcome.", ["kind", "outcome"])
_CALLS = Counter("muse_spotify_calls_total", "Calls to Spotify by endpoint and result.", ["endpoint", "result"])
_HARVESTED = Counter("muse_cache_harvested_total", "Entities stored that an answer happened to carry.", ["form"])
_REDIS_DOWN = Counter("muse_cache_store_down_total", "Reads that had to do without Redis.")


def read(kind: str, outcome: str, times: int = 1) -> None:
    _READS.labels(kind, outcome).inc(times)


def call_made(endpoint: str, result: str) -> None:
    _CALLS.labels(endpoint, result).inc()


def harvested(full: int, short: int) -> None:
    if full:
        _HARVESTED.labels("full").inc(full)
    if short:
        _HARVESTED.labels("short").inc(short)


def store_down() -> None:
    _REDIS_DOWN.inc()
