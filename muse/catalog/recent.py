"""What a signed-in person searched for lately, newest first.

Kept in the session of their browser, or for the device that holds a token: each has its own, and it goes when they sign
out there. Both are in the Redis of the sessions.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.http import HttpRequest

from accounts.rest.models import AccessToken
from accounts.sessions import SessionsUnavailable, outage_is_told
from spotify_cache.spotify_ids import parse_reference

SESSION_KEY = "recent_searches"
MAX_RECENT = 8


def recent_searches(request: HttpRequest) -> list[str]:
    """None for a visitor, whose session is not touched."""
    if not request.user.is_authenticated:
        return []
    kept: list[str] = request.session.get(SESSION_KEY, [])
    return kept


def remember_search(request: HttpRequest, query: str) -> None:
    """``query`` is clean and within the limit. Nothing happens for a visitor, or for what was searched for last."""
    kept = recent_searches(request)
    if not request.user.is_authenticated or (now := _with(kept, query)) == kept:
        return
    request.session[SESSION_KEY] = now


def forget_searches(request: HttpRequest) -> None:
    if request.user.is_authenticated:
        request.session.pop(SESSION_KEY, None)


class SearchesOnDevice:
    """The same for whoever asks with a token. Raises SessionsUnavailable where Redis does not answer."""

    def __init__(self, token: AccessToken) -> None:
        self._key = f"{SESSION_KEY}:{token.public_id}"
        self._cache = caches["sessions"]

    def all(self) -> list[str]:
        with outage_is_told():
            kept: list[str] = self._cache.get(self._key, [])
        return kept

    def remember(self, query: str) -> list[str]:
        """``query`` is clean and within the limit. Returns what is kept now."""
        kept = self.all()
        now = _with(kept, query)
        if now != kept:
            with outage_is_told():
                self._cache.set(self._key, now, settings.SESSION_COOKIE_AGE)
        return now

    def forget(self) -> None:
        with outage_is_told():
            self._cache.delete(self._key)


def _with(kept: Sequence[str], query: str) -> list[str]:
    """``query`` first. Nothing, and a pasted link, is no search."""
    if not query or parse_reference(query) is not None or list(kept[:1]) == [query]:
        return list(kept)
    others = [other for other in kept if other.casefold() != query.casefold()]
    return [query, *others][:MAX_RECENT]


@receiver(post_delete, sender=AccessToken)
def _forget_with_the_token(instance: AccessToken, **kwargs: Any) -> None:
    transaction.on_commit(partial(_forget, instance))


def _forget(token: AccessToken) -> None:
    with suppress(SessionsUnavailable):  # then it goes by its lifetime
        SearchesOnDevice(token).forget()
