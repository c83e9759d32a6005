"""What is measured of Celery tasks, beside what `test_export` finds in /metrics."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from celery import shared_task
from django.db import connection

from accounts.models import User
from muse.metrics import work
from spotify_cache.tests.worker import run_worker

pytestmark = pytest.mark.django_db(transaction=True)


@shared_task(name="muse.metrics.tests.asks")
def asks(username: str) -> None:
    User.objects.filter(username=username).first()
    connection.close()


@pytest.fixture
def lines() -> Iterator[list[str]]:
    """What is logged of slow things; the worker takes away the handlers that pytest has put in place."""
    found: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: found.append(record.getMessage())  # type: ignore[method-assign]
    logger = logging.getLogger("muse.slow")
    logger.addHandler(handler)
    yield found
    logger.removeHandler(handler)


def test_slow_queries_of_a_task_are_named_without_what_was_asked_for(settings: Any, lines: list[str]) -> None:
    settings.SLOW_QUERY_SECONDS = 0.0
    asks.delay("secretword")
    run_worker()
    (line,) = lines
    assert " in task muse.metrics.tests.asks, the slowest of 1 slow ones among 1: SELECT " in line
    assert "secretword" not in line


def test_nothing_of_a_task_that_has_ended_is_kept() -> None:
    asks.delay("somebody")
    run_worker()
    assert work._running == {}
