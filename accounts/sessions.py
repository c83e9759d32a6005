"""Sessions in Redis (R6) that tell "no such session" from "Redis does not answer".

Django's own cache engine takes an outage for an empty session: everybody looks signed out, and the answer deletes their
cookie. Here an outage is `SessionsUnavailable`, and `accounts.middleware.SessionMiddleware` decides what a page does.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.backends.cache import SessionStore as CacheSessionStore
from django.core.cache.backends.base import BaseCache
from redis.exceptions import RedisError

VISITOR_SECONDS = 24 * 60 * 60


class SessionsUnavailable(Exception):
    """The Redis that holds the sessions does not answer."""


@contextmanager
def outage_is_told() -> Iterator[None]:
    try:
        yield
    except (RedisError, OSError) as error:
        raise SessionsUnavailable from error


class SessionStore(CacheSessionStore):
    """Raises SessionsUnavailable from every method that talks to Redis when it cannot."""

    _cache: BaseCache
    cache_key_prefix = "session:"

    def get_session_cookie_age(self) -> int:
        """Seconds, from the last change on: the setting for who is signed in, a day for a visitor, as anybody can be
        many of them."""
        age: int = super().get_session_cookie_age()
        return age if SESSION_KEY in self else min(age, VISITOR_SECONDS)

    def load(self) -> dict[str, Any]:
        with outage_is_told():
            try:
                data = self._cache.get(self.cache_key)
            except ValueError:  # not what this class wrote: no session
                data = None
        if isinstance(data, dict):
            return data
        self._session_key = None
        return {}

    def fetch(self) -> None:
        """Load what is stored without counting as a use of the session: no ``Vary: Cookie`` for that alone."""
        self._session_cache = self.load() if self.session_key else {}

    def save(self, must_create: bool = False) -> None:
        with outage_is_told():
            super().save(must_create)

    def exists(self, session_key: str) -> bool:
        with outage_is_told():
            return bool(super().exists(session_key))

    def delete(self, session_key: str | None = None) -> None:
        with outage_is_told():
            super().delete(session_key)


class UnreachableSession(SessionBase):
    """Stands in for a session that could not be read: empty, and it cannot be written."""

    def load(self) -> dict[str, Any]:
        return {}

    def exists(self, session_key: str) -> bool:
        raise SessionsUnavailable

    def create(self) -> None:
        raise SessionsUnavailable

    def save(self, must_create: bool = False) -> None:
        raise SessionsUnavailable

    def delete(self, session_key: str | None = None) -> None:
        raise SessionsUnavailable
