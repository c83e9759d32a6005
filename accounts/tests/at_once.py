"""Several people at the same moment."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from django.db import connection

T = TypeVar("T")


def at_once(*errands: Callable[[], T]) -> list[T]:
    """Run each errand in a thread of its own, all released together; their results in order.

    For tests with ``django_db(transaction=True)``: each thread has its own connection to the database.
    """
    start = Barrier(len(errands))

    def run(errand: Callable[[], T]) -> T:
        try:
            start.wait(timeout=20)
            return errand()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(errands)) as threads:
        return list(threads.map(run, errands))
