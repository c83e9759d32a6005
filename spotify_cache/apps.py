from typing import Any

from celery.signals import task_postrun
from django.apps import AppConfig
from django.core.signals import request_finished


class SpotifyCacheConfig(AppConfig):
    name = "spotify_cache"
    verbose_name = "Spotify cache"

    def ready(self) -> None:
        request_finished.connect(send_counts, dispatch_uid="spotify_cache.counts")
        task_postrun.connect(send_all_counts, dispatch_uid="spotify_cache.counts")


def send_counts(**kwargs: Any) -> None:
    """At the end of a request, after the answer is out: send what was counted, if it is time to."""
    from spotify_cache import metrics
    from spotify_cache.repository import get_repository

    metrics.flush(get_repository().store)


def send_all_counts(**kwargs: Any) -> None:
    """At the end of a task: the next one in this process may be a long time coming."""
    from spotify_cache import metrics
    from spotify_cache.repository import get_repository

    metrics.flush(get_repository().store, force=True)
