"""Fixtures of the API's tests."""

from __future__ import annotations

from typing import Any

import pytest

from spotify_cache.sandbox.process import SandboxProcess


@pytest.fixture
def catalogue(sandbox: SandboxProcess, db: None) -> dict[str, Any]:
    """Spotify IDs of things of every sort in the sandbox's catalogue, and an empty database."""
    return sandbox.control("catalog")


@pytest.fixture
def away(sandbox: SandboxProcess) -> SandboxProcess:
    """A Spotify that answers every call with an error."""
    sandbox.faults({"endpoint": "*", "fault": "error503"})
    return sandbox


@pytest.fixture
def busy(settings: Any) -> None:
    """Muse's own rate window has room for two calls, and opens soon."""
    settings.SPOTIFY_RATE_LIMIT = 2
    settings.SPOTIFY_QUOTA_MODE = "development"


def pytest_itemcollected(item: pytest.Item) -> None:
    """Name the operation in the ID of each of Schemathesis's tests.

    Since pytest makes IDs by itself they have all the same, and of tests with one ID xdist runs a single one.
    """
    operation = item.name.partition("[")[2].removesuffix("]")
    if operation and item.id.params is None:
        item._id = item.id.with_params(operation)
