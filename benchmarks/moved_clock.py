"""The read layer on a clock that can be moved: only Muse's own modules see it.

Lifetimes are judged on the moved clock. Redis counts its own seconds, so what it forgets by itself is unmoved: entries
are kept for days beyond their lifetime (stale_for), longer than any trace, and `benchmarks.traffic` itself forgets what
lives shorter than that.
"""

from __future__ import annotations

import sys
import time
from types import ModuleType
from typing import Any


class MovedClock:
    """Stands in for the module ``time``: `time` is moved, everything else is as it was."""

    def __init__(self) -> None:
        self.offset = 0.0

    def time(self) -> float:
        return time.time() + self.offset

    def __getattr__(self, name: str) -> Any:
        return getattr(time, name)


class FrozenClock(MovedClock):
    """A clock that stands still between moves, so that a trace runs the same on every machine."""

    def __init__(self, now: float) -> None:
        super().__init__()
        self.now = now

    def time(self) -> float:
        return self.now


def install(clock: MovedClock) -> None:
    """Give every module of the read layer that is imported by now this clock for its ``time``."""
    for name, module in list(sys.modules.items()):
        if name.startswith("spotify_cache.") and not name.startswith("spotify_cache.sandbox"):
            _replace(module, clock)


def _replace(module: ModuleType, clock: MovedClock) -> None:
    if getattr(module, "time", None) is time or isinstance(getattr(module, "time", None), MovedClock):
        module.time = clock  # type: ignore[attr-defined]
