"""The rate limit: so many calls in any 30 seconds (Spotify's guide to rate limits)."""

from __future__ import annotations

from collections import deque
from math import ceil

from .clock import Clock

WINDOW_SECONDS = 30.0


class RateWindow:
    """Counts the calls of the app over a rolling window. Calls that were refused do not count."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._calls: deque[float] = deque()
        self.busiest = 0
        self.refused = 0

    def admit(self, limit: int) -> int | None:
        """None when the call may pass; else the whole seconds until the next one may (at least 1)."""
        now = self._forget_old()
        if limit and len(self._calls) >= limit:
            self.refused += 1
            return max(1, ceil(self._calls[-limit] + WINDOW_SECONDS - now))
        self._calls.append(now)
        self.busiest = max(self.busiest, len(self._calls))
        return None

    def used(self) -> int:
        """Calls in the window that ends now."""
        self._forget_old()
        return len(self._calls)

    def clear(self) -> None:
        self._calls.clear()
        self.busiest = 0
        self.refused = 0

    def _forget_old(self) -> float:
        now = self._clock.now()
        while self._calls and self._calls[0] <= now - WINDOW_SECONDS:
            self._calls.popleft()
        return now
