"""Work of the read layer in Celery workers."""

from __future__ import annotations

import logging
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from celery import Task, shared_task
from django_celery_beat.models import PeriodicTask
from kombu.exceptions import OperationalError

from spotify_cache import runs, warming
from spotify_cache.background import token_source_of
from spotify_cache.errors import RateLimited, Unavailable
from spotify_cache.gateway import Caller
from spotify_cache.quota import WINDOW_SECONDS, Priority
from spotify_cache.repository import get_repository
from spotify_cache.runs import ASKED_SECONDS, GOES_ON
from spotify_cache.store import Store, StoreDown
from spotify_cache.wants import Want, from_recipe

logger = logging.getLogger(__name__)

MAX_TRIES = 5
_PAUSE_SECONDS = 10
_LONGEST_PAUSE_SECONDS = 300


def _person(want: Want) -> str:
    return want.recipe[1] if want.recipe[0] == "person" else ""


def _understood(recipes: Sequence[Sequence[str]]) -> Iterator[Want]:
    """Wants of the recipes; one of an older release, left in the queue by a deployment, is passed over."""
    for recipe in recipes:
        try:
            yield from_recipe(recipe)
        except ValueError as error:
            logger.warning("passed over: %s", error)


@dataclass(slots=True)
class Brought:
    """What came of a list of recipes."""

    #: Entries, those that say that Spotify knows no such thing among them.
    answered: int = 0
    #: To be tried again after ``pause`` seconds.
    again: list[Want] = field(default_factory=list)
    pause: float = 0
    #: It is the rate window or the gate that these wait for.
    is_limited: bool = False


def bring(recipes: Sequence[Sequence[str]]) -> Brought:
    """Fetch what the recipes describe unless it is fresh by now."""
    wants = sorted(_understood(recipes), key=_person)
    brought = Brought()
    for cache_id, group in groupby(wants, key=_person):
        person = token_source_of(cache_id) if cache_id else None
        if cache_id and person is None:
            continue  # disconnected since
        try:
            results = get_repository().refresh(list(members := list(group)), Caller(Priority.WORKER, person))
        except StoreDown:
            continue  # nowhere to keep an answer
        for want in members:
            result = results.get(want.key)
            if result is not None and isinstance(result.error, Unavailable):
                brought.again.append(want)
                wait = result.error.retry_after if isinstance(result.error, RateLimited) else _PAUSE_SECONDS
                brought.pause = max(brought.pause, wait)
                brought.is_limited |= isinstance(result.error, RateLimited)
        brought.answered += sum(result.error is None for result in results.values())
    return brought


@shared_task(bind=True, name="spotify_cache.fetch_wants", max_retries=MAX_TRIES, ignore_result=True)
def fetch_wants(self: Task[Any, Any], recipes: Sequence[Sequence[str]]) -> int:
    """As `bring`; how many entries came.

    A worker waits for the rate window by trying again later: no thread sleeps out a Retry-After (R61).
    """
    brought = bring(recipes)
    if brought.again and self.request.retries < MAX_TRIES:
        raise self.retry(
            args=([want.recipe for want in brought.again],),
            countdown=min(brought.pause + 0.5, _LONGEST_PAUSE_SECONDS),
        )
    return brought.answered


@shared_task(name="spotify_cache.warm_popular", ignore_result=True)
def warm_popular(force: bool = False) -> str:
    """Every few minutes, as `muse` has scheduled it: what it did, or why it did nothing.

    One that the rate window or its own time stopped goes on as soon as that makes sense.
    """
    repository = get_repository()
    try:
        run = warming.warm_popular(repository, force=force)
        # A whole window: sooner there is a slot or two to be had, and each run asks again what is popular.
        pause = max(WINDOW_SECONDS, math.ceil(run.retry_after))
        if run.goes_on and repository.store.mark([GOES_ON], pause)[0]:
            warm_popular.apply_async(kwargs={"force": run.is_forced}, countdown=pause)
    except StoreDown:
        return "Redis does not answer"
    return run.ended


def schedules() -> list[PeriodicTask]:
    """When Celery beat queues `warm_popular`, as the operator has it: one query."""
    enabled = PeriodicTask.objects.filter(task=warm_popular.name, enabled=True)
    return list(enabled.select_related("crontab", "interval", "solar", "clocked"))


def ask_for_run(store: Store) -> bool:
    """Have a worker warm popular content now, in any hour; False where somebody has asked already.

    A run that is held is let go again. Raises:
        StoreDown: Redis does not answer.
        OperationalError: nor does the broker. Nothing is queued.
    """
    runs.lift(store)
    if not runs.ask_for(store):
        return False
    try:
        warm_popular.apply_async(kwargs={"force": True}, expires=ASKED_SECONDS)
    except (OperationalError, OSError) as error:
        runs.withdraw(store)
        raise OperationalError(str(error)) from error
    return True
