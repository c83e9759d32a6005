"""What Prometheus reads at /metrics: this process and its siblings, and what the read layer counted (R32)."""

from __future__ import annotations

import os

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from muse.metrics.queues import QueueCollector
from spotify_cache.collector import CacheCollector
from spotify_cache.store import Store


@never_cache
def export(request: HttpRequest) -> HttpResponse:
    """Metrics in Prometheus' text format; right with several workers of gunicorn.

    Asks the cache's Redis three times at most, that of the sessions twice, the broker once, and PostgreSQL never.
    """
    registry = CollectorRegistry()
    registry.register(CacheCollector(Store(), sessions=Store("sessions")))
    registry.register(QueueCollector())
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        exported = generate_latest(registry)
    else:
        exported = generate_latest(REGISTRY) + generate_latest(registry)
    return HttpResponse(exported, content_type=CONTENT_TYPE_LATEST)
