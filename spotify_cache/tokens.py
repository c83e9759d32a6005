"""Access tokens of people and of the app: kept in Redis for 50 minutes, sealed (R10, R70).

A token lives an hour at Spotify; it is used only while its own expiry is at least a minute away. One process of the
deployment renews a token, the others wait for what it brings. When Redis is gone the process remembers tokens itself.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from spotify_cache.encryption import UnreadableSecret, seal, unseal
from spotify_cache.errors import Revoked, Unavailable
from spotify_cache.kinds import ACCESS_TOKEN, PREFIX
from spotify_cache.store import LEASE_SECONDS, Outcome, Store, StoreDown, Write, new_owner

_APP = "app"
_SAFETY_SECONDS = 60
#: A process trusts its own copy of the app's token this long before it looks in Redis again (seconds). Of people's it
#: has none while Redis answers: whoever disconnects, or connects another account, does so in every process at once.
_LOCAL_SECONDS = 30
#: How long one renewal may take and others wait for it: a connect and a read time-out, and some (seconds).
_RENEWAL_SECONDS = 5.0
#: Renewals of different people that can be under way at once in one process; more only wait for each other.
_LOCKS = 64
#: Above this many tokens of its own, a process looks for those that have expired.
_MANY = 1_000


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


def _name(cache_id: str) -> str:
    return f"user:{cache_id}"


class Tokens:
    """Safe to share between threads."""

    def __init__(self, store: Store, accounts: Accounts) -> None:
        self._store = store
        self._accounts = accounts
        self._local: dict[str, tuple[str, float]] = {}
        self._locks = [threading.Lock() for _ in range(_LOCKS)]

    def of_app(self) -> str:
        """The app's own token (client credentials).

        Raises:
            Unavailable: the accounts service does not answer.
            CredentialsRefused: it refuses Muse's credentials.
        """
        return self._cached(_APP) or self._renewed(_APP, self._accounts.app_grant)

    def of_person(self, source: TokenSource) -> str:
        """The access token of a person, refreshed when needed.

        Raises:
            Revoked: there is no permission any more.
            Unavailable: the accounts service does not answer.
        """
        name = _name(source.cache_id)
        return self._cached(name) or self._renewed(name, lambda: self._refresh(source))

    def remember(self, name: str, access_token: str, expires_in: int) -> None:
        """Keep a token that came with a sign-in, in place of any other."""
        lifetime = _lifetime(expires_in)
        if lifetime <= 0:
            return
        try:
            self._store.put(_key(name), seal(access_token), lifetime)
        except StoreDown:
            self._keep_here(name, access_token, lifetime)

    def forget(self, name: str) -> None:
        """Drop a token; one that is being renewed right now is not kept either."""
        self._local.pop(name, None)
        try:
            self._store.delete([_key(name)])
        except StoreDown:
            # It expires by itself within 50 minutes, and the refresh token is gone.
            return

    def forget_person(self, source: TokenSource) -> None:
        self.forget(_name(source.cache_id))

    def refused(self, source: TokenSource | None, access_token: str) -> None:
        """Spotify answered 401 to this token of a person (None: the app's): forget it, but not one that is newer."""
        name = _name(source.cache_id) if source else _APP
        if self._cached(name) == access_token:
            self.forget(name)

    def _cached(self, name: str) -> str | None:
        token, until = self._local.get(name, (None, 0.0))
        here = token if until > time.time() else None
        if here and name == _APP:
            return here
        try:
            sealed = self._store.value(_key(name))
        except StoreDown:
            return here
        return self._opened(name, sealed)

    def _opened(self, name: str, sealed: bytes | None) -> str | None:
        try:
            token = unseal(sealed.decode()) if sealed else None
        except UnreadableSecret:
            return None
        if token and name == _APP:
            self._keep_here(name, token, _LOCAL_SECONDS)
        return token

    def _keep_here(self, name: str, access_token: str, seconds: float) -> None:
        now = time.time()
        if len(self._local) > _MANY:
            self._local = {other: kept for other, kept in list(self._local.items()) if kept[1] > now}
        self._local[name] = (access_token, now + seconds)

    def _renewed(self, name: str, ask: Callable[[], Grant]) -> str:
        """A new token: asked for by one thread, of one process; nobody waits longer than `_RENEWAL_SECONDS` for it."""
        lock = self._locks[hash(name) % _LOCKS]
        if not lock.acquire(timeout=_RENEWAL_SECONDS):
            raise Unavailable("accounts service: an access token is being renewed")
        try:
            return self._cached(name) or self._renewed_by_one(name, ask)
        finally:
            lock.release()

    def _renewed_by_one(self, name: str, ask: Callable[[], Grant]) -> str:
        key, owner = _key(name), new_owner()
        try:
            is_mine, token = self._claim(name, owner)
            if not is_mine and token is None:
                token = self._awaited(name, owner)
        except StoreDown:
            token = None
        if token is not None:
            return token
        try:
            grant = ask()
        except BaseException:  # whatever it is: nobody is to wait for a token that does not come
            self._give_back(key, owner, Outcome.FAILED)
            raise
        self._keep(name, grant, owner)
        return grant.access_token

    def _claim(self, name: str, owner: str) -> tuple[bool, str | None]:
        """Whether the renewal is this one's to make, and the token if it has come in between. Raises StoreDown."""
        claim = self._store.claim([_key(name)], owner, _RENEWAL_SECONDS)[0]
        token = self._opened(name, claim.value)
        if claim.won and token is not None:
            self._give_back(_key(name), owner)
        return claim.won and token is None, token

    def _awaited(self, name: str, owner: str) -> str | None:
        """What another process brings; None where it is this one's turn to ask.

        Raises:
            Unavailable: the other got no token.
            StoreDown
        """
        key, deadline = _key(name), time.monotonic() + _RENEWAL_SECONDS
        with self._store.watch([key]) as released:
            # Looked at once more after listening has begun: it may have been given back in between.
            while time.monotonic() < deadline:
                is_mine, token = self._claim(name, owner)
                if is_mine or token is not None:
                    return token
                if released(LEASE_SECONDS).get(key) is Outcome.FAILED:
                    raise Unavailable("accounts service: no access token for whoever asked first")
        return None

    def _keep(self, name: str, grant: Grant, owner: str) -> None:
        """Store a renewed token unless it was forgotten while it was renewed: whoever disconnected stays so (R63)."""
        key, lifetime = _key(name), _lifetime(grant.expires_in)
        entries = [Write(key, seal(grant.access_token).encode(), lifetime)] if lifetime > 0 else []
        try:
            self._store.write(entries, release=[key], owner=owner)
        except StoreDown:
            self._keep_here(name, grant.access_token, lifetime)

    def _give_back(self, key: str, owner: str, outcome: Outcome = Outcome.STORED) -> None:
        try:
            self._store.write((), release=[key], owner=owner, outcome=outcome)
        except StoreDown:
            return  # the lease ends by itself

    def _refresh(self, source: TokenSource) -> Grant:
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
        return grant


def _lifetime(expires_in: int) -> int:
    return min(ACCESS_TOKEN.fresh_for, expires_in - _SAFETY_SECONDS)


def remember_access_token(cache_id: str, access_token: str, expires_in: int) -> None:
    """Keep the token that a sign-in brought, so that the first page need not ask for one."""
    from spotify_cache.repository import get_repository

    get_repository().tokens.remember(_name(cache_id), access_token, expires_in)


def forget_access_token(cache_id: str) -> None:
    """Drop a person's token, as disconnecting does (R63)."""
    from spotify_cache.repository import get_repository

    get_repository().tokens.forget(_name(cache_id))
