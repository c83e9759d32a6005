"""How the memory of the cache's Redis is shared out, told from a sample.

A walk through all keys would hold Redis up for everybody; a few hundred keys drawn at random cost two round trips
however many there are, and say what share each kind has to within a few percent (R30).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from spotify_cache import kinds
from spotify_cache.kinds import PREFIX, SCHEMA_PREFIX
from spotify_cache.store import Store

#: Keys that one look draws.
SAMPLE = 400
#: What is no entry: leases, marks, counts, indexes.
BOOKKEEPING = "bookkeeping"
#: What is not the read layer's: kept by pages through Django's cache.
OTHER = "other"

_MARKS = (":lease", ":dropped", ":queued")
_KINDS = {
    thing.name: thing.kind.name
    for thing in (
        *kinds.CATALOG_THINGS.values(),
        kinds.DISCOGRAPHY,
        kinds.ARTIST_TOP_TRACKS,
        kinds.SEARCH_PAGE,
        kinds.NEW_RELEASES,
        kinds.RECOMMENDED,
    )
} | {"user": kinds.USER_DATA.name}


@dataclass(frozen=True, slots=True)
class Share:
    """One kind's part, estimated: entries and bytes."""

    kind: str
    entries: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Memory:
    """The whole (counted by Redis) and its parts (estimated), the largest first. ``limit_bytes`` 0: none is set."""

    keys: int
    used_bytes: int
    limit_bytes: int
    evicted: int
    shares: tuple[Share, ...] = ()

    @property
    def filled(self) -> float:
        """How much of what there may be is used, in percent; 0 where no limit is set."""
        return 100 * self.used_bytes / self.limit_bytes if self.limit_bytes else 0.0


#: What to ask Redis for the whole, in a pipeline of somebody's; `whole_of` reads the answers.
COMMANDS = (("DBSIZE",), ("INFO", "memory"), ("INFO", "stats"))


def whole_of(keys: int, memory: Mapping[str, Any], stats: Mapping[str, Any], shares: Iterable[Share] = ()) -> Memory:
    return Memory(
        int(keys),
        int(memory.get("used_memory", 0)),
        int(memory.get("maxmemory", 0)),
        int(stats.get("evicted_keys", 0)),
        tuple(shares),
    )


def kind_of(key: str) -> str:
    """The kind that a key's entry is of, or `BOOKKEEPING`, or `OTHER`."""
    if key.endswith(_MARKS):
        return BOOKKEEPING
    if key.startswith(f"{PREFIX}:token:"):
        return kinds.ACCESS_TOKEN.name
    if key.startswith(SCHEMA_PREFIX):
        return _KINDS.get(key.removeprefix(SCHEMA_PREFIX).partition(":")[0], OTHER)
    return BOOKKEEPING if key.startswith(f"{PREFIX}:") else OTHER


def memory(store: Store, sample: int = SAMPLE) -> Memory:
    """Two round trips. Raises StoreDown."""
    keys, info, stats, *drawn = store.ask(*COMMANDS, *[("RANDOMKEY",)] * sample)
    names = sorted({name for name in drawn if name is not None})
    sizes = store.ask(*(("MEMORY USAGE", name) for name in names))
    entries: Counter[str] = Counter()
    weights: Counter[str] = Counter()
    for name, size in zip(names, sizes, strict=True):
        if size is not None:  # else it expired in between
            entries[kind := kind_of(name.decode(errors="replace"))] += 1
            weights[kind] += int(size)
    # All of a small keyspace is not always drawn, and of a large one a part.
    scale = max(1.0, int(keys) / max(1, entries.total()))
    shares = [Share(kind, round(entries[kind] * scale), round(size * scale)) for kind, size in weights.most_common()]
    return whole_of(keys, info, stats, shares)
