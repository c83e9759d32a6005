"""Work of Muse as a whole in Celery workers."""

from __future__ import annotations

from celery import shared_task
from django.db.models import Count

from accounts.models import SpotifyConnection
from spotify_cache import census
from spotify_cache.repository import get_repository


@shared_task(name="muse.take_census", ignore_result=True)
def take_census() -> None:
    """Every two minutes: what takes too long to find out when Prometheus asks. That it runs says that beat does.

    With Redis gone it fails, which is counted.
    """
    states = SpotifyConnection.objects.aggregate(all=Count("pk"), broken=Count("broken_at"))
    working = states["all"] - states["broken"]
    census.take(
        get_repository().store, {("connections", "working"): working, ("connections", "broken"): states["broken"]}
    )
