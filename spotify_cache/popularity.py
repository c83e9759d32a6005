"""What people read, and when: a decaying count of each thing, and reads by the hour (R14, R30).

Only reads on behalf of people are counted here: what workers and warming fetch is not wanted more for having been
fetched. A read costs one append to a list of the process; counting is done when `metrics.flush` sends what it has,
after the answer is out, and goes in the same pipeline. With Redis gone these counts are lost: they are a taste of what
people like, not a ledger. A copy of the highest is kept in the Redis that forgets nothing (`exchange`), so that an
empty cache can be warmed with what was read before.

Counts decay by forward decay (Cormode, Shkapenyuk, Srivastava, Xu: "Forward Decay: A Practical Time Decay Model for
Streaming Systems", ICDE 2009): a read at ``t`` adds ``2 ** ((t - LANDMARK) / HALF_LIFE)``. Counts that shrink with time
would have to be written anew, all of them, again and again; here the later read weighs more instead, which puts things
in the same order and is one ZINCRBY. Divided by the weight of a read at this moment, a score is the count that decayed.
A double holds 2 ** 1023: at a half-life of a week there is room for every read until May 2044 (`_LAST`). From then on
all reads weigh the same, until `LANDMARK` is moved and the sets are dropped.
"""

from __future__ import annotations

import datetime
import time
from collections import Counter, deque
from collections.abc import Mapping, Sequence
from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING, Final

import msgspec

from spotify_cache import kinds
from spotify_cache.kinds import DAY, PREFIX

if TYPE_CHECKING:
    from spotify_cache.store import Store
    from spotify_cache.wants import Recipe, Want

HALF_LIFE: Final = 7 * DAY
#: 1 January 2026, in Unix seconds.
LANDMARK: Final = 1_767_225_600
#: The exponent at which weights stop growing: 2 ** 63 such reads fit into a double.
_LAST: Final = 960
#: How long reads by the hour are kept (days).
DAYS_KEPT: Final = 35

#: Batches of reads that a process keeps until it sends them: where nobody sends, the oldest are forgotten.
_BATCHES = 1_000
#: Things that one sending counts at most, those that were read most.
_AT_ONCE = 2_000
#: Longer recipes (somebody pasted a book into the search) are not counted (bytes).
_LONGEST_RECIPE = 300
#: The first word of a recipe -> the kind under which it is counted. People's own data and what was made for the taste
#: of one of them is not here: nobody else reads it.
_KINDS: Final = {
    thing.name: thing.kind.name
    for thing in (
        kinds.TRACK_THING,
        kinds.ALBUM_THING,
        kinds.ARTIST_THING,
        kinds.DISCOGRAPHY,
        kinds.ARTIST_TOP_TRACKS,
        kinds.SEARCH_PAGE,
        kinds.NEW_RELEASES,
    )
}
#: Kinds that have a list of what is read most.
COUNTED_KINDS: Final = tuple(dict.fromkeys(_KINDS.values()))
#: Of these the highest are copied, so many of each. What people search for stays in the cache, which is saved nowhere.
COPIED_KINDS: Final = tuple(kind for kind in COUNTED_KINDS if kind != kinds.SEARCH.name)
COPIED_PER_KIND: Final = 500

_noted: deque[Sequence[Want]] = deque(maxlen=_BATCHES)
_recipe = attrgetter("recipe")
_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(tuple[str, ...]).decode

#: What has been read just now by a person, in one batch. Bound once: it stands in the way of every read.
note = _noted.append


def popular_key(kind: str) -> str:
    """The sorted set of what is read of a kind."""
    return f"{PREFIX}:popular:{kind}"


def weight(now: float) -> float:
    """What one read at this moment adds to a score."""
    return float(2 ** min((now - LANDMARK) / HALF_LIFE, _LAST))


def member(recipe: Recipe) -> bytes:
    """How a recipe stands in the sorted sets."""
    return _encode(recipe)


def take(now: float) -> dict[str, dict[bytes, float]]:
    """Scores to add, by key and member, for what was noted since the last call."""
    batches: list[Sequence[Want]] = []
    try:
        while True:
            batches.append(_noted.popleft())
    except IndexError:
        pass
    read = Counter(map(_recipe, chain.from_iterable(batches)))
    scores: dict[str, dict[bytes, float]] = {}
    at_once = weight(now)
    for recipe, times in read.most_common(_AT_ONCE) if len(read) > _AT_ONCE else read.items():
        kind = _KINDS.get(recipe[0])
        if kind is not None and len(name := _encode(recipe)) <= _LONGEST_RECIPE:
            scores.setdefault(popular_key(kind), {})[name] = times * at_once
    return scores


def hour_key(day: datetime.date) -> str:
    """The hash of a day's reads: ``hour:kind`` -> how many."""
    return f"{PREFIX}:reads:{day:%Y%m%d}"


def hourly(reads: Mapping[str, int], now: float) -> dict[str, dict[str, int]]:
    """Counts to add, by key and field, for so many reads by kind."""
    at = datetime.datetime.fromtimestamp(now, datetime.UTC)
    return {hour_key(at.date()): {f"{at.hour}:{kind}": times for kind, times in reads.items()}} if reads else {}


def most_read(store: Store, kind: str, limit: int) -> list[tuple[Recipe, float]]:
    """What people read most of a kind (``COUNTED_KINDS``), first first: (recipe, its decayed count as of now).

    A recipe is that of `wants`: ``("track", spotify_id)``, ``("album", spotify_id, "whole")`` (an album's page) and
    ``("album", spotify_id)`` (its card) apart from each other, ``("search", query, types, limit, offset)``, ...
    A count of 1.0 is one read just now, or two a week ago. One round trip. Raises StoreDown.
    """
    now = weight(time.time())
    return [(recipe, score / now) for recipe, score in scores(store, kind, limit)]


def scores(store: Store, kind: str, limit: int) -> list[tuple[Recipe, float]]:
    """As `most_read`, with scores as they are kept: reading a thing changes its own. Raises StoreDown."""
    return [(_decode(name), score) for name, score in store.highest(popular_key(kind), limit)]


def exchange(store: Store, copy: Store) -> int:
    """Bring the highest scores of both together in both; how many the cache had lost.

    A score only ever grows, so the greater of two is right: where nothing was lost, nothing of the copy is. Raises
    StoreDown.
    """
    keys = [popular_key(kind) for kind in COPIED_KINDS]
    lost = store.raise_scores({key: dict(copy.highest(key, COPIED_PER_KIND)) for key in keys})
    copy.raise_scores({key: dict(store.highest(key, COPIED_PER_KIND)) for key in keys}, COPIED_PER_KIND)
    return lost


def reads_by_hour(store: Store, days: int) -> dict[tuple[datetime.date, int], dict[str, int]]:
    """Reads of the last days, today among them: (date, hour from 0 to 23) -> kind -> how many. All in UTC.

    Hours without a read are left out; at most `DAYS_KEPT` days are known. One round trip. Raises StoreDown.
    """
    today = datetime.datetime.fromtimestamp(time.time(), datetime.UTC).date()
    asked = [today - datetime.timedelta(days=ago) for ago in range(min(days, DAYS_KEPT))]
    found: dict[tuple[datetime.date, int], dict[str, int]] = {}
    for day, counted in zip(asked, store.read_counts([hour_key(day) for day in asked]), strict=True):
        for name, times in counted.items():
            hour, _, kind = name.partition(":")
            found.setdefault((day, int(hour)), {})[kind] = times
    return dict(sorted(found.items()))
