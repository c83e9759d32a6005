"""Fixtures of the read layer's own tests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from spotify_cache.repository import SpotifyCacheRepository, get_repository
from spotify_cache.sandbox.process import SandboxProcess
from spotify_cache.store import Store


@pytest.fixture
def repository(sandbox: SandboxProcess) -> SpotifyCacheRepository:
    """The repository of this process, on an empty cache and a quiet Spotify."""
    return get_repository()


@pytest.fixture
def new_repository(sandbox: SandboxProcess) -> Callable[[], SpotifyCacheRepository]:
    """More repositories, as other processes would have them."""
    return lambda: SpotifyCacheRepository(Store())


@dataclass
class Person:
    """A `TokenSource` without a database: a listener of the sandbox who has connected."""

    cache_id: str
    token: str | None
    rotations: list[str] = field(default_factory=list)
    is_revoked: bool = False

    def refresh_token(self) -> str | None:
        return self.token

    def rotated(self, refresh_token: str) -> None:
        self.rotations.append(refresh_token)
        self.token = refresh_token

    def revoked(self) -> None:
        self.is_revoked = True
        self.token = None


@pytest.fixture
def person(sandbox: SandboxProcess) -> Person:
    """A connected person, with every scope that reading needs."""
    listener = sandbox.control("catalog")["listeners"][0]["id"]
    scopes = "user-read-private user-top-read user-read-recently-played user-library-read playlist-read-private"
    granted = sandbox.control("token", {"listener": listener, "scopes": scopes})
    return Person("1", granted["refresh_token"])


@pytest.fixture
def catalog(sandbox: SandboxProcess) -> dict[str, Any]:
    """Spotify IDs of things of every sort in the sandbox's catalogue."""
    return sandbox.control("catalog")


@pytest.fixture
def without_redis(settings: Any) -> None:
    """The cache's Redis is gone: nobody listens where it should be."""
    from django.core.cache import caches

    settings.CACHES = {
        **settings.CACHES,
        "default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0"},
    }
    assert caches["default"]
