"""Muse's settings, and the cache of the peer that keeps raw JSON through django-redis."""

from muse.settings import *  # noqa: F403
from muse.settings import CACHES, LOGGING, REDIS_URL, _redis_cache

CACHES = CACHES | {"raw_json": _redis_cache(REDIS_URL.rsplit("/", 1)[0] + "/2", "raw")}

# Faults are ordered here: what they make libraries say is no news.
LOGGING = LOGGING | {"root": {"handlers": ["stderr"], "level": "CRITICAL"}}
