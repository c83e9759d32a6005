"""One fetch for all threads of a process: whoever comes while a key is being fetched waits for that, without Redis.

Leases in Redis do the same between processes (`store.Store.claim`); flights spare it the threads of each, and hold
also while Redis is gone.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from spotify_cache.fetching import Fetched
from spotify_cache.wants import Want


class Flight:
    """The fetch of one want by one thread."""

    def __init__(self, want: Want) -> None:
        self.recipe = want.recipe
        self._over = threading.Event()
        self._brought: Fetched | None = None

    def land(self, brought: Fetched | None) -> None:
        self._brought = brought
        self._over.set()

    def wait(self, deadline: float) -> Fetched | None:
        """What the flight brought by ``deadline`` (monotonic seconds); None: nothing that others may have."""
        self._over.wait(max(0.0, deadline - time.monotonic()))
        return self._brought


class Flights:
    """Those under way in this process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._under_way: dict[str, Flight] = {}

    def without_those_under_way(self, wants: Sequence[Want]) -> Sequence[Want]:
        """Wants that are worth a look in Redis: what is being fetched for the very same want is not there."""
        under_way = self._under_way
        if not under_way:
            return wants
        return [want for want in wants if (flight := under_way.get(want.key)) is None or flight.recipe != want.recipe]

    @contextmanager
    def join(self, wants: Sequence[Want]) -> Iterator[tuple[Mapping[str, Flight], Mapping[str, Flight]]]:
        """Yields flights by key: this thread's own, which it has to land, and those of others.

        Own flights that were not landed when the block is left land with nothing: whoever waits then fetches.
        """
        mine: dict[str, Flight] = {}
        others: dict[str, Flight] = {}
        with self._lock:
            for want in wants:
                under_way = self._under_way.get(want.key)
                if under_way is None:
                    mine[want.key] = self._under_way[want.key] = Flight(want)
                else:
                    others[want.key] = under_way
        try:
            yield mine, others
        finally:
            self.land(mine, {})

    def land(self, flights: Mapping[str, Flight], brought: Mapping[str, Fetched]) -> None:
        """End flights; from now on the keys are free again. A second landing changes nothing."""
        with self._lock:
            landing = {key: flight for key, flight in flights.items() if self._under_way.get(key) is flight}
            for key in landing:
                del self._under_way[key]
        for key, flight in landing.items():
            flight.land(brought.get(key))
