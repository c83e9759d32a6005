"""What a sample of the cache tells about all of it: entries and bytes by kind, and how many ended unread (R30).

A Celery task takes it every few minutes and leaves what it found in Redis; whoever asks for metrics reads that. Nothing
is sampled on a request, and nothing ever walks through all keys.

Whether an entry was read since it was fetched is told from what people read (`popularity`): a read at ``t`` adds
``weight(t)`` to a thing's score, so a score below the weight of the moment in which the entry was fetched holds no read
since. Albums, artists and tracks are told by their keys; of the other kinds nothing is said.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

from spotify_cache import popularity, survey
from spotify_cache.kinds import CATALOG_THINGS, KINDS, PREFIX, SCHEMA_PREFIX, Cached, Thing, decode_entry
from spotify_cache.offpeak import quiet_hours
from spotify_cache.popularity import popular_key
from spotify_cache.store import Store

_KEY: Final = f"{PREFIX}:census"
#: What to ask Redis for the last census, in a pipeline of somebody's; `understood` reads the answer.
COMMAND: Final = ("HGETALL", _KEY)
#: An older one says nothing about now (seconds).
_KEPT: Final = 1800
_SEPARATOR: Final = "\x1f"
_OF_ALL: Final = (*KINDS, survey.BOOKKEEPING, survey.OTHER)

#: By name and labels: ``("entries", kind)``, ``("bytes", kind)``, ``("ended", kind)`` (entries of the sample that are
#: past their lifetime), ``("unread", kind)`` (those of them that nobody read since), ``("quiet", hour)`` (1 where few
#: people read), ``("at",)`` (when it was taken, Unix seconds), and what the apps above add.
Found = dict[tuple[str, ...], float]


def take(store: Store, further: Mapping[tuple[str, ...], float] | None = None) -> Found:
    """Take a census and leave it in Redis, with ``further`` counts of somebody's: seven round trips.

    Raises StoreDown.
    """
    found: Found = {(name, kind): 0 for kind in _OF_ALL for name in ("entries", "bytes")}
    found |= {(name, kind): 0 for kind in CATALOG_THINGS for name in ("ended", "unread")}
    for share in survey.memory(store).shares:
        found["entries", share.kind], found["bytes", share.kind] = share.entries, share.bytes
    quiet = quiet_hours(store)
    found |= {("quiet", str(hour)): float(hour in quiet) for hour in range(24)}
    found |= _ended(store) | dict(further or {}) | {("at",): time.time()}
    store.note(_KEY, {_SEPARATOR.join(label): repr(value) for label, value in found.items()}, _KEPT)
    return found


def understood(answer: Mapping[bytes, bytes]) -> Found:
    """The last census; empty where there is none."""
    return {tuple(name.decode().split(_SEPARATOR)): float(value) for name, value in answer.items()}


def _ended(store: Store) -> Found:
    """Of entries drawn at random, those past their lifetime, and those of them that nobody read since."""
    drawn = {name.decode() for name in store.ask(*[("RANDOMKEY",)] * survey.SAMPLE) if name is not None}
    items = [(*item, name) for name in sorted(drawn) if (item := _item_of(name)) is not None]
    raws = store.read([name for _, _, name in items])
    now = time.time()
    past: list[tuple[Thing, str, Cached]] = []
    for (thing, spotify_id, _), raw in zip(items, raws, strict=True):
        entry = decode_entry(thing, raw)
        if entry is not None and entry.value is not None and entry.fresh_until <= now:
            past.append((thing, spotify_id, entry))
    asked: dict[str, list[bytes]] = {}
    for thing, spotify_id, _ in past:
        asked.setdefault(popular_key(thing.kind.name), []).extend(_members(thing, spotify_id))
    scores = store.scores(asked)
    counted: Counter[tuple[str, ...]] = Counter()
    for thing, spotify_id, entry in past:
        counted["ended", thing.name] += 1
        highest = max((scores.get(member, 0.0) for member in _members(thing, spotify_id)), default=0.0)
        counted["unread", thing.name] += highest < popularity.weight(entry.fetched_at)
    return {label: float(times) for label, times in counted.items()}


def _item_of(name: str) -> tuple[Thing, str] | None:
    """The album, artist or track whose entry a key holds."""
    thing_name, _, rest = name.removeprefix(SCHEMA_PREFIX).partition(":")
    thing = CATALOG_THINGS.get(thing_name) if name.startswith(SCHEMA_PREFIX) else None
    return (thing, rest) if thing is not None and ":" not in rest else None


def _members(thing: Thing, spotify_id: str) -> Iterator[bytes]:
    """As what it may have been read: an album as its page, or as its card."""
    yield popularity.member((thing.name, spotify_id))
    if thing.name == "album":
        yield popularity.member((thing.name, spotify_id, "whole"))
