"""A circuit breaker: after repeated failures nobody waits for the next time-out (M. Nygard, "Release It!")."""

from __future__ import annotations

import threading
import time

from prometheus_client import Gauge

from spotify_cache import metrics
from spotify_cache.errors import CircuitOpen

FAILURES_TO_OPEN = 4
OPEN_SECONDS = 3.0

# Of the processes of a host, the one whose circuit is open longest: in prometheus_client's files, as every process has
# a circuit of its own. A time that has passed says closed, so those of processes that are gone do no harm.
_OPEN_UNTIL = Gauge(
    "muse_spotify_circuit_open_until_timestamp_seconds",
    "Until when calls to Spotify are refused at once after repeated failures (Unix time; in the past: they are not).",
    multiprocess_mode="max",
)


class CircuitBreaker:
    """Closed, open for some seconds, then one try decides. One per process; safe to share between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._failures = 0
        self._open_until = 0.0

    def check(self) -> None:
        """Let a call through, or raise.

        Raises:
            CircuitOpen: the circuit is open.
        """
        with self._lock:
            now = time.monotonic()
            if self._failures < FAILURES_TO_OPEN:
                return
            if now < self._open_until:
                raise CircuitOpen("Spotify failed repeatedly a moment ago")
            # Half open: this caller tries, the others wait for what comes of it.
            self._open_until = now + OPEN_SECONDS

    def refuse_while_open(self) -> None:
        """Raise CircuitOpen as `check` does, but leave the one try of a circuit that is half open to somebody else."""
        with self._lock:
            if self._failures >= FAILURES_TO_OPEN and time.monotonic() < self._open_until:
                raise CircuitOpen("Spotify failed repeatedly a moment ago")

    def succeeded(self) -> None:
        with self._lock:
            self._failures = 0

    def failed(self) -> None:
        with self._lock:
            self._failures += 1
            if self._failures < FAILURES_TO_OPEN:
                return
            self._open_until = time.monotonic() + OPEN_SECONDS
        _OPEN_UNTIL.set(time.time() + OPEN_SECONDS)
        metrics.circuit_opened()

    @property
    def state(self) -> str:
        """``closed``, ``open`` or ``half open`` (the next call is a try)."""
        with self._lock:
            if self._failures < FAILURES_TO_OPEN:
                return "closed"
            return "open" if time.monotonic() < self._open_until else "half open"
