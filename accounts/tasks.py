"""Work about people that nobody waits for."""

from __future__ import annotations

from celery import shared_task

from accounts import services
from accounts.models import SpotifyConnection
from spotify_cache.store import StoreDown


@shared_task(autoretry_for=(StoreDown,), retry_backoff=30, retry_backoff_max=3600, max_retries=20)
def forget_spotify_data(person_id: int) -> None:
    """Drop what is cached of somebody who disconnected Spotify, unless they have connected it again (R63)."""
    if not SpotifyConnection.objects.filter(user_id=person_id).exists():
        services.forget_cached_spotify_data(person_id)
