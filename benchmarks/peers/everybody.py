"""All contestants on one set of servers."""

from __future__ import annotations

from collections.abc import Callable

from benchmarks.peers.contestant import DAY, Contestant, Place
from benchmarks.peers.dogpile_region import DogpileRegion
from benchmarks.peers.http_cache import HttpCache, HttpCacheStaleIfError
from benchmarks.peers.muse_repository import MuseRepository
from benchmarks.peers.raw_json import RawJson
from benchmarks.peers.spotipy_alone import SpotipyAlone
from benchmarks.servers import DOGPILE, HTTP_CACHE, RAW_JSON, Servers

MUSE = MuseRepository.name
#: Order of the columns in every table.
PEERS = (SpotipyAlone.name, HttpCache.name, RawJson.name, DogpileRegion.name)
STALE_IF_ERROR = HttpCacheStaleIfError.name


def makers(servers: Servers, ttl: int = DAY) -> dict[str, Callable[[], Contestant]]:
    """What makes each contestant; to be called in the process that uses it, for connections of its own."""
    token = servers.sandbox.token(lifetime=DAY)

    def place(database: int) -> Place:
        return Place(servers.sandbox.api_url, token, servers.cache_url(database), ttl)

    return {
        MUSE: MuseRepository,
        SpotipyAlone.name: lambda: SpotipyAlone(place(HTTP_CACHE)),
        HttpCache.name: lambda: HttpCache(place(HTTP_CACHE)),
        RawJson.name: lambda: RawJson(place(RAW_JSON)),
        DogpileRegion.name: lambda: DogpileRegion(place(DOGPILE)),
    }


def stale_if_error(servers: Servers, ttl: int) -> Contestant:
    """requests-cache with the option that its users know for outages."""
    token = servers.sandbox.token(lifetime=DAY)
    return HttpCacheStaleIfError(Place(servers.sandbox.api_url, token, servers.cache_url(HTTP_CACHE), ttl))
