"""What an operator does to a Muse that runs: schedules, entries, a look at the workers. Django has to be set up."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence

import msgspec
from django_celery_beat.models import IntervalSchedule, PeriodicTask
from django_redis import get_redis_connection

from muse.celery import app
from muse.tasks import take_census
from spotify_cache import kinds, wants
from spotify_cache.repository import get_repository
from spotify_cache.runs import RUNNER
from spotify_cache.tasks import warm_popular
from spotify_cache.warming import candidates_of

WARMING_EVERY, CENSUS_EVERY = 8, 10
#: The right to run, as the store keeps it.
_LEASE = f"{RUNNER}:lease"


def hurry_beat() -> None:
    """Change two schedules, as in the admin: a rehearsal has no ten minutes."""
    for name, seconds in ((warm_popular.name, WARMING_EVERY), (take_census.name, CENSUS_EVERY)):
        every, _ = IntervalSchedule.objects.get_or_create(every=seconds, period=IntervalSchedule.SECONDS)
        task = PeriodicTask.objects.get(task=name)
        task.crontab, task.interval = None, every
        task.save()


def warmer() -> tuple[str, int] | None:
    """The worker and the process that run the warmer just now."""
    if not get_redis_connection("default").exists(_LEASE):
        return None
    active = app.control.inspect(timeout=0.5).active() or {}
    running = [(node, task["worker_pid"]) for node, tasks in active.items() for task in tasks if _warms(task["name"])]
    return running[0] if running and get_redis_connection("default").exists(_LEASE) else None


def _warms(task: str) -> bool:
    return task == warm_popular.name


def wait_for_the_warmer(seconds: float) -> tuple[str, int] | None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if (found := warmer()) is not None:
            return found
        time.sleep(0.05)
    return None


def forget_entries(tracks: Sequence[str]) -> None:
    """Drop them, as Redis would for want of memory."""
    get_repository().store.delete([wants.item("track", one).key for one in tracks])


def cached(tracks: Sequence[str]) -> int:
    """How many of them are there and fresh."""
    store = get_repository().store
    entries = [
        kinds.decode_entry(kinds.TRACK_THING, raw)
        for raw in store.read([wants.item("track", one).key for one in tracks])
    ]
    return sum(entry is not None and entry.fresh_until > time.time() for entry in entries)


def make_older(hours: int, only: Sequence[str] = ()) -> int:
    """Have entries of catalogue items be so much older than they are; how many."""
    client = get_redis_connection("default")
    keys = [wants.item("track", one).key.encode() for one in only] or list(_catalogue_keys())
    changed = 0
    for key in keys:
        raw = client.get(key)
        if raw is None:
            continue
        fetched_at, fresh_until, value = msgspec.msgpack.decode(raw)
        aged = [fetched_at - hours * kinds.HOUR, fresh_until - hours * kinds.HOUR, value]
        changed += bool(client.set(key, msgspec.msgpack.encode(aged), keepttl=True))
    return changed


def _catalogue_keys() -> Iterator[bytes]:
    for thing in kinds.CATALOG_THINGS.values():
        for key in get_redis_connection("default").scan_iter(f"{thing.prefix}:*", count=1000):
            # Not leases and marks that stand beside an entry.
            if key.count(b":") == thing.prefix.count(":") + 1:
                yield key


def popular_tracks() -> list[str]:
    """IDs of the tracks that the warmer would look after."""
    repository = get_repository()
    found = candidates_of(repository.store, repository.asks_in_batches)
    return [one.want.recipe[1] for one in found if one.want.thing is kinds.TRACK_THING]
