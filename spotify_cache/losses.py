"""A cache that was lost: what people read most is known from a copy, and fetched at once, whatever the hour (R14, R74).

The copy is in the Redis of sessions, which forgets nothing. It is seen to once an hour, and as soon as the cache is
empty, as the mark that says so is lost with it.
"""

from __future__ import annotations

import logging
from typing import Final

from django.conf import settings

from spotify_cache import popularity
from spotify_cache.kinds import HOUR, PREFIX
from spotify_cache.store import Store, StoreDown

logger = logging.getLogger(__name__)

#: Set for as long as the copy is good enough.
_COPIED: Final = f"{PREFIX}:popular:copied"
_COPY_SECONDS: Final = HOUR
#: Set until what was lost is there again; after so long it is left to quiet hours.
_LOST: Final = f"{PREFIX}:popular:lost"
_LOST_SECONDS: Final = 2 * HOUR


def is_to_be_made_good(store: Store) -> bool:
    """Whether the cache was lost and no run has fetched since what people read most. Raises StoreDown."""
    copy = Store(settings.SESSION_CACHE_ALIAS)
    try:
        copy.ping()
    except StoreDown:
        logger.warning("no copy of what people read: the Redis of sessions is gone")
        return False
    if store.mark([_COPIED], _COPY_SECONDS)[0] and (lost := popularity.exchange(store, copy)):
        logger.warning("the cache was lost: %s things that people read are known from the copy", lost)
        store.put(_LOST, b"1", _LOST_SECONDS)
    return store.value(_LOST) is not None


def made_good(store: Store) -> None:
    """A run has come to its end. Raises StoreDown."""
    store.ask(("DEL", _LOST))
