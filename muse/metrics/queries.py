"""Queries of one piece of work: how many, how long, and the slowest by its text (never with a value of somebody's)."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings

#: Of a slow query's text so much is logged (characters).
_LONGEST_TEXT = 600


class Queries:
    """A wrapper for `connection.execute_wrapper` that counts."""

    __slots__ = ("_slow_from", "count", "seconds", "slow", "slowest", "slowest_seconds")

    def __init__(self) -> None:
        self.count = 0
        self.seconds = 0.0
        self.slow = 0
        self.slowest: Any = ""
        self.slowest_seconds = 0.0
        self._slow_from: float = settings.SLOW_QUERY_SECONDS

    def __call__(self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
        begun = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            seconds = time.perf_counter() - begun
            self.count += 1
            self.seconds += seconds
            if seconds >= self._slow_from:
                self.slow += 1
                if seconds > self.slowest_seconds:
                    self.slowest, self.slowest_seconds = sql, seconds

    @property
    def slowest_text(self) -> str:
        """The slowest query on one line, with placeholders where values go."""
        return " ".join(str(self.slowest).split())[:_LONGEST_TEXT]
