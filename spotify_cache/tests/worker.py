"""A Celery worker for a test, on the real broker."""

from __future__ import annotations

from celery import current_app
from celery.contrib.testing.worker import start_worker

_QUIET_LOOKS = 5
_LOOKS = 400


def run_worker() -> None:
    """Run what is queued, as a worker would, until nothing is queued and nothing is under way."""
    with (
        current_app.connection_or_acquire() as connection,
        start_worker(current_app, perform_ping_check=False, pool="solo"),
    ):
        redis = connection.default_channel.client
        idle = 0
        for _ in range(_LOOKS):
            # Several times in a row: for a moment a message is out of the queue and not yet noted as under way, and
            # where the machine is busy that moment is long.
            idle = idle + 1 if redis.llen("celery") == 0 and redis.hlen("unacked") == 0 else 0
            if idle == _QUIET_LOOKS:
                return
            redis.blpop("nothing-comes-here", timeout=0.05)
    raise AssertionError("the worker did not finish")
