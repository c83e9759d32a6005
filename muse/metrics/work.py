"""Times and outcomes of Celery tasks, by name; summed up in Redis, as workers answer no HTTP."""

from __future__ import annotations

import time
from contextlib import ExitStack
from typing import Any

from celery.signals import task_postrun, task_prerun
from django.db import connection

from muse.metrics.queries import Queries
from muse.metrics.requests import tell_slow_queries
from spotify_cache import metrics

_running: dict[str, tuple[float, Queries, ExitStack]] = {}


def connect() -> None:
    """Listen to tasks; before `spotify_cache` does, which sends what was counted at the end of each."""
    task_prerun.connect(begin, dispatch_uid="muse.metrics.begin")
    task_postrun.connect(end, dispatch_uid="muse.metrics.end")


def begin(task_id: str, **kwargs: Any) -> None:
    queries, counting = Queries(), ExitStack()
    counting.enter_context(connection.execute_wrapper(queries))
    _running[task_id] = time.perf_counter(), queries, counting


def end(task_id: str, task: Any, state: str | None = None, **kwargs: Any) -> None:
    """``state`` is Celery's: SUCCESS, FAILURE, RETRY, REJECTED, IGNORED."""
    if task_id not in _running:
        return
    begun, queries, counting = _running.pop(task_id)
    counting.close()
    metrics.task_done(task.name, (state or "unknown").lower(), time.perf_counter() - begun)
    if queries.slow:
        tell_slow_queries(f"task {task.name}", queries)
