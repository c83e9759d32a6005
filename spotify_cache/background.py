"""Fetching that nobody waits for: wants go to a Celery worker, each once for the whole deployment.

With the broker gone nothing is queued and nothing breaks: the next reader tries again.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence

from kombu.exceptions import OperationalError

from spotify_cache.gateway import Caller
from spotify_cache.store import Store, StoreDown
from spotify_cache.tokens import TokenSource
from spotify_cache.wants import Want

logger = logging.getLogger(__name__)

#: How long a want that was queued is not queued again (seconds).
QUEUED_SECONDS = 15
#: How long a broker that was not reached is left alone (seconds).
NO_BROKER_SECONDS = 5.0
#: Wants of one task: a batch of the extended mode, so that a worker needs the fewest calls.
TASK_SIZE = 50

_token_sources: list[Callable[[str], TokenSource | None]] = []


def register_token_sources(find: Callable[[str], TokenSource | None]) -> None:
    """Say how a person's `TokenSource` is found by ``cache_id`` (the apps above know people; this one does not)."""
    _token_sources[:] = [find]


def token_source_of(cache_id: str) -> TokenSource | None:
    return _token_sources[0](cache_id) if _token_sources else None


class Background:
    def __init__(self, store: Store) -> None:
        self._store = store
        self._no_broker_until = 0.0

    def __call__(self, wants: Sequence[Want], caller: Caller) -> None:
        """Queue what is not queued already."""
        from spotify_cache.tasks import fetch_wants

        if time.monotonic() < self._no_broker_until:
            return
        try:
            queued = self._store.mark([f"{want.key}:queued" for want in wants], QUEUED_SECONDS)
        except StoreDown:
            return
        recipes = [want.recipe for want, first in zip(wants, queued, strict=True) if first]
        for start in range(0, len(recipes), TASK_SIZE):
            try:
                fetch_wants.delay(recipes[start : start + TASK_SIZE])
            except (OperationalError, OSError):
                # Finding out takes up to the time-out of the connection: not every page is to wait for it.
                self._no_broker_until = time.monotonic() + NO_BROKER_SECONDS
                logger.warning("no broker: %d reads are not refreshed in the background", len(recipes) - start)
                return
