"""Signing in warms what the dashboard will show (R14)."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver

from accounts.models import User
from accounts.spotify import token_source
from spotify_cache.repository import get_repository


@receiver(user_logged_in, dispatch_uid="accounts.warming")
def warm_listener(sender: type[User], user: User, **kwargs: Any) -> None:
    """Queue one fetch of this person's data; a worker makes it."""
    source = token_source(user)
    if source is not None:
        get_repository().listener(source).warm()
