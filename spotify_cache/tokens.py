"""Access tokens of people and of the app: kept in Redis for 50 minutes, sealed (R10, R70).

A token lives an hour at Spotify; it is used only while its own expiry is at least a minute away. When Redis is gone the
process remembers the token itself.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from typing import Protocol

from spotify_cache.encryption import UnreadableSecret, seal, unseal
from spotify_cache.errors import Revoked
from spotify_cache.kinds import ACCESS_TOKEN, PREFIX
from spotify_cache.store import Store, StoreDown

_APP = "app"
_SAFETY_SECONDS = 60
#: A process trusts its own copy this long before it looks in Redis again, so that a disconnect takes hold (seconds).
_LOCAL_SECONDS = 30


class TokenSource(Protocol):
    """What the read layer needs to know of a person who has connected Spotify."""

    @property
    def cache_id(self) -> str:
        """Names the person in keys: stable, unique."""

    def refresh_token(self) -> str | None:
        """The person's refresh token; None when there is none to use."""

    def rotated(self, refresh_token: str) -> None:
        """Spotify sent a new refresh token: keep it."""

    def revoked(self) -> None:
        """Spotify answered ``invalid_grant``: the person has to connect again."""


@dataclass(frozen=True, slots=True)
class Grant:
    """What the accounts service answered; ``expires_in`` in seconds."""

    access_token: str
    expires_in: int
    refresh_token: str | None = None


class Accounts(Protocol):
    """The accounts service of Spotify, as far as tokens go (implemented by the gateway)."""

    def app_grant(self) -> Grant: ...

    def refresh_grant(self, refresh_token: str) -> Grant: ...


def _key(name: str) -> str:
    return f"{PREFIX}:token:{name}"


class Tokens:
    def __init__(self, store: Store, accounts: Accounts) -> None:
        self._store = store
        self._accounts = accounts
        self._local: dict[str, tuple[str, float]] = {}
        self._lock = threading.Lock()

    def of_app(self) -> str:
        """The app's own token (client credentials).

        Raises:
            Unavailable: the accounts service does not answer.
            NotAllowed: it refuses Muse's credentials.
        """
        return self._cached(_APP) or self._fetch_app()

    def of_person(self, source: TokenSource) -> str:
        """The access token of a person, refreshed when needed.

        Raises:
            Revoked: there is no permission any more.
            Unavailable: the accounts service does not answer.
        """
        return self._cached(f"user:{source.cache_id}") or self._refresh(source)

    def remember(self, name: str, access_token: str, expires_in: int) -> None:
        lifetime = min(ACCESS_TOKEN.fresh_for, expires_in - _SAFETY_SECONDS)
        if lifetime <= 0:
            return
        self._local[name] = (access_token, time.time() + min(_LOCAL_SECONDS, lifetime))
        try:
            self._store.put(_key(name), seal(access_token), lifetime)
        except StoreDown:
            self._local[name] = (access_token, time.time() + lifetime)

    def forget(self, name: str) -> None:
        self._local.pop(name, None)
        try:
            self._store.delete([_key(name)])
        except StoreDown:
            # It expires by itself within 50 minutes, and the refresh token is gone.
            return

    def forget_app(self) -> None:
        self.forget(_APP)

    def forget_person(self, source: TokenSource) -> None:
        self.forget(f"user:{source.cache_id}")

    def _cached(self, name: str) -> str | None:
        local = self._local.get(name)
        if local is not None and local[1] > time.time():
            return local[0]
        try:
            sealed = self._store.value(_key(name))
            token = unseal(sealed.decode()) if sealed else None
        except (StoreDown, UnreadableSecret):
            return None
        if token:
            self._local[name] = (token, time.time() + _LOCAL_SECONDS)
        return token

    def _fetch_app(self) -> str:
        with self._lock:
            token = self._cached(_APP)
            if token is None:
                grant = self._accounts.app_grant()
                self.remember(_APP, grant.access_token, grant.expires_in)
                token = grant.access_token
            return token

    def _refresh(self, source: TokenSource) -> str:
        name = f"user:{source.cache_id}"
        with self._lock:
            token = self._cached(name)
            if token is not None:
                return token
            refresh_token = source.refresh_token()
            if not refresh_token:
                raise Revoked("not connected to Spotify")
            try:
                grant = self._accounts.refresh_grant(refresh_token)
            except Revoked:
                source.revoked()
                raise
            # Spotify may or may not send a new refresh token: the old one stays good when it does not (spotify.md).
            if grant.refresh_token and grant.refresh_token != refresh_token:
                source.rotated(grant.refresh_token)
            self.remember(name, grant.access_token, grant.expires_in)
            return grant.access_token


def remember_access_token(cache_id: str, access_token: str, expires_in: int) -> None:
    """Keep the token that a sign-in brought, so that the first page need not ask for one."""
    from spotify_cache.repository import get_repository

    get_repository().tokens.remember(f"user:{cache_id}", access_token, expires_in)


def forget_access_token(cache_id: str) -> None:
    """Drop a person's token, as disconnecting does (R63)."""
    from spotify_cache.repository import get_repository

    get_repository().tokens.forget(f"user:{cache_id}")
