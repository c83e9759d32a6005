"""Things of the sandbox's catalogue to review."""

from __future__ import annotations

from typing import Any

import pytest

from spotify_cache.sandbox.process import SandboxProcess


@pytest.fixture
def catalog(sandbox: SandboxProcess) -> dict[str, Any]:
    """Spotify IDs of things of every sort in the sandbox's catalogue."""
    return sandbox.control("catalog")


@pytest.fixture
def album_id(catalog: dict[str, Any]) -> str:
    return str(catalog["albums"][0])


@pytest.fixture
def unknown_id(catalog: dict[str, Any]) -> str:
    """Well formed, and Spotify says that there is no such thing."""
    return str(catalog["unknown_id"])
