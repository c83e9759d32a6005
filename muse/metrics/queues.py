"""How much work waits for Celery's workers, asked of the broker when Prometheus comes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from celery import current_app
from django.conf import settings
from kombu.exceptions import OperationalError
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from redis.exceptions import RedisError

from muse import broker

#: Kombu's Redis transport: what workers have taken and not acknowledged.
_UNACKNOWLEDGED = "unacked"


class QueueCollector(Collector):
    """One connection and one pipeline; with the broker gone, nothing but that."""

    def describe(self) -> Iterable[Metric]:
        return ()

    def collect(self) -> Iterator[Metric]:
        queues = sorted(current_app.amqp.queues)
        try:
            *lengths, taken = _lengths(queues)
        except (RedisError, OperationalError, OSError):
            yield GaugeMetricFamily("muse_broker_up", "Whether the broker answers.", value=0)
            return
        yield GaugeMetricFamily("muse_broker_up", "Whether the broker answers.", value=1)
        family = GaugeMetricFamily("muse_queue_length", "Tasks that wait for a worker, by queue.", labels=["queue"])
        for queue, length in zip(queues, lengths, strict=True):
            family.add_metric([queue], length)
        yield family
        yield GaugeMetricFamily(
            "muse_queue_unacknowledged", "Tasks that workers have taken: those that run, and those for later.", taken
        )


def _lengths(queues: Sequence[str]) -> list[int]:
    broker.check(current_app.conf.broker_read_url or current_app.conf.broker_url)
    with current_app.connection_for_read() as connection:
        connection.transport_options = {
            **(connection.transport_options or {}),
            "socket_timeout": settings.REDIS_TIMEOUT_SECONDS,
            "socket_connect_timeout": settings.REDIS_TIMEOUT_SECONDS,
        }
        # Not `connection.channel()`: that waits two seconds and tries again.
        channel: Any = connection.transport.create_channel(connection.transport)
        try:
            pipeline = channel.client.pipeline(transaction=False)
            for queue in queues:
                pipeline.llen(queue)
            pipeline.hlen(_UNACKNOWLEDGED)
            return list(pipeline.execute())
        finally:
            channel.close()
